"""The routes of the whole application, and those of them that are open to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Final

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route

CLOSED: Final = ("/api/", "/uploads", "/objects", "/staff")
"""Where nobody gets anything without an account."""

_PARAMETER: Final = re.compile(r"\{([a-z0-9_]+)(:path)?\}")


def walk(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of every route of the application, those that OpenAPI doesn't show too."""
    for route in routes:
        if inner := getattr(route, "original_router", None):
            yield from walk(inner.routes, prefix)
        elif isinstance(route, APIRoute | Route):
            yield from ((method, prefix + route.path) for method in sorted(route.methods or ()))
        else:
            assert isinstance(route, Mount)
            yield "GET", f"{prefix}{route.path}/"


class Open:
    """The routes that are open to everybody, in the order in which the application asks them, and their parameters."""

    def __init__(self, routes: list[BaseRoute]) -> None:
        self.every = tuple((method, path) for method, path in walk(routes) if not path.startswith(CLOSED))
        self._forms = {path: _form(path) for _, path in self.every}
        self._seen: dict[str, dict[str, None]] = {}

    def route_of(self, address: str) -> str:
        """The path that answers an address, which is kept in mind; empty for one that none does."""
        for path, form in self._forms.items():
            if found := form.fullmatch(address.partition("?")[0]):
                for name, value in found.groupdict().items():
                    self._seen.setdefault(name, {})[value] = None
                return path
        return ""

    def filled(self, path: str, most: int) -> list[str]:
        """Addresses of the path: at the place of each parameter what stood at one of the same name before."""
        names = [one[1] for one in _PARAMETER.finditer(path)]
        some = islice(product(*(self._seen.get(name, ()) for name in names)), most)
        return [_with(path, dict(zip(names, values, strict=True))) for values in some]


def _with(path: str, values: dict[str, str]) -> str:
    return _PARAMETER.sub(lambda one: values[one[1]], path)


def _form(path: str) -> re.Pattern[str]:
    """What addresses of a path look like; of a folder of files, whatever is below."""
    parts = _PARAMETER.split(path)
    texts = [re.escape(one) for one in parts[::3]]
    names = (f"(?P<{name}>{'.+' if whole else '[^/]+'})" for name, whole in zip(parts[1::3], parts[2::3], strict=True))
    made = "".join(f"{text}{name}" for text, name in zip(texts, [*names, ""], strict=True))
    return re.compile(f"{made}.*" if path == "/static/" else made)
