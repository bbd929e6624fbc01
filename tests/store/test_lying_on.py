"""Which of given records still lie on their shelf, whatever a list is narrowed to."""

from __future__ import annotations

from crm_desktop.backend.backend import Backend
from crm_desktop.features.common.listing import WHOLE_LIST, Shelf
from crm_desktop.features.common.lying import lying_on
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.commands import ArchiveContacts, CreateContact, DeleteContacts


def test_archived_and_deleted_records_lie_elsewhere(client: Backend) -> None:
    ids = [client.execute(CreateContact({"given_name": name})).result for name in "ABC"]
    rids = list(client.ask(contacts.find_order, WHOLE_LIST))
    client.execute(ArchiveContacts((ids[1],)))
    client.execute(ArchiveContacts((ids[2],)))
    client.execute(DeleteContacts((ids[2],)))
    asked = [*rids, max(rids) + 1]
    found = [client.ask(lying_on, "contact", shelf, asked) for shelf in Shelf]
    by_shelf = dict(zip(Shelf, found, strict=True))
    assert by_shelf[Shelf.CURRENT] == {rids[0]}
    assert by_shelf[Shelf.ARCHIVE] == {rids[1]}
    assert by_shelf[Shelf.BIN] == {rids[2]}
    assert client.ask(lying_on, "contact", Shelf.CURRENT, []) == set()
