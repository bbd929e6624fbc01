"""What the pop-overs of bulk changes ask of the workspace. Reader threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from crm_desktop.backend.work import Reader
from crm_desktop.features.data.bulk.queries import (
    ChangePreview,
    count_tags,
    preview_change,
    preview_tags,
)
from crm_desktop.features.tags.queries import TagRow, all_tags, find_tags
from crm_desktop.gui.shell.bulk.kind import BulkKind
from crm_desktop.gui.shell.card_fields.custom import Layout
from crm_desktop.store.loading import load_by_rid

_MOST_TAGS = 200


class Wanted(NamedTuple):
    """A change: of the field ``name``, to ``values`` as ``ChangeMany`` takes them."""

    name: str
    values: Mapping[str, Any]
    layout: Layout


class WantedTags(NamedTuple):
    """Tags (ids) that are put on and taken off; whether new ones are put on besides."""

    add: Sequence[str]
    remove: Sequence[str]
    has_new: bool


@dataclass(frozen=True)
class Looked:
    """What a change would do; ``before`` are the first records' old values, as editors load
    them, in the order of the preview's names."""

    preview: ChangePreview
    before: tuple[Any, ...]


def look_at_change(reader: Reader, kind: BulkKind, rids: Sequence[int], wanted: Wanted) -> Looked:
    """What the change would do."""
    name, values, layout = wanted
    preview = preview_change(reader, kind.entity, rids, values, kind.region)
    loaded = load_by_rid(reader.connection, reader.registry[kind.entity], preview.rids)
    before = (kind.drafts_of(reader, loaded[rid].state, layout).get(name) for rid in preview.rids)
    return Looked(preview, tuple(before))


@dataclass(frozen=True)
class CountedTag:
    """A tag, and how many of the records have it."""

    tag: TagRow
    number: int


def tags_like(
    reader: Reader, entity: str, rids: Sequence[int], text: str, counts: Mapping[str, int] | None
) -> tuple[list[CountedTag], Mapping[str, int]]:
    """The tags whose name holds ``text``, those of the records first; ``counts`` where they are
    known already."""
    counts = count_tags(reader, entity, rids) if counts is None else counts
    found = {tag.id: tag for tag in find_tags(reader, text, _MOST_TAGS)}
    if not text:
        own = {tag.id: tag for tag in all_tags(reader).values() if tag.id in counts}
        found = own | found
    rows = [CountedTag(tag, counts.get(tag.id, 0)) for tag in found.values()]
    rows.sort(key=lambda one: -one.number)
    return rows, counts


def look_at_tags(
    reader: Reader, entity: str, rids: Sequence[int], wanted: WantedTags
) -> ChangePreview:
    """What putting tags on and taking others off would do; a new one changes every record."""
    preview = preview_tags(reader, entity, rids, wanted.add, wanted.remove)
    if not wanted.has_new:
        return preview
    return ChangePreview(preview.present, preview.present, preview.names, preview.rids)
