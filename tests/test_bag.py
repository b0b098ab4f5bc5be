"""BagIt packages as bytes: what may be written, and that a package is there whole or not at all."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from media.bag import packed
from media.bag_checking import Fault, check


def made(target: Path, **files: bytes) -> Path:
    with packed(target) as package:
        for name, content in files.items():
            package.add(f"{name}.bin", [content])
        package.close([("Source-Organization", "监漳镇\nInjected: yes")], [("read.me", b"tag")])
    return target


def test_a_package_that_was_written_is_whole_and_says_its_size(tmp_path: Path) -> None:
    target = made(tmp_path / "bag", one=b"first", two=b"", three=b"third" * 1_000_000)
    found = check(target)
    assert (found.faults, len(found.payload)) == ((), 3)
    assert "Payload-Oxum: 5000005.3\n" in (target / "bag-info.txt").read_text()
    assert "\nInjected" not in (target / "bag-info.txt").read_text()
    assert (target / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert target.stat().st_mode & 0o077 == 0


def test_what_the_check_read_is_told_on_the_way_up_to_all_of_it(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    target = made(tmp_path / "bag", one=bytes(3_000_000), two=b"second")
    check(target, lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] > 3_000_006
    assert all(done <= total for done, total in seen)


def written(target: Path, *files: tuple[str, Iterable[bytes]]) -> None:
    with packed(target) as package:
        for path, chunks in files:
            package.add(path, chunks)


@pytest.mark.parametrize("path", ["../out", "/etc/passwd", "a/../b", "a\nb", ".hidden", "a//b", "", "a%0Ab", "a\\b"])
def test_a_path_that_leads_out_or_is_no_plain_one_is_never_written(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        written(tmp_path / "bag", (path, [b"content"]))
    assert list(tmp_path.iterdir()) == []


def test_a_path_is_written_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="same"):
        written(tmp_path / "bag", ("same", [b"one"]), ("same", [b"two"]))
    assert list(tmp_path.iterdir()) == []


def failing(error: Exception) -> Iterator[bytes]:
    yield b"what came before"
    raise error


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), RuntimeError("store"), KeyboardInterrupt()])
def test_what_fails_on_the_way_leaves_nothing(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(type(error)):
        written(tmp_path / "bag", ("whole", [b"one"]), ("part", failing(error)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", ["file", "folder", "link"])
def test_a_place_that_is_taken_before_or_meanwhile_is_left_as_it_is(tmp_path: Path, there: str) -> None:
    target = tmp_path / "bag"

    def take() -> None:
        if there == "file":
            target.write_bytes(b"mine")
        elif there == "folder":
            target.mkdir()
        else:
            target.symlink_to("nowhere")

    def write_and_take() -> None:
        with packed(target) as package:
            package.close([], [])
            take()

    with pytest.raises(FileExistsError):
        write_and_take()
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]
    with pytest.raises(FileExistsError), packed(target):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]
    assert not target.is_dir() or list(target.iterdir()) == []


def test_a_folder_that_is_no_package_lacks_all_that_one_has(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("hello")
    faults = check(tmp_path).faults
    assert Fault("letter.txt", "added") in faults
    assert Fault("bagit.txt", "missing") in faults
    assert Fault("seal-sha256.txt", "missing") in faults
