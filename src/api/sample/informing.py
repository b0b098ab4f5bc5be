"""What the agencies of the sample publish of themselves: catalogues, lists, the basic information of matters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from api.sample.course import Course
from api.sample.town import Row, Town, law

_INSPECTION: Final = "行政检查"
_PENALTIES: Final = frozenset({"警告", "通报批评", "罚款", "没收违法所得", "没收非法财物"})


def lists(town: Town, agency: Row, since: str) -> Iterator[Row]:
    """The agency's three lists, of those that have a line."""
    own = [one for one in town.registers["matter"] if one["agency"] == agency["id"]]
    inspected = [one for one in own if _INSPECTION in one["kinds"]]
    for kind, matters in (("power", own), ("responsibility", own), ("inspection", inspected)):
        items = [{"matter": one["code"], "wording": _wording(kind, one)} for one in matters]
        if items:
            known = {"agency": agency["code"], "kind": kind, "version": 1, "valid_from": since}
            yield {"type": "list-published/1", **known, "items": items, "instrument": "武政公告样本1号"}


def _wording(kind: str, matter: Row) -> str:
    return (
        f"{matter['name']}：依法履行，违法不作为、乱作为的依法追责"
        if kind == "responsibility"
        else str(matter.get("listed_as", matter["name"]))
    )


def _kind(matter: Row) -> str:
    """What the law calls it; of penalties of another kind, as taking down what was built, the matter's name says so."""
    penal = bool(_PENALTIES & set(matter["kinds"])) or str(matter["name"]).endswith("的处罚")
    return "行政处罚" if penal else str(matter["kinds"][0])


def catalogue(c: Course) -> Row:
    """Everything that the law data know of, within ten working days or the `days` of the case."""
    entries = [
        {
            "information": one.id,
            "fields": list(one.fields),
            "carriers": ["portal", "website", "notice-board"],
            "office": f"{c.agency['name']}办公室",
            "days": min(one.days, c.case.get("days", 10)),
            "review": ["secrecy", "legal", "disclosure", "head"],
        }
        for one in law(c.today).informations.values()
    ]
    return {"matter": "", "entries": entries}


def basics(c: Course) -> Row:
    """All that the basic information of the case's matter has to say, but for what the case leaves out as `lacking`."""
    matter, name = c.town.matter(c.case), c.agency["name"]
    letters = (one for one in c.town.registers["entry"] if one["type"] == "delegation-granted/1")
    letter = next((one for one in letters if matter["code"] in one["matters"]), None)
    said: Row = {
        "name": matter["name"],
        "kind": _kind(matter),
        "basis": [f"{one['law']} {one['article']}" for one in matter["basis"]],
        "office": f"{name}综合执法机构",
        "procedure": "受理或者立案、调查取证、告知并听取陈述申辩、审核、决定、送达、执行",
        "time_limit": "法律、法规规定的期限",
        "supervision": "武乡县司法局（样本）",
        "relief": c.town.defaults["relief"],
        "place": f"{name}一楼服务大厅（样本）",
        "contact": f"{name}办公室，工作日八时三十分至十八时（样本）",
        "window": "综合窗口设两个岗位，负责咨询和收取材料",
        "guide": "到综合窗口说明来意，按指引提交材料，凭回执查询进度",
        "samples": ["文书示范文本（窗口取阅）"],
        "flowchart": "受理—调查—告知—审核—决定—送达—执行—归档",
        "materials": ["身份证明", "与事项有关的材料"],
        "benchmark": "按公布的行政裁量基准执行（见裁量基准目录）",
        **(_delegated(letter, matter) if letter else {}),
    }
    return {"information": {name: one for name, one in said.items() if name not in c.case.get("lacking", ())}}


def _delegated(letter: Row, matter: Row) -> Row:
    """What is said of the delegation by which somebody else acts."""
    return {
        "delegate": "监漳镇城乡建设服务中心（样本）",
        "delegation_basis": "、".join(f"{one['law']}{one['article']}" for one in letter["basis"]),
        "delegation_matters": matter["name"],
        "delegation_scope": letter["scope"],
        "delegation_term": "以委托书载明的期限为准",
        "delegation_duties": "受托方以委托方名义办理，不得再委托；委托方监督办理",
        "delegation_liability": "委托方对办理行为的后果承担法律责任",
    }
