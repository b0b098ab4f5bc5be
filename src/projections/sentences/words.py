"""Chinese words for the values that stand in sentences, and amounts, days and sizes as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from records.penalty.events import (
    ClosingGround,
    CopyField,
    CorrectionGround,
    DocumentKind,
    Fate,
    InstrumentKind,
    LeadSource,
    NoPenaltyGround,
    Proposal,
    RecordingStage,
    ReliefKind,
    ReliefProcedure,
    ReviewResult,
    RevocationEffect,
    Secrecy,
    SecrecyResult,
    ServiceMethod,
    ToldBy,
)

METHODS: Final[dict[ServiceMethod, str]] = {
    "in-person": "直接送达",
    "household": "同住成年家属签收",
    "receiving-clerk": "收件人员签收",
    "left": "留置送达",
    "post": "邮寄送达",
    "entrusted": "委托送达",
    "electronic": "电子送达",
    "public-notice": "公告送达",
}
STAGES: Final[dict[RecordingStage, str]] = {
    "inspection": "现场检查",
    "evidence": "调查取证",
    "preservation": "先行登记保存",
    "notice": "告知",
    "hearing": "听证",
    "decision": "决定",
    "service": "送达",
    "measure": "实施强制措施",
    "execution": "实施强制执行",
    "other": "其他环节",
}
EFFECTS: Final[dict[RevocationEffect, str]] = {
    "revoked": "撤销",
    "changed": "变更",
    "confirmed-illegal": "确认违法",
    "void": "确认无效",
    "redo-ordered": "责令重新作出",
}
INSTRUMENTS: Final[dict[str, str]] = {
    "reconsideration": "行政复议决定",
    "judgment": "人民法院判决",
    "superior": "上级机关决定",
    "own": "本机关自行纠正决定",
}
FIELDS: Final[dict[CopyField, str]] = {
    "party": "当事人",
    "facts": "事实",
    "reasons": "理由",
    "amounts": "金额",
    "content": "决定内容",
}
SOURCES: Final[dict[LeadSource, str]] = {
    "inspection": "日常检查",
    "complaint": "投诉举报",
    "handed-over": "其他机关移送",
    "superior": "上级交办",
    "media": "媒体报道",
    "monitoring": "电子监控",
    "other": "其他",
}
FATES: Final[dict[Fate, str]] = {
    "returned": "返还",
    "examined": "送检鉴定",
    "seized": "查封扣押",
    "confiscated": "没收",
    "handed-over": "移送",
    "released": "解除登记保存",
}
CORRECTION_GROUNDS: Final[dict[CorrectionGround, str]] = {
    "corrected": "已经改正",
    "not-correctable": "无法改正",
}
TOLD_BY: Final[dict[ToldBy, str]] = {
    "online": "网上平台",
    "message": "短信",
    "telephone": "电话",
    "post": "邮寄",
    "in-person": "当面",
}
SECRECY: Final[dict[Secrecy, str]] = {
    "": "不涉及",
    "state": "国家秘密",
    "trade": "商业秘密",
    "privacy": "个人隐私",
}
SECRECY_RESULTS: Final[dict[SecrecyResult, str]] = {
    "clear": "可以公开",
    "mask": "遮盖部分内容后可以公开",
    "secret": "不得公开",
}
PROPOSALS: Final[dict[Proposal, str]] = {
    "penalty": "予以处罚",
    "no-penalty": "不予处罚",
    "hand-over": "移送有管辖权的机关",
    "police": "移送公安机关",
}
RESULTS: Final[dict[ReviewResult, str]] = {
    "agreed": "同意",
    "correct": "纠正",
    "investigate": "补充调查",
    "mend-procedure": "补正程序",
    "hand-over": "移送",
}
NO_PENALTY: Final[dict[NoPenaltyGround, str]] = {
    "under-14": "不满十四周岁",
    "no-capacity": "不能辨认或者控制自己的行为",
    "slight": "违法行为轻微并及时改正，没有造成危害后果",
    "first-time": "初次违法，危害后果轻微并及时改正",
    "no-fault": "没有主观过错",
    "stale": "超过追责期限",
    "not-established": "违法事实不能成立",
    "law-dropped": "新的规定不认为违法",
}
OTHER_DOCUMENTS: Final[dict[DocumentKind, str]] = {
    "spot-decision": "当场行政处罚决定书",
    "measure": "查封（扣押、冻结）决定书",
    "measure-extension": "延长查封（扣押、冻结）期限决定书",
    "testing-notice": "检测（检验、检疫、鉴定）期间告知书",
    "measure-release": "解除查封（扣押、冻结）决定书",
    "demand": "催告书",
    "enforcement-decision": "行政强制执行决定书",
    "substitute-decision": "代履行决定书",
    "demolition-notice": "限期拆除公告",
    "enforcement-suspension": "中止执行通知书",
    "enforcement-termination": "终结执行决定书",
    "court-application": "强制执行申请书",
    "acceptance": "行政许可申请受理通知书",
    "supplement": "行政许可申请材料补正告知书",
    "non-acceptance": "行政许可申请不予受理决定书",
    "licence-extension": "行政许可期限延长告知书",
    "special-time": "行政许可特别程序时间告知书",
    "licence-decision": "准予行政许可决定书",
    "licence-refusal": "不予行政许可决定书",
    "certificate": "行政许可证件",
    "licence-change": "准予变更（延续）行政许可决定书",
    "licence-end": "行政许可撤回（撤销、注销）处理决定书",
    "inspection-plan": "年度行政检查计划",
    "inspection-notice": "行政检查通知书",
    "inspection-result": "行政检查结果告知书",
    "rectification": "责令整改通知书",
    "levy-notice": "行政征收事先告知书",
    "levy-decision": "行政征收决定书",
    "late-fee": "加收滞纳金决定书",
    "levy-relief": "减征（免征、缓征）决定书",
    "payment-notice": "缴款通知书",
    "refund-decision": "退还决定书",
    "petition-acceptance": "受理通知书",
    "petition-supplement": "补正材料告知书",
    "petition-non-acceptance": "不予受理通知书",
    "respondent-notice": "答复通知书",
    "third-party-notice": "利害关系人告知书",
    "petition-extension": "延长办理期限告知书",
    "mediation-agreement": "行政调解书",
    "grant-stop": "停止给付（追回）决定书",
    "petition-decision": "决定书",
    "oversight-opinion": "公示监督检查意见书",
    "disclosure-correction": "责令改正通知书",
    "sanction-proposal": "处分建议书",
    "oversight-referral": "涉嫌犯罪问题移送书",
    "evaluation-notice": "案卷评查结果告知书",
    "evaluation-report": "案卷评查情况通报",
    "correction-reply": "公示信息更正答复书",
}
"""Those of the other procedures, which a sentence and a form call by the same name."""
DOCUMENTS: Final[dict[DocumentKind, str]] = {
    "preservation": "先行登记保存通知书",
    "correction": "责令改正通知书",
    "notice": "事先告知书",
    "hearing": "听证通知书",
    "decision": "行政处罚决定书",
    "no-penalty": "不予行政处罚决定书",
    "transfer": "移送书",
    "surcharge": "加处罚款决定书",
    "deferral": "延期（分期）缴纳罚款通知书",
    **OTHER_DOCUMENTS,
}
PURPOSES: Final[dict[Literal["fine", "surcharge", "confiscated"], str]] = {
    "fine": "罚款",
    "surcharge": "加处罚款",
    "confiscated": "没收款",
}
RELIEFS: Final[dict[ReliefKind, str]] = {"reconsideration": "行政复议", "lawsuit": "行政诉讼"}
RELIEF_ENDS: Final[dict[Literal["upheld", "withdrawn", "rejected", "undone"], str]] = {
    "upheld": "维持",
    "withdrawn": "撤回申请",
    "rejected": "驳回",
    "undone": "撤销或者变更",
}
STAYED_BY: Final[dict[Literal["agency", "reconsideration", "court", "law"], str]] = {
    "agency": "本机关",
    "reconsideration": "行政复议机关",
    "court": "人民法院",
    "law": "法律规定",
}
CLOSINGS: Final[dict[ClosingGround, str]] = {
    "performed": "履行完毕",
    "enforced": "强制执行完毕",
    "no-penalty": "不予处罚",
    "handed-over": "已移送",
    "revoked": "决定被撤销",
    "terminated": "终结执行",
    "completed": "办理完毕",
}
SUSPENSIONS: Final[
    dict[Literal["examination", "jurisdiction", "judicial", "police", "force-majeure", "other"], str]
] = {
    "examination": "检测鉴定",
    "jurisdiction": "管辖争议",
    "judicial": "等待司法裁判",
    "police": "公安机关审查",
    "force-majeure": "不可抗力",
    "other": "其他",
}
HEARING_ENDS: Final[dict[Literal["withdrawn", "absent", "left"], str]] = {
    "withdrawn": "当事人撤回申请",
    "absent": "当事人无正当理由不出席",
    "left": "当事人中途退出",
}


OBJECTIONS: Final[dict[Literal["police", "procuratorate"], str]] = {
    "police": "提请公安机关复议",
    "procuratorate": "建议人民检察院立案监督",
}
RELIEF_PROCEDURES: Final[dict[ReliefProcedure, str]] = {"ordinary": "普通程序", "simple": "简易程序"}
DIRECTIVES: Final[dict[InstrumentKind, str]] = {
    "opinion": "行政复议意见书",
    "decision": "行政复议决定书",
    "mediation": "行政复议调解书",
    "order": "责令履行通知书",
    "judgment": "判决书",
    "ruling": "裁定书",
    "advice": "司法建议书或者检察建议书",
    "supervision": "行政执法监督文书",
}
REPAID_BY: Final[dict[Literal["bank", "treasury", "cash"], str]] = {
    "bank": "退回原缴款账户",
    "treasury": "国库退付",
    "cash": "现金",
}
GOODS_BACK: Final[dict[Literal["returned", "compensated"], str]] = {
    "returned": "返还原物",
    "compensated": "不能返还，折价赔偿",
}


def penalties(kinds: Iterable[str], fine_yuan: Decimal | None, confiscated_yuan: Decimal | None) -> str:
    """Kinds of penalty, with the amounts that there are."""
    given = (("罚款", fine_yuan), ("没收违法所得", confiscated_yuan))
    amounts = [f"{title}{yuan(amount)}" for title, amount in given if amount is not None]
    others = [kind for kind in kinds if not any(amount.startswith(kind) for amount in amounts)]
    return "、".join([*others, *amounts])


def yuan(amount: Decimal) -> str:
    """An amount of money."""
    return f"{amount:,.2f}元"


def day(value: date) -> str:
    """A date as documents write it."""
    return f"{value.year}年{value.month}月{value.day}日"


def size(count: int) -> str:
    """A number of bytes."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, count // 1000)} kB"
