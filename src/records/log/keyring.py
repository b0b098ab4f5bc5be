"""The keys that logs are signed with: one seed per log, in a folder that only the role `signer` reads.

`NAME.vkey` says the public side, with the origin that was fixed when the key was made: an origin that changed later
would be another log. Lose a seed, and its log can't go on: the folder is backed up apart from everything else.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from records.errors import Corrupt
from records.log.notes import KEY, SigningKey, VerifierKey


class SigningKeys:
    """The seeds of a deployment's logs. Safe for several processes on one machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def obtain(self, log: str, origin: Callable[[], str]) -> SigningKey:
        """The log's key; made under this origin, and durable, where there was none.

        One that is there keeps the origin that it was made with. Corrupt when seed and public key don't fit.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        seed, vkey = self._folder / f"{log}.seed", self._folder / f"{log}.vkey"
        with self._alone():
            if not vkey.exists():
                made = SigningKey(origin(), _seed(seed))
                _put(vkey, (made.verifier.text + "\n").encode())
        return _opened(seed, VerifierKey.parse(vkey.read_text().removesuffix("\n")))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Processes that ask at once make a key one after the other."""
        descriptor = os.open(self._folder / "signing.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _seed(path: Path) -> bytes:
    """The seed of a process that died before it wrote the public key, or a new one."""
    if not path.exists():
        _put(path, os.urandom(KEY))
    return path.read_bytes()


def _opened(path: Path, public: VerifierKey) -> SigningKey:
    if not path.exists():
        msg = f"{path} is missing: its log can't be signed with any other key"
        raise Corrupt(msg)
    seed = path.read_bytes()
    if len(seed) != KEY or SigningKey(public.name, seed).verifier != public:
        msg = f"{path} is not the seed of the public key beside it"
        raise Corrupt(msg)
    return SigningKey(public.name, seed)


def _put(path: Path, data: bytes) -> None:
    """Written and synced under another name first, so never half there; mode 0600."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(name).rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
