"""`mingjing ingest` and the whole application: the tokens of devices, and the objects that people then find."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from blake3 import blake3

from commands import said
from http_town import Site, Town, site

FILM = os.urandom(1_500_000)
NAME = "0001_140429017_20250303083000_0001.mp4"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site("", tmp_path_factory.mktemp("var")) as found:
        yield found


@pytest.fixture
def card(tmp_path: Path) -> Path:
    folder = tmp_path / "card"
    folder.mkdir()
    (folder / NAME).write_bytes(FILM)
    return folder


def run(town: Town, card: Path, token: str, *more: str) -> CompletedProcess[str]:
    to = str(town.http.base_url)
    arguments = ("ingest", str(card), "--device", "recorder", "--to", to, "--stable", "0", *more)
    return said(*arguments, MINGJING_TOKEN=token, MINGJING_INGEST_STATE=str(card.parent / "state"))


def test_what_a_device_brings_can_be_linked_to_a_case(found: Site, card: Path) -> None:
    town = found.town
    done = run(town, card, town.tokens["recorder"], "--delete")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (card / NAME).exists()
    digest = blake3(FILM).hexdigest()
    case = town.file()
    town.step("wang", case, {"type": "link-recording", "object": digest, "stage": "inspection"})
    assert town.get("sun", f"cases/{case}")["recordings"][0]["blake3"] == digest


@pytest.mark.parametrize(("who", "word"), [("sun", "没有上传的权限"), ("", "不认识这个令牌")])
def test_who_may_not_upload_is_told_so_and_keeps_the_files(found: Site, card: Path, who: str, word: str) -> None:
    town = found.town
    done = run(town, card, town.tokens[who] if who else "jianzhang.nobody", "--delete")
    assert done.returncode == 1
    assert word in done.stdout
    assert (card / NAME).read_bytes() == FILM


def test_a_device_whose_access_was_revoked_brings_nothing(found: Site, card: Path) -> None:
    town = found.town
    token = town.grant("lost", "device:recorder", "device")
    town.enter({"type": "access-revoked/1", "principal": "lost", "reason": "设备遗失"})
    done = run(town, card, token, "--delete")
    assert done.returncode == 1
    assert "令牌已经失效" in done.stdout
    assert (card / NAME).read_bytes() == FILM
