"""What nobody should do to deals and somebody will: formulas that lead nowhere, files that are
none, products by the thousand, sums of everything there is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import Invalid
from crm_desktop.core.values.money import LARGEST_MINOR, Money
from crm_desktop.features.custom_fields.commands import CreateCustomField, UpdateCustomField
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.features.deals.queries import read_forecast
from crm_desktop.features.files.commands import AttachFiles
from crm_desktop.features.files.queries import find_files
from tests.store.dealing import Desk, desk

MB = 1 << 20


@pytest.fixture
def trial(client: Backend) -> Desk:
    return desk(client)


def formula(trial: Desk, label: str, text: str) -> str:
    values = {"entity": "deal", "label": label, "type": "formula", "formula": text}
    return str(trial.client.execute(CreateCustomField(values)).result)


def test_a_formula_that_divides_by_zero_is_empty_until_it_does_not(trial: Desk) -> None:
    share = formula(trial, "Share", "100 / amount_minor")
    again = formula(trial, "Double", "{Share} * 2")
    deal = trial.read(trial.deal(amount_minor=0))
    assert deal.custom == {}
    trial.client.execute(UpdateDeal(deal.id, deal.version, {"amount_minor": -50}))
    assert trial.read(deal.id).custom == {share: -2, again: -4}
    assert trial.read(trial.deal()).custom == {}, "without an amount there is nothing to divide by"


def test_formulas_that_refer_to_themselves_or_in_a_circle_are_refused(trial: Desk) -> None:
    first = formula(trial, "First", "amount_minor + 1")
    formula(trial, "Second", "{First} + 1")
    formula(trial, "Third", "{Second} + 1")
    for text in ("{First} + 1", "{Third} + 1"):
        with pytest.raises(Invalid, match="own result") as refused:
            trial.client.execute(UpdateCustomField(first, 1, {"formula": text}))
        assert refused.value.field == "formula"
    with pytest.raises(Invalid):
        formula(trial, "Own", "{Own} + 1")
    assert trial.read(trial.deal(amount_minor=1)).custom[first] == 2


def test_a_deal_has_files_of_one_name_and_empty_ones_but_none_of_51_megabytes(
    trial: Desk, tmp_path: Path
) -> None:
    def written(folder: str, name: str, data: bytes, size: int | None = None) -> Path:
        path = tmp_path / folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        os.truncate(path, len(data) if size is None else size)
        return path

    good = [
        written("a", "offer.txt", b"first"),
        written("b", "offer.txt", b"second"),
        written("c", "empty.txt", b""),
    ]
    film = written("d", "film.mp4", b"x", 51 * MB)
    deal = trial.deal()
    told = trial.client.execute(AttachFiles((*good, film), {"deals": (deal,)})).result
    assert [one.path for one in told.refused] == [film]
    files = trial.client.ask(find_files, "deal", deal)
    assert sorted((one.name, one.size) for one in files) == [
        ("empty.txt", 0),
        ("offer.txt", 5),
        ("offer.txt", 6),
    ]


def test_a_deal_with_ten_thousand_products_goes_its_way_like_any_other(trial: Desk) -> None:
    lines: list[dict[str, Any]] = [
        {"name": f"Lamp {n}", "quantity": "1", "price_minor": 100} for n in range(10_000)
    ]
    key = trial.deal(lines=lines)
    trial.move(key, to="Offer")
    whole = trial.read(key)
    assert whole.amount == Money(1_000_000, "PLN")
    changed = [
        {**_item(line), "price_minor": 300 if n == 9_999 else 100}
        for n, line in enumerate(whole.lines)
    ]
    trial.client.execute(UpdateDeal(key, whole.version, {"lines": changed}))
    assert trial.read(key).amount == Money(1_000_200, "PLN")
    trial.client.execute(UndoOperation())
    assert trial.read(key).lines == whole.lines


def _item(line: Any) -> dict[str, Any]:
    return {"name": line.name, "quantity": str(line.quantity), "price_minor": line.price_minor}


def test_sums_hold_whatever_amounts_there_are_and_never_add_currencies(trial: Desk) -> None:
    given = [
        (LARGEST_MINOR, "JPY"),
        (LARGEST_MINOR, "JPY"),
        (10**15, "KWD"),
        (-(10**15), "KWD"),
        (-14_280, "PLN"),
        (0, "XAU"),
        (1, "CLF"),
    ]
    for minor, currency in given:
        trial.deal(amount_minor=minor, currency=currency)
    trial.deal()
    expected = {
        Money(2 * LARGEST_MINOR, "JPY"),
        Money(0, "KWD"),
        Money(-14_280, "PLN"),
        Money(0, "XAU"),
        Money(1, "CLF"),
    }
    assert set(trial.board().columns[0].sums) == expected
    (month,) = trial.client.ask(read_forecast, trial.pipeline)
    assert set(month.sums) == expected
