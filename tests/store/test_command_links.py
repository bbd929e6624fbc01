"""A command that points at nothing is refused; nothing is dropped behind the person's back."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.ids import new_id
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import count


@pytest.mark.parametrize(
    "values",
    [
        {"owner": str(new_id())},
        {"tags": [str(new_id())]},
        {"companies": [{"company": str(new_id())}]},
        {"relations": [{"kind": "spouse", "contact": str(new_id())}]},
    ],
)
def test_an_id_of_nothing_is_not_found(client: Backend, values: dict[str, Any]) -> None:
    with pytest.raises(NotFound, match="isn’t there any more"):
        client.execute(CreateContact({"given_name": "Anna", **values}))
    assert client.ask(count) == 0


@pytest.mark.parametrize("owner", ["nobody", "1", 7, "{}", "' OR 1=1"])
def test_what_is_no_id_is_refused_at_its_field(client: Backend, owner: object) -> None:
    anna = str(client.execute(CreateContact({"given_name": "Anna"})).result)
    with pytest.raises(Invalid) as refused:
        client.execute(UpdateContact(anna, 1, {"owner": owner}))
    assert refused.value.field == "owner"
