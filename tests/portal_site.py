"""The fixtures `portal`, one filled town for all tests that look at it, and `fresh`, one for a test that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from http_town import site
from portal_town import Portal, fill


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The town, six days after it began to publish."""
    folder = tmp_path_factory.mktemp("portal")
    with site(f"sqlite:///{folder / 'mingjing.sqlite3'}", folder) as found:
        portal = Portal(found)
        fill(portal)
        portal.settle()
        yield portal


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Portal]:
    """A town that has published nothing yet."""
    with site(f"sqlite:///{tmp_path / 'mingjing.sqlite3'}", tmp_path) as found:
        yield Portal(found)
