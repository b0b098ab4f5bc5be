"""Logging in with a token, for people with a browser: the token goes into a cookie."""

from __future__ import annotations

import re
from typing import Annotated, Final
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api import pages
from api.access import COOKIE, Door, Forbidden, is_from_here
from api.bodies import read

HOURS: Final = 12
"""After which a browser forgets the token."""

_INSIDE: Final = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")

BodyBytes = Annotated[bytes, Depends(read)]


def routes(door: Door) -> APIRouter:
    """The routes `/login` and `/logout`."""
    router, login = APIRouter(include_in_schema=False), Login(door)
    router.add_api_route("/login", login.form, methods=["GET", "HEAD"])
    router.add_api_route("/login", login.enter, methods=["POST"])
    router.add_api_route("/logout", login.leave, methods=["POST"])
    return router


class Login:
    """The endpoints."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def form(self, request: Request, next: str = "") -> Response:  # noqa: A002  # its name in the address
        """登录页。"""
        return pages.show_private("login.html", principal=self._door.known(request), next=next, wrong=False)

    def enter(self, request: Request, body: BodyBytes) -> Response:
        """以令牌登录。"""
        _from_here(request)
        fields = parse_qs(body.decode("utf-8", "replace"))
        token, following = (fields.get(name, [""])[0].strip() for name in ("token", "next"))
        principal = self._door.holder(token)
        if principal is None:
            return pages.show_private("login.html", status=403, next=following, wrong=True)
        inside = following if _INSIDE.fullmatch(following) else f"/staff/{principal.ledger}/"
        response = RedirectResponse(inside, 303, {"Cache-Control": "no-store"})
        response.set_cookie(
            COOKIE,
            token,
            max_age=HOURS * 3600,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return response

    def leave(self, request: Request) -> Response:
        """退出登录。"""
        _from_here(request)
        response = RedirectResponse("/login", 303, {"Cache-Control": "no-store"})
        response.delete_cookie(COOKIE, secure=request.url.scheme == "https", httponly=True, samesite="strict")
        return response


def is_led_to(request: Request) -> bool:
    """Whether somebody without a token is a person at a page, or at a form of the staff's."""
    reads = request.method in ("GET", "HEAD")
    return request.url.path.startswith("/staff") or (reads and pages.wants_page(request))


def lead(request: Request) -> Response:
    """Sends them to the form, and back to the page afterwards."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = "/login?" + urlencode({"next": wanted})
    return RedirectResponse(address, 303, {"Cache-Control": "no-store", "Vary": "Accept"})


def _from_here(request: Request) -> None:
    """Browsers say where a form comes from: another site may neither log anybody in nor out. Raises Forbidden."""
    if not is_from_here(request):
        msg = "请从本站的登录页提交"
        raise Forbidden(msg)
