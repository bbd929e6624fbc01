"""What was read of a timeline: portions below each other, and changes put in their places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.features.activities.rows import ActivityKind, ActivityRow
from crm_desktop.features.common.timeline import TimelineItem, TimelineQuery
from crm_desktop.features.deals.rows import DealStep
from crm_desktop.gui.pages.activities import stale as stale_part
from crm_desktop.gui.pages.activities.entries import Entry, Shape, entry_of
from crm_desktop.gui.pages.activities.stale import Stale
from crm_desktop.gui.pages.activities.story import Exchange, Story
from crm_desktop.gui.pages.activities.story_rows import StoryRows
from crm_desktop.gui.shell.page import RecordRef

NOON = datetime(2026, 10, 14, 12, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Note:
    id: str
    text: str = ""


def item(number: int, hours_ago: float, text: str = "") -> TimelineItem:
    moment = NOON - timedelta(hours=hours_ago)
    return TimelineItem(moment, f"activity:{number:019}", "note", Note(f"n{number}", text))


def told(story: Story) -> list[str]:
    return [entry.payload.id + entry.payload.text for entry in story.items]


@pytest.fixture
def story() -> Story:
    """Three entries read of more."""
    story = Story()
    story.take_slice(None, [item(5, 1), item(4, 2), item(3, 3)], is_all=False)
    return story


def test_older_portions_come_below_and_nothing_comes_twice(story: Story) -> None:
    fresh = story.take_older([item(3, 3), item(2, 4), item(1, 5)], is_all=True)
    assert [entry.payload.id for entry in fresh] == ["n2", "n1"]
    assert told(story) == ["n5", "n4", "n3", "n2", "n1"]
    assert story.is_all


def test_the_newest_part_anew_keeps_what_was_read_below_it(story: Story) -> None:
    story.take_older([item(2, 4), item(1, 5)], is_all=True)
    story.take_slice(None, [item(6, 0), item(5, 1), item(4, 2)], is_all=False)
    assert told(story) == ["n6", "n5", "n4", "n3", "n2", "n1"]
    assert story.is_all


def test_the_newest_part_anew_leaves_out_what_is_gone(story: Story) -> None:
    story.take_slice(None, [item(5, 1), item(3, 3)], is_all=True)
    assert told(story) == ["n5", "n3"]


def test_a_changed_entry_is_changed_in_its_place(story: Story) -> None:
    assert story.take_changed({"n4"}, [item(4, 2, "!")])[:2] == (1, 2)
    assert told(story) == ["n5", "n4!", "n3"]


def test_an_entry_that_is_told_no_more_goes(story: Story) -> None:
    story.take_changed({"n4", "n77"}, [])
    assert told(story) == ["n5", "n3"]


def test_an_entry_of_another_time_moves(story: Story) -> None:
    story.take_changed({"n3"}, [item(3, 0.5)])
    assert told(story) == ["n3", "n5", "n4"]


def test_a_new_entry_comes_to_its_place(story: Story) -> None:
    story.take_changed({"n9"}, [item(9, 1.5)])
    assert told(story) == ["n5", "n9", "n4", "n3"]


def test_what_is_older_than_all_that_was_read_comes_with_its_portion(story: Story) -> None:
    story.take_changed({"n9"}, [item(9, 50)])
    assert told(story) == ["n5", "n4", "n3"]
    story.take_older([], is_all=True)
    story.take_changed({"n9"}, [item(9, 50)])
    assert told(story) == ["n5", "n4", "n3", "n9"]


def test_when_all_that_was_read_goes_the_rest_must_be_read(story: Story) -> None:
    story.take_changed({"n3", "n4", "n5"}, [])
    assert not story.items
    assert not story.is_all


@pytest.mark.parametrize(
    ("step", "spoken"),
    [
        (DealStep("d", "Office", "Offer", "", "open"), "Office: Offer"),
        (DealStep("d", "Office", "Contract", "Offer", "open"), "Office: Offer became Contract"),
        (DealStep("d", "Office", "Contract", "Offer", "won"), "Office: Won"),
        (DealStep("d", "Office", "Contract", "Offer", "lost"), "Office: Lost"),
    ],
)
def test_how_a_clients_deal_goes_is_told_in_one_line(step: DealStep, spoken: str) -> None:
    entry = entry_of(TimelineItem(NOON, "stage:1", "stage", step, step.title), {})
    assert entry is not None
    assert entry.shape is Shape.LINE
    assert entry.spoken.startswith(f"{spoken}, ")


@settings(max_examples=30)
@given(
    days=st.lists(st.integers(0, 6), min_size=1, max_size=12),
    changes=st.lists(
        st.tuples(st.integers(0, 15), st.integers(0, 7) | st.none(), st.booleans()), max_size=6
    ),
)
def test_rows_made_anew_of_a_part_are_those_of_the_whole(
    days: list[int], changes: list[tuple[int, int | None, bool]]
) -> None:
    """Entries come, go, move to other days, are pinned above and come down again."""
    story, rows = Story(), StoryRows(RecordRef("contact", "id"))
    told = [activity(number, day, pinned=False) for number, day in enumerate(days)]
    story.take_slice(None, sorted(told, key=lambda one: one.place, reverse=True), is_all=True)
    shown = rows.all(story.items)
    for number, day, pinned in changes:
        found = [] if day is None else [activity(number, day, pinned=pinned)]
        moved = rows.take_upper((), found if pinned else ())
        exchange = story.take_changed({f"n{number}"}, found)
        show_parts(shown, rows, story, exchange, moved)
        assert [row.key for row in shown] == [row.key for row in rows.all(story.items)]


@settings(max_examples=30)
@given(
    days=st.lists(st.integers(0, 6), min_size=1, max_size=12),
    again=st.lists(st.tuples(st.integers(0, 15), st.integers(0, 7)), max_size=8),
    number=st.integers(0, 8),
    pins=st.sets(st.integers(0, 15), max_size=3),
)
def test_rows_of_the_newest_read_anew_are_those_of_the_whole(
    days: list[int], again: list[tuple[int, int]], number: int, pins: set[int]
) -> None:
    """Entries moved, came and went, and others are pinned now, while nobody heard of it."""
    story, rows = Story(), StoryRows(RecordRef("contact", "id"))
    told = dict(enumerate(days))
    story.take_slice(None, newest_of(told), is_all=True)
    shown = rows.all(story.items)
    told = {n: day for n, day in told.items() if n % 3} | dict(again)
    found = newest_of(told)[:number]
    moved = rows.take_upper((), [activity(n, told[n], pinned=True) for n in pins & told.keys()])
    exchange = story.take_slice(None, found, is_all=number > len(told))
    show_parts(shown, rows, story, exchange, moved)
    assert [item.key for item in story.items[: len(found)]] == [item.key for item in found]
    assert len({item.key for item in story.items}) == len(story.items)
    assert [row.key for row in shown] == [row.key for row in rows.all(story.items)]


@settings(max_examples=30)
@given(
    days=st.lists(st.integers(0, 6), min_size=1, max_size=15),
    again=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 7)), max_size=8),
    ahead=st.integers(0, 3),
)
@patch.object(stale_part, "_SLICE", 4)
def test_what_is_shown_is_true_when_all_of_it_was_read_anew(
    days: list[int], again: list[tuple[int, int]], ahead: int
) -> None:
    """Slice by slice, while entries deep below had moved, come and gone."""
    story, rows, stale = Story(), StoryRows(RecordRef("contact", "id")), Stale()
    told = dict(enumerate(days))
    read = newest_of(told)[: max(len(told) - ahead, 1)]
    story.take_slice(None, read, is_all=len(read) == len(told))
    shown = rows.all(story.items)
    told = {n: day for n, day in told.items() if n % 3} | dict(again)
    stale.note_all()
    while query := stale.ask(TimelineQuery("contact", "id", limit=3), story):
        found = [one for one in newest_of(told) if not query.before or one.place < query.before]
        found, is_all = found[: query.limit], len(found) < query.limit
        exchange = story.take_slice(query.before, found, is_all=is_all)
        show_parts(shown, rows, story, exchange, frozenset())
        stale.took(query, found, story)
        assert [row.key for row in shown] == [row.key for row in rows.all(story.items)]
    assert story.items == newest_of(told)[: len(story.items)]
    assert story.is_all or story.items[-1].place <= read[-1].place


def test_a_slice_that_was_asked_for_before_more_was_changed_is_read_again() -> None:
    stale, story, items = Stale(), Story(), [item(3, 1), item(2, 2), item(1, 3)]
    story.take_slice(None, items, is_all=True)
    stale.note_all()
    asked = stale.ask(TimelineQuery("contact", "id"), story)
    assert asked is not None
    stale.note_all()
    stale.took(asked, items, story)
    assert stale.ask(TimelineQuery("contact", "id"), story) == asked


def newest_of(told: dict[int, int]) -> list[TimelineItem]:
    """A story of these, by number the days since."""
    items = [activity(number, day, pinned=False) for number, day in told.items()]
    return sorted(items, key=lambda one: one.place, reverse=True)


def show_parts(
    shown: list[Entry], rows: StoryRows, story: Story, exchange: Exchange, moved: frozenset[str]
) -> None:
    """What the timeline does with its rows after a change."""
    moved -= exchange.keys
    for part in ([exchange] if exchange.keys else []) + story.around(moved):
        patch = rows.changed(shown, story.items, part, moved)
        shown[patch.begin : patch.end] = patch.rows
    upper = rows.upper()
    shown[upper.begin : upper.end] = upper.rows


def activity(number: int, day: int, *, pinned: bool) -> TimelineItem:
    """Something done ``day`` days ago."""
    moment = NOON - timedelta(days=day, minutes=number)
    note = ActivityRow(
        rid=number,
        id=f"n{number}",
        version=1,
        kind=ActivityKind.NOTE,
        title="",
        text="",
        due_on=None,
        due_at=None,
        done_at=moment,
        result="",
        important=False,
        pinned=pinned,
        owner=None,
        author=None,
        links=(),
        created_at=moment,
    )
    return TimelineItem(moment, f"activity:{number:019}", "note", note)


def test_a_change_in_a_long_story_makes_few_rows_anew() -> None:
    story, rows = Story(), StoryRows(RecordRef("contact", "id"))
    story.take_slice(None, [activity(n, n // 10, pinned=False) for n in range(2_000)], is_all=True)
    shown = rows.all(story.items)
    for number in (0, 1_000, 1_999):
        exchange = story.take_changed({f"n{number}"}, [])
        patch = rows.changed(shown, story.items, exchange)
        assert patch.end - patch.begin <= 2
        assert len(patch.rows) <= 1
        shown[patch.begin : patch.end] = patch.rows


def test_reading_the_newest_of_a_long_story_anew_makes_few_rows_anew() -> None:
    story, rows = Story(), StoryRows(RecordRef("contact", "id"))
    items = [activity(n, n // 10, pinned=False) for n in range(2_000)]
    story.take_slice(None, items, is_all=True)
    shown = rows.all(story.items)
    exchange = story.take_slice(None, [activity(0, 0, pinned=True), *items[1:50]], is_all=False)
    assert exchange.keys == {items[0].key}
    patch = rows.changed(shown, story.items, exchange)
    assert patch.end <= 60
    assert len(story.items) == 2_000
    assert story.is_all


def test_what_is_pinned_far_below_takes_one_row_of_a_long_story() -> None:
    story, rows = Story(), StoryRows(RecordRef("contact", "id"))
    items = [activity(n, n // 10, pinned=False) for n in range(2_000)]
    story.take_slice(None, items, is_all=True)
    shown = rows.all(story.items)
    moved = rows.take_upper((), [items[1_500]])
    [part] = story.around(moved)
    patch = rows.changed(shown, story.items, part, moved)
    assert patch.end - patch.begin <= 3
    assert items[1_500].key in [row.key for row in shown[patch.begin : patch.end]]
    assert items[1_500].key not in [row.key for row in patch.rows]


def test_a_story_is_worded_anew_part_by_part() -> None:
    story = Story()
    story.take_slice(None, [item(n, 10 - n) for n in range(5, 0, -1)], is_all=True)
    first = story.below(None, 2)
    assert (first.begin, first.end) == (0, 2)
    second = story.below(story.items[1], 2)
    assert (second.begin, second.end) == (2, 4)
    gone = story.items[3]
    story.take_changed({"n2"}, [])
    third = story.below(gone, 2)
    assert [entry.payload.id for entry in story.items[third.begin : third.end]] == ["n1"]
