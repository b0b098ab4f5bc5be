"""A process that works on a published store until it is done, or killed."""

from __future__ import annotations

import sys
from pathlib import Path

from media.published_bucket import PublishedBucket
from media.published_folder import PublishedFolder
from records.log.published import PublishedStore

LENGTH = 1 << 20
"""Bytes of each content of `write_for_ever`, all the same one."""


def open_store(spec: str) -> PublishedStore:
    """A folder, or `endpoint,bucket,key,secret`."""
    if "," not in spec:
        return PublishedFolder(Path(spec))
    endpoint, bucket, key, secret = spec.split(",")
    return PublishedBucket(endpoint, bucket, key, secret, secure=False)


def count(store: PublishedStore, path: str, times: int) -> None:
    """Adds 1 to a number `times` times, by comparing and replacing; others do the same."""
    done = 0
    while done < times:
        present = store.read(path)
        # By its own id each content is one that nobody else gives.
        number, _, _ = (present or b"0").partition(b" ")
        mine = b"%d %b %d" % (int(number) + 1, sys.argv[-1].encode(), done)
        done += store.replace(path, mine, present)


def write_for_ever(store: PublishedStore, path: str) -> None:
    """Writes one whole content after the other."""
    number = 0
    while True:
        store.write(path, bytes([number % 256]) * LENGTH)
        number += 1
        if number == 2:
            sys.stdout.write("going\n")
            sys.stdout.flush()


if __name__ == "__main__":
    opened, target = open_store(sys.argv[1]), sys.argv[3]
    if sys.argv[2] == "count":
        count(opened, target, int(sys.argv[4]))
    else:
        write_for_ever(opened, target)
