"""The change of a field's type: first the field, then its values in short portions, one undo.

Handler of ``ChangeFieldType``; runs on the long command's own thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg, nmsg
from crm_desktop.features.custom_fields.commands import ChangeFieldType
from crm_desktop.features.custom_fields.conversion import (
    Converter,
    make_converter,
    preview_type_change,
)
from crm_desktop.features.custom_fields.definitions import require_whole
from crm_desktop.features.custom_fields.queries import (
    field_of,
    fields_of,
    forget_fields,
    rids_with,
)
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.store.loading import Loaded

NOTE = "note"
_SEPARATOR = "; "


def change_type(work: LongWork, command: ChangeFieldType) -> int:
    """Convert every value or, unless something takes the rest, refuse."""
    with work.reading() as reader:
        before = field_of(reader.connection, command.field_id)
        converter = make_converter(reader, before, command.type, command.values)
        preview = preview_type_change(reader, command.field_id, command.type, command.values)
        rest = _rest_field(fields_of(reader.connection, before.entity), command)
        rids = rids_with(reader, before)
    if preview.refused and command.rest is None:
        raise _not_convertible(preview.refused)
    work.portion(lambda portion: _change_field(portion, converter))
    done = converted = 0
    while portion_rids := rids[done : done + work.pace.size]:

        def convert(portion: Work, rids: list[int] = portion_rids) -> int:
            return _convert(portion, converter, rids, command.rest, rest)

        converted += work.portion_anew(convert)
        done += len(portion_rids)
        work.progress("write", done, len(rids))
    return converted


def _not_convertible(number: int) -> Invalid:
    return Invalid(
        nmsg(
            "{number} value doesn’t fit the new type. Nothing was changed; choose where it goes.",
            "{number} values don’t fit the new type. Nothing was changed; choose where they go.",
            number,
        ),
        "type",
    )


def _rest_field(
    fields: tuple[CustomFieldRow, ...], command: ChangeFieldType
) -> CustomFieldRow | None:
    if command.rest in (None, NOTE):
        return None
    for field in fields:
        wanted = field.id == command.rest and field.id != command.field_id
        if wanted and field.type in {"text", "long_text"} and not field.deleted:
            return field
    raise Invalid(msg("Choose a text field for the values that don’t fit."), "rest")


def _change_field(work: Work, converter: Converter) -> None:
    after = converter.after
    loaded = work.unit.load("custom_field", after.id)
    state: dict[str, Any] = {
        "type": after.type,
        "default": converter.default(),
        "choices": [_choice(choice) for choice in after.choices] or None,
        "currency": after.currency or None,
        "decimals": after.decimals,
        "formula": None,
        "target": after.target or None,
    }
    require_whole({**loaded.state, **state}, ())
    work.unit.update_many("custom_field", [(loaded, state)])
    forget_fields(work.connection)


def _choice(choice: Any) -> dict[str, Any]:
    names = ("code", "label", "colour", "archived")
    return {name: getattr(choice, name) for name in names}


def _convert(
    work: Work,
    converter: Converter,
    rids: list[int],
    rest: str | None,
    rest_field: CustomFieldRow | None,
) -> int:
    """Gives how many values were converted."""
    entity = converter.before.entity
    changes: list[tuple[Loaded, Mapping[str, Any]]] = []
    converted = 0
    for loaded in work.unit.load_many(entity, rids).values():
        items = {item["field"]: item["value"] for item in loaded.state["custom"]}
        if converter.before.id not in items:
            continue
        old = items.pop(converter.before.id)
        wanted: dict[str, Any] = {}
        try:
            new = converter.convert(old)
        except Invalid:
            if rest is None:
                raise _not_convertible(1) from None
            new = None
            wanted = _moved(loaded, items, converter, converter.text(old), rest_field)
        if new is not None:
            items[converter.before.id] = new
            converted += 1
        order = {item["field"]: number for number, item in enumerate(loaded.state["custom"])}
        keys = sorted(items, key=lambda key: order.get(key, len(order)))
        wanted["custom"] = [{"value": items[key], "field": key} for key in keys]
        changes.append((loaded, wanted))
    work.unit.update_many(entity, changes)
    return converted


def _moved(
    loaded: Loaded,
    items: dict[str, Any],
    converter: Converter,
    text: str,
    rest_field: CustomFieldRow | None,
) -> dict[str, Any]:
    """Put a value that doesn't fit behind what stands in the note or in the other field."""
    if rest_field is not None:
        there = items.get(rest_field.id)
        items[rest_field.id] = _SEPARATOR.join(filter(None, (there, text)))
        return {}
    line = f"{converter.before.name}: {text}"
    return {NOTE: "\n".join(filter(None, (loaded.state[NOTE], line)))}
