"""Events of the registers that cases are judged by, and of the ledger itself."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Literal

import msgspec

from records.event import ERASED, Event, PartyKind, PersonText
from records.licence.listed import LicenceMatterListed, LicenceNoted
from records.paper.events import DocumentRendered, TemplateAdopted

Role = Literal[
    "device",
    "officer",
    "unit-head",
    "decider",
    "legal-reviewer",
    "secrecy-reviewer",
    "disclosure-officer",
    "archivist",
    "supervisor",
    "registrar",
    "back-entry",
]
"""What a bearer token lets its holder do; `back-entry` is a permission of its own beside the others."""


class LedgerOpened(Event, frozen=True, kw_only=True, tag="ledger-opened/1"):
    """The first event of a ledger: whose it is, and whether it is a sample with a simulated clock."""

    name: str
    title: str
    """The jurisdiction in Chinese, as the pages show it."""
    origin: str
    region: str
    """Code of the administrative region (GB/T 2260), six digits."""
    sample: bool = False

    @property
    def stream(self) -> str:
        """The ledger's own stream."""
        return "ledger"


class ClockSet(Event, frozen=True, kw_only=True, tag="clock-set/1"):
    """A sample's clock moved forwards."""

    micros: int

    @property
    def stream(self) -> str:
        """The clock's stream."""
        return "clock"


class ClockReleased(Event, frozen=True, kw_only=True, tag="clock-released/1"):
    """A sample is filled: its clock is the real one from now on."""

    @property
    def stream(self) -> str:
        """The clock's stream."""
        return "clock"


class AgencyRegistered(Event, frozen=True, kw_only=True, tag="agency-registered/1"):
    """An agency that may enforce (信息公示制度 第三条); a later one of the same code replaces it."""

    code: str
    """统一社会信用代码."""
    name: str
    short: str
    """代字 in document numbers, as 监漳 in 监漳罚决〔2026〕1号."""
    kind: Literal["agency", "authorised", "entrusted"]
    """机关, 法律法规授权组织, 受委托组织."""
    region: str
    valid_from: date
    valid_to: date | None = None
    address: str = ""
    phone: str = ""

    @property
    def stream(self) -> str:
        """The agency's stream."""
        return f"agency:{self.code}"


class HeadAppointed(Event, frozen=True, kw_only=True, tag="head-appointed/1"):
    """Who signs an agency's decisions (机关负责人)."""

    agency: str
    person: str
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The agency's stream."""
        return f"agency:{self.agency}"


class UnitHeadAppointed(Event, frozen=True, kw_only=True, tag="unit-head-appointed/1"):
    """Who leads the unit that handles an agency's cases (承办机构负责人)."""

    agency: str
    person: str
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The agency's stream."""
        return f"agency:{self.agency}"


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


class LegalBasis(msgspec.Struct, frozen=True):
    """A provision that a matter rests on."""

    law: str
    article: str
    summary: str = ""


class MatterRegistered(Event, frozen=True, kw_only=True, tag="matter-registered/1"):
    """A matter of the power list (权责清单), with where the power comes from."""

    code: str
    name: str
    agency: str
    basis: tuple[LegalBasis, ...]
    power: Literal["law", "handed-down", "delegation"]
    instrument: str = ""
    """The published decision or letter that gives the power, unless a law does."""
    kinds: tuple[str, ...] = ()
    """Kinds of penalty that the basis allows (行政处罚法 第九条)."""
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.code}"


class MatterWithdrawn(Event, frozen=True, kw_only=True, tag="matter-withdrawn/1"):
    """A matter taken from the agency; it may open no case after `last_day`."""

    code: str
    last_day: date
    reason: str

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.code}"


class DelegationGranted(Event, frozen=True, kw_only=True, tag="delegation-granted/1"):
    """委托: an agency lets another body act in its name, in writing and for a term (行政处罚法 第二十条; 行政许可法
    第二十四条). A later entry of the same letter replaces it.
    """

    number: str
    """Number of the letter (委托书文号), by which it is known for good."""
    delegator: str
    """统一社会信用代码 of the agency in whose name everything is done, and which answers for it."""
    delegate: str
    """统一社会信用代码 of the body that acts."""
    kind: Literal["penalty", "licence", "other"]
    """What is delegated: 行政处罚, 行政许可, or another power by its own law, as levy or inspection. Compulsory
    measures and enforcement never are (行政强制法 第十三条, 第十七条).
    """
    basis: tuple[LegalBasis, ...]
    """The law, regulation or rule that allows it."""
    matters: tuple[str, ...]
    """Codes of the delegator's matters that it covers."""
    scope: str
    """Persons, places and amounts that the letter names, and rights and duties of both."""
    fitness: str
    """How the body meets 行政处罚法 第二十一条, or that it is an administrative agency (行政许可法 第二十四条)."""
    digest: str
    """BLAKE3 of the letter, in hex."""
    announced: str
    """Where both published the letter (第二十条第二款; 行政许可法 第二十四条第一款)."""
    valid_from: date
    valid_to: date
    """Last day: a letter without one is none (第二十条第二款)."""

    @property
    def stream(self) -> str:
        """The letter's stream."""
        return delegation_stream(self.number)


class DelegationEnded(Event, frozen=True, kw_only=True, tag="delegation-ended/1"):
    """A delegation that ended before its term; open cases go back to the delegator."""

    number: str
    last_day: date
    reason: str

    @property
    def stream(self) -> str:
        """The letter's stream."""
        return delegation_stream(self.number)


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """What a benchmark provides for one degree of an act."""

    degree: str
    """As 较轻, 一般, 较重."""
    from_yuan: int
    to_yuan: int


class BenchmarkPublished(Event, frozen=True, kw_only=True, tag="benchmark-published/1"):
    """A discretion benchmark (裁量基准) for a matter, published (行政处罚法 第三十四条)."""

    matter: str
    title: str
    ranges: tuple[Range, ...]
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.matter}"


class OffenceDropped(Event, frozen=True, kw_only=True, tag="offence-dropped/1"):
    """A newer law, regulation or rule no longer makes the act of a matter an offence (行政处罚法 第三十七条).

    A later entry with a last day says that it is one again afterwards.
    """

    matter: str
    instrument: str
    """The law or decision that dropped it, with its number."""
    article: str
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.matter}"


class StalenessProvided(Event, frozen=True, kw_only=True, tag="staleness-provided/1"):
    """Another law gives a matter a term of discovery of its own, shorter or longer (行政处罚法 第三十六条第一款)."""

    matter: str
    months: int
    article: str
    """The provision of that law."""
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.matter}"


MeasureKind = Literal["seal", "seize", "freeze", "liberty", "other"]
"""查封, 扣押, 冻结, 限制公民人身自由, 其他行政强制措施 (行政强制法 第九条)."""


class MeasureProvided(Event, frozen=True, kw_only=True, tag="measure-provided/1"):
    """A law or regulation lets the agency take a kind of compulsory measure in a matter (行政强制法 第十条, 第十七条).

    Without an entry the agency takes none: also where the power to punish was handed down, the instrument has to say
    that measures come with it. A later entry of the same matter and kind replaces it.
    """

    matter: str
    measure: MeasureKind
    level: Literal["law", "administrative-regulation", "local-regulation"]
    """法律, 行政法规, 地方性法规: freezing and what restricts freedom are for the first alone."""
    basis: LegalBasis
    categories: tuple[str, ...] = ()
    """Categories of the certificates by which officers are qualified for it; empty: any."""
    days: int = 0
    """Longest term that this law gives, in calendar days, where it is another than the general one; 0: that one."""
    extension_days: int = 0
    """The same of an extension."""
    hours: int = 0
    """Longest term of what restricts freedom, in hours."""
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.matter}"


class EmergencyDeclared(Event, frozen=True, kw_only=True, tag="emergency-declared/1"):
    """An emergency (突发事件), by the instrument that declared it; a later entry of its number replaces it.

    A breach of the response measures on a day of it is dealt with quickly (行政处罚法 第四十九条).
    """

    number: str
    """Number of the instrument."""
    title: str
    body: str
    """Who declared it."""
    digest: str
    """BLAKE3 of the instrument, in hex."""
    valid_from: date
    valid_to: date | None = None
    """Last day; None while it goes on."""

    @property
    def stream(self) -> str:
        """The emergency's stream."""
        return f"emergency:{self.number}"


class CalendarAdopted(Event, frozen=True, kw_only=True, tag="calendar-adopted/1"):
    """The State Council's notice of a year's holidays and make-up working days."""

    year: int
    notice: str
    off: tuple[date, ...]
    """Days off by the notice, weekend days among them."""
    working: tuple[date, ...]
    """Weekend days on which work is made up (调休)."""

    @property
    def stream(self) -> str:
        """The calendars' stream."""
        return "calendar"


class RulesAdopted(Event, frozen=True, kw_only=True, tag="rules-adopted/1"):
    """A file of law data that cases are judged by, its whole text; replaces the file of the same name."""

    name: str
    text: str
    """TOML."""

    @property
    def stream(self) -> str:
        """The rules' stream."""
        return "rules"


class AgencyRulesAdopted(Event, frozen=True, kw_only=True, tag="agency-rules-adopted/1"):
    """An agency adopts rules of its own, a file of law data over those that all share; an empty text ends them."""

    agency: str
    """Code."""
    name: str
    text: str

    @property
    def stream(self) -> str:
        """The stream of the agency's own rules."""
        return f"rules:{self.agency}"


class DeviceRegistered(Event, frozen=True, kw_only=True, tag="device-registered/1"):
    """A recorder that may upload."""

    device: str
    agency: str
    model: str
    serial: str

    @property
    def stream(self) -> str:
        """The device's stream."""
        return f"device:{self.device}"


class AccessGranted(Event, frozen=True, kw_only=True, tag="access-granted/1"):
    """A bearer token's digest, with the person or device behind it and its roles."""

    principal: str
    """Name of the account; Idempotency-Keys belong to it."""
    subject: str
    """`person:…` or `device:…`: who acts, whatever the account is called."""
    roles: tuple[Role, ...]
    token: str
    """SHA-256 of the token, in hex."""
    agency: str = ""
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The stream of all access."""
        return "access"


class AccessRevoked(Event, frozen=True, kw_only=True, tag="access-revoked/1"):
    """All tokens of an account end."""

    principal: str
    reason: str

    @property
    def stream(self) -> str:
        """The stream of all access."""
        return "access"


class DocumentNumberTaken(Event, frozen=True, kw_only=True, tag="document-number-taken/1"):
    """A number of a document series, given out without gaps per agency, kind and year."""

    agency: str
    kind: str
    """代字 of the kind of document, as 罚决."""
    year: int
    sequence: int
    number: str
    case: str

    @property
    def stream(self) -> str:
        """The series' stream."""
        return numbering_stream(self.agency, self.kind, self.year)


class SeriesContinued(Event, frozen=True, kw_only=True, tag="series-continued/1"):
    """A person has found out by the papers which numbers of a series were given out before positions were lost."""

    agency: str
    kind: str
    """代字 of the kind of document, as 罚决."""
    year: int
    next: int
    """The number that is given out next: all below it are taken, by whatever is lost."""
    reason: str

    @property
    def stream(self) -> str:
        """The series' stream."""
        return numbering_stream(self.agency, self.kind, self.year)


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


class ReceiptUsed(Event, frozen=True, kw_only=True, tag="receipt-used/1"):
    """A receipt of the finance department was given for money that an officer took: each counts once (第七十条)."""

    number: str
    """As `receipt_key` writes it."""
    case: str

    @property
    def stream(self) -> str:
        """The stream of that number."""
        return receipt_stream(self.number)


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


def delegation_stream(number: str) -> str:
    """The stream of a letter of delegation."""
    return f"delegation:{number}"


def numbering_stream(agency: str, kind: str, year: int) -> str:
    """The stream of a document series."""
    return f"numbering:{agency}:{kind}:{year}"


def measures_stream(person: str) -> str:
    """The stream of the compulsory measures on the property of one person."""
    return f"measures:{person}"


def fines_stream(person: str) -> str:
    """The stream of the fines of one person, and of the decisions about them without one."""
    return f"fines:{person}"


def visits_stream(person: str) -> str:
    """The stream of the inspections of one person."""
    return f"visits:{person}"


def receipt_stream(number: str) -> str:
    """The stream of the money that was taken by a receipt; names of streams lie open, so it is told by a digest."""
    return f"receipt:{sha256(number.encode()).hexdigest()}"


RegisterEvent = (
    LedgerOpened
    | ClockSet
    | ClockReleased
    | AgencyRegistered
    | HeadAppointed
    | UnitHeadAppointed
    | ReviewerRegistered
    | PersonRegistered
    | PersonErased
    | OfficerRegistered
    | OfficerEnded
    | MatterRegistered
    | MatterWithdrawn
    | NumberFormSet
    | DelegationGranted
    | DelegationEnded
    | BenchmarkPublished
    | OffenceDropped
    | StalenessProvided
    | MeasureProvided
    | EmergencyDeclared
    | CalendarAdopted
    | RulesAdopted
    | AgencyRulesAdopted
    | DeviceRegistered
    | AccessGranted
    | AccessRevoked
    | DocumentNumberTaken
    | SeriesContinued
    | FineImposed
    | DecisionNoted
    | FilingNoted
    | ReceiptUsed
    | VisitNoted
    | MeasureNoted
    | StepRefused
    | TemplateAdopted
    | DocumentRendered
    | LicenceMatterListed
    | LicenceNoted
)
