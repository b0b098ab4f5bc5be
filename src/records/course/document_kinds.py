"""The kinds of documents that bear a number, by the names that law data, services and events have for them."""

from __future__ import annotations

from typing import Literal

DocumentKind = Literal[
    # 普通程序: 先行登记保存通知书, 责令改正通知书, 事先告知书, 听证通知书, 行政处罚决定书, 不予行政处罚决定书, 移送书,
    # 加处罚款决定书, 延期（分期）缴纳罚款通知书
    "preservation", "correction", "notice", "hearing", "decision", "no-penalty", "transfer", "surcharge", "deferral",
    # 简易程序: 当场行政处罚决定书
    "spot-decision",
    # 强制措施: 决定书, 延长期限决定书, 检测（鉴定）期间告知书, 解除决定书
    "measure", "measure-extension", "testing-notice", "measure-release",
    # 强制执行: 催告书, 强制执行决定书, 代履行决定书, 限期拆除公告, 中止执行通知书, 终结执行决定书
    "demand", "enforcement-decision", "substitute-decision", "demolition-notice", "enforcement-suspension",
    "enforcement-termination",
    # 申请法院强制执行: 强制执行申请书
    "court-application",
    # 许可: 受理通知书, 补正告知书, 不予受理决定书, 延长期限告知书, 准予许可决定书, 不予许可决定书, 许可证件,
    # 变更、延续、撤回、撤销、注销决定书
    "acceptance", "supplement", "non-acceptance", "licence-extension", "special-time", "licence-decision",
    "licence-refusal", "certificate", "licence-change", "licence-end",
    # 检查: 年度抽查计划, 检查通知书, 检查结果告知书, 责令整改通知书
    "inspection-plan", "inspection-notice", "inspection-result", "rectification",
    # 征收: 事先告知书, 征收决定书, 缴款书, 滞纳金决定书, 减免缓征决定书, 退还决定书
    "levy-notice", "levy-decision", "payment-notice", "late-fee", "levy-relief", "refund-decision",
    # 裁决、给付、确认、奖励: 受理通知书, 补正告知书, 不予受理通知书, 答复通知书, 利害关系人告知书, 延长办理期限告知书,
    # 行政调解书, 决定书, 停止给付（追回）决定书
    "petition-acceptance", "petition-supplement", "petition-non-acceptance", "respondent-notice", "third-party-notice",
    "petition-extension", "mediation-agreement", "petition-decision", "grant-stop",
    # 公示信息更正: 更正答复书
    "correction-reply",
    # 公示监督检查: 监督检查意见书, 责令改正通知书, 处分建议书, 移送书
    "oversight-opinion", "disclosure-correction", "sanction-proposal", "oversight-referral",
    # 案卷评查: 评查结果告知书, 评查情况通报
    "evaluation-notice", "evaluation-report",
]  # fmt: skip
