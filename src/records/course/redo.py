"""重新作出: what a decision of any procedure but a penalty may not repeat when it is made anew.

Carries out 行政复议法 第六十四条 and 行政诉讼法 第七十一条. It may not say the same on the same facts and reasons,
unless the old one was undone for a breach of procedure alone. Of a penalty kinds and amounts are compared
(`records.penalty.redo`); of any other decision its step, its content and its amounts. Texts are compared without
blanks and marks: whoever changes a word is left to reviewer and supervisor, who see both decisions.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from hashlib import sha256

from records.course.case import Case
from records.course.decided import Decide
from records.judgement import Judgement
from records.penalty.events import RedoLinked


def require_not_repeated(judgement: Judgement, command: Decide, case: Case) -> None:
    """A decision that is made anew does not say the same for the same reasons."""
    old = case.last(RedoLinked)
    if old is not None and not old.procedure_only:
        judgement.require(digest_of_decision(command) != old.digest, "redo-same")


def digest_of_decision(command: Decide) -> str:
    """SHA-256 of a decision as its command says it: which step, what it decides, amounts, facts and reasons; in hex."""
    yuan = (getattr(command, name) for name in sorted(command.__struct_fields__) if name.endswith("_yuan"))
    amounts = (f"{one.normalize():f}" if isinstance(one, Decimal) else "" for one in yuan)
    return digest_of(str(command.__struct_config__.tag), *amounts, command.content, command.facts, command.reasons)


def digest_of(*texts: str) -> str:
    """SHA-256 of the letters and digits of texts, in hex."""
    return sha256("\0".join(map(_bare, texts)).encode()).hexdigest()


def _bare(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())
