"""What can be set of a whole pipeline, below the table of its stages. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, current_language
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.kit.form_field import ChoiceField, FormField
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.pipelines_viewers import ViewersField

_USUAL = ("RUB", "PLN", "EUR", "USD", "GBP", "BYN", "KZT", "UAH", "CZK", "CHF", "CNY")


class PipelineOptions(QWidget):
    """``edited`` gives the pipeline's id and what shall change of it."""

    edited = Signal(str, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pipeline: PipelineRow | None = None
        self.name = FormField(_("Name of the pipeline"))
        self.currency = CurrencyField(_("Currency"))
        self.following = ChoiceField(_("After winning, start a deal in"), ())
        self.viewers = ViewersField(_("Who sees the pipeline"))
        _shrink(self.following.box)
        _shrink(self.viewers.box)
        self.following.box.setItemText(0, _("Nowhere"))
        self.asks = QCheckBox(_("Ask for the next step when a deal moves to another stage"))
        self.skips = QCheckBox(_("Allow skipping stages"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 16, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(14)
        grid.addWidget(self.name, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.following, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.viewers, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.currency, 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        switches = QVBoxLayout()
        switches.setSpacing(10)
        for box in (self.asks, self.skips):
            dress(box, kind="switch")
            switches.addWidget(box)
        grid.addLayout(switches, 2, 0, 1, 2)
        self.name.left.connect(self._save_name)
        self.currency.box.activated.connect(lambda: self._save(currency=self.currency.value()))
        self.following.box.activated.connect(self._save_following)
        self.viewers.changed.connect(lambda: self._save(viewers=self.viewers.value()))
        self.asks.toggled.connect(lambda is_on: self._save(asks_next_step=is_on))
        self.skips.toggled.connect(lambda is_on: self._save(may_skip=is_on))

    def show_pipeline(
        self,
        pipeline: PipelineRow,
        others: Sequence[PipelineRow],
        users: Sequence[tuple[str, str]],
    ) -> None:
        """Show this pipeline; ``others`` may follow it, ``users`` (id, name) may see it. What is
        being typed stays."""
        is_new = self._pipeline is None or pipeline.id != self._pipeline.id
        if is_new:
            self._save_name()
        self._pipeline = pipeline
        widgets = (self.currency.box, self.following.box, self.asks, self.skips)
        blockers = [QSignalBlocker(widget) for widget in widgets]
        if is_new or not self.name.line.hasFocus():
            self.name.load(pipeline.name)
        self.currency.load(pipeline.currency)
        self.viewers.offer(users)
        self.viewers.load(pipeline.viewers)
        self._show_others(others)
        self.asks.setChecked(pipeline.asks_next_step)
        self.skips.setChecked(pipeline.may_skip)
        for blocker in blockers:
            blocker.unblock()
        self.following.clear_mistake()

    def _show_others(self, others: Sequence[PipelineRow]) -> None:
        assert self._pipeline is not None
        box = self.following.box
        while box.count() > 1:
            box.removeItem(1)
        for one in others:
            box.addItem(one.name, one.id)
        box.setCurrentIndex(max(box.findData(self._pipeline.next_pipeline), 0))

    def show_mistake(self, field: str, words: str) -> bool:
        """Say at its field what is wrong, and show again what is kept; whether there is such a
        field."""
        entries = {"name": self.name, "currency": self.currency, "next_pipeline": self.following}
        if field not in entries:
            return False
        if field == "next_pipeline" and self._pipeline is not None:
            box = self.following.box
            box.setCurrentIndex(max(box.findData(self._pipeline.next_pipeline), 0))
        entries[field].show_mistake(words)
        return True

    def _save(self, **changes: Any) -> None:
        if self._pipeline is not None:
            self.edited.emit(self._pipeline.id, changes)

    def _save_name(self) -> None:
        if self._pipeline is not None and self.name.text != self._pipeline.name:
            self._save(name=self.name.text)

    def _save_following(self) -> None:
        self.following.clear_mistake()
        self._save(next_pipeline=self.following.value())


class CurrencyField(ChoiceField):
    """The usual currencies first, then all that are money somewhere today; typing finds one."""

    def __init__(self, label: str) -> None:
        super().__init__(label, currencies(current_language()))
        self.box.removeItem(0)
        _shrink(self.box)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        finder, line = self.box.completer(), self.box.lineEdit()
        assert finder is not None
        assert line is not None
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        line.setAccessibleName(self.name)
        line.editingFinished.connect(self._show_again)

    def _show_again(self) -> None:
        """Words that name no currency go when the field is left."""
        self.box.setEditText(self.box.itemText(self.box.currentIndex()))


def _shrink(box: QComboBox) -> None:
    """As wide as there is room, whatever its longest words are."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)


@lru_cache(maxsize=3)
def currencies(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name with sign) of what is money somewhere today (CLDR), in ``language``."""
    from babel.core import get_global
    from babel.numbers import get_currency_name, get_currency_symbol

    tender = {
        code
        for uses in get_global("territory_currencies").values()
        for code, _begin, end, is_tender in uses
        if is_tender and end is None
    }

    def words(code: str) -> str:
        name = get_currency_name(code, locale=language)
        sign = get_currency_symbol(code, locale=language)
        return f"{name[:1].upper()}{name[1:]}, {sign}"

    rest = sorted((words(code), code) for code in tender if code not in _USUAL)
    return (*((code, words(code)) for code in _USUAL), *((code, name) for name, code in rest))
