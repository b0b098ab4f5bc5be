"""What can go wrong on a recording's way, as a tree. Each message is a sentence that a person reads.

```
IngestError
├── Stopped          nothing more can be sent: the site refuses the token, or is no site
├── Away             no answer, or one that another moment may change
│   └── Broken       an error of the site's own, perhaps with this one file
├── Left             this file stays where it is; the others go on
│   └── Unsettled    it is being written, or has just changed: look again
├── Moved            the upload is at another offset, or another connection has it (409)
├── Spoilt           what arrived has another checksum (460)
├── Gone             the site has the upload no more (404, 410)
└── JournalUnusable  what was done before can't be read or written down
```
"""

from __future__ import annotations

from records.errors import RecordError


class IngestError(RecordError):
    """Root of what goes wrong here."""


class Stopped(IngestError):
    """The run ends: asking again would be answered the same for every file."""


class Away(IngestError):
    """Asked again later it may go well; `wait` is how long the site asks to wait, in seconds."""

    def __init__(self, said: str, wait: float = 0) -> None:
        super().__init__(said)
        self.wait = wait


class Broken(Away):
    """An error of the site's own, perhaps with this one file alone: others may go well."""


class Left(IngestError):
    """The file is not taken."""


class Unsettled(Left):
    """The file is not at rest."""


class Moved(IngestError):
    """The offset that was assumed isn't the upload's."""


class Spoilt(IngestError):
    """The site has dropped the bytes."""


class Gone(IngestError):
    """The upload has to begin anew."""


class JournalUnusable(IngestError):
    """The journal is another run's, broken, or can't be written."""
