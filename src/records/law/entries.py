"""Law as data: the kinds of entries that its files hold.

Every entry carries its article, the day from which it holds, and whether its figure was checked against the text.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Final, Literal, TypeVar

import msgspec

from records.regions import RegionLevel

Text = Annotated[str, msgspec.Meta(min_length=1)]

Count = Annotated[int, msgspec.Meta(gt=0, le=36_525)]
"""Length of a term in its unit: at most the days of a hundred years, so that its end is a day of the calendar."""

ORDINARY: Final = "penalty-ordinary"
"""The procedure of a text that names none, as those of before there were others."""

EVERY: Final = "*"
"""Stands for all procedures, where an entry says which it belongs to."""

OFFICE: Final = frozenset({"catalogue", "basic-information", "correction", "disclosure-oversight", "file-evaluation"})
"""Procedures by which an agency does what the regulations ask of itself. They enforce nothing against anybody."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every piece of law data says of itself."""

    article: Text
    since: date
    verified: bool = False
    """Whether the figure was checked against the text of the law."""
    policy: bool = False
    """Whether neither regulation nor law fixes it (P): an agency may set another."""
    procedures: tuple[Text, ...] = ()
    """Ids of the procedures that it belongs to; empty: those of its file, and of a rule all of them."""


class Named(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry that is known by an id."""

    id: Text

    @property
    def key(self) -> str:
        """What tells the entry from others of its kind."""
        return self.id


class Rule(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a step is refused, or which defect it has: by the law of all procedures, or by that of those it names."""

    code: Text
    text: Text

    @property
    def key(self) -> str:
        """What tells the entry from others of its kind."""
        return self.code


class Limit(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term: it runs from one moment of the case and is kept by another."""

    title: Text
    starts: Text
    """Moment of the case (`records.course.moments`) from which it runs."""
    kept_by: tuple[Text, ...]
    """Moments any of which keeps it."""
    lapses_by: tuple[Text, ...] = ()
    """Moments any of which ends the duty before it is kept."""
    early: bool = True
    """Whether what keeps it counts also when it comes before the term starts, as a payment before the due date does."""
    right: bool = False
    """Whether nobody has to do it: what is not done in the term is no breach, and has ended with the term."""
    only_if: Text | None = None
    """Moment without which there is no duty, as a payment without a fine."""
    length: Count
    fixed: bool = False
    """Whether law alone says how long it is, since its end gives or takes a right: an agency sets no other length."""
    named: bool = False
    """Whether the case names its length, up to that of the limit: it is the amount of the moment that starts it."""
    lengthened_by: Text | None = None
    """Moment whose amounts, in calendar days, come to it."""
    unit: Literal["working-day", "calendar-day", "hour", "month"]
    bound: Literal["agency", "party", "reviewer", "police", "court"]
    """Whose term it is: a party's calendar term moves off a day off, the others' do not."""
    moves: bool = False
    """Whether it moves off a day off though it is no party's, as reconsideration and lawsuit have it (民诉法 85)."""
    pauses: tuple[Literal["suspension", "relief", "stay", "testing", "special-time", "withholding"], ...] = ()
    """What lets it stand still."""
    emergency: Count | None = None
    """Its length in an emergency (行政处罚法 第四十九条): of an agency's own term (P) alone, none that law gives."""
    extended_if: Text | None = None
    """Moment once which it is as long as `extended` says, as when the head lengthens it (行政许可法 第四十二条)."""
    extended: Count | None = None
    """Its whole length then, in its unit."""
    then: Text | None = None
    """Command that the timer sends when it is over."""
    information: Text | None = None
    """Kind of information whose days in the agency's catalogue (信息公示制度 第四条) are its length: it runs only where
    these are fewer than the law's. `decision`: the kind that decisions of the procedure are.
    """


class Stage(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stage of a procedure; `checked` is false while this software does not judge it."""

    title: Text
    checked: bool
    events: tuple[str, ...] = ()


Actor = Literal[
    "handler", "unit-head", "head", "reviewer", "presider", "secrecy-reviewer", "disclosure-officer", "archivist",
    "recording-officer", "supervisor", "agency", "system",
]  # fmt: skip
"""Who takes a step: 承办人, 承办机构负责人, 机关负责人, 法制审核人员, 听证主持人, 保密审查人员, 公示审查人员,
档案管理人员, 音像记录管理人员, 监督人员, any account of the agency, the timer."""


class Step(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of a procedure: who takes it, and what it waits for. Its id: tag of the command."""

    title: Text
    stage: Text
    actors: tuple[Actor, ...]
    needs: Mapping[str, str] = {}
    """Facts of the case that must hold, each with the rule that refuses the step when it does not."""
    bars: Mapping[str, str] = {}
    """Facts that must not hold."""
    uncertified: bool = False
    """Whether a handler may take it whose certificate has ended, as handing in money that was taken before."""


class Bar(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state of the case in which no step is taken but a few. Its id: fact of the case."""

    code: Text
    spares: tuple[Text, ...] = ()
    """Steps that are taken all the same."""


class Document(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document (文书) that bears a number."""

    title: Text
    series: Text
    """代字 of its kind in the number."""
    stage: Text
    must: tuple[Text, ...] = ()
    """Fields that it may not lack."""


Medium = Literal["video", "audio", "image"]
"""录像, 录音, 照相: what a media type begins with."""


class Duty(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A recording (音像记录) that has to be made once a fact holds.

    Its id is the stage that recordings and waivers bear (`records.penalty.events.RecordingStage`).
    """

    title: Text
    fact: Text
    steps: tuple[Text, ...] = ()
    """The steps that have to be recorded: each of them, if the fact holds by it alone, needs a recording of its own.
    Without any, one recording is enough for the whole case.
    """
    media: tuple[Medium, ...] = ("video", "audio")
    """What the recording may be."""
    category: str = ""
    """What is recorded, as the catalogue groups it: 现场执法, 调查取证, 听证, 送达, 行政强制."""
    method: str = ""
    """How: with which device, and by whom."""
    begins: str = ""
    """Where the recording begins."""
    shows: str = ""
    """What has to be seen and heard."""
    ends: str = ""
    """Where it ends."""
    kept: Literal["", "file", "months"] = ""
    """How long it is kept: as long as the case's file, or so many months. Empty: the text says nothing of it."""
    kept_months: Count | None = None
    """Where it is kept by months."""


class Waiver(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ground for which a recording may be waived. Its id: ground of a waiver."""

    title: Text
    shown: Text
    """What the reason of the waiver has to say with it."""


class Threshold(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a case calls for a hearing, a legal review or a collective discussion: any one of what it names."""

    title: Text
    calls_for: Literal["hearing", "review", "discussion"]
    kinds: tuple[Text, ...] = ()
    """Kinds of penalty."""
    qualities: tuple[Text, ...] = ()
    """Qualities that the opinion names."""
    fact: Text | None = None
    """Fact of the case."""
    fine_yuan: int | None = None
    confiscated_yuan: int | None = None
    inclusive: bool = True
    """Whether the amount itself is enough (以上)."""
    parties: tuple[Text, ...] = ()
    """Kinds of party that it is for; empty: all."""
    levels: tuple[RegionLevel, ...] = ()
    """Levels of the agencies (执法层级) that it is for, by their region; empty: all."""
    matters: tuple[Text, ...] = ()
    """Beginnings of the codes of the matters (所属领域) that it is for; empty: all.

    A rule that names only whom and what it is for is reached by all of these.
    """


class Task(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that waits for somebody (待办): whose turn it is, and by when."""

    title: Text
    role: Actor
    step: Text
    """The step that does it."""
    when: tuple[Text, ...]
    """Facts that hold while it waits."""
    unless: tuple[Text, ...] = ()
    """Facts that must not hold."""
    limit: Text | None = None
    """The term by which it has to be done."""


class Void(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition by which a penalty is void (行政处罚法 第三十八条): all of `when` hold, and none of `unless`."""

    title: Text
    grade: Literal["void", "doubtful"]
    """Void by itself, or to be judged by somebody."""
    when: tuple[Text, ...] = ()
    """Facts that hold."""
    unless: tuple[Text, ...] = ()
    """Facts that must not hold."""


class Question(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the elements that a legal review answers."""

    title: Text


class Material(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the handlers hand over with a draft (送审材料): it is there when a line of theirs names its title."""

    title: Text
    fact: Text | None = None
    """Fact of the case once which it is due; None: always."""


class Outcome(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What follows from a result of a legal review. Its id: that of the result."""

    title: Text
    text: Text
    """What the case may and must do next, for people."""
    needs: Text | None = None
    """Fact of the case that has to hold before a draft is handed over again."""
    named: bool = False
    """Whether the reviewer names the steps that have to be taken before; `needs` is then asked where none was named."""
    corrected: bool = False
    """Whether the draft that is handed over again has to say what was corrected."""
    steps: tuple[Text, ...] = ()
    """Steps that the case goes on with."""


class Value(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that policy sets."""

    title: Text
    number: int


class Writing(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a public number is written by which objects and officers are drawn: groups of signs, a blank between them."""

    title: Text
    source: Literal["lottery", "checkpoint", "beacon", "other"]
    """Where the number comes from, as the draw names it (`records.inspection.plan_events.Source`)."""
    named: str = ""
    """What the name of such a number has in it, as 双色球; empty: it is for numbers of the source that no other form
    names."""
    signs: Literal["digit", "hex", "base64"]
    length: Count
    """Signs in a group."""
    groups: Count = 1


class Information(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of information that agencies publish (公示目录): what of it has to be shown, and how soon."""

    title: Text
    fields: tuple[Text, ...]
    """What a catalogue may not leave out."""
    days: Count
    """Working days within which it has to be public at the latest."""
    decides: tuple[Text, ...] = ()
    """Ids of the procedures whose decisions are of this kind."""
    shown: Mapping[str, tuple[Text, ...]] = {}
    """By a field of the catalogue the members of what is published that say it: one that says nothing is refused."""


class Particular(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the basic information of a matter has to say. Its id: field of `BasicInformation`."""

    title: Text
    when: Literal["always", "delegated", "discretion"] = "always"
    """Of every matter, of one in which a letter of delegation holds, of one that is fined within a range."""


class Carrier(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A carrier (载体) on which information is published. Its id: kind of carrier of a publication."""

    title: Text
    mandatory: bool = False
    """Whether the publication on it keeps the terms of publication; without one, that on the portal does."""
    proof: Literal["address", "display"]
    """An address with the digest of what stands there, or a photo with the days on which it is shown."""


class Credit(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class of penalties on the credit platform: how long they are shown there, from the day of the decision."""

    title: Text
    rank: int
    """The heaviest class of which the penalty has a kind is its class."""
    kinds: tuple[Text, ...] = ()
    """Kinds of penalty."""
    decided_by: tuple[Text, ...] = ()
    """Ids of procedures all of whose penalties are of it."""
    fine_up_to_yuan: int | None = None
    """Up to which, inclusive, a fine alone is of it."""
    shown: bool = True
    """Whether it is shown in principle."""
    months: Count
    """For how long at most."""
    repair_months: int
    """After how many the credit can be repaired, 0: once the duties are done."""


class Looked(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an evaluation of files (案卷评查) looks for: any of its signs. Without signs, people alone find it."""

    title: Text
    facts: tuple[Text, ...] = ()
    """Facts of the case as it stands."""
    gaps: tuple[Text, ...] = ()
    """Stages that the file lacks, `recordings` for a recording; `*`: every gap that no other entry names."""
    defects: tuple[Text, ...] = ()
    """Codes of rules that a step breaks; `*`: every one that no other entry names."""
    void: tuple[Text, ...] = ()
    """Conditions by which a penalty is void."""
    late: tuple[Text, ...] = ()
    """Terms of the agency that were not kept in time; `*`: every one that no other entry names."""

    @property
    def is_automatic(self) -> bool:
        """Whether the software finds it by itself."""
        return bool(self.facts or self.gaps or self.defects or self.void or self.late)


class Veto(Looked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By which a file fails, whatever its points (一票否决)."""

    element: Literal[
        "standing", "qualification", "transfer", "evidence", "facts", "nature", "application", "steps", "officers"
    ]
    """主体, 资格, 应移送未移送, 证据, 事实, 定性, 法律适用, 程序, 执法人员不足两人."""


class Deduction(Looked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What takes points off."""

    part: Literal["cover", "content"]
    """Cover and order (卷面, 20 points), or content (内容, 80)."""
    points: Count
    """For each sign."""
    at_most: Count | None = None
    """For all signs of it together; None: `points`, however many there are."""


AnyEntry = (
    Rule
    | Limit
    | Stage
    | Value
    | Step
    | Bar
    | Document
    | Duty
    | Waiver
    | Threshold
    | Question
    | Material
    | Outcome
    | Task
    | Void
    | Writing
    | Information
    | Particular
    | Carrier
    | Credit
    | Veto
    | Deduction
)

E = TypeVar(
    "E",
    Rule,
    Limit,
    Stage,
    Value,
    Step,
    Bar,
    Document,
    Duty,
    Waiver,
    Threshold,
    Question,
    Material,
    Outcome,
    Task,
    Void,
    Writing,
    Information,
    Particular,
    Carrier,
    Credit,
    Veto,
    Deduction,
)


def belongs(entry: Entry, scope: Collection[str], procedure: str) -> bool:
    """Whether an entry of that scope holds in the procedure. What every case has (steps, terms, tasks, stages) is
    enforcement's: an office procedure has its own, and shares rules, bars, questions and values alone.
    """
    if procedure in scope:
        return True
    return EVERY in scope and (procedure not in OFFICE or isinstance(entry, Rule | Bar | Question | Value))
