"""Tags are called otherwise and get another colour everywhere at once; no two have one name."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import Invalid
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.search.queries import search
from crm_desktop.features.tags.commands import UpdateTag
from crm_desktop.features.tags.queries import all_tags


def tags(client: Backend) -> dict[str, Any]:
    return {row.name: row for row in client.ask(all_tags).values()}


@pytest.fixture
def client_of_two(client: Backend) -> Backend:
    """A workspace in which Anna is a key client and from a fair."""
    named = [{"name": "Key"}, {"name": "Fair"}]
    client.execute(CreateContact({"given_name": "Anna", "tags": named}))
    return client


def test_a_tag_gets_another_name_and_colour_and_back(client_of_two: Backend) -> None:
    key = tags(client_of_two)["Key"]
    client_of_two.execute(UpdateTag(key.id, {"name": " Ёлка ", "colour": 5}))
    changed = tags(client_of_two)["Ёлка"]
    assert (changed.id, changed.colour) == (key.id, 5)
    assert [hit.title for hit in client_of_two.ask(search, "елка")] == ["Anna"]
    client_of_two.execute(UndoOperation())
    assert tags(client_of_two)["Key"] == key


@pytest.mark.parametrize("changes", [{"name": "fair"}, {"name": " "}, {"colour": 8}])
def test_a_name_of_another_tag_none_and_no_colour_are_refused(
    client_of_two: Backend, changes: dict[str, Any]
) -> None:
    before = tags(client_of_two)
    with pytest.raises(Invalid):
        client_of_two.execute(UpdateTag(before["Key"].id, changes))
    assert tags(client_of_two) == before


def test_a_tag_may_keep_its_name_in_other_letters(client_of_two: Backend) -> None:
    client_of_two.execute(UpdateTag(tags(client_of_two)["Key"].id, {"name": "KEY"}))
    assert set(tags(client_of_two)) == {"KEY", "Fair"}
