"""Whether the keys are there that events are sealed under, and gone when an event says so.

A person's key may be missing when an event of the ledger says that the person was erased; nothing else explains it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import Final

from records.seal.keys import KeyState, KeyStore, SealingKey, key_id, owner_of
from records.verify.findings import KEPT, Code, Findings

_REMEMBERED: Final = 8_192
"""Keys in memory at once: those of the cases that are under way at one place of the log."""

_CODES: Final[dict[KeyState, Code]] = {
    "missing": "key-missing",
    "destroyed": "key-destroyed",
    "unreadable": "key-unreadable",
}


class CheckedKeys:
    """The keys of one ledger; each that is not as the ledger says is a finding once, at its first event."""

    def __init__(self, ledger: str, store: KeyStore, erased: Callable[[], Collection[str]], findings: Findings) -> None:
        """`erased` reads which persons the ledger says are erased; it is asked again when one more key is gone."""
        self._ledger, self._store, self._erased, self._findings = ledger, store, erased, findings
        self._recent: OrderedDict[bytes, SealingKey | None] = OrderedDict()
        self._told: set[bytes] = set()
        self._gone: dict[bytes, str] = {}
        self._read_erased()

    def find(self, identity: bytes, position: int, owner: str, *, personal: bool) -> SealingKey | None:
        """The key, None when it isn't there; `owner` is what the sentence calls whose it is."""
        if identity in self._recent:
            self._recent.move_to_end(identity)
            return self._recent[identity]
        state, key = self._store.peek(identity)
        if key is None and not (personal and self._is_erased(identity)):
            self._tell(identity, position, _CODES[state], owner)
        self._recent[identity] = key
        if len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)
        return key

    def check_erased(self) -> None:
        """That the key of nobody who was erased is still there."""
        self._read_erased()
        for identity, person in self._gone.items():
            if self._store.state(identity) in ("there", "unreadable"):
                self._findings.add("key-not-destroyed", owner=f"人员 {person} ")

    def _is_erased(self, identity: bytes) -> bool:
        if identity not in self._gone:
            self._read_erased()  # while we were reading, perhaps
        return identity in self._gone

    def _read_erased(self) -> None:
        self._gone = {key_id(self._ledger, owner_of(person)): person for person in self._erased()}

    def _tell(self, identity: bytes, position: int, code: Code, owner: str) -> None:
        if identity not in self._told:
            self._findings.add(code, position, owner=owner)
        if len(self._told) < KEPT:
            self._told.add(identity)
