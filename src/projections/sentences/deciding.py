"""Sentences of the way from the opinion to the decision, and of a transfer."""

from __future__ import annotations

from typing import assert_never

from projections.sentences.words import HEARING_ENDS, NO_PENALTY, OBJECTIONS, PROPOSALS, RESULTS, day, penalties
from records.penalty.events import (
    CaseDiscussed,
    CasePassed,
    CaseReviewed,
    DecisionSigned,
    DefenceRecorded,
    DefenceReviewed,
    DefenceWaived,
    GoodsHandedOver,
    HearingArranged,
    HearingEnded,
    HearingHeld,
    HearingReported,
    HearingRequested,
    NoticeGiven,
    OpinionEndorsed,
    OpinionSubmitted,
    PenaltyDeclined,
    PoliceAnswered,
    ReviewReturned,
    ReviewSubmitted,
    TransferDecided,
    TransferObjected,
    TransferReported,
    TransferSent,
)

Hearing = (
    OpinionSubmitted
    | OpinionEndorsed
    | NoticeGiven
    | DefenceRecorded
    | DefenceWaived
    | DefenceReviewed
    | HearingRequested
    | HearingArranged
    | HearingHeld
    | HearingEnded
    | HearingReported
)
Deciding = ReviewSubmitted | ReviewReturned | CaseReviewed | CaseDiscussed | DecisionSigned | PenaltyDeclined
Transfer = (
    TransferReported | TransferDecided | TransferSent | PoliceAnswered | TransferObjected | GoodsHandedOver | CasePassed
)


def hearing(event: Hearing) -> str:
    """Opinion, notice, defence and hearing."""
    match event:
        case OpinionSubmitted():
            intended = penalties(event.kinds, event.fine_yuan, event.confiscated_yuan)
            return f"提出处理意见：{PROPOSALS[event.proposal]}{f'，拟{intended}' if intended else ''}"
        case OpinionEndorsed():
            return f"承办机构审查处理意见：{'同意' if event.agreed else '退回'}"
        case NoticeGiven():
            intended = penalties(event.kinds, event.fine_yuan, event.confiscated_yuan)
            told = "，并告知听证权利" if event.hearing_told else ""
            return f"制作事先告知书{event.number}：拟{intended}{told}"
        case DefenceRecorded():
            form = "书面" if event.form == "written" else "口头"
            return f"当事人{form}陈述申辩，{len(event.points)}点意见"
        case DefenceWaived():
            return f"当事人明确放弃陈述申辩{'和听证' if event.hearing_too else ''}"
        case DefenceReviewed():
            accepted = sum(point.accepted for point in event.points)
            return f"复核陈述申辩：{len(event.points)}点意见中采纳{accepted}点"
        case HearingRequested():
            posted = f"，{day(event.posted_on)}交邮" if event.posted_on else ""
            return f"当事人申请听证{posted}"
        case HearingArranged():
            public = "公开" if event.public else "不公开"
            return f"通知听证（{event.number}）：{day(event.held_on)}{public}举行"
        case HearingHeld():
            return f"{'公开' if event.public else '不公开'}举行听证"
        case HearingEnded():
            return f"听证终止：{HEARING_ENDS[event.reason]}"
        case HearingReported():
            return "提交听证报告"
        case _:
            assert_never(event)


def deciding(event: Deciding) -> str:
    """Review, discussion and decision."""
    match event:
        case ReviewSubmitted():
            return f"送法制审核，材料{len(event.materials)}件"
        case ReviewReturned():
            return f"法制审核退回补充材料，缺{len(event.missing)}件"
        case CaseReviewed():
            return f"法制审核意见：{RESULTS[event.result]}"
        case CaseDiscussed():
            return f"集体讨论，{len(event.views)}人发表意见，{'同意' if event.agreed else '不同意'}"
        case DecisionSigned():
            return (
                f"签署行政处罚决定书{event.number}：{penalties(event.kinds, event.fine_yuan, event.confiscated_yuan)}"
            )
        case PenaltyDeclined():
            grounds = "、".join(NO_PENALTY[ground] for ground in event.grounds)
            return f"签署不予行政处罚决定书{event.number}：{grounds}"
        case _:
            assert_never(event)


def transfer(event: Transfer) -> str:
    """To the police and back, or to the agency that is competent."""
    match event:
        case TransferReported():
            return f"报告涉嫌犯罪，提请移送公安机关，执法人员{len(event.officers)}名"
        case TransferDecided():
            return f"决定{'移送' if event.approved else '不予移送'}公安机关"
        case TransferSent():
            return f"移送公安机关（{event.number}），材料{len(event.materials)}件"
        case PoliceAnswered():
            return f"公安机关{'决定立案' if event.filed else '不予立案，案件继续办理'}"
        case TransferObjected():
            return f"对不予立案提出异议：{OBJECTIONS[event.to]}"
        case GoodsHandedOver():
            told = "，已书面告知当事人" if event.party_told else ""
            return f"向公安机关移交涉案物品和材料{len(event.items)}件{told}"
        case CasePassed():
            return f"移送有管辖权的机关（{event.number}）"
        case _:
            assert_never(event)
