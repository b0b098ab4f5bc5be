"""What can go wrong with a record, as a tree.

```
RecordError
├── Refused        the law says no: a rule code, its article, a sentence in Chinese
├── Conflict       somebody was first
│   ├── Stale      the version that the client named is no longer the latest
│   └── Busy       the retries of five seconds were all lost to others
├── KeyReused      the same Idempotency-Key came with another body
├── Invalid        well-formed, but a field's value can't be right
├── NotFound       no such ledger, case, person or object
├── NumbersLost    which numbers of a series were given out is not known until a person says so
├── NotAdopted     the software asks for a piece of law data that the ledger has not adopted yet
└── Corrupt        stored bytes are not what was committed to: stop
```

None of them knows a status code of HTTP: that table is in `api`.
"""

from __future__ import annotations


class RecordError(Exception):
    """Root of the errors of this package."""


class Refused(RecordError):
    """The law forbids the step.

    `code` names the rule in `records/law/refusals.toml`, `article` the provision that forbids it, `detail` says in
    Chinese what is wrong and what would mend it.
    """

    def __init__(self, code: str, article: str, detail: str) -> None:
        super().__init__(f"{code}: {detail} ({article})")
        self.code, self.article, self.detail = code, article, detail
        self.position: int | None = None  # where the refusal was recorded


class Conflict(RecordError):
    """Somebody wrote first; `stream` is where, empty when it was only the position."""

    def __init__(self, stream: str, detail: str) -> None:
        super().__init__(detail)
        self.stream, self.detail = stream, detail


class Stale(Conflict):
    """The client's If-Match is not the stream's version any more; `version` is the latest."""

    def __init__(self, stream: str, version: int) -> None:
        super().__init__(stream, f"{stream} is at version {version}")
        self.version = version


class Busy(Conflict):
    """Retried for five seconds and lost each time: the client may try again."""


class KeyReused(RecordError):
    """The principal used this Idempotency-Key before, for another body."""


class Invalid(RecordError):
    """Fields that can't be right: pairs of a JSON path and a sentence in Chinese."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{path}: {detail}" for path, detail in fields))
        self.fields = fields


class NotFound(RecordError):
    """There is no `kind` (ledger, case, person, object) called `name`."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"no {kind} {name}")
        self.kind, self.name = kind, name


class NotAdopted(RecordError):
    """The ledger has not adopted the law data of this release, among them `key`: `mingjing law adopt` does it."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the ledger has not adopted {key}: run mingjing law adopt")
        self.key = key


class NumbersLost(RecordError):
    """Positions were lost, and with them perhaps numbers of this series: nobody gets one until a person has looked.

    `agency`, `kind` (代字) and `year` name the series.
    """

    def __init__(self, agency: str, kind: str, year: int) -> None:
        super().__init__(
            f"数据库恢复后丢失了部分记录，{agency} {year} 年“{kind}”字文书的编号可能已经用到后面："
            "请名录管理员核对纸质文书，登记下一个编号（series-continued）"
        )
        self.agency, self.kind, self.year = agency, kind, year


class Corrupt(RecordError):
    """Stored bytes contradict their commitment or can't be read: nothing may go on from here."""
