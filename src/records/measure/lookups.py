"""What other measures hold: read before one is carried out."""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.lookup import Lookups, Prepared, Sources
from records.measure.commands import CarryOutMeasure
from records.measure.holding import held
from records.measure.identity import identity_of
from records.measure.inventory import keys_held
from records.register.events import MeasureNoted, ThingNoted, measures_stream, thing_stream


def with_measures(prepared: Prepared, case: Case, command: CarryOutMeasure, sources: Sources) -> Prepared:
    """What other measures hold of the party's property, and which pictures of the inventory nobody has."""
    photos = {one.photo for one in command.items if one.photo}
    found = prepared.knowing(lacking=frozenset(one for one in photos if sources.find_object(one) is None))
    if case.party is None:
        return found
    stream = measures_stream(case.party.person)
    entries = sources.history(stream)
    noted = (one.event.case for one in entries if isinstance(one.event, MeasureNoted))
    others = (sources.load(one) for one in dict.fromkeys(noted) if one != prepared.context.case)
    elsewhere = frozenset(key for one in others for key in keys_held(one))
    return found.knowing(held_elsewhere=elsewhere).after(stream, len(entries))


def with_things(prepared: Prepared, _: Case, command: CarryOutMeasure, sources: Sources) -> Prepared:
    """What each line of the inventory is, and whether a measure in another case holds it, of whichever party."""
    called = tuple(map(identity_of, command.items))
    things = tuple(sources.keyed(one) if one else "" for one in called)
    is_held = False
    for thing in set(things) - {""}:
        entries = sources.history(thing_stream(thing))
        noted = [one.event for one in entries if isinstance(one.event, ThingNoted)]
        others = (one for one in noted if one.case != prepared.context.case)
        is_held = is_held or any(one.item in held(sources.load(one.case)) for one in others)
        prepared = prepared.after(thing_stream(thing), len(entries))
    return prepared.knowing(things=things, things_held=is_held)


LOOKUPS: Final[Lookups] = {CarryOutMeasure: (with_measures, with_things)}
"""What these steps look up."""
