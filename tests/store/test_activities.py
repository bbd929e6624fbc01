"""Notes, tasks, calls, meetings and visits: what is kept, what is refused, what comes back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.core import clock
from crm_desktop.core.clock import LOCAL_ZONE, UTC, iso, now
from crm_desktop.core.errors import Conflict, Invalid, NotFound
from crm_desktop.features.activities.commands import (
    CreateActivity,
    DeleteActivities,
    FinishActivity,
    UpdateActivity,
)
from crm_desktop.features.activities.queries import (
    find_open,
    find_pinned,
    last_touch,
    next_steps_of,
)
from crm_desktop.features.activities.rows import ActivityKind, ActivityRow
from crm_desktop.features.activities.soonest.queries import soonest_step
from crm_desktop.features.common import listing, orders
from crm_desktop.features.common.listing import ListOrder, SortRule
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.columns import find_more
from crm_desktop.features.contacts.commands import DeleteContacts
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.contacts.relations import INVERSE
from crm_desktop.features.data.commands import FillWithDemo
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import ALL_KINDS
from crm_desktop.filters.ast import Condition, Operator, Quantifier, Related
from crm_desktop.filters.binding import bind
from crm_desktop.filters.context import Context
from crm_desktop.store import checking
from tests.store.conftest import OpenClient
from tests.store.importing import states_of
from tests.store.workshop import (
    activity_of,
    assert_search_follows_the_records,
    change,
    create_contact,
    read,
    snapshot,
    wait_until,
)


def make(client: Backend, kind: str = "note", **values: Any) -> str:
    return str(client.execute(CreateActivity({"kind": kind, **values})).result)


def row_of(client: Backend, activity_id: str) -> ActivityRow:
    found = activity_of(client, activity_id)
    assert found is not None
    return found


def touched(client: Backend, rid: int) -> datetime | None:
    """When something was last done with the person, as lists show it."""
    moment: datetime | None = client.ask(find_more, [rid], ["last_touch"])[rid]["last_touch"]
    return moment


def alter(client: Backend, activity_id: str, **changes: Any) -> None:
    base = row_of(client, activity_id).version
    client.execute(UpdateActivity(activity_id, base, changes))


@pytest.fixture
def person(client: Backend) -> str:
    return create_contact(client)


# What is kept


def test_a_note_is_done_by_its_author_when_it_is_written(client: Backend, person: str) -> None:
    row = row_of(client, make(client, text="Позвонить *после* обеда", contacts=[person]))
    assert row.kind is ActivityKind.NOTE
    assert not row.is_open
    assert row.owner == row.author
    assert row.author is not None
    assert row.author.id == client.actor.id
    assert [(link.entity, link.id, link.name) for link in row.links] == [
        ("contact", person, "Nowak")
    ]


def test_open_steps_stand_in_the_order_in_which_they_are_due(client: Backend, person: str) -> None:
    hang = {"contacts": [person]}
    later = make(client, "call", title="Later", due_at="2026-10-16T09:00:00Z", **hang)
    some_day = make(client, "task", title="Some day", **hang)
    first = make(client, "task", title="First", due_on="2026-10-14", **hang)
    done = make(client, "task", title="Done", **hang)
    client.execute(FinishActivity(done, "It went well"))
    found = client.ask(find_open, "contact", person)
    assert [row.id for row in found] == [first, later, some_day]
    rid = read(client, person).rid
    assert client.ask(next_steps_of, "contact", [rid])[rid].id == first
    assert touched(client, rid) == row_of(client, done).done_at
    assert row_of(client, done).result == "It went well"


def test_what_is_due_on_a_day_stands_before_its_times_as_the_person_sees_the_day(
    client: Backend, person: str
) -> None:
    hang = {"contacts": [person]}
    morning = datetime(2026, 10, 14, 6, tzinfo=LOCAL_ZONE).isoformat()
    late = datetime(2026, 10, 13, 23, tzinfo=LOCAL_ZONE).isoformat()
    at_six = make(client, "call", title="At six", due_at=morning, **hang)
    all_day = make(client, "task", title="All day", due_on="2026-10-14", **hang)
    before = make(client, "call", title="The evening before", due_at=late, **hang)
    rid = read(client, person).rid
    assert [row.id for row in client.ask(find_open, "contact", person)] == [before, all_day, at_six]
    assert [row.id for row in client.ask(find_open, "contact", person, 1)] == [before]
    client.execute(FinishActivity(before))
    assert client.ask(next_steps_of, "contact", [rid])[rid].id == all_day


def test_what_is_finished_can_be_opened_again_and_keeps_its_result(client: Backend) -> None:
    step = make(client, "task", title="Invoice")
    client.execute(FinishActivity(step, "Sent"))
    finished = row_of(client, step).done_at
    client.execute(FinishActivity(step))
    assert row_of(client, step).done_at == finished
    client.execute(FinishActivity(step, done=False))
    row = row_of(client, step)
    assert (row.is_open, row.result) == (True, "Sent")


def test_a_call_that_has_happened_is_kept_with_its_moment(client: Backend, person: str) -> None:
    moment = "2026-10-01T09:30:00.000Z"
    call = make(client, "call", title="Prices", done_at=moment, result="Fine", contacts=[person])
    row = row_of(client, call)
    assert (row.is_open, row.result) == (False, "Fine")
    rid = read(client, person).rid
    assert touched(client, rid) == datetime(2026, 10, 1, 9, 30, tzinfo=UTC)


def test_a_day_takes_the_place_of_a_time_and_the_other_way_round(client: Backend) -> None:
    step = make(client, "task", title="Invoice", due_on="2026-10-14")
    alter(client, step, due_at="2026-10-14T12:00:00+02:00")
    row = row_of(client, step)
    assert row.due_on is None
    assert row.due_at == datetime(2026, 10, 14, 10, tzinfo=UTC)
    alter(client, step, due_on="2026-10-15")
    row = row_of(client, step)
    assert (str(row.due_on), row.due_at) == ("2026-10-15", None)


def test_a_note_that_becomes_a_task_is_still_to_be_done(client: Backend) -> None:
    note = make(client, text="Send samples")
    alter(client, note, kind="task", title="Samples")
    assert row_of(client, note).is_open
    alter(client, note, kind="note")
    assert not row_of(client, note).is_open


def test_mentions_are_read_out_of_the_text(client: Backend) -> None:
    me = client.actor.id
    text = f"[@Anna](user:{me}) and [@Nobody](user:{uuid4()}), [not](https://x.example)"
    note = make(client, text=text)
    assert read(client, note, "activity").state["mentions"] == [me]
    alter(client, note, text="Nobody at all")
    assert read(client, note, "activity").state["mentions"] == []


def test_an_activity_may_hang_on_what_lies_in_the_bin(client: Backend, person: str) -> None:
    client.execute(DeleteContacts((person,)))
    note = make(client, text="Was here once", contacts=[person])
    assert [link.id for link in row_of(client, note).links] == [person]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("- one\n    - two\r\n\r\n\r\nthree  \nfour", "- one\n    - two\n\n\nthree  \nfour"),
        ("\x00a\u200b\u202eb\x07", "ab"),
        ("👩‍👩‍👧 и שלום, مرحبا", "👩‍👩‍👧 и שלום, مرحبا"),
        ("\n\n  Beginning\n\n", "  Beginning"),
    ],
)
def test_texts_are_cleaned_but_keep_their_form(client: Backend, text: str, kept: str) -> None:
    assert row_of(client, make(client, text=text)).text == kept


def test_a_text_of_a_million_letters_is_kept_and_a_longer_one_refused(client: Backend) -> None:
    long = ("слово " * 166_666) + "конец"
    note = make(client, text=long[:1_000_000])
    assert row_of(client, note).text == long[:1_000_000].rstrip()
    with pytest.raises(Invalid, match="too long"):
        make(client, text="x" * 1_000_001)


def test_pinned_notes_are_found_apart(client: Backend, person: str) -> None:
    make(client, text="Plain", contacts=[person])
    pinned = make(client, text="Important", contacts=[person], pinned=True)
    assert [row.id for row in client.ask(find_pinned, "contact", person)] == [pinned]
    alter(client, pinned, pinned=False)
    assert client.ask(find_pinned, "contact", person) == []


# What is refused


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "task"}, "title"),
        ({"kind": "call", "title": "  ", "text": "Words"}, "title"),
        ({"kind": "note", "text": " \n "}, "text"),
        ({"kind": "letter", "title": "Dear"}, "kind"),
        ({"kind": "task", "title": "A", "due_on": "2026-02-30"}, "due_on"),
        ({"kind": "task", "title": "A", "due_on": 14}, "due_on"),
        ({"kind": "task", "title": "A", "due_at": "2026-10-14T09:00:00"}, "due_at"),
        ({"kind": "task", "title": "A", "due_at": "soon"}, "due_at"),
        (
            {
                "kind": "task",
                "title": "A",
                "due_on": "2026-10-14",
                "due_at": "2026-10-14T09:00:00Z",
            },
            "due_on",
        ),
        ({"kind": "note", "text": "A", "author": "me"}, "author"),
        ({"kind": "note", "text": "A", "contacts": ["Nowak"]}, "contacts"),
    ],
)
def test_values_that_make_no_sense_are_refused_at_their_field(
    client: Backend, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        client.execute(CreateActivity(values))
    assert refused.value.field == field


def test_links_to_nothing_are_refused(client: Backend) -> None:
    with pytest.raises(NotFound):
        make(client, text="A", contacts=[str(uuid4())])


def test_a_title_can_not_be_taken_from_what_is_planned(client: Backend) -> None:
    step = make(client, "task", title="Invoice")
    with pytest.raises(Invalid):
        alter(client, step, title="")
    with pytest.raises(Invalid):
        client.execute(FinishActivity(make(client, text="Note")))


def test_two_who_change_the_same_text_are_asked_and_others_merge(client: Backend) -> None:
    step = make(client, "task", title="Invoice")
    alter(client, step, title="Invoice 7")
    client.execute(UpdateActivity(step, 1, {"important": True}))
    with pytest.raises(Conflict):
        client.execute(UpdateActivity(step, 1, {"title": "Invoice 8"}))
    row = row_of(client, step)
    assert (row.title, row.important) == ("Invoice 7", True)


# What comes back


@pytest.mark.parametrize("what", ["create", "update", "finish", "open", "delete"])
def test_every_command_is_undone_and_redone(client: Backend, person: str, what: str) -> None:
    step = make(client, "task", title="Invoice", due_on="2026-10-14", contacts=[person])
    if what == "open":
        client.execute(FinishActivity(step))
    before = snapshot(client)
    if what == "create":
        make(client, text=f"For [@Anna](user:{client.actor.id})", contacts=[person])
    elif what == "update":
        alter(client, step, title="Other", contacts=[], important=True)
    elif what == "delete":
        client.execute(DeleteActivities((step,)))
    else:
        client.execute(FinishActivity(step, "Well", done=what == "finish"))
    after = snapshot(client)
    assert after != before
    client.execute(UndoOperation())
    assert snapshot(client) == before
    client.execute(RedoOperation())
    assert snapshot(client) == after
    assert_search_follows_the_records(client)


def test_what_lies_in_the_bin_is_neither_shown_nor_counted(client: Backend, person: str) -> None:
    step = make(client, "task", title="Invoice", contacts=[person])
    note = make(client, text="Note", contacts=[person], pinned=True)
    client.execute(DeleteActivities((step, note)))
    rid = read(client, person).rid
    assert client.ask(find_open, "contact", person) == []
    assert client.ask(find_pinned, "contact", person) == []
    assert touched(client, rid) is None
    assert client.ask(next_steps_of, "contact", [rid]) == {}
    client.execute(DeleteActivities((step,), deleted=False))
    assert [row.id for row in client.ask(find_open, "contact", person)] == [step]


def test_another_client_hears_of_a_note_and_of_what_it_hangs_on(
    client: Backend, another_client: OpenClient, person: str
) -> None:
    other = another_client()
    heard: list[Any] = []
    other.feed.subscribe(heard.append)
    other.feed.start()
    note = make(client, text="News", contacts=[person])
    wait_until(lambda: note in str(heard))


# Lists and filters


def contacts_where(client: Backend, node: Any, zone: tzinfo = UTC) -> set[str]:
    def query(reader: Any) -> set[str]:
        bound = bind(node, "contact", reader.catalogues)
        order = ListOrder(filter=bound, context=Context(now(), zone))
        rids = listing.find_order(reader, CONTACT.table, order)
        return set(listing.ids_of(reader, "contact", list(rids)))

    return client.ask(query)


def test_lists_find_who_has_no_next_step_and_who_was_not_touched(client: Backend) -> None:
    planned, touched, forgotten = (create_contact(client, family_name=n) for n in "ABC")
    make(client, "task", title="Invoice", contacts=[planned])
    make(client, text="Yesterday", contacts=[touched], done_at=iso(now() - timedelta(days=1)))
    make(client, text="Long ago", contacts=[forgotten], done_at=iso(now() - timedelta(days=90)))
    without_step = Related("activities", Quantifier.NONE, Condition("done", Operator.IS, False))
    assert contacts_where(client, without_step) == {touched, forgotten}
    lately = Condition("done_at", Operator.IN_LAST_DAYS, 30)
    assert contacts_where(client, Related("activities", Quantifier.NONE, lately)) == {
        planned,
        forgotten,
    }


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Makes it noon of 14 October in a zone."""

    def move(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()
        clock.set_source(lambda: datetime(2026, 10, 14, 12, tzinfo=ZoneInfo(name)))

    yield move
    monkeypatch.undo()
    time.tzset()


def test_the_step_of_a_day_is_found_on_that_day_from_one_end_of_the_world_to_the_other(
    client: Backend, at_noon: Callable[[str], None]
) -> None:
    days = {f"2026-10-{day}": create_contact(client, family_name="Ким") for day in (13, 14, 15)}
    for day, person in days.items():
        make(client, "task", title="Счёт", contacts=[person], due_on=day)
    called = create_contact(client, family_name="Ли")
    moment = datetime(2026, 10, 14, 10, 30, tzinfo=UTC)
    make(client, "call", title="Созвон", contacts=[called], due_at=iso(moment))
    for name in ("Pacific/Kiritimati", "Europe/Moscow", "Pacific/Pago_Pago"):  # +14, +3, −11
        at_noon(name)
        is_today = moment.astimezone(ZoneInfo(name)).day == 14
        expected = {days["2026-10-14"], *([called] if is_today else [])}
        today = Condition("next_step", Operator.TODAY)
        due = Related("next_steps", Quantifier.ANY, Condition("due", Operator.TODAY))
        assert contacts_where(client, today, LOCAL_ZONE) == expected, name
        assert contacts_where(client, due, LOCAL_ZONE) == expected, name


@pytest.mark.parametrize(
    ("sort", "descending", "expected"),
    [
        ("last_touch", True, "BAC"),
        ("last_touch", False, "ABC"),
        ("next_step", False, "CBA"),  # what has only a day stands before its times
    ],
)
def test_lists_are_ordered_by_last_touch_and_next_step(
    client: Backend, sort: str, descending: bool, expected: str
) -> None:
    people = {name: create_contact(client, family_name=name) for name in "ABC"}
    make(client, text="1", contacts=[people["A"]], done_at="2026-10-01T09:00:00Z")
    make(client, text="2", contacts=[people["B"]], done_at="2026-10-02T09:00:00Z")
    early = datetime(2026, 11, 2, 6, tzinfo=LOCAL_ZONE).isoformat()
    make(client, "call", title="3", contacts=[people["A"]], due_at=early)
    make(client, "task", title="4", contacts=[people["B"]], due_on="2026-11-02")
    make(client, "task", title="5", contacts=[people["C"]], due_on="2026-11-01")

    def query(reader: Any) -> list[str]:
        order = ListOrder(sort=sort, descending=descending)
        rule = SortRule({"last_touch": last_touch, "next_step": soonest_step}[sort]("contact"))
        rids = orders.find_order(reader, CONTACT.table, order, rule=rule)
        ids = [listing.ids_of(reader, "contact", [rid])[0] for rid in rids]
        return [name for key in ids for name, known in people.items() if known == key]

    assert "".join(client.ask(query)) == expected


# Search


def found(client: Backend, text: str, **options: Any) -> list[tuple[str, str, str]]:
    hits = client.ask(search, text, **{"kinds": ALL_KINDS, **options})
    return [(hit.kind, hit.title, hit.subtitle) for hit in hits]


def test_search_finds_titles_texts_and_results_and_says_where_they_hang(client: Backend) -> None:
    company = str(client.execute(CreateCompany({"name": "Vektor"})).result)
    person = create_contact(client)
    step = make(client, "call", title="Обсудить смету", contacts=[person], companies=[company])
    client.execute(FinishActivity(step, "Просят скидку"))
    make(client, text="**Сметой** довольны\nи зовут в гости")
    assert found(client, "смет") == [
        ("activity", "Сметой довольны", ""),
        ("activity", "Обсудить смету", "Nowak, Vektor"),
    ]
    (hit,) = client.ask(search, "скидку", kinds=ALL_KINDS)
    assert (hit.match, hit.host) == ("Просят скидку", ("contact", person))
    assert found(client, "crblre") == [("activity", "Обсудить смету", "Nowak, Vektor")]


def test_names_come_before_texts_and_texts_only_where_asked_for(client: Backend) -> None:
    person = create_contact(client, family_name="Vektorova")
    make(client, text="Vektor called", contacts=[person])
    assert [kind for kind, *_rest in found(client, "vekt")] == ["contact", "activity"]
    assert [kind for kind, *_rest in found(client, "vekt", limit=1)] == ["contact"]
    assert [hit.kind for hit in client.ask(search, "vekt")] == ["contact"]
    assert [k for k, *_rest in found(client, "vekt", kinds=("activity",))] == ["activity"]


def test_ids_in_mentions_are_no_words_to_be_found(client: Backend) -> None:
    make(client, text=f"Ask [@Anna](user:{client.actor.id})")
    assert found(client, client.actor.id[:8]) == []
    assert [title for _kind, title, _names in found(client, "anna")][-1] == "Ask @Anna"


def test_renaming_a_person_leaves_the_texts_alone(client: Backend, person: str) -> None:
    make(client, text="Note", contacts=[person])
    change(client, person, 1, family_name="Kowalska")
    assert_search_follows_the_records(client)
    assert found(client, "note") == [("activity", "Note", "Kowalska")]


def test_demo_data_has_stories_and_steps_and_is_whole(client: Backend) -> None:
    client.execute(FillWithDemo("pl", "small", 1))
    with client.database.reading() as connection:
        assert checking.counts(connection, client.registry)["activity"] > 400
        assert list(checking.find_problems(connection, client.registry)) == []
    assert_search_follows_the_records(client)
    rids = client.ask(lambda reader: listing.find_order(reader, CONTACT.table, ListOrder()))
    assert len(client.ask(next_steps_of, "contact", list(rids))) > 30
    ties = {
        (one["id"], tie["kind"], tie["contact"])
        for one in states_of(client, CONTACT)
        for tie in one["relations"]
    }
    assert ties
    assert ties == {(other, INVERSE[kind], one) for one, kind, other in ties}
