"""电子监控: the party is told of what it recorded, and can look and answer (行政处罚法 第四十一条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.commands import RecordMonitoringAnswer, TellMonitoring
from records.penalty.events import EvidenceAdded, MonitoringAnswered, MonitoringTold


def tell_monitoring(command: TellMonitoring, case: Case, context: Context) -> list[Event]:
    """The party is told of the items, how, and where to look and answer. Raises Invalid for what is no such item."""
    monitored = {one.item for one in case.every(EvidenceAdded) if one.monitored}
    judgement = begin(command, case, context, cause(case, context, EvidenceAdded))
    if unknown := [one for one in command.items if one not in monitored]:
        raise Invalid([("$.items", f"不是本案由电子技术监控设备取得的证据，请核对证据编号：{'、'.join(unknown)}")])
    return [stated(MonitoringTold, command, judgement, context)]


def record_monitoring_answer(command: RecordMonitoringAnswer, case: Case, context: Context) -> list[Event]:
    """What the party says of an item that they were told of: it is examined again before it is cited."""
    judgement = begin(command, case, context, cause(case, context, MonitoringTold))
    told = {item for one in case.every(MonitoringTold) for item in one.items}
    if told and command.item not in told:
        raise Invalid([("$.item", "没有向当事人告知过这项监控证据，请核对证据编号")])
    return [stated(MonitoringAnswered, command, judgement, context)]
