"""Random bytes that are read ahead: each is handed out once, whoever asks."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from subprocess import run

import pytest

from records.seal.randomness import random_bytes

_FORKS = """
import os
from records.seal.randomness import random_bytes
random_bytes(16)  # read ahead before the fork
read, write = os.pipe()
if os.fork() == 0:
    os.write(write, random_bytes(32))
    os._exit(0)
os.wait()
print(os.read(read, 32) == random_bytes(32))
"""


@pytest.mark.parametrize("count", [0, 1, 12, 16, 8_191, 8_192, 8_193, 100_000])
def test_as_many_bytes_come_as_were_asked_for(count: int) -> None:
    assert len(random_bytes(count)) == count


def test_no_two_threads_get_the_same_bytes() -> None:
    with ThreadPoolExecutor(8) as threads:
        found = [
            one for many in threads.map(lambda _: [random_bytes(12) for _ in range(2_000)], range(8)) for one in many
        ]
    assert len(set(found)) == len(found) == 16_000


def test_a_forked_process_gets_other_bytes_than_its_parent() -> None:
    told = run([sys.executable, "-c", _FORKS], capture_output=True, text=True, check=True, timeout=30)
    assert told.stdout.strip() == "False"
