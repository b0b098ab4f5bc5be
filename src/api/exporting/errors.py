"""Why a case can't be taken out; the messages are sentences for the operator."""

from __future__ import annotations

from records.errors import RecordError


class NotExported(RecordError):
    """Nothing was made, or nothing can be checked: a place is taken, full or no package, or a thing can't be had."""


class NotYetSigned(RecordError):
    """The checkpoint that is published lacks some of the case's events."""
