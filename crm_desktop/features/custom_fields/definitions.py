"""What a custom field's definition must be like, before it is written. Pure; writer's thread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import LANGUAGES, msg
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.core.values.money import is_currency
from crm_desktop.features.common import checks
from crm_desktop.features.common.list_entities import is_list_entity
from crm_desktop.features.custom_fields.rows import TYPES, CustomFieldRow

ENTITIES = ("contact", "company", "deal", "product")
"""Whose records have custom fields, besides the entries of custom lists."""

_MOST_CHOICES = 1_000
_LONGEST_LABEL = 100
_MOST_DECIMALS = 6
_CODE = re.compile(r"[a-z0-9]{1,32}")

WITH_CHOICES = {"choice", "multi_choice"}


def check_definition(
    values: Mapping[str, Any], known: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The values as they are stored. ``known`` are the choices so far: their codes are kept."""
    result: dict[str, Any] = {}
    for name, value in values.items():
        if name not in _CHECKS:
            raise Invalid(msg("There is no field {field}. Nothing was saved.", field=name), name)
        try:
            result[name] = (
                _choices(value, known) if name == "choices" else _CHECKS[name](value, None)
            )
        except Invalid as error:
            raise Invalid(error.message, error.field or name) from error
        except (AttributeError, KeyError, TypeError) as error:
            raise Invalid(
                msg("The value doesn’t fit its field. Nothing was saved."), name
            ) from error
    return result


def require_whole(state: Mapping[str, Any], others: Iterable[CustomFieldRow]) -> None:
    """``Invalid`` for a definition that lacks something, or is called like another field."""
    if not state.get("label"):
        raise Invalid(msg("A field needs a name. Type one."), "label")
    if not _has_fields(state.get("entity")):
        raise Invalid(
            msg("Choose whose field it is: contacts, companies, deals, products or a list."),
            "entity",
        )
    if state.get("type") not in TYPES:
        raise Invalid(msg("Choose the type of the field."), "type")
    if state["type"] in WITH_CHOICES and not state.get("choices"):
        raise Invalid(msg("A field with choices needs at least one. Type it."), "choices")
    if state["type"] == "record" and not state.get("target"):
        raise Invalid(
            msg("Choose what the field leads to: a contact, a deal, an entry of a list."),
            "target",
        )
    if state["type"] == "formula" and not state.get("formula"):
        raise Invalid(msg("Type the formula of the field."), "formula")
    _require_other_name(state["label"], others)


def _require_other_name(label: Any, others: Iterable[CustomFieldRow]) -> None:
    own = {fold(text) for text in _texts(label)}
    for other in others:
        if not other.deleted and own & {fold(name) for name in other.names}:
            raise Invalid(
                msg("There is a field “{field}” already. Type another name.", field=other.name),
                "label",
            )


def _texts(label: Any) -> list[str]:
    return [label] if isinstance(label, str) else list(label.values())


def check_label(value: Any, _region: str | None = None) -> Any:
    """A label as it is stored: a text or texts by language, nothing if it is empty."""
    if isinstance(value, Mapping):
        texts = {key: _short(text) for key, text in value.items() if key in LANGUAGES}
        return {key: text for key, text in texts.items() if text} or None
    return _short(value)


def _short(value: Any) -> str | None:
    text = clean_line(value) if value else ""
    if len(text) > _LONGEST_LABEL:
        raise Invalid(
            msg("The name is too long: at most {limit} characters fit.", limit=_LONGEST_LABEL)
        )
    return text or None


def _choices(value: Any, known: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]] | None:
    """Choices with stable codes: one given by its label keeps the code it has."""
    given = [{"label": item} if isinstance(item, str) else dict(item) for item in value or ()]
    if len(given) > _MOST_CHOICES:
        raise Invalid(msg("A field may have at most {limit} choices.", limit=_MOST_CHOICES))
    codes = {fold(text): item["code"] for item in known for text in _texts(item["label"])}
    taken = {item["code"] for item in known} | {item.get("code") for item in given}
    numbers = iter(range(1, len(taken) + len(given) + 2))
    result: list[dict[str, Any]] = []
    for item in given:
        label = check_label(item.get("label"))
        if label is None:
            continue
        code = item.get("code") or next(
            (codes[fold(t)] for t in _texts(label) if fold(t) in codes), None
        )
        if code is None:
            code = next(c for n in numbers if (c := f"c{n}") not in taken)
        if not _CODE.fullmatch(code):
            raise Invalid(msg("The code of a choice is made of small letters and digits."))
        result.append(
            {
                "code": code,
                "label": label,
                "colour": item.get("colour"),
                "archived": bool(item.get("archived")),
            }
        )
    _require_different(result)
    return result or None


def _require_different(choices: Sequence[Mapping[str, Any]]) -> None:
    seen: set[str] = set()
    for choice in choices:
        for text in {fold(text) for text in _texts(choice["label"])}:
            if text in seen:
                raise Invalid(
                    msg(
                        "“{value}” is there twice. Every choice needs a name of its own.",
                        value=_texts(choice["label"])[0],
                    )
                )
            seen.add(text)
    if len({choice["code"] for choice in choices}) < len(choices):
        raise Invalid(msg("Two choices have the same code."))


def _currency(value: Any, _region: str | None = None) -> str | None:
    if not value:
        return None
    code = clean_line(value).upper()
    if not is_currency(code):
        raise Invalid(msg("Write the currency by its three letters, such as EUR."))
    return code


def _decimals(value: Any, _region: str | None = None) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= _MOST_DECIMALS:
        raise Invalid(msg("A number may have from 0 to {limit} decimals.", limit=_MOST_DECIMALS))
    return value


def _has_fields(entity: Any) -> bool:
    return entity in ENTITIES or is_list_entity(entity)


def _entity(value: Any, region: str | None = None) -> Any:
    return value if is_list_entity(value) else checks.one_of(ENTITIES)(value, region)


def _yes_no(value: Any, _region: str | None = None) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


_CHECKS: dict[str, checks.Check] = {
    "entity": _entity,
    "label": check_label,
    "type": checks.one_of(TYPES),
    "group": checks.line,
    "required": _yes_no,
    "default": checks.same,
    "choices": checks.same,
    "currency": _currency,
    "decimals": _decimals,
    "formula": checks.text,
    "target": _entity,
    "on_card": _yes_no,
    "in_search": _yes_no,
    "hint": checks.line,
}
