"""What opened a case of this procedure: an application, or the agency's own look at a licence."""

from __future__ import annotations

from records.course.case import Case
from records.licence.events import LicenceActionOpened, LicenceApplied


def applied(case: Case) -> LicenceApplied | None:
    """The application, None for a case that the agency began."""
    return case.opened if isinstance(case.opened, LicenceApplied) else None


def looked_at(case: Case) -> LicenceApplied | LicenceActionOpened | None:
    """What opened the case."""
    return case.opened if isinstance(case.opened, LicenceApplied | LicenceActionOpened) else None
