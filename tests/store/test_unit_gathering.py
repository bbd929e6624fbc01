"""Gathered search documents of new records are written by the end, and none for who is gone."""

from __future__ import annotations

from crm_desktop.backend.backend import Backend
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.workshop import Write, assert_search_follows_the_records


def test_a_record_that_comes_and_goes_in_one_transaction_leaves_no_document(
    client: Backend,
) -> None:
    def write(unit: UnitOfWork) -> None:
        unit.gathers = True
        stays, goes = (NewRecord({"given_name": name}) for name in ("Anna", "Vera"))
        _anna, vera = unit.insert_many("contact", [stays, goes])
        unit.delete_many("contact", [unit.load("contact", vera)])
        unit.insert("contact", {"given_name": "Olga"})

    client.execute(Write(write))
    assert_search_follows_the_records(client)
