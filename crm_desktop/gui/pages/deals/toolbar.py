"""The row above the deals: which pipeline, as what, which filters, what they come to.

Made by the page of deals; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.low_window import LowWindow
from crm_desktop.gui.kit.painted import CutLabel, align_digits, plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.deal_board import Totals
from crm_desktop.gui.pages.deals.modes import BOARD, FORECAST, LIST, RECURRING
from crm_desktop.gui.pages.deals.words import counted_deals
from crm_desktop.gui.shell.numbers import shown_number

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.view_choice import ViewButton

_HEIGHT, _LOW_HEIGHT = 44, 38
_FILTERS_LEAST = 220
_FUNNEL, _SLIDERS, _DOTS, _MODE = 16, 17, 18, 15
# Below this width icons stand without words.
_NARROW = 1000


class DealsToolbar(QFrame):
    """``pipeline_chosen`` gives an id, ``mode_chosen`` how the deals shall be shown;
    ``options_wanted`` and ``more_wanted`` where on the screen a menu belongs."""

    pipeline_chosen = Signal(str)
    mode_chosen = Signal(str)
    options_wanted = Signal(QPoint)
    more_wanted = Signal(QPoint)

    def __init__(self, filters: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._is_narrow = False
        self.pipelines: tuple[PipelineRow, ...] = ()
        self._totals: Totals | None = None
        self.pipeline_id = ""
        self._is_recurring = False
        dress(self, kind="bar")
        self.setAccessibleName(_("Deals"))
        self.pipeline = QPushButton(self)
        dress(self.pipeline, scale="small")
        self.pipeline.setAccessibleName(_("Pipeline"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_pipelines)
        self.pipeline.setMenu(self._menu)
        self._manager.set_icon(self.pipeline, "funnel-simple", size=_FUNNEL)
        self.modes = Modes(self)
        self.divider = QFrame(self)
        dress(self.divider, kind="divider")
        self.divider.setFixedHeight(20)
        self.filters = filters
        self.client_filters: QWidget | None = None
        self.view: ViewButton | None = None
        filters.show()
        self.count = plain_label("", type="hint")
        align_digits(self.count)
        # Of many currencies or a very long one the sums are cut, before there are no filters.
        self.sum = CutLabel(lambda theme: theme.faces.subheading_digits)
        self.weighted = CutLabel(lambda theme: theme.faces.label_digits, "text_tertiary")
        for figure in (self.sum, self.weighted):
            figure.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.options = icon_button("sliders-horizontal", _("View"), self, size=_SLIDERS)
        self.more = icon_button("dots-three-bold", _("More"), self, size=_DOTS)
        self._place()
        self.modes.chosen.connect(self.mode_chosen)
        self.options.clicked.connect(lambda: self.options_wanted.emit(_below(self.options)))
        self.more.clicked.connect(lambda: self.more_wanted.emit(_below(self.more)))
        self._manager.changed.connect(self._follow_theme)
        self._window = LowWindow(parent or self, self)
        self._window.changed.connect(self._follow_theme)
        self._follow_theme()

    def _place(self) -> None:
        row = self.row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for widget in (self.pipeline, self.modes, self.divider):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.filters, 1)
        figures = QHBoxLayout()
        figures.setSpacing(4)  # they read as one line
        for figure in (self.count, self.sum, self.weighted):
            figures.addWidget(figure)
        row.addLayout(figures)
        row.addWidget(self.options)
        row.addWidget(self.more)

    def show_mode(self, mode: str) -> None:
        """Mark how the deals are shown; recurring clients have a filter of their own."""
        self._is_recurring = mode == RECURRING
        if not self._is_recurring:
            self.modes.show_mode(mode)
        self.filters.setVisible(not self._is_recurring)
        if self.client_filters is not None:
            self.client_filters.setVisible(self._is_recurring)
        if self.view is not None:
            self.view.follow()
        self.modes.setVisible(not self._is_recurring)
        self._make_room()

    def add_view_button(self, view: ViewButton) -> None:
        """Take up the button that names the saved view, before the filters."""
        self.view = view
        self._fit_view()
        self.row.insertWidget(
            self.row.indexOf(self.filters), view, 0, Qt.AlignmentFlag.AlignVCenter
        )

    @property
    def pipeline_name(self) -> str:
        """What the pipeline that is shown is called."""
        return next((one.name for one in self.pipelines if one.id == self.pipeline_id), "")

    @property
    def anchor(self) -> QWidget:
        """Where what is asked about a saved view stands."""
        return self.view if self.view is not None and self.view.isVisible() else self.more

    def add_client_filters(self, filters: QWidget) -> None:
        """Take up the filter of recurring clients, in the place of that of deals."""
        self.client_filters = filters
        self.row.insertWidget(self.row.indexOf(self.filters), filters, 1)

    def show_recurring(self, clients: str, monthly: str) -> None:
        """How many clients there are, and what they bring in a month."""
        self.count.setText(f"{clients} ·" if monthly else clients)
        self.sum.setText(_("{sum} a month").format(sum=monthly) if monthly else "")
        self.sum.setVisible(bool(monthly))
        self.weighted.hide()

    def show_pipelines(self, pipelines: Sequence[PipelineRow], current: PipelineRow | None) -> None:
        """Name the pipeline; there may be others to choose."""
        self.pipelines = tuple(pipelines)
        self.pipeline_id = current.id if current is not None else ""
        name = current.name if current is not None else _("No pipeline yet")
        if self._is_recurring:
            name = _("Recurring clients")
        self._manager.set_words(self.pipeline, name.replace("&", "&&"))
        self.pipeline.setAccessibleName(_("Pipeline: {name}").format(name=name))

    def show_totals(self, totals: Totals | None) -> None:
        """How many deals, what they come to, what by their chances; nothing while that is not
        known."""
        self._totals = totals
        number, whole, weighted = totals or (0, "", "")
        dot = " ·" if whole else ""
        counted = shown_number(number) if self._is_narrow else counted_deals(number)
        self.count.setText(f"{counted}{dot}" if totals is not None else "")
        self.sum.setText(whole)
        self.weighted.setText("· " + _("weighted {sum}").format(sum=weighted) if weighted else "")
        self.sum.setVisible(bool(whole))
        self.weighted.setVisible(bool(weighted) and not self._is_narrow)

    @property
    def totals_words(self) -> str:
        """What stands there, for tests and the ear."""
        shown = (self.count, self.sum, self.weighted)
        return " ".join(one.text() for one in shown if not one.isHidden())

    def _fill_pipelines(self) -> None:
        """All pipelines, the present one ticked."""
        self._menu.clear()
        for one in self.pipelines:
            action = self._menu.addAction(one.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(one.id == self.pipeline_id and not self._is_recurring)
            action.triggered.connect(partial(self._choose, one.id))
        self._menu.addSeparator()
        action = self._menu.addAction(_("Recurring clients"))
        action.setCheckable(True)
        action.setChecked(self._is_recurring)
        action.triggered.connect(lambda _checked: self.mode_chosen.emit(RECURRING))

    def _choose(self, pipeline_id: str, _checked: bool = False) -> None:
        self.pipeline_chosen.emit(pipeline_id)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where there is little room icons stand alone."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._manager.theme.grown(_NARROW)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.modes.be_narrow(is_narrow)
            self._make_room()
            if not self._is_recurring:
                self.show_totals(self._totals)
        self._fit_view()

    def _fit_view(self) -> None:
        """Half of what is more than narrow goes to the name of the view."""
        if self.view is not None:
            self.view.fit((self.width() - self._manager.theme.grown(_NARROW)) // 2)

    def _make_room(self) -> None:
        for widget in (self.divider, self.options):
            widget.setVisible(not self._is_narrow and not self._is_recurring)

    def _follow_theme(self) -> None:
        theme = self._manager.theme
        is_low = theme.density == "compact" or self._window.is_low
        self.setFixedHeight(theme.grown(_LOW_HEIGHT if is_low else _HEIGHT))
        self.filters.setMinimumWidth(theme.grown(_FILTERS_LEAST))


class Modes(QFrame):
    """Board, list, forecast beside one another; arrows go from one to the next."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="segments")
        self._words = {BOARD: _("Board"), LIST: _("List"), FORECAST: _("Forecast")}
        self._icons = {BOARD: "columns", LIST: "rows", FORECAST: "calendar-blank"}
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(1)
        for mode, words in self._words.items():
            button = QPushButton(words, self)
            button.setCheckable(True)
            button.setAccessibleName(words)
            dress(button, kind="segment")
            button.clicked.connect(partial(self._choose, mode))
            self._group.addButton(button)
            self.buttons[mode] = button
            row.addWidget(button)

    def show_mode(self, mode: str) -> None:
        """Mark this one."""
        self.buttons[mode].setChecked(True)
        self.setFocusProxy(self.buttons[mode])

    def _choose(self, mode: str, _checked: bool = False) -> None:
        self.setFocusProxy(self.buttons[mode])
        self.chosen.emit(mode)

    def be_narrow(self, is_narrow: bool) -> None:
        """Icons in place of words."""
        manager = ThemeManager.instance()
        for mode, button in self.buttons.items():
            button.setText("" if is_narrow else self._words[mode])
            button.setToolTip(self._words[mode] if is_narrow else "")
            if is_narrow:
                manager.set_icon(button, self._icons[mode], size=_MODE)
            else:
                manager.clear_icon(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Left and right choose."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        modes = list(self.buttons)
        here = next(n for n, mode in enumerate(modes) if self.buttons[mode].isChecked())
        button = self.buttons[modes[(here + step) % len(modes)]]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()


def _below(button: QWidget) -> QPoint:
    return button.mapToGlobal(button.rect().bottomLeft())
