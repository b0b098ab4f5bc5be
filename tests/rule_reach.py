"""Which rules a procedure's steps can be refused by: those that the data name, and those that its deciders call for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import records
from records.course.decide import _DECIDERS
from records.course.judging import _REFUSED_BY
from records.course.shapes import Command
from records.course.standing import void_entry
from records.course.steps import COMMAND_TYPES
from records.law.data import Law
from records.penalty.commands import VoidEntry

SOURCE: Final = Path(records.__file__).parent
DECIDERS: Final[Mapping[type[Command], Callable[..., Any]]] = {**_DECIDERS, VoidEntry: void_entry}
TAGS: Final = {str(one.__struct_config__.tag): one for one in COMMAND_TYPES}
ASKED: Final = frozenset({"FACTS", "unmet", "_REFUSED_BY"})
"""Names that lead to every fact and every actor: what they refuse is taken from the data, step by step."""


@dataclass(frozen=True)
class Piece:
    """A function, class or constant of a module: the texts in it, and what else it names."""

    texts: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True)
class Module:
    """What a module defines, and where it has other names from."""

    pieces: dict[str, Piece] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)


@cache
def modules() -> dict[str, Module]:
    """All of `records`, by dotted name."""
    return {".".join(("records", *path.relative_to(SOURCE).with_suffix("").parts)): _module(path) for path in files()}


def files() -> Iterator[Path]:
    """Those of deciders: a fact judges nothing by itself."""
    return (path for path in SOURCE.rglob("*.py") if path.name != "facts.py")


def _module(path: Path) -> Module:
    found = Module()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found.imports.update({one.asname or one.name: (node.module, one.name) for one in node.names})
        found.pieces.update(dict.fromkeys(_defined(node), _piece(node)))
    return found


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [one.id for one in targets if isinstance(one, ast.Name)]


def _piece(node: ast.stmt) -> Piece:
    inside = list(ast.walk(node))
    texts = (one.value for one in inside if isinstance(one, ast.Constant) and isinstance(one.value, str))
    return Piece(frozenset(texts), frozenset(one.id for one in inside if isinstance(one, ast.Name)) - ASKED)


@cache
def texts_of(module: str, name: str) -> frozenset[str]:
    """All texts in a function and in whatever it names, however far away."""
    seen, waiting, found = set[tuple[str, str]](), [(module, name)], set[str]()
    while waiting:
        place = waiting.pop()
        there = modules().get(place[0])
        if place in seen or there is None:
            continue
        seen.add(place)
        if piece := there.pieces.get(place[1]):
            found |= piece.texts
            waiting += [there.imports.get(one, (place[0], one)) for one in piece.names]
    return frozenset(found)


def codes(law: Law) -> frozenset[str]:
    """Codes of the rules by which a step of the law's procedure can be refused."""
    found = {bar.code for bar in law.bars.values()}
    for step in law.steps.values():
        decider = DECIDERS[TAGS[step.id]]
        found |= {*step.needs.values(), *step.bars.values(), _REFUSED_BY[step.actors[0]]}
        found |= texts_of(decider.__module__, decider.__name__) & law.rules.keys()
    return frozenset(found)
