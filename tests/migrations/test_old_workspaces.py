"""A workspace that an older version of the program made opens with everything that was in it.

``workspaces`` holds one of each revision that a program ended with, made by the program of its
time: two people, one of them archived, at a company, with a change in the journal; later ones have
a note, a field of people's own and a deal besides.
"""

from __future__ import annotations

import gzip
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from sqlcipher3 import dbapi2 as sqlcipher3

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.backend.work import Reader
from crm_desktop.bootstrap import check_workspace, open_backend
from crm_desktop.catalog import FEATURES
from crm_desktop.features.common.listing import ListOrder, Shelf
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import find_list_rows, find_order, get_contact
from crm_desktop.features.search.queries import search
from crm_desktop.store import journal, operations

STORED = sorted((Path(__file__).parent / "workspaces").glob("*.crm.gz"))


@pytest.fixture(params=STORED, ids=lambda path: path.name.split(".")[0])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An old workspace, not opened yet."""
    place = tmp_path / "old.crm"
    place.write_bytes(gzip.decompress(request.param.read_bytes()))
    return place


def names(client: Backend, shelf: Shelf = Shelf.CURRENT) -> list[str]:
    rids = client.ask(find_order, ListOrder(shelf))
    return [row.name for row in client.ask(find_list_rows, rids)]


def change_of(reader: Reader, record_id: str) -> UUID:
    """The operation that gave the person a position."""
    entries = journal.since_version(reader.connection, record_id, 0)
    (change,) = (entry for entry in entries if "position" in entry.fields)
    assert change.kind == journal.UPDATE
    return operations.get(reader.connection, change.op_rid).id


def test_an_old_workspace_opens_whole_and_goes_on(old: Path) -> None:
    client = open_backend(str(old), create=False)
    assert check_workspace(client).problems == ()
    assert names(client) == ["Марина Ким"]
    assert names(client, Shelf.ARCHIVE) == ["Zofia Łapińska"]
    assert "Вектор Плюс" in [hit.title for hit in client.ask(search, "dtrnjh")]
    client.execute(CreateContact({"given_name": "Иван"}))
    assert len(names(client)) == 2
    client.close()


def records(path: Path) -> set[tuple[str, bytes]]:
    """The tables and ids of all records in a file."""
    with closing(sqlcipher3.connect(str(path))) as connection:
        tables = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        return {
            (record.table.name, key)
            for feature in FEATURES
            for record in feature.records
            if record.table.name in tables
            for (key,) in connection.execute(f'SELECT id FROM "{record.table.name}"')
        }


def test_no_record_of_an_old_workspace_is_lost(old: Path) -> None:
    before = records(old)
    open_backend(str(old), create=False).close()
    assert before <= records(old)


def test_what_was_done_in_an_old_workspace_can_be_undone(old: Path) -> None:
    client = open_backend(str(old), create=False)
    (rid,) = client.ask(find_order, ListOrder())
    (row,) = client.ask(find_list_rows, [rid])
    client.execute(UndoOperation(client.ask(change_of, row.id)))
    loaded = client.ask(get_contact, row.id)
    assert loaded is not None
    assert loaded.state["position"] is None
    client.close()
