"""可验证副本: joins the statement of a public page to its proof, out of what is published of the log."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from api.published_logs import PublishedLogs
from api.settings import Settings
from api.stores import open_published
from projections.copies import Stated, find_statement
from records.copy.form import LONGEST, encode
from records.copy.making import prove
from records.errors import NotFound, RecordError
from records.log.checkpoint import Checkpoint
from records.log.errors import Malformed
from records.log.files import LogFiles
from records.log.notes import COSIGNER, Note, VerifierKey
from records.log.tree import inclusion


class NotProvable(RecordError):
    """The published checkpoint does not have the event yet: it will in a second or two."""


def copy_of(connection: Connection, logs: PublishedLogs, ledger: str, page: str) -> bytes:
    """The file of the copy of a public page, with proofs by the checkpoint that is published now. Needs no key.

    Raises NotFound when nothing is public under that id, NotProvable.
    """
    found = find_statement(connection, ledger, page)
    if found is None:
        raise NotFound("copy", page)
    return proven_copy(found, logs, ledger)


def proven_copy(found: Stated, logs: PublishedLogs, ledger: str) -> bytes:
    """The file of a copy by its statement, with proofs by the checkpoint that is published now. Raises NotProvable."""
    published = LogFiles(ledger, logs.store).read("checkpoint")
    if published is None:
        raise NotProvable
    note = Note.parse(published)
    size = Checkpoint.parse(note.body).size
    if size <= max(record.index for record in found.statement.records):
        raise NotProvable
    read = logs.hashes(ledger, size)
    return encode(prove(found.statement, note, lambda index: inclusion(index, size, read)))


def own_key(settings: Settings, log: str) -> str:
    """The public key that this machine publishes for a log. Raises NotFound."""
    with open_published(settings) as store:
        key = LogFiles(log, store).read("key")
    if key is None:
        raise NotFound("key", f"{log}（本机没有公布，请以 --key 给出）")
    return key.decode()


def key_of(text: str) -> VerifierKey:
    """A public key as it was given, or as a file of it says. Raises Malformed."""
    return VerifierKey.parse(text.strip())


def witness_of(text: str) -> VerifierKey:
    """The public key of a witness as it was given. Raises Malformed."""
    key = key_of(text)
    if key.kind != COSIGNER:
        raise Malformed(f"{key.name} 的公钥不是见证人的公钥")
    return key


def log_key_of(text: str) -> VerifierKey:
    """The public key of a log as it was given. Raises Malformed."""
    key = key_of(text)
    if key.kind == COSIGNER:
        raise Malformed(f"{key.name} 的公钥是见证人的公钥，不是日志的")
    return key


def read_copy(path: Path) -> bytes:
    """The bytes of a file that should be a copy, or the beginning of what is too long to be one. Raises OSError."""
    with path.open("rb") as file:
        return file.read(LONGEST + 1)
