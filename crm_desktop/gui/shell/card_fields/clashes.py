"""What the conflict dialog is told of a record: who else changed it, both values in words, and
what was joined without a question.

``read_clash`` runs on reader threads, ``question_of`` on the GUI thread. Both sides end in the
journal: ``FieldsPart`` and ``gui/undo_conflicts.py`` see to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.conflicts import (
    Clash,
    ConflictQuestion,
    joined_line,
    made_question,
)
from crm_desktop.gui.shell.meanwhile import Author, read_meanwhile
from crm_desktop.store.loading import load_by_id

CUSTOM = "custom"
_LONGEST = 4_000


@dataclass(frozen=True)
class JoinedField:
    """A field that was changed without a conflict: as the editor loads it now, and by whom;
    ``author`` is empty for the person themselves."""

    name: str
    now: Any
    author: str


@dataclass(frozen=True)
class ClashRead:
    """A record with a conflict as it is now. ``mine`` and ``stored`` are by field: mine as the
    editor loads it (where it was given as it is stored), and theirs as it is stored."""

    record: FieldsRecord
    me: Author
    they: Author
    mine: Mapping[str, Any]
    stored: Mapping[str, Any]
    joined: tuple[JoinedField, ...] = field(default=())


@dataclass(frozen=True)
class ClashAsked:
    """Which fields of a record clash, and the version mine was made on. ``mine`` holds values as
    they are stored, of fields whose drafts aren't known."""

    record_id: str
    base_version: int
    names: tuple[str, ...]
    mine: Mapping[str, Any] = field(default_factory=dict)


def read_clash(reader: Reader, kind: FieldsKind, asked: ClashAsked) -> ClashRead | None:
    """What the dialog tells; nothing of a record that is gone."""
    key = asked.record_id
    record = kind.read(reader, key)
    loaded = load_by_id(reader.connection, reader.registry[kind.entity], [key]).get(key)
    if record is None or loaded is None:
        return None
    since = read_meanwhile(reader, key, asked.base_version, {plain(n) for n in asked.names})
    stored = {name: stored_value(loaded.state, name) for name in asked.names}
    drafts = {name: draft_of(reader, kind, name, value) for name, value in asked.mine.items()}
    joined = tuple(
        JoinedField(name, record.values[name], author)
        for name, author in since.others
        if name in record.values
    )
    return ClashRead(record, since.me, since.they, drafts, stored, joined)


def plain(name: str) -> str:
    """The field of the record in which the field of the card lies."""
    return CUSTOM if name.startswith(PREFIX) else name


def stored_value(state: Mapping[str, Any], name: str) -> Any:
    """A field of the card as the record has it."""
    if not name.startswith(PREFIX):
        return state[name]
    wanted = name.removeprefix(PREFIX)
    items = state[CUSTOM] or ()
    return next((item["value"] for item in items if item["field"] == wanted), None)


def draft_of(reader: Reader, kind: FieldsKind, name: str, stored: Any) -> Any:
    """A stored value as the editor of the field loads it."""
    if stored is None:
        return None
    state = {name: stored}
    if name.startswith(PREFIX):
        state = {CUSTOM: [{"field": name.removeprefix(PREFIX), "value": stored}]}
    return kind.drafts_of(reader, reader.registry[kind.entity].complete(state)).get(name)


def restoring(name: str, stored: Any, with_it: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The changes that put a stored value in its place again; of one that is not empty ``with_it``
    too what it says nothing without."""
    if name.startswith(PREFIX):
        return {CUSTOM: {name: stored}}
    return {name: stored, **(with_it or {} if stored is not None else {})}


def question_of(
    read: ClashRead,
    fields: Mapping[str, CardField],
    mine: Mapping[str, Any],
    *,
    is_undo: bool = False,
    entity: str = "",
) -> ConflictQuestion:
    """The dialog in words; ``mine`` are drafts by field of a record of the ``entity``."""
    clashes = tuple(
        Clash(
            name,
            fields[name].label,
            whole(fields[name], draft),
            whole(fields[name], read.record.values.get(name)),
            can_join=fields[name].is_long and bool(draft) and bool(read.record.values.get(name)),
        )
        for name, draft in mine.items()
        if name in fields
    )
    return made_question(
        read.record.name,
        (read.me, read.they),
        clashes,
        [_line(one, fields[one.name]) for one in read.joined if one.name in fields],
        is_undo=is_undo,
        entity=entity,
    )


def _line(one: JoinedField, card_field: CardField) -> str:
    return joined_line(card_field.label, whole(card_field, one.now), one.author)


def whole(card_field: CardField, value: Any) -> str:
    """A value of the field in words, a line for each of a list."""
    lines = [line.words for line in card_field.words(value)][:20] if value is not None else []
    return "\n".join(lines)[:_LONGEST] or _("(nothing)")
