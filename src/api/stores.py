"""Opens the stores that the settings name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from api.settings import UnusableSetting
from media.folder import FolderStore
from media.store import ObjectStore


@contextmanager
def open_objects(setting: str, default: Path) -> Iterator[ObjectStore]:
    """The object store, closed after the block: a folder, or a bucket named by `s3://KEY:SECRET@HOST:PORT/BUCKET?secure=1`."""
    if not setting.startswith("s3://"):
        yield FolderStore(Path(setting) if setting else default)
        return
    from media.bucket import BucketStore  # noqa: PLC0415  # needs the extra `s3`

    parts = urlsplit(setting)
    bucket = parts.path.strip("/")
    if not (parts.hostname and bucket and parts.username and parts.password):
        msg = "MINGJING_OBJECTS 应为文件夹，或者 s3://密钥名:密钥@主机:端口/桶?secure=1"
        raise UnusableSetting(msg)
    secure = parse_qs(parts.query).get("secure", ["1"])[0] != "0"
    host, keys = parts.netloc.rpartition("@")[2], (unquote(parts.username), unquote(parts.password))
    with closing(BucketStore(host, bucket, *keys, secure=secure)) as store:
        yield store
