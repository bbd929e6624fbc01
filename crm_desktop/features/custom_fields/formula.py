"""Formulas of custom fields: arithmetic over the other fields of the record, never ``eval``.

``{Price} * {Rooms}``, ``round({Sum} / 12, 2)``, ``if(status = "client", {Sum} * 0.9, {Sum})``.
Fields stand in braces by their label or id, plain fields of the record by their code. The text is
read by Python's own parser (``ast``) and only the few nodes below are walked, with limits on
size, so that a formula can neither run code nor hold anybody up. Pure; any thread.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import add, eq, ge, gt, le, lt, mod, mul, ne, sub, truediv
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.money import currency_digits
from crm_desktop.features.custom_fields.rows import PREFIX, CustomFieldRow

_LONGEST = 2_000
_MOST_NODES = 400
_LARGEST = 2.0**53
_MOST_DECIMALS = 6

_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|\{([^{}]*)\}|\b(if|если|jeśli)\s*\(|([<>!=]?)=+")
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
    ast.Div: truediv,
    ast.Mod: mod,
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: eq,
    ast.NotEq: ne,
    ast.Lt: lt,
    ast.LtE: le,
    ast.Gt: gt,
    ast.GtE: ge,
}


class _EmptyError(Exception):
    """The formula has no value for this record."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


@dataclass(frozen=True)
class Result:
    """A number, or nothing and why."""

    value: float | None
    reason: Message | None = None


class Formula:
    """A formula that can be worked out. ``Invalid`` (field ``formula``) for what is none."""

    def __init__(self, text: str) -> None:
        self.inputs, self._root = _parsed(text)

    @property
    def needs_all(self) -> bool:
        """Whether there is no result unless every field that is asked for has a value."""
        return not any(
            isinstance(node, ast.Call) and node.args[2:] for node in ast.walk(self._root)
        )

    def work_out(self, values: Mapping[str, Any]) -> Result:
        """The result for a record whose fields have these ``values``, by name or
        ``custom:<id>``. A field without a value leaves the result empty, unless it stands in
        the part of an ``if`` that is not taken."""
        try:
            value = _number(_value(self._root, self.inputs, values))
        except _EmptyError as empty:
            return Result(None, empty.reason)
        except (OverflowError, TypeError, ValueError):
            return Result(None, msg("The formula gives no number for this record."))
        if not math.isfinite(value) or abs(value) > _LARGEST:
            return Result(None, msg("The result is too large."))
        return Result(int(value) if value == int(value) else value)


@lru_cache(maxsize=500)
def _parsed(text: str) -> tuple[tuple[str, ...], ast.expr]:
    """The names that the formula asks for, and its tree."""
    if len(text) > _LONGEST:
        raise _refused(text)
    names: list[str] = []

    def plain(match: re.Match[str]) -> str:
        if match[1] is not None:
            if match[1] not in names:
                names.append(match[1])
            return f"_{names.index(match[1])}_"
        if match[2]:
            return "if_("
        if match[0][0] in "\"'":
            return match[0]
        return "==" if match[3] in ("", "=") else f"{match[3]}="

    try:
        root = ast.parse(_TOKEN.sub(plain, text.strip()), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _refused(text) from None
    _check(root, text)
    bare = {node.id for node in ast.walk(root) if isinstance(node, ast.Name)}
    functions = {"if_", "round"}
    marked = {f"_{number}_" for number in range(len(names))}
    names += sorted(bare - functions - marked)
    return tuple(names), root


def _check(root: ast.expr, text: str) -> None:
    nodes = list(ast.walk(root))
    if len(nodes) > _MOST_NODES or not all(map(_is_known, nodes)):
        raise _refused(text)


def _is_known(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float, str)) and not isinstance(node.value, bool)
    if isinstance(node, ast.Call):
        wanted = {"if_": (3,), "round": (1, 2)}.get(getattr(node.func, "id", ""), ())
        return len(node.args) in wanted and not node.keywords
    if isinstance(node, ast.Compare):
        return len(node.ops) == 1
    return isinstance(
        node,
        (
            *(ast.BinOp, ast.UnaryOp, ast.UAdd, ast.USub, ast.Name, ast.Load),
            *_ARITHMETIC,
            *_COMPARISONS,
        ),
    )


def _value(node: ast.expr, names: Sequence[str], values: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Constant):
        return fold(node.value) if isinstance(node.value, str) else node.value
    if isinstance(node, ast.Name):
        return _input(node.id, names, values)
    if isinstance(node, ast.UnaryOp):
        inner = _number(_value(node.operand, names, values))
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp):
        left, right = (_number(_value(n, names, values)) for n in (node.left, node.right))
        if right == 0 and isinstance(node.op, (ast.Div, ast.Mod)):
            raise _EmptyError(msg("The formula divides by zero."))
        return _ARITHMETIC[type(node.op)](left, right)
    if isinstance(node, ast.Compare):
        return _compared(node.ops[0], *(_value(n, names, values) for n in _sides(node)))
    assert isinstance(node, ast.Call)
    return _called(node, names, values)


def _sides(node: ast.Compare) -> tuple[ast.expr, ast.expr]:
    return node.left, node.comparators[0]


def _compared(operator: ast.cmpop, left: Any, right: Any) -> bool:
    is_choice = isinstance(left, frozenset) or isinstance(right, frozenset)
    if is_choice and isinstance(operator, (ast.Eq, ast.NotEq)):
        return _is_one_choice(left, right) is isinstance(operator, ast.Eq)
    return _COMPARISONS[type(operator)](left, right)


def _is_one_choice(left: Any, right: Any) -> bool:
    """Whether two values name the same choice, each in whichever language."""
    first, second = (one if isinstance(one, frozenset) else {one} for one in (left, right))
    return not first.isdisjoint(second)


def _called(node: ast.Call, names: Sequence[str], values: Mapping[str, Any]) -> Any:
    first, *rest = node.args
    if isinstance(node.func, ast.Name) and node.func.id == "if_":
        condition = _value(first, names, values)
        return _value(rest[0] if condition else rest[1], names, values)
    digits = int(_number(_value(rest[0], names, values))) if rest else 0
    digits = max(-_MOST_DECIMALS, min(digits, _MOST_DECIMALS))
    return _round_half_up(_number(_value(first, names, values)), digits)


def _round_half_up(value: float, digits: int) -> float:
    """As people round: 2.5 is 3."""
    scale = 10.0**digits
    return math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value)


def _input(name: str, names: Sequence[str], values: Mapping[str, Any]) -> Any:
    if name.startswith("_") and name.endswith("_") and name[1:-1].isdigit():
        name = names[int(name[1:-1])]
    value = values.get(name)
    if value is None or value == "":
        raise _EmptyError(msg("A field that the formula needs is empty."))
    if isinstance(value, Mapping):
        return value["minor"] / 10 ** currency_digits(value["currency"])
    if isinstance(value, frozenset):
        return frozenset(map(fold, value))
    return fold(value) if isinstance(value, str) else value


def _number(value: Any) -> float:
    if isinstance(value, bool):
        return int(value)
    if not isinstance(value, (int, float)):
        raise TypeError
    return value


def _refused(text: str) -> Invalid:
    return Invalid(
        msg(
            "“{formula}” is no formula. Write it like {{Price}} * 1.2, with +, -, *, /, %, "
            "round(…) and if(…, …, …).",
            formula=text[:60],
        ),
        "formula",
    )


# Formulas among the fields of a record


def with_ids(text: str, fields: Iterable[CustomFieldRow], plain: Iterable[str]) -> str:
    """The formula with ``{custom:<id>}`` for each label, so that fields can be renamed.
    ``Invalid`` for what is neither a custom field nor one of the ``plain`` names."""
    ids = {fold(name): f.key for f in reversed(list(fields)) for name in f.names}
    known = {*ids.values(), *plain}
    formula = Formula(text)
    for name in formula.inputs:
        if name not in known and fold(name) not in ids:
            raise Invalid(
                msg("The formula asks for “{field}”, which is not there.", field=name), "formula"
            )

    def braced(match: re.Match[str]) -> str:
        if match[1] is not None and match[1] not in known:
            return "{" + ids[fold(match[1])] + "}"
        return match[0]

    bare = {name for name in formula.inputs if name not in known and "{" + name + "}" not in text}
    text = _TOKEN.sub(braced, text)
    for name in bare:
        text = re.sub(rf"(?<![\w{{:]){re.escape(name)}(?!\w)", "{" + ids[fold(name)] + "}", text)
    return text


def with_labels(text: str, fields: Iterable[CustomFieldRow]) -> str:
    """The formula as people read it."""
    for field in fields:
        text = text.replace("{" + field.key + "}", "{" + field.name + "}")
    return text


def dependents(key: str, fields: Iterable[CustomFieldRow]) -> list[CustomFieldRow]:
    """The formulas that ask for the field ``key``, or for a formula that does, and so on."""
    waiting = [f for f in fields if f.type == "formula" and not f.deleted]
    found: list[CustomFieldRow] = []
    asked = {key}
    while more := [f for f in waiting if asked.intersection(Formula(f.formula).inputs)]:
        found += more
        asked = {f.key for f in more}
        waiting = [f for f in waiting if f not in more]
    return found


def compute_all(
    formulas: Sequence[tuple[CustomFieldRow, Formula]],
    fields: Sequence[CustomFieldRow],
    state: Mapping[str, Any],
) -> dict[str, float | None]:
    """The result of every formula by the id of its field; those that others need come first."""
    values = _inputs(fields, state, {field.id for field, _formula in formulas})
    pending = {field.key: (field, formula) for field, formula in formulas}
    results: dict[str, float | None] = {}
    while pending:
        ready = [k for k, (_f, formula) in pending.items() if not pending.keys() & formula.inputs]
        for key in ready or list(pending):
            field, formula = pending.pop(key)
            value = formula.work_out(values).value if ready else None
            if value is not None and field.decimals is not None:
                value = _round_half_up(value, field.decimals)
            results[field.id] = values[key] = value
    return results


def _inputs(
    fields: Sequence[CustomFieldRow], state: Mapping[str, Any], without: set[str]
) -> dict[str, Any]:
    """Plain fields by name and custom ones by ``custom:<id>``; a choice is the set of what it is
    called, so that a formula gives the same in every language."""
    values = {name: v for name, v in state.items() if not isinstance(v, list)}
    known = {field.id: field for field in fields if not field.deleted}
    for item in state["custom"]:
        field = known.get(item["field"])
        if field is None or item["field"] in without:
            continue
        value = item["value"]
        if field.type == "choice" and (choice := field.choice(value)):
            value = choice.names
        values[PREFIX + item["field"]] = value
    return values
