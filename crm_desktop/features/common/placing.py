"""Places in orders that people make by hand: numbers between those of the neighbours.

So a move changes one record. Where neighbours have come too close those behind give way, a few
records. Pure; called by handlers.
"""

from __future__ import annotations

from collections.abc import Sequence

STEP = 1.0
"""Between records at the end of an order."""

# Doubles tell a millionth apart up to thousands of millions.
_LEAST = 2.0**-20
# Who gives way makes room for some more.
_ROOMY = 2.0**-10


def make_room(
    count: int, above: float | None, below: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Places for ``count`` newcomers between ``above`` (``None``: on top) and those ``below``,
    which stand in their order to the end; and the new places of the first of these that have to
    give way."""
    if above is None:
        first = below[0] if below else STEP * (count + 1)
        return [first - STEP * (count - number) for number in range(count)], []
    for shifted, end in enumerate(below):
        gap = (end - above) / (count + shifted + 1)
        if gap >= (_ROOMY if shifted else _LEAST):
            places = _spread(above, gap, count + shifted)
            return places[:count], places[count:]
    places = _spread(above, STEP, count + len(below))
    return places[:count], places[count:]


def _spread(above: float, gap: float, count: int) -> list[float]:
    return [above + gap * (number + 1) for number in range(count)]
