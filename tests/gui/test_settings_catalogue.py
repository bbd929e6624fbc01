"""Settings → Products and taxes: price lists and rates are typed in, refused, removed."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core import clock
from crm_desktop.features.products.commands import CreatePriceList, SetVatRates
from crm_desktop.features.products.queries import find_price_lists, find_rates, vat_rates
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.settings.catalogue import CatalogueSection, PriceListLine, RateLine
from tests.gui.conftest import read, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


@pytest.fixture
def section(bridge: Bridge, backend: Backend, qtbot: QtBot) -> CatalogueSection:
    clock.set_source(lambda: datetime(2026, 10, 14, 9, 40, tzinfo=timezone.utc))
    write(backend, CreatePriceList({"name": "Wholesale", "currency": "EUR"}))
    section = CatalogueSection(bridge)
    qtbot.addWidget(section)
    section.resize(760, 600)
    section.show()
    section.load()
    qtbot.waitUntil(lambda: len(section.lists.rows) == 1)
    return section


def type_into(field: QLineEdit, text: str, *, is_last: bool = False) -> None:
    field.selectAll()
    QTest.keyClicks(field, text)
    if is_last:
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_price_list_is_added_by_its_name(
    section: CatalogueSection, backend: Backend, qtbot: QtBot
) -> None:
    type_into(section.new_list.name, "Partners", is_last=True)
    qtbot.waitUntil(lambda: len(section.lists.rows) == 2)
    found = [(row.name, row.currency) for row in read(backend, find_price_lists)]
    assert found == [("Partners", "USD"), ("Wholesale", "EUR")]
    qtbot.waitUntil(lambda: not section.new_list.name.text())


def test_a_name_that_is_taken_is_refused_below_what_was_typed(
    section: CatalogueSection, qtbot: QtBot
) -> None:
    type_into(section.new_list.name, "wholesale", is_last=True)
    qtbot.waitUntil(section.new_list.mistake.isVisible)
    assert section.new_list.name.text() == "wholesale"
    QTest.keyClicks(section.new_list.name, "2")
    assert not section.new_list.mistake.isVisible()


def test_a_price_list_is_renamed_in_its_place_and_archived(
    section: CatalogueSection, backend: Backend, qtbot: QtBot
) -> None:
    row = section.lists.rows[0]
    assert isinstance(row, PriceListLine)
    type_into(row.name, "Opt", is_last=True)
    qtbot.waitUntil(lambda: [one.name for one in read(backend, find_price_lists)] == ["Opt"])
    qtbot.waitUntil(lambda: section.lists.rows[0] is not row)
    renamed = section.lists.rows[0]
    assert isinstance(renamed, PriceListLine)
    QTest.mouseClick(renamed.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not section.lists.rows)


def test_a_rate_holds_from_today_on_unless_a_day_is_given(
    section: CatalogueSection, backend: Backend, qtbot: QtBot
) -> None:
    type_into(section.new_rate.currency, "eur")
    type_into(section.new_rate.rate, "1.08", is_last=True)
    qtbot.waitUntil(lambda: len(section.rates.rows) == 1)
    row = section.rates.rows[0]
    assert isinstance(row, RateLine)
    assert row.label.text().startswith("1 EUR = 1.08 USD from 14")
    assert [one.rate for one in read(backend, find_rates)] == [Decimal("1.08")]
    QTest.mouseClick(row.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not section.rates.rows)


@pytest.mark.parametrize(("currency", "rate"), [("EUR", "much"), ("USD", "2"), ("gold", "2")])
def test_a_rate_that_is_none_is_refused_with_words(
    section: CatalogueSection, currency: str, rate: str, qtbot: QtBot
) -> None:
    type_into(section.new_rate.currency, currency)
    type_into(section.new_rate.rate, rate, is_last=True)
    qtbot.waitUntil(section.new_rate.mistake.isVisible)
    assert section.rates.rows == []


def test_rates_of_vat_are_typed_in_one_line_and_without_any_the_countrys_are_offered(
    section: CatalogueSection, backend: Backend, qtbot: QtBot
) -> None:
    usual = read(backend, vat_rates)
    type_into(section.vat.line, "8 %; 23; 7.5", is_last=True)
    qtbot.waitUntil(lambda: read(backend, vat_rates) == (2300, 800, 750))
    qtbot.waitUntil(lambda: section.vat.line.text() == "23; 8; 7.5")
    write(backend, SetVatRates((2200, 0)))  # in another window
    qtbot.waitUntil(lambda: section.vat.line.text() == "22; 0")
    write(backend, UndoOperation())
    qtbot.waitUntil(lambda: section.vat.line.text() == "23; 8; 7.5")
    type_into(section.vat.line, "200", is_last=True)
    qtbot.waitUntil(section.vat.mistake.isVisible)
    section.vat.line.clear()
    QTest.keyClick(section.vat.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: read(backend, vat_rates) == usual)
