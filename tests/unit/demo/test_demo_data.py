"""Demo data: the same for the same seed, believable, and fit for the checks of the product."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import Any

import pytest

from crm_desktop.core.values.banking import check_account, check_bic, check_iban
from crm_desktop.core.values.dates import parse_birthday
from crm_desktop.core.values.emails import check_email
from crm_desktop.core.values.links import check_messenger, check_url
from crm_desktop.core.values.phones import check_phone
from crm_desktop.core.values.tax_ids import check_tax_id
from crm_desktop.features.data.demo import DemoData, Scale, generate

NOW = datetime(2026, 10, 14, 9, 40, tzinfo=timezone.utc)
LANGUAGES = ("ru", "en", "pl")


@pytest.fixture(scope="module", params=LANGUAGES)
def small(request: pytest.FixtureRequest) -> DemoData:
    return generate(request.param, Scale.SMALL, 1, NOW)


def digest(records: Iterable[dict[str, Any]]) -> str:
    text = json.dumps(list(records), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def everything(data: DemoData) -> list[dict[str, Any]]:
    return [*data.users, *data.tags, *data.companies(), *data.contacts()]


def values(records: Iterable[dict[str, Any]], field: str) -> list[str]:
    return [item["value"] for record in records for item in record[field]]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ru", "44ccdcaf472ab496"), ("en", "492d7f77c26545b4"), ("pl", "a1d6c776995a99cf")],
)
def test_a_seed_gives_the_same_data_on_every_platform_and_version(
    language: str, expected: str
) -> None:
    assert digest(everything(generate(language, Scale.SMALL, 1, NOW))) == expected


def test_walking_twice_gives_the_same_records(small: DemoData) -> None:
    assert list(small.contacts()) == list(small.contacts())
    assert list(small.companies()) == list(small.companies())


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_seed_gives_other_people(language: str) -> None:
    one, two = (generate(language, Scale.SMALL, seed, NOW) for seed in (1, 2))
    names = [[c["family_name"] for c in data.contacts()] for data in (one, two)]
    assert names[0] != names[1]


@pytest.mark.parametrize(
    ("scale", "contacts", "companies"),
    [
        (Scale.SMALL, 300, 60),
        (Scale.OFFICE, 100_000, 10_000),
        (Scale.LARGE, 1_000_000, 100_000),
    ],
)
def test_a_scale_promises_its_counts(scale: Scale, contacts: int, companies: int) -> None:
    assert (scale.contacts, scale.companies) == (contacts, companies)


def test_a_small_data_set_has_the_promised_counts(small: DemoData) -> None:
    assert sum(1 for _ in small.contacts()) == 300
    assert sum(1 for _ in small.companies()) == 60


@pytest.mark.parametrize(
    "person",
    [
        "ru Марина Ким, Директор по закупкам, Вектор Плюс, +79005550114, m.kim@vektor.example",
        "en Marina Kim, Purchasing Director, Vector Plus, +14155550114, m.kim@vector.example",
        "pl Magda Kimla, Dyrektor zakupów, Wektor Plus, +48600555114, m.kimla@wektor.example",
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_first_person_is_the_one_on_the_pictures_whatever_the_seed(
    person: str, seed: int
) -> None:
    language, _, shown = person.partition(" ")
    data = generate(language, Scale.SMALL, seed, NOW)
    first, company = next(data.contacts()), next(data.companies())
    assert shown == ", ".join(
        (
            f"{first['given_name']} {first['family_name']}",
            first["position"],
            company["name"],
            first["phones"][0]["value"],
            first["emails"][0]["value"],
        )
    )
    assert first["tags"] == [0, 1]
    assert first["companies"][0]["company"] == 0
    assert data.users[first["owner"]]["full_name"].startswith(("Анна", "Anna"))


def test_phones_and_mails_pass_the_checks_and_belong_to_one_record(small: DemoData) -> None:
    records = [*small.companies(), *small.contacts()]
    phones, emails = values(records, "phones"), values(records, "emails")
    assert [check_phone(phone, None).value for phone in phones] == phones
    assert [check_email(email) for email in emails] == emails
    assert len(set(phones)) == len(phones)
    assert len(set(emails)) == len(emails)
    assert all(email.endswith(".example") for email in emails)


@pytest.mark.parametrize("language", LANGUAGES)
def test_thousands_of_phones_and_mails_stay_different(language: str) -> None:
    data = generate(language, Scale.OFFICE, 1, NOW)
    records = [*islice(data.companies(), 4_000), *islice(data.contacts(), 20_000)]
    for field in ("phones", "emails"):
        _, times = Counter(values(records, field)).most_common(1)[0]
        assert times == 1


def test_small_phones_come_only_from_fictional_numbers(small: DemoData) -> None:
    fictional = re.compile(
        r"\+7\d{3}555\d{4}|\+48\d{2,3}555\d+|\+1\d{3}55501\d\d|\+442079460\d{3}|\+3532091\d{5}"
    )
    phones = values([*small.companies(), *small.contacts()], "phones")
    assert [phone for phone in phones if not fictional.fullmatch(phone)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_tax_identifiers_and_accounts_have_right_check_digits(language: str) -> None:
    companies = list(islice(generate(language, Scale.OFFICE, 1, NOW).companies(), 1_000))
    tax_ids = [item for company in companies for item in company["tax_ids"]]
    accounts = [account for company in companies for account in company["bank_accounts"]]
    assert tax_ids
    assert accounts
    for item in tax_ids:
        assert check_tax_id(item["kind"], item["value"]) == item["value"]
    for account in accounts:
        if account["iban"]:
            assert check_iban(account["iban"]) == account["iban"]
        if language == "ru":
            assert check_account(account["account"], account["bic"]) == account["account"]
        else:
            assert check_bic(account["bic"]) == account["bic"]


def test_links_and_birthdays_pass_the_checks(small: DemoData) -> None:
    for contact in small.contacts():
        for item in contact["messengers"]:
            assert check_messenger(item["service"], item["value"]) == item["value"]
        if contact["birthday"]:
            assert parse_birthday(contact["birthday"]) == contact["birthday"]
    for company in small.companies():
        assert [check_url(site) for site in company["sites"]] == company["sites"]


def test_records_refer_only_to_what_came_before(small: DemoData) -> None:
    users, tags = range(len(small.users)), range(len(small.tags))
    companies, contacts = list(small.companies()), list(small.contacts())
    for index, company in enumerate(companies):
        assert company["parent"] is None or 0 <= company["parent"] < index
    for index, contact in enumerate(contacts):
        assert all(0 <= relation["contact"] < index for relation in contact["relations"])
        assert all(0 <= link["company"] < len(companies) for link in contact["companies"])
    for record in [*companies, *contacts]:
        assert record["owner"] in users
        assert all(tag in tags for tag in record["tags"])


def test_dates_lie_before_now(small: DemoData) -> None:
    for record in [*small.companies(), *small.contacts()]:
        assert NOW - timedelta(days=2192) < record["created"] < NOW
    for contact in small.contacts():
        assert contact["consent"] is None or contact["consent"]["date"] < NOW.date().isoformat()


def test_whoever_has_several_has_one_primary_and_nobody_is_out_of_reach(small: DemoData) -> None:
    for contact in small.contacts():
        assert contact["phones"] or contact["emails"]
        for field in ("phones", "emails", "companies"):
            assert sum(item["primary"] for item in contact[field]) == bool(contact[field])


def people(language: str) -> list[dict[str, Any]]:
    """Enough people to meet every name; without those of the pictures."""
    return list(islice(generate(language, Scale.OFFICE, 1, NOW).contacts(), 20, 5_000))


def test_russian_surnames_and_patronymics_agree_with_the_given_name() -> None:
    from crm_desktop.features.data.demo.stock_ru import STOCK

    for person in people("ru"):
        woman = person["given_name"] in STOCK.women
        if person["family_name"].endswith(("ов", "ев", "ёв", "ин", "ова", "ева", "ёва", "ина")):
            assert person["family_name"].endswith("а") is woman
        if person["family_name"].endswith(("ский", "ская")):
            assert person["family_name"].endswith("ая") is woman
        if person["middle_name"]:
            assert person["middle_name"].endswith("на") is woman


def test_polish_surnames_agree_with_the_given_name() -> None:
    from crm_desktop.features.data.demo.stock_pl import STOCK

    for person in people("pl"):
        woman = person["given_name"] in STOCK.women
        if person["family_name"].endswith(("ski", "cki", "dzki", "ska", "cka", "dzka")):
            assert person["family_name"].endswith("a") is woman


@pytest.mark.parametrize("language", LANGUAGES)
def test_life_is_in_the_data(language: str) -> None:
    crowd = people(language)
    names = Counter((p["family_name"], p["given_name"]) for p in crowd)
    assert names.most_common(1)[0][1] > 3, "namesakes"
    assert 0 < sum(p["blacklisted"] is not None for p in crowd) < len(crowd) * 0.02
    assert 0 < sum(p["archived"] for p in crowd) < len(crowd) * 0.05
    assert any(len(p["companies"]) == 2 for p in crowd)
    assert any(p["relations"] for p in crowd)
    assert any((p["birthday"] or "").startswith("--") for p in crowd)
    assert {p["status"] for p in crowd} == {
        "potential",
        "client",
        "former",
        "partner",
        "supplier",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_brings_sixty_sentences_without_doubles(language: str) -> None:
    stock = generate(language, Scale.SMALL, 1, NOW).recipe.stock
    assert len(set(stock.notes)) == len(stock.notes) >= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_large_scale_has_numbers_and_names_enough(language: str) -> None:
    stock = generate(language, Scale.SMALL, 1, NOW).recipe.stock
    assert len(stock.mobile_blocks) * 10**stock.mobile_width > Scale.LARGE.contacts
    assert len(set(stock.mobile_blocks)) == len(stock.mobile_blocks)
    assert len(set(stock.surnames)) == len(stock.surnames)
