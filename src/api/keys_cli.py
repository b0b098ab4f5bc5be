"""`mingjing keys`: the keys of sealed values — wrapping them anew, backing them up, restoring them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from sqlalchemy import inspect

from api.deployment import open_ledgers
from api.progress import watched
from api.settings import Settings, UnusableSetting
from api.stores import open_keys
from api.wording import minute
from records.moment import Moment
from records.seal.backup import Header, Restored, Secret, back_up, read_header, restore
from records.seal.keys import key_id, owner_of
from records.seal.rotation import rotate
from records.store.clock import wall_clock

keys = typer.Typer(no_args_is_help=True, help="密钥：更换主密钥，备份，恢复。")
_out = Console(soft_wrap=True)

_SHORTEST: Final = 12
"""Characters of a passphrase."""

KeyPath = Annotated[Path | None, typer.Option("--key-file", help="加密备份的密钥：32 个字节的文件；不填时询问口令。")]
PassphrasePath = Annotated[Path | None, typer.Option("--passphrase-file", help="第一行为口令的文件；不填时询问口令。")]


@keys.command("rotate")
def rotate_master() -> None:
    """更换主密钥：以新的主密钥重新包裹所有密钥，不改动任何事件；中断之后再次运行即从中断处继续。"""
    settings = Settings.read()
    _require_store(settings)
    with open_keys(settings) as opened, watched(_out, "重新包裹") as watch:
        count = rotate(opened, watch)
    _out.print(f"已经更换主密钥，重新包裹 {count} 个密钥。此前的密钥备份仍可恢复。", highlight=False)


@keys.command("backup")
def back_up_keys(
    out: Annotated[Path, typer.Option("--out", help="备份文件，应与数据库的备份分开存放。")],
    key_file: KeyPath = None,
    passphrase_file: PassphrasePath = None,
) -> None:
    """备份密钥：一个加密的文件，写明备份时间；保存期满应当销毁。"""
    settings = Settings.read()
    _require_store(settings)
    secret = _secret(key_file, passphrase_file, confirm=True)
    with open_keys(settings) as opened, watched(_out, "备份密钥") as watch:
        header = back_up(opened, out, secret, Moment(wall_clock()), watch)
    until = header.made.instant + timedelta(days=settings.key_backup_days)
    _out.print(f"已经备份 {header.keys} 个密钥，保存到 {minute(until)} 为止，期满请销毁。", highlight=False)


@keys.command("restore")
def restore_keys(
    file: Annotated[Path, typer.Argument(help="备份文件。")],
    key_file: KeyPath = None,
    passphrase_file: PassphrasePath = None,
    expired: Annotated[bool, typer.Option("--expired", help="恢复保存期已满的备份。")] = False,
) -> None:
    """恢复密钥：只补缺少的，不改动已有的；备份之后清除的个人信息，在提供服务之前再次清除。"""
    settings = Settings.read()
    _require_fresh(read_header(file), settings.key_backup_days, expired=expired)
    secret = _secret(key_file, passphrase_file)
    with open_keys(settings) as opened, watched(_out, "恢复密钥") as watch:
        restored = restore(opened, file, secret, watch)
    _out.print(f"已经恢复 {restored.added} 个密钥。", highlight=False)
    for name, again in _erased_again(settings, restored).items():
        _out.print(f"账本 {name}：备份之后清除的 {again} 人，已经再次清除。", highlight=False)


def _require_store(settings: Settings) -> None:
    """What is asked of an empty folder was meant for another one."""
    if "://" not in settings.keys and not (settings.keys_folder / "keys.sqlite3").exists():
        msg = f"{settings.keys_folder} 里没有密钥，请核对 MINGJING_KEYS 或者 MINGJING_VAR"
        raise UnusableSetting(msg)


def _require_fresh(header: Header, days: int, *, expired: bool) -> None:
    age = header.age_days(wall_clock())
    if age >= days and not expired:
        msg = f"备份已有 {age} 天，保存期为 {days} 天，本应销毁；确需恢复的，请加 --expired"
        raise UnusableSetting(msg)


def _erased_again(settings: Settings, restored: Restored) -> dict[str, int]:
    """How many persons of each ledger the backup still had: opening a ledger has destroyed their keys."""
    found = {}
    with open_ledgers(settings) as ledgers:
        names = ledgers.names() if inspect(ledgers.engine).has_table("event") else []
        for name in names:
            erased = ledgers.get(name).register().erased
            found[name] = sum(key_id(name, owner_of(person)) in restored.held for person in erased)
    return {name: count for name, count in found.items() if count}


def _secret(key_file: Path | None, passphrase_file: Path | None, *, confirm: bool = False) -> Secret:
    if key_file is not None:
        return Secret.of_key(key_file.read_bytes())
    if passphrase_file is not None:
        text = passphrase_file.read_text(encoding="utf-8").partition("\n")[0]
    else:
        text = typer.prompt("备份的口令", hide_input=True, confirmation_prompt=confirm)
    if confirm and len(text) < _SHORTEST:
        msg = f"口令应有至少 {_SHORTEST} 个字符"
        raise UnusableSetting(msg)
    return Secret.of_passphrase(text)
