"""`check.py` of a package: the stand-alone check of a copy and of a package in one file, out of the two of the tree."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_CORE: Final = "mingjing_check.py"
_BAG: Final = "bag_check.py"
_MAIN: Final = '\n\nif __name__ == "__main__":\n'
_BEGINNING: Final = "from __future__ import annotations\n"
_JOINED: Final = re.compile(r"^from mingjing_check import \([^)]*\)\n", re.MULTILINE)
"""What the second part takes from the first: in one file it is there."""

_PLACES: Final = (Path(__file__).parent / "verifier", Path(__file__).parents[3] / "deploy" / "verifier")
"""In an installed package the programs lie beside this file; in the tree where whoever looks for them finds them."""


def script() -> bytes:
    """The program. Raises OSError where the installation lacks its parts."""
    core, main, _ = _read(_CORE).rpartition(_MAIN)
    _, beginning, bag = _read(_BAG).partition(_BEGINNING)
    assert main
    assert beginning
    return f"{core}\n\n{_JOINED.sub('', bag).lstrip()}".encode()


def _read(name: str) -> str:
    place = next((folder / name for folder in _PLACES if (folder / name).is_file()), _PLACES[-1] / name)
    return place.read_text(encoding="utf-8")
