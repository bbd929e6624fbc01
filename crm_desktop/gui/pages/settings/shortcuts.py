"""Settings → Shortcuts: every command with its key, and another key by pressing it.

The register of commands checks keys, gives them out and tells the settings. GUI thread only.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.buttons import small_button
from crm_desktop.gui.kit.clearing import add_glass, let_clear
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.section import Section, sentence
from crm_desktop.gui.shell.commands import Command, Commands
from crm_desktop.gui.shell.key_mark import key_width, paint_key
from crm_desktop.gui.shell.keys import by_place
from crm_desktop.gui.shell.menus import GROUPS

_ID = Qt.ItemDataRole.UserRole
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_WORDS, _KEYS = 0, 1
_WORDS_WIDTH, _KEY_LEFT = 420, 8
_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ShortcutsSection(Section):
    """The commands of this window; a key that is changed is changed in all windows."""

    def __init__(self, commands: Commands) -> None:
        hint = _("Choose a command and press its new key. A key that is taken already is told.")
        super().__init__("shortcuts", _("Shortcuts"), "keyboard", hint)
        self._commands = commands
        self._items: dict[str, QTreeWidgetItem] = {}
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Find a command"))
        self.search.setAccessibleName(_("Find a command"))
        self.tree = _Tree(self)
        self.tree.setAccessibleName(self.title)
        self.field = KeyField(self)
        self.told = sentence()
        self.change = small_button(_("Change key…"), self.begin)
        self.remove = small_button(_("Without a key"), self._remove)
        self.reset = small_button(_("Usual key"), self._reset)
        self.reset_all = small_button(_("All usual keys"), self._reset_all)
        self._place()
        self._connect_all()
        self._fill()
        self._show_keys()
        self._stop()

    def _place(self) -> None:
        self.head.addWidget(self.reset_all)
        dress(self.search, scale="small")
        add_glass(self.search)
        let_clear(self.search)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 16)
        buttons.setSpacing(measures.BETWEEN)
        for widget in (self.change, self.remove, self.reset, self.field):
            buttons.addWidget(widget)
        buttons.addStretch()
        self.body.addWidget(self.search)
        self.body.addSpacing(4)
        self.body.addWidget(self.tree, 1)
        self.body.addWidget(self.told)
        self.body.addLayout(buttons)

    def _connect_all(self) -> None:
        self.search.textChanged.connect(self._find)
        self.tree.wanted.connect(self.begin)
        self.tree.currentItemChanged.connect(self._stop)
        self.tree.itemDoubleClicked.connect(lambda _item, _column: self.begin())
        self.field.pressed.connect(self._take)
        self.field.left.connect(self._stop)
        self._commands.changed.connect(self._show_keys)
        self._commands.grown.connect(self._take_new)

    # The list

    def _fill(self) -> None:
        self.tree.clear()
        self._items.clear()
        for group, title in GROUPS.items():
            mine = [command for command in self._commands if command.group == group]
            if mine:
                head = QTreeWidgetItem(self.tree, [title().replace("&", "")])
                head.setFlags(Qt.ItemFlag.ItemIsEnabled)
                head.setExpanded(True)
                font = head.font(_WORDS)
                font.setBold(True)
                head.setFont(_WORDS, font)
                for command in sorted(mine, key=lambda command: command.section):
                    self._items[command.id] = self._item(head, command)

    def _item(self, head: QTreeWidgetItem, command: Command) -> QTreeWidgetItem:
        item = QTreeWidgetItem(head, [command.words.removesuffix("…"), ""])
        item.setData(_WORDS, _ID, command.id)
        return item

    def _take_new(self) -> None:
        if {command.id for command in self._commands if command.group in GROUPS} != set(
            self._items
        ):
            self._fill()
            self._show_keys()

    def _show_keys(self) -> None:
        """What differs from the usual keys stands in bold."""
        for command_id, item in self._items.items():
            keys = self._commands.shown_keys(command_id)
            item.setText(_KEYS, keys)
            font = item.font(_KEYS)
            font.setBold(self._commands.is_rebound(command_id))
            item.setFont(_KEYS, font)
            spoken = keys or _("no key")
            item.setData(_WORDS, _SPOKEN, f"{item.text(_WORDS)}, {spoken}")
        self._tell_possible()

    def _find(self, text: str) -> None:
        """By words or by the key itself."""
        sought = text.strip().casefold()
        for item in self._items.values():
            words = f"{item.text(_WORDS)} {item.text(_KEYS)}".casefold()
            item.setHidden(sought not in words)
        for number in range(self.tree.topLevelItemCount()):
            head = self.tree.topLevelItem(number)
            assert head is not None
            head.setHidden(all(head.child(row).isHidden() for row in range(head.childCount())))

    @property
    def current(self) -> str:
        """The id of the chosen command, or nothing."""
        item = self.tree.currentItem()
        return str(item.data(_WORDS, _ID) or "") if item is not None else ""

    def choose(self, command_id: str) -> None:
        """Make this command the current one."""
        self.tree.setCurrentItem(self._items[command_id])

    # Changing

    def begin(self) -> None:
        """Wait for the new key of the current command."""
        if self.current:
            words = self._commands[self.current].words.removesuffix("…")
            self._tell(_("Press the new key for “{command}”. Esc leaves it.").format(command=words))
            self.field.show()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, keys: str) -> None:
        if self._try(partial(self._commands.rebind, self.current, keys)):
            self._stop()
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        self._try(partial(self._commands.rebind, self.current, ""))

    def _reset(self) -> None:
        self._try(partial(self._commands.reset, self.current))

    def _reset_all(self) -> None:
        self._commands.reset_all()
        self._stop()

    def _try(self, change: partial[None]) -> bool:
        try:
            change()
        except Invalid as mistake:
            self._tell(mistake.message.text(), tone="danger")
            return False
        self._tell("")
        return True

    def _tell(self, words: str, tone: str = "") -> None:
        dress(self.told, tone=tone)
        self.told.setText(words)
        self.field.setAccessibleDescription(words)

    def _stop(self) -> None:
        had_focus = self.field.hasFocus()
        self.field.hide()
        self._tell("")
        if had_focus:
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_possible()

    def _tell_possible(self) -> None:
        chosen = self.current
        self.change.setEnabled(bool(chosen))
        self.remove.setEnabled(bool(chosen) and bool(self._commands.keys(chosen)))
        self.reset.setEnabled(bool(chosen) and self._commands.is_rebound(chosen))
        self.reset_all.setEnabled(any(map(self._commands.is_rebound, self._items)))


class KeyField(QLineEdit):
    """Takes the next key that is pressed, whatever it does elsewhere. ``left``: Esc was pressed
    or the focus went away."""

    pressed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setPlaceholderText(_("New key"))
        self.setAccessibleName(_("New key"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        dress(self, scale="small")

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window may take the key away, nor Tab the focus."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The key by its place on the keyboard, as commands know it."""
        key, held = Qt.Key(event.key()), event.modifiers()
        plain = held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if key in _MODIFIERS:
            return
        if plain and key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.left.emit()
            return
        keys = by_place(event) or QKeySequence(event.keyCombination()).toString(
            QKeySequence.SequenceFormat.PortableText
        )
        self.pressed.emit(keys)


class _KeyFrames(QStyledItemDelegate):
    """Keys as they are drawn everywhere."""

    def initStyleOption(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground alone."""
        super().initStyleOption(option, index)
        option.text = ""  # type: ignore[attr-defined]  # the stubs leave it out

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The ground, and on it the key."""
        super().paint(painter, option, index)
        keys = index.data()
        if keys:
            theme, font = ThemeManager.instance().theme, index.data(Qt.ItemDataRole.FontRole)
            strong = isinstance(font, QFont) and font.bold()
            place = QRectF(option.rect)  # type: ignore[attr-defined]
            place.setLeft(place.left() + _KEY_LEFT)
            place.setWidth(key_width(keys, theme, strong=strong))
            painter.save()
            paint_key(painter, place, keys, theme, strong=strong)
            painter.restore()


class _Tree(QTreeWidget):
    """``wanted``: Enter was pressed on a command."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setColumnWidth(_WORDS, _WORDS_WIDTH)
        self.setItemDelegateForColumn(_KEYS, _KeyFrames(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Lines were measured before they were dressed; now they get their height."""
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter begins a change."""
        if Qt.Key(event.key()) in _OPENING:
            self.wanted.emit()
        else:
            super().keyPressEvent(event)
