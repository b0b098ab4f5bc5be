"""What comes into the sample beside the steps of its people: what the public asks for, and who looks at recordings."""

from __future__ import annotations

import base64
from typing import Final, NamedTuple

from api.sample.scan import scan
from api.sample.town import Row


class Use(NamedTuple):
    """Somebody opens a recording, for a purpose (全过程记录制度 四)."""

    by: str
    """Sample id of the person."""
    recording: str
    purpose: str
    export: bool = False


USES: Final = (
    Use("he-zhixing", "scene", "file-evaluation"),
    Use("he-zhixing", "measure", "enforcement-supervision"),
    Use("he-zhixing", "hearing", "performance-appraisal", export=True),
    Use("fu-qiming", "execution", "public-opinion"),
    Use("fu-qiming", "scene", "administrative-decision"),
    Use("lu-yuanshan", "measure", "credit-system"),
    Use("chang-zhiyuan", "scene", "case-work"),
)
"""At the end of the year, each for another of the purposes."""


def asked(body: Row, page: str) -> Row:
    """A correction as the public form sends it; its files are the sample's scan."""
    (who,) = body["requesters"]
    told: Row = {name: body[name] for name in ("source", "claim", "proposed") if name in body}
    files = [{"name": "证据照片.png", "content": base64.b64encode(scan()).decode()} for _ in body.get("files", ())]
    materials = "\n".join(body.get("materials", ()))
    return {
        **told,
        "page": page,
        "name": who["name"],
        "contact": who["contact"],
        "materials": materials,
        "evidence": files,
    }
