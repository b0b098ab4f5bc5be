"""Persons, officers and reviewers, and the forms of their certificates."""

from __future__ import annotations

from datetime import date
from typing import Literal

from records.event import ERASED, Event, PartyKind, PersonText


class ReviewerRegistered(Event, frozen=True, kw_only=True, tag="reviewer-registered/1"):
    """A legal reviewer with their 法律职业资格 (行政处罚法 第五十八条第二款; 法制审核制度 一)."""

    person: str
    agency: str
    qualification: str
    """Number of the 法律职业资格证书."""
    valid_from: date
    valid_to: date | None = None
    name: PersonText = ERASED

    @property
    def stream(self) -> str:
        """The reviewer's stream."""
        return f"reviewer:{self.person}"


class TrainingRecorded(Event, frozen=True, kw_only=True, tag="training-recorded/1"):
    """A training that a legal reviewer took part in (重大执法决定法制审核制度 一)."""

    person: str
    hours: int
    subject: str
    on: date
    """Its last day."""

    @property
    def stream(self) -> str:
        """The reviewer's stream."""
        return f"reviewer:{self.person}"


class PersonRegistered(Event, frozen=True, kw_only=True, tag="person-registered/1"):
    """A person or organisation of the register; found again through a keyed index of the number."""

    person: str
    kind: PartyKind
    name: PersonText = ERASED
    number: PersonText = ERASED
    """居民身份证号码 or 统一社会信用代码; empty when unknown."""
    address: PersonText = ERASED

    @property
    def stream(self) -> str:
        """The person's stream."""
        return f"person:{self.person}"


class PersonErased(Event, frozen=True, kw_only=True, tag="person-erased/1"):
    """清除个人信息: the key of a person's values is destroyed with this event (个人信息保护法 第四十七条).

    It stands in the ledger's own stream, whose key every backup of the keys has: so a restore can always read who was
    erased, also of a person who was registered after the backup.
    """

    person: str
    reason: str
    basis: str
    """Provision by which the values have to go."""

    @property
    def stream(self) -> str:
        """The ledger's own stream."""
        return "ledger"


class OfficerRegistered(Event, frozen=True, kw_only=True, tag="officer-registered/1"):
    """An officer's certificate of enforcement, public by 信息公示制度 第三条."""

    person: str
    agency: str
    certificate: str
    category: str
    valid_from: date
    valid_to: date
    """Last day on which the certificate holds."""
    name: PersonText = ERASED

    @property
    def stream(self) -> str:
        """The officer's stream."""
        return f"officer:{self.person}"


class OfficerEnded(Event, frozen=True, kw_only=True, tag="officer-ended/1"):
    """A certificate that ended before its term."""

    person: str
    certificate: str
    last_day: date
    reason: str

    @property
    def stream(self) -> str:
        """The officer's stream."""
        return f"officer:{self.person}"


class NumberFormSet(Event, frozen=True, kw_only=True, tag="number-form-set/1"):
    """How a region or an agency writes the numbers of its certificates (执法证号) or a body those of 法律职业资格.

    Several forms of one scope hold side by side, as old cards do beside new ones: each is ended by an entry of its own
    with a last day. A number that is registered while forms hold for its agency has to fit one of them.
    """

    kind: Literal["certificate", "qualification"]
    """执法证, 法律职业资格证书."""
    scope: str
    """统一社会信用代码 of the agency, or six digits of the region whose agencies it is for; the nearest one counts."""
    form: str
    """`#` a digit, `@` a capital letter, `[ABC]` one of these, all else as it stands (`records.number_forms`)."""
    source: str
    """The rule or notice that says so."""
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The stream of the scope's forms."""
        return f"number-form:{self.scope}"
