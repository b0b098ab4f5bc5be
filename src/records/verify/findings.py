"""What can be found wrong, each under a code that never changes its meaning, with a sentence in Chinese.

A code says *what* is wrong and, where three copies can be compared (database, bundle, tile), which of them it is. The
position is that of the first event that is concerned; 0 where it is the log as a whole.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import msgspec

Code = Literal[
    # The row
    "position-missing",
    "time-backwards",
    "version-missing",
    "version-order",
    "register-differs",
    "lost",
    "lost-differs",
    # Its keys
    "key-missing",
    "key-destroyed",
    "key-unreadable",
    "key-not-destroyed",
    "key-of-another-stream",
    # Its values
    "tag-unknown",
    "stored-form",
    "values-unopened",
    "slots-differ",
    "salts-differ",
    "column-differs",
    "value-differs",
    "entry-differs",
    # The log
    "entry-rewritten",
    "bundle-missing",
    "bundle-differs",
    "tile-missing",
    "tile-differs",
    "checkpoint-missing",
    "checkpoint-invalid",
    "checkpoint-unwitnessed",
    "key-differs",
    "root-differs",
    "state-differs",
    "against-invalid",
    "against-longer",
    "against-differs",
    "witnessed-missing",
    "witnessed-differs",
    "timestamp-differs",
    # The public ledger
    "public-form",
    "public-row-differs",
    "public-source-differs",
    "public-checkpoint-differs",
    "public-checkpoint-stale",
    "public-act-missing",
    # Recordings
    "object-missing",
    "object-size",
    "object-differs",
    "object-unlocked",
    "object-hidden",
]

SENTENCES: Final[dict[Code, str]] = {
    "position-missing": "缺少第 {first} 至 {last} 条记录：被删除，或者数据库是从较早的备份恢复的",
    "time-backwards": "录入时间早于前一条记录",
    "version-missing": "{stream} 缺少第 {first} 至 {last} 版",
    "version-order": "{stream} 第 {version} 版记在前一版之前",
    "register-differs": "“是否属于名录”的标记被改动",
    "lost": "第 {first} 至 {last} 条记录的内容已经丢失，只有从日志取回的条目",
    "lost-differs": "标为丢失的记录却带有其他内容",
    "key-missing": "{owner}的密钥不见了，没有记录说明它被清除",
    "key-destroyed": "{owner}的密钥已被销毁，却没有清除的记录",
    "key-unreadable": "{owner}的密钥不能用现有的主密钥打开：被改动或者调换",
    "key-not-destroyed": "{owner}已按记录清除，密钥却还在",
    "key-of-another-stream": "内容在另一个案件或者名录的密钥之下",
    "tag-unknown": "没有 {tag} 这种记录",
    "stored-form": "保存的形式被破坏：{reason}",
    "values-unopened": "{owner}的内容打不开：内容被改动，记录被移动或者改号，或者密钥被调换",
    "slots-differ": "有 {found} 个承诺，应有 {expected} 个",
    "salts-differ": "{owner}的全部承诺都与内容不符：密钥或者事件标识被调换，或者记录是从别处移来的",
    "column-differs": "{slot} 的值与承诺不符，共 {count} 处",
    "value-differs": "{slot} 的内容与承诺不符，共 {count} 处",
    "entry-differs": "日志条目与承诺不符",
    "entry-rewritten": "数据库中的条目不是日志中的条目：记录在进入日志之后被改写",
    "bundle-missing": "缺少条目文件 {path}",
    "bundle-differs": "条目文件 {path} 与数据库不同，哈希文件与数据库相同",
    "tile-missing": "缺少哈希文件 {path}",
    "tile-differs": "哈希文件 {path} 与由条目算出的不同",
    "checkpoint-missing": "没有公布的检查点：日志还没有签名，或者被删除",
    "checkpoint-invalid": "公布的检查点不能成立：{reason}",
    "checkpoint-unwitnessed": "公布的检查点只有 {found} 个见证人的有效见证，应有 {threshold} 个",
    "key-differs": "公布的公钥不能使用或者被换掉：{reason}",
    "root-differs": "由全部条目算出的根，与有 {size} 个条目的检查点不同",
    "state-differs": "签名者的状态（{size} 个条目）与日志不符：{reason}",
    "against-invalid": "保存在别处的检查点不能成立：{reason}",
    "against-longer": "保存在别处的检查点有 {size} 个条目，账本只有 {head} 条记录：末尾被删除",
    "against-differs": "与保存在别处的检查点（{size} 个条目）不一致：第 {first} 至 {size} 条记录中有被改写的",
    "witnessed-missing": "记录所引的见证检查点 {digest} 不见了",
    "witnessed-differs": "记录所引的见证检查点 {digest} 不能成立：{reason}",
    "timestamp-differs": "时间戳 {path} 不能成立：{reason}",
    "public-form": "公开账本的条目不是规定的形式",
    "public-row-differs": "公开账本这一行的 {column} 与条目不符",
    "public-source-differs": "公开行为所引的第 {source} 条记录不存在、时间不同，或者说已经遗失却没有遗失",
    "public-checkpoint-differs": "公开账本收入的检查点（{size} 个条目）与账本不一致：历史被改写",
    "public-checkpoint-stale": "公开账本最近一次收入检查点（{size} 个条目）以后，账本又增加记录超过两小时，没有再收入",
    "public-act-missing": "公示审查没有记入公开账本，而此后的已经记入",
    "object-missing": "音像或者扫描件 {digest} 不见了",
    "object-size": "音像或者扫描件 {digest} 有 {found} 字节，应有 {expected} 字节",
    "object-differs": "音像或者扫描件 {digest} 的内容被改动",
    "object-unlocked": "音像或者扫描件 {digest} 应有的保护锁不在",
    "object-hidden": "音像或者扫描件 {digest} 被删除标记遮住，原来的版本还在，可以按版本读取",
}
assert set(SENTENCES) == set(get_args(Code))

KEPT: Final = 1_000
"""Findings of one log that are kept; all others are only counted."""


class Finding(msgspec.Struct, frozen=True):
    """Something that is not as it was recorded."""

    position: int
    """Ledger position, 0 for the log as a whole."""
    code: Code
    detail: str
    """The sentence."""


class Findings:
    """Collects what the checks of one log find; the ones at the lowest positions are kept, `KEPT` of them."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[Finding] = []

    def add(self, code: Code, position: int = 0, **what: object) -> None:
        """Something was found; `what` fills its sentence."""
        self.count += 1
        self._kept.append(Finding(position, code, SENTENCES[code].format(**what)))
        if len(self._kept) >= 2 * KEPT:
            self._kept = self._first()

    def found(self) -> list[Finding]:
        """By position, those of the log as a whole at the end."""
        return self._first()

    def _first(self) -> list[Finding]:
        return sorted(self._kept, key=lambda one: (one.position == 0, one.position))[:KEPT]
