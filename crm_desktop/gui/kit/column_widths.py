"""How wide the columns of a list are in the room there is. Pure; called by ``RowTable``."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.gui.kit.row_source import Column


def fitted_widths(columns: Sequence[Column], room: int) -> list[int | None]:
    """A width for each column, ``None`` for those that give way where there is too little room.

    Columns that grow share what is left by their own widths; nothing is narrower than it asks.
    """
    wanted = sum(column.width for column in columns)
    hides = wanted > room
    shown = [column for column in columns if not (hides and column.gives_way)]
    growing = sum(column.width for column in shown if column.grows)
    left = max(0, room - sum(column.width for column in shown))
    widths: list[int | None] = []
    given = 0
    for column in columns:
        if column not in shown:
            widths.append(None)
            continue
        extra = left * column.width // growing if column.grows and growing else 0
        given += extra
        widths.append(column.width + extra)
    if growing and widths[0] is not None and columns[0].grows:
        widths[0] += left - given
    return widths
