"""Prints documents: renders what steps have made, stores it, and records it beside the case, once.

First the bytes are in the object store, then in its catalogue, then the event names them (`document-rendered/1`). A
crash in between leaves an object that the next try finds again, since the same step gives the same bytes.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Final, NamedTuple

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from api.papers.apart import LIMITS, Limits, NeverEnds
from api.papers.contents import paged, pages_of, volume
from api.papers.gathering import Gathered, gathered
from api.papers.rendering import RENDERER, Rendered, render, render_apart
from api.papers.setting import CannotRender
from api.papers.templates import digest, source
from media.catalogue import Catalogue, StoredObject
from media.digest import of_file
from media.durable import make_folder
from media.errors import StoreUnavailable
from media.store import ObjectStore
from projections.papers import Due, missing
from records.application import Sender, record_entry
from records.errors import NotFound
from records.moment import Moment
from records.paper.data import PaperForm, form_of
from records.paper.events import DocumentRendered, documents_stream
from records.paper.making import EntryVoid, PaperLacksField, made, make
from records.paper.paper import Paper
from records.paper.sources import Listed
from records.penalty.events import CaseArchived
from records.store.directory import Ledgers
from records.store.ledger import Ledger

EVERY: Final = 2.0
"""Seconds between two looks for what is to be printed."""

PDF: Final = "application/pdf"
TEXT: Final = "text/plain; charset=utf-8"

_SYSTEM: Final = "system"

_log = logging.getLogger("mingjing")


class Layout(NamedTuple):
    """A template with the digest of all that decides how a document looks."""

    text: str
    digest: str
    own: bool
    """Whether it is the agency's, and not the software's."""


class Printer:
    """Renders and stores documents. Safe for threads; `run` is for one."""

    def __init__(
        self,
        ledgers: Ledgers,
        catalogue: Catalogue,
        store: ObjectStore,
        folder: Path,
        address: str = "",
        limits: Limits = LIMITS,
    ) -> None:
        """`folder` is on the file system of a folder of objects; `address` is how the public reaches the site; `limits`
        hold for a document by an agency's own template.
        """
        self._ledgers, self._catalogue, self._store = ledgers, catalogue, store
        self._folder, self._address, self._limits = folder, address, limits
        self._told: set[str] = set()  # what can't be printed and was said to be so: it is tried on, and said once
        self._endless: set[str] = set()  # what took too long: only somebody who asks for it has it tried once more

    def run(self, stop: Event) -> None:
        """Looks until `stop` is set."""
        while not stop.wait(EVERY):
            try:
                self.tick(stop)
            except Exception as error:  # database or store are away: the next look finds the same
                _log.warning("documents wait: %r", error)

    def tick(self, stop: Event | None = None) -> int:
        """Prints all that is missing; returns how many documents were. One that can't be keeps no other waiting."""
        waiting = ((name, due) for name in self._ledgers.names() for due in self._missing(name))
        return sum(self._try(name, due) for name, due in waiting if not (stop and stop.is_set()))

    def print(self, ledger: Ledger, case: str, step: int, paper: str, sender: Sender, reason: str) -> DocumentRendered:
        """Renders a document that somebody asks for, by today's template: the next edition, with its own event.

        Raises NotFound, EntryVoid, PaperLacksField, CannotRender, or what the store raises when it is away.
        """
        found = self._gathered(ledger, case, step, paper)
        return self._printed(ledger, found, step, paper, ledger.now(), sender, reason)

    # ---- What is missing ----

    def _missing(self, ledger: str) -> Iterator[Due]:
        after = (0, "")
        while True:
            with self._ledgers.engine.connect() as connection:
                page = missing(connection, ledger, after)
            yield from page
            if not page:
                return
            after = (page[-1].position, page[-1].paper)

    def _try(self, name: str, due: Due) -> bool:
        key = f"paper:{name}:{due.case_id}:{due.version}:{due.paper}"
        if key in self._endless:
            return False
        try:
            return self._print_first(self._ledgers.get(name), due, key)
        except (StoreUnavailable, SQLAlchemyError):
            raise
        except Exception as error:
            if isinstance(error, NeverEnds):
                self._endless.add(key)
            if key not in self._told:
                self._told.add(key)
                _log.warning("%s can't be printed: %s", key, type(error).__name__)  # a message may name somebody
            return False

    def _print_first(self, ledger: Ledger, due: Due, key: str) -> bool:
        """Whether it was printed: another process may have been first, and the view behind it."""
        if any((one.step, one.paper) == (due.version, due.paper) for one in renderings(ledger, due.case_id)):
            return False
        found = self._gathered(ledger, due.case_id, due.version, due.paper)
        if found.voided:
            return False
        sender = Sender(_SYSTEM, _SYSTEM, key, sha256(key.encode()).digest())
        self._printed(ledger, found, due.version, due.paper, found.sources.at, sender, "")
        return True

    # ---- One document ----

    def _gathered(self, ledger: Ledger, case: str, step: int, paper: str) -> Gathered:
        found = gathered(ledger, case, step, self._address)
        if paper not in made(found.sources.event):
            raise NotFound("document", f"{case}#{step} {paper}")
        return self._counted(ledger, found) if isinstance(found.sources.event, CaseArchived) else found

    def _counted(self, ledger: Ledger, found: Gathered) -> Gathered:
        """The same with the pages of every document of the file: of its last edition, else as it would be printed."""
        case, listed = found.sources.case, found.sources.documents
        last = {(one.step, one.paper): one for one in renderings(ledger, case)}
        counts = {
            (one.version, one.paper): self._pages(ledger, case, one, last.get((one.version, one.paper)))
            for one in listed
            if one.kind == "document"
        }
        sources = msgspec.structs.replace(found.sources, documents=paged(listed, counts), volume=volume(listed, counts))
        return msgspec.structs.replace(found, sources=sources)

    def _pages(self, ledger: Ledger, case: str, listed: Listed, printed: DocumentRendered | None) -> int:
        """How many pages a document has; 0 of one that can't be printed."""
        if printed is not None:
            known = self._catalogue.find(printed.blake3)
            version = known.version_id if known else printed.version_id
            return pages_of(b"".join(self._store.open(printed.blake3, 0, printed.size, version)))
        found = gathered(ledger, case, listed.version, self._address)
        try:
            form, at = require_form(found, listed.paper), found.sources.at
            layout = layout_of(ledger, found.agency, form, at)
            return pages_of(self._rendered(composed(ledger, found, form), layout, at).pdf)
        except (CannotRender, PaperLacksField):
            return 0

    def _rendered(self, document: Paper, layout: Layout, at: Moment) -> Rendered:
        """Within limits where the template is the agency's own."""
        if layout.own:
            return render_apart(document, layout.text, at, self._limits)
        return render(document, layout.text, at)

    def _printed(
        self, ledger: Ledger, found: Gathered, step: int, paper: str, by: Moment, sender: Sender, reason: str
    ) -> DocumentRendered:
        """Renders by the template of the day `by`; if another one prints the same meanwhile, Stale.

        What was asked for and answered before is answered as it was, also when its entry was a mistake after all.
        """
        written = ledger.find_answer(sender.command)
        if written is None:
            if found.voided:
                raise EntryVoid
            version = ledger.version(documents_stream(found.sources.case))
            before = [one for one in renderings(ledger, found.sources.case) if (one.step, one.paper) == (step, paper)]
            event = self._stored(ledger, found, step, paper, by, len(before) + 1, reason)
            written = record_entry(ledger, event, sender, version)
        recorded = written.events[0]
        assert isinstance(recorded, DocumentRendered)
        return recorded

    def _stored(
        self, ledger: Ledger, found: Gathered, step: int, paper: str, by: Moment, edition: int, reason: str
    ) -> DocumentRendered:
        form = require_form(found, paper)
        document, layout = composed(ledger, found, form), layout_of(ledger, found.agency, form, by)
        rendered = self._rendered(document, layout, found.sources.at)
        pdf, text = self._put(rendered.pdf, PDF), self._put(rendered.text, TEXT)
        return DocumentRendered(
            case=found.sources.case,
            step=step,
            paper=paper,
            edition=edition,
            number=document.number,
            template=layout.digest,
            renderer=RENDERER,
            blake3=pdf.blake3,
            sha256=pdf.sha256,
            size=pdf.size,
            version_id=pdf.version_id,
            text_blake3=text.blake3,
            text_sha256=text.sha256,
            text_size=text.size,
            lacking=rendered.lacking,
            reason=reason,
        )

    def _put(self, content: bytes, media_type: str) -> StoredObject:
        """The bytes in store and catalogue, durable when this returns."""
        make_folder(self._folder)
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            path = Path(folder) / "document"
            path.write_bytes(content)
            digests = of_file(path)
            version = self._store.put(path, digests.blake3, len(content))
        stored = StoredObject(digests.blake3, digests.sha256, len(content), media_type, version, None, None)
        self._catalogue.note(stored)
        return stored


def renderings(ledger: Ledger, case: str) -> list[DocumentRendered]:
    """Every rendering of a case's documents, in order."""
    recorded = (one.event for one in ledger.history(documents_stream(case)))
    return [one for one in recorded if isinstance(one, DocumentRendered)]


def require_form(found: Gathered, paper: str) -> PaperForm:
    """The form as it held on the day of the step, or the first that there was. Raises NotFound."""
    form = form_of(paper, found.sources.at.day)
    if form is None:
        raise NotFound("document", paper)
    return form


def composed(ledger: Ledger, found: Gathered, form: PaperForm) -> Paper:
    """What the document says. Raises PaperLacksField."""
    law = ledger.register().law(found.sources.at.day, found.procedure, found.agency)
    known = law.documents.get(form.document) if form.document else None
    return make(form, found.sources, known.must if known else ())


def layout_of(ledger: Ledger, agency: str, form: PaperForm, by: Moment) -> Layout:
    """The agency's own template for the form on a day, or else the software's."""
    own = ledger.register().template(agency, form.id, by.day)
    text = own.text if own else source(form.template)
    return Layout(text, digest(text, form), own is not None)
