"""What is published of a log and what its signer has decided: signatures, roots, checkpoints that steps name."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Final

from records.errors import Corrupt, RecordError
from records.log import checkpoint as checkpoints
from records.log.checkpoint import Checkpoint
from records.log.errors import LogError, NotProven
from records.log.files import LogFiles
from records.log.notes import Note, VerifierKey
from records.log.state import State
from records.log.tiles import hash_reader
from records.log.tree import Hash, root_at
from records.log.witness_policy import Policy
from records.verify.findings import Findings

_NOBODY: Final = Policy()
_PROCESSES: Final = 64
"""Checkpoints that are looked at once: each process that writes names the one that it knows, for some seconds."""

_TILES: Final = 64
"""Tiles in memory for them, 8 KiB each: they lie side by side, as checkpoints grow."""


class Published:
    """Key, checkpoint and state of one log, read before the ledger's head, which therefore can't be behind them."""

    def __init__(
        self, files: LogFiles, trusted: VerifierKey | None, findings: Findings, policy: Policy = _NOBODY
    ) -> None:
        """`trusted` is the log's key as the signer has it, where that is known; else the published one is believed."""
        self._files, self._findings, self._policy = files, findings, policy
        self.is_missing = False
        """Whether there is no checkpoint at all."""
        self.key = self._read_key(trusted)
        self.checkpoint = self._read_checkpoint()
        self.state = self._read_state()
        self._named: deque[bytes] = deque(maxlen=_PROCESSES)
        self._tile = lru_cache(_TILES)(files.tile)

    @property
    def size(self) -> int:
        """Of the published tree, 0 when there is none that can be believed."""
        return self.checkpoint.size if self.checkpoint else 0

    @property
    def decided(self) -> int:
        """How many positions the ledger must have."""
        return max(self.size, self.state.size if self.state else 0)

    def compare(self, roots: Mapping[int, Hash]) -> None:
        """That checkpoint and state have the root of the tree over all entries."""
        found, state = self.checkpoint, self.state
        if found and found.size in roots and roots[found.size] != found.root:
            self._findings.add("root-differs", size=found.size)
        if state is None:
            return
        if found and state.size < found.size:
            self._findings.add("state-differs", size=state.size, reason=f"已公布的检查点有 {found.size} 个条目")
        elif state.size in roots and roots[state.size] != state.root:
            self._findings.add("state-differs", size=state.size, reason="根与由条目算出的不同")

    def check_named(self, digest: bytes, position: int) -> None:
        """The checkpoint that a step is committed to by its SHA-256: it must be there, and be older than the step."""
        if not digest or digest in self._named:
            return
        self._named.append(digest)
        text = self._files.read(f"witnessed/{digest.hex()}")
        if text is None:
            self._findings.add("witnessed-missing", position, digest=digest.hex())
            return
        if reason := self._wrong_with(text, digest, position):
            self._findings.add("witnessed-differs", position, digest=digest.hex(), reason=reason)

    def _wrong_with(self, text: bytes, digest: bytes, position: int) -> str:
        if sha256(text).digest() != digest:
            return "内容被改动"
        if self.key is None:
            return ""
        try:
            note = Note.parse(text)
            found = checkpoints.verify(note, self.key)
        except RecordError as error:
            return str(error)
        if len(note.signatures) < 2:  # whose they are, nobody can say: witnesses change
            return "它没有任何见证"
        if found.size >= position:
            return f"它有 {found.size} 个条目，不早于这条记录"
        return self.contradicts(text)

    def contradicts(self, text: bytes) -> str:
        """Why a checkpoint that is kept isn't one of this log, as a sentence; empty when it is, or nobody can say."""
        if self.key is None:
            return ""
        try:
            found = checkpoints.verify(Note.parse(text), self.key)
            if found.size <= self.size and root_at(found.size, hash_reader(self.size, self._tile)) != found.root:
                return "它的根与日志不同"
        except RecordError as error:
            return str(error)
        return ""

    # ---- Reading ----

    def _read_key(self, trusted: VerifierKey | None) -> VerifierKey | None:
        text = self._files.read("key")
        if text is None:
            return trusted  # before the first checkpoint there is none; with one, its signature can't be checked
        try:
            found = VerifierKey.parse(text.decode(errors="replace").removesuffix("\n"))
        except LogError as error:
            self._findings.add("key-differs", reason=error)
            return trusted
        if trusted is not None and found != trusted:
            self._findings.add("key-differs", reason=f"签名者的公钥是 {trusted.text}")
        return trusted or found

    def _read_checkpoint(self) -> Checkpoint | None:
        text = self._files.read("checkpoint")
        if text is None:
            self.is_missing = True
            return None
        try:
            if self.key is None:
                self._findings.add("checkpoint-invalid", reason="没有公布公钥，不能核对签名")
                return None
            note = Note.parse(text)
            found = checkpoints.verify(note, self.key)
        except LogError as error:
            self._findings.add("checkpoint-invalid", reason=error)
            return None
        self._check_witnesses(note)
        return found

    def _check_witnesses(self, note: Note) -> None:
        count = sum(_is_cosigned(note, witness.key) for witness in self._policy.witnesses)
        if count < self._policy.threshold:
            self._findings.add("checkpoint-unwitnessed", found=count, threshold=self._policy.threshold)

    def _read_state(self) -> State | None:
        data = self._files.store.read(self._files.private("state"))
        if data is None:
            return None
        try:
            return State.decode(data)
        except (Corrupt, ValueError) as error:
            self._findings.add("state-differs", size="?", reason=error)
            return None


def _is_cosigned(note: Note, witness: VerifierKey) -> bool:
    try:
        return checkpoints.cosigned_at(note, witness) is not None
    except NotProven:  # a false one counts for nothing
        return False
