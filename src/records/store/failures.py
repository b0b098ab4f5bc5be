"""What the store alone can say went wrong; each is also what its caller elsewhere expects.

```
Conflict (records.errors), IntegrityError (eventsourcing)
├── Taken        another event has this version of the stream
└── Repeated     the principal's key has been used: the answer is in the events
Conflict
└── Overtaken    another follower recorded this position first
RecordError
├── ClockOff     our clock and the database's are apart: nothing is written
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


class Unreachable(RecordError, OperationalError):
    """The database couldn't be reached for five seconds.

    What was being written may be there or not: sending the command again under the same key is safe.
    """
