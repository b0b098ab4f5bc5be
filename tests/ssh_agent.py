"""A small ssh-agent that holds one Ed25519 key, for programs that sign through one.

A bare Debian has no ssh-agent. It answers the two requests of the protocol (draft-ietf-sshm-ssh-agent) that a
signer sends: what keys there are, and a signature by one.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import socketserver
import tempfile
from pathlib import Path
from threading import Thread

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_FAILURE, _LIST, _KEYS, _SIGN, _SIGNED = 5, 11, 12, 13, 14
_KIND = b"ssh-ed25519"


def key_blob(public: bytes) -> bytes:
    """A public key as SSH encodes it."""
    return _string(_KIND) + _string(public)


def fingerprint(public: bytes) -> str:
    """`SHA256:…`, by which SSH's programs name a key."""
    digest = hashlib.sha256(key_blob(public)).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


class Agent:
    """Listens on the socket `path` until `close()`."""

    def __init__(self, seed: bytes) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="agent-"))  # a socket's path may have 107 bytes at most
        self.path = self._folder / "socket"
        self._server = _Server(str(self.path), _Requests)
        self._server.key = Ed25519PrivateKey.from_private_bytes(seed)
        Thread(target=self._server.serve_forever, args=(0.05,), name="ssh-agent", daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        shutil.rmtree(self._folder)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    key: Ed25519PrivateKey


class _Requests(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        while length := int.from_bytes(self.rfile.read(4), "big"):
            request = self.rfile.read(length)
            self.wfile.write(_string(self._answer(request[0], request[1:])))

    def _answer(self, kind: int, rest: bytes) -> bytes:
        blob = key_blob(self.server.key.public_key().public_bytes_raw())
        if kind == _LIST:
            return bytes([_KEYS]) + (1).to_bytes(4, "big") + _string(blob) + _string(b"witness")
        if kind == _SIGN:
            named, rest = _taken(rest)
            data, _ = _taken(rest)
            if named == blob:
                return bytes([_SIGNED]) + _string(_string(_KIND) + _string(self.server.key.sign(data)))
        return bytes([_FAILURE])


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _taken(data: bytes) -> tuple[bytes, bytes]:
    """The first string, and what follows it."""
    end = 4 + int.from_bytes(data[:4], "big")
    return data[4:end], data[end:]
