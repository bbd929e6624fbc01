"""By which price list the products of a deal are priced: a button with the lists, and the question
whether lines that are there shall get the new prices. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.products.rows import PriceListRow
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.numbers import shown_number


class PriceChoice(QWidget):
    """The question, in sight while it is asked; its ``button`` stands where the page puts it, out
    of sight where there are no price lists. ``chosen`` gives the id of a list, nothing for the
    usual prices; ``agreed`` says that the lines shall be priced anew."""

    chosen = Signal(str)
    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lists: tuple[PriceListRow, ...] = ()
        self._here = ""
        self.button = self._button("")
        ThemeManager.instance().set_icon(self.button, "tag-simple", IconRole.DEFAULT, size=16)
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
        self.button.hide()
        self.question = plain_label("", type="hint")
        self.question.setWordWrap(True)
        self.yes = self._button(_("Use the new prices"))
        self.no = self._button(_("Keep these prices"))
        answers = QHBoxLayout()
        answers.setContentsMargins(0, 0, 0, 0)
        answers.setSpacing(8)
        answers.addWidget(self.yes)
        answers.addWidget(self.no)
        answers.addStretch()
        asked = QVBoxLayout(self)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(4)
        asked.addWidget(self.question)
        asked.addLayout(answers)
        self.yes.clicked.connect(self._agree)
        self.no.clicked.connect(self.hide)
        self.hide()

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        dress(button, scale="tiny")
        return button

    def show_lists(self, lists: Sequence[PriceListRow], here: str) -> None:
        """Offer these lists; ``here`` is the id of the one that is chosen."""
        self._lists = tuple(lists)
        self._here = here if any(one.id == here for one in lists) else ""
        names = {one.id: one.name for one in lists}
        name = names.get(self._here, _("Usual prices"))
        self.button.setText(name.replace("&", "&&"))
        self.button.setAccessibleName(_("Price list: {name}").format(name=name))
        self.menu.clear()
        for key, words in (("", _("Usual prices")), *names.items()):
            action = self.menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == self._here)
            action.triggered.connect(partial(self._choose, key))

    def _choose(self, key: str, _checked: bool = False) -> None:
        self.hide()
        self.show_lists(self._lists, key)
        self.chosen.emit(key)

    def ask(self, number: int) -> None:
        """Ask whether so many lines shall get the prices of the list; of none nothing is asked."""
        words = ngettext(
            "{number} line has another price in this list. New lines get the price of the list.",
            "{number} lines have other prices in this list. New lines get the prices of the list.",
            number,
        )
        self.question.setText(words.format(number=shown_number(number)))
        self.setVisible(bool(number))
        if number:
            self.yes.setFocus()

    def forget(self) -> None:
        """Another deal: nothing is asked any more."""
        self.hide()

    def _agree(self) -> None:
        self.hide()
        self.agreed.emit()
