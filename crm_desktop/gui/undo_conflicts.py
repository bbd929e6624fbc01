"""Asks what to do when an undo would overwrite what a colleague has changed since.

Made by ``gui/record_dialogs.py``, imported when it first happens. Nothing was undone by then; what
the person chooses is written as a change of its own, so it can be undone in its turn. GUI thread
only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import Conflict, FieldConflict
from crm_desktop.features.common.list_entities import is_list_entity
from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.cards import FIELDS, fields_of
from crm_desktop.gui.shell.card_fields.clashes import (
    CUSTOM,
    ClashAsked,
    ClashRead,
    question_of,
    read_clash,
    restoring,
)
from crm_desktop.gui.shell.card_fields.kind import FieldsKind
from crm_desktop.gui.shell.conflicts import Keep, joined_text, resolve_conflict


def ask_about_undo(bridge: Bridge, window: QWidget, error: Conflict) -> bool:
    """Whether it can be asked: fields of one person or company. The question follows."""
    records = {(one.entity, one.record_id) for one in error.conflicts}
    if len(records) != 1:
        return False
    ((entity, record_id),) = records
    if entity not in FIELDS and not is_list_entity(entity):
        return False
    kind = fields_of(bridge, entity)
    before = dict(_by_field(error.conflicts))
    bridge.query(
        read_clash,
        kind,
        ClashAsked(record_id, 0, tuple(before), before),
        then=partial(_ask, bridge, window, kind, before),
        owner=window,
    )
    return True


def _by_field(conflicts: Iterable[FieldConflict]) -> Iterator[tuple[str, Any]]:
    """The stored values before the change by field of the card."""
    for one in conflicts:
        if one.field != CUSTOM:
            yield one.field, one.mine
            continue
        before, changed = _customs(one.mine), _customs(one.base)
        for name in dict.fromkeys((*before, *changed)):
            if before.get(name) != changed.get(name):
                yield name, before.get(name)


def _customs(items: Iterable[Mapping[str, Any]] | None) -> dict[str, Any]:
    return {f"{PREFIX}{item['field']}": item["value"] for item in items or ()}


def _ask(
    bridge: Bridge,
    window: QWidget,
    kind: FieldsKind,
    before: Mapping[str, Any],
    read: ClashRead | None,
) -> None:
    if read is None:
        return
    groups = kind.plan(read.record.layout)
    fields = {one.name: one for group in groups for one in group.fields}
    question = replace(question_of(read, fields, read.mine, is_undo=True), joined=())
    if not question.clashes:
        return

    def decide(choice: Mapping[str, Keep]) -> None:
        changes: dict[str, Any] = {}
        for name, keep in choice.items():
            stored = before[name]
            if keep is Keep.BOTH:
                stored = joined_text(str(stored), str(read.stored[name]))
            if keep is not Keep.THEIRS:
                custom = changes.get(CUSTOM, {})
                changes |= restoring(name, stored)
                if CUSTOM in changes:
                    changes[CUSTOM] = {**custom, **changes[CUSTOM]}
        if changes:
            bridge.execute(kind.restore(read.record.id, read.record.version, changes))

    resolve_conflict(window, question, decide)
