"""Public copies as a site gives them out, each checked as `mingjing check` does, against the logs and the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from api.audit_findings import Finding, finding
from api.audit_logs import GrownLog
from api.audit_site import Site
from projections.disclosures import Disclosure
from records.copy.checking import Proven, check
from records.copy.form import parse
from records.errors import Corrupt
from records.log.acts import Page
from records.log.errors import LogError
from records.log.notes import VerifierKey
from records.moment import Moment

_FIELDS: Final = {
    "number": "文号",
    "title": "标题",
    "agency": "机关",
    "agency_code": "机关代码",
    "matter": "事项代码",
    "matter_name": "事项",
    "party": "当事人",
    "party_kind": "当事人类别",
    "kinds": "处罚种类",
    "content": "决定内容",
    "fine_yuan": "罚款金额",
    "confiscated_yuan": "没收金额",
    "facts": "事实",
    "basis": "依据",
    "reasons": "理由",
    "decided_on": "决定日期",
    "outcome": "公示方式",
    "masked": "不公示的部分",
    "grounds": "不公示的情形",
}
_OF_PAGE: Final = ("number", "outcome", "masked", "grounds", "basis")
"""Fields of the page that the review itself has."""

_OF_TEXT: Final = ("agency", "agency_code")
"""Fields of the page that its text repeats."""


class CopyAudit:
    """Checks the copies of one ledger."""

    def __init__(self, site: Site, ledger: str, key: VerifierKey, sealed: GrownLog) -> None:
        self._site, self._ledger, self._key, self._sealed = site, ledger, key, sealed
        self._proven: dict[str, Proven] = {}  # copies that hold and are those of the log, by the id of their page

    @property
    def count(self) -> int:
        """Copies that were found right."""
        return len(self._proven)

    def check(self, shown: Disclosure, logged: Page) -> Iterator[Finding]:
        """The copy of one page that is shown, then the page by its copy. Raises Unanswered."""
        if not logged.last.copy:
            if self._ask(shown.id)[0] == 200:
                yield finding("copy-differs", shown.id, fields="摘要")
            return
        proven = self._proven.get(shown.id)
        if proven is None or proven.statement != logged.last.copy:
            found = self._fetched(shown.id, logged)
            if isinstance(found, Finding):
                yield found
                return
            proven = self._proven[shown.id] = found
        if fields := list(_different(shown, proven)):
            yield finding("page-differs", shown.id, fields="、".join(fields), what="可验证副本")

    def _fetched(self, page: str, logged: Page) -> Proven | Finding:
        status, body = self._ask(page)
        if status != 200:
            return finding("copy-missing", page, status=status)
        try:
            proven = check(parse(body), self._key)
            self._sealed.require(proven.checkpoint.size, proven.checkpoint.root)
        except (LogError, Corrupt) as error:
            return finding("copy-invalid", page, reason=error)
        if fields := list(_unlike(page, logged, proven)):
            return finding("copy-differs", page, fields="、".join(fields))
        return proven

    def _ask(self, page: str) -> tuple[int, bytes]:
        return self._site.ask(f"/public/{self._ledger}/disclosures/{page}/copy")


def _unlike(page: str, logged: Page, proven: Proven) -> Iterator[str]:
    """In what a copy that holds is another than the one that the log names."""
    if proven.statement != logged.last.copy:
        yield "摘要"
    if proven.said.disclosure != page:
        yield "公示页编号"
    if proven.review.position != logged.last.source or Moment.of(proven.review.recorded_at) != Moment.parse(
        logged.last.at
    ):
        yield "公示审查的位置或者时间"


def _different(shown: Disclosure, proven: Proven) -> Iterator[str]:
    """Fields in which the page differs from what its copy has proven."""
    said, text = proven.said, shown.copy
    yield from (_FIELDS[name] for name in _OF_PAGE if getattr(shown, name) != getattr(said, name))
    yield from (_FIELDS[name] for name in _OF_TEXT if getattr(shown, name) != getattr(said.copy, name))
    names = [field.name for field in msgspec.structs.fields(said.copy)]
    if text is None:
        yield "全文"
        return
    yield from (f"全文的{_FIELDS[name]}" for name in names if getattr(text, name) != getattr(said.copy, name))
