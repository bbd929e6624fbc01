"""Demo activities: the same for the same seed, believable, and as many as quality.md says."""

import hashlib
import json
from datetime import datetime, timedelta, timezone

import pytest

from crm_desktop.core.clock import iso
from crm_desktop.features.data.demo import DemoData, Scale, generate
from crm_desktop.features.data.demo.activities import Host

NOW = datetime(2026, 10, 14, 9, 40, tzinfo=timezone.utc)
MADE = NOW - timedelta(days=700)


def people(count: int) -> list[Host]:
    return [Host("contact", number, number % 5, MADE, number // 10) for number in range(count)]


@pytest.fixture(scope="module", params=("ru", "en", "pl"))
def data(request: pytest.FixtureRequest) -> DemoData:
    return generate(request.param, Scale.SMALL, 1, NOW)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ru", "f837841a29b086ee"), ("en", "02e749bc47ba2e7e"), ("pl", "f384c9885e8f2145")],
)
def test_a_seed_gives_the_same_activities_on_every_platform(language: str, expected: str) -> None:
    made = list(generate(language, Scale.SMALL, 1, NOW).activities(people(300)))
    text = json.dumps(made, ensure_ascii=False, default=str)
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == expected


def test_a_million_people_have_one_and_a_half_million(data: DemoData) -> None:
    firms = [Host("company", number, 0, MADE) for number in range(500)]
    made = sum(1 for _ in data.activities([*firms, *people(5_000)]))
    assert 7_000 < made < 8_000


def test_what_is_done_lies_in_the_past_and_what_is_planned_has_a_title(data: DemoData) -> None:
    for activity in data.activities(people(500)):
        assert activity["created"] < NOW
        if activity.get("done_at"):
            assert activity["done_at"] == iso(activity["created"]) < iso(NOW)
        else:
            assert activity["title"]
            assert not (activity.get("due_on") and activity.get("due_at"))
        if activity["kind"] == "note":
            assert activity["text"]


def test_some_steps_are_overdue_some_for_today_and_most_for_later(data: DemoData) -> None:
    open_ones = [a for a in data.activities(people(3_000)) if not a.get("done_at")]
    days = [(a.get("due_at") or a.get("due_on") or "")[:10] for a in open_ones]
    today = NOW.date().isoformat()
    overdue = sum(1 for day in days if day and day < today)
    later = sum(1 for day in days if day > today)
    assert 300 < len(open_ones) < 900
    assert 0 < days.count(today) < overdue < later
