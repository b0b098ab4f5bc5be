"""What an archived file is made of (归档立卷): what happened."""

from __future__ import annotations
