"""``contact show`` and ``contact set``: one person is told and changed, in one step, or refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.bootstrap import open_backend
from crm_desktop.features.contacts.commands import CreateContact
from tests.journeys.program import done, exported, run

ANNA, IVAN = "Анна Ким", "Иван Ким"


def show(workspace: str, who: str = ANNA) -> dict[str, Any]:
    return done("contact", "show", who, "--workspace", workspace, "--json").json


def change(workspace: str, *changes: str, who: str = ANNA) -> dict[str, Any]:
    return done("contact", "set", who, *changes, "--workspace", workspace, "--json").json


def refused(workspace: str, *changes: str, who: str = ANNA) -> str:
    return run("contact", "set", who, *changes, "--workspace", workspace).reason


@pytest.fixture
def anna(workspace: str) -> str:
    """The number of Anna."""
    return str(show(workspace)["id"])


def test_a_person_is_told_exactly_as_the_export_tells_them(workspace: str, tmp_path: Path) -> None:
    people = {
        person["display_name"]: person for person in exported(workspace, "contacts", tmp_path)
    }
    assert show(workspace) == people[ANNA]


def test_a_person_is_found_by_number_name_or_phone(workspace: str, anna: str) -> None:
    for who in (anna, anna.upper(), "ким анна", "912 345-67-89"):
        assert show(workspace, who)["id"] == anna


def test_a_text_that_fits_several_is_refused_with_their_names(workspace: str, anna: str) -> None:
    reason = run("contact", "show", "ким", "--workspace", workspace).reason
    assert ANNA in reason
    assert IVAN in reason
    assert anna in reason


@pytest.mark.parametrize("who", ["Zbigniew", "01a201c5-64ac-752c-808e-22b33db3a6b4"])
def test_who_is_not_there_is_refused(workspace: str, who: str) -> None:
    assert who in run("contact", "show", who, "--workspace", workspace).reason


def test_the_whole_name_means_its_bearer_and_not_a_longer_one(workspace: str, anna: str) -> None:
    change(workspace, "family_name=Кимова", "given_name=Анна", who=IVAN)
    assert show(workspace)["id"] == anna


@pytest.mark.parametrize(
    ("language", "label"), [("ru", "Телефон"), ("en", "Phone"), ("pl", "Telefon")]
)
def test_people_read_it_in_their_language(workspace: str, language: str, label: str) -> None:
    words = ("contact", "show", ANNA, "--workspace", workspace)
    lines = done("--lang", language, *words).out.splitlines()
    assert lines[0] == ANNA
    assert f"{label}: +7 912 345-67-89" in lines


@pytest.mark.parametrize(
    ("change_of", "field", "value"),
    [
        ("position= Директор ", "position", "Директор"),
        ("birthday=18.03.1984", "birthday", "1984-03-18"),
        ("status=client", "status", "client"),
        ("note=a=b", "note", "a=b"),
        ("languages=ru, pl", "languages", ["ru", "pl"]),
        ("tags=Опт,Ключевой", "tags", ["Опт", "Ключевой"]),
        ("sites+=example.com", "sites", ["example.com"]),
        ("blacklisted=Не платит", "blacklisted", "Не платит"),
    ],
)
def test_a_field_is_changed_as_in_the_window(
    workspace: str, change_of: str, field: str, value: Any
) -> None:
    assert change(workspace, change_of)[field] == value
    assert show(workspace)[field] == value


def test_lists_grow_and_shrink_and_fields_are_cleared(workspace: str) -> None:
    after = change(workspace, "phones+=8 900 555-01-14", "tags+=Опт", "tags+=Новый", "position=x")
    assert [item["value"] for item in after["phones"]] == ["+79123456789", "+79005550114"]
    after = change(workspace, "phones-=+7 (912) 345 67 89", "tags-=опт", "position=")
    assert [item["value"] for item in after["phones"]] == ["+79005550114"]
    assert after["phones"][0]["primary"]
    assert (after["tags"], after["position"]) == (["Новый"], None)
    assert change(workspace, "phones=")["phones"] == []


def test_companies_and_messengers_are_given_by_name(workspace: str) -> None:
    after = change(workspace, "companies+=Вектор", "companies+=Полюс", "messengers+=telegram:@anna")
    assert [link["name"] for link in after["companies"]] == ["Вектор", "Полюс"]
    assert after["messengers"] == [{"service": "telegram", "value": "anna"}]
    after = change(workspace, "companies-=вектор")
    assert [(link["name"], link["primary"]) for link in after["companies"]] == [("Полюс", True)]


def test_several_changes_are_one_step_that_can_be_taken_back(workspace: str) -> None:
    before = show(workspace)
    change(workspace, "position=Директор", "tags+=Опт", "phones+=8 900 555-01-14")
    done("undo", "--workspace", workspace)
    after = show(workspace)
    assert {**after, "updated_at": ""} == {**before, "updated_at": ""}


def test_fields_that_people_added_are_changed_by_their_label(workspace: str) -> None:
    words = ("field", "add", "--workspace", workspace, "--entity", "contact")
    done(*words, "--type", "multi_choice", "--label", "Размер обуви", "--choices", "S,M,L")
    done(*words, "--type", "number", "--label", "Рост")
    assert change(workspace, "Размер обуви=S", "рост=180")["custom"] == {
        "Размер обуви": ["S"],
        "Рост": 180,
    }
    after = change(workspace, "Размер обуви+=L", "Размер обуви-=S", "Рост=")
    assert after["custom"] == {"Размер обуви": ["L"]}
    assert "высокий" in refused(workspace, "Рост=высокий")


def test_relations_consent_and_the_archive_are_set_like_the_rest(workspace: str) -> None:
    """All were refused as fields that aren't there."""
    after = change(workspace, "relations+=colleague:Иван Ким", "consent=14.10.2026, анкета")
    [relation] = after["relations"]
    assert (relation["kind"], relation["name"]) == ("colleague", IVAN)
    assert after["consent"] == {"date": "2026-10-14", "origin": "анкета"}
    [back] = show(workspace, IVAN)["relations"]
    assert (back["kind"], back["name"]) == ("colleague", ANNA)
    after = change(workspace, "relations-=colleague:Иван Ким", "consent=нет")
    assert (after["relations"], after["consent"]) == ([], None)
    assert change(workspace, "archived=yes", who=str(after["id"]))["archived"]
    assert not change(workspace, "archived=нет", who=str(after["id"]))["archived"]
    assert "archived" in refused(workspace, "position=x", "archived=yes")


def test_records_and_users_in_fields_that_people_added_are_given_by_name(
    workspace: str, anna: str, tmp_path: Path
) -> None:
    words = ("field", "add", "--workspace", workspace, "--entity", "contact")
    done(*words, "--type", "record", "--label", "Чей", "--target", "contact")
    done(*words, "--type", "user", "--label", "Кто")
    user = "Ян Помощник"
    sheet = tmp_path / "owned.csv"
    sheet.write_text(f"Имя;Телефон;Ответственный\nПётр;+79123456781;{user}\n", encoding="utf-8")
    done("import", sheet, "--workspace", workspace)
    after = change(workspace, "Чей=ким иван", "Кто=ян помощник")
    assert after["custom"] == {"Чей": IVAN, "Кто": user}
    change(workspace, "family_name=Ким", "given_name=Анна", who=IVAN)
    reason = refused(workspace, "Чей=Анна Ким", who=anna)
    assert "Чей: Анна Ким" in reason
    assert reason.count(f"{ANNA} (") == 2
    assert "Никто" in refused(workspace, "Кто=Никто", who=anna)


@pytest.mark.parametrize(
    ("change_of", "named"),
    [
        ("emails+=nonsense", "nonsense"),
        ("status=friend", "friend"),
        ("zodiac=Лев", "zodiac"),
        ("position", "position"),
        ("position+=x", "position"),
        ("tags-=Опт", "Опт"),
        ("owner=Nobody", "Nobody"),
        ("messengers=anna", "telegram"),
        ("relations+=Иван Ким", "spouse"),
        ("consent=завтра", "завтра"),
        ("phones+=", "phones"),
    ],
)
def test_what_is_refused_is_named_and_nothing_is_changed(
    workspace: str, change_of: str, named: str
) -> None:
    before = show(workspace)
    assert named in refused(workspace, "source=Выставка", change_of)
    assert show(workspace) == before


def test_nobody_is_changed_by_half_a_name(workspace: str) -> None:
    assert ANNA in refused(workspace, "position=x", who="ким")


def test_it_works_on_postgresql(postgresql_workspace: str) -> None:
    backend = open_backend(postgresql_workspace, create=False)
    backend.execute(CreateContact({"given_name": "Анна", "family_name": "Ким"}))
    backend.close()
    after = change(postgresql_workspace, "phones+=+7 912 345-67-89", "tags+=Опт")
    assert (after["phones"][0]["value"], after["tags"]) == ("+79123456789", ["Опт"])
    assert show(postgresql_workspace) == after
