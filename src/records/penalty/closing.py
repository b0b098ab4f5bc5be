from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import ArchiveCase, CloseCase, ReopenArchive
from records.penalty.state import Penalty


def close_case(command: CloseCase, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def archive_case(command: ArchiveCase, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def reopen_archive(command: ReopenArchive, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
