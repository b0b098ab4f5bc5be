"""What the store alone can say went wrong; each is also what its caller elsewhere expects.

```
Conflict (records.errors), IntegrityError (eventsourcing)
├── Taken        another event has this version of the stream
└── Repeated     the principal's key has been used: the answer is in the events
Conflict
└── Overtaken    another follower recorded this position first
RecordError
├── ClockOff     our clock and the database's are apart: nothing is written
├── Behind       the database ends before what is known to have been recorded: nothing is written
│   └── Restored positions came back while this process was at work, which remembers what is lost
└── Unreachable  the connection broke; whether the command was written is not known
```
"""

from __future__ import annotations

from eventsourcing.persistence import IntegrityError, OperationalError

from records.errors import Conflict, RecordError
from records.store.stored import CommandKey


class Taken(Conflict, IntegrityError):
    """Another event has this version of `stream`: load, decide and seal again, or tell the client."""

    def __init__(self, stream: str, version: int) -> None:
        super().__init__(stream, f"{stream} has a version {version} already")
        self.version = version


class Repeated(Conflict, IntegrityError):
    """The principal has used this key before: `LedgerRecorder.answer` says for which body and with what
    result.
    """

    def __init__(self, command: CommandKey) -> None:
        super().__init__("", f"{command.principal} has used the key {command.key} before")
        self.command = command


class Overtaken(Conflict):
    """Another follower has recorded a position: what was done in this transaction must not be committed."""


class ClockOff(RecordError):
    """Our clock is `micros` ahead of the database's (behind when negative): nothing is written until it is
    right.
    """

    def __init__(self, micros: int) -> None:
        super().__init__(f"this server's clock is {micros / 1e6:+.3f} s off the database's: set it, then try again")
        self.micros = micros


class Behind(RecordError):
    """The database ends at `head`, and `known` positions were recorded: it was restored from an older backup.

    A process that has seen more than the database has must not go on with what it remembers: it is restarted, and
    brings back what the log has.
    """

    def __init__(self, ledger: str, head: int, known: int) -> None:
        super().__init__(
            f"账本 {ledger} 的数据库只有 {head} 条记录，此前已有 {known} 条："
            "数据库是从较早的备份恢复的，请重新启动全部进程"
        )
        self.head, self.known = head, known


class Restored(Behind):
    """The lost positions came back, up to `head`, and this process may remember what was in them: it is restarted."""


class Unreachable(RecordError, OperationalError):
    """The database couldn't be reached for five seconds.

    What was being written may be there or not: sending the command again under the same key is safe.
    """
