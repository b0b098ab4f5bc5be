"""A server as `deploy/README.md` sets it up: a proxy before it, an address of its own, limits of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from api.deployment import install, open_ledgers
from api.founding import found
from api.server import configure
from api.settings import Settings, UnusableSetting
from commands import said
from http_problems import is_problem
from http_town import SAMPLE, START, Town, catalogued, serving
from media.limits import Limits
from records.moment import Moment

PUBLIC = "https://www.example.gov.cn"
EVIL = "evil.example"
FEEDS = [f"/feeds/{scope}{kind}" for scope in ("", f"{SAMPLE}/") for kind in ("disclosures", "withdrawals")]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town that publishes and withdraws; whoever speaks to it says that it is another site."""
    settings = Settings(var=tmp_path_factory.mktemp("var"), port=0, public_url=f"{PUBLIC}:443/", upload_largest=99)
    install(settings)
    with open_ledgers(settings) as ledgers:
        registrar = found(ledgers, settings, SAMPLE, "监漳镇", "140429", "登记人", Moment.of(START))
        catalogued(ledgers)
    hostile = {"Host": EVIL, "X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "http"}
    with (
        serving(settings) as address,
        httpx.Client(base_url=address, trust_env=False, timeout=30, headers=hostile) as http,
    ):
        town = Town(http, registrar)
        town.settle()
        town.published()
        withdrawn = town.published()
        town.later(days=1)
        town.step("qian", withdrawn, town.revoking())
        town.later(days=3)
        town.projected()
        yield town


def test_no_link_feed_or_archive_takes_the_host_that_a_client_sends(town: Town) -> None:
    paths = [f"{feed}.{form}" for feed in FEEDS for form in ("json", "atom", "csv")]
    paths += [f"/feeds/{scope}disclosures/archive/2025-03-03.atom" for scope in ("", f"{SAMPLE}/")]
    paths += [f"/public/{SAMPLE}/{kind}" for kind in ("disclosures", "withdrawals")]
    for path in [*paths, f"/feeds/{SAMPLE}/disclosures/after/2025-03-03.atom", f"/api/{SAMPLE}/cases/", f"/{SAMPLE}"]:
        answer = town.http.get(path)
        assert answer.status_code in (200, 307, 308, 401), (path, answer.text)
        assert EVIL not in f"{answer.headers}{answer.text}", path
    for path in paths[:-1]:
        assert f"{PUBLIC}/" in town.http.get(path).text, path


def test_the_id_of_a_feed_over_all_ledgers_is_that_of_the_site(town: Town) -> None:
    current, archive = (town.http.get(f"/feeds/disclosures{rest}.atom").text for rest in ("", "/archive/2025-03-03"))
    ids = [re.findall(r"<id>(urn:mingjing:feed:[^<]+)</id>", document) for document in (current, archive)]
    assert ids == [["urn:mingjing:feed:www.example.gov.cn:disclosures"]] * 2


def log_in(town: Town, origin: str) -> httpx.Response:
    return town.http.post("/login", data={"token": town.tokens["sun"]}, headers={"Origin": origin})


def test_a_browser_logs_in_from_the_public_address_and_its_cookie_is_secure(town: Town) -> None:
    entered = log_in(town, PUBLIC)
    assert (entered.status_code, entered.headers["Location"]) == (303, f"/staff/{SAMPLE}/")
    assert "secure" in entered.headers["Set-Cookie"].lower()


@pytest.mark.parametrize("origin", [f"http://{EVIL}", f"https://{EVIL}", "null", f"{PUBLIC}.{EVIL}"])
def test_a_form_of_another_site_is_refused_though_its_host_is_sent_too(town: Town, origin: str) -> None:
    is_problem(log_in(town, origin), 403, "forbidden")


def test_without_an_address_of_its_own_the_request_says_how_the_site_is_reached(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    settings = Settings(var=tmp_path_factory.mktemp("local"), port=0)
    install(settings)
    with open_ledgers(settings) as ledgers:
        found(ledgers, settings, SAMPLE, "监漳镇", "140429", "登记人")
    with serving(settings) as address:
        proxied = {"Host": "local.example", "X-Forwarded-Proto": "https"}
        feed = httpx.get(f"{address}/feeds/disclosures.json", headers=proxied, trust_env=False).json()
    assert feed["feed_url"] == "https://local.example/feeds/disclosures.json"


def test_only_a_proxy_on_loopback_is_believed(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    settings = Settings(var=tmp_path_factory.mktemp("proxy"), port=0)
    install(settings)
    assert configure(settings).config.forwarded_allow_ips == ["127.0.0.1", "::1"]


@pytest.mark.parametrize(
    "address", ["www.example.gov.cn", "ftp://example.cn", f"{PUBLIC}/path", f"{PUBLIC}\n", "https://a@b", "https://"]
)
def test_an_address_that_is_none_is_said(tmp_path_factory: pytest.TempPathFactory, address: str) -> None:
    with pytest.raises(UnusableSetting, match="MINGJING_PUBLIC_URL"):
        assert Settings(public_url=address).public_origin
    var = tmp_path_factory.mktemp("wrong")
    told = said("serve", MINGJING_VAR=var, MINGJING_PORT=0, MINGJING_PUBLIC_URL=address).stderr
    assert "MINGJING_PUBLIC_URL 应为网站的地址" in told


# ---- Uploads ----


def test_an_upload_over_the_set_size_is_413(town: Town) -> None:
    for length, status in (("99", 201), ("100", 413)):
        headers = {"Authorization": f"Bearer {town.tokens['recorder']}", "Tus-Resumable": "1.0.0"}
        assert town.http.post("/uploads", headers={**headers, "Upload-Length": length}).status_code == status


def test_limits_of_uploads_are_read_from_the_environment() -> None:
    given = {"LARGEST": "1000", "QUOTA": "5000", "FREE_FLOOR": "0"}
    settings = Settings.read({f"MINGJING_UPLOAD_{name}": value for name, value in given.items()})
    assert settings.limits == Limits(largest=1000, quota=5000, free_floor=0)
    assert Settings.read({}).limits == Limits()


@pytest.mark.parametrize("value", ["-1", "1 GB"])
def test_a_limit_that_is_no_number_of_bytes_is_said(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    var = tmp_path_factory.mktemp("limits")
    told = said("serve", MINGJING_VAR=var, MINGJING_PORT=0, MINGJING_UPLOAD_QUOTA=value).stderr
    assert "MINGJING_UPLOAD_QUOTA：应为" in told
