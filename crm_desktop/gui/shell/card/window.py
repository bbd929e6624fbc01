"""A window of one record: its card without a sidebar, with a way back of its own.

Opened by ``gui/session_cards.py`` over the same bridge as the main window, and closed with it.
GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.history import UndoHistory
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.card.commands import add_card_commands
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.command_window import CommandWindow
from crm_desktop.gui.shell.menus import WINDOW_COMMANDS
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.text_size import change_text_size
from crm_desktop.gui.shell.top_bar import TopBar
from crm_desktop.gui.shell.trail import Among, Step, Trail
from crm_desktop.gui.shell.way import MakeCard, Way
from crm_desktop.gui.shell.way_buttons import WayButtons

_SMALLEST, _FIRST = QSize(720, 480), QSize(1180, 760)
# Steps here lead from record to record only; no list is behind them.
_NOWHERE = -1


class RecordWindow(CommandWindow):
    """``apart_wanted``: one more window; ``print_wanted``: the card on paper, or in a file;
    ``record_shown``: a card came into sight, perhaps of another kind; ``closed`` gives this
    window."""

    apart_wanted = Signal(object)  # RecordRef
    print_wanted = Signal(object, bool)  # CardPage
    record_shown = Signal()
    closed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        record: RecordRef,
        make_card: MakeCard,
        history: UndoHistory | None,
        shortcuts: Mapping[str, str],
        *,
        among: Among | None = None,
    ) -> None:
        """``among``: the list it is opened from."""
        super().__init__(shortcuts)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(_SMALLEST)
        self.resize(_FIRST)
        self._bridge, self._make_card, self._history = bridge, make_card, history
        self.first = record
        self.way = self._fill(Trail(Step(_NOWHERE, record=record), among))
        self._add_commands()
        self._buttons = WayButtons(self, lambda: self.way)
        bridge.returned.connect(self._read_again)

    def begin(self) -> None:
        """Read the record and show it."""
        self.way.show_here()

    def speak_anew(self) -> None:
        """All words have changed: make the content anew, where the person was."""
        self.way = self._fill(self.way.kept())
        self.commands.retranslate()
        self.begin()

    def _fill(self, trail: Trail) -> Way:
        main = QWidget(self)
        main.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(main, kind="surface")
        top, stack = TopBar(main), QStackedWidget(main)
        top.search.hide()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(stack, 1)
        way = Way(
            self._bridge,
            top,
            stack,
            self._make_card,
            show_place=lambda _step: None,
            title_of=lambda _step: "",
            place_of=lambda _entity: _NOWHERE,
            trail=trail,
            parent=main,
        )
        way.apart_wanted.connect(self.apart_wanted)
        way.arrived.connect(self._tell_title)
        way.arrived.connect(self.record_shown)
        way.told.connect(self._tell_title)
        self.setCentralWidget(main)
        return way

    def _add_commands(self) -> None:
        history = self._history
        runs: dict[str, Callable[[], object] | None] = {
            "file.print": lambda: self._print(as_file=False),
            "file.pdf": lambda: self._print(as_file=True),
            "window.close": self.close,
            "program.quit": QApplication.closeAllWindows,
            "edit.undo": history.undo if history is not None else None,
            "edit.redo": history.redo if history is not None else None,
            "search.page": lambda: self._on_card(lambda card: card.find_here()),
            "view.preview": self._turn_side,
            "view.refresh": self._read_again,
            "view.next_pane": lambda: self._next_pane(backward=False),
            "view.previous_pane": lambda: self._next_pane(backward=True),
            "view.text_larger": lambda: change_text_size(1),
            "view.text_smaller": lambda: change_text_size(-1),
            "view.text_normal": lambda: change_text_size(0),
            "view.full_screen": self.turn_full_screen,
            "record.archive": lambda: self._on_card(lambda c: c.actions_of_head.archive()),
            "go.back": self._go_back,
            "go.forward": self._go_forward,
        }
        for command in WINDOW_COMMANDS:
            if runs.get(command.id) is not None:
                self.commands.add(command, runs[command.id])
        add_card_commands(
            self.commands,
            self._on_card,
            apart=lambda: self._on_card(lambda card: self.apart_wanted.emit(card.record)),
            step=self._step,
        )
        self.commands.locked = self._bridge.locked
        for command in self.commands:
            self.commands.allow(command.id, is_possible=True)

    # The way is another one after a change of the language.

    def _go_back(self) -> None:
        self.way.go_back()

    def _go_forward(self) -> None:
        self.way.go_forward()

    def _step(self, steps: int) -> None:
        self.way.go_to_neighbour(steps)

    def _on_card(self, action: Callable[[CardPage], object]) -> None:
        if self.way.card is not None:
            action(self.way.card)

    def _print(self, *, as_file: bool) -> None:
        self._on_card(lambda card: self.print_wanted.emit(card, as_file))

    def _read_again(self) -> None:
        self._on_card(lambda card: card.load())

    def _turn_side(self) -> None:
        if self.way.card is not None:
            panes = self.way.card.panes
            panes.show_side(not panes.is_side_shown)

    def _next_pane(self, *, backward: bool) -> None:
        card = self.way.card
        if card is not None and not card.next_pane(backward=backward):
            card.next_pane(backward=backward)

    def _tell_title(self) -> None:
        title = self.way.trail.visit.title
        self.setWindowTitle(_("{record} – CRM Desktop").format(record=title or self.first.entity))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """What can't be saved as it is asks first."""
        if self.asks_first([(self, self.way)]):
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit(self)
