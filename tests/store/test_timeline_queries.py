"""The story of a record: newest first, page by page, each item once."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.backend.work import Reader
from crm_desktop.catalog import timeline
from crm_desktop.core import clock
from crm_desktop.core.clock import UTC, iso
from crm_desktop.features.activities.commands import CreateActivity, DeleteActivities
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.common.timeline import TimelineItem, TimelineQuery, TimelineSource
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.data.bulk.commands import TagMany
from crm_desktop.features.files.commands import AttachFiles
from crm_desktop.features.timeline.field_history import find_field_history
from crm_desktop.features.timeline.queries import find_timeline
from crm_desktop.features.timeline.rows import FieldChange
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.test_statement_counts import counted
from tests.store.workshop import Write, change, create_contact

START = datetime(2026, 10, 1, 9, tzinfo=UTC)


class Ticking:
    """A clock that goes on by a minute whenever somebody looks."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


@pytest.fixture
def ticking() -> None:
    clock.set_source(Ticking())


@pytest.fixture
def person(client: Backend) -> str:
    return create_contact(client)


def note(client: Backend, person: str, text: str, **values: Any) -> str:
    given_values = {"kind": "note", "text": text, "contacts": [person], **values}
    return str(client.execute(CreateActivity(given_values)).result)


def story(client: Backend, person: str, **asked: Any) -> list[TimelineItem]:
    return client.ask(find_timeline, timeline(), TimelineQuery("contact", person, **asked))


def pages(client: Backend, person: str, limit: int, **asked: Any) -> list[list[TimelineItem]]:
    """The whole story, page by page."""
    found: list[list[TimelineItem]] = []
    before = None
    while page := story(client, person, limit=limit, before=before, **asked):
        found.append(page)
        before = page[-1].place
    return found


def upward(client: Backend, person: str, limit: int, **asked: Any) -> list[TimelineItem]:
    """The whole story, read from its other end."""
    found: list[TimelineItem] = []
    after = None
    while page := story(client, person, limit=limit, upward=True, after=after, **asked):
        assert len(page) <= limit
        found = page + found
        after = page[0].place
    return found


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_read_from_the_oldest_on_it_is_the_same_story(
    client: Backend, ticking: None, person: str, limit: int, tmp_path: Path
) -> None:
    paper = tmp_path / "offer.pdf"
    paper.write_text("offer")
    for number in range(3):
        note(client, person, f"Called {number}")
        change(client, person, number + 1, position=f"Boss {number}")
        client.execute(AttachFiles((paper,), {"contacts": (person,)}))
    assert len(story(client, person)) == 10
    for asked in ({}, {"kinds": frozenset({"note", "created"})}, {"text": "boss"}):
        assert upward(client, person, limit, **asked) == story(client, person, **asked)


def test_a_company_with_its_people_is_read_from_the_oldest_on_too(
    client: Backend, ticking: None
) -> None:
    firm = str(client.execute(CreateCompany({"name": "Firm"})).result)
    people = [create_contact(client, companies=[{"company": firm}]) for _number in range(3)]
    for one in (*people, *people):
        note(client, one, "Called")

    def read(**asked: Any) -> list[TimelineItem]:
        query = TimelineQuery("company", firm, with_people=True, **asked)
        return client.ask(find_timeline, timeline(), query)

    whole = read()
    assert len(whole) == 7
    assert read(upward=True, limit=2) == whole[-2:]
    assert read(upward=True, limit=3, after=whole[-2].place) == whole[2:5]


def test_notes_and_changes_stand_in_one_story_down_to_the_creation(
    client: Backend, ticking: None
) -> None:
    person = create_contact(client)
    note(client, person, "Bring samples")
    change(client, person, 1, position="Buyer")
    note(client, person, "Asked for a discount")
    items = story(client, person)
    assert [item.kind for item in items] == ["note", "change", "note", "created"]
    assert items[0].payload.text == "Asked for a discount"
    assert items[1].payload.fields == (FieldChange("position", None, "Buyer"),)
    assert items[1].payload.actor == client.actor.name
    assert [item.kind for item in story(client, person, kinds=frozenset({"change"}))] == ["change"]
    assert story(client, person, kinds=frozenset({"visit"})) == []


def test_what_is_planned_and_what_lies_in_the_bin_is_no_story(client: Backend, person: str) -> None:
    thrown = note(client, person, "A mistake")
    client.execute(CreateActivity({"kind": "task", "title": "Later", "contacts": [person]}))
    client.execute(DeleteActivities((thrown,)))
    assert [item.kind for item in story(client, person)] == ["created"]
    client.execute(DeleteActivities((thrown,), deleted=False))
    assert [item.kind for item in story(client, person)] == ["note", "created"]


def test_changes_name_what_they_point_at_and_tell_of_lists_what_came_and_went(
    client: Backend, person: str
) -> None:
    first, second = (
        str(client.execute(CreateCompany({"name": name})).result) for name in ("Vektor", "Elektro")
    )
    change(client, person, 1, companies=[{"company": first}], owner=client.actor.id)
    change(client, person, 2, companies=[{"company": first}, {"company": second}])
    later, earlier = story(client, person, kinds=frozenset({"change"}))
    link = {"company": "Elektro", "position": None, "primary": False}
    assert later.payload.fields == (FieldChange("companies", [], [link]),)
    assert {c.field: c.new for c in earlier.payload.fields} == {
        "owner": client.actor.name,
        "companies": [{"company": "Vektor", "position": None, "primary": True}],
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [("скид", ["note"]), ("СКИДКУ семь", ["note"]), ("buyer", ["change"]), ("кидк", [])],
)
def test_words_are_sought_in_texts_and_in_changes(
    client: Backend, person: str, text: str, found: list[str]
) -> None:
    note(client, person, "Просит скидку семь процентов")
    note(client, person, "Ничего нового")
    change(client, person, 1, position="Buyer")
    assert [item.kind for item in story(client, person, text=text)] == found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    minutes=st.lists(st.integers(0, 5), min_size=1, max_size=12),
    limit=st.integers(1, 7),
    data=st.data(),
)
def test_paging_visits_each_item_once_and_newest_first(
    client: Backend, minutes: list[int], limit: int, data: st.DataObject
) -> None:
    """Also where many items, and changes too, share one moment."""
    moments = [START + timedelta(minutes=minute) for minute in minutes]
    clock.set_source(lambda: moments[0])
    try:
        person = create_contact(client)
        for moment in moments:
            clock.set_source(partial(_same, moment))
            if data.draw(st.booleans()):
                note(client, person, "Note", done_at=iso(moment))
            else:
                position = f"Position {data.draw(st.integers())}"
                version = 1 + sum(item.kind == "change" for item in story(client, person))
                change(client, person, version, position=position)
    finally:
        clock.set_source(None)
    whole = story(client, person, limit=1000)
    paged = [item for page in pages(client, person, limit) for item in page]
    assert [item.key for item in paged] == [item.key for item in whole]
    assert len({item.key for item in paged}) == len(paged)
    places = [item.place for item in whole]
    assert places == sorted(places, reverse=True)


def test_the_history_of_a_field_holds_whole_values(client: Backend, person: str) -> None:
    for version, name in enumerate(("Buyer", "Director", None), 1):
        change(client, person, version, position=name)
    change(client, person, 4, source="Fair")
    history = client.ask(find_field_history, "contact", person, "position")
    assert [(line.old, line.new) for line in history] == [
        ("Director", None),
        ("Buyer", "Director"),
        (None, "Buyer"),
    ]
    assert {line.actor for line in history} == {client.actor.name}
    with pytest.raises(ValueError, match="no field"):
        client.ask(find_field_history, "contact", person, "nothing")


def test_a_company_tells_what_was_done_with_its_people_too(client: Backend, ticking: None) -> None:
    """Page by page, each entry once, also one that is of the company and of two people; changes
    of the people's own fields stay theirs."""
    company = str(client.execute(CreateCompany({"name": "Vektor"})).result)
    job = [{"company": company}]
    people = [create_contact(client, family_name=name, companies=job) for name in ("Kim", "Lem")]
    stranger = create_contact(client)
    expected = ["created"]
    for number in range(6):
        text, person = f"Note {number}", people[number % 2]
        note(client, person, text)
        note(client, stranger, "Of no concern")
        expected.append(text)
    both = note(client, people[0], "Of all", contacts=people, companies=[company])
    step = {"kind": "task", "title": "Later", "contacts": [people[1]]}
    client.execute(CreateActivity(step))
    change(client, people[0], 1, position="Buyer")
    asked = TimelineQuery("company", company, with_people=True, limit=2)
    told: list[str] = []
    whom: list[str] = []
    while page := client.ask(find_timeline, timeline(), asked):
        told += [getattr(item.payload, "text", item.kind) for item in page]
        whom += [item.about for item in page]
        asked = replace(asked, before=page[-1].place)
    assert told == ["Of all", *reversed(expected)]
    assert whom == ["", *["Lem", "Kim"] * 3, ""]
    sought = replace(asked, before=None, text="note 3")
    assert [item.about for item in client.ask(find_timeline, timeline(), sought)] == ["Lem"]
    only = replace(asked, before=None, only=frozenset({both}))
    assert len(client.ask(find_timeline, timeline(), only)) == 1
    (planned,) = client.ask(partial(find_open, with_people=True), "company", company)
    assert planned.about(company) == "Lem"
    assert client.ask(find_open, "company", company) == []


def make_story(client: Backend, person: str, length: int) -> None:
    """``length`` notes, a minute apart."""
    values = {"kind": "note", "important": False, "pinned": False, "contacts": [person]}

    def write(unit: UnitOfWork) -> None:
        for begin in range(0, length, 5_000):
            numbers = range(begin, min(begin + 5_000, length))
            notes = [
                NewRecord(
                    {
                        **values,
                        "text": f"Note {n}, about prices and dates of delivery",
                        "done_at": iso(START + timedelta(minutes=n)),
                    }
                )
                for n in numbers
            ]
            unit.insert_many("activity", notes)

    client.execute(Write(write))


def fastest(call: Any) -> float:
    """Milliseconds of the fastest of five calls."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def test_five_hundred_items_take_as_few_statements_as_one(client: Backend, person: str) -> None:
    """By the clock it is 11 ms (docs/decisions/0012), which a busy machine can upset."""
    make_story(client, person, 500)
    story(client, person, limit=500)
    with counted() as statements:
        assert len(story(client, person, limit=500)) == 500
    own = [statement for statement in statements if statement != "BEGIN"]
    assert len(own) <= 7, own


def test_thousands_of_tags_at_once_are_told_of_without_comparing_each_with_each(
    client: Backend, person: str
) -> None:
    def reading(number: int) -> float:
        key = create_contact(client)
        given = tuple({"name": f"{key} {one}"} for one in range(number))
        client.start(TagMany("contact", (key,), add=given)).future.result()
        client.start(TagMany("contact", (key,), add=({"name": "One more"},))).future.result()
        return min(cpu_of(client, key) for _round in range(3))

    few, many = reading(250), reading(4_000)
    assert many < 12 * few  # sixteen times as many; each with each took 24 times as long


def cpu_of(client: Backend, key: str) -> float:
    """Seconds of the processor for the first page of the story."""

    def read(reader: Reader) -> float:
        began = time.thread_time()
        find_timeline(reader, timeline(), TimelineQuery("contact", key))
        return time.thread_time() - began

    return float(client.ask(read))


@pytest.mark.long
def test_a_page_of_a_hundred_thousand_items_is_as_quick_as_any(
    client: Backend, person: str
) -> None:
    make_story(client, person, 100_000)
    middle = story(client, person, before=None, limit=1)[0].place
    before = replace(middle, moment=START + timedelta(minutes=50_000))
    for asked in ({}, {"before": before}, {"kinds": frozenset({"note"})}, {"text": "Note 77"}):
        took = fastest(lambda asked=asked: story(client, person, **asked))
        print(f"{asked}: {took:.1f} ms")
        assert took < 500  # 100 on a quiet machine


def test_a_source_that_knows_none_of_the_kinds_is_not_asked(client: Backend, person: str) -> None:
    def fail(*_arguments: Any) -> list[TimelineItem]:
        raise AssertionError

    sources = (*timeline(), TimelineSource(frozenset({"mail"}), fail))
    query = TimelineQuery("contact", person, kinds=frozenset({"note"}))
    assert client.ask(find_timeline, sources, query) == []


def _same(moment: datetime) -> datetime:
    return moment


def test_a_tag_that_is_gone_with_the_change_that_made_it_keeps_its_name(
    client: Backend, person: str
) -> None:
    client.execute(TagMany("contact", (person,), ({"name": "Fair"},)))
    client.execute(UndoOperation())
    found = client.ask(find_timeline, timeline(), TimelineQuery("contact", person, limit=2))
    told = [item.payload.fields for item in found]
    assert told == [(FieldChange("tags", ["Fair"], []),), (FieldChange("tags", [], ["Fair"]),)]
