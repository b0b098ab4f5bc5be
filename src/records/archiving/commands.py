"""What an archived file is made of (归档立卷): what may be asked for."""

from __future__ import annotations
