"""Numbers that are given once: of documents in their series, and of receipts."""

from __future__ import annotations

from hashlib import sha256

from records.event import Event


class DocumentNumberTaken(Event, frozen=True, kw_only=True, tag="document-number-taken/1"):
    """A number of a document series, given out without gaps per agency, kind and year."""

    agency: str
    kind: str
    """代字 of the kind of document, as 罚决."""
    year: int
    sequence: int
    number: str
    case: str

    @property
    def stream(self) -> str:
        """The series' stream."""
        return numbering_stream(self.agency, self.kind, self.year)


class SeriesContinued(Event, frozen=True, kw_only=True, tag="series-continued/1"):
    """A person has found out by the papers which numbers of a series were given out before positions were lost."""

    agency: str
    kind: str
    """代字 of the kind of document, as 罚决."""
    year: int
    next: int
    """The number that is given out next: all below it are taken, by whatever is lost."""
    reason: str

    @property
    def stream(self) -> str:
        """The series' stream."""
        return numbering_stream(self.agency, self.kind, self.year)


class ReceiptUsed(Event, frozen=True, kw_only=True, tag="receipt-used/1"):
    """A receipt of the finance department was given for money that an officer took: each counts once (第七十条)."""

    number: str
    """As `receipt_key` writes it."""
    case: str

    @property
    def stream(self) -> str:
        """The stream of that number."""
        return receipt_stream(self.number)


def numbering_stream(agency: str, kind: str, year: int) -> str:
    """The stream of a document series."""
    return f"numbering:{agency}:{kind}:{year}"


def receipt_stream(number: str) -> str:
    """The stream of the money that was taken by a receipt; names of streams lie open, so it is told by a digest."""
    return f"receipt:{sha256(number.encode()).hexdigest()}"
