"""As what the deals of a view are shown, and what that asks besides the view's filter.

Views of other records have no mode. Called by ``queries`` and by the page of deals. Pure.
"""

from __future__ import annotations

from crm_desktop.features.views.rows import ViewLook, ViewRow
from crm_desktop.filters.ast import EVERYTHING, And, Condition, Node, Not, Operator, Or

BOARD, LIST, FORECAST = "board", "list", "forecast"
MODES = (BOARD, LIST, FORECAST)
"""A board and a forecast hold open deals, a list closed ones as well."""

_STILL_OPEN = Condition("status", Operator.IS, "open")
_KNOWN = {"status": "open", "closed_at": None, "lost_reason": None}
"""What fields hold in every open deal."""
_NEGATED = {Operator.IS_NOT: Operator.IS, Operator.NONE_OF: Operator.ANY_OF}


def asked_of(view: ViewRow) -> Node:
    """All that the view asks: its filter, the pipeline that it keeps, and open deals if it is
    shown as a board or a forecast."""
    asked: list[Node] = [view.filter] if view.filter != EVERYTHING else []
    if view.look.pipeline:
        asked.append(Condition("pipeline", Operator.IS, view.look.pipeline))
    if mode_of(view.filter, view.look) in (BOARD, FORECAST):
        asked.append(_STILL_OPEN)
    return asked[0] if len(asked) == 1 else And(tuple(asked))


def mode_of(asked: Node, look: ViewLook) -> str:
    """As what a view of this filter is shown, or nothing where it has no mode of its own: closed
    deals stand in no board, whatever was saved."""
    return look.mode if matches_open(asked) else LIST


def matches_open(asked: Node) -> bool:
    """Whether there can be an open deal that matches."""
    return _of_open(asked) is not False


def _of_open(node: Node) -> bool | None:
    """Whether every open deal matches, or none does; ``None`` where that depends on the deal."""
    if isinstance(node, And | Or):
        decided = isinstance(node, Or)
        parts = {_of_open(part) for part in node.parts}
        if decided in parts:
            return decided
        return None if None in parts else not decided
    if isinstance(node, Not):
        part = _of_open(node.part)
        return None if part is None else not part
    if isinstance(node, Condition) and node.field in _KNOWN:
        return _holds(node.operator, node.value, _KNOWN[node.field])
    return None


def _holds(operator: Operator, value: object, known: str | None) -> bool:
    if operator in _NEGATED:
        return not _holds(_NEGATED[operator], value, known)
    if operator in (Operator.EMPTY, Operator.NOT_EMPTY):
        return (known is None) is (operator is Operator.EMPTY)
    return known is not None and known in (value if isinstance(value, tuple) else (value,))
