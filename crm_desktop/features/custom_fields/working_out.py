"""A field's definition or its end, and then the results of formulas in the records that are there.

Handlers of ``DefineCustomField`` and ``DeleteCustomFields``; run on the long command's own thread.
The definition is the first portion, so whatever is wrong with it is told at once; records follow
in short portions of the same operation, so one undo takes all of it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from crm_desktop.backend.work import LongWork, Reader, Work
from crm_desktop.features.custom_fields.commands import (
    CreateCustomField,
    DefineCustomField,
    DeleteCustomFields,
    UpdateCustomField,
)
from crm_desktop.features.custom_fields.formula import Formula, dependents
from crm_desktop.features.custom_fields.handlers import create, put_away, update
from crm_desktop.features.custom_fields.queries import field_of, fields_of, rids_of, rids_with
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.custom_fields.values import settle
from crm_desktop.store.loading import Loaded


def define(work: LongWork, command: DefineCustomField) -> str:
    """Write the definition, then the results that it changes."""
    key = work.portion(lambda portion: _written(portion, command))
    work.progress("write", 0)
    _work_out(work, [key])
    return key


def delete(work: LongWork, command: DeleteCustomFields) -> None:
    """Put the fields away, or take them out; a formula that asks for one has no result without."""
    work.portion(lambda portion: put_away(portion, command))
    _work_out(work, command.field_ids)


def _work_out(work: LongWork, keys: Iterable[str]) -> None:
    """Write every result that is another one with these fields as they are now."""
    wanted: list[tuple[str, int]] = []
    with work.reading() as reader:
        for entity, fields in _by_entity(reader, keys).items():
            wanted += [(entity, rid) for rid in _concerned(reader, fields)]
    work.progress("write", 0, len(wanted))
    done = 0
    while records := wanted[done : done + work.pace.size]:

        def settle_portion(portion: Work, records: list[tuple[str, int]] = records) -> None:
            _settle(portion, records)

        work.portion_anew(settle_portion)
        done += len(records)
        work.progress("write", done, len(wanted))


def _by_entity(reader: Reader, keys: Iterable[str]) -> dict[str, list[CustomFieldRow]]:
    found: dict[str, list[CustomFieldRow]] = {}
    for key in keys:
        field = field_of(reader.connection, key)
        found.setdefault(field.entity, []).append(field)
    return found


def _written(work: Work, command: DefineCustomField) -> str:
    if command.field_id is None:
        return create(work, CreateCustomField(command.values))
    base = command.base_version
    version = work.unit.load("custom_field", command.field_id).version if base is None else base
    update(work, UpdateCustomField(command.field_id, version, command.values))
    return command.field_id


def _concerned(reader: Reader, changed: Sequence[CustomFieldRow]) -> list[int]:
    """The records of one kind whose formulas may give something else now."""
    fields = fields_of(reader.connection, changed[0].entity)
    own = (field for field in changed if field.type == "formula" and not field.deleted)
    formulas = {field.id: field for field in own}
    for field in changed:
        formulas |= {formula.id: formula for formula in dependents(field.key, fields)}
    found: set[int] = set()
    for formula in formulas.values():
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


def _settle(work: Work, wanted: Iterable[tuple[str, int]]) -> None:
    for entity, group in groupby(wanted, itemgetter(0)):
        loaded = list(work.unit.load_many(entity, [rid for _entity, rid in group]).values())
        states = [one.state for one in loaded]
        settled = settle(entity, work.connection, states)
        changes: list[tuple[Loaded, dict[str, Any]]] = [
            (one, {"custom": after["custom"]})
            for one, before, after in zip(loaded, states, settled, strict=True)
            if after is not before
        ]
        work.unit.update_many(entity, changes)
