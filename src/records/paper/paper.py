"""A document as it is set: every text final, nothing left to look up, so that a template only lays it out."""

from __future__ import annotations

import msgspec


class Prose(msgspec.Struct, frozen=True, kw_only=True, tag="prose"):
    """Paragraphs, under a label when there is one."""

    label: str
    paragraphs: tuple[str, ...]


class Cell(msgspec.Struct, frozen=True, kw_only=True, tag="cell"):
    """A cell of a form with its label; half as wide as the form, or all of it."""

    label: str
    paragraphs: tuple[str, ...]
    half: bool = False
    signed: str = ""
    """Who signs at the foot of the cell, with the date; empty where nobody does."""


class Grid(msgspec.Struct, frozen=True, kw_only=True, tag="grid"):
    """A table with a head, as a list of goods."""

    label: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Prose | Cell | Grid


class SignatureLine(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody signs; what is known of the signature stands behind it."""

    label: str
    said: str = ""


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A document of one step of a case."""

    id: str
    """Of the form (`records/law/papers/*.toml`)."""
    title: str
    agency: str
    number: str
    """Empty for what bears none."""
    addressee: str
    """Empty where nobody is addressed."""
    blocks: tuple[Block, ...]
    signatures: tuple[SignatureLine, ...]
    seal: bool
    """Whether the agency's seal (印章) goes on it."""
    dated: str
    """Day of the step in Chinese numerals: 二〇二六年三月五日."""
    note: str
    """A line at the foot, as how many copies there are; empty for none."""
    reference: str
    """What the QR code holds: where the step's receipt is found."""
    reference_said: str
    """The same for people to read: number in the ledger and digest of the entry."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that is printed."""
        blocks = (text for block in self.blocks for text in _texts(block))
        signatures = (text for one in self.signatures for text in (one.label, one.said))
        own = (self.title, self.agency, self.number, self.addressee, self.dated, self.note, self.reference_said)
        return (*own, *blocks, *signatures)


def _texts(block: Block) -> tuple[str, ...]:
    match block:
        case Prose():
            return (block.label, *block.paragraphs)
        case Cell():
            return (block.label, *block.paragraphs, block.signed)
        case Grid():
            return (block.label, *block.head, *(text for row in block.rows for text in row))
