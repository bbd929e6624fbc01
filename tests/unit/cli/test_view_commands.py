"""``view list`` and ``export --view``: views by their names, and exactly their records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm_desktop.bootstrap import open_backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.deals.commands import WinDeals
from crm_desktop.features.views.commands import SaveView
from crm_desktop.features.views.looks import values_of_view
from crm_desktop.features.views.rows import ViewLook
from crm_desktop.filters.ast import EVERYTHING, Condition, Operator
from tests.journeys.program import done, run
from tests.store.dealing import desk

CLIENTS = Condition("status", Operator.IS, "client")


@pytest.fixture
def viewed(workspace: str) -> str:
    """The workspace with three clients more and a view of these, the last name first."""
    backend = open_backend(workspace, create=False)
    for name in ("Ёлкин", "Абаев", "Яхонтов"):
        backend.execute(CreateContact({"family_name": name, "status": "client"}))
    look = ViewLook(descending=True)
    backend.execute(SaveView(values_of_view("contact", "Клиенты", CLIENTS, look)))
    backend.close()
    return workspace


def test_views_are_listed_with_their_counts(viewed: str) -> None:
    listed = json.loads(done("view", "list", "--workspace", viewed, "--json").out)["views"]
    assert {one["kind"] for one in listed} == {"contact", "company", "deal", "product"}
    saved = listed[[one["name"] for one in listed].index("Клиенты")]
    assert (saved["count"], saved["preset"], saved["shared"]) == (3, None, False)
    assert saved["filter"] == {"version": 1, "filter": {"field": "status", "is": "client"}}
    words = ("--workspace", viewed, "--entity", "contact")
    lines = done("view", "list", *words).out.splitlines()
    assert lines[0].startswith("contact\t")
    assert lines[-1] == "contact\tКлиенты\t3"


@pytest.mark.parametrize("name", ["Клиенты", "КЛИЕНТЫ"])
def test_a_view_is_exported_exactly_and_in_its_order(
    viewed: str, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out.jsonl"
    words = ("--workspace", viewed, "--view", name, "--format", "json", "--out", out)
    done("export", "contacts", *words)
    people = [json.loads(line)["family_name"] for line in out.read_text().splitlines()]
    assert people == ["Яхонтов", "Ёлкин", "Абаев"]


def test_a_preset_is_exported_by_its_code(viewed: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    words = ("--workspace", viewed, "--view", "blacklist", "--format", "csv", "--out", out)
    done("export", "companies", *words)
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 1


def test_a_view_of_deals_is_counted_and_exported_as_it_is_shown(
    workspace: str, tmp_path: Path
) -> None:
    """A board holds the open deals of its pipeline alone."""
    pipeline = _sell(workspace)
    listed = json.loads(done("view", "list", "--workspace", workspace, "--json").out)["views"]
    shown = {one["name"]: one for one in listed if one["kind"] == "deal"}
    kept = [(shown[name]["mode"], shown[name]["pipeline"]) for name in ("Board", "List", "Все")]
    assert kept == [("board", pipeline), ("list", pipeline), (None, None)]
    for name, titles in (("Board", ["Open"]), ("List", ["Open", "Won"])):
        out = tmp_path / f"{name}.jsonl"
        words = ("--workspace", workspace, "--view", name, "--format", "json", "--out", out)
        done("export", "deals", *words)
        deals = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        assert sorted(one["title"] for one in deals) == titles
        assert shown[name]["count"] == len(titles)


def _sell(workspace: str) -> str:
    """An open deal and a won one in a pipeline, one in another, and two views of the first."""
    backend = open_backend(workspace, create=False)
    here, elsewhere = desk(backend), desk(backend)
    here.deal("Open")
    elsewhere.deal("Elsewhere")
    backend.execute(WinDeals((here.deal("Won"),)))
    for mode in ("board", "list"):
        look = ViewLook(mode=mode, pipeline=here.pipeline, cards="amount")
        view = values_of_view("deal", mode.title(), EVERYTHING, look)
        backend.execute(SaveView(view))
    name = here.row().name
    backend.close()
    return name


def test_an_unknown_view_is_refused_with_the_names_there_are(viewed: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    words = ("--workspace", viewed, "--view", "Кто-то", "--format", "csv", "--out", out)
    refused = run("export", "contacts", *words)
    assert (refused.status, len(refused.err.splitlines())) == (1, 1)
    assert "Кто-то" in refused.err
    assert "Клиенты" in refused.err
    assert not out.exists()


def test_a_view_and_the_archive_do_not_go_together(viewed: str, tmp_path: Path) -> None:
    words = ("--workspace", viewed, "--view", "all", "--archived", "--format", "csv")
    assert run("export", "contacts", *words, "--out", tmp_path / "x.csv").status == 2
