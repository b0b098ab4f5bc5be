"""The decision that the court is asked to enforce, and who else enforces it: read before a step that rests on it."""

from __future__ import annotations

from typing import Final

from records.course.lookup import Lookups
from records.court.commands import DropApplication, OpenCourtCase, SignApplication, SubmitApplication
from records.enforcement.lookups import with_basis, with_enforcing, with_own_decision

LOOKUPS: Final[Lookups] = {
    OpenCourtCase: (with_own_decision, with_enforcing),
    **dict.fromkeys((SignApplication, SubmitApplication, DropApplication), (with_basis,)),
}
"""What these steps look up."""
