"""What a public form says when it could not be taken: the sentence, the status, and when to come again.

The form comes back with all that was typed, since who wrote it has no copy.
"""

from __future__ import annotations

import logging
from typing import Final

from fastapi import Response
from sqlalchemy.exc import SQLAlchemyError

from media.errors import MediaError
from records.errors import RecordError, Refused

NOT_TAKEN: Final = (MediaError, RecordError, SQLAlchemyError)
"""What keeps a form from being taken that is filled in well."""

RETRY_SECONDS: Final = 60
"""After which a store that is away, or law data that are missing, are looked for again."""

_KEPT: Final = "；您填写的内容还在下面"

_log = logging.getLogger("mingjing")


def not_taken(error: Exception, *, files: bool = False) -> tuple[str, int]:
    """The sentence and the status; `files`: the form had some, which no page can bring back."""
    _log.error("a public form was not taken: %r", error)
    again = "，证据文件请重新选择" if files else ""
    if isinstance(error, Refused):
        return f"没有收下：{error.detail}{_KEPT}{again}。", 409
    where = "文件存储暂时不可用" if isinstance(error, MediaError) else "系统暂时不能收下内容"
    return f"{where}，没有收下，请过几分钟重新提交{_KEPT}{again}。", 503


def later(answer: Response, wait: int = RETRY_SECONDS) -> Response:
    """An answer that says when to come again, where it is one of those (RFC 9110, 10.2.3)."""
    if answer.status_code in (429, 503):
        answer.headers["Retry-After"] = str(wait)
    return answer
