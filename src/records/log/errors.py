"""What can be wrong with what a log shows, as a tree.

```
RecordError
└── LogError
    ├── Malformed     text or bytes are not in the one form that the format has
    ├── NotProven     well-formed, but the hashes or signatures don't show what is claimed
    ├── Unwitnessed   too few witnesses cosigned a checkpoint
    ├── Rewritten     the database is not the one that the log was made of
    └── Lost          the database ends before the log does
```

Their messages are Chinese sentences: whoever checks a copy, a proof or a checkpoint reads them.
"""

from __future__ import annotations

from records.errors import RecordError


class LogError(RecordError):
    """Root of the errors of the log."""


class Malformed(LogError):
    """Not in the form that the format demands, down to the byte: there is one way to write each thing."""


class NotProven(LogError):
    """The proof, root or signature does not show what it is said to show."""


class Unwitnessed(LogError):
    """Fewer witnesses than the policy demands cosigned a checkpoint; the message names each one's answer."""


class Rewritten(LogError):
    """The database is not the one that the log was made of: nothing is signed until a person has looked."""

    def __init__(self, log: str, position: int) -> None:
        super().__init__(f"数据库中 {log} 第 {position} 个条目不是日志里的那一个：数据库被改写")
        self.log, self.position = log, position


class Lost(LogError):
    """The database ends before the log does: it was restored from an older backup, or has lost what was recorded."""

    def __init__(self, log: str, size: int) -> None:
        super().__init__(f"数据库中的 {log} 短于它的日志（{size} 个条目）：数据库是从较早的备份恢复的")
        self.log, self.size = log, size
