"""The OpenAPI description: FastAPI's, with the schemas of commands and entries as msgspec declares them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final, get_args

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.clock import SetClock
from api.complaints import SettleComplaint
from api.papers.routes import PrintDocument
from api.party_progress import ProgressAsked
from api.refusals import general, table
from api.register_entries import Entry, GrantAccess, RegisterPerson
from api.requests import ComplaintSent, CorrectionAsked
from records.course.steps import COMMAND_TYPES
from records.law.file import seed_texts
from records.moment import SHANGHAI
from records.register.commands import ErasePerson

_COMMANDS: Final = COMMAND_TYPES
_PROBLEM: Final = "application/problem+json"
_CLOSED: Final = ("/api/", "/uploads", "/objects")
"""Where nobody gets anything without a token."""

_CLAUSE: Final = re.compile("[：；，。（]")

_HEADERS: Final = (
    {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200}},
    {"name": "If-Match", "in": "header", "schema": {"type": "string"}},
)
"""Headers of a command."""


def install(app: FastAPI) -> None:
    """Has `/openapi.json` describe bodies and refusals too."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


_PUBLIC: Final = (CorrectionAsked, ComplaintSent, ProgressAsked, SettleComplaint)
"""What anybody sends without a token, and how a complaint is settled."""


def _describe(app: FastAPI) -> dict[str, Any]:
    described = get_openapi(title=app.title, version=app.version, description=_text(), routes=app.routes)
    types = [*_COMMANDS, *get_args(Entry), RegisterPerson, GrantAccess, ErasePerson, SetClock, PrintDocument, *_PUBLIC]
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    described["components"] = {
        "schemas": {**schemas, "Problem": _problem()},
        "responses": {"Problem": {"description": "RFC 9457", "content": {_PROBLEM: {"schema": _ref("Problem")}}}},
        "parameters": {_name(one): one for one in _HEADERS},
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            _complete(path, method, operation)
    return described


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    """Adds what FastAPI can't know: who may ask, how errors look, and the headers of a command."""
    operation["summary"] = _CLAUSE.split(operation["description"])[0]
    operation["responses"].pop("422", None)  # FastAPI's own form of it, which is never sent
    operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
    if path.startswith(_CLOSED):
        operation["security"] = [{"token": []}]
    if path.startswith("/api/") and method == "post":
        headers = [{"$ref": f"#/components/parameters/{_name(one)}"} for one in _HEADERS]
        operation.setdefault("parameters", []).extend(headers)


def _problem() -> dict[str, Any]:
    """The schema of a problem; `code` and `article` are those of a refusal by law."""
    text, number = {"type": "string"}, {"type": "integer"}
    error = {"type": "object", "properties": {"path": text, "detail": text}}
    properties = {
        "type": {"type": "string", "format": "uri"},
        "title": text,
        "status": number,
        "detail": text,
        "code": {"type": "string", "examples": sorted(general(seed_texts(), _today()))},
        "article": text,
        "refusal": {"type": "integer", "description": "拒绝记录在账本中的位置"},
        "version": {"type": "integer", "description": "案件的最新版本"},
        "errors": {"type": "array", "items": error},
    }
    return {"type": "object", "properties": properties, "required": ["type", "title", "status"]}


def _ref(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}


def _name(header: dict[str, Any]) -> str:
    return str(header["name"]).replace("-", "")


def _today() -> date:
    return datetime.now(SHANGHAI).date()


def _text() -> str:
    """What every client must know, with the refusal codes and their articles."""
    rows = "\n".join(table(seed_texts(), _today()))
    return (
        "明镜的接口。写入以 `Authorization: Bearer` 令牌进行；"
        "`Idempotency-Key` 使同一请求只生效一次；`If-Match` 为案件版本。\n\n"
        "依法不能办理的步骤以 409 `application/problem+json` 答复，`code` 与 `article` 如下"
        "（条款因程序而不同的，写在程序的名称之后）：\n\n"
        f"{rows}\n"
    )
