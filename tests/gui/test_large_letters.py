"""Words stay whole in narrow panes: those of the preview with large letters, labels on cards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.buttons import CutButton
from crm_desktop.gui.kit.card_fields.field_label import label_room
from crm_desktop.gui.kit.fields_pane import FieldsPane, FieldText, RecordText
from crm_desktop.gui.kit.painted import CutLabel
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.pages.deals.losing import Losing, LosingDialog
from crm_desktop.gui.pages.settings.change_log import ChangeLogSection
from crm_desktop.gui.pages.settings.log_model import WHAT
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.card.stacked import StackedPart
from crm_desktop.gui.shell.preview import PreviewPane
from crm_desktop.gui.shell.sidebar import Place, Sidebar

pytestmark = pytest.mark.usefixtures("dressed")
SITE = "https://drukarnia-południe.example"
FIELDS = (
    FieldText("Telefon", "+48 600 555 292", "+48600555292"),
    FieldText("Strony WWW", SITE),
    FieldText("Zgoda marketingowa", "ul. Brzozowa 41, zachodniopomorskie"),
    FieldText("Konta bankowe", "PL89100000000000000041016998"),
)


def test_nothing_is_cut_in_the_preview_when_letters_are_large(qtbot: QtBot) -> None:
    ThemeManager.instance().apply(Appearance(text_percent=150))
    pane = FieldsPane("Preview")
    qtbot.addWidget(pane)
    pane.resize(280, 600)
    pane.show_record(RecordText("Adam", "", "", FIELDS))
    pane.show()
    labels = pane.widget().findChildren(QLabel)
    qtbot.waitUntil(lambda: all(one.heightForWidth(one.width()) <= one.height() for one in labels))
    assert pane.widget().width() <= pane.viewport().width()
    for label in labels:
        pieces = label.text().replace("\u200b", " ").split()
        assert max(map(QFontMetricsF(label.font()).horizontalAdvance, pieces)) <= label.width()


def test_a_name_in_the_preview_ends_before_the_buttons_when_letters_are_large(
    bridge: Bridge, qtbot: QtBot
) -> None:
    ThemeManager.instance().apply(Appearance(text_percent=150))
    pane = PreviewPane(bridge, {})
    qtbot.addWidget(pane)
    pane.resize(288, 600)
    pane.show_record(RecordText("Adam Bielawski", "Główny księgowy", "", FIELDS))
    pane.show()
    name = next(one for one in pane.findChildren(CutLabel) if one.text() == "Adam Bielawski")
    end = name.mapTo(pane, name.rect().topRight()).x()
    buttons = pane.findChildren(QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert end <= min(button.x() for button in buttons)


def test_the_dialog_of_lost_deals_is_as_wide_as_large_letters_need(
    bridge: Bridge, qtbot: QtBot
) -> None:
    ThemeManager.instance().apply(Appearance(text_percent=150))
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    dialog = LosingDialog(bridge, ("1",), Losing((), "Biuro na Ligockiej", 2), window)
    dialog.remind.setText("Przypomnij o kliencie")
    dialog.remind.setChecked(True)
    dialog.show()
    inside = dialog.area.widget()
    assert inside.minimumSizeHint().width() <= dialog.area.viewport().width()


def test_what_was_done_is_read_in_the_change_log_when_letters_are_large(
    bridge: Bridge, qtbot: QtBot
) -> None:
    ThemeManager.instance().apply(Appearance(text_percent=150))
    section = ChangeLogSection(bridge, lambda _step: None)
    qtbot.addWidget(section)
    section.resize(760, 500)
    section.states.show_content()
    section.show()
    face = ThemeManager.instance().theme.faces.body
    assert section.table.columnWidth(WHAT) > face.width("Nowa szansa sprzedaży")
    section.resize(1400, 500)
    assert section.table.horizontalHeader().length() == section.table.viewport().width()


def test_places_of_the_sidebar_have_more_room_when_letters_are_large(qtbot: QtBot) -> None:
    sidebar = Sidebar([Place("Kontakty", "users"), Place("Produkty", "package")])
    qtbot.addWidget(sidebar)
    sidebar.show()
    assert sidebar.width() == 208
    ThemeManager.instance().apply(Appearance(text_percent=150))
    assert 208 < sidebar.width() <= 264
    assert [button.text() for button in sidebar.buttons] == ["Kontakty", "Produkty"]
    sidebar.fold(True)
    assert sidebar.width() == 52


def test_parts_below_each_other_keep_their_height_and_are_scrolled(qtbot: QtBot) -> None:
    parts = [CardPart(), CardPart()]
    for part in parts:
        QVBoxLayout(part).addWidget(QLabel("W tym VAT 22%\nRazem\n118 000 zł"))
    stack = StackedPart(parts)
    qtbot.addWidget(stack)
    stack.resize(300, 40)
    stack.show()
    labels = stack.findChildren(QLabel)
    qtbot.waitUntil(lambda: all(one.height() >= one.sizeHint().height() for one in labels))


@pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints")
def test_a_button_without_room_for_its_words_says_so_and_tells_them_whole(qtbot: QtBot) -> None:
    button = CutButton("Перетащите сюда файл")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    assert button.shown_words() == button.text()
    button.resize(button.width() - 20, button.height())
    assert button.shown_words().endswith("…")
    assert button.text() == "Перетащите сюда файл"
    place = button.rect().center()
    tip = QHelpEvent(QEvent.Type.ToolTip, place, button.mapToGlobal(place))
    QApplication.sendEvent(button, tip)
    assert QToolTip.text() == "Перетащите сюда файл"


def test_a_text_that_may_be_broken_is_copied_whole(qtbot: QtBot) -> None:
    pane = FieldsPane("Preview")
    qtbot.addWidget(pane)
    pane.show_record(RecordText("Adam", "", "", FIELDS))
    [site] = (one for one in pane.findChildren(QLabel) if one.accessibleName().endswith(SITE))
    site.setSelection(0, len(site.text()))
    QTest.keyClick(site, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == SITE


def test_the_column_of_labels_is_as_wide_as_its_widest_word() -> None:
    usual = label_room(["Phone", "Best time to call"])
    assert label_room([]) == usual
    width = ThemeManager.instance().theme.faces.label.width("Prawdopodobieństwo")
    assert usual < width <= label_room(["Phone", "Prawdopodobieństwo"])
    assert label_room(["Phone", "W" * 40]) < 2 * usual
