"""How wide the columns of a list are in the room there is. Pure; called by ``RowTable``."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.gui.kit.row_source import Column


def fitted_widths(
    columns: Sequence[Column], room: int, *, first_more: int = 0, may_hide: bool = True
) -> list[int | None]:
    """A width for each column, ``None`` for those that give way where there is too little room,
    unless the person has chosen them and none ``may_hide``.

    Columns that grow share what is left by their own widths; nothing is narrower than it asks.
    The first column asks for ``first_more`` pixels besides its own.
    """
    asked = [column.width for column in columns]
    asked[0] += first_more
    is_tight = may_hide and sum(asked) > room
    shown = [not (is_tight and column.gives_way) for column in columns]
    taken = sum(width for width, is_shown in zip(asked, shown, strict=True) if is_shown)
    growing = [
        width if is_shown and column.grows else 0
        for width, is_shown, column in zip(asked, shown, columns, strict=True)
    ]
    left = max(0, room - taken)
    extra = [left * part // sum(growing) if part else 0 for part in growing]
    if any(growing):
        extra[growing.index(max(growing))] += left - sum(extra)  # what rounding left over
    return [
        width + more if is_shown else None
        for width, more, is_shown in zip(asked, extra, shown, strict=True)
    ]
