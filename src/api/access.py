"""The door: who is there, and what they may do. No other module lets anybody in.

A bearer token is `LEDGER.SECRET`; the ledger keeps its SHA-256 with the account, the person or device behind it and
the roles (`access-granted/1`). A browser that logged in carries the same token in a cookie, which opens only what
reads (GET, HEAD), so that no other site can make it write.
"""

from __future__ import annotations

import re
import secrets
from datetime import date
from hashlib import sha256
from typing import Final

import msgspec
from fastapi import Request

from api.reading import is_id
from media.errors import NoObject
from projections.recordings import is_linked_in
from records.application import Sender
from records.errors import NotFound
from records.moment import Moment
from records.register.events import AccessGranted, Role
from records.store.clock import wall_clock
from records.store.directory import Ledgers

COOKIE: Final = "mingjing_token"

_BLAKE3: Final = re.compile("[0-9a-f]{64}")

_STAFF: Final[frozenset[Role]] = frozenset({"officer", "disclosure-officer", "supervisor", "registrar"})

PERMISSIONS: Final[dict[str, frozenset[Role]]] = {
    "upload": frozenset({"device", "officer"}),
    "read-objects": frozenset({"officer", "supervisor"}),
    "read-cases": frozenset({"officer", "disclosure-officer", "supervisor"}),
    "read-registers": _STAFF,
    "read-statistics": _STAFF,
    "supervise": frozenset({"supervisor"}),
    "file-case": frozenset({"officer"}),
    "link-recording": frozenset({"officer"}),
    "sign-decision": frozenset({"officer"}),
    "serve-document": frozenset({"officer"}),
    "review-disclosure": frozenset({"disclosure-officer"}),
    "revoke-decision": frozenset({"officer", "disclosure-officer"}),
    "back-entry": frozenset({"back-entry"}),
    "write-registers": frozenset({"registrar"}),
}
"""Which roles have a permission; a permission that isn't here is nobody's."""


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
            msg = f"账号 {principal.grant.principal} 没有“{permission}”权限"
            raise Forbidden(msg)
        return principal

    def to_case(self, request: Request, ledger: str, case: str) -> Principal:
        """The same for reading a case: it must be one of the account's own agencies. NotFound for any other."""
        principal = self(request, "read-cases", ledger)
        reach = self.reach(principal)
        if not is_id(case) or (reach is not None and self._ledgers.get(ledger).case(case)[0].agency not in reach):
            raise NotFound("case", case)
        return principal

    def reach(self, principal: Principal) -> frozenset[str] | None:
        """Codes of the agencies whose cases the account reads; None: of all, as a supervisor does."""
        if principal.may("supervise"):
            return None
        ledger, grant = self._ledgers.get(principal.ledger), principal.grant
        sender = Sender(principal.name, grant.subject, "", b"", grant.agency)
        return sender.agencies(ledger.register(), ledger.now().day)

    def to_object(self, request: Request, permission: str) -> Principal:
        """The same for a recording: it must be one of a case that the account reads. NoObject for any other."""
        principal = self(request, permission)
        name, reach = request.path_params["blake3"], self.reach(principal)
        with self._ledgers.engine.connect() as connection:
            if not _BLAKE3.fullmatch(name) or not is_linked_in(connection, principal.ledger, name, reach):
                raise NoObject(name)
        return principal

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
        return Principal(name, grant)


def _today() -> date:
    """By real time, also in a sample: a token of it opens what real people see."""
    return Moment(wall_clock()).day


def digest(token: str) -> str:
    """What the ledger keeps of a token."""
    return sha256(token.encode()).hexdigest()


def new_token(ledger: str) -> str:
    """A fresh token of 256 random bits for that ledger."""
    return f"{ledger}.{secrets.token_urlsafe(32)}"
