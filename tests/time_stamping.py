"""A time-stamping authority for tests: `openssl ts -reply` behind a web server."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import setup_servers

_CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
serial = {folder}/serial
default_policy = 1.2.3.4.1
signer_digest = sha256
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
"""


class Stamper:
    """The authority; `roots` is the PEM file that its tokens are verified under."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.roots, self.url = folder, folder / "root.pem", ""
        self.asked = 0
        self.down = False
        self.other: bytes = b""
        """A query that is answered in the place of whatever is asked."""
        folder.mkdir()
        self._file("serial").write_text("01\n")
        self._make("root", "root", [])
        self._make("tsa", "stamping", ["-CA", str(self.roots), "-CAkey", str(self._file("root.key"))])

    def reply(self, query: bytes) -> bytes:
        """What the authority says to a query."""
        self._file("query").write_bytes(query)
        key, signer, answer = (str(self._file(name)) for name in ("tsa.key", "tsa.pem", "reply"))
        files = ["-inkey", key, "-signer", signer, "-queryfile", str(self._file("query")), "-out", answer]
        openssl("ts", "-reply", "-config", str(self._file("tsa.cnf")), "-section", "tsa", *files)
        return Path(answer).read_bytes()

    def query(self, data: bytes) -> bytes:
        """A query over the SHA-256 of data, without a nonce."""
        self._file("data").write_bytes(data)
        openssl(
            *("ts", "-query", "-sha256", "-no_nonce", "-cert"),
            *("-data", str(self._file("data")), "-out", str(self._file("made"))),
        )
        return self._file("made").read_bytes()

    def _make(self, name: str, section: str, issued: list[str]) -> None:
        config = self._file(f"{name}.cnf")
        config.write_text(_CONFIG.format(name=name, folder=self._folder))
        key, request, made = (str(self._file(f"{name}.{kind}")) for kind in ("key", "csr", "pem"))
        openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-config", str(config), "-keyout", key, "-out", request)
        signed = [*issued, "-CAcreateserial"] if issued else ["-signkey", key]
        extensions = ["-extfile", str(config), "-extensions", section, "-days", "30"]
        openssl("x509", "-req", "-in", request, "-out", made, *signed, *extensions)

    def _file(self, name: str) -> Path:
        return self._folder / name


def openssl(*arguments: str) -> None:
    """Runs the command; what it says is in the failure."""
    command = setup_servers.find_openssl()
    assert command, "no openssl: run python tests/setup_servers.py"
    ended = subprocess.run([command, *arguments], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


@contextmanager
def stamping(folder: Path) -> Iterator[Stamper]:
    """One that is at work."""
    stamper = Stamper(folder)

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            stamper.asked += 1
            body = b"" if stamper.down else stamper.reply(stamper.other or query)
            self.send_response(503 if stamper.down else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        stamper.url = f"http://127.0.0.1:{server.server_address[1]}/tsr"
        try:
            yield stamper
        finally:
            server.shutdown()
            thread.join()
