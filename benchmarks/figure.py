"""What a benchmark finds, and how two sides are measured fairly."""

import gc
from collections.abc import Callable
from statistics import median

import msgspec

ROUNDS = 5


class Figure(msgspec.Struct, frozen=True):
    """Ours and the peer's rate under the same load, in `unit`."""

    name: str
    ours: float
    peer: float
    peer_name: str
    ratio: float
    unit: str


def in_turns(
    name: str, unit: str, ours: Callable[[], float], peer: Callable[[], float], peer_name: str, rounds: int = ROUNDS
) -> Figure:
    """Medians of `rounds` rates of each side, which take turns so that a slow minute slows both; one to warm up."""
    gc.collect()
    gc.freeze()  # as our server does at its start, here for both sides
    pairs = [(ours(), peer()) for _ in range(rounds + 1)][1:]
    rates = [median(rates) for rates in zip(*pairs, strict=True)]
    return Figure(name, round(rates[0], 1), round(rates[1], 1), peer_name, round(rates[0] / rates[1], 2), unit)
