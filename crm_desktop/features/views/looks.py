"""How views are written: their look and their values as JSON, and back.

Called by whoever saves a view (the window) and by handlers and queries. Pure, any thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.views.modes import MODES
from crm_desktop.features.views.rows import ViewLook
from crm_desktop.filters import codec
from crm_desktop.filters.ast import Node

_SHELVES = ("current", "archive", "bin")
_DENSITIES = ("", "comfortable", "compact")
_MODES_ONCE = (*MODES, "recurring")
_MOST_COLUMNS = 500
_LONGEST_CODE = 64
_WIDEST = 10_000


def values_of_view(
    entity: str, name: str, root: Node, look: ViewLook, *, shared: bool = False
) -> dict[str, Any]:
    """What ``SaveView`` wants."""
    return {
        "entity": entity,
        "name": name,
        "filter": codec.to_json(root),
        "look": to_json(look),
        "shared": shared,
    }


def to_json(look: ViewLook) -> dict[str, Any]:
    """The look as JSON-shaped data."""
    return {**asdict(look), "columns": list(look.columns), "widths": dict(look.widths or {})}


def from_json(data: Mapping[str, Any]) -> ViewLook:
    """The look in checked data; what is left out is as usual."""
    known = {name: data[name] for name in ViewLook.__dataclass_fields__ if name in data}
    known["columns"] = tuple(known.get("columns", ()))
    return ViewLook(**known)


def of_deals(look: ViewLook) -> ViewLook:
    """The look of a view of deals; of one that was saved when its group said as what the deals are
    shown, and its order was that of the cards, as it is meant now."""
    if look.mode or look.group not in _MODES_ONCE:
        return look
    mode = look.group if look.group in MODES else ""
    return replace(look, mode=mode, group="", cards=look.sort, sort="")


def check(data: Any, _region: str | None = None) -> dict[str, Any]:
    """The look as it is stored; ``Invalid`` for what no look can be."""
    if not isinstance(data, Mapping) or not set(data) <= set(ViewLook.__dataclass_fields__):
        raise _unfit()
    look = from_json(data)
    if not all(_IS_FIT[name](getattr(look, name)) for name in _IS_FIT):
        raise _unfit()
    return to_json(look)


def _unfit() -> Invalid:
    return Invalid(msg("The value doesn’t fit its field. Nothing was saved."), "look")


def _is_code(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_CODE


def _are_columns(value: Any) -> bool:
    return len(value) <= _MOST_COLUMNS and all(_is_code(name) for name in value)


def _are_widths(value: Any) -> bool:
    if value is None:
        return True
    if not isinstance(value, Mapping) or not _are_columns(value):
        return False
    return all(type(width) is int and 0 < width <= _WIDEST for width in value.values())


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


_IS_FIT = {
    "columns": _are_columns,
    "widths": _are_widths,
    "sort": _is_code,
    "group": _is_code,
    "descending": _is_flag,
    "preview": _is_flag,
    "density": _DENSITIES.__contains__,
    "shelf": _SHELVES.__contains__,
    "pipeline": _is_code,
    "mode": ("", *MODES).__contains__,
    "cards": _is_code,
}
