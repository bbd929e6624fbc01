"""Values of a custom field as those of another type, without loss or not at all.

``preview`` counts before anything is written; the command converts portion by portion with the
same ``Converter``. Pure but for the names of users and records; reader and writer threads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.custom_fields.columns import shown_for
from crm_desktop.features.custom_fields.definitions import WITH_CHOICES, check_definition
from crm_desktop.features.custom_fields.kinds import (
    POINTING,
    Given,
    Shown,
    check_value,
    plain_text,
    show_value,
)
from crm_desktop.features.custom_fields.queries import count_by_value, field_of
from crm_desktop.features.custom_fields.rows import TYPES, CustomFieldRow, FieldChoice

_EXAMPLES = 5
_TEXTS = {"text", "long_text"}
# Nothing becomes one of these: ids can't be made of words, results are worked out.
_UNREACHABLE = {"record", "file", "formula"}


@dataclass(frozen=True)
class TypePreview:
    """What changing a type would do: how many values fit and how many don't, with examples of
    both that stand in records which the person sees: (value as shown now, as shown then) and
    values that don't fit; ``lost_default`` is the value of new records if that doesn't fit."""

    convertible: int
    refused: int
    examples: tuple[tuple[str, str], ...] = ()
    refused_examples: tuple[str, ...] = ()
    lost_default: str = ""


@dataclass(frozen=True)
class Converter:
    """From values of ``before`` to values of ``after``."""

    before: CustomFieldRow
    after: CustomFieldRow
    shown: Shown = field(default_factory=Shown)
    users: Mapping[str, str] = field(default_factory=dict)

    def convert(self, value: Any) -> Any:
        """The value as the new type has it; ``Invalid`` if something would be lost."""
        self._refuse_loss(value)
        if self.after.type in _TEXTS:
            return check_value(self.after, self.text(value), Given(zone=LOCAL_ZONE))
        if self.after.type == "user":
            return self._user(value)
        source = self.text(value) if self.before.type not in {"number", "formula"} else value
        given = Given(zone=LOCAL_ZONE)
        return check_value(self.after, source, given)

    def text(self, value: Any) -> str:
        """The value as text, from which the same value could be read again."""
        return plain_text(self.before, value, self.shown)

    def default(self) -> Any:
        """The value of new records as the new type has it; None if it doesn't fit. A user or a
        record is none: new records begin without one."""
        before = self.before
        if before.default is None or {before.type, self.after.type} & POINTING:
            return None
        try:
            return self.convert(before.default)
        except Invalid:
            return None

    def _user(self, value: Any) -> str:
        found = self.users.get(self.text(value))
        if found is None:
            raise _loss()
        return found

    def _refuse_loss(self, value: Any) -> None:
        before, after = self.before.type, self.after.type
        if before == "datetime" and after == "date" and "T00:00:00" not in value:
            raise _loss()
        if before == "money" and after == "number" and value["currency"] != self.before.currency:
            raise _loss()
        decimals = self.after.decimals if before in {"number", "formula"} else None
        if decimals is not None and round(value, decimals) != value:
            raise _loss()
        if after == "choice" and before == "multi_choice" and len(value) > 1:
            raise _loss()
        if before == "long_text" and "\n" in value and after != "long_text":
            raise _loss()


def _loss() -> Invalid:
    return Invalid(msg("Something of the value would be lost."))


def make_converter(
    reader: Reader, before: CustomFieldRow, kind: str, values: Mapping[str, Any]
) -> Converter:
    """The converter for a change of type; ``values`` may bring what the new type needs. Choices
    that are not given are made of the values that are there."""
    if kind not in TYPES or kind in _UNREACHABLE or kind == before.type:
        raise Invalid(msg("Choose another type: values can’t be converted to this one."), "type")
    there = [value for value, _number, _seen in count_by_value(reader, before)]
    shown = Shown()
    if before.type in POINTING:
        # A conversion keeps every value, whoever carries it out.
        values_there = [{before.id: value} for value in there]
        shown = shown_for(reader, [before], values_there, hidden=True)
    known = Converter(before, replace(before, type=kind), shown)
    wanted = dict(values)
    if kind in WITH_CHOICES and not before.choices and not wanted.get("choices"):
        new = [] if before.default is None or before.type in POINTING else [before.default]
        wanted["choices"] = _choices_of(known, [*there, *new])
    checked = check_definition(wanted)
    choices = checked.pop("choices", None)
    after = replace(known.after, **checked)
    if choices:
        after = replace(after, choices=tuple(FieldChoice(**choice) for choice in choices))
    users = _users(reader, known, there) if kind == "user" else {}
    return Converter(before, after, shown, users)


def _choices_of(known: Converter, there: Collection[Any]) -> list[str]:
    texts = dict.fromkeys(known.text(value).strip() for value in there)
    folded: dict[str, str] = {}
    for text in texts:
        if text and len(text) <= 100:
            folded.setdefault(text.casefold(), text)
    return list(folded.values())


def _users(reader: Reader, known: Converter, there: Collection[Any]) -> dict[str, str]:
    from crm_desktop.features.users.queries import known_ids

    return known_ids(reader, [known.text(value) for value in there])


def preview_type_change(
    reader: Reader, field_id: str, kind: str, values: Mapping[str, Any] | None = None
) -> TypePreview:
    """What a change of the field's type would do to the values that are there."""
    field_ = field_of(reader.connection, field_id)
    converter = make_converter(reader, field_, kind, values or {})
    convertible = refused = 0
    examples: list[tuple[str, str]] = []
    lost: list[str] = []
    for value, number, is_seen in count_by_value(reader, field_):
        text = show_value(field_, value, converter.shown)
        try:
            converted = converter.convert(value)
        except Invalid:
            refused += number
            lost += [text] if is_seen else []
        else:
            convertible += number
            if is_seen and len(examples) < _EXAMPLES:
                examples.append((text, show_value(converter.after, converted, converter.shown)))
    is_lost = field_.default is not None and converter.default() is None
    default = show_value(field_, field_.default, converter.shown) if is_lost else ""
    return TypePreview(convertible, refused, tuple(examples), tuple(lost[:_EXAMPLES]), default)
