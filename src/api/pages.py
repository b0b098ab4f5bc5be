"""HTML pages: templates that are prepared once, and the headers that every page is sent with."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.procedure_words import called, called_of
from api.reading import GUARD, PRIVATE, conditional
from api.wording import FILTERS, GROUNDS

_FOLDER: Final = Path(__file__).parent
_STATIC: Final = _FOLDER / "static"

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HTML: Final = "text/html; charset=utf-8"


def _prepared() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(FILTERS)
    style = sha256((_STATIC / "portal.css").read_bytes()).hexdigest()[:12]
    given = {"style": f"/static/portal.css?{style}", "site": None, "principal": None}
    environment.globals.update(given, grounds=GROUNDS, called=called_of, called_in=called)
    return environment


_templates: Final = _prepared()


def install(app: FastAPI) -> None:
    """Serves the style sheet under `/static`."""
    app.mount("/static", _Static(directory=_STATIC), name="static")


def show(request: Request, template: str, **values: Any) -> Response:
    """A public page, the same for everybody, with its ETag."""
    headers = {"Content-Security-Policy": _POLICY}
    return conditional(request, _render(template, values), _HTML, headers=headers)


def show_private(template: str, *, status: int = 200, **values: Any) -> Response:
    """A page for the one who asked: no cache keeps it; recordings play on it."""
    policy = f"{_POLICY}; media-src 'self'"
    headers = {**GUARD, "Cache-Control": PRIVATE, "Content-Security-Policy": policy}
    return Response(_render(template, values), status, headers, _HTML)


def show_problem(status: int, title: str, headers: dict[str, str], members: dict[str, Any]) -> Response:
    """An error for a person: what is wrong and what they can do."""
    body = _render("problem.html", {"status": status, "problem": title, "members": members})
    sent = {**headers, **GUARD, "Cache-Control": "no-store", "Vary": "Accept"}
    return Response(body, status, {**sent, "Content-Security-Policy": _POLICY}, _HTML)


def wants_page(request: Request) -> bool:
    """Whether whoever asks reads pages: browsers name text/html, programs seldom do."""
    return "text/html" in request.headers.get("accept", "").lower()


def _render(template: str, values: dict[str, Any]) -> bytes:
    return _templates.get_template(template).render(values).encode()


class _Static(StaticFiles):
    """Files whose address has their digest in it may be kept; they change with a release alone."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers.update({**GUARD, "Cache-Control": "public, max-age=86400"})
        return response
