"""What the heads of people and companies have in common, read and put into words.

Called by the pages' ``read_head`` on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.core.values.whereabouts import zone_of
from crm_desktop.features.tags.queries import find_tags
from crm_desktop.features.timeline.field_history import find_field_history
from crm_desktop.features.users.queries import find_users
from crm_desktop.features.views.commands import Pin, Unpin
from crm_desktop.features.views.queries import find_favourites
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.card.description import Blacklist, CardHead, HeadPart, HeadTag
from crm_desktop.gui.shell.line_reads import tags_by_id
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.store.loading import Loaded

_MOST_TAGS = 50


def make_head(
    reader: Reader,
    record: RecordRef,
    loaded: Loaded,
    name: str,
    parts: Sequence[HeadPart],
    *,
    blacklist: Blacklist | None,
) -> CardHead:
    """The head of a person or a company; empty ``parts`` are left out."""
    state = loaded.state
    tags = tags_by_id(reader, state["tags"])
    return CardHead(
        record,
        loaded.rid,
        loaded.version,
        name,
        tuple(part for part in parts if part.text or part.zone),
        tuple(HeadTag(tag.id, tag.name, _colour(tag.colour)) for tag in tags),
        state["owner"] or "",
        blacklist,
        bool(state["archived_at"]),
        bool(state["deleted_at"]),
        _copied(state),
        favourite_of(reader, record),
    )


def own_blacklist(
    reader: Reader, record: RecordRef, name: str, state: Mapping[str, Any]
) -> Blacklist | None:
    """The record itself is on the list."""
    if state["blacklisted"] is None:
        return None
    words = _("{name} is on the blacklist").format(name=isolated(name))
    return Blacklist(words, with_origin(reader, record, state["blacklisted"]))


def with_origin(reader: Reader, record: RecordRef, reason: str) -> str:
    """Why the record is on the list, and since when."""
    told = listed_by(reader, record)
    if not told:
        return reason
    end = "." if reason[-1:].isalnum() else ""
    return f"{reason}{end} {told}"


def listed_by(reader: Reader, record: RecordRef) -> str:
    """Who put the record on the list and when; nothing where the journal doesn't know."""
    for change in find_field_history(reader, record.entity, record.id, "blacklisted", 1):
        if change.old is None and change.actor:
            there = change.moment.astimezone(clock.LOCAL_ZONE).date()
            words = _("Added by {name}, {date}.")
            day = values.day(there.isoformat())
            return words.format(name=isolated(change.actor), date=day)
    return ""


def first_city(state: Mapping[str, Any]) -> str:
    """The city of the first address that has one."""
    return next((item["city"] for item in state["addresses"] if item["city"]), "")


def their_time(state: Mapping[str, Any]) -> HeadPart:
    """The time where the person or company is; an empty part where it isn't known, or is ours."""
    phones = sorted(state["phones"], key=lambda item: not item["primary"])
    towns = [item["city"] for item in state["addresses"] if item["city"]]
    now = clock.now()
    zone = zone_of(towns, [item["value"] for item in phones], now)
    is_ours = zone is None or (
        now.astimezone(zone).utcoffset() == now.astimezone(clock.LOCAL_ZONE).utcoffset()
    )
    return HeadPart("", icon="clock", zone="" if zone is None or is_ours else zone.key)


def find_head_tags(reader: Reader, text: str) -> list[HeadTag]:
    """The tags that hold ``text``, as the card shows them."""
    found = find_tags(reader, text, _MOST_TAGS)
    return [HeadTag(tag.id, tag.name, _colour(tag.colour)) for tag in found]


def find_owners(reader: Reader, text: str) -> list[tuple[str, str]]:
    """(id, name) of the people who can be responsible."""
    return find_users(reader, text)


def favourite_of(reader: Reader, record: RecordRef) -> str:
    """The id under which the record is pinned, or nothing."""
    pinned = find_favourites(reader)
    return next((one.id for one in pinned if (one.entity, one.target_id) == record), "")


def pin(head: CardHead) -> Pin:
    """The command that pins the record."""
    return Pin(head.record.entity, head.record.id)


def unpin(favourite_id: str) -> Unpin:
    """The command that takes the pin away."""
    return Unpin(favourite_id)


def _copied(state: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    numbers = [(_("Phone"), format_phone(i["value"], i["extension"])) for i in state["phones"]]
    addresses = [(_("E-mail"), item["value"]) for item in state["emails"]]
    return (*numbers[:3], *addresses[:3])


def _colour(number: int) -> str:
    return TAG_COLOURS[number % len(TAG_COLOURS)]
