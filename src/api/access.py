"""The door: who is there, and what they may do. No other module lets anybody in.

A bearer token is `LEDGER.SECRET`; the ledger keeps its SHA-256 with the account, the person or device behind it and
the roles (`access-granted/1`). A browser that logged in carries the same token in a cookie, which opens what reads
(GET, HEAD). It writes through the forms of the staff pages alone (`Door.form`): the browser has to say that the form
stood on a page of ours, and the form has to bear a word that only who holds the token can make.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

import msgspec
from fastapi import Request

from api.reading import is_id
from api.wording import STEPS
from media.errors import NoObject
from projections.recordings import is_linked_in
from records.application import Sender
from records.errors import NotFound
from records.law.data import in_force
from records.law.entries import Actor
from records.law.file import seed_texts
from records.moment import Moment
from records.register.acting import reaches, scopes
from records.register.events import AccessGranted, Role
from records.register.recorders import is_over
from records.store.clock import wall_clock
from records.store.directory import Ledgers

COOKIE: Final = "mingjing_token"

_BLAKE3: Final = re.compile("[0-9a-f]{64}")

ACTORS: Final[Mapping[Actor, frozenset[Role]]] = {
    "handler": frozenset({"officer"}),
    "unit-head": frozenset({"unit-head", "officer"}),
    "head": frozenset({"decider", "officer"}),
    "reviewer": frozenset({"legal-reviewer"}),
    "presider": frozenset({"officer", "unit-head", "legal-reviewer"}),
    "secrecy-reviewer": frozenset({"secrecy-reviewer", "disclosure-officer"}),
    "disclosure-officer": frozenset({"disclosure-officer"}),
    "archivist": frozenset({"archivist"}),
    "recording-officer": frozenset({"recording-officer"}),
    "supervisor": frozenset({"supervisor"}),
    "agency": frozenset(
        {
            "officer",
            "unit-head",
            "decider",
            "legal-reviewer",
            "secrecy-reviewer",
            "disclosure-officer",
            "archivist",
            "recording-officer",
        }
    ),
    "system": frozenset(),
}
"""Roles of the accounts that may act so; who is whom in the case itself is the law's question, not the door's. An
officer's account does what heads do, where the person is one; a small agency has its disclosure officer look for
secrets as well.
"""

_CASES: Final[frozenset[Role]] = ACTORS["agency"] | {"supervisor"}
_STAFF: Final[frozenset[Role]] = _CASES | {"registrar"}


def _steps() -> dict[str, frozenset[Role]]:
    """A permission per command: that of whoever may take the step by the law data that the software comes with."""
    steps = in_force(seed_texts(), date.max, "").steps.values()
    return {step.id: frozenset[Role]().union(*(ACTORS[actor] for actor in step.actors)) for step in steps}


PERMISSIONS: Final[Mapping[str, frozenset[Role]]] = {
    **_steps(),
    "upload": frozenset({"device", "officer"}),
    "read-objects": _CASES - {"disclosure-officer"},
    "check-objects": frozenset({"supervisor", "recording-officer", "registrar"}),
    "read-cases": _CASES,
    "read-registers": _STAFF,
    "read-statistics": _STAFF,
    "supervise": frozenset({"supervisor"}),
    "print-document": ACTORS["agency"],
    "back-entry": frozenset({"back-entry"}),
    "write-registers": frozenset({"registrar"}),
    "lend-devices": frozenset({"registrar", "recording-officer"}),
    "erase-person": frozenset({"registrar"}),
}
"""Which roles have a permission; a permission that isn't here is nobody's."""


_CALLED: Final[Mapping[str, str]] = {
    **STEPS,
    "upload": "上传文件",
    "read-objects": "查看音像记录和扫描件",
    "check-objects": "查看音像记录的保存情况",
    "read-cases": "查看案件",
    "read-registers": "查看名录",
    "read-statistics": "查看统计",
    "supervise": "监督",
    "print-document": "重新生成文书",
    "back-entry": "补录",
    "write-registers": "登记名录",
    "lend-devices": "借还音像记录设备",
    "erase-person": "清除个人信息",
}
"""What people call a permission."""


class Unauthorised(Exception):
    """Nobody is known by this token, or none was sent."""


class Forbidden(Exception):
    """The account is known, and may not do this."""


class Principal(msgspec.Struct, frozen=True):
    """Whoever is at the door."""

    ledger: str
    grant: AccessGranted

    @property
    def name(self) -> str:
        """The account, unique in the deployment."""
        return f"{self.ledger}/{self.grant.principal}"

    @property
    def actor(self) -> str:
        """The person or device that acts."""
        return self.grant.subject

    def may(self, permission: str) -> bool:
        """Whether one of the roles has the permission."""
        return not PERMISSIONS.get(permission, frozenset()).isdisjoint(self.grant.roles)


class Door:
    """Knows every account of every ledger."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers = ledgers

    def __call__(self, request: Request, permission: str, ledger: str = "") -> Principal:
        """Who is there, when they have the permission (in that ledger). Raises Unauthorised, Forbidden or NotFound."""
        if ledger:
            self._ledgers.get(ledger)
        principal = self.known(request)
        if principal is None:
            raise Unauthorised
        if ledger and principal.ledger != ledger:
            msg = f"该账号不属于账本 {ledger}"
            raise Forbidden(msg)
        if not principal.may(permission):
            msg = f"账号 {principal.grant.principal} 没有“{_CALLED.get(permission, permission)}”权限"
            raise Forbidden(msg)
        return principal

    def to_case(self, request: Request, ledger: str, case: str) -> Principal:
        """The same for reading a case: it must be one of the account's own agencies. NotFound for any other."""
        principal = self(request, "read-cases", ledger)
        reach = self.reach(principal)
        if not is_id(case) or (reach is not None and not self._reached(reach, ledger, case)):
            raise NotFound("case", case)
        return principal

    def _reached(self, reach: frozenset[str], ledger: str, case: str) -> bool:
        found = self._ledgers.get(ledger).case(case)[0]
        return reaches(reach, found.agency, found.matter) or not reach.isdisjoint(found.answering.values())

    def reach(self, principal: Principal) -> frozenset[str] | None:
        """Whose cases the account reads (`records.register.acting.scopes`); None: all, as a supervisor does."""
        if principal.may("supervise"):
            return None
        ledger, grant = self._ledgers.get(principal.ledger), principal.grant
        sender = Sender(principal.name, grant.subject, "", b"", grant.agency)
        register, today = ledger.register(), ledger.now().day
        return scopes(register, sender.agencies(register, today), today)

    def to_object(self, request: Request, permission: str) -> Principal:
        """The same for a recording: it must be one of a case that the account reads. NoObject for any other."""
        principal = self(request, permission)
        name, reach = request.path_params["blake3"], self.reach(principal)
        with self._ledgers.engine.connect() as connection:
            if not _BLAKE3.fullmatch(name) or not is_linked_in(connection, principal.ledger, name, reach):
                raise NoObject(name)
        return principal

    def form(self, request: Request, word: str) -> None:
        """Lets the account of a cookie in for this request, which a form of ours sends with its `word`.

        Raises Unauthorised, or Forbidden for a form from elsewhere. Who sends a bearer token needs no word.
        """
        if request.headers.get("authorization"):
            return
        token = request.cookies.get(COOKIE, "")
        principal = self.holder(token)
        if principal is None:
            raise Unauthorised
        if not (request.headers.get("origin") and is_from_here(request)):
            raise Forbidden("请从本站的页面提交")
        if not hmac.compare_digest(word.encode(), form_word(token).encode()):
            raise Forbidden("表单已经失效，请返回重新打开这一页")
        request.scope.setdefault("mingjing", {})["principal"] = principal

    def word(self, request: Request) -> str:
        """The word that a form on a page for this request has to bear."""
        return form_word(request.cookies.get(COOKIE, ""))

    def known(self, request: Request) -> Principal | None:
        """The account whose token was sent, if any; looked up once a request, however often the door is passed."""
        state = request.scope.setdefault("mingjing", {})
        if "principal" not in state:
            state["principal"] = self._known(request)
        found: Principal | None = state["principal"]
        return found

    def _known(self, request: Request) -> Principal | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.holder(token.strip())
        if request.method in ("GET", "HEAD") and (token := request.cookies.get(COOKIE, "")):
            return self.holder(token)
        return None

    def holder(self, token: str) -> Principal | None:
        """The account of a token that holds today."""
        name, _, secret = token.partition(".")
        if not secret:
            return None
        try:
            ledger = self._ledgers.get(name)
        except NotFound:
            return None
        grant = ledger.register().access.get(digest(token))
        if grant is None or (grant.valid_to is not None and _today() > grant.valid_to):
            return None
        kind, _, device = grant.subject.partition(":")
        if kind == "device" and is_over(ledger.register(), device, _today()):
            return None
        return Principal(name, grant)


def form_word(token: str) -> str:
    """What a form of the session bears: nobody makes it without the token, and it doesn't show the token."""
    return hmac.new(token.encode(), b"mingjing form", sha256).hexdigest()


def is_from_here(request: Request) -> bool:
    """Whether the browser says that the form stood on a page of ours, or says nothing of it."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _today() -> date:
    """By real time, also in a sample: a token of it opens what real people see."""
    return Moment(wall_clock()).day


def digest(token: str) -> str:
    """What the ledger keeps of a token."""
    return sha256(token.encode()).hexdigest()


def new_token(ledger: str) -> str:
    """A fresh token of 256 random bits for that ledger."""
    return f"{ledger}.{secrets.token_urlsafe(32)}"
