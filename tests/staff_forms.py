"""A clerk at the staff pages, without a browser: reads a form as it stands, changes fields, sends it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import httpx

from api.access import COOKIE
from http_town import SAMPLE, Town


class Page(HTMLParser):
    """What a page says: the values of its step's form, its text, and who is announced."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.form: dict[str, list[str]] = {}
        self.options: dict[str, list[str]] = {}
        self.text = ""
        self._inside = False
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        match tag:
            case "form":
                self._inside = "step" in given.get("class", "")
            case "input" if self._inside:
                self._input(name, given)
            case "select" if self._inside:
                self._select = name
            case "option" if self._select:
                self.options.setdefault(self._select, []).append(given["value"])
                if "selected" in given:
                    self.form[self._select] = [given["value"]]
            case "textarea" if self._inside:
                self._area = name
                self.form[name] = [""]
            case _:
                pass

    def _input(self, name: str, given: dict[str, str]) -> None:
        if given.get("type") in ("radio", "checkbox"):
            self.options.setdefault(name, []).append(given["value"])
            if "checked" in given:
                self.form.setdefault(name, []).append(given["value"])
        else:
            self.form[name] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form":
                self._inside = False
            case "select":
                self._select = ""
            case "textarea":
                self._area = ""
            case _:
                pass

    def handle_data(self, data: str) -> None:
        if self._area:
            self.form[self._area] = [(self.form[self._area][0] + data).removeprefix("\n")]
        self.text += data


class Clerk:
    """Somebody of the town with a browser that has logged in."""

    def __init__(self, town: Town, who: str) -> None:
        self.town, self.who = town, who
        self.origin = str(town.http.base_url).rstrip("/")
        self._cookie = {"Cookie": f"{COOKIE}={town.tokens[who]}"}

    def get(self, path: str) -> httpx.Response:
        """Any page, as this browser asks for it."""
        return self.town.http.get(path, headers=self._cookie | {"Accept": "text/html"})

    def raw(self, path: str, headers: dict[str, str] | None = None, **options: Any) -> httpx.Response:
        """Posts anything from a page of ours, unless `headers` say otherwise; an empty one is not sent."""
        sent = {"Origin": self.origin, "Accept": "text/html"} | self._cookie | (headers or {})
        given = {name: value for name, value in sent.items() if value}
        return self.town.http.post(path, headers=given, **options)

    def open(self, path: str) -> Page:
        """A page of the staff that must be there."""
        answer = self.get(f"/staff/{SAMPLE}/{path}")
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return Page(answer.text)

    def post(self, path: str, form: dict[str, Any], headers: dict[str, str] | None = None) -> httpx.Response:
        """Sends a form of the staff pages."""
        return self.raw(f"/staff/{SAMPLE}/{path}", headers, data=form)

    def send(self, path: str, do: str = "submit", **changes: Any) -> httpx.Response:
        """Opens a form, changes fields (`__` stands for a dot) and sends it."""
        return self.post(path, self.form(path, do, **changes))

    def form(self, path: str, do: str = "submit", **changes: Any) -> dict[str, Any]:
        """The form as it would be sent."""
        return self.open(path).form | {"do": do} | {name.replace("__", "."): one for name, one in changes.items()}

    def took(self, case: str, step: str, **changes: Any) -> None:
        """Takes a step that must be accepted."""
        answer = self.send(f"cases/{case}/steps/{step}", **changes)
        assert answer.status_code == 303, Page(answer.text).text

    def opened(self, step: str, **changes: Any) -> str:
        """Opens a case; returns its id."""
        answer = self.send(f"cases/new/{step}", **changes)
        assert answer.status_code == 303, Page(answer.text).text
        return answer.headers["Location"].rpartition("/")[2].partition("?")[0]
