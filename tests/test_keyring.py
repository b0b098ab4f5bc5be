"""Signing keys: made once, durable before they sign, and never replaced by another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest

from records.errors import Corrupt
from records.log.errors import Malformed
from records.log.keyring import SigningKeys
from records.log.notes import SigningKey, sign, verify


def named(origin: str) -> Callable[[], str]:
    return lambda: origin


def never() -> str:
    raise AssertionError("the origin is fixed when the key is made")


def test_a_key_is_made_once_and_keeps_the_origin_that_it_was_made_with(tmp_path: Path) -> None:
    keys = SigningKeys(tmp_path / "signing")
    made = keys.obtain("town", named("log.example/town"))
    assert made.name == "log.example/town"
    assert SigningKeys(tmp_path / "signing").obtain("town", never) == made
    verify(sign("text\n", made), made.verifier)
    assert keys.obtain("town-public", named("log.example/town-public")).seed != made.seed


def test_nobody_else_may_read_the_folder_or_a_seed(tmp_path: Path) -> None:
    SigningKeys(tmp_path / "signing").obtain("town", named("log.example/town"))
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "signing").iterdir()}
    assert modes == {"town.seed": 0o600, "town.vkey": 0o600, "signing.lock": 0o600}
    assert (tmp_path / "signing").stat().st_mode & 0o777 == 0o700


def test_processes_that_ask_at_once_get_one_key(tmp_path: Path) -> None:
    together, got = Barrier(8), []

    def ask() -> None:
        together.wait()
        got.append(SigningKeys(tmp_path / "signing").obtain("town", named("log.example/town")).seed)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert len(set(got)) == 1


def test_a_process_that_died_between_seed_and_public_key_leaves_one_that_is_used(tmp_path: Path) -> None:
    made = SigningKeys(tmp_path).obtain("town", named("log.example/town"))
    (tmp_path / "town.vkey").unlink()
    assert SigningKeys(tmp_path).obtain("town", named("log.example/town")) == made


@pytest.mark.parametrize("seed", [None, b"", bytes(31), bytes(32)])
def test_a_seed_that_is_gone_or_another_is_never_replaced_by_a_new_one(tmp_path: Path, seed: bytes | None) -> None:
    SigningKeys(tmp_path).obtain("town", named("log.example/town"))
    if seed is None:
        (tmp_path / "town.seed").unlink()
    else:
        (tmp_path / "town.seed").write_bytes(seed)
    with pytest.raises(Corrupt):
        SigningKeys(tmp_path).obtain("town", never)


def test_an_origin_that_is_no_name_makes_no_public_key(tmp_path: Path) -> None:
    with pytest.raises(Malformed):
        SigningKeys(tmp_path).obtain("town", named("log example"))
    assert not (tmp_path / "town.vkey").exists()


def test_a_seed_is_not_shown() -> None:
    assert bytes(32).hex() not in repr(SigningKey("log.example/town", bytes(32)))
    assert "seed" not in repr(SigningKey("log.example/town", bytes(32)))
