"""Errors as RFC 9457 problems: the one table from what went wrong with a record to a status of HTTP."""

from __future__ import annotations

import logging
import re
from typing import Any, Final

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from api import login, pages, uploads
from api.access import Forbidden, Unauthorised
from api.bodies import LIMIT, TooLarge, told
from api.copies import NotProvable
from api.not_taken import RETRY_SECONDS
from api.papers.setting import CannotRender
from api.recording_uses import NotYetKnown
from media.errors import MediaError
from records.errors import (
    Busy,
    Conflict,
    Corrupt,
    Invalid,
    KeyReused,
    NotAdopted,
    NotFound,
    NumbersLost,
    RecordError,
    Refused,
    Stale,
)
from records.paper.making import EntryVoid, PaperLacksField
from records.store.failures import Behind

TYPE: Final = "urn:mingjing:problem:"
"""Prefix of a problem's `type`; what follows is stable."""

ANSWERS: Final[dict[type[Exception], tuple[int, str, str]]] = {
    Refused: (409, "refused", "依法不能进行这一步骤"),
    Stale: (412, "stale", "案件已有新的步骤，请重新读取后再提交"),
    Busy: (503, "busy", "系统繁忙，请稍后用同一 Idempotency-Key 重试"),
    Conflict: (409, "conflict", "已有他人先行写入"),
    KeyReused: (422, "key-reused", "同一 Idempotency-Key 不能用于不同的请求"),
    Invalid: (422, "invalid", "有的字段填写不正确"),
    NotFound: (404, "not-found", "没有找到"),
    NumbersLost: (409, "numbers-after-loss", "数据库恢复后，文书编号须先由人核定"),
    NotAdopted: (503, "rules-not-adopted", "账本还没有采用本版本的法规数据，请管理员运行 mingjing law adopt"),
    PaperLacksField: (409, "document-lacks-field", "文书缺少必须载明的内容，不能生成"),
    EntryVoid: (409, "entry-void", "这一步骤的记录已经作废，不再生成文书"),
    CannotRender: (409, "template-unusable", "文书模板不能使用，请名录管理员另行登记模板"),
    NotProvable: (503, "not-provable", "这件公示刚刚记入账本，日志的检查点还没有包含它，请过几秒再试"),
    NotYetKnown: (503, "not-yet-known", "刚刚关联的音像记录还没有登记完毕，不能打开，请稍后再试"),
    Behind: (503, "behind", "数据库是从较早的备份恢复的，请管理员重新启动全部进程"),
    Corrupt: (500, "corrupt", "存储的数据与其承诺不符，已停止处理"),
    RecordError: (503, "unavailable", "数据库暂时不可用，请稍后用同一 Idempotency-Key 重试"),
    Unauthorised: (401, "unauthorised", "请先登录"),
    Forbidden: (403, "forbidden", "没有进行这一操作的权限"),
    TooLarge: (413, "too-large", f"请求内容超过 {LIMIT} 字节"),
    msgspec.DecodeError: (400, "malformed", "请求内容不是有效的 JSON"),
}

_NAMES: Final = {
    "ledger": "账本",
    "case": "案件",
    "step": "步骤",
    "object": "文件",
    "disclosure": "公示信息",
    "withdrawal": "撤回公告",
    "copy": "可验证副本",
    "key": "日志公钥",
    "feed": "订阅源",
    "archive": "归档",
    "person": "人员",
    "register": "名录",
    "clock": "模拟时钟",
    "projection": "投影",
    "queue": "待办队列",
    "limit": "期限",
    "procedure": "程序",
    "document": "文书",
    "flowchart": "法制审核流程",
}

_EXPECTED: Final = {
    "bool": "应为 true 或者 false",
    "int": "应为整数",
    "date": "应为日期，如 2026-01-05",
    "missing": "缺少这个参数",
}
"""By the beginning of what the parser calls a wrong parameter."""

_BENEATH: Final[dict[type[BaseException], str]] = {
    SQLAlchemyError: "数据库不能完成操作",
    OSError: "系统不能完成操作",
}
"""Titles of errors that are not ours."""

_CHINESE: Final = re.compile("[\u4e00-\u9fff]")

_log = logging.getLogger("mingjing")


def install(app: FastAPI) -> None:
    """Has every error answered as a problem."""
    for kind in (RecordError, Unauthorised, Forbidden, TooLarge, msgspec.DecodeError):
        app.add_exception_handler(kind, answer)
    app.add_exception_handler(MediaError, uploads.problem)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_parameters)
    app.add_exception_handler(Exception, _of_us)


async def answer(request: Request, error: Exception) -> Response:
    """The problem document for an error of the table."""
    status, slug, title = next(ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)
    if status >= 500:
        _log.error("%s %s: %r", request.method, request.url.path, error, exc_info=error)
    if isinstance(error, Unauthorised) and login.is_led_to(request):
        return login.lead(request)
    headers = ({"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}) | _headers(error)
    if pages.wants_page(request):
        return pages.show_problem(status, title, headers, _members(error))
    return problem(status, slug, title, headers=headers, **_members(error))


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    titles = {404: "没有这个地址", 405: "这个地址不支持这种请求方法"}
    title = titles.get(error.status_code, error.detail)
    if pages.wants_page(request):
        return pages.show_problem(error.status_code, title, dict(error.headers or {}), {})
    return problem(error.status_code, f"http-{error.status_code}", title, headers=dict(error.headers or {}))


async def _of_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = [(".".join(map(str, one["loc"][1:])), _expected(one["type"])) for one in error.errors()]
    return await answer(request, Invalid(fields))


def _expected(kind: str) -> str:
    return next((said for start, said in _EXPECTED.items() if kind.startswith(start)), "格式不正确")


async def _of_us(request: Request, _: Exception) -> Response:
    """What nobody expected; Starlette hands it on to the server, which logs it."""
    title = "服务器内部错误"
    return pages.show_problem(500, title, {}, {}) if pages.wants_page(request) else problem(500, "internal", title)


def problem(status: int, slug: str, title: str, headers: dict[str, str] | None = None, **members: Any) -> Response:
    """A problem document; `members` beside the standard ones."""
    body = {"type": TYPE + slug, "title": title, "status": status, **members}
    return Response(msgspec.json.encode(body), status, headers, "application/problem+json")


def sentence(error: Exception) -> str:
    """The same for a terminal: one sentence in Chinese, with what the machine says of it where that is not."""
    if isinstance(error, msgspec.ValidationError):  # of the settings
        path, wrong = told(error, "$")
        return f"{path.replace('$.', 'MINGJING_').upper()}：{wrong}"
    members = _members(error)
    fields = [f"{one['path'].removeprefix('$.')}：{one['detail']}" for one in members.get("errors", ())]
    said = ("；".join(fields) or str(members.get("detail") or error)).partition("\n")[0]
    return said if _CHINESE.search(said) else f"{_titled(error)}（{said}）"


def _titled(error: Exception) -> str:
    """The title of an error that has no sentence of its own, as it is said to who has no key to send again."""
    titles = {kind: title for kind, (_, _, title) in ANSWERS.items()} | _BENEATH
    titles |= {kind: title for kind, (_, title) in uploads.ANSWERS.items() if issubclass(kind, MediaError)}
    title = next((titles[kind] for kind in type(error).__mro__ if kind in titles), "没有完成")
    return title.replace("用同一 Idempotency-Key ", "")


def _members(error: Exception) -> dict[str, Any]:
    match error:
        case Refused():
            return {
                "code": error.code,
                "article": error.article,
                "detail": error.detail,
                "refusal": error.position,
            }
        case Invalid():
            return {"errors": [{"path": path, "detail": detail} for path, detail in error.fields]}
        case NotFound():
            return {"detail": f"没有这个{_NAMES.get(error.kind, error.kind)}：{error.name}"}
        case NumbersLost() | PaperLacksField() | CannotRender():
            return {"detail": str(error)}
        case NotAdopted():
            return {"detail": f"缺少的条目：{error.key}"}
        case Busy() | NotProvable() | NotYetKnown():
            return {}
        case Stale():
            return {"version": error.version}
        case msgspec.DecodeError() | Forbidden():
            return {"detail": str(error)}
        case Conflict():
            return {"detail": error.detail}
        case _:
            return {}


def _headers(error: Exception) -> dict[str, str]:
    match error:
        case Unauthorised():
            return {"WWW-Authenticate": 'Bearer realm="mingjing"'}
        case Stale():
            return {"ETag": f'"{error.version}"'}
        case Busy() | NotProvable() | NotYetKnown():
            return {"Retry-After": "1"}
        case _:
            return {}
