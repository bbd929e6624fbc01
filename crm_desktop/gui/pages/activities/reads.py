"""What the timeline part asks of the workspace; runs on reader threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from crm_desktop.backend.work import Reader
from crm_desktop.catalog import timeline
from crm_desktop.core.i18n import _, current_language
from crm_desktop.features.activities.queries import done_item, find_open, find_pinned
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.common.timeline import TimelineItem, TimelineQuery
from crm_desktop.features.timeline.queries import find_timeline
from crm_desktop.filters.catalogue import label_text
from crm_desktop.gui.pages.activities.coded_changes import CATALOGUES, with_codes_in_words
from crm_desktop.gui.pages.activities.custom_changes import with_named_fields
from crm_desktop.gui.pages.activities.deal_changes import deal_labels, with_deal_values


@dataclass(frozen=True)
class Portion:
    """What was read: the planned ones and what is pinned (only with the newest portion), the
    items, and whether there are no older ones."""

    planned: tuple[ActivityRow, ...]
    items: tuple[TimelineItem, ...]
    is_all: bool
    pinned: tuple[TimelineItem, ...] = ()


def read_portion(reader: Reader, query: TimelineQuery, with_planned: bool) -> Portion:
    """A portion of a record's timeline."""
    planned = _planned(reader, query) if with_planned else ()
    pinned = _pinned(reader, query) if with_planned else ()
    found = find_timeline(reader, timeline(), query)
    found = with_deal_values(reader, query, with_named_fields(reader, query.entity, found))
    items = with_codes_in_words(query.entity, found)
    return Portion(planned, tuple(items), len(items) < query.limit, pinned)


def _planned(reader: Reader, query: TimelineQuery) -> tuple[ActivityRow, ...]:
    people = query.with_people
    planned = find_open(reader, query.entity, query.record_id, with_people=people)
    if query.kinds:
        planned = [row for row in planned if row.kind.value in query.kinds]
    if query.text:
        sought = query.text.casefold()
        planned = [row for row in planned if sought in f"{row.title} {row.text}".casefold()]
    return tuple(planned)


def _pinned(reader: Reader, query: TimelineQuery) -> tuple[TimelineItem, ...]:
    """What stands above the story, unless only a part of the story is shown."""
    if query.kinds or query.text:
        return ()
    pinned = find_pinned(reader, query.entity, query.record_id)
    return tuple(done_item(row) for row in pinned if row.done_at)


Read = Callable[[Reader, TimelineQuery, bool], Portion]


def field_labels(entity: str) -> Mapping[str, str]:
    """What the fields of an entity are called in the person's language."""
    return _labels(entity, current_language())


@lru_cache
def _labels(entity: str, _language: str) -> Mapping[str, str]:
    catalogue = CATALOGUES.get(entity)
    known = {one.name: label_text(one.label) for one in catalogue.fields} if catalogue else {}
    return {
        **known,
        **(deal_labels() if entity == "deal" else {}),
        "companies": _("Companies"),
        "relations": _("Related people"),
        "addresses": _("Address"),
        "consent": _("Consent to mailings"),
        "photo": _("Photo"),
        "logo": _("Logo"),
        "contacts": _("Participants"),
        "lines": _("Products"),
        "stage": _("Stage"),
        "pipeline": _("Pipeline"),
        "lost_reason": _("Reason of the loss"),
        "blacklisted": _("Blacklist"),
        "bank_accounts": _("Bank details"),
        "archived_at": _("Archive"),
        "deleted_at": _("Recycle bin"),
    }
