"""A workspace in which every field is filled leaves as sheets, and comes in whole elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend
from crm_desktop.features.companies.commands import (
    ArchiveCompanies,
    CreateCompany,
)
from crm_desktop.features.contacts.commands import ArchiveContacts, CreateContact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records
from crm_desktop.features.data.importing.commands import ImportFiles, ImportResult
from crm_desktop.features.deals.commands import ArchiveDeals, CreateDeal
from crm_desktop.features.pipelines.commands import CreateFromTemplate
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.pipelines.usual import FIRST_TEMPLATE
from crm_desktop.features.products.commands import (
    ArchiveProducts,
    CreatePriceList,
    CreateProduct,
)

Json = dict[str, Any]
KINDS = ("companies", "contacts", "products", "deals")
# Numbers of the other workspace, moments of its own, and what is counted out of its deals.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_OF_A_WORKSPACE = frozenset(("id", "updated_at", "probability"))
OWN_FIELDS: dict[str, Json] = {
    "text": {},
    "long_text": {},
    "number": {},
    "money": {},
    "date": {},
    "datetime": {},
    "choice": {"choices": ["Red", "Blue"]},
    "multi_choice": {"choices": ["Red", "Blue"]},
    "yes_no": {},
    "link": {},
    "phone": {},
}
OWN_VALUES = {
    "own text": "Синий",
    "own long_text": "one\ntwo",
    "own number": 1250.5,
    "own money": "12.50 PLN",
    "own date": "2026-10-14",
    "own datetime": "2026-10-14T07:40:00.000Z",
    "own choice": "c2",
    "own multi_choice": ["c1", "c2"],
    "own yes_no": False,
    "own link": "vektor.example",
    "own phone": "+48512000114",
}


@pytest.fixture
def workspaces(workspace_url: str, tmp_path: Path) -> Iterator[tuple[Backend, Backend]]:
    """The one where everything is filled, and an empty one."""
    both = (
        open_backend(str(tmp_path / "source.db"), create=True),
        open_backend(workspace_url, create=True),
    )
    for backend in both:
        _add_fields(backend)
        # A stage that an import has to make has the percent of its deals: theirs is here.
        backend.execute(CreateFromTemplate(FIRST_TEMPLATE, "Sales", "en"))
    yield both
    for backend in both:
        backend.close()


def _add_fields(backend: Backend) -> None:
    for entity in ("contact", "company", "deal", "product"):
        for kind, options in OWN_FIELDS.items():
            whole = {"entity": entity, "label": f"own {kind}", "type": kind, **options}
            backend.execute(CreateCustomField(whole))


def _made(backend: Backend, command: Any) -> str:
    return str(backend.execute(command).result)


def _shared(backend: Backend, number: int) -> Json:
    """What people and companies have alike."""
    return {
        "phones": [
            {"value": f"+4851200000{number}", "type": "mobile"},
            {"value": f"+4822123456{number}", "type": "work", "extension": "12", "primary": True},
        ],
        "emails": [
            {"value": f"a{number}@x.example", "type": "work"},
            {"value": f"b{number}@x.example", "type": "other", "primary": True},
        ],
        "sites": ["https://x.example/a?b=c", f"https://y{number}.example"],
        "status": "partner",
        "source": "Fair",
        "owner": backend.actor.id,
        "tags": [{"name": "VIP"}, {"name": "Moscow, centre"}],
        "note": "first line\nsecond: line",
        "blacklisted": "never pays",
        "custom": OWN_VALUES,
    }


def _named(given: str, family: str) -> Json:
    return {"given_name": given, "family_name": family}


def _address(kind: str, city: str) -> Json:
    return {
        "type": kind,
        "street": f"{city} Street 1",
        "city": city,
        "region": "North",
        "postal_code": "00-001",
        "country": "PL",
        "text": f"{city}, the yellow house",
    }


def _fill(backend: Backend) -> None:
    # The parent comes behind its daughter in the sheet's order of creation only if it is younger:
    # both ways are here.
    parent = _made(backend, CreateCompany({"name": "Holding"}))
    company = {
        **_shared(backend, 1),
        "name": "Orbita",
        "legal_name": "Orbita sp. z o.o.",
        "industry": "Trade",
        "size": "50",
        "parent": parent,
        "tax_ids": [
            {"kind": "nip", "value": "5260250274"},
            {"kind": "vat", "value": "DE136695976"},
        ],
        "addresses": [
            _address(kind, city)
            for kind in ("legal", "actual", "other")
            for city in (f"{kind} A", f"{kind} B")
        ],
        "bank_accounts": [
            {"iban": "PL61109010140000071219812874", "bic": "WBKPPLPP", "bank": "Santander"},
            {"iban": "DE89370400440532013000", "bank": "Commerzbank"},
        ],
    }
    orbita = _made(backend, CreateCompany(company))
    daughter = _made(backend, CreateCompany({"name": "Archived", "parent": orbita}))
    backend.execute(ArchiveCompanies((daughter,)))
    there = [{"company": parent, "position": "Buyer"}]
    anna = _made(backend, CreateContact({**_named("Anna", "Kim"), "companies": there}))
    person = {
        **_shared(backend, 2),
        "family_name": "O'Neill",
        "given_name": "Maeve",
        "middle_name": "Ann",
        "position": "Head",
        "birthday": "--03-18",
        "languages": ["pl", "en"],
        "preferred_channel": "email",
        "preferred_hours": "after 10",
        "consent": {"date": "2026-10-01", "origin": "paper form"},
        "messengers": [
            {"service": "telegram", "value": "maeve"},
            {"service": "telegram", "value": "maeve_2"},
            {"service": "viber", "value": "+48512000002"},
        ],
        "addresses": [
            _address(kind, city)
            for kind in ("work", "home", "other")
            for city in (f"{kind} A", f"{kind} B")
        ],
        "companies": [
            {"company": parent, "position": "Adviser"},
            {"company": orbita, "position": "Head", "primary": True},
            {"company": daughter, "position": None},
        ],
        "relations": [
            {"kind": "assistant_of", "contact": anna},
            {"kind": "spouse", "contact": anna},
        ],
    }
    backend.execute(CreateContact(person))
    ewa = _made(backend, CreateContact({**_named("Ewa", "Lis"), "companies": there}))
    gone = _made(backend, CreateContact(_named("Gone", "Away")))
    backend.execute(ArchiveContacts((gone,)))
    _fill_sales(backend, parent, (ewa, anna))


def _fill_sales(backend: Backend, company: str, people: Sequence[str]) -> None:
    dealers = _made(backend, CreatePriceList({"name": "Dealers", "currency": "EUR"}))
    custom = OWN_VALUES
    product = {
        "name": "Lamp",
        "sku": "L-1",
        "unit": "pcs",
        "is_service": True,
        "price_minor": 1050,
        "currency": "PLN",
        "vat": 2300,
        "description": "bright\nand warm",
        "prices": [{"price_list": dealers, "minor": 900}],
        "custom": custom,
    }
    lamp = _made(backend, CreateProduct(product))
    old = _made(backend, CreateProduct({"name": "Old", "currency": "PLN"}))
    backend.execute(ArchiveProducts((old,)))
    [pipeline] = [one for one in backend.ask(find_pipelines) if one.name == "Sales"]
    stage = pipeline.stages[1]
    line = {"product": lamp, "name": "Lamp", "sku": "L-1", "quantity": "2.5", "unit": "pcs"}
    deal = {
        "title": "Lamps; many",
        "pipeline": pipeline.id,
        "stage": stage.id,
        "currency": "PLN",
        "chance": 35,
        "company": company,
        "contacts": [
            {"contact": people[0], "role": "decides", "primary": True},
            {"contact": people[1], "role": "", "primary": False},
        ],
        "owner": backend.actor.id,
        "expected_close": "2026-12-24",
        "tags": [{"name": "VIP"}],
        "source": "Fair",
        "note": "one\ntwo",
        "lines": [{**line, "price_minor": 1050, "discount": 1000, "vat": 2300}],
        "custom": custom,
    }
    backend.execute(CreateDeal(deal))
    gone = _made(backend, CreateDeal({"title": "Archived", "pipeline": pipeline.id}))
    backend.execute(ArchiveDeals((gone,)))


def export(backend: Backend, kind: Any, path: Path) -> Path:
    request = ExportRequest(kind, path.suffix[1:], path, archived=True)  # type: ignore[arg-type]
    backend.ask(export_records, request, lambda _progress: None)
    return path


def told(backend: Backend, kind: str, folder: Path) -> list[Json]:
    lines = export(backend, kind, folder / f"{kind}.json").read_text("utf-8").splitlines()
    return sorted((_plain(json.loads(line)) for line in lines), key=str)


def _plain(value: Any) -> Any:
    """Without what only one workspace knows, and lists in an order of their own."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in sorted(value.items()) if k not in _OF_A_WORKSPACE}
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return value[:19]  # sheets tell moments to the second
    if isinstance(value, list):
        return sorted(map(_plain, value), key=str)
    return value


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_every_field_comes_back_and_a_second_import_changes_nothing(
    workspaces: tuple[Backend, Backend], tmp_path: Path, file_format: str
) -> None:
    source, target = workspaces
    _fill(source)
    for kind in KINDS:
        path = export(source, kind, tmp_path / f"{kind}.{file_format}")
        result = target.execute(ImportFiles((path,), "PL", "en")).result
        assert isinstance(result, ImportResult)
        assert (result.errors, result.notes) == (0, 0), kind
    for kind in KINDS:
        assert told(target, kind, tmp_path) == told(source, kind, tmp_path)
        again = target.execute(ImportFiles((tmp_path / f"{kind}.{file_format}",), "PL", "en"))
        assert again.operation_id is None, kind
