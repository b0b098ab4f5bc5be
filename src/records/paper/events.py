"""What is recorded of documents beside their case: which template an agency uses, and each rendering.

A rendering changes no version of the case: its event stands in a stream of its own, `documents:CASE`.
"""

from __future__ import annotations

from datetime import date

from records.event import Event


class TemplateAdopted(Event, frozen=True, kw_only=True, tag="template-adopted/1"):
    """An agency's own template (typst) for a kind of document; a later entry replaces it from its first day on.

    With a last day it ends, and the software's template is used again.
    """

    agency: str
    paper: str
    """Id of the form (`records/law/papers/*.toml`)."""
    text: str
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The templates' stream of the agency."""
        return f"template:{self.agency}"


class DocumentRendered(Event, frozen=True, kw_only=True, tag="document-rendered/1"):
    """A document of a step was rendered and stored; a reprint is a new edition."""

    case: str
    step: int
    """Version of the case that the step made."""
    paper: str
    """Id of the form."""
    edition: int
    """From 1 on, of this document of this step."""
    number: str
    """The document's own, empty for what bears none."""
    template: str
    """SHA-256, in hex, of the template, what it imports, and the form."""
    renderer: str
    """Program and version."""
    blake3: str
    """Of the PDF, in hex."""
    sha256: str
    size: int
    """Bytes."""
    version_id: str
    """Version in the object store, empty where it has none."""
    text_blake3: str
    """Of the electronic text."""
    text_sha256: str
    text_size: int
    lacking: tuple[str, ...] = ()
    """Characters that the fonts lack: printed as codes."""
    reason: str = ""
    """Why somebody asked for it; empty when the system rendered it after its step."""

    @property
    def stream(self) -> str:
        """The documents beside the case, so that its version stays."""
        return documents_stream(self.case)


def documents_stream(case: str) -> str:
    """The stream of what was rendered of a case."""
    return f"documents:{case}"
