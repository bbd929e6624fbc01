"""Every sample export comes out as its key says, field by field, through the real reader."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from crm_desktop.features.data.importing.cleaning import make_cleaner
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.recognise import Recognition, recognise
from crm_desktop.integrations.tabular.reading import read_tables

EXPORTS = Path(__file__).parent / "exports"
SAMPLES = {
    "amocrm_contacts_ru": ("amocrm-contacts", "RU"),
    "bitrix24_contact_ru": ("bitrix24-contacts", "RU"),
    "google_new": ("google-contacts", "RU"),
    "hubspot_contacts": ("hubspot-contacts", "US"),
    "outlook_classic_ru": ("outlook-contacts", "RU"),
}


def cleaned(name: str) -> tuple[Recognition, list[RowDraft]]:
    region = SAMPLES[name][1]
    [table] = read_tables(EXPORTS / f"{name}.csv")
    recognition = recognise(table, language="ru", region=region)
    cleaner = pickle.loads(pickle.dumps(make_cleaner(recognition, region=region, language="ru")))
    first = recognition.first_data_row
    rows = list(zip(table.row_numbers[first:], table.rows[first:], strict=True))
    return recognition, cleaner.clean(rows)


def as_in_key(draft: RowDraft) -> dict[str, object]:
    contact = draft.contact or {}
    return {
        "family": contact.get("family_name", ""),
        "given": contact.get("given_name", ""),
        "phones": sorted(phone["value"] for phone in contact.get("phones", [])),
        "email": "".join(email["value"] for email in contact.get("emails", [])),
        "company": (draft.company or {}).get("name", ""),
    }


@pytest.mark.parametrize("name", SAMPLES)
def test_every_person_of_a_sample_comes_out_as_its_key_says(name: str) -> None:
    key = json.loads((EXPORTS / f"{name}.key.json").read_text(encoding="utf-8"))
    expected = [person | {"phones": sorted(person["phones"])} for person in key]
    recognition, drafts = cleaned(name)
    assert [as_in_key(draft) for draft in drafts if draft.contact] == expected
    assert recognition.kind == SAMPLES[name][0]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_row_of_a_sample_is_refused_and_no_value_moved(name: str) -> None:
    _recognition, drafts = cleaned(name)
    assert [draft.row_number for draft in drafts if draft.error] == []
    assert sum(draft.moved for draft in drafts) == 0


def test_companies_of_a_mixed_file_come_out_as_companies_alone() -> None:
    recognition, drafts = cleaned("amocrm_contacts_ru")
    companies = [draft for draft in drafts if draft.contact is None]
    assert recognition.rows_are == "mixed"
    assert len(companies) == 8
    assert companies[-1].company == {
        "name": "ООО «Северный склад»",
        "phones": [{"value": "+78123456787", "extension": None, "type": "work", "primary": True}],
    }
    assert companies[-1].company_source_id == "5007"


def test_a_row_keeps_everything_else_the_sample_tells() -> None:
    _recognition, drafts = cleaned("amocrm_contacts_ru")
    draft = drafts[1]
    assert draft.contact == {
        "family_name": "Кузнецов",
        "given_name": "Алексей",
        "position": "Бухгалтер, гл.",
        "created_at": "2026-01-05T22:30:00.000Z",
        "phones": [
            {"value": "+79126539906", "extension": None, "type": "work", "primary": True},
            {"value": "+79030035333", "extension": None, "type": "mobile", "primary": False},
        ],
        "emails": [{"value": "user1-1@example.com", "type": "work", "primary": True}],
        "note": "Просит перезвонить\nпосле 15:00; скидка 7 %",
    }
    assert (draft.tags, draft.owner, draft.contact_source_id) == (("VIP",), "Анна Соколова", "1001")
    assert (draft.position, draft.company) == ("Бухгалтер, гл.", {"name": "ИП Воробьёв А. С."})


def test_google_labels_type_the_values_and_the_system_group_is_no_tag() -> None:
    _recognition, drafts = cleaned("google_new")
    contact = drafts[2].contact
    assert contact is not None
    assert [phone["type"] for phone in contact["phones"]] == ["mobile", "mobile"]
    assert [email["type"] for email in contact["emails"]] == ["work"]
    assert drafts[2].tags == ("опт", "выставка 2026")


def test_empty_dates_of_outlook_are_no_birthdays() -> None:
    recognition, drafts = cleaned("outlook_classic_ru")
    birthdays = [draft.contact.get("birthday") for draft in drafts if draft.contact]
    assert birthdays[:2] == ["1989-03-24", None]
    assert recognition.day_first is True


def test_words_of_other_programs_become_our_codes() -> None:
    _recognition, drafts = cleaned("bitrix24_contact_ru")
    contact = drafts[0].contact
    assert contact is not None
    assert (contact["status"], contact["source"], contact["middle_name"]) == (
        "client",
        "Звонок",
        "Рустамовна",
    )
