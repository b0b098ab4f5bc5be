"""Words for the values of commands, in the order in which a form offers them; typed by the values they stand for.

Where a form has to say more than a sentence of the timeline does, it has words of its own.
"""

from __future__ import annotations

from typing import Any, Final, Literal, get_args

from projections.sentences.words import (
    CLOSINGS,
    CORRECTION_GROUNDS,
    DIRECTIVES,
    EFFECTS,
    FIELDS,
    GOODS_BACK,
    INSTRUMENTS,
    METHODS,
    OBJECTIONS,
    OTHER_DOCUMENTS,
    RELIEF_PROCEDURES,
    RELIEFS,
    REPAID_BY,
    RESULTS,
    SECRECY,
    SECRECY_RESULTS,
    SOURCES,
    STAGES,
    TOLD_BY,
)
from records.penalty.events import (
    Applied,
    DocumentKind,
    EvidenceKind,
    Fate,
    Mitigation,
    NoPenaltyGround,
    Outcome,
    PenaltyKind,
    Proposal,
    Quality,
    Signature,
    Verdict,
)

SIGNATURES: Final[dict[Signature, str]] = {
    "signed": "已签名",
    "refused": "拒绝签名",
    "absent": "不在场",
    "unable": "不能签名",
}
QUESTIONED: Final[dict[Literal["party", "witness", "other"], str]] = {
    "party": "当事人",
    "witness": "证人",
    "other": "其他人员",
}
MARKS: Final[dict[Literal["verified", "barred"], str]] = {
    "verified": "查证属实",
    "barred": "排除，不作为定案依据",
}
FATES: Final[dict[Fate, str]] = {
    "returned": "返还",
    "examined": "送检测、检验或者鉴定",
    "seized": "转为查封、扣押",
    "confiscated": "没收",
    "handed-over": "移送",
    "released": "解除登记保存",
}
PROPOSALS: Final[dict[Proposal, str]] = {
    "penalty": "予以处罚",
    "no-penalty": "不予处罚",
    "hand-over": "移送有管辖权的机关",
    "police": "涉嫌犯罪，移送公安机关",
}
MITIGATIONS: Final[dict[Mitigation, str]] = {
    "": "没有从轻、减轻、从重情节",
    "lighter": "从轻",
    "mitigated": "减轻",
    "heavier": "从重",
}
QUALITIES: Final[dict[Quality, str]] = {
    "public-interest": "涉及重大公共利益",
    "complex": "疑难复杂，或者涉及多个法律关系",
    "social-impact": "社会影响大",
    "grave": "情节复杂或者重大违法",
    "grave-harm": "涉及公民生命健康安全、金融安全且有危害后果",
}
FORMS: Final[dict[Literal["written", "spoken"], str]] = {
    "written": "书面",
    "spoken": "口头",
}
HEARING_ENDS: Final[dict[Literal["withdrawn", "absent", "left"], str]] = {
    "withdrawn": "当事人撤回听证申请",
    "absent": "当事人无正当理由不出席",
    "left": "当事人未经许可中途退出",
}
NO_PENALTY: Final[dict[NoPenaltyGround, str]] = {
    "under-14": "不满十四周岁（第三十条）",
    "no-capacity": "不能辨认或者不能控制自己的行为（第三十一条）",
    "slight": "违法行为轻微并及时改正，没有造成危害后果（第三十三条）",
    "first-time": "初次违法且危害后果轻微并及时改正（第三十三条）",
    "no-fault": "有证据足以证明没有主观过错（第三十三条）",
    "stale": "违法行为已过追责期限（第三十六条）",
    "not-established": "违法事实不能成立（第五十七条）",
    "law-dropped": "作出决定时法律已不认为违法（第三十七条）",
}
BENCHMARKS: Final[dict[Applied, str]] = {
    "": "两日都没有公布裁量基准",
    "act-day": "违法行为发生之日的裁量基准",
    "decision-day": "作出决定之日的裁量基准（处罚较轻）",
}
VOID_GRADES: Final = {"void": "无效", "doubtful": "有疑问"}
DOCUMENTS: Final[dict[DocumentKind, str]] = {
    "notice": "行政处罚事先告知书",
    "hearing": "行政处罚听证通知书",
    "decision": "行政处罚决定书",
    "no-penalty": "不予行政处罚决定书",
    "preservation": "先行登记保存证据通知书",
    "correction": "责令改正通知书",
    "transfer": "案件移送书",
    "surcharge": "加处罚款决定书",
    "deferral": "延期（分期）缴纳罚款通知书",
    **OTHER_DOCUMENTS,
}
OUTCOMES: Final[dict[Outcome, str]] = {
    "open": "予以公示",
    "redacted": "遮盖部分内容后公示",
    "withheld": "不予公示",
}
PURPOSES: Final[dict[Literal["fine", "surcharge", "confiscated"], str]] = {
    "fine": "罚款",
    "surcharge": "加处罚款",
    "confiscated": "没收违法所得",
}
CHANNELS: Final[dict[Literal["bank", "electronic", "on-the-spot"], str]] = {
    "bank": "银行",
    "electronic": "电子支付系统",
    "on-the-spot": "当场收缴",
}
RELIEF_ENDS: Final[dict[Literal["upheld", "withdrawn", "rejected", "undone"], str]] = {
    "upheld": "维持决定，或者驳回请求",
    "withdrawn": "申请人或者原告撤回",
    "rejected": "不予受理，或者驳回申请、起诉",
    "undone": "决定被撤销、变更、确认违法或者无效",
}
STAYED_BY: Final[dict[Literal["agency", "reconsideration", "court", "law"], str]] = {
    "agency": "本机关认为需要停止执行",
    "reconsideration": "行政复议机关",
    "court": "人民法院",
    "law": "法律规定停止执行",
}
RECUSED_BY: Final[dict[Literal["self", "party"], str]] = {
    "self": "执法人员自行申请",
    "party": "当事人申请",
}
SUSPENSIONS: Final[
    dict[Literal["examination", "jurisdiction", "judicial", "police", "force-majeure", "other"], str]
] = {
    "examination": "检测、检验、检疫或者鉴定",
    "jurisdiction": "管辖权争议",
    "judicial": "等待司法裁判",
    "police": "公安机关审查",
    "force-majeure": "不可抗力",
    "other": "其他",
}

WORDS: Final[dict[str, dict[Any, str]]] = {
    "lead_source": dict(SOURCES),
    "signature": dict(SIGNATURES),
    "questioned": dict(QUESTIONED),
    "evidence_kind": {one: one for one in get_args(EvidenceKind)},
    "secrecy": dict(SECRECY),
    "secrecy_result": dict(SECRECY_RESULTS),
    "correction_ground": dict(CORRECTION_GROUNDS),
    "told_by": dict(TOLD_BY),
    "mark": dict(MARKS),
    "fate": dict(FATES),
    "recorded": dict(STAGES),
    "proposal": dict(PROPOSALS),
    "penalty_kind": {one: one for one in get_args(PenaltyKind)},
    "mitigation": dict(MITIGATIONS),
    "quality": dict(QUALITIES),
    "form": dict(FORMS),
    "hearing_end": dict(HEARING_ENDS),
    "verdict": {one: one for one in get_args(Verdict)},
    "review_result": dict(RESULTS),
    "no_penalty": dict(NO_PENALTY),
    "benchmark": dict(BENCHMARKS),
    "void_grade": VOID_GRADES,
    "document": dict(DOCUMENTS),
    "method": dict(METHODS),
    "outcome": dict(OUTCOMES),
    "copy_field": dict(FIELDS),
    "revocation": dict(EFFECTS),
    "instrument": dict(INSTRUMENTS),
    "purpose": dict(PURPOSES),
    "channel": dict(CHANNELS),
    "relief": dict(RELIEFS),
    "relief_end": dict(RELIEF_ENDS),
    "stayed_by": dict(STAYED_BY),
    "closing": dict(CLOSINGS),
    "recused_by": dict(RECUSED_BY),
    "suspension": dict(SUSPENSIONS),
    "objection": dict(OBJECTIONS),
    "relief_procedure": dict(RELIEF_PROCEDURES),
    "directive": dict(DIRECTIVES),
    "repaid_by": dict(REPAID_BY),
    "goods_back": dict(GOODS_BACK),
}
"""By the kind that `form_labels.toml` names."""
