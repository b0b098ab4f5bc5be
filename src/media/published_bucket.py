"""Published files in an S3 bucket, which may serve them as they are: everybody may read what lies below `log/`.

S3 replaces a file on a condition: `If-Match` names the digest of the content that is there, `If-None-Match` says that
there is none. The bucket keeps no versions and no locks: what is published there proves itself.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec
from minio import Minio
from minio.error import S3Error
from minio.helpers import DictType

from media.bucket import REFUSED, connections, reachable
from media.errors import NoObject, StoreUnavailable
from media.plain_paths import checked, is_public

PARALLEL: Final = 8
"""Files that are sent at once: each waits for the server."""

_SECONDS: Final = "public, max-age=5"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_PRIVATE: Final = "no-store"
_NO_BUCKET: Final = "NoSuchBucket"
_NO_POLICY: Final = "NoSuchBucketPolicy"
_log: Final = logging.getLogger(__name__)


class PublishedBucket:
    """Published files on S3, for all processes that reach it."""

    def __init__(self, endpoint: str, bucket: str, access_key: str, secret_key: str, *, secure: bool = True) -> None:
        """The server at `host:port`. When something is written for the first time, a missing bucket is made, and
        one that has no policy gets that which opens its `log/` to everybody's reading; another policy stays.
        """
        self._http = connections()
        self._client = Minio(endpoint, access_key, secret_key, secure=secure, http_client=self._http)
        self.name = bucket
        self._is_open = False  # whether its policy was looked at

    def close(self) -> None:
        """Ends the connections."""
        self._http.clear()

    def read(self, path: str) -> bytes | None:
        """See `PublishedStore.read`."""
        found = self._read(checked(path))
        return found[0] if found else None

    def write(self, path: str, data: bytes) -> None:
        """See `PublishedStore.write`."""
        with reachable(path):
            self._put(checked(path), data, {})

    def write_all(self, files: Sequence[tuple[str, bytes]]) -> None:
        """See `PublishedStore.write_all`."""
        with ThreadPoolExecutor(PARALLEL, thread_name_prefix="published") as threads:
            for _ in threads.map(lambda file: self.write(*file), files):
                pass

    def replace(self, path: str, data: bytes, expected: bytes | None) -> bool:
        """See `PublishedStore.replace`; between two at once S3 decides."""
        found = self._read(checked(path))
        present = found[0] if found else None
        if present == data:
            return True
        if present != expected:
            return False
        condition: DictType = {"If-Match": f'"{found[1]}"'} if found else {"If-None-Match": "*"}
        try:
            with reachable(path):
                return self._put_on(path, data, condition)
        except NoObject:  # it was removed meanwhile
            return False

    def remove(self, path: str) -> None:
        """See `PublishedStore.remove`."""
        with reachable(path):
            self._client.remove_object(self.name, checked(path))

    def list(self, folder: str) -> list[str]:
        """See `PublishedStore.list`."""
        prefix = f"{checked(folder)}/"
        with reachable(folder):
            try:
                found = [one.object_name or "" for one in self._client.list_objects(self.name, prefix)]
            except S3Error as error:
                if error.code != _NO_BUCKET:
                    raise
                found = []
        return sorted(name.removeprefix(prefix).rstrip("/") for name in found)

    def _read(self, path: str) -> tuple[bytes, str] | None:
        """Content and the digest that S3 knows it by."""
        try:
            with reachable(path):
                answer = self._client.get_object(self.name, path)
                try:
                    return answer.read(), answer.headers["etag"].strip('"')
                finally:
                    answer.close()
                    answer.release_conn()
        except NoObject:
            return None
        except StoreUnavailable as error:
            if isinstance(error.__cause__, S3Error) and error.__cause__.code == _NO_BUCKET:
                return None
            raise

    def _put(self, path: str, data: bytes, condition: DictType) -> None:
        """Send the object; minio's public `put_object` takes no condition, hence the method behind it."""
        if not self._is_open:
            self._open()
        headers = {**_headers(path), **condition}
        try:
            self._client._execute("PUT", self.name, path, data, headers)
        except S3Error as error:
            if error.code != _NO_BUCKET:
                raise
            self._open()
            self._client._execute("PUT", self.name, path, data, headers)

    def _open(self) -> None:
        """The bucket with a policy: whoever made it may have been interrupted before, or be somebody else."""
        try:
            self._client.get_bucket_policy(self.name)
        except S3Error as error:
            if error.code == _NO_BUCKET:
                self._make_bucket()
            if error.code in (_NO_BUCKET, _NO_POLICY):
                self._client.set_bucket_policy(self.name, _policy(self.name))
            else:  # a server without policies, or a key that may not read them
                _log.warning("the policy of the bucket %s can't be read: %s", self.name, error)
        self._is_open = True

    def _make_bucket(self) -> None:
        try:
            self._client.make_bucket(self.name)
        except S3Error as error:
            if error.code != "BucketAlreadyOwnedByYou":  # by another process, just now
                raise

    def _put_on(self, path: str, data: bytes, condition: DictType) -> bool:
        try:
            self._put(path, data, condition)
        except S3Error as error:
            if error.code not in REFUSED:
                raise
            return self.read(path) == data  # an answer may have got lost, and the request was sent again
        return True


def _headers(path: str) -> DictType:
    """How the bucket serves a file: only a full tile or bundle never changes."""
    if not is_public(path):
        return {"Content-Type": "application/octet-stream", "Cache-Control": _PRIVATE}
    if "/tile/" not in path:
        return {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": _SECONDS}
    cache = _SECONDS if ".p/" in path else _FOR_EVER
    return {"Content-Type": "application/octet-stream", "Cache-Control": cache}


def _policy(bucket: str) -> bytes:
    """Everybody may read what is published, and nobody may list or write."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": ["*"]},
        "Action": ["s3:GetObject"],
        "Resource": [f"arn:aws:s3:::{bucket}/log/*"],
    }
    return msgspec.json.encode({"Version": "2012-10-17", "Statement": [statement]})
