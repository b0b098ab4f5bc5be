"""A town that has published, withheld and withdrawn, on SQLite, for tests of what the public and the staff see."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from http_town import Site, Town
from records.penalty.commands import ReviewSecrecy

RECORDING: Final = Path(__file__).parent.parent / "src" / "api" / "sample" / "recording.mp4"
MARKUP: Final = '<script>alert("1")</script>'
FORMULA: Final = '=HYPERLINK("http://evil.example","看")'
WITHDRAWN_FACTS: Final = "当事人在柳树巷口倾倒炉渣"
WITHDRAWN_PARTY: Final = "武乡县柳树巷锅炉房"
WITHHELD_FACTS: Final = "当事人配方属于商业秘密的酱料"
ORGANISATION: Final = {"kind": "organisation", "name": "武乡县样本商行", "number": "91140429MA0K12348Q"}
ORDINARY: Final = 22
"""Ordinary disclosures, so that the list has a second page."""


@dataclass
class Portal:
    """The site, and the pages and cases of the town by what is special about them."""

    site: Site
    pages: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)

    @property
    def http(self) -> httpx.Client:
        """Somebody without an account."""
        return self.site.http

    @property
    def town(self) -> Town:
        """The people of the town."""
        return self.site.town

    def text(self, path: str, **params: str) -> str:
        """A page that must be there."""
        answer = self.http.get(path, params=params or None, headers={"Accept": "text/html"})
        assert answer.status_code == 200, answer.text
        return answer.text

    def publish(self, name: str, *, signing: dict[str, Any] | None = None, **review: Any) -> str:
        """Publishes a case of that name, against an organisation; returns the page's id."""
        town = self.town
        case = town.prepared(title=f"{name}案", party=ORGANISATION)
        town.step("zhao", case, town.signing(**(signing or {})))
        town.take(case, ReviewSecrecy)
        town.step("qian", case, town.reviewing(**({"party_shown": ORGANISATION["name"]} | review)))
        self.cases[name] = case
        self.pages[name] = str(town.get("sun", f"cases/{case}")["disclosure"]["disclosure"])
        return self.pages[name]

    def settle(self) -> None:
        """Waits until the projections have come as far as the ledgers."""
        deadline = time.monotonic() + 20
        while any("lag_events{" in line and not line.endswith(" 0") for line in self._metrics()):
            assert time.monotonic() < deadline, "the projections don't come on"
            time.sleep(0.01)

    def _metrics(self) -> list[str]:
        return self.http.get("/metrics").text.splitlines()


def fill(portal: Portal) -> None:
    """Publishes over several days; one decision is withdrawn, one withheld, one masked."""
    town = portal.town
    portal.publish("标记", party_shown=f"{MARKUP}商店", facts_shown=f"{MARKUP}占道经营", signing={"reasons": MARKUP})
    portal.publish("公式", party_shown=FORMULA, facts_shown="+1-1 元的标价签")
    town.later(days=1)
    signing = {"facts": WITHDRAWN_FACTS, "content": "罚款贰佰元，清运炉渣", "reasons": "情节较重，影响道路"}
    portal.publish("撤回", signing=signing, party_shown=WITHDRAWN_PARTY)
    masked: dict[str, Any] = {
        "outcome": "redacted",
        "masked": ("party", "amounts"),
        "party_shown": "",
        "grounds": ["other-law"],
    }
    portal.publish("遮盖", **masked, basis="某某条例第八条")
    for number in range(ORDINARY):
        portal.publish(f"普通{number}", facts_shown=f"第{number}处摊位占用便道。")
    town.later(days=2)
    withheld = {"outcome": "withheld", "party_shown": "", "grounds": ["secret-or-privacy", "security"]}
    case = town.cleared(title="保密案", party=ORGANISATION)
    town.step("qian", case, town.reviewing(**withheld, basis=WITHHELD_FACTS))
    town.step("qian", portal.cases["撤回"], town.revoking(explanation="行为人认定错误。"))
    town.later(days=3)
    recording = town.upload(RECORDING.read_bytes())
    portal.cases["录像"] = town.file(title="录像案", party=ORGANISATION)
    town.step("wang", portal.cases["录像"], {"type": "link-recording", "object": recording, "stage": "inspection"})
    assert town.post("zhao", f"cases/{portal.cases['标记']}/steps", town.signing()).status_code == 409
