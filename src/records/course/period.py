"""A period of days that a supervisor looks back at: where it may lie, and how long it may be (P)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from records.judgement import Context
from records.law.deadline import add_months


class Period(NamedTuple):
    """Both days belong to it."""

    first: date
    last: date

    def is_ahead(self, context: Context) -> bool:
        """Whether a day of it comes after that of the step."""
        return self.last > context.occurred_at.day

    def is_before(self, agency: str, context: Context) -> bool:
        """Whether it begins before the agency did; of one that is not registered, other rules speak."""
        known = context.register.agencies.get(agency, ())
        return bool(known) and self.first < min(one.valid_from for one in known)

    def is_longer_than(self, most: str, context: Context) -> bool:
        """Whether it is longer than the months of that value of the law data."""
        law = context.law if most in context.law.values else context.law_now
        return self.last >= add_months(self.first, law.values[most].number)
