"""What is kept from the public stands nowhere that the public, or whoever has a copy of the database, can look.

Two hundred cases of the ordinary penalty, some of every other procedure, those of the office too, pages that were
reviewed again, corrected and recalled, and entries of the registers have a mark in every text. What anybody sends
without an account has marks as well. The marks that the law does not make public are looked for in the rows, the logs,
the copies, the pages and the messages, and with them the plain digests of every value that was sealed: who has one
could try what it is of.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, get_args

import httpx
import msgspec
import pytest
from blake3 import blake3
from sqlalchemy import select

from api.access import digest, new_token
from api.app import build
from api.deployment import install, open_ledgers
from api.founding import found
from api.papers.gathering import gathered
from api.papers.listing import WAITING
from api.register_entries import Entry
from api.settings import Settings
from app_routes import Open
from commands import answers, free_port, running, said, terminate
from event_shapes import as_json, example
from http_town import OTHER_AGENCY, SAMPLE, Town
from marked_commands import KEPT, texts_of
from marked_courses import PROCEDURES, UNSAID, fill_others
from marked_courses import WITHOUT_TEXT as OF_THE_CLOCK
from marked_office import fill_offices
from marked_pages import FORMER_VERSIONS, PUBLIC_PAGES, fill_pages
from marked_pages import UNSAID as OF_REGISTERS
from marked_registers import ENTRIES, WITHOUT_MARKS, fill_registers
from marked_town import CASES, PLANS, WITHOUT_TEXT, Filling
from needles import Needles, written
from penal import AGENCY, COURSES, HANDLERS, HEAD, RECORDING, REVIEWER, people_and_matter, shanghai, steps_of
from public_forms import Forms
from public_site import PublicSite
from records.application import Sender, record_entry
from records.event import case_stream
from records.moment import SHANGHAI, Moment
from records.penalty.events import DisclosureReviewed as Reviewed
from records.register.events import AccessGranted, RegisterEvent, Role
from records.seal.commitment import frame
from records.seal.keys import KeyFile
from records.seal.slots import Form
from records.store.directory import Ledgers
from records.store.ledger import Ledger
from records.store.mapper import Draft, SealingMapper
from records.store.schema import event
from records.tags import EVENTS

_NOTHING_THERE: Final = {
    "/log/{path:path}": "what no other address of a log is: it answers that nothing is there",
    "/log/{name}/witnessed/{digest}": "no witness cosigns what this server signs",
    "/log/{name}/timestamps/{file}": "no authority stamps what this server signs",
    "/readyz": "it answers that a sample whose clock was moved is still being filled",
}
"""Open routes that give out nothing here, with the reason."""

_TO_THE_PARTY: Final = frozenset(f"{step}, relation" for step in ("serve-document", "decide-spot", "carry-out-measure"))
"""第六条: what a clerk wrote of a case that its party reads by the query code: who took a paper for them."""


@dataclass
class Place:
    """The town, what was put into it, and all that was found outside."""

    filling: Filling
    outside: dict[str, bytes] = field(default_factory=dict)
    others: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By procedure the case that is public in the end, and the one whose page was withdrawn."""
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By procedure the ids of their pages."""
    routes: Open = field(default_factory=lambda: Open([]))
    visited: set[tuple[str, str]] = field(default_factory=set)
    """Method and path of the open routes that were asked, and had something."""

    @property
    def needles(self) -> Needles:
        return self.filling.needles

    def leaks(self, kind: str) -> list[str]:
        """What stands where it must not, in the places whose name begins so."""
        places = {name: data for name, data in self.outside.items() if name.startswith(kind)}
        assert places, f"nothing was looked at: {kind}"
        return [f"{name}: {leak}" for name, data in places.items() for leak in self.needles.found_in(data)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The town is filled, served and published, read from outside, and its server is ended."""
    var, port = tmp_path_factory.mktemp("var"), free_port()
    settings = Settings(var=var, port=port)
    install(settings)
    with open_ledgers(settings) as ledgers:
        registrar = found(ledgers, settings, SAMPLE, "监漳镇", "140429", "登记人", shanghai("2026-07-01 09:00"))
        ledger = ledgers.get(SAMPLE)
        place = Place(Filling(ledger, Needles()))
        place.needles.hide(RECORDING.blake3, "the digest of a recording")
        tokens = people_of(ledger)
        place.filling.fill()
        place.others = fill_others(place.filling)
        place.pages = {procedure: pages_of(ledger, cases) for procedure, cases in place.others.items()}
        fill_pages(place.filling)
        fill_registers(place.filling)
        fill_offices(place.filling)
        place.routes = Open(build(Settings(var=tmp_path_factory.mktemp("routes"))).routes)
        remember_values(place.needles, ledger)
        address = f"http://127.0.0.1:{port}"
        with (
            running("serve", MINGJING_VAR=var, MINGJING_PORT=port) as process,
            httpx.Client(base_url=address, trust_env=False, timeout=30) as http,
        ):
            answers(f"{address}/healthz", 120, process)
            town = Town(http, registrar)
            town.tokens |= tokens
            town.people = {"wang": HANDLERS[0], "li": HANDLERS[1], "zhao": HEAD}
            place.outside |= by_mistake(town, place.filling)
            place.outside |= printed(town, ledger, place.others)
            forms, site = Forms(town, place.filling, place.routes), PublicSite(http, place.routes, SAMPLE)
            forms.send_all()
            remember_values(place.needles, ledger)
            town.now = datetime(2026, 7, 1, 9, 0, tzinfo=SHANGHAI)
            town.later(days=2)  # what is archived by then is read as well
            settled(town, ledger)
            site.crawl()
            place.visited = forms.visited | site.visited
            place.outside |= forms.found | site_of(site) | rows_of(ledgers)
            terminate(process)
            out, err = process.communicate()
    assert "Traceback" not in err
    place.outside |= published(var / "log")
    place.outside |= {"said/out": out.encode(), "said/err": err.encode()}
    place.outside |= {"said/verify": said("verify", MINGJING_VAR=var).stdout.encode()}
    return place


def people_of(ledger: Ledger) -> dict[str, str]:
    """Enters the people and the matter of a plain case; returns the tokens of some of them, by name."""
    accounts: dict[str, tuple[str, tuple[Role, ...], str]] = {
        "wang": (f"person:{HANDLERS[0]}", ("officer", "back-entry"), AGENCY),
        "zhao": (f"person:{HEAD}", ("officer", "decider"), AGENCY),
        "qian": (f"person:{REVIEWER}", ("disclosure-officer",), AGENCY),
        "wu": (f"person:{HANDLERS[1]}", ("officer", "disclosure-officer"), OTHER_AGENCY),
        "recorder": ("device:recorder", ("device",), AGENCY),
    }
    tokens = {name: new_token(SAMPLE) for name in accounts}
    entries: list[RegisterEvent] = [*people_and_matter()]
    for name, (subject, roles, agency) in accounts.items():
        token = digest(tokens[name])
        entries.append(AccessGranted(principal=name, subject=subject, roles=roles, token=token, agency=agency))
    for number, entry in enumerate(entries):
        record_entry(ledger, entry, Sender("system", "system", f"entry-{number}", bytes(32)))
    return tokens


def settled(town: Town, ledger: Ledger) -> None:
    """Waits until views and log have all that was recorded."""
    town.projected()
    deadline = time.monotonic() + 60
    while f"\n{ledger.head()}\n" not in town.http.get(f"/log/{SAMPLE}/checkpoint").text:
        assert time.monotonic() < deadline, "the log doesn't come on"
        time.sleep(0.1)


# ---- What is outside ----


def rows_of(ledgers: Ledgers) -> dict[str, bytes]:
    """Every column of every row of all ledgers, the public one too."""
    with ledgers.engine.connect() as connection:
        rows = connection.execute(select(event)).all()
    return {f"row/{row.ledger}/{row.position}": b"\n".join(map(as_bytes, row)) for row in rows}


def as_bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def published(folder: Path) -> dict[str, bytes]:
    """Every file of the published store, the signer's own too."""
    return {f"published/{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def site_of(site: PublicSite) -> dict[str, bytes]:
    """What was read of the public site, copies apart."""

    def kind(address: str) -> str:
        return "copy" if address.endswith("/copy") and address in site.given else "site"

    return {kind(address) + address: data for address, data in site.read.items()}


def by_mistake(town: Town, filling: Filling) -> dict[str, bytes]:
    """Answers to requests that are not allowed, refused, or wrong, with marks of their own in what they send."""
    found: dict[str, bytes] = {}

    def sent(who: str, method: str, path: str, **options: Any) -> None:
        headers = {"Authorization": f"Bearer {town.tokens[who]}"} if who else {}
        headers |= {"Accept": "*/*", **options.pop("headers", {})}
        mine: bytes = options.pop("mine", "").encode()
        answer = town.http.request(method, path, headers=headers, **options)
        asked = answer.request
        filling.needles.digests_of(asked.url.path.encode() + b"\0" + asked.content, f"request {len(found)}")
        assert answer.status_code >= 400, (who, method, path, answer.text)
        assert answer.headers["content-type"].startswith("application/problem+json"), path
        found[f"problem/{len(found)}/{who}/{answer.status_code}{path}"] = (
            answer.content.replace(mine, b"") if mine else answer.content
        )

    for number, case in enumerate(filling.cases[::20]):
        secret = filling.needles.mark(f"request {number}")
        api = f"/api/{SAMPLE}"
        for who in ("", "wu", "recorder", "registrar"):
            for below in ("", "/timeline", "/file", "/replay", "/steps"):
                sent(who, "GET", f"{api}/cases/{case}{below}")
            sent(who, "POST", f"{api}/cases/{case}/steps", json=town.signing(facts=secret))
        steps = f"{api}/cases/{case}/steps"
        sent("zhao", "POST", steps, json=town.signing(facts=secret))
        sent("qian", "POST", steps, json=town.revoking(explanation=secret))
        # A field that is wrong may be named with what was written in it, to the one who wrote it.
        sent("wang", "POST", steps, mine=secret, json=town.signing(facts="", kinds=[secret], fine_yuan=secret))
        sent("wang", "POST", steps, mine=secret, json={"type": "close-case", secret: secret})
        sent("wang", "POST", steps, mine=secret, json={"type": secret})
        sent("wang", "POST", steps, content=f'{{"type": "{secret}'.encode())
        sent("wang", "POST", steps, json=town.signing(facts=secret), headers={"If-Match": '"1"'})
        sent("wang", "POST", f"{api}/cases", json=town.filing(agency=secret, title=secret))
        sent("wang", "GET", f"{api}/cases/{secret}", mine=secret)
        sent("", "GET", f"/public/{SAMPLE}/disclosures/{case}")
    return found


def pages_of(ledger: Ledger, cases: tuple[str, str]) -> tuple[str, str]:
    """The page of each of the cases."""
    first, second = (
        next(one.event.disclosure for one in ledger.history(case_stream(case)) if isinstance(one.event, Reviewed))
        for case in cases
    )
    return first, second


def printed(town: Town, ledger: Ledger, cases: dict[str, tuple[str, str]]) -> dict[str, bytes]:
    """A document of each procedure is printed, and asked for by those who may not read it; what it was stored as.

    Its name, its headers and what its code says are outside: the code is there for whoever holds the paper.
    """
    found: dict[str, bytes] = {}
    for procedure, (case, _) in cases.items():
        listed = town.get("wang", f"cases/{case}/documents")
        one = next(one for one in listed if one["problem"] == WAITING)
        asked = {"step": one["step"], "paper": one["paper"], "reason": "当事人遗失"}
        path = f"/objects/{town.made('wang', f'cases/{case}/documents', asked)['blake3']}"
        town.projected()
        answer = town.http.get(path, headers={"Authorization": f"Bearer {town.tokens['wang']}"})
        assert answer.content.startswith(b"%PDF-"), answer.text
        found[f"paper/{procedure}"] = b"\n".join([path.encode(), *(part for one in answer.headers.raw for part in one)])
        found[f"paper/{procedure}/code"] = gathered(
            ledger, case, one["step"], str(town.http.base_url)
        ).sources.reference.encode()
        for who, status in (("", 401), ("wu", 404), ("qian", 403), ("recorder", 403)):
            headers = {"Authorization": f"Bearer {town.tokens[who]}"} if who else {}
            refused = town.http.get(path, headers=headers)
            assert refused.status_code == status, (procedure, who, refused.text)
            found[f"paper/{procedure}/{who}"] = refused.content
    return found


# ---- What must not be there ----


def remember_values(needles: Needles, ledger: Ledger) -> None:
    """From now on the plain digests of all that was sealed under a case or a person are looked for."""
    known: set[bytes] = set()

    def remember(value: bytes, what: str) -> None:
        if value and value not in known:
            known.add(value)
            needles.digests_of(value, what)

    for stream in ledger.case_streams(ledger.head()):
        for one in ledger.salted(stream, range(1, ledger.version(stream) + 1)):
            for slot in one.slots:
                assert slot.value is not None
                what = f"{one.tag} {slot.path}"
                remember(slot.value, what)
                remember(frame(one.tag, slot.path) + slot.value, f"{what} without a salt")
                if slot.value.startswith(b'"'):
                    remember(msgspec.json.decode(slot.value, type=str).encode(), what)


# ---- The tests ----


def test_every_step_is_in_it_and_its_texts_are_marked(place: Place) -> None:
    filling = place.filling
    assert len(filling.cases) == CASES
    every = {kind for procedure in COURSES for kind in steps_of(procedure)}
    assert set(filling.accepted) == every - {*WITHOUT_TEXT, *OF_THE_CLOCK}, filling.refused
    texts = {(kind, path) for kind in filling.accepted for path in texts_of(kind)}
    assert texts - filling.said == UNSAID | OF_REGISTERS
    assert sum(what.startswith("case ") for what in place.needles.known.values()) > 5_000
    assert not KEPT & {"facts", "reasons", "title", "place", "note", "name", "contact", "address"}
    assert not KEPT & {"claim", "proposed", "materials", "findings", "opinion", "where", "grounds", "sign", "report"}


@pytest.mark.parametrize("kind", ["row/", "published/", "copy/", "site/", "problem/", "said/", "paper/", "form/"])
def test_nothing_that_is_not_public_stands_outside(place: Place, kind: str) -> None:
    assert place.leaks(kind) == []


def test_every_entry_that_a_registrar_makes_has_marks_or_a_reason(place: Place) -> None:
    marked = {type(one.entry) for one in ENTRIES}
    assert not marked & WITHOUT_MARKS.keys()
    assert set(get_args(Entry)) <= marked | WITHOUT_MARKS.keys()
    assert any(what.startswith("entry ") for what in place.needles.known.values())


def test_a_query_code_shows_how_the_papers_of_its_own_case_were_served_and_nothing_else(place: Place) -> None:
    shown = set()
    for name, data in place.outside.items():
        kind, _, rest = name.partition("/")
        for what in place.needles.found_in(data) if kind == "progress" else ():
            case, _, said = what.partition(", ")
            assert case == f"case {rest.partition('/')[0]}", (name, what)
            shown.add(said)
    assert shown == _TO_THE_PARTY


def test_every_open_route_was_asked_and_had_something(place: Place) -> None:
    """A page that is added can't be forgotten: it begins the search, or the search comes by it."""
    never = {path for _, path in set(place.routes.every) - place.visited}
    assert never == _NOTHING_THERE.keys()


def test_a_sealed_event_of_any_type_says_nothing_of_its_texts(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys")
    mapper = SealingMapper(SAMPLE, keys)
    for tag, kind in EVENTS.items():
        one, needles = example(kind), Needles()
        for slot in Form(kind).take_apart(one)[0]:
            needles.digests_of(slot.value, f"{tag} {slot.path}")
        for text in texts_in(as_json(one)):
            needles.hide(text.strip(), f"{tag} {text}")
        sealed = mapper.seal(Draft(one.stream, 1, one, Moment(0), "system"))
        assert not [leak for part in (sealed.state, *sealed.complete(0)) for leak in needles.found_in(part)]
        assert bool(needles.found_in(msgspec.json.encode(one))) == bool(texts_in(as_json(one)))
    keys.close()


def texts_in(value: Any) -> list[str]:
    """The texts of a JSON value that are long enough to be looked for."""
    if isinstance(value, dict | list):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in texts_in(one)]
    return [value] if isinstance(value, str) and value.endswith("\n") else []


def test_all_of_the_outside_was_looked_at(place: Place) -> None:
    current = sum(PLANS[at % len(PLANS)].is_public for at in range(CASES)) + len(PROCEDURES) + PUBLIC_PAGES
    found = Counter(name.partition("/")[0] for name in place.outside)
    assert found["copy"] == current + FORMER_VERSIONS
    assert found["site"] > 2 * current
    for log in (SAMPLE, f"{SAMPLE}-public"):
        assert any(name.startswith(f"published/log/{log}/tile/entries/") for name in place.outside)
        assert any(name.startswith(f"row/{log}/") for name in place.outside)


def test_what_was_disclosed_stands_outside(place: Place) -> None:
    """So the search would find the rest if it were there."""
    site = b"".join(data for name, data in place.outside.items() if name.startswith(("site/", "copy/")))
    missing = [what for mark, what in place.filling.shown.items() if mark.encode() not in site]
    assert len(place.filling.shown) > 300
    assert missing == []


def test_a_page_of_every_procedure_is_public_and_one_is_withdrawn(place: Place) -> None:
    site = {name for name in place.outside if name.startswith("site/")}
    shown = {what.partition(",")[0] for what in place.filling.shown.values()}
    assert {f"case {CASES + 2 * at}" for at in range(len(PROCEDURES))} <= shown
    for procedure in PROCEDURES:
        page, gone = place.pages[procedure]
        assert any(page in name for name in site), procedure
        assert any(gone in name for name in site), procedure


def test_a_planted_leak_is_found(place: Place) -> None:
    """A secret and its digests, in each way of writing, in the middle of a published file."""
    slot = "facts"
    (mark,) = [one for one, what in place.needles.known.items() if what == f"case 4, file-case, {slot}"]
    texts = [mark, b'"' + mark + b'"', frame("case-filed/1", slot) + b'"' + mark + b'"']
    digests = [digest(text).digest() for text in texts for digest in (sha256, blake3)]
    planted = [mark, *(form for digest in digests for form in written(digest))]
    bundles = {
        name: data for name, data in place.outside.items() if name.startswith("published/") and "tile/entries" in name
    }
    name, bundle = next(iter(bundles.items()))
    for one in planted:
        damaged = Place(place.filling, {name: bundle[:77] + one + bundle[77:]})
        assert len(damaged.leaks("published/")) == 1, one
    assert sum(len(place.needles.found_in(one)) for one in planted) >= len(planted)
