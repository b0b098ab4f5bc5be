"""Licences: the words that events and commands choose from."""

from __future__ import annotations

from typing import Literal

LicenceKind = Literal["ordinary", "concession", "qualification", "verification", "registration", "other"]
"""普通, 特许, 认可, 核准, 登记, 其他: 行政许可法 第十二条, in the words of the 双公示 records (XK_XKLB)."""

Application = Literal["new", "change", "renewal"]
"""申请, 变更 (第四十九条), 延续 (第五十条)."""

Action = Literal["withdrawal", "revocation", "cancellation"]
"""撤回 (第八条), 撤销 (第六十九条), 注销 (第七十条)."""

Channel = Literal["window", "post", "online"]
"""How an application came in (第二十九条, 第三十三条)."""

Trigger = Literal["own", "request", "complaint", "superior"]
"""依职权, 利害关系人或者被许可人请求, 举报, 上级交办: why the agency looks at a licence again."""

NoAcceptance = Literal["not-needed", "not-ours", "false-papers", "barred", "not-supplemented", "renewal-late"]
"""第三十二条第一款第一项, 第二项; 第七十八条; 第七十八条、第七十九条; materials that never came (P); 第五十条."""

ApplicationEnd = Literal["died", "organisation-ended", "not-supplemented"]
"""申请人死亡或者丧失行为能力, 申请的法人或者其他组织终止, 逾期没有补正材料: how an application ends undecided (P)."""

Way = Literal["alone", "joint", "first-review"]
"""单独办理, 联合或者集中办理 (第二十六条), 下级机关先行审查 (第三十五条、第四十三条)."""

Special = Literal["hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "experts"]
"""听证, 招标, 拍卖, 检验, 检测, 检疫, 鉴定, 专家评审: whose time does not count (第四十五条)."""

Concerned = Literal["applicant", "holder", "interested"]
"""申请人, 被许可人, 利害关系人 (第三十六条)."""

Proposed = Literal["grant", "refuse", "act", "keep"]
"""准予, 不予, 予以撤回、撤销、注销, 不予撤回、撤销、注销."""

Finding = Literal["others-interest", "public-interest", "false-papers", "fraud", "grave-public-harm"]
"""直接关系他人重大利益 (第三十六条、第四十七条), 涉及公共利益的重大事项 (第四十六条),
隐瞒情况或者提供虚假材料 (第七十八条), 以欺骗、贿赂等不正当手段取得 (第六十九条第二款),
撤销可能对公共利益造成重大损害 (第六十九条第三款)."""

Refusal = Literal["not-qualified", "false-papers", "number-limit", "other"]
"""不符合法定条件、标准; 隐瞒情况或者提供虚假材料; 名额已满 (第五十七条); 其他."""

Withdrawal = Literal["law-changed", "circumstances-changed"]
"""依据修改或者废止, 客观情况发生重大变化 (第八条第二款)."""

Revocation = Literal["abuse", "beyond-power", "against-procedure", "not-qualified", "other", "fraud"]
"""第六十九条第一款第一项至第五项; 第二款."""

Cancellation = Literal["expired", "incapable", "organisation-ended", "ended", "impossible", "other"]
"""第七十条第一项至第六项: 届满未延续, 公民死亡或者丧失行为能力, 法人或者其他组织终止, 被撤销、撤回或者吊销,
不可抗力导致无法实施, 其他."""

Kept = Literal["public-harm", "unfounded"]
"""撤销可能对公共利益造成重大损害 (第六十九条第三款), 查无应当撤回、撤销、注销的情形."""
