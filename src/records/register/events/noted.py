"""What is noted under a person beside the case, so that another case finds it; and refusals."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from records.event import Event


class FineImposed(Event, frozen=True, kw_only=True, tag="fine-imposed/1"):
    """A person was fined for an act, so that no agency of the ledger fines them for it again (第二十九条)."""

    person: str
    case: str
    acted_on: date
    place: str
    number: str

    @property
    def stream(self) -> str:
        """The fines of the person."""
        return fines_stream(self.person)


class DecisionNoted(Event, frozen=True, kw_only=True, tag="decision-noted/1"):
    """A case of a person was decided without a fine, so that a later one is not taken for the first (第三十三条)."""

    person: str
    case: str
    number: str
    """Of the decision."""
    punished: bool

    @property
    def stream(self) -> str:
        """The decisions about the person, with the fines."""
        return fines_stream(self.person)


class FilingNoted(Event, frozen=True, kw_only=True, tag="filing-noted/1"):
    """A case was filed for an act, so that another agency of the ledger sees who was first (第二十五条)."""

    person: str
    case: str
    acted_on: date
    place: str

    @property
    def stream(self) -> str:
        """The decisions about the person, with the filings before them."""
        return fines_stream(self.person)


class MeasureNoted(Event, frozen=True, kw_only=True, tag="measure-noted/1"):
    """A measure was carried out on somebody's property, so that none is taken on it twice (行政强制法 第二十三条)."""

    person: str
    case: str

    @property
    def stream(self) -> str:
        """The measures on the property of the person."""
        return measures_stream(self.person)


class EnforcementBegun(Event, frozen=True, kw_only=True, tag="enforcement-begun/1"):
    """A case began to enforce the decision of another, itself or by the court, so that no second one runs beside it."""

    decided_in: str
    """Id of the case that made the decision."""
    case: str

    @property
    def stream(self) -> str:
        """The cases that enforce the decision."""
        return enforcement_stream(self.decided_in)


class PaperEnforcementBegun(Event, frozen=True, kw_only=True, tag="paper-enforcement-begun/1"):
    """A case began to enforce a decision on paper, itself or by the court, so that no second one runs beside it."""

    agency: str
    number: str
    """Of the decision, as `records.course.number_writing` writes it."""
    case: str

    @property
    def stream(self) -> str:
        """The cases that enforce the agency's decision of that number."""
        return paper_enforcement_stream(self.agency, self.number)


class ThingNoted(Event, frozen=True, kw_only=True, tag="thing-noted/1"):
    """A measure was carried out on a thing that is the same whoever has it (行政强制法 第二十三条第二款)."""

    thing: str
    """Keyed digest of what tells it from all others, in hex: nobody guesses a plate or an account by it."""
    case: str
    item: str
    """The line of that case's inventory, as `NUMBER#1`."""

    @property
    def stream(self) -> str:
        """The measures on the thing."""
        return thing_stream(self.thing)


class VisitNoted(Event, frozen=True, kw_only=True, tag="visit-noted/1"):
    """Officers inspected a firm, so that cap and draw are kept across its cases (国办发〔2024〕54号)."""

    person: str
    case: str
    agency: str
    on: date
    planned: bool
    """Whether the cap counts it: by plan or as a special campaign, not for a cause of its own."""
    plan_case: str = ""
    """Id of the case of the plan by which it was drawn."""
    draw: int = 0

    @property
    def stream(self) -> str:
        """The visits to the person."""
        return visits_stream(self.person)


class StepRefused(Event, frozen=True, kw_only=True, tag="step-refused/1"):
    """A live step that the law forbids, kept beside the case for supervision."""

    case: str
    """Empty when the refused step would have opened one."""
    step: str
    """Tag of the command."""
    code: str
    article: str
    detail: str

    @property
    def stream(self) -> str:
        """The refusals beside the case, so that its version stays."""
        return f"refusals:{self.case or 'opening'}"


def measures_stream(person: str) -> str:
    """The stream of the compulsory measures on the property of one person."""
    return f"measures:{person}"


def enforcement_stream(decided_in: str) -> str:
    """The stream of the cases that enforce the decision of one case."""
    return f"enforcement:{decided_in}"


def paper_enforcement_stream(agency: str, number: str) -> str:
    """The stream of the cases that enforce a decision on paper, told by a digest: names of streams lie open."""
    return f"paper-enforcement:{sha256(f'{agency}|{number}'.encode()).hexdigest()}"


def thing_stream(thing: str) -> str:
    """The stream of the compulsory measures on one thing, by the keyed digest of what tells it from all others."""
    return f"thing:{thing}"


def fines_stream(person: str) -> str:
    """The stream of the fines of one person, and of the decisions about them without one."""
    return f"fines:{person}"


def visits_stream(person: str) -> str:
    """The stream of the inspections of one person."""
    return f"visits:{person}"
