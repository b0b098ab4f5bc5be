"""With which steps a case begins, in the groups in which they are offered, and when to take which."""

from __future__ import annotations

from typing import Final, NamedTuple


class Opening(NamedTuple):
    """A step that begins a case, and when it is the right one."""

    step: str
    """Tag of the command."""
    when: str


GROUPS: Final[tuple[tuple[str, tuple[Opening, ...]], ...]] = (
    (
        "行政处罚",
        (
            Opening("register-lead", "还不能确定是否立案的，先登记线索，在期限内决定立案或者不予立案。"),
            Opening("file-case", "已经符合立案条件的，直接立案，按普通程序办理。"),
            Opening("open-spot", "违法事实确凿、有法定依据，可以当场处以小额罚款或者警告的，按简易程序办理。"),
        ),
    ),
    (
        "行政强制",
        (
            Opening("request-measure", "需要查封、扣押、冻结或者采取其他强制措施的，先报负责人批准。"),
            Opening("open-enforcement", "当事人逾期不履行决定，法律规定由本机关强制执行的。"),
            Opening("open-court-case", "当事人逾期不履行决定，本机关没有强制执行权的，申请人民法院执行。"),
        ),
    ),
    (
        "行政许可",
        (
            Opening("apply-licence", "收到许可、变更或者延续的申请。"),
            Opening("open-licence-action", "已经作出的许可需要撤回、撤销或者注销的。"),
        ),
    ),
    (
        "行政检查",
        (
            Opening("open-inspection", "按计划抽中的，或者有投诉举报等线索的，启动一次检查。"),
            Opening("open-inspection-plan", "拟订年度检查计划，批准、公示以后抽签。"),
        ),
    ),
    ("行政征收", (Opening("open-levy", "依法征收税费以外的款项、收费，或者减免、退还的。"),)),
    (
        "行政裁决、给付、确认和奖励",
        (Opening("receive-petition", "收到裁决、给付、确认的申请或者奖励的建议，在表单中选择类别。"),),
    ),
    (
        "信息公示",
        (
            Opening("draft-catalogue", "编制公示目录，或者用新的目录代替现行的。"),
            Opening("draft-basic-information", "公示一个事项的基本信息，或者依据、职能有变化后更新。"),
            Opening("request-correction", "公民、法人或者其他组织申请更正公示信息，或者本机关发现公示信息不准确。"),
        ),
    ),
    (
        "公示监督",
        (Opening("open-oversight", "监督机关检查其他机关的公示：拟订计划，批准以后抽样、评分、出具意见。"),),
    ),
    (
        "案卷评查",
        (Opening("open-evaluation", "评查一段期间的案卷：拟订计划，抽取案卷，逐卷评查，告知结果，通报情况。"),),
    ),
)
"""By field of enforcement, in the order of the page."""
