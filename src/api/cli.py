"""The command `mingjing`: for whoever installs, operates and checks a deployment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy import inspect
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError
from uuid_utils import uuid7

from api.audit_cli import audit_public
from api.case_view import timeline_view
from api.copies import log_key_of, own_key, read_copy, witness_of
from api.copy_lines import told as told_of_copy
from api.deployment import install, open_ledgers
from api.exporting.cli import check_folder, export
from api.founding import found
from api.ingest_cli import ingest
from api.keys_cli import keys
from api.law_cli import law
from api.problems import sentence
from api.progress import watched
from api.replay_lines import speaker, told
from api.scrub_cli import scrub
from api.settings import Settings, UnusableSetting
from api.verify_cli import verify
from media.errors import MediaError
from projections.rebuild import rebuild as rebuild_projections
from records.application import Sender
from records.copy.checking import check as check_copy
from records.copy.form import parse as parse_copy
from records.erasure import erase_person
from records.errors import NotFound, RecordError
from records.moment import Moment
from records.register.commands import BASIS, ErasePerson
from records.store.directory import Ledgers
from records.store.ledger import Ledger

cli = typer.Typer(
    name="mingjing",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they show local variables, a token among them
    help="明镜：任何人都能核验的行政执法记录。",
)
_NOT_ALLOWED: Final = "42501"
"""PostgreSQL's insufficient_privilege."""

_out = Console(soft_wrap=True)
_err = Console(stderr=True, soft_wrap=True)

cli.add_typer(law, name="law")
cli.add_typer(keys, name="keys")
cli.add_typer(export, name="export")
cli.command()(verify)
cli.command()(scrub)
cli.command("audit-public")(audit_public)
cli.command()(ingest)

LedgerName = Annotated[str, typer.Option("--ledger", help="账本；只有一个时不必填写。")]


def main() -> None:
    """Runs a command; what goes wrong is said in one sentence, with exit status 1."""
    try:
        cli()
    except (RecordError, MediaError, UnusableSetting, msgspec.ValidationError, SQLAlchemyError, OSError) as error:
        _say(error)
        sys.exit(1)


def _say(error: Exception) -> None:
    _err.print("[red]错误：[/red]", escape(sentence(error).partition("\n")[0]), sep="", highlight=False)


@cli.command()
def init(
    ledger: Annotated[str, typer.Argument(help="账本名：小写字母、数字和连字符。")],
    title: Annotated[str, typer.Option(help="辖区名称，如 监漳镇。")],
    region: Annotated[str, typer.Option(help="行政区划代码，六位。")],
    registrar: Annotated[str, typer.Option(help="名录管理员姓名。")],
) -> None:
    """建立账本：建表，采用法规数据和工作日历，开立名录管理员账号并显示其令牌。"""
    settings = Settings.read()
    install(settings)
    with open_ledgers(settings) as ledgers:
        token = found(ledgers, settings, ledger, title, region, registrar)
    _out.print(f"账本 {ledger}（{title}）已建立。名录管理员令牌，只显示这一次：")
    _out.print(token, highlight=False)


@cli.command()
def serve() -> None:
    """提供服务：接口、上传、公示门户，并运行投影。"""
    from api.server import run  # noqa: PLC0415  # loads the web server

    settings = Settings.read()
    install(settings)
    run(settings)


@cli.command()
def demo(
    host: Annotated[str, typer.Option(envvar="HOST", help="监听的地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", help="监听的端口。")] = 8000,
    var: Annotated[Path, typer.Option(envvar="VAR", help="存放样本的文件夹。")] = Path("var"),
) -> None:
    """建立样本镇（监漳镇）并提供服务；再次启动保留已有数据。"""
    from api.demo import run  # noqa: PLC0415  # loads the web server

    run(Settings(var=var, host=host, port=port))


@cli.command()
def replay(
    case: Annotated[str, typer.Argument(help="案件编号。")],
    ledger: LedgerName = "",
    at: Annotated[str, typer.Option(help="当时的情况：时间或者日期。")] = "",
    known_at: Annotated[str, typer.Option(help="当时已知的情况：时间或者日期。")] = "",
    steps: Annotated[bool, typer.Option("--steps", help="逐步列出每一步带来的变化。")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
) -> None:
    """回放一个案件：逐步列出发生的时间、录入的时间和缺陷。"""
    with _opened() as ledgers:
        opened = _ledger(ledgers, ledger)
        view = timeline_view(opened, case, _moment(at), _moment(known_at), changes=steps)
        if as_json:
            sys.stdout.write(msgspec.json.encode(view).decode() + "\n")
        else:
            for line in told(view, speaker(opened, case)):
                _out.print(line, markup=False, highlight=False)


@cli.command()
def rebuild(
    projections: Annotated[list[str] | None, typer.Argument(help="投影名；不填为全部。")] = None,
) -> None:
    """从账本重建投影；重建期间旧的视图照常可读。"""
    with _opened(as_owner=True) as ledgers, watched(_out, "重建投影") as watch:
        try:
            rebuild_projections(ledgers, projections or None, watch)
        except ProgrammingError as error:
            if getattr(error.orig, "sqlstate", "") != _NOT_ALLOWED:
                raise
            msg = "重建投影要建表和删表，请以 MINGJING_OWNER_DATABASE 给出表的所有者的地址"
            raise UnusableSetting(msg) from error


@cli.command()
def check(
    file: Annotated[Path, typer.Argument(help="可验证副本的文件，或者案卷包的文件夹。")],
    key: Annotated[str, typer.Option("--key", help="日志的公钥，应得自可信的来源；不填时用本机公布的。")] = "",
    witness: Annotated[
        list[str] | None, typer.Option("--witness", help="应当已经作证的见证人的公钥；可以给出几个。")
    ] = None,
) -> None:
    """离线核对一份可验证副本或者案卷包，说明证明了什么、没有证明什么；不成立时退出码为 1，文件或者公钥不能用时为 2。"""
    if file.is_dir():
        with _needed():
            check_folder(file, key, witness or ())
        return
    with _needed():
        data = read_copy(file)
    copy = parse_copy(data)
    with _needed():
        trusted = log_key_of(key or own_key(Settings.read(), copy.log))
        witnesses = [witness_of(text) for text in witness or ()]
    for line in told_of_copy(check_copy(copy, trusted, witnesses), trusted, own=not key):
        _out.print(line, markup=False, highlight=False)


@cli.command()
def erase(
    person: Annotated[str, typer.Argument(help="人员编号。")],
    reason: Annotated[str, typer.Option("--reason", help="事由，不写姓名和号码：会留在账本里。")],
    basis: Annotated[str, typer.Option("--basis", help="应当清除的依据。")] = BASIS,
    ledger: LedgerName = "",
) -> None:
    """清除一个人的姓名、号码和地址：销毁其密钥并记入账本；法定期限没有届满的，不予办理。"""
    command = ErasePerson(person=person, reason=reason, basis=basis)
    with _opened() as ledgers:
        opened = _ledger(ledgers, ledger)
        sender = Sender("system", "system", f"erase:{uuid7()}", sha256(msgspec.json.encode(command)).digest())
        written = erase_person(opened, command, sender)
        _out.print(f"已经清除 {person} 的个人信息，记入账本 {opened.ledger_name} 的位置 {written.positions[0]}。")


@contextmanager
def _needed() -> Iterator[None]:
    """What can't be had here leaves the question open: exit status 2, not the 1 of an answer."""
    try:
        yield
    except (RecordError, MediaError, OSError) as error:
        _say(error)
        raise typer.Exit(2) from error


@contextmanager
def _opened(*, as_owner: bool = False) -> Iterator[Ledgers]:
    """The ledgers that are there; nothing is made where there are none. Raises NotFound."""
    settings = Settings.read()
    if not settings.database and not (settings.var / "mingjing.sqlite3").exists():
        raise NotFound("ledger", f"{settings.var} 里还没有，请先运行 mingjing init")
    with open_ledgers(settings, as_owner=as_owner) as ledgers:
        if not inspect(ledgers.engine).has_table("event"):
            raise NotFound("ledger", "数据库里还没有，请先运行 mingjing init")
        yield ledgers


def _ledger(ledgers: Ledgers, name: str) -> Ledger:
    names = ledgers.names()
    if name or len(names) == 1:
        return ledgers.get(name or names[0])
    _err.print("请用 --ledger 指明账本：" + "、".join(names), highlight=False)
    raise typer.Exit(2)


def _moment(text: str) -> Moment | None:
    try:
        return Moment.parse(text) if text else None
    except (ValueError, OverflowError) as error:
        msg = f"{text} 不是带时区的时间或者日期"
        raise typer.BadParameter(msg) from error


if __name__ == "__main__":
    main()
