"""msgspec ends the process when threads are the first to need a struct: the server prepares all of them before."""

from __future__ import annotations

import subprocess
import sys

THREADS_MEET = """
import sys, threading, msgspec
from api import app, structs
structs.prepare()
sys.setswitchinterval(1e-6)

def decode(kind, together):
    fields = dict.fromkeys(kind.__struct_encode_fields__)
    text = msgspec.json.encode(fields | {"type": kind.__struct_config__.tag})
    together.wait()
    try:
        msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError:
        pass

for kind in set(structs._below(msgspec.Struct)):
    together = threading.Barrier(8)
    threads = [threading.Thread(target=decode, args=(kind, together)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def test_threads_that_decode_the_same_struct_first_do_not_end_the_process() -> None:
    subprocess.run([sys.executable, "-X", "faulthandler", "-c", THREADS_MEET], check=True, timeout=60)
