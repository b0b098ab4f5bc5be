"""Settings from the environment, each with an embedded default."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final, Literal, Self, get_args
from urllib.parse import urlsplit

import msgspec

from media import spool
from media.limits import Limits
from records.log.authority import AVAILABLE, Authority, read_roots
from records.log.errors import Malformed
from records.log.witness_policy import Policy

_ORIGIN: Final = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?/?", re.IGNORECASE)
_USUAL: Final = {"http": ":80", "https": ":443"}

Bytes = Annotated[int, msgspec.Meta(ge=0)]

Role = Literal["api", "follower", "signer", "timer"]
"""What a process does: answers requests and takes uploads in; projects what is recorded; signs the logs; takes steps
that fall due."""


class UnusableSetting(Exception):
    """A setting that can't be used, with the variable's name and what it should look like."""


class Settings(msgspec.Struct, frozen=True):
    """Where a deployment keeps what it keeps, and where it listens.

    Each field is the environment variable `MINGJING_` with the field's name in capitals.
    """

    roles: str = "api,follower,signer,timer"
    """What this process does, separated by commas. Several processes of one deployment need PostgreSQL; any number
    may have each role, and of those with `follower`, `signer` or `timer`, one works while the others stand by."""
    name: str = ""
    """Name of this process among those of the deployment: ids of its uploads begin with it. Lower-case letters and
    digits, 16 at most; needed where there are several."""
    var: Path = Path("var")
    """Folder of everything embedded."""
    database: str = ""
    """SQLAlchemy URL; empty: SQLite in `var`."""
    owner_database: str = ""
    """The same database as the owner of its tables, for `init` and upgrades on PostgreSQL: the role in `database`
    then may only insert and read events. Empty: `database` owns them."""
    objects: str = ""
    """Folder of recordings, or `s3://KEY:SECRET@HOST:PORT/BUCKET?secure=1`; empty: a folder in `var`."""
    objects_copy: str = ""
    """A second place of the recordings, named as in `objects`, on other disks: it is filled in passing, and damaged or
    missing recordings are written again from it. Empty: there is none."""
    scrub_rate: Bytes = 20 << 20
    """Bytes of recordings that are read again in a second, to see that they are whole, by the role `timer`; 0: none."""
    spool: str = ""
    """Folder of the uploads that this process has under way, on the same file system as a folder of recordings;
    empty: a folder in `var`. No two processes may have the same one."""
    keys: str = ""
    """Where the keys of sealed values are: a folder for the key file, or `postgresql://…` for a database of their own,
    which processes of several machines need. Empty: a folder in `var`. Back them up by `mingjing keys backup`."""
    master: str = ""
    """Where the master key is that wraps them: a folder, or the address of one more database. Empty: where the key
    file is; every process has to have the same one."""
    key_backup_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 90
    """Days for which a backup of the keys is kept (P): older ones have keys of persons who were erased since, so they
    are to be destroyed, and are not restored unasked."""
    host: str = "127.0.0.1"
    port: int = 8000
    origin: str = "mingjing.local"
    """Prefix of the origins of new ledgers' logs."""
    log: str = ""
    """Where the logs are published: a folder that a web server may serve too, or a bucket as in `objects`, on another
    machine than the database if there is one. Empty: where recordings are in a bucket, the one of its name with `-log`
    behind, else a folder in `var`."""
    signing: str = ""
    """Folder of the keys that logs are signed with; empty: a folder in `var`. Only the role `signer` reads it. Back it
    up apart from everything else."""
    witnesses: str = ""
    """File of the witnesses of the logs, and of how many must cosign before a checkpoint is published, as
    `records/log/witness_policy.py` has it; empty: none is asked."""
    timestamps: str = ""
    """Address of a time-stamping authority (RFC 3161) which stamps checkpoints, for the role `signer`; empty: none is
    asked. Needs the extra `timestamps`."""
    timestamps_roots: str = ""
    """PEM file of the roots under which its tokens must be signed; empty: that is left to whoever checks them."""
    public_url: str = ""
    """How the public reaches the site, as `https://www.example.gov.cn`: what links, feeds and their ids begin with,
    and where forms may come from. Empty: taken from each request, which only a machine of one's own can trust."""
    documents: Literal["all", "asked"] = "all"
    """Which documents (文书) are rendered: those of all steps, by the role `timer`, or only what is asked for."""
    upload_largest: Bytes = Limits().largest
    """Bytes of one upload at most."""
    upload_quota: Bytes | None = Limits().quota
    """Bytes of one account's unfinished uploads together; empty: no quota."""
    upload_free_floor: Bytes = Limits().free_floor
    """Bytes that stay free on the disk of the spool."""
    upload_unfinished_hours: Annotated[int, msgspec.Meta(ge=1, le=8760)] = 168
    """Hours for which an upload waits for its next byte before it is given up."""
    upload_origins: str = ""
    """Origins of other sites whose pages may upload, as `https://dock.example.gov.cn`, separated by commas; empty:
    none."""

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
    def public_origin(self) -> str:
        """`public_url` as a browser writes it in `Origin`, empty when none is set. Raises UnusableSetting."""
        if not self.public_url:
            return ""
        found = _ORIGIN.fullmatch(self.public_url)
        if found is None:
            msg = "MINGJING_PUBLIC_URL 应为网站的地址，不带路径，如 https://www.example.gov.cn"
            raise UnusableSetting(msg)
        scheme, host, port = found[1].lower(), found[2].lower(), found[3] or ""
        return f"{scheme}://{host}{'' if port == _USUAL[scheme] else port}"

    @property
    def limits(self) -> Limits:
        """How much uploads may take."""
        return Limits(
            largest=self.upload_largest,
            quota=self.upload_quota,
            free_floor=self.upload_free_floor,
            unfinished=timedelta(hours=self.upload_unfinished_hours),
        )

    @property
    def uploading_origins(self) -> tuple[str, ...]:
        """The sites whose pages may upload. Raises UnusableSetting for what is no origin (RFC 6454)."""
        named = tuple(one.strip() for one in self.upload_origins.split(",") if one.strip())
        for one in named:
            if not _ORIGIN.fullmatch(one) or one.endswith("/"):
                msg = f"MINGJING_UPLOAD_ORIGINS 应为以逗号分隔的来源，如 https://dock.example.gov.cn，而不是 {one}"
                raise UnusableSetting(msg)
        return named

    @property
    def database_url(self) -> str:
        """The database, the embedded one unless another is set."""
        return self.database or f"sqlite:///{self.var / 'mingjing.sqlite3'}"

    @property
    def owner_url(self) -> str:
        """The database as the owner of its tables."""
        return self.owner_database or self.database_url

    @property
    def keys_folder(self) -> Path:
        """The folder of the key file, and of the master key beside it."""
        return Path(self.keys) if self.keys and "://" not in self.keys else self.var / "keys"

    @property
    def signing_folder(self) -> Path:
        """The folder of the signing keys."""
        return Path(self.signing) if self.signing else self.var / "signing"

    @property
    def spool_folder(self) -> Path:
        """The folder of uploads under way."""
        return Path(self.spool) if self.spool else self.var / "spool"

    @property
    def held_roles(self) -> frozenset[Role]:
        """What `roles` names. Raises UnusableSetting for what is no role, and for a part of them without PostgreSQL."""
        named = {name.strip() for name in self.roles.split(",")}
        held = frozenset(role for role in get_args(Role) if role in named)
        if not held or len(held) < len(named):
            msg = f"MINGJING_ROLES 应为 {'、'.join(get_args(Role))} 中的一个或者几个，以逗号分隔，不能是 {self.roles}"
            raise UnusableSetting(msg)
        if len(held) < len(get_args(Role)) and not self.database.startswith("postgresql"):
            msg = "MINGJING_ROLES 把工作分给几个进程，须以 MINGJING_DATABASE 使用 PostgreSQL；单个进程请不填"
            raise UnusableSetting(msg)
        return held

    @property
    def witness_policy(self) -> Policy:
        """What the file `witnesses` says. Raises UnusableSetting."""
        if not self.witnesses:
            return Policy()
        try:
            return Policy.read(Path(self.witnesses))
        except (Malformed, OSError) as error:
            msg = f"MINGJING_WITNESSES 不能使用：{error}"
            raise UnusableSetting(msg) from error

    @property
    def authority(self) -> Authority | None:
        """The authority that `timestamps` names, to be closed; None when there is none. Raises UnusableSetting."""
        if not self.timestamps:
            return None
        if not AVAILABLE:
            msg = "MINGJING_TIMESTAMPS 需要附加组件：pip install 'mingjing[timestamps]'"
            raise UnusableSetting(msg)
        address = urlsplit(self.timestamps)
        if address.scheme not in {"http", "https"} or not address.hostname:
            msg = "MINGJING_TIMESTAMPS 应为时间戳服务的地址，如 http://tsa.example.gov.cn/tsr"
            raise UnusableSetting(msg)
        try:
            roots = read_roots(Path(self.timestamps_roots)) if self.timestamps_roots else []
        except (Malformed, OSError) as error:
            msg = f"MINGJING_TIMESTAMPS_ROOTS 不能使用：{error}"
            raise UnusableSetting(msg) from error
        return Authority(self.timestamps, roots)

    def check_copy(self) -> None:
        """Raises UnusableSetting where the second place of recordings is the first."""
        first = self.objects or str(self.var / "objects")
        if self.objects_copy and _where(self.objects_copy) == _where(first):
            msg = "MINGJING_OBJECTS_COPY 应为另一处存放地点，最好在另外的磁盘上"
            raise UnusableSetting(msg)

    @property
    def process_name(self) -> str:
        """`name`, empty when none is set. Raises UnusableSetting."""
        if self.name and spool.NAME.fullmatch(self.name) is None:
            msg = f"MINGJING_NAME 应为小写字母和数字，最多 16 个，不能是 {self.name}"
            raise UnusableSetting(msg)
        return self.name


def _where(setting: str) -> str:
    """A place of objects, whatever it is opened with."""
    return setting.rpartition("@")[2].partition("?")[0] if "://" in setting else str(Path(setting).resolve())


def _path(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value))
    raise NotImplementedError(kind)
