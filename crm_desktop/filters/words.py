"""Filters in words for people: the chips above a list, the title of a segment.

A chip reads like a phrase, "City: Saint Petersburg", "Last contact: within 30 days"
(design/interaction.md, section 10). Every phrase is one translatable sentence; lists, dates and
amounts are Babel's. Called by the window and the command line, on any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, tzinfo
from typing import Any, Literal

from crm_desktop.core.i18n import N_, current_language, gettext, ngettext
from crm_desktop.core.i18n import gettext as _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values.money import Money, format_money
from crm_desktop.core.values.numbers import shown_decimal
from crm_desktop.filters.ast import (
    EVERYTHING,
    ME,
    WITH_DAYS,
    Amount,
    And,
    Condition,
    Node,
    Not,
    Operator,
    Or,
    Quantifier,
    Related,
)
from crm_desktop.filters.binding import BoundFilter
from crm_desktop.filters.catalogue import Catalogue, Catalogues, Field, FieldKind, label_text
from crm_desktop.filters.values import is_date, parse_moment


def _code_itself(_field: Field, code: str) -> str:
    return code


@dataclass(frozen=True)
class Wording:
    """The person's time zone, and how values that are data (tags, users) are called."""

    zone: tzinfo
    name_of: Callable[[Field, str], str] = _code_itself


def phrase(bound: BoundFilter, wording: Wording) -> str:
    """The whole filter as one phrase in the current language."""
    return _phrase(bound.root, bound.catalogue, bound.catalogues, wording)


def chips(bound: BoundFilter, wording: Wording) -> list[str]:
    """A phrase for each condition that must hold; none for the filter of everything."""
    parts = bound.root.parts if isinstance(bound.root, And) else (bound.root,)
    return [_phrase(part, bound.catalogue, bound.catalogues, wording) for part in parts]


def chip_words(bound: BoundFilter, wording: Wording) -> tuple[str, str]:
    """What a chip says: the field, or the relation, and what is asked of it, which chips show in
    different weights. A group has neither: ``("", phrase)``."""
    whole = phrase(bound, wording)
    label = _chip_label(bound.root, bound.catalogue)
    if label and whole.startswith(f"{label}: "):
        return label, whole[len(label) + 2 :]
    return "", whole.removeprefix("(").removesuffix(")")


def _chip_label(node: Node, catalogue: Catalogue) -> str:
    asked = _negated_days(node) or node
    if isinstance(asked, Condition):
        return label_text(catalogue.field(asked.field).label)
    return (
        label_text(catalogue.relation(asked.relation).label) if isinstance(asked, Related) else ""
    )


def _phrase(node: Node, catalogue: Catalogue, catalogues: Catalogues, wording: Wording) -> str:
    if isinstance(node, Condition):
        return _condition(node, catalogue.field(node.field), wording)
    if isinstance(node, Related):
        return _related(node, catalogue, catalogues, wording)
    if isinstance(node, Not):
        if (days := _negated_days(node)) is not None:
            return _not_within(days, catalogue.field(days.field))
        inner = _phrase(node.part, catalogue, catalogues, wording)
        return _("everything but “{condition}”").format(condition=inner)
    return _group(node, [_phrase(part, catalogue, catalogues, wording) for part in node.parts])


def _negated_days(node: Node) -> Condition | None:
    """The condition of "not within 30 days", which people ask more often than any other "not"."""
    part = node.part if isinstance(node, Not) else None
    is_days = isinstance(part, Condition) and part.operator is Operator.IN_LAST_DAYS
    return part if isinstance(part, Condition) and is_days else None


def _not_within(condition: Condition, field: Field) -> str:
    days = condition.value if isinstance(condition.value, int) else 0
    template = ngettext(
        "{field}: not within {number} day", "{field}: not within {number} days", days
    )
    return template.format(field=label_text(field.label), number=days)


def _group(node: And | Or, parts: list[str]) -> str:
    if not parts:
        return _("all records") if isinstance(node, And) else _("no records")
    if len(parts) == 1:
        return parts[0]
    return f"({_list(parts, 'standard' if isinstance(node, And) else 'or')})"


def _related(node: Related, catalogue: Catalogue, catalogues: Catalogues, wording: Wording) -> str:
    relation = catalogue.relation(node.relation)
    if node.where == EVERYTHING:
        template = (
            _("{relation}: any") if node.quantifier is Quantifier.ANY else _("{relation}: none")
        )
        return template.format(relation=label_text(relation.label))
    inner = _phrase(node.where, catalogues[relation.target], catalogues, wording)
    if node.quantifier is Quantifier.ANY:
        template = _("{relation}: at least one with “{condition}”")
    else:
        template = _("{relation}: none with “{condition}”")
    return template.format(relation=label_text(relation.label), condition=inner)


_TEMPLATES: Mapping[Operator, str] = {
    Operator.IS: N_("{field}: {value}"),
    Operator.IS_NOT: N_("{field}: not {value}"),
    Operator.ANY_OF: N_("{field}: {value}"),
    Operator.NONE_OF: N_("{field}: not {value}"),
    Operator.CONTAINS: N_("{field}: contains “{value}”"),
    Operator.STARTS_WITH: N_("{field}: starts with “{value}”"),
    Operator.EMPTY: N_("{field}: empty"),
    Operator.NOT_EMPTY: N_("{field}: filled in"),
    Operator.LESS: N_("{field}: less than {value}"),
    Operator.AT_MOST: N_("{field}: at most {value}"),
    Operator.MORE: N_("{field}: more than {value}"),
    Operator.AT_LEAST: N_("{field}: at least {value}"),
    Operator.BETWEEN: N_("{field}: from {low} to {high}"),
    Operator.YESTERDAY: N_("{field}: yesterday"),
    Operator.TODAY: N_("{field}: today"),
    Operator.TOMORROW: N_("{field}: tomorrow"),
    Operator.LAST_WEEK: N_("{field}: last week"),
    Operator.THIS_WEEK: N_("{field}: this week"),
    Operator.NEXT_WEEK: N_("{field}: next week"),
    Operator.LAST_MONTH: N_("{field}: last month"),
    Operator.THIS_MONTH: N_("{field}: this month"),
    Operator.NEXT_MONTH: N_("{field}: next month"),
    Operator.LAST_QUARTER: N_("{field}: last quarter"),
    Operator.THIS_QUARTER: N_("{field}: this quarter"),
    Operator.NEXT_QUARTER: N_("{field}: next quarter"),
    Operator.LAST_YEAR: N_("{field}: last year"),
    Operator.THIS_YEAR: N_("{field}: this year"),
    Operator.NEXT_YEAR: N_("{field}: next year"),
    Operator.HAS_ANY: N_("{field}: {value}"),
    Operator.HAS_ALL: N_("{field}: {value}"),
    Operator.HAS_NONE: N_("{field}: not {value}"),
}
_TIME_TEMPLATES: Mapping[Operator, str] = {
    Operator.LESS: N_("{field}: before {value}"),
    Operator.AT_MOST: N_("{field}: until {value}"),
    Operator.MORE: N_("{field}: after {value}"),
    Operator.AT_LEAST: N_("{field}: from {value}"),
}
_TIMES = {FieldKind.DATE, FieldKind.INSTANT, FieldKind.BIRTHDAY}


def _condition(condition: Condition, field: Field, wording: Wording) -> str:
    operator, value = condition.operator, condition.value
    shown: dict[str, Any] = {"field": label_text(field.label)}
    if isinstance(value, tuple):
        texts = [_value(field, one, wording) for one in value]
        shown |= {"low": texts[0], "high": texts[-1]}
        shown["value"] = _list(texts, "standard" if operator is Operator.HAS_ALL else "or")
    elif type(value) is int and operator in WITH_DAYS:
        return _days_template(operator, value).format(number=value, **shown)
    elif value is not None:
        shown["value"] = _value(field, value, wording)
    times = _TIME_TEMPLATES if field.kind in _TIMES else {}
    return gettext(times.get(operator, _TEMPLATES[operator])).format(**shown)


def _days_template(operator: Operator, days: int) -> str:
    if operator is Operator.IN_LAST_DAYS:
        return ngettext("{field}: within {number} day", "{field}: within {number} days", days)
    if operator is Operator.IN_NEXT_DAYS:
        return ngettext(
            "{field}: in the next {number} day", "{field}: in the next {number} days", days
        )
    if operator is Operator.DAYS_AGO:
        return ngettext("{field}: {number} day ago", "{field}: {number} days ago", days)
    if operator is Operator.DAYS_AHEAD:
        return ngettext("{field}: in {number} day", "{field}: in {number} days", days)
    return ngettext(
        "{field}: more than {number} day ago", "{field}: more than {number} days ago", days
    )


def _value(field: Field, value: Any, wording: Wording) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Amount):
        return format_money(Money(value.minor, value.currency))
    if isinstance(value, (int, float)):
        return shown_decimal(value)
    if field.kind in _TIMES:
        return _time(str(value), wording)
    if field.kind in (FieldKind.TEXT, FieldKind.LIST_OF_TEXT):
        return str(value)
    return _choice(field, str(value), wording)


def _choice(field: Field, code: str, wording: Wording) -> str:
    if code == ME and field.target == "user":
        return _("me")
    labels = {choice.code: label_text(choice.label) for choice in field.choices}
    return labels.get(code) or wording.name_of(field, code)


def _locale() -> str:
    return {"en": "en_GB"}.get(current_language(), current_language())


def _list(texts: list[str], style: Literal["standard", "or"]) -> str:
    from babel.lists import format_list

    return format_list(texts, style=style, locale=_locale())


def _time(text: str, wording: Wording) -> str:
    from babel.dates import format_date, format_datetime

    if text.startswith("--"):
        return format_date(date.fromisoformat(f"2000{text[1:]}"), "d MMMM", locale=_locale())
    if is_date(text):
        return format_date(date.fromisoformat(text), "d MMMM y", locale=_locale())
    moment = parse_moment(text).astimezone(wording.zone)
    return format_datetime(moment, "d MMMM y, HH:mm", locale=_locale())
