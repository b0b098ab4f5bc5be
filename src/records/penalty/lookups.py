"""What other cases say of an offender: read before a penalty is decided."""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.lookup import Lookups, Prepared, Sources
from records.course.shapes import Command
from records.offence.commands import CheckJurisdiction
from records.offence.jurisdiction import filed_first
from records.penalty.commands import DeclinePenalty, FileCase, SignDecision
from records.penalty.earlier import offended_before
from records.penalty.money import owed
from records.penalty.redo import undone_alike
from records.register.events import DecisionNoted, FilingNoted, FineImposed, fines_stream
from records.spot.commands import DecideSpot


def with_filings(prepared: Prepared, _: Case, __: FileCase, sources: Sources) -> Prepared:
    """The filing is noted under its party, after all that is noted there."""
    stream = fines_stream(prepared.context.person)
    return prepared.after(stream, sources.version(stream))


def with_earlier(prepared: Prepared, case: Case, _: Command, sources: Sources) -> Prepared:
    """A fine for an act of the same day and place, what was undone of it, who filed it first, and an offence.

    They are read where each decision is noted, and what is decided on them is noted after them.
    """
    filed = case.offence
    if filed is None:
        return prepared
    stream = fines_stream(filed.party.person)
    entries = sources.history(stream)
    events = [one.event for one in entries]
    decided = [one for one in events if isinstance(one, FineImposed | DecisionNoted)]
    notes = tuple(one for one in events if isinstance(one, FilingNoted))
    cases = dict.fromkeys(one.case for one in (*decided, *notes) if one.case != prepared.context.case)
    others = {one: sources.load(one) for one in cases}
    fines = (one for one in decided if isinstance(one, FineImposed) and one.case in others)
    alike = (one.case for one in fines if (one.acted_on, one.place) == (filed.acted_on, filed.place))
    found = prepared.knowing(
        fined_in=next((one for one in alike if "fine" in owed(others[one])), ""),
        filed_in=filed_first(case, others, notes),
        offended_in=next(filter(None, (offended_before(case, one) for one in others.values())), ""),
        undone_in=undone_alike(case, others.values(), prepared.context.occurred_at),
    )
    return found.after(stream, len(entries))


LOOKUPS: Final[Lookups] = {
    FileCase: (with_filings,),
    CheckJurisdiction: (with_earlier,),
    SignDecision: (with_earlier,),
    DeclinePenalty: (with_earlier,),
    DecideSpot: (with_earlier,),
}
"""What these steps look up."""
