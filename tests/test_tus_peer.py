"""The same raw requests to tusd and to us: wherever the answers differ, `docs/uploads.md` says why."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import httpx
import pytest

import setup_servers
from media.folder import FolderStore
from media_app import site_of

PAGE: Final = Path(__file__).parent.parent / "docs" / "uploads.md"

BODY: Final = {"Content-Type": "application/offset+octet-stream"}
TUS: Final = {"Tus-Resumable": "1.0.0"}
SHA1: Final = f"sha1 {base64.b64encode(hashlib.sha1(b'hello', usedforsecurity=False).digest()).decode()}"
COMPARED: Final = ("Tus-Resumable", "Upload-Offset", "Upload-Length", "Upload-Defer-Length", "Upload-Concat")
"""Headers of answers whose values are compared; of `Location` only whether it is there."""


class Sent(NamedTuple):
    """A request; `{0}` in its path and headers is the first upload's address, `{1}` the second one's."""

    method: str
    path: str = "{0}"
    headers: dict[str, str] = {}  # noqa: RUF012
    body: bytes = b""


def post(length: int | str = 5, body: bytes = b"", **more: str) -> Sent:
    told = {"Upload-Length": str(length)} if length != "" else {}
    return Sent("POST", "/uploads", {**TUS, **told, **_named(more)}, body)


def patch(offset: int | str, body: bytes, path: str = "{0}", **more: str) -> Sent:
    return Sent("PATCH", path, {**TUS, **BODY, "Upload-Offset": str(offset), **_named(more)}, body)


def head(path: str = "{0}") -> Sent:
    return Sent("HEAD", path, TUS)


def _named(more: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in more.items()}


FINAL: Final = "final;{0} {1}"
PART: Final = post(2, Upload_Concat="partial")
REQUESTS: Final[dict[str, list[Sent]]] = {
    "what is spoken": [Sent("OPTIONS", "/uploads")],
    "an upload in two pieces": [post(), patch(0, b"hel"), head(), patch(3, b"lo"), head()],
    "a wrong offset": [post(), patch(1, b"ello"), head()],
    "a PATCH of what is whole": [post(), patch(0, b"hello"), patch(5, b"")],
    "more bytes than declared": [post(), patch(0, b"hello!"), head()],
    "no offset": [post(), Sent("PATCH", "{0}", {**TUS, **BODY}, b"hello")],
    "an offset that is no number": [post(), patch("-1", b"hello")],
    "another type of body": [post(), patch(0, b"hello", Content_Type="text/plain")],
    "another version": [Sent("POST", "/uploads", {"Tus-Resumable": "0.2.2", "Upload-Length": "5"})],
    "no version": [Sent("POST", "/uploads", {"Upload-Length": "5"})],
    "no length": [post("")],
    "a length that is no number": [post("five")],
    "a length below 0": [post(-5)],
    "a length above what is allowed": [post((1 << 30) + 1)],
    "an empty upload": [post(0), head()],
    "an upload that is not there": [head("/uploads/" + "0" * 32), patch(0, b"x", "/uploads/" + "0" * 32)],
    "metadata": [post(Upload_Metadata="filename aGVsbG8="), Sent("HEAD", "{0}", TUS)],
    "metadata that is not base64": [post(Upload_Metadata="filename hello!")],
    "termination": [post(), Sent("DELETE", "{0}", TUS), head(), patch(0, b"hello")],
    "a method by its header": [
        post(),
        Sent("POST", "{0}", {**TUS, **BODY, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}, b"hello"),
    ],
    "the first bytes with the creation": [post(body=b"hel", **BODY), head(), patch(3, b"lo")],
    "too many bytes with the creation": [post(body=b"hello!", **BODY)],
    "a deferred length": [post("", Upload_Defer_Length="1"), head(), patch(0, b"hello", Upload_Length="5"), head()],
    "a deferred length below what is there": [
        post("", Upload_Defer_Length="1"),
        patch(0, b"hello"),
        patch(5, b"", Upload_Length="4"),
    ],
    "a deferred length that is told twice": [
        post("", Upload_Defer_Length="1"),
        patch(0, b"hel", Upload_Length="5"),
        patch(3, b"lo", Upload_Length="6"),
        head(),
    ],
    "a deferred length of 2": [post("", Upload_Defer_Length="2")],
    "both lengths": [post(5, Upload_Defer_Length="1")],
    "parts": [
        PART,
        PART,
        patch(0, b"he"),
        patch(0, b"ll", "{1}"),
        head(),
        post("", Upload_Concat=FINAL),
        head("{2}"),
        head(),
    ],
    "a part that is not whole": [PART, PART, patch(0, b"he"), post("", Upload_Concat=FINAL)],
    "a part that is none": [post(2), patch(0, b"he"), post("", Upload_Concat="final;{0}")],
    "a part that is not there": [post("", Upload_Concat="final;/uploads/" + "0" * 32)],
    "bytes to what is made of parts": [
        PART,
        PART,
        patch(0, b"he"),
        patch(0, b"ll", "{1}"),
        post("", Upload_Concat=FINAL),
        patch(4, b"o", "{2}"),
    ],
    "a length with parts": [PART, patch(0, b"he"), post(2, Upload_Concat="final;{0}")],
    "another kind of concatenation": [post(5, Upload_Concat="whole")],
    "a checksum that matches": [post(), patch(0, b"hello", Upload_Checksum=SHA1), head()],
    "a checksum that does not": [post(), patch(0, b"hallo", Upload_Checksum=SHA1), head()],
    "a checksum of another kind": [post(), patch(0, b"hello", Upload_Checksum="md5 XUFAKrxLKna5cZ2REBfFkg=="), head()],
}
"""By name the requests that are sent one after the other."""


def answered(http: httpx.Client, sent: list[Sent]) -> list[str]:
    """What is compared of each answer, in a line."""
    made: list[str] = []
    lines = []
    for one in sent:
        path, headers = one.path.format(*made), {name: text.format(*made) for name, text in one.headers.items()}
        answer = http.request(one.method, path, headers=headers, content=one.body)
        told = [f"{name}={answer.headers[name]}" for name in COMPARED if name in answer.headers]
        if "Location" in answer.headers:
            made.append(re.sub("^https?://[^/]+", "", answer.headers["Location"]))
            told.append("Location")
        lines.append(" ".join((str(answer.status_code), *told)))
    names = {address: f"{{{at}}}" for at, address in enumerate(made)}
    return [_anonymous(re.sub(r"https?://[0-9.:]+", "", line), names) for line in lines]


def _anonymous(line: str, names: dict[str, str]) -> str:
    for address, name in names.items():
        line = line.replace(address, name)
    return line


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """tusd, and our server; both allow 1 GiB."""
    program = setup_servers.find_tusd()
    assert program, "no tusd: run python tests/setup_servers.py"
    theirs, ours = tmp_path_factory.mktemp("tusd"), tmp_path_factory.mktemp("ours")
    process = subprocess.Popen(
        [program, "-folder", theirs, "-largest", str(1 << 30)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        address = process.stdout.readline().strip()
        with (
            httpx.Client(base_url=address, trust_env=False) as peer,
            site_of(ours, FolderStore(ours / "objects")) as site,
            httpx.Client(
                base_url=site.http.base_url, headers={"Authorization": "Bearer device"}, trust_env=False
            ) as us,
        ):
            yield peer, us
    finally:
        process.terminate()
        process.wait(10)
        assert process.stdout
        process.stdout.close()


def explained() -> dict[str, tuple[str, str]]:
    """By name what tusd and we answer, as the page has it."""
    rows = re.findall(r"^\| ([a-z][^|]+) \| (`[^|]+`) \| (`[^|]+`) \| [^|]{20,} \|$", PAGE.read_text(), re.MULTILINE)
    return {name: (theirs, ours) for name, theirs, ours in rows}


def shown(lines: list[str]) -> str:
    return "<br>".join(f"`{line}`" for line in lines)


def test_tusd_and_we_answer_alike_or_the_page_says_why_not(both: tuple[httpx.Client, httpx.Client]) -> None:
    differing = {}
    for name, sent in REQUESTS.items():
        theirs, ours = (answered(http, sent) for http in both)
        if theirs != ours:
            pairs = [pair for pair in zip(theirs, ours, strict=True) if pair[0] != pair[1]]
            differing[name] = (shown([one for one, _ in pairs]), shown([one for _, one in pairs]))
    assert differing == explained()
