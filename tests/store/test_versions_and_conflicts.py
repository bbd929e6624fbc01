"""Two people, one record: different fields merge, the same field asks, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from crm_desktop.backend.backend import Backend
from crm_desktop.core.errors import Conflict
from crm_desktop.store.records import State
from tests.store.workshop import (
    change,
    create_contact,
    entries_of,
    journal_length,
    phone,
    read,
)


@pytest.fixture
def two_clients(another_client: Callable[[], Backend]) -> tuple[Backend, Backend]:
    return another_client(), another_client()


def test_different_fields_merge_silently(two_clients: tuple[Backend, Backend]) -> None:
    anna, jan = two_clients
    contact = create_contact(anna)
    change(anna, contact, 1, position="Boss")
    change(jan, contact, 1, note="Likes tea")
    state = read(anna, contact).state
    assert (state["position"], state["note"]) == ("Boss", "Likes tea")
    assert read(anna, contact).version == 3


def test_the_same_field_shows_base_mine_and_theirs_and_writes_nothing(
    two_clients: tuple[Backend, Backend],
) -> None:
    anna, jan = two_clients
    contact = create_contact(anna, position="Seller")
    change(anna, contact, 1, position="Boss")
    length = journal_length(anna)
    with pytest.raises(Conflict) as caught:
        change(jan, contact, 1, position="Owner", note="Likes tea")
    (conflict,) = caught.value.conflicts
    assert (conflict.entity, conflict.record_id) == ("contact", contact)
    assert conflict.field == "position"
    assert (conflict.base, conflict.mine, conflict.theirs) == ("Seller", "Owner", "Boss")
    assert (read(jan, contact).state["note"], journal_length(jan)) == (None, length)


def test_the_same_value_from_two_people_is_no_conflict(
    two_clients: tuple[Backend, Backend],
) -> None:
    anna, jan = two_clients
    contact = create_contact(anna)
    change(anna, contact, 1, position="Boss")
    change(jan, contact, 1, position="Boss")
    assert read(anna, contact).version == 2


def test_two_people_who_add_different_phones_both_keep_theirs(
    two_clients: tuple[Backend, Backend],
) -> None:
    anna, jan = two_clients
    contact = create_contact(anna, phones=[phone(1)])
    change(anna, contact, 1, phones=[phone(1), phone(2, primary=False)])
    change(jan, contact, 1, phones=[phone(1), phone(3, primary=False)])
    values = [item["value"] for item in read(anna, contact).state["phones"]]
    assert values == [phone(n)["value"] for n in (1, 2, 3)]


def test_one_removes_a_phone_and_the_other_adds_one(two_clients: tuple[Backend, Backend]) -> None:
    anna, jan = two_clients
    contact = create_contact(anna, phones=[phone(1), phone(2, primary=False)])
    change(anna, contact, 1, phones=[phone(1)])
    change(jan, contact, 1, phones=[*map(phone, (1, 2)), phone(3)])
    values = {item["value"] for item in read(anna, contact).state["phones"]}
    assert values == {phone(1)["value"], phone(3)["value"]}


def test_the_same_phone_changed_in_two_ways_is_a_conflict(
    two_clients: tuple[Backend, Backend],
) -> None:
    anna, jan = two_clients
    contact = create_contact(anna, phones=[phone(1)])
    change(anna, contact, 1, phones=[phone(1, kind="work")])
    with pytest.raises(Conflict) as caught:
        change(jan, contact, 1, phones=[phone(1, kind="home")])
    (conflict,) = caught.value.conflicts
    assert conflict.field == "phones"
    assert conflict.theirs == [phone(1, kind="work")]


def test_two_primaries_become_one_and_the_later_word_stays(
    two_clients: tuple[Backend, Backend],
) -> None:
    anna, jan = two_clients
    first = [phone(1), phone(2, primary=False), phone(3, primary=False)]
    contact = create_contact(anna, phones=first)
    change(anna, contact, 1, phones=[*first, phone(4, primary=False)])
    change(jan, contact, 1, phones=[phone(1, primary=False), phone(2), phone(3, primary=False)])
    phones = read(anna, contact).state["phones"]
    assert [item["value"] for item in phones if item["primary"]] == [phone(2)["value"]]
    assert len(phones) == 4


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "position": st.sampled_from(["Boss", "Owner", "Seller", None]),
    "note": st.sampled_from(["Likes tea", "Likes coffee", None]),
    "sites": st.lists(
        st.sampled_from(["https://a.pl", "https://b.pl", "https://c.pl"]), unique=True
    ),
    "phones": st.lists(
        st.builds(
            lambda n, kind: phone(n, kind=kind, primary=n == 0),
            st.integers(0, 3),
            st.sampled_from(["mobile", "work"]),
        ),
        unique_by=lambda item: item["value"],
    ),
}
drafts = st.fixed_dictionaries({}, optional=FIELDS).filter(bool)


class OneRecordManyClients(RuleBasedStateMachine):
    """2–5 people open the card, change it on what they saw, and save in any order."""

    clients: tuple[Backend, ...]

    @initialize(people=st.integers(2, 5))
    def open_cards(self, people: int) -> None:
        self.contact = create_contact(self.clients[0])
        now = read(self.clients[0], self.contact)
        self.seen: list[tuple[int, State]] = [(now.version, now.state)] * people
        self.history: list[State] = [now.state]

    def _client(self, person: int) -> Backend:
        return self.clients[person % len(self.clients)]

    @rule(person=st.integers(0, 4))
    def look_again(self, person: int) -> None:
        person %= len(self.seen)
        now = read(self._client(person), self.contact)
        self.seen[person] = (now.version, now.state)

    @rule(person=st.integers(0, 4), draft=drafts)
    def save(self, person: int, draft: dict[str, Any]) -> None:
        person %= len(self.seen)
        client, (version, base) = self._client(person), self.seen[person]
        before = self.history[-1]
        try:
            change(client, self.contact, version, **draft)
        except Conflict as conflict:
            assert read(client, self.contact).state == before
            for clash in conflict.conflicts:
                # Both really changed it, and the person sees what is there.
                assert before[clash.field] == clash.theirs
                assert clash.base == base[clash.field]
                assert clash.theirs != clash.base
            return
        after = read(client, self.contact)
        self._nothing_of_others_is_lost(base, before, after.state, draft)
        if after.state != before:
            self.history.append(after.state)
        self.seen[person] = (after.version, after.state)

    def _nothing_of_others_is_lost(
        self, base: State, before: State, after: State, draft: dict[str, Any]
    ) -> None:
        for field, value in after.items():
            if field not in draft:
                assert value == before[field]
            elif isinstance(value, list):
                added_by_others = _keys(before[field]) - _keys(base[field])
                assert added_by_others <= _keys(value)
            else:
                assert before[field] in (base[field], value)

    @invariant()
    def the_journal_explains_every_state(self) -> None:
        client = self.clients[0]
        state = dict(read(client, self.contact).state)
        explained = [state]
        for entry in reversed(entries_of(client, self.contact)[1:]):
            assert all(state[name] == new for name, (_old, new) in entry.fields.items())
            state = {**state, **{name: old for name, (old, _new) in entry.fields.items()}}
            explained.append(state)
        assert explained[::-1] == self.history


def _keys(items: list[Any]) -> set[Any]:
    return {item["value"] if isinstance(item, dict) else item for item in items}


def test_no_order_of_saves_overwrites_silently(two_clients: tuple[Backend, Backend]) -> None:
    class Machine(OneRecordManyClients):
        clients = two_clients

    case = Machine.TestCase
    case.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
    case().runTest()
