"""The time-stamps that are stored of a log's checkpoints: each token is over the checkpoint that it lies beside.

Whose signature a token has is not asked here: `openssl ts -verify` does that, under roots that the reader trusts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from records.log.authority import AVAILABLE, stamped_at
from records.log.errors import LogError
from records.log.files import LogFiles
from records.log.timestamps import FOLDER, checkpoint_path
from records.verify.findings import Findings

_TOKEN: Final = re.compile(r"([0-9a-f]{64})\.tsr")


def check_timestamps(files: LogFiles, contradicts: Callable[[bytes], str], findings: Findings) -> None:
    """Names what doesn't fit; `contradicts` says why a checkpoint isn't one of this log, empty when it is."""
    names = [name for name in files.store.list(files.public(FOLDER)) if name.endswith(".tsr")]
    if names and not AVAILABLE:
        reason = f"没有安装附加组件 timestamps，这里的 {len(names)} 个都不能核对"
        findings.add("timestamp-differs", path=f"{FOLDER}/", reason=reason)
        return
    for name in names:
        if reason := _wrong_with(files, name, contradicts):
            findings.add("timestamp-differs", path=f"{FOLDER}/{name}", reason=reason)


def _wrong_with(files: LogFiles, name: str, contradicts: Callable[[bytes], str]) -> str:
    found, token = _TOKEN.fullmatch(name), files.read(f"{FOLDER}/{name}")
    if found is None or token is None:
        return "文件名不对" if found is None else ""
    digest = bytes.fromhex(found[1])
    try:
        stamped_at(token, digest)
    except LogError as error:
        return str(error)
    text = files.read(f"witnessed/{found[1]}") or files.read(checkpoint_path(found[1]))
    if text is None:
        return "它的检查点不见了"
    return contradicts(text) if sha256(text).digest() == digest else "它的检查点被改动"
