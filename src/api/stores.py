"""Opens the stores that the settings name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy import make_url

from api.settings import Settings, UnusableSetting
from media.folder import FolderStore
from media.published_folder import PublishedFolder
from media.store import MendableStore
from records.log.published import PublishedStore
from records.seal.keys import KeyDatabase, KeyFile, WrappedKeys
from records.seal.master import MasterFile, MasterKeys, MasterTable

_S3 = "s3://"
_POSTGRES = "postgresql"


@contextmanager
def open_keys(settings: Settings) -> Iterator[WrappedKeys]:
    """The key store, closed after the block. Raises UnusableSetting, or Corrupt where its master key is missing."""
    _require_apart(settings)
    masters = _masters(settings)
    if "://" not in settings.keys:
        with closing(KeyFile(settings.keys_folder, masters)) as keys:
            yield keys
        return
    with closing(KeyDatabase(_database("MINGJING_KEYS", settings.keys), masters)) as keys:
        yield keys


def _require_apart(settings: Settings) -> None:
    """Raises UnusableSetting where two of events, keys and master key lie in one database."""
    taken = {_place(settings.database)} if settings.database.startswith(_POSTGRES) else set()
    for variable, setting in (("MINGJING_KEYS", settings.keys), ("MINGJING_MASTER", settings.master)):
        if "://" not in setting:
            continue
        place = _place(_database(variable, setting))
        if place in taken:
            msg = f"{variable} 应为另一个数据库：事件、密钥和主密钥放在一起，一份备份就能打开所有内容"
            raise UnusableSetting(msg)
        taken.add(place)


def _place(url: str) -> tuple[str, str, str]:
    """Server and database of an address, whoever's account it is."""
    parsed = make_url(url)
    host, port = parsed.host or str(parsed.query.get("host", "")), parsed.port or parsed.query.get("port", 5432)
    return host.lower(), str(port), parsed.database or ""


def _masters(settings: Settings) -> MasterKeys:
    if "://" in settings.master:
        return MasterTable(_database("MINGJING_MASTER", settings.master))
    return MasterFile(Path(settings.master) if settings.master else settings.keys_folder)


def _database(variable: str, setting: str) -> str:
    """SQLAlchemy's address of a PostgreSQL database."""
    if not setting.startswith(_POSTGRES):
        msg = f"{variable} 应为文件夹，或者 postgresql://用户@主机/数据库"
        raise UnusableSetting(msg)
    return setting.replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def open_objects(setting: str, default: Path, variable: str = "MINGJING_OBJECTS") -> Iterator[MendableStore]:
    """The object store, closed after the block: a folder, or a bucket named by `s3://KEY:SECRET@HOST:PORT/BUCKET?secure=1`."""
    if not setting.startswith(_S3):
        yield FolderStore(Path(setting) if setting else default)
        return
    from media.bucket import BucketStore  # noqa: PLC0415  # needs the extra `s3`

    at = _bucket(variable, setting)
    with closing(BucketStore(at.host, at.name, at.key, at.secret, secure=at.secure)) as store:
        yield store


@contextmanager
def open_copy(settings: Settings) -> Iterator[MendableStore | None]:
    """The second store of objects, closed after the block; None where there is none."""
    if not settings.objects_copy:
        yield None
        return
    with open_objects(settings.objects_copy, Path(), "MINGJING_OBJECTS_COPY") as store:
        yield store


@contextmanager
def open_published(settings: Settings) -> Iterator[PublishedStore]:
    """Where the logs are published, closed after the block. Nothing is made before something is written."""
    setting, suffix = settings.log, ""
    if not setting and settings.objects.startswith(_S3):
        setting, suffix = settings.objects, "-log"
    if not setting.startswith(_S3):
        yield PublishedFolder(Path(setting) if setting else settings.var / "log")
        return
    from media.published_bucket import PublishedBucket  # noqa: PLC0415  # needs the extra `s3`

    at = _bucket("MINGJING_OBJECTS" if suffix else "MINGJING_LOG", setting)
    with closing(PublishedBucket(at.host, at.name + suffix, at.key, at.secret, secure=at.secure)) as store:
        yield store


class _Bucket(NamedTuple):
    host: str
    """With its port."""
    name: str
    key: str
    secret: str
    secure: bool


def _bucket(variable: str, setting: str) -> _Bucket:
    parts = urlsplit(setting)
    name = parts.path.strip("/")
    if not (parts.hostname and name and parts.username and parts.password):
        msg = f"{variable} 应为文件夹，或者 s3://密钥名:密钥@主机:端口/桶?secure=1"
        raise UnusableSetting(msg)
    secure = parse_qs(parts.query).get("secure", ["1"])[0] != "0"
    return _Bucket(parts.netloc.rpartition("@")[2], name, unquote(parts.username), unquote(parts.password), secure)
