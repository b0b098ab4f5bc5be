"""What an agency makes public of itself: its catalogue, its lists, the basic information of its matters."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from records.event import Event

Carrier = Literal["portal", "website", "notice-board", "gazette", "broadcast", "document"]
"""本门户, 政府及部门网站, 办公场所公告栏, 公报, 广播电视, 文件或者公告 (信息公示制度 第九条)."""

ReviewStage = Literal["secrecy", "legal", "disclosure", "head"]
"""保密审查, 合法性审查, 公示审查, 负责人批准: what a piece of information goes through before it is public."""

ListKind = Literal["power", "responsibility", "inspection"]
"""权力清单, 责任清单, 随机抽查事项清单 (信息公示制度 第三条)."""


class CatalogueEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of information that an agency publishes (信息公示制度 第四条)."""

    information: str
    """Id of the kind, as the law data have it (`[[information]]`)."""
    fields: tuple[str, ...]
    """What is shown of it, in words of the law data or of the agency's own."""
    carriers: tuple[Carrier, ...]
    office: str
    """责任机构: the office that answers for it."""
    days: int
    """Within how many working days it becomes public after it has formed or changed."""
    review: tuple[ReviewStage, ...]
    """审查程序: who looks at it before, in that order."""


class CataloguePublished(Event, frozen=True, kw_only=True, tag="catalogue-published/1"):
    """公示目录: what an agency publishes and how; it takes the place of the former one from its day on."""

    agency: str
    """Code."""
    version: int
    """1 for the agency's first, and one more for each that follows."""
    entries: tuple[CatalogueEntry, ...]
    case: str = ""
    """Id of the case in which it was drafted, checked and approved."""
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The stream of the agency's catalogues."""
        return catalogue_stream(self.agency)


class ListedMatter(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list."""

    matter: str
    """Code."""
    wording: str
    """How the list words the power, the responsibility, or what is inspected."""


class ListPublished(Event, frozen=True, kw_only=True, tag="list-published/1"):
    """A version of one of an agency's lists; it takes the place of the former one from its day on."""

    agency: str
    """Code."""
    kind: ListKind
    version: int
    """1 for the first list of the kind, and more for each that follows."""
    items: tuple[ListedMatter, ...]
    instrument: str = ""
    """Title and number of the paper by which the government at its level published it."""
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The stream of the agency's lists."""
        return f"list:{self.agency}"


class BasicInformation(msgspec.Struct, frozen=True, kw_only=True):
    """基本信息 of a matter (信息公示制度 第五条). What is empty is lacking; what it has to have is law data."""

    name: str = ""
    kind: str = ""
    """As 行政处罚."""
    basis: tuple[str, ...] = ()
    """Each law with its article, as 某某条例 第十条."""
    office: str = ""
    """承办机构."""
    procedure: str = ""
    """办理程序."""
    time_limit: str = ""
    supervision: str = ""
    """监督方式."""
    relief: str = ""
    """救济渠道."""
    place: str = ""
    contact: str = ""
    window: str = ""
    """Posts and work of who serves at the window; nobody is named."""
    guide: str = ""
    """办事指南."""
    samples: tuple[str, ...] = ()
    """示范文本: each by its title and where it is found."""
    flowchart: str = ""
    """The steps of the flowchart, or where it is found."""
    materials: tuple[str, ...] = ()
    benchmark: str = ""
    """裁量基准, where the matter has a discretion (行政处罚法 第三十四条)."""
    delegate: str = ""
    """受委托组织, with its address."""
    delegation_basis: str = ""
    delegation_matters: str = ""
    delegation_scope: str = ""
    """权限."""
    delegation_term: str = ""
    delegation_duties: str = ""
    """双方权利和义务."""
    delegation_liability: str = ""
    """法律责任."""


class BasicInformationPublished(Event, frozen=True, kw_only=True, tag="basic-information-published/1"):
    """The basic information of a matter, public from its day on; it takes the place of the former one."""

    agency: str
    """Code."""
    matter: str
    """Code."""
    version: int
    """1 for the first of agency and matter, and one more for each that follows."""
    information: BasicInformation
    case: str = ""
    """Id of the case in which it was drafted, checked and approved."""
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The stream of the matter's basic information."""
        return basics_stream(self.matter)


class BasisRepealed(Event, frozen=True, kw_only=True, tag="basis-repealed/1"):
    """A law, or an article of it, holds no more: every matter that cites it has to be looked at."""

    law: str
    article: str = ""
    """Empty: the whole law."""
    instrument: str
    """What repealed it, with its number."""
    valid_from: date
    """The first day on which it does not hold."""

    @property
    def stream(self) -> str:
        """The stream of what became of laws."""
        return "basis"


class BasisChanged(Event, frozen=True, kw_only=True, tag="basis-changed/1"):
    """A law, or an article of it, says something else from a day on: basic information that cites it is updated."""

    law: str
    article: str = ""
    """Empty: the whole law."""
    instrument: str
    """What changed it, with its number."""
    change: str = ""
    """What is different."""
    valid_from: date

    @property
    def stream(self) -> str:
        """The stream of what became of laws."""
        return "basis"


class DelegationAnnounced(Event, frozen=True, kw_only=True, tag="delegation-announced/1"):
    """One side of a delegation published its letter (行政处罚法 第二十条第二款)."""

    number: str
    """Of the letter."""
    agency: str
    """Code of the side: of the agency that delegates, or of the body that acts for it."""
    where: str
    """Carrier, with the address or place."""
    valid_from: date
    """The day on which it was published."""

    @property
    def stream(self) -> str:
        """The letter's stream."""
        return f"delegation:{self.number}"


def catalogue_stream(agency: str) -> str:
    """The stream of an agency's catalogues."""
    return f"catalogue:{agency}"


def basics_stream(matter: str) -> str:
    """The stream of the basic information of a matter."""
    return f"basics:{matter}"
