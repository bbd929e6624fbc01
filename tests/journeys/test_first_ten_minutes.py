"""A seller's first ten minutes with the program, from an export of the old one to a colleague who
sees it live: at the terminal, in three languages, on both engines."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from crm_desktop.bootstrap import open_backend
from crm_desktop.features.contacts.commands import UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from tests.journeys.program import EXPORTS, done, exported, found, run, run_apart


@dataclass(frozen=True)
class Story:
    """Whose ten minutes: the language, the old program's file, and one person in it."""

    language: str
    file: str
    people: int
    name: str
    typed: tuple[str, ...]
    phone: str
    middle_name: str
    card: str


MARINA = Story(
    "ru",
    "amocrm_contacts_ru.csv",
    120,
    "Марина Воробьёва",
    # In Latin letters, on the wrong layout, a phone's ending, е for ё, half of both names.
    ("vorobyova marina", "djhj,m`df vfhbyf", "532-55-85", "воробьева мар", "user1-2@ex"),
    "+79125325585",
    "Игоревна",
    "N:Воробьёва;Марина;Игоревна;;\nTEL;TYPE=CELL:8 912 532-55-85",
)
MAEVE = Story(
    "en",
    "hubspot_contacts.csv",
    90,
    "John Smith",
    ("smith jo", "ыьшер", "626-9024", "SMITH", "user3-1@exa"),
    "+14156269024",
    "Henry",
    "N:Smith;John;Henry;;\nTEL;TYPE=CELL:(415) 626-9024",
)
LUCJA = Story(
    "pl",
    "google_new.csv",
    90,
    "Łucja Kowalska",
    ("lucja kow", "дгсоф", "601 756 250", "kowalska łuc"),
    "+48601756250",
    "Maria",
    "N:Kowalska;Łucja;Maria;;\nTEL;TYPE=CELL:601 756 250",
)


@pytest.mark.parametrize(
    "story",
    [MARINA, LUCJA, pytest.param(MAEVE, marks=pytest.mark.long)],
    ids=lambda story: story.language,
)
def test_the_first_ten_minutes(new_workspace_url: str, tmp_path: Path, story: Story) -> None:
    old_program = EXPORTS / story.file
    bring_in = ("--lang", story.language, "import", "--workspace", new_workspace_url, "--json")

    # She looks first what would happen: nothing is written.
    told = done(*bring_in, old_program, "--dry-run").json
    assert told["operation"] is None
    assert done("check", "--workspace", new_workspace_url, "--json").json["counts"]["contacts"] == 0

    # She imports, and it is as it was told.
    came = done(*bring_in, old_program).json
    assert came["contacts"] == told["contacts"]
    assert came["contacts"]["created"] == story.people
    assert came["companies"] == told["companies"]

    # She finds a customer however she types.
    for typed in story.typed:
        assert story.name in found(new_workspace_url, typed)[:3], typed

    # The same file by mistake once more: nothing happens.
    assert done(*bring_in, old_program).json["operation"] is None

    # Her phone knows more about the customer, and nobody is there twice afterwards.
    card = tmp_path / "phone.vcf"
    card.write_text(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:{story.name}\n{story.card}\nEND:VCARD\n", encoding="utf-8"
    )
    completed = done(*bring_in, card).json
    assert completed["contacts"] == {"created": 0, "updated": 1, "unchanged": 0}
    assert middle_names(new_workspace_url, tmp_path, story) == [story.middle_name]

    # That was too early: undo, and after a moment's thought redo.
    done("undo", "--workspace", new_workspace_url)
    assert middle_names(new_workspace_url, tmp_path, story) == [None]
    done("redo", "--workspace", new_workspace_url)
    assert middle_names(new_workspace_url, tmp_path, story) == [story.middle_name]

    # Everything is whole, and there is one undo for each file.
    report = done("check", "--workspace", new_workspace_url, "--json").json
    assert (report["counts"]["contacts"], report["problems"]) == (story.people, [])
    done("undo", "--workspace", new_workspace_url)
    done("undo", "--workspace", new_workspace_url)
    assert done("check", "--workspace", new_workspace_url, "--json").json["counts"]["contacts"] == 0
    assert run("undo", "--workspace", new_workspace_url).reason


def middle_names(workspace: str, folder: Path, story: Story) -> list[str | None]:
    """Of everybody with the customer's number."""
    return [
        person["middle_name"]
        for person in exported(workspace, "contacts", folder)
        if story.phone in {phone["value"] for phone in person["phones"]}
    ]


def test_a_colleague_sees_an_import_live_and_their_change_is_kept(new_workspace_url: str) -> None:
    done("--lang", "ru", "import", EXPORTS / "google_new.csv", "--workspace", new_workspace_url)
    colleague = open_backend(new_workspace_url, create=False)
    try:
        heard = threading.Event()
        colleague.feed.subscribe(lambda _changes: heard.set())
        colleague.feed.start()
        words = ("import", EXPORTS / "amocrm_contacts_ru.csv", "--workspace", new_workspace_url)
        assert run_apart(*words, "--region", "RU").status == 0
        # Any transaction that is open on the server, other tests’ too, holds the news back.
        assert heard.wait(timeout=60)
        look_for = ("search", "--workspace", new_workspace_url, "--json")
        person = done(*look_for, "щербаков илья").json["results"][0]
        loaded = colleague.ask(get_contact, person["id"])
        assert loaded is not None
        tea = {"note": "Любит чай с бергамотом"}
        colleague.execute(UpdateContact(person["id"], loaded.version, tea))
        [lover] = done(*look_for, "бергамот").json["results"]
        assert lover["id"] == person["id"]
    finally:
        colleague.close()
