"""What the registers and the streams beside the cases have of licences: the lists of matters, and who got what."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from records.event import Event
from records.licence.kinds import LicenceKind, Special, Way

Noted = Literal["applied", "accepted", "not-accepted", "granted", "changed", "refused", "renewed", "ended", "kept"]

AFTER_GRANT: Final[frozenset[Noted]] = frozenset({"applied", "changed", "renewed", "ended"})
"""What changes a licence that there is, or does so by law when nobody decides, whoever was named as its holder then."""


class LicenceMatterListed(Event, frozen=True, kw_only=True, tag="licence-matter-listed/1"):
    """What an agency has published of a licence matter beside the list of matters (行政许可法 第三十条).

    A later entry of the same matter replaces it from its first day on.
    """

    matter: str
    """Code."""
    kind: LicenceKind
    materials: tuple[str, ...]
    """All that may be asked for (第三十一条)."""
    fee_basis: str = ""
    """The law or administrative regulation by which a fee may be charged (第五十八条); empty: it is free."""
    number_limit: int | None = None
    """How many licences may hold at a time (第五十七条); None: any number."""
    way: Way = "alone"
    special: tuple[Special, ...] = ()
    """What the law asks for beside the examination, whose time does not count (第四十五条)."""
    safety: bool = False
    """Whether it directly concerns public safety, health, life or property (第七十八条、第七十九条)."""
    certificate: str = ""
    """Name of the certificate; empty: none is issued."""
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.matter}"


class LicenceNoted(Event, frozen=True, kw_only=True, tag="licence-noted/1"):
    """Something that other cases of the matter are judged by: who was accepted when, who got a licence, how it ended.

    It is written in one transaction with the step, so that the order in the ledger proves the order of acceptance
    (第五十七条), and a bar holds for every agency of the ledger (第七十八条、第七十九条). An application is noted when
    silence could make something of it that others are judged by: a renewal, and any where the number is limited.
    """

    matter: str
    """Code."""
    person: str
    """Id of the applicant or holder."""
    case: str
    what: Noted

    @property
    def stream(self) -> str:
        """The matter's stream of licences."""
        return licences_stream(self.matter)


class LicenceOvertaken(Event, frozen=True, kw_only=True, tag="licence-overtaken/1"):
    """An acceptance was entered afterwards that came before that of a case which has its licence (第五十七条).

    It stands in the matter's stream, by which cases are judged: from then on the grant has the defect.
    """

    matter: str
    """Code."""
    case: str
    """Id of the case that was granted."""
    by: str
    """Id of the case that was accepted before it."""

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.matter}"


class LicenceOvertakingVoided(Event, frozen=True, kw_only=True, tag="licence-overtaking-voided/1"):
    """The acceptance by which a grant had the defect was voided as a mistake: from then on the grant has it no more."""

    matter: str
    """Code."""
    case: str
    """Id of the case that was granted."""
    by: str
    """Id of the case whose acceptance was voided."""

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.matter}"


def licences_stream(matter: str) -> str:
    """The stream of what happened to the licences of one matter."""
    return f"licences:{matter}"
