"""The cells of the list of people: which field each column changes, and a name as one line.

Imported when the first cell is to be edited; the reads run on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, current_language
from crm_desktop.core.text.folding import clean_line
from crm_desktop.core.values.names import display_name
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup, plain_words
from crm_desktop.gui.kit.form_field import FormField
from crm_desktop.gui.pages.contacts.card_fields import fields_kind
from crm_desktop.gui.pages.contacts.form import new_values
from crm_desktop.gui.shell.card_fields.custom import Layout
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.saving import FieldSave
from crm_desktop.gui.shell.cells.kind import (
    CellsKind,
    client_places,
    first_of,
    plainly,
    shared_deeds,
    shared_reasons,
)
from crm_desktop.gui.shell.line_columns import NAME

_GIVEN, _FAMILY, _MIDDLE = "given_name", "family_name", "middle_name"
_PARTS = (_GIVEN, _FAMILY, _MIDDLE)


def cells_kind(bridge: Bridge) -> CellsKind:
    """What can be typed into the list of people."""
    usual = fields_kind(bridge)
    fields = replace(
        usual,
        plan=partial(_plan, usual),
        read=partial(_read, usual),
        command=lambda key, version, changes: usual.command(key, version, _in_parts(changes)),
        similar=replace(usual.similar, draft=partial(_similar_draft, usual)),
        names={**usual.names, NAME: _FAMILY},
    )
    places = {
        **client_places(),
        NAME: plainly(NAME),
        "company": first_of("companies", "company"),
        "position": _position,
        "birthday": plainly("birthday"),
        "related": plainly("relations"),
    }
    return CellsKind(fields, places, shared_deeds(), shared_reasons(), _spread)


def _plan(usual: FieldsKind, layout: Layout) -> Sequence[CardGroup]:
    label = _("Name")
    name = CardField(NAME, label, plain_words, lambda: NameField(label))
    return (CardGroup(NAME, label, (name,)), *usual.plan(layout))


def _read(usual: FieldsKind, reader: Reader, contact_id: str) -> FieldsRecord | None:
    record = usual.read(reader, contact_id)
    if record is None:
        return None
    name = {part: record.values[part] for part in _PARTS}
    return replace(record, values={**record.values, NAME: name})


def _similar_draft(usual: FieldsKind, values: Mapping[str, Any], own_id: str | None) -> Any:
    parts = {name: value for name, value in values.items() if name != NAME}
    return usual.similar.draft(parts, own_id)


def _in_parts(changes: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in changes.items() if name != NAME}
    return rest | dict(changes.get(NAME) or {})


def _spread(save: FieldSave) -> Sequence[FieldSave]:
    """A name is saved, and may clash, by its parts."""
    if save.name != NAME:
        return (save,)
    return [replace(save, name=part, value=text, draft=text) for part, text in save.value.items()]


def _position(fields: Mapping[str, CardField], record: FieldsRecord) -> CardField | None:
    """The person's own, or where there is none that at their company, which the cell shows."""
    links = record.values.get("companies") or ()
    if not record.values.get("position") and any(link.get("position") for link in links):
        return first_of("companies", "position")(fields, record)
    return fields.get("position")


class NameField(FormField):
    """The name in one line, as lists show it; ``value`` gives the parts that are others now."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self._first: dict[str, str] | None = None

    def load(self, value: Mapping[str, str | None] | None) -> None:  # type: ignore[override]
        """Show the name of these parts; the first ones are those that there are now."""
        parts = {part: (value or {}).get(part) or "" for part in _PARTS}
        self._first = self._first or parts
        super().load(" ".join(parts[one] for one in _shown(parts)))

    def value(self) -> Any:
        """The parts that changed, as commands take them."""
        first, now = self._first or {}, self.draft()
        return {part: now[part] or None for part in _PARTS if now[part] != first.get(part)}

    def draft(self) -> Any:
        """All parts, as ``load`` takes them: as many words as before stay where they were, else
        the name is taken apart anew."""
        first, words = self._first or dict.fromkeys(_PARTS, ""), clean_line(self.text).split()
        shown = _shown(first)
        if len(words) != sum(len(first[part].split()) for part in shown):
            anew = new_values({"name": self.text})
            kept = {_MIDDLE: first[_MIDDLE]} if shown and not anew[_MIDDLE] else {}
            return {part: anew[part] or "" for part in _PARTS} | kept
        parts = dict(first)
        for part in shown:
            number = len(first[part].split())
            parts[part], words = " ".join(words[:number]), words[number:]
        return parts


def _shown(parts: Mapping[str, str]) -> list[str]:
    """The parts of which the list's name is made, in its order."""
    family, given, middle = parts[_FAMILY], parts[_GIVEN], parts[_MIDDLE]
    whole = display_name(family, given, middle, current_language())
    has_middle = whole == " ".join(filter(None, (given, middle, family)))
    order = (_GIVEN, _MIDDLE, _FAMILY) if has_middle else (_GIVEN, _FAMILY)
    return [part for part in order if parts[part]]
