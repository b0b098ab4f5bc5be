"""What anybody may send without an account, right and wrong, with marks in every field: requests, complaints, codes.

An answer may show what was written in the very form that it answers, so that nobody has to write it again, and nothing
else.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final

import httpx

from api.query_codes import code_of
from app_routes import Open
from http_town import SAMPLE, Town
from marked_town import Filling
from penal import AGENCY

_WRONG_CODES: Final = 6
"""Ten of one address are let through."""

_CORRECTION: Final = ("name", "contact", "claim", "proposed", "materials")
_COMPLAINT: Final = ("summary", "name", "contact")


class Forms:
    """Sends them; `found` has the answers, `visited` method and path of the routes that took them."""

    def __init__(self, town: Town, filling: Filling, routes: Open) -> None:
        self._town, self._filling, self._routes = town, filling, routes
        self._sent = 0
        self.found: dict[str, bytes] = {}
        self.visited: set[tuple[str, str]] = set()

    def send_all(self) -> None:
        """All of them; the views show what was recorded."""
        self._town.projected()
        page = self._page()
        self._corrections(page)
        self._complaints(page)
        self._codes()
        self._logins()

    def _page(self) -> str:
        items = self._town.http.get(f"/public/{SAMPLE}/disclosures").json()["items"]
        return str(items[0]["disclosure"]["id"])

    # ---- 更正, 投诉 ----

    def _corrections(self, page: str) -> None:
        of_page, json = f"/{SAMPLE}/disclosures/{page}/correction", f"/public/{SAMPLE}/corrections"
        given = self._marks("correction", _CORRECTION)
        self._form(of_page, {**given, "source": "citizen"}, 201, evidence=self._evidence("form"))
        for wrong in ("name", "contact", "claim"):
            given = self._marks(f"without {wrong}", _CORRECTION)
            self._form(of_page, {**given, wrong: ""}, 422, mine=given)
        given = self._marks("of no kind", (*_CORRECTION, "source"))
        self._form(of_page, given, 422, mine=given)
        given = self._marks("evidence that is none", _CORRECTION)
        self._form(of_page, given, 422, mine=given, evidence=self._mark("no evidence").encode())
        given = self._marks("about no page", _CORRECTION)
        self._form(of_page.replace(page, page[::-1]), given, 404)

        given = self._marks("correction as JSON", _CORRECTION)
        evidence = [{"name": self._mark("the file's name"), "content": self._coded("JSON")}]
        self._json(json, {"page": page, "evidence": evidence, **given}, 201)
        self._json(json, {"page": page, **self._marks("without a claim", ("name", "contact"))}, 422)
        nowhere = {"page": self._mark("no page")}
        self._json(json, nowhere | self._marks("of no page", _CORRECTION), 404, mine=nowhere)
        self._json(json, {"page": page, "evidence": [{"content": self._mark("not base64") + "="}], **given}, 422)

    def _complaints(self, page: str) -> None:
        of_page, of_agency = f"/{SAMPLE}/disclosures/{page}/complaint", f"/{SAMPLE}/complaint"
        json = f"/public/{SAMPLE}/complaints"
        self._form(of_page, self._marks("complaint of a page", _COMPLAINT), 201)
        self._form(of_agency, {**self._marks("complaint", _COMPLAINT), "agency": AGENCY}, 201)
        given = self._marks("complaint of no agency", (*_COMPLAINT, "agency"))
        self._form(of_agency, given, 422, mine=given)
        given = self._marks("complaint of nothing", ("name", "contact"))
        self._form(of_page, given, 422, mine=given)
        self._json(json, {"page": page, **self._marks("complaint as JSON", _COMPLAINT)}, 201)
        self._json(json, {"agency": AGENCY, **self._marks("complaint of an agency as JSON", _COMPLAINT)}, 201)
        self._json(json, self._marks("complaint of no agency as JSON", (*_COMPLAINT, "agency")), 422)

    # ---- 查询码 ----

    def _codes(self) -> None:
        """Each case but the many alike by its own code; then codes of nothing, until they are slowed down."""
        for case, number in self._filling.numbers.items():
            if number % 20 == 0 or number >= len(self._filling.cases):
                code = code_of(self._filling.ledger, case)
                self._form(f"/{SAMPLE}/progress", {"code": code}, 200, name=f"progress/{number}/page")
                self._json(f"/public/{SAMPLE}/progress", {"code": code}, 200, name=f"progress/{number}/json")
        first = code_of(self._filling.ledger, self._filling.cases[0])
        for guess in (self._mark("a code"), first[:-4] + "0000", *(f"{at}{first}" for at in range(1, _WRONG_CODES))):
            self._form(f"/{SAMPLE}/progress", {"code": guess}, 404, mine={"code": guess})
        statuses = set()
        for _ in range(_WRONG_CODES):
            answer = self._town.http.post(f"/public/{SAMPLE}/progress", json={"code": self._mark("a code as JSON")})
            self._note(f"/public/{SAMPLE}/progress", answer)
            statuses.add(answer.status_code)
        assert statuses == {404, 429}
        self._form(f"/{SAMPLE}/progress", {"code": first}, 429)

    def _logins(self) -> None:
        base = str(self._town.http.base_url).rstrip("/")
        for headers in ({}, {"Origin": base}):
            fields = {"token": f"{SAMPLE}.{self._mark('a token')}", "next": "/staff/"}
            self._note("/login", self._town.http.post("/login", data=fields, headers=headers))
            self._note("/logout", self._town.http.post("/logout", headers=headers))

    # ---- Sending ----

    def _mark(self, what: str) -> str:
        return self._filling.needles.mark(f"form, {what}")

    def _marks(self, what: str, names: tuple[str, ...]) -> dict[str, str]:
        return {name: self._mark(f"{what}, {name}") for name in names}

    def _evidence(self, what: str) -> bytes:
        """A file that is looked for by what is in it and by its digests."""
        content = b"%PDF-1.7\n" + self._mark(f"evidence by {what}").encode()
        self._filling.needles.digests_of(content, f"form, evidence by {what}")
        return content

    def _coded(self, what: str) -> str:
        return base64.b64encode(self._evidence(what)).decode()

    def _form(
        self,
        path: str,
        fields: Mapping[str, str],
        status: int,
        mine: Mapping[str, str] | None = None,
        evidence: bytes = b"",
        name: str = "",
    ) -> None:
        parts: list[tuple[str, Any]] = [(key, (None, value.encode())) for key, value in fields.items()]
        if evidence:
            parts.append(("evidence", (f"{self._mark(f'file of {self._sent}')}.pdf", evidence, "application/pdf")))
        answer = self._town.http.post(path, files=parts)
        assert answer.status_code == status, (path, answer.text)
        self._note(path, answer, mine, name)

    def _json(
        self,
        path: str,
        content: Mapping[str, Any],
        status: int,
        mine: Mapping[str, str] | None = None,
        name: str = "",
    ) -> None:
        answer = self._town.http.post(path, json=content)
        assert answer.status_code == status, (path, answer.text)
        self._note(path, answer, mine, name)

    def _note(self, path: str, answer: httpx.Response, mine: Mapping[str, str] | None = None, name: str = "") -> None:
        said = b"\n".join(part for header in answer.headers.raw for part in header) + b"\n" + answer.content
        for own in (mine or {}).values():
            said = said.replace(own.encode(), b"")
        self._sent += 1
        self.found[name or f"form/{self._sent}/{answer.status_code}{path}"] = said
        self.visited.add(("POST", self._routes.route_of(path)))
