"""What an import's portion is going to write, as the planning of the next one knows it."""

from __future__ import annotations

from typing import Any

from crm_desktop.features.data.importing.incoming import Incoming, IncomingRow
from crm_desktop.features.data.importing.planning import Planned, Shelf, company_keys
from crm_desktop.features.data.importing.unseen import Unseen, unseen_of

INN = [{"kind": "inn", "value": "7707083893"}]
MENTIONED = {"name": "Луч"}
TOLD = {"name": "Луч", "tax_ids": INN}


def row(**firm: Any) -> IncomingRow:
    """A row that tells this of a firm."""
    incoming = Incoming(firm, company_keys(firm), None, None)
    return IncomingRow(2, incoming, None, None, (), None)


def unseen(*firms: Planned) -> Unseen:
    """Of a portion that deals with these firms."""
    shelf = Shelf()
    for firm in firms:
        shelf.put(firm, company_keys(firm.values))
    return unseen_of(Shelf(), shelf)


def test_a_firm_that_was_here_is_met_by_what_a_portion_adds_to_it() -> None:
    changed = unseen(Planned("a", TOLD, before=MENTIONED, rid=1, version=1))
    assert changed.meets([row(name="ООО Лучезар", tax_ids=INN)])
    assert not changed.meets([row(name="Заря", tax_ids=[{"kind": "inn", "value": "5018154000"}])])


def test_a_firm_that_stays_as_it_is_can_be_looked_up() -> None:
    same = unseen(Planned("a", TOLD, before=TOLD, rid=1, version=1))
    assert not same.meets([row(**TOLD)])


def test_who_only_mentions_a_new_firm_means_the_first_of_that_name() -> None:
    twice = unseen(Planned("a", TOLD), Planned("b", {"name": "Луч", "tax_ids": []}))
    assert not twice.meets([row(**MENTIONED)])
    assert twice.new_firms[company_keys(MENTIONED)[0]] == ("a", "Луч")
