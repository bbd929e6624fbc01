"""How activities are called, when they are due, whom they mention, how their texts are kept."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import Invalid
from crm_desktop.features.activities.rules import (
    display_title,
    due_moment,
    markdown,
    mentioned,
    require_whole,
    without_targets,
)
from crm_desktop.features.common.timeline import Cursor, bound_of, key_of

ANNA = "0192f0c1-0000-7000-8000-000000000001"
MOMENT = datetime(2026, 10, 14, tzinfo=timezone.utc)
NOTHING: dict[str, Any] = dict.fromkeys(("kind", "title", "text", "due_on", "due_at"))


@pytest.mark.parametrize(
    ("title", "text", "shown"),
    [
        ("Prices", "Whatever", "Prices"),
        (None, "# Heading\n\nmore", "Heading"),
        (None, "\n\n- **first** point\n- second", "first point"),
        (None, f"[@Anna Sokolova](user:{ANNA}) knows", "@Anna Sokolova knows"),
        (None, "[site](https://a.example) and `code`", "site and code"),
        (None, "1. #1 of file_name _and_ -5 %", "#1 of file_name and -5 %"),
        (None, "---\n> quoted", "quoted"),
        (None, "\\*not a list\\*", "*not a list*"),
        (None, "👩‍👩‍👧", "👩‍👩‍👧"),
        (None, "***\n\nבוקר טוב", "בוקר טוב"),
        (None, "x" * 1000, "x" * 200),
        (None, None, ""),
    ],
)
def test_what_has_no_title_is_called_by_its_first_line(
    title: str | None, text: str | None, shown: str
) -> None:
    assert display_title({"title": title, "text": text}) == shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"[@Anna](user:{ANNA}) and again [@A](user:{ANNA.upper()})", [ANNA]),
        (f"[Anna](user:{ANNA})", []),
        ("[@Anna](user:------------------------------------)", []),
        (f"[@An\nna](user:{ANNA})", []),
        (None, []),
    ],
)
def test_only_whole_mentions_count_and_each_once(text: str | None, found: list[str]) -> None:
    assert mentioned(text) == found


@pytest.mark.parametrize("hours", range(-10, 14))
def test_a_day_stands_for_a_moment_of_that_day_in_every_office(hours: int) -> None:
    """From Hawaii (UTC−10) to New Zealand in summer (UTC+13)."""
    due = due_moment({**NOTHING, "due_on": "2026-10-14"})
    assert due is not None
    there = datetime.fromisoformat(due.replace("Z", "+00:00")) + timedelta(hours=hours)
    assert there.date().isoformat() == "2026-10-14"


def test_a_time_is_due_when_it_says_and_nothing_is_never_due() -> None:
    at = "2026-10-14T12:30:00.000Z"
    assert due_moment({**NOTHING, "due_at": at}) == at
    assert due_moment(NOTHING) is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "visit"}, "title"),
        ({"kind": "note"}, "text"),
        ({"kind": "task", "title": "A", "due_on": "2026-10-14", "due_at": "…"}, "due_on"),
    ],
)
def test_half_an_activity_is_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        require_whole({**NOTHING, **values})
    assert refused.value.field == field


def test_links_lose_their_targets_for_the_search() -> None:
    text = f"a [b](https://x.example/secret) ![c](d.png) [@E](user:{ANNA}) [f]"
    assert without_targets(text) == "a b c @E [f]"


@pytest.mark.parametrize(
    "piece", ["[", "[a](", "_", "*", "\\", "> ", "[@a](user:", "a_", "-", "\t"]
)
@pytest.mark.timeout(20)
def test_hostile_texts_of_a_megabyte_are_read_in_one_go(piece: str) -> None:
    text = f"a{piece * (1_000_000 // len(piece))}b"
    without_targets(text)
    mentioned(text)
    display_title({"title": None, "text": text})
    markdown(text)


@given(st.text(max_size=200))
def test_cleaning_a_text_twice_changes_nothing(text: str) -> None:
    once = markdown(text)
    assert markdown(once) == once


@given(st.text(alphabet=" \tab*-\n>#", max_size=60))
def test_cleaning_keeps_the_indents_of_every_line(text: str) -> None:
    def indents(lines: str) -> list[int]:
        spread = (line.expandtabs(4) for line in lines.split("\n") if line.strip())
        return [len(line) - len(line.lstrip()) for line in spread]

    assert indents(markdown(text)) == indents(text)


@given(
    st.tuples(st.sampled_from(("activity", "change", "file")), st.integers(0, 2**60)),
    st.tuples(st.sampled_from(("activity", "change", "file")), st.integers(0, 2**60)),
)
def test_of_items_of_one_moment_those_with_lower_keys_come_later(
    stands_on: tuple[str, int], item: tuple[str, int]
) -> None:
    comes_later = key_of(*item) < key_of(*stands_on)
    assert comes_later is (item[1] < bound_of(Cursor(MOMENT, key_of(*stands_on)), item[0]))
