"""A store in an S3 bucket with versions and Object Lock.

Objects go straight to their final key: a server-side copy from a staging key costs as much as the upload did.
A process that dies in a multipart upload leaves parts without an object; MinIO drops them after a day, on
other S3 servers a lifecycle rule (AbortIncompleteMultipartUpload) has to.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import urllib3
from minio import Minio
from minio.commonconfig import ENABLED
from minio.datatypes import Object, Part
from minio.error import MinioException, S3Error
from minio.helpers import DictType
from minio.xml import Element, SubElement, getbytes
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from media.digest import is_digest
from media.errors import Corrupt, NoObject, StoreUnavailable
from media.store import CHUNK

PART = 16 << 20
"""Bytes of a part; S3 allows 10,000 of them, 160 GiB at this size (larger objects get larger parts)."""

PARALLEL = 3
"""Parts under way at once over all uploads of the process, each held in memory: 48 MiB."""

REFUSED = ("PreconditionFailed", "ConditionalRequestConflict")
"""What S3 answers when another one was first: If-None-Match or If-Match doesn't hold."""

_NO_OBJECT = ("NoSuchKey", "NoSuchVersion", "MethodNotAllowed")  # the last: the version is a delete marker


class BucketStore:
    """`ObjectStore` on S3; the version id is that of the one object that was stored under the digest."""

    def __init__(self, endpoint: str, bucket: str, access_key: str, secret_key: str, *, secure: bool = True) -> None:
        """Connect to `host:port`; a bucket that is missing is made with versions and Object Lock.

        Raises `StoreUnavailable` when the server doesn't answer, or when the bucket keeps no versions: a lock
        protects versions, and an unversioned delete would be final.
        """
        self._http = connections()
        self._client = Minio(endpoint, access_key, secret_key, secure=secure, http_client=self._http)
        self.name = bucket
        self._parts = ThreadPoolExecutor(PARALLEL, thread_name_prefix="parts")
        self._make_bucket()

    def close(self) -> None:
        """End the threads and connections."""
        self._parts.shutdown()
        self._http.clear()

    def put(self, path: Path, digest: str, size: int) -> str:
        """See `ObjectStore.put`; between two at once If-None-Match decides."""
        with reachable(digest):
            try:
                return self._version_there(digest, size)
            except NoObject:
                pass
            try:
                return self._put_whole(path, digest) if size <= PART else self._put_parts(path, digest, size)
            except S3Error as error:
                if error.code not in REFUSED:
                    raise
                return self._version_there(digest, size)

    def open(self, digest: str, start: int, length: int, version: str = "") -> Iterator[bytes]:
        """See `ObjectStore.open`."""
        if length == 0:
            self.size(digest)
            return
        with reachable(digest):
            answer = self._client.get_object(self.name, _key(digest), start, length, version_id=version or None)
            try:
                for chunk in answer.stream(CHUNK):
                    length -= len(chunk)
                    yield chunk
            finally:
                answer.close()
                answer.release_conn()
        if length:
            raise Corrupt(f"{digest} ends {length} bytes early")

    def size(self, digest: str, version: str = "") -> int:
        """See `ObjectStore.size`."""
        return self._stat(digest, version).size or 0

    def locked(self, digest: str, version: str = "") -> bool | None:
        """See `ObjectStore.locked`; a bucket promises locks when it has a default retention for new objects."""
        if not self._retains():
            return None
        key, which = _key(digest), version or None
        with reachable(digest):
            if self._client.get_object_retention(self.name, key, version_id=which) is not None:
                return True
            return self._client.is_object_legal_hold_enabled(self.name, key, version_id=which)

    def _retains(self) -> bool:
        with reachable(self.name):
            try:
                return self._client.get_object_lock_config(self.name).mode is not None
            except S3Error as error:
                if error.code != "ObjectLockConfigurationNotFoundError":
                    raise
                return False

    def exists(self, digest: str) -> bool:
        """See `ObjectStore.exists`; a key hidden by a delete marker isn't there."""
        try:
            self.size(digest)
        except NoObject:
            return False
        return True

    def replace(self, digest: str, size: int, chunks: Iterator[bytes], instead_of: str = "") -> str:
        """See `MendableStore.replace`; a new version over the others, unless somebody else was first (If-Match)."""
        with reachable(digest):
            try:
                condition: DictType = {"If-Match": f'"{self._stat(digest).etag}"'}
            except NoObject:
                condition = {"If-None-Match": "*"}
            if size <= PART:
                version = self._replace_whole(digest, b"".join(chunks), condition)
            else:
                version = self._replace_parts(digest, size, chunks, condition)
            self._lock_alike(digest, version, instead_of)
            return version

    def check_there(self) -> None:
        """See `MendableStore.check_there`; S3 itself says so where the bucket is away."""

    def _replace_whole(self, digest: str, body: bytes, condition: DictType) -> str:
        headers: DictType = {"Content-Type": "application/octet-stream"}
        return _version(self._once("PUT", digest, body, headers, {}, condition))

    def _replace_parts(self, digest: str, size: int, chunks: Iterator[bytes], condition: DictType) -> str:
        """In turn, one part in memory: who reads the chunks has set the pace."""
        length, key = max(PART, -(-size // 10_000)), _key(digest)
        upload = self._client._create_multipart_upload(self.name, key, {})
        try:
            parts = [
                Part(number, self._client._upload_part(self.name, key, block, None, upload, number))
                for number, block in enumerate(_blocks(chunks, length), 1)
            ]
            headers: DictType = {"Content-Type": "application/xml"}
            return _version(self._once("POST", digest, _complete(parts), headers, {"uploadId": upload}, condition))
        except BaseException:
            with suppress(MinioException, HTTPError):  # the first failure is the one to tell
                self._client._abort_multipart_upload(self.name, key, upload)
            raise

    def _lock_alike(self, digest: str, version: str, instead_of: str) -> None:
        """Give a version the lock and the hold of the one that it stands for, if that is there."""
        if not instead_of:
            return
        try:
            retention = self._client.get_object_retention(self.name, digest, version_id=instead_of)
            hold = self._client.is_object_legal_hold_enabled(self.name, digest, version_id=instead_of)
        except S3Error as error:
            if error.code not in (*_NO_OBJECT, "InvalidRequest"):  # the last: the bucket has no locks
                raise
            return
        if retention is not None and retention.retain_until_date > datetime.now(UTC):
            self._client.set_object_retention(self.name, digest, retention, version_id=version)
        if hold:
            self._client.enable_object_legal_hold(self.name, digest, version_id=version)

    def _make_bucket(self) -> None:
        with reachable(self.name):
            if not self._client.bucket_exists(self.name):
                self._client.make_bucket(self.name, object_lock=True)
            if self._client.get_bucket_versioning(self.name).status != ENABLED:
                raise StoreUnavailable(f"bucket {self.name} keeps no versions")

    def _stat(self, digest: str, version: str = "") -> Object:
        with reachable(digest):
            return self._client.stat_object(self.name, _key(digest), version_id=version or None)

    def _version_there(self, digest: str, size: int) -> str:
        there = self._stat(digest)
        if there.size != size:
            raise Corrupt(f"{digest} is stored with {there.size} bytes instead of {size}")
        return there.version_id or ""

    def _put_whole(self, path: Path, digest: str) -> str:
        headers: DictType = {"Content-Type": "application/octet-stream"}
        return _version(self._once("PUT", digest, path.read_bytes(), headers, {}))

    def _put_parts(self, path: Path, digest: str, size: int) -> str:
        key = _key(digest)
        upload = self._client._create_multipart_upload(self.name, key, {})
        try:
            parts = self._send_parts(path, key, upload, size)
            headers: DictType = {"Content-Type": "application/xml"}
            return _version(self._once("POST", digest, _complete(parts), headers, {"uploadId": upload}))
        except BaseException:
            with suppress(MinioException, HTTPError):  # the first failure is the one to tell
                self._client._abort_multipart_upload(self.name, key, upload)
            raise

    def _send_parts(self, path: Path, key: str, upload: str, size: int) -> list[Part]:
        length = max(PART, -(-size // 10_000))

        def send(number: int) -> Part:  # reads when its turn comes: no more than PARALLEL parts are in memory
            data = _read(path, (number - 1) * length, length)
            return Part(number, self._client._upload_part(self.name, key, data, None, upload, number))

        return list(self._parts.map(send, range(1, -(-size // length) + 1)))

    def _once(
        self,
        method: str,
        digest: str,
        body: bytes,
        headers: DictType,
        query: DictType,
        condition: DictType | None = None,
    ) -> BaseHTTPResponse:
        """Send the request that makes the object, which S3 refuses when the key has one (If-None-Match: "*").

        `condition` is another one than that.

        minio's public `put_object` turns that header into user metadata, and its completion of a multipart
        upload takes none, hence the method behind them. S3 may answer a completion with 200 and an error in
        the body.
        """
        headers = {**headers, **(condition or {"If-None-Match": "*"})}
        answer = self._client._execute(method, self.name, _key(digest), body, headers, query)
        if b"<Error>" in answer.data[:1000]:
            raise S3Error.fromxml(answer)
        return answer


def connections() -> urllib3.PoolManager:
    """Connections to an S3 server: what failed on its side is sent again, three times at most."""
    timeout = urllib3.Timeout(connect=5, read=120)
    retry = urllib3.Retry(total=3, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504])
    return urllib3.PoolManager(timeout=timeout, retries=retry, maxsize=16)


def _key(digest: str) -> str:
    if not is_digest(digest):
        raise NoObject(digest)
    return digest


def _read(path: Path, start: int, length: int) -> bytes:
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        return file.read(length)


def _blocks(chunks: Iterator[bytes], length: int) -> Iterator[bytes]:
    """The same bytes in blocks of `length`, the last one shorter."""
    block = bytearray()
    for chunk in chunks:
        block += chunk
        while len(block) >= length:
            yield bytes(block[:length])
            del block[:length]
    if block:
        yield bytes(block)


def _version(answer: BaseHTTPResponse) -> str:
    return answer.headers.get("x-amz-version-id", "")


def _complete(parts: list[Part]) -> bytes:
    """Return the body of CompleteMultipartUpload (S3 API reference)."""
    body = Element("CompleteMultipartUpload")
    for part in parts:
        tag = SubElement(body, "Part")
        SubElement(tag, "PartNumber", str(part.part_number))
        SubElement(tag, "ETag", f'"{part.etag}"')
    return getbytes(body)


@contextmanager
def reachable(name: str) -> Iterator[None]:
    """Errors of the block as ours: NoObject where `name` isn't there, StoreUnavailable for all others."""
    try:
        yield
    except S3Error as error:
        if error.code in _NO_OBJECT:
            raise NoObject(name) from error
        raise StoreUnavailable(f"{error.code}: {error.message}") from error
    except (MinioException, HTTPError) as error:
        raise StoreUnavailable(str(error)) from error
