"""What an agency's catalogue lets it publish (信息公示制度 第四条)."""

from __future__ import annotations

from collections.abc import Iterator

from records.judgement import Context, Judgement
from records.law.data import Law
from records.register.events.information import CatalogueEntry

BASIC: str = "basic-information"
"""Id of the kind of information that the basic information of matters is."""


def decision_kind(law: Law, procedure: str) -> str:
    """Id of the kind of information that decisions of the procedure are; empty where the law data name none."""
    return next((one.id for one in law.informations.values() if procedure in one.decides), "")


def require_in_catalogue(judgement: Judgement, information: str, agency: str, context: Context) -> None:
    """The kind of information is in the catalogue that is in force now, since it is published now: also on paper."""
    if information not in context.law_now.informations:
        return  # law data of before there were catalogues
    catalogue = context.register.catalogue(agency, context.now.day)
    listed = catalogue is not None and information in {one.information for one in catalogue.entries}
    judgement.require_now(listed, "information-not-in-catalogue")


def lacking(entries: tuple[CatalogueEntry, ...], law: Law) -> Iterator[str]:
    """What the entries leave out of what the law data ask of each kind."""
    for one in entries:
        known = law.informations.get(one.information)
        if known is None:
            continue
        missing = [field for field in known.fields if field not in one.fields]
        missing += [] if "portal" in one.carriers else ["公示载体应当包括执法信息公示平台"]
        missing += [] if one.office.strip() else ["责任机构"]
        missing += [] if {"secrecy", "head"} <= set(one.review) else ["审查程序应当包括保密审查和负责人批准"]
        if missing:
            yield f"{known.title}（{'、'.join(missing)}）"


def too_long(entries: tuple[CatalogueEntry, ...], law: Law) -> Iterator[str]:
    """The entries whose term is longer than the law's."""
    for one in entries:
        known = law.informations.get(one.information)
        if known is not None and one.days > known.days:
            yield f"{known.title}（{one.days}个工作日，不得超过{known.days}个）"
