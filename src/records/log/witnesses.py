"""All witnesses of the policy, asked side by side: enough of them, and the others while there is a moment left."""

from __future__ import annotations

import logging
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Final

import httpx

from records.log.checkpoint import Checkpoint
from records.log.errors import Unwitnessed
from records.log.notes import Note, Signature
from records.log.tree import Hash, HashReader, consistency
from records.log.witness import PATIENCE, Prove, WitnessClient, WitnessError
from records.log.witness_policy import Policy, Witness

GRACE: Final = 0.3
"""Seconds that we wait for further witnesses once there are enough."""

_log = logging.getLogger(__name__)


class Witnesses:
    """Collects cosignatures as the policy demands. For one thread; `close()` when done."""

    def __init__(self, policy: Policy, *, patience: float = PATIENCE) -> None:
        """`patience` in seconds: how long one checkpoint may take."""
        self._policy, self._patience = policy, patience
        self._client = httpx.Client(follow_redirects=False)
        self._asked = [_Asked(witness, self._client) for witness in policy.witnesses]

    def close(self) -> None:
        """Lets what is under way end, which takes `patience` at most."""
        for asked in self._asked:
            asked.close()
        self._client.close()

    def collect(self, note: Note, read: HashReader) -> list[Signature]:
        """Verified cosignatures of a checkpoint signed by its log, in the policy's order; empty without witnesses.

        `read` gives the hashes of the tree. Raises Unwitnessed, which says what each witness answered, when too few
        cosigned in time; Malformed for a note that is no checkpoint; Corrupt when `read` does.
        """
        checkpoint = Checkpoint.parse(note.body)
        prove = _one_at_a_time(read)
        answers = [asked.begin(checkpoint, note, prove, self._patience) for asked in self._asked]
        self._await(answers)
        found = [asked.found(answer) for asked, answer in zip(self._asked, answers, strict=True)]
        signatures = [answer for answer in found if isinstance(answer, Signature)]
        if len(signatures) < self._policy.threshold:
            failures = "；".join(answer for answer in found if isinstance(answer, str))
            raise Unwitnessed(
                f"检查点（{checkpoint.origin}，{checkpoint.size} 个条目）应有 {self._policy.threshold} 个见证，"
                f"只有 {len(signatures)} 个：{failures}"
            )
        return signatures

    def _await(self, answers: list[Future[Signature]]) -> None:
        """Until all are there, or enough and `GRACE` has passed, or patience has run out."""
        until, enough = time.monotonic() + self._patience + GRACE, False
        waiting = set(answers)
        while waiting and (left := until - time.monotonic()) > 0:
            _, waiting = wait(waiting, left, FIRST_COMPLETED)
            given = sum(answer.done() and answer.exception() is None for answer in answers)
            if given >= self._policy.threshold and not enough:
                enough, until = True, min(until, time.monotonic() + GRACE)


class _Asked:
    """One witness with its own thread, so that a slow one holds up no other."""

    def __init__(self, witness: Witness, client: httpx.Client) -> None:
        self._name = witness.name
        self._client = WitnessClient(witness, client)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="witness")
        self._latest: Future[Signature] | None = None
        self._said = ""  # the failure that was logged last: one that lasts is logged once

    def begin(self, checkpoint: Checkpoint, note: Note, prove: Prove, patience: float) -> Future[Signature]:
        """Asks, once it has ended what it was asked before; what it was asked and hasn't begun, it leaves."""
        if self._latest:
            self._latest.cancel()
        self._latest = self._thread.submit(self._client.cosign, checkpoint, note, prove, patience)
        return self._latest

    def found(self, answer: Future[Signature]) -> Signature | str:
        """Its cosignature, or a sentence that says why there is none."""
        failure = "" if answer.done() else self._client.trouble or f"见证人“{self._name}”没有及时回答"
        try:
            signature = None if failure else answer.result()
        except WitnessError as error:
            signature, failure = None, str(error)
        if failure and failure != self._said:
            _log.warning("%s", failure)
        self._said = failure
        return signature or failure

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)


def _one_at_a_time(read: HashReader) -> Prove:
    """Proofs out of a reader that need not be safe for threads."""
    alone = Lock()

    def prove(old: int, new: int) -> list[Hash]:
        with alone:
            return consistency(old, new, read)

    return prove
