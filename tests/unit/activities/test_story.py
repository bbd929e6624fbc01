"""What was read of a timeline: portions below each other, and changes put in their places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import pytest

from crm_desktop.features.common.timeline import TimelineItem
from crm_desktop.features.deals.rows import DealStep
from crm_desktop.gui.pages.activities.entries import Shape, entry_of
from crm_desktop.gui.pages.activities.story import Story

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
    story.take_newest([item(5, 1), item(4, 2), item(3, 3)], is_all=False)
    return story


def test_older_portions_come_below_and_nothing_comes_twice(story: Story) -> None:
    fresh = story.take_older([item(3, 3), item(2, 4), item(1, 5)], is_all=True)
    assert [entry.payload.id for entry in fresh] == ["n2", "n1"]
    assert told(story) == ["n5", "n4", "n3", "n2", "n1"]
    assert story.is_all


def test_the_newest_part_anew_keeps_what_was_read_below_it(story: Story) -> None:
    story.take_older([item(2, 4), item(1, 5)], is_all=True)
    story.take_newest([item(6, 0), item(5, 1), item(4, 2)], is_all=False)
    assert told(story) == ["n6", "n5", "n4", "n3", "n2", "n1"]
    assert story.is_all


def test_the_newest_part_anew_leaves_out_what_is_gone(story: Story) -> None:
    story.take_newest([item(5, 1), item(3, 3)], is_all=True)
    assert told(story) == ["n5", "n3"]


def test_a_changed_entry_is_changed_in_its_place(story: Story) -> None:
    assert story.take_changed({"n4"}, [item(4, 2, "!")])
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
    assert not story.take_changed({"n3", "n4", "n5"}, [])
    assert story.take_changed(set(), []) is False


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
