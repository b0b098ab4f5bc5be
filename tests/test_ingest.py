"""`mingjing ingest`: a folder of recordings comes to the site whole, once, and whatever happens on the way."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from commands import free_port, running, said
from ingest_site import MIB, ROOM, Fault, Place, place_of, reasons, states
from media.folder import FolderStore
from media.store import ObjectStore
from uploading import Faulty

pytest_plugins = ("minio_server",)

CONTENT = os.urandom(5 * MIB // 2)
OTHER = os.urandom(MIB + 7)
NAMED = "DSJ0001_140429017_20260305093015_0007.mp4"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with place_of(tmp_path) as found:
        yield found


# ---- What is taken ----


@pytest.mark.article("全过程记录制度 三")
def test_a_folder_comes_to_the_site_whole(tmp_path: Path, store: ObjectStore) -> None:
    with place_of(tmp_path, store) as place:
        place.put(NAMED, CONTENT)
        place.put("三月/现场 检查 1.JPG", OTHER)
        told = place.told()
        assert told["status"] == 0
        assert told["all_there"]
        assert states(told) == {NAMED: "received", "三月/现场 检查 1.JPG": "received"}
        film, picture = place.stored(CONTENT), place.stored(OTHER)
    assert film is not None
    assert picture is not None
    assert (film.media_type, picture.media_type) == ("video/mp4", "image/jpeg")
    assert film.started_at == datetime.fromisoformat("2026-03-05T09:30:15+08:00")
    assert {one["blake3"] for one in told["files"]} == {film.blake3, picture.blake3}


def test_a_second_run_asks_the_site_for_nothing(place: Place) -> None:
    place.put(NAMED, CONTENT)
    place.put("b/一.wav", OTHER)
    assert place.run().returncode == 0
    asked = len(place.gate.asked)
    told = place.told()
    assert set(states(told).values()) == {"already"}
    assert told["status"] == 0
    assert len(place.gate.asked) == asked


def test_the_same_bytes_under_another_name_are_not_sent_again(place: Place) -> None:
    place.put("a.mp4", CONTENT).rename(place.put("b.mp4", b"x"))
    assert place.run().returncode == 0
    (place.folder / "b.mp4").rename(place.folder / "c.mp4")
    asked = len(place.gate.asked)
    assert states(place.told()) == {"c.mp4": "already"}
    assert len(place.gate.asked) == asked


def test_a_run_without_its_journal_proves_what_the_site_has_and_sends_no_byte(place: Place, tmp_path: Path) -> None:
    place.put(NAMED, CONTENT)
    place.put("short.jpg", OTHER)
    assert place.run().returncode == 0
    sent = place.gate.sent
    told = place.told("--state", str(tmp_path / "elsewhere"), "--delete")
    assert set(states(told).values()) == {"received"}
    assert place.gate.sent == sent
    assert list(place.folder.iterdir()) == []


def test_a_proof_that_the_site_does_not_believe_makes_it_send_the_bytes(place: Place, tmp_path: Path) -> None:
    place.put(NAMED, CONTENT)
    assert place.run().returncode == 0
    challenge = {"mingjing-challenge": f"{'0' * 64} 0+{len(CONTENT)}"}
    place.gate.faults = [Fault("POST", passes=True, headers=challenge)]
    assert states(place.told("--state", str(tmp_path / "elsewhere"))) == {NAMED: "received"}
    assert place.gate.sent == 2 * len(CONTENT)


def test_an_empty_file_is_received_too(place: Place) -> None:
    place.put("空.mp4", b"")
    assert states(place.told("--delete")) == {"空.mp4": "received"}
    assert not (place.folder / "空.mp4").exists()


def test_what_is_hidden_or_a_link_or_no_recording_is_passed_over(place: Place, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.mp4").write_bytes(OTHER)
    (place.folder / "link.mp4").symlink_to(outside / "secret.mp4")
    (place.folder / "folder").symlink_to(outside)
    os.mkfifo(place.folder / "pipe.mp4")
    for name in (".hidden.mp4", ".Trashes/a.mp4", "System Volume Information/b.mp4", "notes.txt", "mp4"):
        place.put(name, OTHER)
    place.put("a.mp4", CONTENT)
    assert states(place.told("--delete")) == {"a.mp4": "received"}
    assert place.stored(OTHER) is None
    assert (outside / "secret.mp4").read_bytes() == OTHER


def test_a_name_that_is_no_utf8_or_has_signs_that_do_not_show_is_taken(place: Place) -> None:
    Path(os.fsdecode(os.fsencode(place.folder) + b"/\xff\n1.mp4")).write_bytes(CONTENT)
    assert place.told()["status"] == 0
    assert place.stored(CONTENT) is not None


# ---- Files that aren't at rest ----


def test_a_file_that_is_open_for_writing_is_left_and_taken_once_it_is_closed(place: Place) -> None:
    path = place.put("a.mp4", CONTENT)
    with path.open("ab"):
        told = place.told()
    assert told["status"] == 1
    assert reasons(told) == {"a.mp4": "还有程序在写这个文件"}
    assert place.gate.asked == []
    assert states(place.told()) == {"a.mp4": "received"}


def test_a_file_that_still_grows_is_left_and_the_others_come(place: Place) -> None:
    path, ended = place.put("a.mp4", b"1"), threading.Event()
    place.put("b.mp4", CONTENT)

    def grow() -> None:
        while not ended.wait(0.02):
            with path.open("ab") as file:
                file.write(b"1")

    writer = threading.Thread(target=grow)
    writer.start()
    told = place.told("--stable", "0.4")
    ended.set()
    writer.join()
    assert states(told) == {"a.mp4": "left", "b.mp4": "received"}
    assert told["status"] == 1


def test_a_file_that_changes_between_hash_and_upload_comes_as_it_is_then(place: Place) -> None:
    path = place.put("a.mp4", CONTENT)
    place.gate.faults = [Fault("POST", then=lambda: rewritten(path), passes=True)]
    assert states(place.told()) == {"a.mp4": "received"}
    assert place.stored(OTHER) is not None
    assert place.stored(CONTENT) is None
    assert place.gate.count("DELETE") == 1


def test_bytes_that_change_behind_an_unchanged_stamp_are_refused_as_a_whole(place: Place) -> None:
    path = place.put("a.mp4", CONTENT)
    place.gate.faults = [Fault("POST", then=lambda: disguised(path), passes=True)]
    told = place.told("--delete")
    assert reasons(told) == {"a.mp4": "站点收到的内容与先前算出的摘要不符"}
    assert path.exists()
    assert states(place.told()) == {"a.mp4": "received"}
    assert place.stored(path.read_bytes()) is not None


def rewritten(path: Path) -> None:
    path.write_bytes(OTHER)


def disguised(path: Path) -> None:
    """Changes a byte, and no stamp."""
    found = path.stat()
    with path.open("r+b") as file:
        first = file.read(1)[0]
        file.seek(0)
        file.write(bytes([first ^ 1]))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


# ---- Deleting ----


def test_a_source_goes_only_when_that_is_asked_for(place: Place) -> None:
    path = place.put("a.mp4", CONTENT)
    assert place.run().returncode == 0
    assert path.read_bytes() == CONTENT
    told = place.told("--delete")
    assert not path.exists()
    assert [one["deleted"] for one in told["files"]] == [True]
    assert place.gate.count("POST") == 1


def test_nothing_is_deleted_before_the_store_has_it(tmp_path: Path) -> None:
    with place_of(tmp_path, Faulty(FolderStore(tmp_path / "objects"), "before")) as place:
        path = place.put("a.mp4", CONTENT)
        told = place.told("--delete", "--tries", "1")
        assert told["status"] == 1
        assert "HTTP 503" in told["stopped"]
        assert path.read_bytes() == CONTENT
        assert states(place.told("--delete")) == {"a.mp4": "received"}
        assert not path.exists()
        assert place.gate.count("POST") == 1
        assert place.gate.sent == len(CONTENT)


def test_nothing_is_deleted_on_a_receipt_with_another_digest(place: Place) -> None:
    path = place.put("a.mp4", OTHER)
    place.gate.faults = ["PATCH", Fault("PATCH", passes=True, headers={"mingjing-sha256": "0" * 64})]
    told = place.told("--delete")
    assert "摘要与文件的不同" in reasons(told)["a.mp4"]
    assert path.read_bytes() == OTHER
    assert told["status"] == 1


def test_a_file_that_changes_after_its_receipt_is_not_deleted_but_taken_again(place: Place) -> None:
    path = place.put("a.mp4", b"first")
    place.gate.faults = [Fault("PATCH", then=lambda: rewritten(path), passes=True, before=False)]
    assert states(place.told("--delete")) == {"a.mp4": "received"}
    assert place.stored(b"first") is not None
    assert place.stored(OTHER) is not None
    assert not path.exists()


def test_a_receipt_of_an_earlier_run_deletes_no_file_that_reads_otherwise_now(place: Place) -> None:
    path = place.put("a.mp4", CONTENT)
    assert place.run().returncode == 0
    disguised(path)
    changed = path.read_bytes()
    assert states(place.told("--delete")) == {"a.mp4": "received"}
    assert place.stored(changed) is not None


# ---- Faults on the way ----


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(
    ("method", "status"),
    [("POST", 500), ("POST", 429), *(("PATCH", status) for status in (500, 503, 409, 460, 404, 410))],
)
def test_a_request_that_fails_before_or_after_it_was_done_is_made_good(
    place: Place, method: str, status: int, before: bool
) -> None:
    place.put("a.mp4", CONTENT)
    place.gate.faults = [Fault(method, status, before)]
    assert states(place.told()) == {"a.mp4": "received"}
    assert place.stored(CONTENT) is not None


def test_an_upload_that_the_site_has_dropped_begins_anew(place: Place) -> None:
    place.put("a.mp4", CONTENT)
    place.gate.faults = ["PATCH", Fault("PATCH", 410)]
    assert states(place.told()) == {"a.mp4": "received"}
    assert place.gate.count("POST") == 2


def test_the_same_bytes_are_sent_again_three_times_at_most(place: Place) -> None:
    place.put("a.mp4", b"short")
    place.put("b.mp4", OTHER)
    place.gate.faults = [Fault("PATCH", 460) for _ in range(4)]
    told = place.told()
    assert reasons(told) == {"a.mp4": "同一段内容重发 3 次，校验仍然不符"}
    assert states(told)["b.mp4"] == "received"
    assert place.gate.count("PATCH") == 4 + 2


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(("method", "passed"), [("POST", 0), ("PATCH", 0), ("PATCH", 1), ("PATCH", 2)])
def test_a_run_that_was_killed_is_gone_on_with(place: Place, method: str, before: bool, passed: int) -> None:
    path = place.put(NAMED, CONTENT)
    place.gate.faults = [*([method] * passed), Fault(method, before=before)]
    with running(*place.arguments("--delete"), **place.settings) as process:
        assert place.gate.silent.wait(30)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert path.exists()
    told = place.told("--delete")
    assert states(told) == {NAMED: "received"}
    assert place.stored(CONTENT) is not None
    assert not path.exists()
    assert place.gate.count("POST") == (2 if method == "POST" else 1)
    assert place.gate.sent <= len(CONTENT) + MIB


def test_a_site_that_is_away_is_named_with_every_file_that_is_left(place: Place) -> None:
    for name in ("a.mp4", "b.mp4"):
        place.put(name, CONTENT)
    done = place.run("--to", f"http://127.0.0.1:{free_port()}", "--tries", "2")
    assert done.returncode == 1
    assert "上传中止：站点没有回答" in done.stdout
    assert "0.5 秒后再试" in done.stdout
    assert all(f"没有完成  {name}：站点没有回答" in done.stdout for name in ("a.mp4", "b.mp4"))


@pytest.mark.parametrize(("token", "said"), [("reader", "没有上传的权限"), ("nobody", "不认识这个令牌")])
def test_a_token_that_is_refused_ends_the_run_with_a_sentence(place: Place, token: str, said: str) -> None:
    for name in ("a.mp4", "b.mp4"):
        place.put(name, CONTENT + name.encode())
    place.gate.faults = [Fault("POST", 401)] if token == "nobody" else []
    told = place.told("--delete", MINGJING_TOKEN=token)
    assert told["status"] == 1
    assert said in told["stopped"]
    assert set(states(told).values()) == {"left"}
    assert place.gate.count("POST") == 1
    assert len(list(place.folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("limits", "said"), [({"largest": 2 * MIB}, "超出站点允许的长度"), ({"quota": 2 * MIB}, "空间或者配额不足")]
)
def test_a_file_for_which_there_is_no_room_is_left_and_the_others_come(
    tmp_path: Path, limits: dict[str, int], said: str
) -> None:
    with place_of(tmp_path, limits=msgspec.structs.replace(ROOM, **limits)) as place:
        place.put("a.mp4", CONTENT)
        place.put("b.mp4", OTHER)
        told = place.told("--delete")
    assert states(told) == {"a.mp4": "left", "b.mp4": "received"}
    assert said in reasons(told)["a.mp4"]
    assert told["status"] == 1
    assert (place.folder / "a.mp4").exists()


def test_a_token_is_sent_nowhere_else(place: Place) -> None:
    place.put("a.mp4", CONTENT)
    place.gate.faults = [Fault("POST", passes=True, headers={"location": f"http://127.0.0.1:{free_port()}/uploads/1"})]
    told = place.told()
    assert "别处的上传地址" in told["stopped"]


@pytest.mark.parametrize(("status", "said"), [(307, "转到了别的地址"), (404, "没有上传服务")])
def test_an_address_that_takes_no_uploads_ends_the_run(place: Place, status: int, said: str) -> None:
    place.put("a.mp4", CONTENT)
    place.gate.faults = [Fault("POST", status)]
    assert said in place.told()["stopped"]


def test_a_folder_is_watched_until_it_is_interrupted(place: Place) -> None:
    place.put("a.mp4", CONTENT)
    with running(*place.arguments("--watch"), **place.settings) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any("已经收下  a.mp4" in line for line in lines)
        place.put("b.mp4", OTHER)
        assert any("已经收下  b.mp4" in line for line in lines)
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait() == 0
    assert "本次收下 2 件，先前已收下 0 件，没有完成 0 件。" in rest


# ---- Numbers ----


def test_numbers_that_are_missing_are_told_at_the_end(place: Place) -> None:
    for number, minute in ((1, "00"), (2, "01"), (5, "02"), (7, "03"), (1, "04")):
        place.put(f"DSJ0001_140429017_202603050900{minute}_{number:04}.mp4", os.urandom(9))
    done = place.run("--delete")
    assert done.returncode == 0
    assert "设备 DSJ0001 缺少序号 3 至 4：" in done.stdout
    assert "设备 DSJ0001 缺少序号 6：" in done.stdout
    place.put("DSJ0001_140429017_20260305090005_0004.mp4", b"later")
    told = place.told()
    assert [(one["first"], one["last"]) for one in told["missing"]] == [(2, 3)]


# ---- Wrong use, and what else is in the way ----


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--to", "http://www.example.gov.cn"), "没有加密"),
        (("--to", "www.example.gov.cn"), "不是网站的地址"),
        (("--to", "https://a:b@example.gov.cn"), "不是网站的地址"),
        (("--device", " "), "设备编号"),
        (("--token", "abc"), "--token"),
        (("--token-file", "/nowhere"), "不能读取"),
        (("--chunk", "0"), "--chunk"),
    ],
)
def test_wrong_use_ends_with_2(place: Place, arguments: tuple[str, str], word: str) -> None:
    done = place.run(*arguments)
    assert done.returncode == 2
    assert word in done.stderr
    assert place.gate.asked == []


def test_a_state_inside_the_folder_is_wrong_use_and_so_is_no_token_or_no_folder(place: Place) -> None:
    assert place.run("--state", str(place.folder / "state")).returncode == 2
    assert place.run(MINGJING_TOKEN="").returncode == 2
    place.folder.rmdir()
    done = place.run()
    assert done.returncode == 2
    assert "没有文件夹" in done.stderr


def test_a_token_comes_from_a_file_too(place: Place, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("device\n")
    place.put("a.mp4", CONTENT)
    assert place.run("--token-file", str(tmp_path / "token"), MINGJING_TOKEN="").returncode == 0


def test_two_runs_for_one_device_do_not_meet(place: Place) -> None:
    place.put("a.mp4", CONTENT)
    place.gate.faults = [Fault("PATCH")]
    with running(*place.arguments(), **place.settings):
        assert place.gate.silent.wait(30)
        done = place.run()
    assert done.returncode == 1
    assert "另一个 ingest 正在" in done.stderr


def test_a_journal_that_is_broken_is_told_in_a_sentence(place: Place) -> None:
    place.put("a.mp4", CONTENT)
    assert place.run().returncode == 0
    for path in place.state.iterdir():
        path.write_bytes(b"not a database, and long enough to be looked at" * 100)
    done = place.run()
    assert done.returncode == 1
    assert "上传记录不能读写" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_says_that_sources_are_kept_unless_asked() -> None:
    assert "不加时从不删除" in said("ingest", "--help").stdout
