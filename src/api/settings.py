"""Settings from the environment, each with an embedded default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import msgspec


class Settings(msgspec.Struct, frozen=True):
    """Where a deployment keeps what it keeps, and where it listens.

    Each field is the environment variable `MINGJING_` with the field's name in capitals.
    """

    var: Path = Path("var")
    """Folder of everything embedded."""
    database: str = ""
    """SQLAlchemy URL; empty: SQLite in `var`."""
    owner_database: str = ""
    """The same database as the owner of its tables, for `init` and upgrades on PostgreSQL: the role in `database`
    then may only insert and read events. Empty: `database` owns them."""
    objects: str = ""
    """Folder of recordings, or `s3://KEY:SECRET@HOST:PORT/BUCKET?secure=1`; empty: a folder in `var`."""
    keys: str = ""
    """Folder of the key file; empty: a folder in `var`. Back it up apart from the database."""
    host: str = "127.0.0.1"
    port: int = 8000
    origin: str = "mingjing.local"
    """Prefix of the origins of new ledgers' logs."""

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Reads the environment. Raises msgspec.ValidationError for a value that can't be right."""
        given = {
            field: environment[f"MINGJING_{field.upper()}"]
            for field in cls.__struct_fields__
            if environment.get(f"MINGJING_{field.upper()}")
        }
        return msgspec.convert(given, cls, strict=False, dec_hook=_path)

    @property
    def database_url(self) -> str:
        """The database, the embedded one unless another is set."""
        return self.database or f"sqlite:///{self.var / 'mingjing.sqlite3'}"

    @property
    def keys_folder(self) -> Path:
        """The folder of the key file."""
        return Path(self.keys) if self.keys else self.var / "keys"

    @property
    def spool_folder(self) -> Path:
        """The folder of uploads under way."""
        return self.var / "spool"


def _path(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value))
    raise NotImplementedError(kind)
