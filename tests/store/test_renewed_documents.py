"""A workspace written before documents said today's words gets them while people work."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from crm_desktop.backend import renewing
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.renewing import renew_documents, renew_later
from crm_desktop.bootstrap import check_workspace, workspace_settings
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import ALL_KINDS
from crm_desktop.store.renewing import SETTING, WORDS, Place, place_of, remember
from crm_desktop.store.search_index import NAMES, TEXTS, Index, rewrite_documents
from tests.store.conftest import OpenClient
from tests.store.workshop import create_contact

IBAN = "PL61109010140000071219812874"
LAST_WORD = "zakończenie"


@pytest.fixture
def old(client: Backend) -> Backend:
    """A workspace as an earlier version left it: documents without accounts, numbers of own
    fields and the ends of long texts, and no word of that."""
    field = {"entity": "contact", "label": "Contract", "type": "number"}
    number = client.execute(CreateCustomField(field)).result
    for name in ("Vector", "Romb", "Sever"):
        client.execute(CreateCompany({"name": name, "bank_accounts": [{"iban": IBAN}]}, "PL"))
    create_contact(client, custom={number: 48213})
    told = " ".join(f"word{place}" for place in range(4_000))
    client.execute(CreateActivity({"kind": "note", "text": f"{told} {LAST_WORD}"}))
    for index in (NAMES, TEXTS):
        client.write(partial(_shorten, index=index))
    client.write(_forget)
    return client


def _forget(connection: sa.Connection) -> None:
    connection.exec_driver_sql(f"DELETE FROM workspace WHERE name = '{SETTING}'")


def _shorten(connection: sa.Connection, index: Index) -> None:
    table = index.documents
    rows = connection.execute(sa.select(table.c.doc_id, table.c.text)).all()
    without = [
        (number, "  ".join(text.replace("48213", "").replace(IBAN.lower(), "")[:20_000].split()))
        for number, text in rows
    ]
    rewrite_documents(connection, [(n, f"  {text}  ") for n, text in without], index)


def _found(client: Backend, words: str) -> int:
    return len(client.ask(search, words, kinds=ALL_KINDS))


def _sought(client: Backend) -> list[int]:
    return [_found(client, words) for words in (IBAN, "48213", LAST_WORD)]


def test_documents_of_an_earlier_version_get_todays_words(old: Backend) -> None:
    assert _sought(old) == [0, 0, 0]
    renew_documents(old, threading.Event())
    assert _sought(old) == [3, 1, 1]
    assert workspace_settings(old)[SETTING] == WORDS
    assert check_workspace(old).problems == ()


def test_whoever_opens_next_goes_on_where_the_last_one_stopped(
    old: Backend, another_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "_LOOKED_AT", 1)
    closing = threading.Event()
    kept = remember

    def closed_then(connection: sa.Connection, place: Place | None) -> None:
        kept(connection, place)
        closing.set()

    monkeypatch.setattr(renewing, "remember", closed_then)
    renew_documents(old, closing)
    assert 0 < _found(old, IBAN) < 3
    place = place_of(workspace_settings(old))
    assert place is not None
    assert place.after > 0
    monkeypatch.setattr(renewing, "remember", kept)
    renew_documents(another_client(), threading.Event())
    assert _sought(old) == [3, 1, 1]


def test_what_a_colleague_writes_meanwhile_stays_written(
    old: Backend, another_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague = another_client()
    [vector] = old.ask(search, "Vector")
    company = colleague.ask(get_company, vector.id)
    assert company is not None
    version = company.version
    write = renewing._write

    def renamed_before(*given: Any) -> bool:
        colleague.execute(UpdateCompany(vector.id, version, {"name": "Zenith"}, "PL"))
        monkeypatch.setattr(renewing, "_write", write)
        return write(*given)

    monkeypatch.setattr(renewing, "_write", renamed_before)
    renew_documents(old, threading.Event())
    assert (_found(old, "Vector"), _found(old, "Zenith"), _found(old, IBAN)) == (0, 1, 3)


def test_it_begins_only_where_it_is_needed_and_ends_when_the_program_is_closed(
    client: Backend, another_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workspace_settings(client)[SETTING] == WORDS  # a new one needs nothing
    begun: list[str] = []
    monkeypatch.setattr(client, "beside", lambda name, _work: begun.append(name))
    renew_later(client, workspace_settings(client))
    assert begun == []
    other = another_client()
    renew_later(other, {})
    waiting = [thread for thread in threading.enumerate() if thread.name == "renewing documents"]
    other.close()
    assert [thread.is_alive() for thread in waiting] == [False]
