"""Whoever may not see a record does not see it, also where the rule says neither yes nor no."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.features.common.reach import hidden_among, seen_among
from crm_desktop.features.contacts.commands import CreateContact


def test_a_rule_that_answers_neither_yes_nor_no_hides_the_record(client: Backend) -> None:
    jobs = ("Baker", "Cook", None)
    people = [CreateContact({"given_name": "Anna", "position": job}) for job in jobs]
    ids = [str(client.execute(one).result) for one in people]
    seen = replace(
        client.registry["contact"], scope=lambda _asking, rows: rows.c.position == "Baker"
    )

    def query(reader: Reader) -> tuple[list[int], set[str]]:
        asking: Any = SimpleNamespace(connection=reader.connection, registry={"contact": seen})
        return seen_among(asking, seen, [3, 2, 1]), hidden_among(asking, "contact", ids)

    assert client.ask(query) == ([1], set(ids[1:]))
