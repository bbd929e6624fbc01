"""The import wizard as a sheet over its window: dimmed behind, nothing cut, all by keyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import LANGUAGES, set_language
from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.dialog import Scrim
from crm_desktop.gui.pages.importing.garbled import looks_garbled
from crm_desktop.gui.pages.importing.remembered import remembered_file
from crm_desktop.gui.pages.importing.wizard import COLUMNS, FILE, ImportWizard

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

RUSSIAN = ("Ким Марина Олеговна", "Гатин Руслан", "Санкт-Петербург", "Спортзал Ритм")
POLISH = ("Łukasz Żółć", "Jan Święty", "Gdańsk", "Kraków")
CODES = ("utf-8", "cp1251", "koi8-r", "cp866", "cp1250", "cp1252", "iso8859-2", "mac-cyrillic")


@pytest.fixture
def window(qtbot: QtBot, bridge: Bridge) -> Iterator[QWidget]:
    """The smallest main window."""
    remembered_file().unlink(missing_ok=True)
    make_application("en")
    window = QWidget()
    window.resize(1024, 640)
    window.show()
    yield window
    window.deleteLater()


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    """People, one of whom has no name, and a date."""
    path = tmp_path / "clients.csv"
    path.write_text("Name,E-mail,Birthday\nJan Nowak,jan@nowak.example,3.4.1990\n,,1.1.1990\n")
    return path


def shown(bridge: Bridge, window: QWidget, path: Path, qtbot: QtBot) -> ImportWizard:
    wizard = ImportWizard(bridge, window)
    wizard.begin((path,))
    qtbot.waitUntil(wizard.primary.isEnabled)
    return wizard


def test_the_window_is_dimmed_as_long_as_the_wizard_is_to_be_seen(
    bridge: Bridge, window: QWidget, clients: Path, qtbot: QtBot
) -> None:
    before = window.grab().toImage().pixelColor(5, 5).lightness()
    wizard = shown(bridge, window, clients, qtbot)
    (scrim,) = window.findChildren(Scrim)
    assert scrim.isVisible()
    assert scrim.geometry() == window.rect()
    assert window.grab().toImage().pixelColor(5, 5).lightness() < before
    wizard.reject()
    qtbot.waitUntil(lambda: not window.findChildren(Scrim))


def test_the_wizard_keeps_to_its_window(
    bridge: Bridge, window: QWidget, clients: Path, qtbot: QtBot
) -> None:
    wizard = shown(bridge, window, clients, qtbot)
    assert (wizard.panel.width(), wizard.panel.height()) == (976, 592)
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: wizard.panel.width() == 1080)
    assert wizard.panel.height() == 724
    wizard.reject()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_in_the_smallest_window(
    bridge: Bridge, window: QWidget, clients: Path, qtbot: QtBot, language: str
) -> None:
    set_language(language)
    wizard = shown(bridge, window, clients, qtbot)
    for step in (FILE, COLUMNS):
        wizard.go(step)
        QApplication.processEvents()
        for button in wizard.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width(), button.text()
        for label in wizard.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap() and label.window() is wizard:
                assert label.width() >= label.minimumSizeHint().width(), label.text()
                assert label.height() >= label.minimumSizeHint().height(), label.text()
        assert wizard.rect().contains(wizard.foot.geometry())
    set_language("en")
    wizard.reject()


@pytest.mark.parametrize("language", LANGUAGES)
def test_alt_letters_are_unique_on_each_step(
    bridge: Bridge, window: QWidget, clients: Path, qtbot: QtBot, language: str
) -> None:
    set_language(language)
    wizard = shown(bridge, window, clients, qtbot)
    wizard.file.has_header.click()
    qtbot.waitUntil(wizard.file.header.isVisible)
    for step in (FILE, COLUMNS):
        wizard.go(step)
        widgets: list[QAbstractButton | QLabel] = [
            *wizard.findChildren(QAbstractButton),
            *wizard.findChildren(QLabel),
        ]
        marked = [w.text() for w in widgets if w.isVisible() and "&" in w.text()]
        letters = Counter(text[text.index("&") + 1].lower() for text in marked)
        assert len(letters) >= 4
        assert max(letters.values()) == 1, marked
    set_language("en")
    wizard.reject()


def test_tab_goes_from_the_choices_over_the_rows_to_the_foot(
    bridge: Bridge, window: QWidget, clients: Path, qtbot: QtBot
) -> None:
    wizard = shown(bridge, window, clients, qtbot)
    file = wizard.file
    places = (
        file.another,
        file.encoding.list,
        file.delimiter.list,
        file.dates.list,
        file.has_header,
        file.rows,
        file.banner.link,
        wizard.back,
        wizard.primary,
        wizard.close_button,
    )
    places[0].setFocus()
    for place in places[1:]:
        QTest.keyClick(QApplication.focusWidget() or wizard, Qt.Key.Key_Tab)
        assert wizard.focusWidget() is place
    wizard.reject()


def test_a_price_sheet_is_told_as_products(
    window: QWidget, bridge: Bridge, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("Product,SKU,Price,Group\nLamp,L-1,$12.50,Light\n", encoding="utf-8")
    wizard = shown(bridge, window, path, qtbot)
    assert wizard.head.heading.text() == "Import products"
    wizard.primary.click()
    qtbot.waitUntil(lambda: wizard.columns.beside.pane.shown is not None)
    record = wizard.columns.beside.pane.shown
    assert record is not None
    assert (record.title, record.subtitle) == ("Lamp", "L-1")
    fields = {field.label: field.value for field in record.fields}
    assert fields == {"Kind": "Product", "Price": "$12.50", "Group": "Light"}


def test_a_hundred_columns_are_scrolled_to_and_told(
    bridge: Bridge, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "wide.csv"
    names = ",".join(f"Column {n}" for n in range(99))
    path.write_text(f"Name,{names}\nJan Nowak,{names}\n")
    wizard = shown(bridge, window, path, qtbot)
    assert "more columns." in wizard.file.hint.text()
    wizard.go(COLUMNS)
    qtbot.waitUntil(lambda: "more columns below" in wizard.columns.below.text())
    wizard.columns.table.setFocus()
    QTest.keyClick(wizard.columns.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: wizard.columns.below.text() == "")
    wizard.reject()


def test_wrong_letters_are_told_on_both_steps(
    bridge: Bridge, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "clients.csv"
    path.write_bytes("ФИО;Город\nКим Марина;Пушкин\nГатин Руслан;Шушары\n".encode("cp1251"))
    wizard = shown(bridge, window, path, qtbot)
    assert not wizard.file.is_garbled
    wizard.inspection.read_as(encoding="koi8-r")
    qtbot.waitUntil(lambda: wizard.file.is_garbled)
    assert wizard.file.banner.lead.text() == "The letters look wrong."
    assert wizard.file.encoding.list.property("state") == "invalid"
    assert wizard.file.encoding.list.itemText(0) == "let the program find out"
    wizard.go(COLUMNS)
    assert wizard.columns.banner.isVisible()
    wizard.inspection.read_as(encoding=None)
    qtbot.waitUntil(lambda: not wizard.file.is_garbled)
    assert not wizard.columns.banner.isVisible()
    wizard.reject()


@pytest.mark.parametrize("read_as", CODES)
@pytest.mark.parametrize("written_as", CODES[:4])
def test_russian_in_a_wrong_encoding_is_noticed(written_as: str, read_as: str) -> None:
    wrong = [text.encode(written_as).decode(read_as, "replace") for text in RUSSIAN]
    assert looks_garbled(wrong) == (written_as != read_as)


@pytest.mark.parametrize("read_as", CODES)
@pytest.mark.parametrize("written_as", ["utf-8", "cp1250", "iso8859-2"])
def test_polish_in_a_wrong_encoding_is_noticed(written_as: str, read_as: str) -> None:
    wrong = [text.encode(written_as).decode(read_as, "replace") for text in POLISH]
    assert looks_garbled(wrong) == (wrong != list(POLISH))


@pytest.mark.parametrize(
    "text",
    [
        "Müller",
        "Zażółć gęślą jaźń",
        "СПб, д. 5",
        "ООО «Вектор» – опт",
        "€ 5",
        "Ægir",
        "1С:Предприятие",
    ],
)
def test_good_words_are_not_taken_for_wrong_ones(text: str) -> None:
    assert not looks_garbled([text])
