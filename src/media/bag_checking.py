"""Checks a BagIt package as `media.bag` writes it: names each file that was changed, is missing, or came in besides."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal, NamedTuple

from media.bag import ALGORITHMS, DECLARATION, LISTED, SEAL, sealed
from media.digest import BLOCK, Digests

Wrong = Literal["changed", "missing", "added", "unlisted", "unreadable"]
"""Changed: the bytes aren't those of the digest. Unlisted: one manifest lists it and the other doesn't."""

_LONGEST: Final = 1 << 28
"""Bytes of the longest manifest that is read."""

Watch = Callable[[int, int], None]
"""Told how many bytes are read, and of how many."""


class Fault(NamedTuple):
    """What is wrong with one file of a package."""

    path: str
    wrong: Wrong


class Found(NamedTuple):
    """What a package turned out to be."""

    faults: tuple[Fault, ...]
    payload: Mapping[str, str]
    """SHA-256 by path, of the payload files that are whole."""
    size: int
    """Bytes that were read."""


def check(folder: Path, watch: Watch = lambda _done, _total: None) -> Found:
    """Reads every file of the package. Raises OSError where the folder can't be read."""
    return _Checking(folder, watch).run()


class _Checking:
    def __init__(self, folder: Path, watch: Watch) -> None:
        self._folder, self._watch = folder, watch
        self._files, self._strange = _files(folder)
        self._faults: dict[str, Wrong] = dict.fromkeys(self._strange, "added")
        self._total, self._done = sum(self._files.values()), 0

    def run(self) -> Found:
        tags = {f"tagmanifest-{name}.txt": self._content(f"tagmanifest-{name}.txt") for name in ALGORITHMS}
        self._check_seal(tags)
        told = [self._listing(path, content) for path, content in tags.items()]
        self._check_listed(self._believed("tagmanifest", told), within="")
        listed = [self._listing(path, self._content(path)) for path in (f"manifest-{name}.txt" for name in ALGORITHMS)]
        payload = self._check_listed(self._believed("manifest", listed), within="data/")
        if self._content("bagit.txt") != DECLARATION:
            self._faults.setdefault("bagit.txt", "changed")
        known = {*tags, SEAL, *(path for one in (*told, *listed) for path in one)}
        for path in self._files.keys() - known:
            self._faults[path] = "added"
        faults = tuple(Fault(path, wrong) for path, wrong in sorted(self._faults.items()))
        return Found(faults, payload, self._done)

    def _check_seal(self, tags: Mapping[str, bytes]) -> None:
        """The seal proves itself by its last line, and each tag manifest by one of the others."""
        seal = self._content(SEAL)
        lines, last = seal[: -len(f"{'0' * 64}  {SEAL}\n")], seal[-len(f"{'0' * 64}  {SEAL}\n") :]
        if last != f"{sha256(lines).hexdigest()}  {SEAL}\n".encode():
            self._faults.setdefault(SEAL, "changed")
            return
        if seal == sealed(dict(tags)):
            return
        told = {path: digest for digest, path in LISTED.findall(seal.decode())}
        for path, content in tags.items():
            if told.get(path) != sha256(content).hexdigest():
                self._faults.setdefault(path, "changed")

    def _listing(self, path: str, content: bytes) -> dict[str, str]:
        """Digest by path as a manifest says; what isn't wholly in the form of one is changed."""
        text = content.decode(errors="replace")
        found = {name: digest for digest, name in LISTED.findall(text)}
        if text != "".join(f"{digest}  {name}\n" for name, digest in found.items()) or not found:
            self._faults.setdefault(path, "changed")
        return found

    def _believed(self, kind: str, told: list[dict[str, str]]) -> dict[str, dict[str, str]]:
        """By algorithm what the manifests say that weren't changed themselves: the others accuse nobody."""
        both = zip(ALGORITHMS, told, strict=True)
        return {name: found for name, found in both if f"{kind}-{name}.txt" not in self._faults}

    def _check_listed(self, told: Mapping[str, Mapping[str, str]], within: str) -> dict[str, str]:
        """Holds the files against the manifests; returns the SHA-256 of those that are as all say."""
        whole = {}
        for path in sorted({path for found in told.values() for path in found}):
            expected = {name: found[path] for name, found in told.items() if path in found}
            if len(expected) < len(told) or not path.startswith(within):
                self._faults.setdefault(path, "unlisted")
            elif path not in self._files:
                self._faults.setdefault(path, "missing")
            elif digest := self._hashed(path, expected):
                whole[path] = digest
        return whole

    def _hashed(self, path: str, expected: Mapping[str, str]) -> str:
        """The SHA-256 of a file that is as it should be, empty of any other."""
        digests = Digests()
        try:
            with (self._folder / path).open("rb", buffering=0) as file:
                while block := file.read(BLOCK):
                    digests.update(block)
                    self._done += len(block)
                    self._watch(self._done, max(self._total, self._done))
        except OSError:
            self._faults[path] = "unreadable"
            return ""
        if any(getattr(digests, name) != digest for name, digest in expected.items()):
            self._faults.setdefault(path, "changed")
        return "" if path in self._faults else digests.sha256

    def _content(self, path: str) -> bytes:
        """The bytes of a small file; one that is not there or too long is named, and nothing is read of it."""
        size = self._files.get(path)
        if size is None:
            self._faults.setdefault(path, "missing")
            return b""
        if size > _LONGEST:
            self._faults.setdefault(path, "changed")
            return b""
        return (self._folder / path).read_bytes()


def _files(folder: Path) -> tuple[dict[str, int], list[str]]:
    """Size by path of the plain files, and what else lies there: a link may lead out of the package."""
    files, strange = {}, []
    for path in _below(folder):
        found, name = path.lstat(), path.relative_to(folder).as_posix()
        if stat.S_ISREG(found.st_mode):
            files[name] = found.st_size
        else:
            strange.append(name)
    return files, strange


def _below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, links to folders and empty folders too."""
    entries = list(os.scandir(folder))
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            inner = list(_below(Path(entry.path)))
            yield from inner or [Path(entry.path)]
        else:
            yield Path(entry.path)
