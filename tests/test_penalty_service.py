"""送达: every way in which a document reaches the party, and those in which it does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from course import AGENCY, Course, registers
from penal import HANDLERS, PARTY_NAME, SCAN, command
from records.errors import Invalid
from records.moment import Moment
from records.penalty import commands as c
from records.penalty.commands.checks import check
from records.penalty.events import (
    AddressConfirmed,
    ConsentWithdrawn,
    DocumentServed,
    NoticePublished,
    ServiceAttempted,
)
from records.register.events import OfficerEnded

DECISION = "监漳罚决〔2026〕1号"
NOBODY: dict[str, Any] = {"recipient": "", "relation": ""}
BY_NOTICE: dict[str, Any] = NOBODY | {"method": "public-notice"}


def decided() -> Course:
    return Course().until("decision")


def announced() -> Course:
    """A decision of 2 March that was tried in vain and announced on 3 March."""
    course = decided().at("2026-03-03 09:00")
    course.take(c.AttemptService)
    course.take(c.PublishNotice)
    return course


def paths(kind: type[c.Command], /, **changes: Any) -> list[str]:
    return [path for path, _ in check(command(kind, **changes))]


# ---- Addresses and consent ----


def test_an_address_is_confirmed_with_its_contact_under_a_key_of_its_own() -> None:
    course = Course().until("filing")
    given = (c.SomebodyGiven(name="张某", contact="13800000000"), c.SomebodyGiven(name="李某", contact="li@example.cn"))
    (event,) = course.take(c.ConfirmAddress, contact=given)
    assert isinstance(event, AddressConfirmed)
    assert event.electronic
    assert event.proof == "送达地址确认书"
    assert [(one.name, one.contact) for one in event.contact] == [("张某", "13800000000"), ("李某", "li@example.cn")]
    assert len({one.person for one in event.contact}) == 2


def test_a_document_is_served_electronically_where_the_party_consented() -> None:
    course = decided()
    course.take(c.ConfirmAddress)
    (event,) = course.take(c.ServeDocument, method="electronic", proof="系统回执0001", **NOBODY)
    assert isinstance(event, DocumentServed)
    assert (event.method, event.recipients) == ("electronic", ())


def test_electronic_service_without_a_signed_consent_is_refused() -> None:
    course = decided()
    assert course.refusal(c.ServeDocument, method="electronic") == "no-electronic-consent"
    course.take(c.ConfirmAddress, electronic=False)
    assert course.refusal(c.ServeDocument, method="electronic") == "no-electronic-consent"


def test_electronic_service_after_the_consent_was_withdrawn_is_refused() -> None:
    course = decided()
    course.take(c.ConfirmAddress)
    (withdrawn,) = course.take(c.WithdrawConsent)
    assert isinstance(withdrawn, ConsentWithdrawn)
    assert course.refusal(c.ServeDocument, method="electronic") == "no-electronic-consent"
    course.take(c.ConfirmAddress)
    course.take(c.ServeDocument, method="electronic", proof="系统回执0001")


def test_a_later_address_without_consent_ends_electronic_service() -> None:
    course = decided()
    course.take(c.ConfirmAddress)
    course.take(c.ConfirmAddress, electronic=False)
    assert course.refusal(c.ServeDocument, method="electronic") == "no-electronic-consent"


def test_consent_that_was_never_given_or_is_gone_cannot_be_withdrawn() -> None:
    course = Course().until("filing")
    assert course.refusal(c.WithdrawConsent) == "no-electronic-consent"
    course.take(c.ConfirmAddress)
    course.take(c.WithdrawConsent)
    assert course.refusal(c.WithdrawConsent) == "no-electronic-consent"


def test_the_consent_of_the_day_of_service_counts_for_an_old_paper() -> None:
    course = decided()
    course.at("2026-03-05 09:00").take(c.ConfirmAddress)
    course.at("2026-03-10 09:00").take(c.WithdrawConsent)
    course.at("2026-03-20 09:00")
    electronic: dict[str, Any] = {"method": "electronic", "document": "decision", "proof": "系统回执0001"} | NOBODY
    before, during, after = ("2026-03-04", "2026-03-06", "2026-03-11")
    assert defects_of(course, before, **electronic) == ["no-electronic-consent"]
    assert defects_of(course, during, **electronic) == []
    assert defects_of(course, after, **electronic) == ["no-electronic-consent"]


def defects_of(course: Course, on: str, **changes: Any) -> list[str]:
    """The defects of a back-entered service that is taken back again."""
    kept = list(course.steps)
    try:
        return course.defects(c.ServeDocument, on, **changes)
    finally:
        course.steps = kept


# ---- Tries that failed ----


def test_a_failed_try_names_the_document_that_was_issued_last() -> None:
    course = decided()
    (tried,) = course.take(c.AttemptService)
    assert isinstance(tried, ServiceAttempted)
    assert (tried.document, tried.number, tried.method) == ("decision", DECISION, "in-person")


def test_a_document_that_was_not_issued_is_not_tried() -> None:
    course = Course().until("filing")
    assert course.refusal(c.AttemptService) == "nothing-to-serve"
    assert course.refusal(c.PublishNotice) == "nothing-to-serve"
    assert course.refusal(c.ServeDocument, document="surcharge") == "nothing-to-serve"
    assert course.refusal(c.ServeDocument) == "no-decision"


def test_an_old_paper_of_a_try_without_a_document_is_marked() -> None:
    course = Course().until("filing").at("2026-03-20 09:00")
    assert course.defects(c.AttemptService, "2026-03-10") == ["nothing-to-serve"]
    assert course.defects(c.ServeDocument, "2026-03-10", document="hearing") == ["nothing-to-serve"]


def test_what_was_served_is_neither_tried_nor_announced() -> None:
    course = Course().until("service")
    assert course.refusal(c.AttemptService) == "already-served"
    assert course.refusal(c.PublishNotice) == "already-served"


def test_a_try_before_the_service_may_be_entered_after_it() -> None:
    course = decided().at("2026-03-06 09:00")
    course.take(c.ServeDocument)
    assert course.defects(c.AttemptService, "2026-03-04") == []
    course.at("2026-03-12 09:00")
    assert course.defects(c.AttemptService, "2026-03-09") == ["already-served"]


# ---- Public notice ----


def test_a_notice_is_issued_on_its_day_after_another_way_has_failed() -> None:
    event = announced().events[-1]
    assert isinstance(event, NoticePublished)
    assert (event.number, event.issued_on, event.carriers) == (DECISION, date(2026, 3, 3), ("镇政府公告栏",))


def test_a_notice_before_any_other_way_was_tried_is_refused() -> None:
    course = decided()
    assert course.refusal(c.PublishNotice) == "notice-too-early"


def test_a_failed_try_of_another_document_is_no_reason_for_a_notice() -> None:
    course = Course().until("notice")
    course.take(c.AttemptService, document="notice")
    course.take(c.ServeDocument, document="notice")
    course.take(c.WaiveDefence)
    course.take(c.SignDecision)
    assert course.refusal(c.PublishNotice) == "notice-too-early"


def test_a_failed_try_of_an_earlier_number_is_no_reason_for_a_notice() -> None:
    course = Course().until("notice")
    course.take(c.AttemptService, document="notice")
    course.take(c.GiveNotice)
    assert course.refusal(c.PublishNotice, document="notice") == "notice-too-early"
    course.take(c.AttemptService, document="notice")
    course.take(c.PublishNotice, document="notice")


def test_a_notice_of_another_document_serves_nothing_else() -> None:
    course = Course().until("notice")
    course.take(c.AttemptService, document="notice")
    course.take(c.PublishNotice, document="notice")
    course.take(c.ServeDocument, document="notice")
    course.take(c.WaiveDefence)
    course.take(c.SignDecision)
    with pytest.raises(Invalid, match="noticed_on"):
        course.at("2026-04-20 09:00").take(c.ServeDocument, **BY_NOTICE)


def test_the_last_notice_on_file_counts_and_may_be_of_the_day_of_its_document() -> None:
    course = decided()
    course.take(c.AttemptService)
    course.take(c.PublishNotice)
    course.at("2026-03-10 09:00").take(c.PublishNotice)
    assert course.at("2026-04-02 09:00").refusal(c.ServeDocument, **BY_NOTICE) == "notice-not-over"
    (event,) = course.take(c.ServeDocument, **BY_NOTICE, noticed_on=date(2026, 3, 2))
    assert isinstance(event, DocumentServed)
    assert event.noticed_on == date(2026, 3, 2)


def test_a_new_paper_of_a_kind_is_served_under_its_own_number() -> None:
    course = Course().until("notice-served")
    course.take(c.GiveNotice)
    (event,) = course.take(c.ServeDocument, document="notice")
    assert isinstance(event, DocumentServed)
    assert event.number == "监漳罚告〔2026〕2号"


def test_a_try_after_the_notice_does_not_mend_an_old_paper() -> None:
    course = decided().at("2026-03-10 09:00")
    course.take(c.AttemptService)
    assert course.defects(c.PublishNotice, "2026-03-05") == ["notice-too-early"]
    assert course.defects(c.PublishNotice, "2026-03-10") == []


def test_a_notice_without_its_reasons_is_refused() -> None:
    course = decided()
    course.take(c.AttemptService)
    assert course.refusal(c.PublishNotice, reason=" ") == "notice-needs-reasons"
    course.at("2026-03-05 09:00")
    assert course.defects(c.PublishNotice, "2026-03-04", reason=" ") == ["notice-needs-reasons"]


@pytest.mark.parametrize(("now", "over"), [("2026-04-01 23:00", False), ("2026-04-02 00:00", True)])
def test_a_notice_serves_when_thirty_days_are_over(now: str, over: bool) -> None:
    course = announced().at(now)
    if over:
        (event,) = course.take(c.ServeDocument, **BY_NOTICE)
        assert isinstance(event, DocumentServed)
        assert event.noticed_on == date(2026, 3, 3)
    else:
        assert course.refusal(c.ServeDocument, **BY_NOTICE) == "notice-not-over"


def test_an_old_paper_that_ended_the_notice_early_is_marked() -> None:
    course = announced().at("2026-04-10 09:00")
    assert course.defects(c.ServeDocument, "2026-03-30", **BY_NOTICE) == ["notice-not-over"]


def test_a_notice_that_is_not_on_file_needs_its_day_and_its_reasons() -> None:
    course = decided().at("2026-04-09 09:00")
    with pytest.raises(Invalid, match="noticed_on"):
        course.take(c.ServeDocument, **BY_NOTICE)
    issued: dict[str, Any] = BY_NOTICE | {"noticed_on": date(2026, 3, 10)}
    assert course.refusal(c.ServeDocument, **issued) == "notice-needs-reasons"
    (event,) = course.take(c.ServeDocument, **issued, proof="邮寄被退回，公告栏照片")
    assert isinstance(event, DocumentServed)
    assert event.noticed_on == date(2026, 3, 10)


def test_a_day_that_contradicts_the_notice_on_file_is_invalid() -> None:
    course = announced().at("2026-04-20 09:00")
    with pytest.raises(Invalid, match="2026-03-03"):
        course.take(c.ServeDocument, **BY_NOTICE, noticed_on=date(2026, 3, 10))


def test_a_notice_before_its_document_is_refused() -> None:
    course = decided().at("2026-03-31 09:00")
    early: dict[str, Any] = BY_NOTICE | {"noticed_on": date(2026, 3, 1), "proof": "公告栏照片"}
    assert course.refusal(c.ServeDocument, **early) == "step-before-its-cause"


@pytest.mark.parametrize("by", ["system", HANDLERS[0]])
@pytest.mark.parametrize("now", ["2026-04-02 09:00", "2026-04-03 00:00", "2026-05-20 09:00"])
def test_a_notice_serves_on_its_thirtieth_day_whoever_records_it_and_when(by: str, now: str) -> None:
    course = announced().at(now)
    course.take(c.ServeDocument, by=by, **BY_NOTICE)
    assert course.case.served_at == Moment.of(date(2026, 4, 2))


def test_no_other_day_is_that_of_a_service_by_notice() -> None:
    course = announced().at("2026-04-04 09:00")
    with pytest.raises(Invalid, match="2026-04-02"):
        course.take(c.ServeDocument, **BY_NOTICE, occurred_at="2026-04-04T09:00:00+08:00")
    with pytest.raises(Invalid, match="2026-04-02"):
        course.defects(c.ServeDocument, "2026-04-03", **BY_NOTICE)
    course.take(c.ServeDocument, **BY_NOTICE, occurred_at="2026-04-02T17:00:00+08:00")


def test_a_service_by_notice_is_spared_no_other_age() -> None:
    course = announced().at("2026-04-20 09:00")
    assert course.refusal(c.ServeDocument, **BY_NOTICE, occurred_at="2026-04-01T09:00:00+08:00") == "step-too-old"


def test_a_notice_that_is_not_on_file_is_a_paper_when_its_day_lies_back() -> None:
    course = decided().at("2026-04-20 09:00")
    issued: dict[str, Any] = BY_NOTICE | {"noticed_on": date(2026, 3, 10), "proof": "邮寄被退回，公告栏照片"}
    with pytest.raises(Invalid, match="2026-04-09"):
        course.take(c.ServeDocument, **issued)
    assert course.defects(c.ServeDocument, "2026-04-09", **issued) == []


def two_notices() -> Course:
    """A case with a second notice, of which neither has reached the party."""
    course = Course().until("notice")
    course.take(c.GiveNotice)
    return course


def test_of_two_papers_of_a_kind_the_one_is_served_that_the_number_says() -> None:
    course = two_notices()
    for number, given in (("监漳罚告〔2026〕1号", {"number": "监漳罚告〔2026〕1号"}), ("监漳罚告〔2026〕2号", {})):
        (event,) = course.take(c.ServeDocument, document="notice", **given)
        assert isinstance(event, DocumentServed)
        assert event.number == number
    again: dict[str, Any] = {"document": "notice", "number": "监漳罚告〔2026〕1号"}
    assert course.refusal(c.ServeDocument, **again) == "already-served"


def test_a_number_that_was_never_issued_is_served_on_paper_alone() -> None:
    course = two_notices()
    unknown: dict[str, Any] = {"document": "notice", "number": "监漳罚告〔2026〕9号"}
    with pytest.raises(Invalid, match="number"):
        course.take(c.ServeDocument, **unknown)
    course.at("2026-03-10 09:00")
    assert course.defects(c.ServeDocument, "2026-03-05", **unknown) == ["nothing-to-serve"]
    (event,) = course.case.every(DocumentServed)
    assert event.number == "监漳罚告〔2026〕9号"


def test_a_notice_of_a_paper_that_was_replaced_serves_that_paper() -> None:
    course = Course().until("notice").at("2026-03-03 09:00")
    course.take(c.AttemptService, document="notice")
    course.take(c.PublishNotice, document="notice")
    course.take(c.GiveNotice)
    first: dict[str, Any] = BY_NOTICE | {"document": "notice", "number": "监漳罚告〔2026〕1号"}
    (event,) = course.at("2026-04-03 00:00").take(c.ServeDocument, by="system", **first)
    assert isinstance(event, DocumentServed)
    assert event.number == "监漳罚告〔2026〕1号"


@pytest.mark.parametrize("effect", ["changed", "confirmed-illegal"])
def test_a_decision_that_stands_though_it_was_wrong_is_served(effect: str) -> None:
    course = decided().at("2026-03-20 09:00")
    course.take(c.RevokeDecision, effect=effect)
    course.take(c.AttemptService)
    course.take(c.PublishNotice)
    course.take(c.ServeDocument)


def test_the_timer_serves_by_a_notice_on_file_and_in_no_other_way() -> None:
    course = announced().at("2026-04-02 00:00")
    assert course.refusal(c.ServeDocument, by="system") == "handler-only"
    (event,) = course.take(c.ServeDocument, by="system", **BY_NOTICE, noticed_on=date(2026, 3, 3))
    assert isinstance(event, DocumentServed)
    assert event.number == DECISION


def test_the_timer_does_not_serve_by_a_notice_that_is_not_on_file() -> None:
    course = decided().at("2026-05-20 09:00")
    given: dict[str, Any] = BY_NOTICE | {"noticed_on": date(2026, 3, 3), "proof": "公告栏"}
    assert course.refusal(c.ServeDocument, by="system", **given) == "notice-too-early"


def test_the_timer_serves_though_the_officers_certificates_have_ended() -> None:
    course = announced().at("2026-04-02 00:00")
    numbers = ((one, course.register.officer(one, AGENCY, date(2026, 3, 3))) for one in HANDLERS)
    ended = [
        OfficerEnded(person=one, certificate=found.certificate, last_day=date(2026, 3, 20), reason="调离")
        for one, found in numbers
        if found
    ]
    course.register = registers(*ended)
    assert course.refusal(c.ServeDocument, **BY_NOTICE) == "officer-not-certified"
    course.take(c.ServeDocument, by="system", **BY_NOTICE)


# ---- Service itself ----


def test_a_served_decision_says_to_whom_how_and_what_they_are_to_the_party() -> None:
    course = decided()
    (event,) = course.take(
        c.ServeDocument, method="household", recipient="张妻", relation="同住成年家属", refused=True, witness="村委王某"
    )
    assert isinstance(event, DocumentServed)
    assert (event.document, event.number, event.method) == ("decision", DECISION, "household")
    assert (event.relation, event.refused) == ("同住成年家属", True)
    assert [one.name for one in event.recipients] == ["张妻"]
    assert [one.name for one in event.witnesses] == ["村委王某"]
    assert event.recipients[0].person != event.witnesses[0].person


def test_each_kind_of_document_is_served_under_its_own_number() -> None:
    course = Course().until("service")
    served = [(one.document, one.number) for one in course.case.every(DocumentServed)]
    assert served == [("notice", "监漳罚告〔2026〕1号"), ("decision", DECISION)]
    assert course.case.service is not None
    assert course.case.service.number == DECISION


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("in-person", {"recipient": PARTY_NAME}),
        ("household", {"recipient": "张妻", "relation": "妻子"}),
        ("receiving-clerk", {"recipient": "前台", "relation": "负责收件的人"}),
        ("left", {"witness": "村委王某"}),
        ("left", {"proof": "留置送达照片"}),
        ("post", {"proof": "XA00000001"}),
        ("entrusted", {"recipient": PARTY_NAME, "proof": "受托机关送达回证"}),
    ],
)
def test_a_document_is_served_in_each_lawful_way(method: str, given: dict[str, str]) -> None:
    (event,) = decided().take(c.ServeDocument, **NOBODY | given | {"method": method})
    assert isinstance(event, DocumentServed)
    assert event.method == method
    assert len(event.recipients) == ("recipient" in given)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("refusal-needs-witness", {"method": "left"}),
        ("refusal-needs-witness", {"method": "left", "witness": " ", "proof": " "}),
        ("refusal-needs-witness", {"refused": True}),
        ("service-needs-proof", {"method": "post"}),
        ("service-needs-proof", {"method": "post", "proof": " ", "witness": "王某"}),
        ("service-needs-proof", {"method": "entrusted"}),
    ],
)
def test_a_service_without_the_proof_of_its_way_is_refused(code: str, given: dict[str, Any]) -> None:
    course = decided()
    assert course.refusal(c.ServeDocument, **given) == code
    course.at("2026-03-10 09:00")
    assert course.defects(c.ServeDocument, "2026-03-05", **given) == [code]


def test_a_document_is_served_once() -> None:
    course = Course().until("service")
    assert course.refusal(c.ServeDocument) == "already-served"
    assert course.refusal(c.ServeDocument, document="notice") == "already-served"
    course.at("2026-03-20 09:00")
    assert course.defects(c.ServeDocument, "2026-03-10") == ["already-served"]


def test_the_first_service_counts_and_a_later_one_moves_no_term() -> None:
    course = Course().until("service")
    first = course.case.served_at
    course.at("2026-03-20 09:00").defects(c.ServeDocument, "2026-03-10")
    assert course.case.served_at == first


def test_a_voided_service_may_be_made_good() -> None:
    course = Course().until("service")
    course.take(c.VoidEntry, version=len(course.steps), reason="录错了日期。")
    assert course.case.service is None
    course.take(c.ServeDocument)
    assert course.case.service is not None


def test_a_decision_that_was_undone_is_served_no_more() -> None:
    course = decided().at("2026-03-20 09:00")
    course.take(c.RevokeDecision)
    for kind in (c.ServeDocument, c.AttemptService, c.PublishNotice):
        assert course.refusal(kind) == "decision-revoked"
    assert "decision-revoked" in course.defects(c.ServeDocument, "2026-03-20")


def test_a_service_before_the_document_was_issued_is_marked() -> None:
    course = decided().at("2026-03-10 09:00")
    assert course.defects(c.ServeDocument, "2026-03-01") == ["step-before-its-cause", "case-not-filed"]


def test_officers_without_a_certificate_serve_and_try_nothing() -> None:
    course = decided().at("2031-03-10 09:00")
    assert course.refusal(c.ServeDocument) == "officer-not-certified"
    assert course.refusal(c.AttemptService) == "officer-not-certified"


def test_only_a_handler_serves() -> None:
    course = decided()
    for kind in (c.ServeDocument, c.AttemptService, c.PublishNotice, c.ConfirmAddress, c.WithdrawConsent):
        assert course.refusal(kind, by="officer-sun") == "handler-only"


# ---- What a command alone shows ----


@pytest.mark.parametrize(
    ("wrong", "given"),
    [
        (["$.recipient"], {"recipient": " "}),
        (["$.recipient", "$.relation"], {"method": "household"} | NOBODY),
        (["$.relation"], {"method": "receiving-clerk", "relation": " "}),
        (["$.recipient"], {"method": "entrusted", "proof": "回证"} | NOBODY),
        (["$.noticed_on"], {"noticed_on": date(2026, 3, 3)}),
        ([], {"method": "left"} | NOBODY),
        ([], {"method": "post"} | NOBODY),
        ([], {"method": "electronic"} | NOBODY),
        ([], BY_NOTICE),
    ],
)
def test_a_service_names_who_took_the_paper_where_somebody_did(wrong: list[str], given: dict[str, Any]) -> None:
    assert paths(c.ServeDocument, **given) == wrong


def test_a_command_that_says_nothing_where_it_should_is_invalid() -> None:
    assert paths(c.ConfirmAddress, proof=" ") == ["$.proof"]
    assert paths(c.AttemptService, reason=" ") == ["$.reason"]
    assert paths(c.AttemptService, method="public-notice") == ["$.method"]
    assert paths(c.PublishNotice, carriers=("公告栏", " ")) == ["$.carriers"]


def test_a_back_entry_of_a_service_is_judged_without_an_hour() -> None:
    """A paper of the day of the decision can be served on that day."""
    course = decided().at("2026-03-04 09:00")
    assert course.defects(c.ServeDocument, "2026-03-02") == []
    assert course.case.service is not None
    assert course.case.service.entry == SCAN


# ---- An address and its proof ----


def test_consent_to_electronic_service_names_the_address() -> None:
    course = decided()
    assert course.refusal(c.ConfirmAddress, contact=()) == "electronic-address-missing"
    course.take(c.ConfirmAddress, electronic=False, contact=())
    course.at("2026-03-10 09:00")
    assert course.defects(c.ConfirmAddress, "2026-03-03", contact=()) == ["electronic-address-missing"]
    nameless = (c.SomebodyGiven(name="张三丰"),)
    assert [path for path, _ in check(command(c.ConfirmAddress, contact=nameless))] == ["$.contact[0].contact"]
    assert check(command(c.ConfirmAddress, electronic=False, contact=nameless)) == []


def test_electronic_service_is_shown_by_the_receipt_of_the_system() -> None:
    course = decided()
    course.take(c.ConfirmAddress)
    assert course.refusal(c.ServeDocument, method="electronic", proof=" ", **NOBODY) == "service-needs-proof"
    course.at("2026-03-10 09:00")
    paper = course.defects(c.ServeDocument, "2026-03-03", method="electronic", document="decision", **NOBODY)
    assert paper == ["service-needs-proof"]
