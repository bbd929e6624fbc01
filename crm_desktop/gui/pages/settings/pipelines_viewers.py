"""Who sees a pipeline: all employees, or those that are ticked. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.kit.form_field import FormEntry
from crm_desktop.gui.shell.numbers import shown_number

_NAMED = 2
_TICKING = (Qt.Key.Key_Space, Qt.Key.Key_Select)


class ViewersField(FormEntry):
    """``changed``: others shall see the pipeline; told when the list of people is closed."""

    def __init__(self, label: str) -> None:
        self.menu = _TickMenu()
        self.box = _MenuBox(self.menu)
        super().__init__(label, self.box)
        self.menu.setParent(self.box, self.menu.windowFlags())
        self.box.setAccessibleName(self.name)
        self.caption.setBuddy(self.box)
        self.setFocusProxy(self.box)
        self._users: tuple[tuple[str, str], ...] = ()
        self._kept: tuple[str, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self.menu.aboutToShow.connect(self._fill)
        self.menu.aboutToHide.connect(self._end)

    def offer(self, users: Sequence[tuple[str, str]]) -> None:
        """(id, name) of the people there are."""
        self._users = tuple(users)

    def value(self) -> list[str]:
        """The ids of those who were chosen; nobody for all."""
        return list(self._chosen)

    def load(self, value: Sequence[str]) -> None:
        """Show these; while people are being ticked what is ticked stays."""
        if not self.menu.isVisible():
            self._kept = self._chosen = tuple(value)
            self._show()

    def _show(self) -> None:
        names = [name for key, name in self._users if key in self._chosen]
        if not self._chosen:
            words = _("All employees")
        elif 0 < len(names) <= _NAMED:
            words = ", ".join(names)
        else:
            number = len(self._chosen)
            words = ngettext("{number} person", "{number} people", number).format(
                number=shown_number(number)
            )
        self.box.show_words(words)

    def _fill(self) -> None:
        self.menu.clear()
        everybody = self.menu.addAction(_("All employees"))
        everybody.setCheckable(True)
        everybody.setChecked(not self._chosen)
        everybody.triggered.connect(lambda _checked: self._choose_all())
        self.menu.addSeparator()
        for key, name in self._users:
            action = self.menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key in self._chosen)
            action.toggled.connect(self._ticker(key, everybody))
        self.menu.addSeparator()
        self.menu.addAction(_("Whoever sets pipelines up sees all of them")).setEnabled(False)

    def _ticker(self, key: str, everybody: QAction) -> Callable[[bool], None]:
        def tick(is_on: bool) -> None:
            others = tuple(one for one in self._chosen if one != key)
            self._chosen = (*others, key) if is_on else others
            everybody.setChecked(not self._chosen)
            self._show()

        return tick

    def _choose_all(self) -> None:
        self._chosen = ()
        self._show()
        self.menu.close()

    def _end(self) -> None:
        if set(self._chosen) != set(self._kept):
            self._kept = self._chosen
            self.changed.emit()


class _MenuBox(QComboBox):
    """Looks like a choice; what it opens is a menu."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__()
        self._menu = menu
        self.addItem("")

    def show_words(self, words: str) -> None:
        """Say what is chosen."""
        self.setItemText(0, words)
        self.setToolTip(words)

    def showPopup(self) -> None:  # noqa: N802
        """Below it, at least as wide."""
        self._menu.setMinimumWidth(self.width())
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class _TickMenu(QMenu):
    """Stays open while people are ticked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Who sees the pipeline"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Tick."""
        if not self._tick():
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The space bar ticks; Enter ticks and closes."""
        if Qt.Key(event.key()) not in _TICKING or not self._tick():
            super().keyPressEvent(event)

    def _tick(self) -> bool:
        action = self.activeAction()
        if action is None or not action.isEnabled() or not action.isCheckable():
            return False
        action.trigger()
        return True
