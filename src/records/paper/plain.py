"""The electronic text of a document (电子文本): what the PDF says, as lines of UTF-8 that any program reads."""

from __future__ import annotations

from collections.abc import Iterator

from records.paper.paper import Block, Cell, Grid, Paper, Prose

_TAB = "\t"


def plain(paper: Paper) -> str:
    """The document's text, with a line break at its end. Cells of a table are separated by tabs."""
    return "\n".join(_lines(paper)).rstrip("\n") + "\n"


def _lines(paper: Paper) -> Iterator[str]:
    yield paper.agency
    yield paper.title
    if paper.number:
        yield paper.number
    yield ""
    if paper.addressee:
        yield f"{paper.addressee}："
    for block in paper.blocks:
        yield from _block(block)
    yield ""
    for one in paper.signatures:
        yield f"{one.label}：{one.said}"
    if paper.seal:
        yield f"{paper.agency}（印章）"
    yield paper.dated
    if paper.note:
        yield paper.note
    yield paper.reference_said


def _block(block: Block) -> Iterator[str]:
    match block:
        case Prose():
            if block.label:
                yield block.label
            yield from block.paragraphs
        case Cell():
            text = "\n".join((*block.paragraphs, block.signed) if block.signed else block.paragraphs)
            yield f"{block.label}：{text}"
        case Grid():
            if block.label:
                yield block.label
            yield _TAB.join(block.head)
            yield from (_TAB.join(cell.replace("\n", " ") for cell in row) for row in block.rows)
