"""The set-up of a county: PostgreSQL with an owner beside the application's role, recordings in a real MinIO."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from api.deployment import install, open_ledgers
from api.founding import found
from api.settings import Settings
from commands import said
from http_town import SAMPLE, START, Town, catalogued, serving
from minio_server import Access
from records.moment import Moment


@pytest.fixture
def county(postgres_database: str, minio: Access, tmp_path: Path) -> Iterator[Settings]:
    """Settings with the application's own role, which owns nothing, and a new bucket."""
    role, secret = f"app_{uuid4().hex[:8]}", uuid4().hex
    owner = create_engine(postgres_database, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD '{secret}'"))
    application = make_url(postgres_database).set(username=role, password=secret)
    yield Settings(
        var=tmp_path,
        database=application.render_as_string(hide_password=False),
        owner_database=postgres_database,
        objects=f"s3://{minio.access_key}:{minio.secret_key}@{minio.endpoint}/county-{uuid4().hex[:8]}?secure=0",
        port=0,
        documents="asked",
    )
    with owner.connect() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))
    owner.dispose()


def test_a_county_keeps_recordings_in_its_bucket_and_reads_them_back_with_range(
    county: Settings, minio: Access
) -> None:
    content = os.urandom(300_000)
    with settled(county) as town:
        case, digest = town.file(), town.upload(content)
        town.step("wang", case, {"type": "link-recording", "object": digest, "stage": "inspection"})
        (linked,) = town.get("sun", f"cases/{case}")["recordings"]
        assert linked["version_id"], "a bucket keeps versions"
        town.projected()
        headers = {"Authorization": f"Bearer {town.tokens['sun']}", "Range": "bytes=1000-1999"}
        part = town.http.get(f"/objects/{digest}?purpose=enforcement-supervision", headers=headers)
        assert (part.status_code, part.content) == (206, content[1000:2000])
    bucket = county.objects.rpartition("/")[2].partition("?")[0]
    assert [one.size for one in minio.client().list_objects(bucket, recursive=True)] == [len(content)]
    assert not list((county.var / "spool").glob("*.part")), "the spool gave its copy up"


def test_a_county_s_documents_are_in_its_bucket(county: Settings) -> None:
    with settled(county) as town:
        case = town.file()
        asked = {"step": 1, "paper": "filing", "reason": "附卷"}
        made = town.made("wang", f"cases/{case}/documents", asked)
        assert made["version_id"], "a bucket keeps versions"
        town.projected()
        for digest, size in ((made["blake3"], made["size"]), (made["text_blake3"], made["text_size"])):
            answer = town.http.get(f"/objects/{digest}", headers={"Authorization": f"Bearer {town.tokens['wang']}"})
            assert (answer.status_code, len(answer.content)) == (200, size)


def test_the_application_cannot_change_or_remove_what_it_recorded(county: Settings) -> None:
    with settled(county) as town:
        town.file()
        engine: Engine = create_engine(county.database)
        for statement in ("UPDATE event SET actor = 'x'", "DELETE FROM event", "TRUNCATE event", "DROP TABLE event"):
            with (
                engine.connect() as connection,
                pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
            ):
                connection.execute(text(statement))
        engine.dispose()


def test_views_are_rebuilt_by_their_owner_while_the_application_uses_them(county: Settings) -> None:
    application = {"MINGJING_VAR": county.var, "MINGJING_DATABASE": county.database}
    with settled(county) as town:
        town.published()
        town.projected()
        refused = said("rebuild", **application)
        assert (refused.returncode, "MINGJING_OWNER_DATABASE" in refused.stderr) == (1, True)
        done = said("rebuild", **application, MINGJING_OWNER_DATABASE=county.owner_database)
        assert done.returncode == 0, done.stderr
        town.published()
        town.projected()
        assert town.get("sun", "statistics")["items"][0]["disclosed"] == 2


def test_the_application_reads_its_recordings_again_and_notes_what_it_found(county: Settings) -> None:
    application = {"MINGJING_VAR": county.var, "MINGJING_DATABASE": county.database, "MINGJING_OBJECTS": county.objects}
    with settled(county) as town:
        town.upload(os.urandom(300_000))
        for _ in range(2):
            done = said("scrub", **application)
            assert (done.returncode, done.stderr) == (0, ""), done.stderr
            assert "读取 1 件" in done.stdout


@contextmanager
def settled(settings: Settings) -> Iterator[Town]:
    """A server of these settings with the sample's registers filled."""
    install(settings)
    with open_ledgers(settings) as ledgers:
        registrar = found(ledgers, settings, SAMPLE, "监漳镇", "140429", "登记人", Moment.of(START))
        catalogued(ledgers)
    with serving(settings) as address, httpx.Client(base_url=address, trust_env=False, timeout=30) as http:
        town = Town(http, registrar)
        town.settle()
        yield town
