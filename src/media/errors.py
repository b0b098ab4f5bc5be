"""What can go wrong with bytes, as a tree.

```
MediaError
├── BadHeader          a header of the request can't be read or isn't allowed
│   ├── BadVersion     another version of tus than 1.0.0, or none
│   ├── BadLength       an upload's length that can't be, or another than was told before
│   └── BadType        a PATCH whose body isn't application/offset+octet-stream
├── NoUpload           no such upload, or another principal's
│   └── Elsewhere      an upload that another process takes
├── Terminated         the upload was ended by its owner, or refused as a whole
│   └── Expired        it wasn't finished in time, and was given up
├── Concatenated       an upload that is made of others takes no bytes
├── Unfinished         a part of a concatenation that isn't whole, or is no part
├── AlreadyBound       a step of a case refers to the recording: its upload can't be ended
├── WrongOffset        the client's offset is not ours
├── Superseded         a newer connection took this upload over
├── Mismatch           the bytes are not those of the checksum or digest that was declared
├── TooLong            more bytes than the upload has, or than any upload may have
├── NoSpace            the disk or the owner's quota has no room
├── NoObject           the store has no object of this digest
├── Unsatisfiable      a range that lies outside the object
├── StoreUnavailable   the object store doesn't answer; nothing is lost, ask again
├── SpoolBusy          another process serves this spool folder
└── Corrupt            what is stored is not what its digest or size says: stop
```

None of them knows a status code of HTTP: that table is in `api`.
"""

from __future__ import annotations


class MediaError(Exception):
    """Root of the errors of this package."""


class BadHeader(MediaError):
    """The request's header `header` can't be used; `reason` says why, for the client's log."""

    def __init__(self, header: str, reason: str) -> None:
        super().__init__(f"{header}: {reason}")
        self.header, self.reason = header, reason


class BadVersion(BadHeader):
    """Tus-Resumable is missing or names a version that isn't spoken here."""


class BadType(BadHeader):
    """Content-Type of a PATCH isn't application/offset+octet-stream."""


class BadLength(BadHeader):
    """Upload-Length of an upload that was made without one can't be true."""

    def __init__(self, reason: str) -> None:
        super().__init__("Upload-Length", reason)


class NoUpload(MediaError):
    """There is no upload of this id for this principal."""


class Elsewhere(NoUpload):
    """The upload's id is one that the process called `process` gives out, and only that one knows it."""

    def __init__(self, process: str) -> None:
        super().__init__(f"taken by the process {process}")
        self.process = process


class Terminated(MediaError):
    """The upload was there and is gone for good."""


class Expired(Terminated):
    """Nobody sent more for so long that the upload was given up, and its bytes with it."""


class Concatenated(MediaError):
    """The upload is made of others: nothing can be written to it (tus 1.0, Concatenation)."""


class Unfinished(MediaError):
    """An upload that others are to be made of isn't whole, or wasn't made for that (tus 1.0, Concatenation)."""


class AlreadyBound(MediaError):
    """The recording belongs to a case by now."""


class WrongOffset(MediaError):
    """The client would write at another place than the end; `offset` is the end, in bytes."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the upload is at offset {offset}")
        self.offset = offset


class Superseded(MediaError):
    """This connection is the older one: whatever it still sends is not written."""


class Mismatch(MediaError):
    """The bytes have another checksum than the one declared in `algorithm`; they were dropped."""

    def __init__(self, algorithm: str) -> None:
        super().__init__(f"{algorithm} does not match")
        self.algorithm = algorithm


class TooLong(MediaError):
    """More than `most` bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(f"at most {most} bytes")
        self.most = most


class NoSpace(MediaError):
    """No room for the upload now; `of` is "disk" or "quota"."""

    def __init__(self, of: str) -> None:
        super().__init__(f"no room: {of}")
        self.of = of


class NoObject(MediaError):
    """The store has no object of this digest."""


class Unsatisfiable(MediaError):
    """The range asked for lies outside an object of `size` bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(f"outside of {size} bytes")
        self.size = size


class StoreUnavailable(MediaError):
    """The object store failed; the spool still has every acknowledged byte."""


class SpoolBusy(MediaError):
    """Another process holds the lock of this spool folder."""


class Corrupt(MediaError):
    """Stored bytes contradict their digest or size."""
