"""A field's definition, and then the results of formulas in the records that are there.

Handler of ``DefineCustomField``; runs on the long command's own thread. The definition is the
first portion, so whatever is wrong with it is told at once; records follow in short portions of
the same operation, so one undo takes all of it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crm_desktop.backend.work import LongWork, Reader, Work
from crm_desktop.features.custom_fields.commands import (
    CreateCustomField,
    DefineCustomField,
    UpdateCustomField,
)
from crm_desktop.features.custom_fields.formula import Formula, dependents
from crm_desktop.features.custom_fields.handlers import create, update
from crm_desktop.features.custom_fields.queries import field_of, fields_of, rids_of, rids_with
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.custom_fields.values import settle
from crm_desktop.store.loading import Loaded


def define(work: LongWork, command: DefineCustomField) -> str:
    """Write the definition, then the results that it changes."""
    key = work.portion(lambda portion: _written(portion, command))
    work.progress("write", 0)
    with work.reading() as reader:
        field = field_of(reader.connection, key)
        fields = fields_of(reader.connection, field.entity)
        rids = _concerned(reader, field, fields)
    done = 0
    while keys := rids[done : done + work.pace.size]:

        def settle_portion(portion: Work, keys: list[int] = keys) -> None:
            _settle(portion, field.entity, keys)

        work.portion_anew(settle_portion)
        done += len(keys)
        work.progress("write", done, len(rids))
    return key


def _written(work: Work, command: DefineCustomField) -> str:
    if command.field_id is None:
        return create(work, CreateCustomField(command.values))
    base = command.base_version
    version = work.unit.load("custom_field", command.field_id).version if base is None else base
    update(work, UpdateCustomField(command.field_id, version, command.values))
    return command.field_id


def _concerned(
    reader: Reader, field: CustomFieldRow, fields: Sequence[CustomFieldRow]
) -> list[int]:
    """The records whose formulas may give something else now."""
    formulas = [field] if field.type == "formula" else []
    formulas += dependents(field.key, fields)
    found: set[int] = set()
    for formula in formulas:
        found.update(rids_with(reader, formula))
        found.update(_with_inputs(reader, formula, fields))
    return sorted(found)


def _with_inputs(
    reader: Reader, formula: CustomFieldRow, fields: Sequence[CustomFieldRow]
) -> list[int]:
    """The records that may give the formula a result: those with a value in a stored field that
    it can't do without, if there is one."""
    asked = Formula(formula.formula)
    stored = [f for f in fields if f.key in asked.inputs and f.type != "formula"]
    if stored and asked.needs_all:
        return rids_with(reader, stored[0])
    return rids_of(reader, formula.entity)


def _settle(work: Work, entity: str, rids: list[int]) -> None:
    loaded = list(work.unit.load_many(entity, rids).values())
    states = [one.state for one in loaded]
    settled = settle(entity, work.connection, states)
    changes: list[tuple[Loaded, dict[str, Any]]] = [
        (one, {"custom": after["custom"]})
        for one, before, after in zip(loaded, states, settled, strict=True)
        if after is not before
    ]
    work.unit.update_many(entity, changes)
