"""What an entry of a register can't be, though its schema allows it: every wrong field is named at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from api import device_checks as devices
from api.delegation_checks import wrong_delegation, wrong_end
from api.list_checks import wrong_announcement, wrong_law, wrong_list
from api.number_checks import wrong_code, wrong_form, wrong_number
from api.papers.trial import wrong_template
from api.register_contents import (
    wrong_account,
    wrong_basis,
    wrong_certificate,
    wrong_days,
    wrong_digest,
    wrong_materials,
    wrong_measure,
    wrong_months,
    wrong_name,
    wrong_ranges,
    wrong_registration,
    wrong_series,
    wrong_withdrawn,
)
from api.register_entries import Entry, GrantAccess, RegisterPerson
from api.register_fields import (
    BLANK,
    Found,
    blank,
    is_known,
    unknown_agency,
    unless,
    wrong_agency,
    wrong_matter,
    wrong_person,
    wrong_term,
)
from api.reviewer_checks import wrong_training
from api.rule_checks import check_own_rules, check_rules
from records.errors import Invalid
from records.identifiers import is_citizen_number, is_credit_code
from records.licence.listed import LicenceMatterListed
from records.paper.events import TemplateAdopted
from records.register.events import (
    AccessGranted,
    AccessRevoked,
    AgencyRegistered,
    AgencyRulesAdopted,
    BasisChanged,
    BasisRepealed,
    BenchmarkPublished,
    CalendarAdopted,
    DelegationAnnounced,
    DelegationEnded,
    DelegationGranted,
    DeviceClockChecked,
    DeviceEnded,
    DeviceLent,
    DeviceRegistered,
    DeviceReturned,
    EmergencyDeclared,
    HeadAppointed,
    ListPublished,
    MatterRegistered,
    MatterWithdrawn,
    MeasureProvided,
    NumberFormSet,
    OffenceDropped,
    OfficerEnded,
    OfficerRegistered,
    ReviewerRegistered,
    RulesAdopted,
    SeriesContinued,
    StalenessProvided,
    TrainingRecorded,
    UnitHeadAppointed,
)
from records.register.fold import Register
from records.store.ledger import Ledger

Check = Callable[[Any, Ledger], Found]
"""What is wrong with an entry, of the kind that it stands beside in the table."""

_WRONG_NUMBER: Final = "号码不正确，请核对（校验码不符）"


def _by_register(wrong: Callable[[Any, Register], Found]) -> Check:
    return lambda entry, ledger: wrong(entry, ledger.register())


def _rules(wrong: Callable[[Any, Register, Any], Found]) -> Check:
    return lambda entry, ledger: wrong(entry, ledger.register(), ledger.now().day)


def _template(entry: TemplateAdopted, ledger: Ledger) -> Found:
    return wrong_template(entry, ledger.now().day)


_CERTIFIED: Final = (wrong_name, wrong_agency, wrong_person, wrong_term, _by_register(wrong_number))

CHECKS: Final[Mapping[type[Entry], tuple[Check, ...]]] = {
    AgencyRegistered: (wrong_registration, wrong_term),
    HeadAppointed: (wrong_agency, wrong_person, wrong_term),
    UnitHeadAppointed: (wrong_agency, wrong_person, wrong_term),
    OfficerRegistered: _CERTIFIED,
    ReviewerRegistered: _CERTIFIED,
    TrainingRecorded: (wrong_training,),
    OfficerEnded: (wrong_certificate,),
    MatterRegistered: (wrong_agency, wrong_basis, wrong_term),
    MatterWithdrawn: (wrong_withdrawn,),
    LicenceMatterListed: (wrong_matter, wrong_materials, wrong_term),
    NumberFormSet: (_by_register(wrong_form), wrong_term),
    DelegationGranted: (_by_register(wrong_delegation), wrong_term),
    DelegationEnded: (_by_register(wrong_end),),
    BenchmarkPublished: (wrong_matter, wrong_ranges, wrong_term),
    OffenceDropped: (wrong_matter, wrong_term),
    StalenessProvided: (wrong_matter, wrong_months, wrong_term),
    MeasureProvided: (wrong_matter, wrong_measure, wrong_term),
    EmergencyDeclared: (wrong_digest, wrong_term),
    CalendarAdopted: (wrong_days,),
    RulesAdopted: (_rules(check_rules),),
    AgencyRulesAdopted: (_rules(check_own_rules),),
    TemplateAdopted: (wrong_agency, _template, wrong_term),
    DeviceRegistered: (wrong_agency, devices.wrong_registration),
    DeviceLent: (devices.wrong_loan,),
    DeviceReturned: (devices.wrong_return,),
    DeviceEnded: (devices.wrong_end,),
    DeviceClockChecked: (devices.wrong_check,),
    AccessRevoked: (wrong_account,),
    SeriesContinued: (wrong_agency, wrong_series),
    ListPublished: (wrong_agency, wrong_list, wrong_term),
    BasisRepealed: (wrong_law,),
    BasisChanged: (wrong_law,),
    DelegationAnnounced: (wrong_agency, wrong_announcement),
}
"""Of each kind of entry what is looked at beside its empty texts."""


def check(entry: Entry, ledger: Ledger) -> None:
    """Refuses an entry that names what isn't there, or that would make the registers contradict themselves."""
    _refuse([*blank(entry), *(found for wrong in CHECKS[type(entry)] for found in wrong(entry, ledger))])


def check_person(given: RegisterPerson) -> None:
    """Refuses a number that isn't right by its check digit."""
    right = is_citizen_number if given.kind == "natural" else is_credit_code
    wrong = wrong_code("$.number", given.number, right, _WRONG_NUMBER) if given.number else ()
    _refuse([*blank(given), *wrong])


def check_grant(given: GrantAccess, ledger: Ledger) -> None:
    """Refuses an account of nobody, of somebody else than before, or with the roles of another kind of holder."""
    _refuse([*blank(given), *_wrong_grant(given, ledger)])


def _refuse(found: Iterable[tuple[str, str]]) -> None:
    """Raises Invalid; where a field is empty, that is all that is said of it, but of a file each entry."""
    lines = list(dict.fromkeys(found))
    empty = {path for path, detail in lines if detail == BLANK}
    if lines:
        raise Invalid(sorted((path, detail) for path, detail in lines if detail == BLANK or path not in empty))


def _wrong_grant(given: GrantAccess, ledger: Ledger) -> Found:
    kind, _, name = given.subject.partition(":")
    register = ledger.register()
    there = name in register.devices if kind == "device" else is_known(name, ledger)
    yield from unless(there, "$.subject", "名录中没有这个人员或者设备，或者其个人信息已经清除")
    if kind == "device":
        yield from unless(set(given.roles) == {"device"}, "$.roles", "设备只能有 device 角色")
    else:
        yield from unless("device" not in given.roles, "$.roles", "人员不能有 device 角色")
    if given.agency:
        yield from unknown_agency(given.agency, register)
    yield from unless(
        _subjects(given.principal, ledger) <= {given.subject}, "$.principal", "该账号已属于另一人员或者设备，请另取名称"
    )


def _subjects(principal: str, ledger: Ledger) -> set[str]:
    """Who has ever had the account: its name stands in the record for whoever acted by it, also once it is revoked."""
    granted = (one.event for one in ledger.history(AccessRevoked(principal=principal, reason="").stream))
    return {one.subject for one in granted if isinstance(one, AccessGranted) and one.principal == principal}
