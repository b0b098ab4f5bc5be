"""What each fact of a case is called (`records.penalty.facts`), as something that holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FACT_WORDS: Final[Mapping[str, str]] = {
    # Opening, evidence, opinion
    "lead-open": "线索尚待处理",
    "lead-dismissed": "线索已作不予立案处理",
    "filed": "已立案",
    "filing-approved": "立案已经审批",
    "evidence-gathered": "已调查取证",
    "preservation-approved": "先行登记保存已经批准，尚未实施",
    "preserved": "有登记保存的物品",
    "items-open": "有未处理的登记保存物品",
    "correction-ordered": "已责令改正",
    "correction-unchecked": "改正情况尚待复查",
    "opinion-submitted": "已提出处理意见",
    "opinion-unread": "处理意见尚待审查",
    "opinion-endorsed": "处理意见已经审查同意",
    "opinion-standing": "处理意见有效（待审查，或者已同意）",
    "no-penalty-proposed": "处理意见为不予处罚",
    "penalty-proposed": "处理意见为予以处罚",
    # Notice, defence, hearing
    "notice-given": "事先告知书已制作",
    "notice-served": "事先告知书已送达",
    "defence-unread": "陈述申辩尚待复核",
    "defence-settled": "陈述申辩已经复核、放弃或者期满",
    "hearing-told": "已告知有权要求听证",
    "hearing-requested": "当事人要求听证",
    "hearing-arranged": "听证已经安排",
    "hearing-notice-served": "听证通知书已送达",
    "hearing-held": "当事人要求的听证已经举行",
    "hearing-took-place": "举行过听证",
    "hearing-over": "听证已经报告或者终止",
    "hearing-settled": "没有未了结的听证事项",
    # Review, discussion, decision
    "review-due": "应当法制审核",
    "review-open": "送审材料尚待审核",
    "review-passed": "无须法制审核，或者审核已经同意",
    "discussion-due": "应当集体讨论",
    "discussed": "无须集体讨论，或者讨论已经同意",
    "decided": "已作出决定",
    "penalised": "已作出处罚决定",
    "decision-served": "决定书已送达",
    "revoked": "决定已被撤销、变更或者确认违法",
    "disclosed": "已作公示审查",
    "notice-published": "发出过送达公告",
    "served-by-leaving": "有留置送达的文书",
    # Transfer
    "transfer-reported": "已报告涉嫌犯罪",
    "transfer-unread": "移送报告尚待审批",
    "transfer-approved": "移送已经批准",
    "transfer-sent": "批准的移送已经送出",
    "transfer-pending": "移送公安机关正在进行",
    "police-answer-open": "已移送公安机关",
    "police-have-it": "公安机关已经立案",
    "goods-handed-over": "涉案物品已移交公安机关",
    "passed": "案件已移送有管辖权的机关",
    # Performance
    "fined": "决定有罚款",
    "paid": "决定的款项已经缴清",
    "deferral-requested": "当事人申请过延期或者分期缴纳",
    "deferral-unread": "延期或者分期申请尚待审批",
    "relief-pending": "复议或者诉讼正在进行",
    "stayed": "已停止执行",
    "ended": "只待结案",
    # Closing, and what moves a case beside its course
    "suspended": "案件中止",
    "recusal-unread": "回避申请尚待决定",
    "handlers-changed": "变更过承办人",
    "closed": "已结案",
    "to-archive": "应当归档",
    "archived": "案卷已归档",
}
"""By the name of the fact."""
