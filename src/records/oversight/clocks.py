"""公示期限: which terms are those of disclosure, as supervision counts them (信息公示制度 第十二条至第十六条)."""

from __future__ import annotations

from typing import Final

PUBLICATION: Final = "publication"
"""The terms in which a decision itself has to be public, one for each clock."""

WITHDRAWAL: Final = ("withdrawal", "carrier-recall", "tagged-public")
"""Those in which something has to be taken down (第八条, 第十四条)."""

OTHERS: Final = (
    "test-publication",
    "fulfilment",
    "basic-information",
    "draft-publication",
    "draw-publication",
    "carrier-retry",
    "re-review",
)
"""Results of tests and the fulfilment of decisions (第七条), basic information and catalogues (第四条, 第五条), draws,
carriers (第九条), and what is kept back (第八条).
"""

CORRECTION: Final = "correction"
"""Id of the procedure whose terms of the agency are all of disclosure (第十三条), but for its file."""

OF_THE_FILE: Final = ("archive", "closing")
"""Terms of a correction that are its file's."""

FAMILIES: Final = (PUBLICATION, *WITHDRAWAL, *OTHERS)
"""What the ids of these terms are, or begin with before a dot that names the clock."""


def family(limit: str) -> str:
    """What the id of a term begins with."""
    return limit.partition(".")[0]


def is_of_disclosure(limit: str, procedure: str) -> bool:
    """Whether a term of a case of that procedure is one of disclosure."""
    return family(limit) in FAMILIES or (procedure == CORRECTION and family(limit) not in OF_THE_FILE)
