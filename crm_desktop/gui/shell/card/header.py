"""The head of a card: picture, name, tags, what the record is, and what can be done with it.

Made by the card page. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.avatar import Avatar
from crm_desktop.gui.kit.buttons import CutButton, DashedButton, icon_button
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.low_window import LOW_BELOW
from crm_desktop.gui.kit.own_keys import ENTER_WITH_CTRL, claim_keys
from crm_desktop.gui.kit.paint.marks import Tag
from crm_desktop.gui.kit.painted import CutLabel, IconMark, Initials
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.card.description import CardHead, HeadPart, HeadTop
from crm_desktop.gui.shell.card.head_tags import HeadTags
from crm_desktop.gui.shell.card.part import IN_BIN
from crm_desktop.gui.shell.card.their_time import TheirTime

_HEIGHT, _LOW_HEIGHT = 76, 60
# Below the line stands the band, if there is one.
_BAND_FOOT, _BAND_LOW_FOOT = 14, 8
# A window lower than this has the lower head; one not wider than that shows icons for words.
_ICONS_UP_TO = 1024
_PICTURE, _PICTURE_LOW = 48, 40
_STAR, _DOTS = 17, 18
_MARK, _SMALL_PICTURE, _PART_ICON = 14, 18, 15
_NAME_LEAST = 240  # tags give up their room before the name gives up this


class CardHeader(QFrame):
    """``link_wanted``: the record behind a part of the second line; the rest tells which button
    was pressed; ``tag_menu_wanted`` and ``rows_dropped`` are those of ``HeadTags``;
    ``tags_wanted`` and ``menu_wanted`` give the button they belong below."""

    link_wanted = Signal(object, bool)
    task_wanted = Signal()
    note_wanted = Signal()
    pin_wanted = Signal()
    tags_wanted = Signal(object)
    menu_wanted = Signal(object)
    tag_menu_wanted = Signal(int, QPoint)
    rows_dropped = Signal(int, object)

    def __init__(self, parent: QWidget, *, is_company: bool, top: HeadTop | None = None) -> None:
        super().__init__(parent)
        self._top = top
        dress(self, kind="bar")
        self._is_company = is_company
        self._manager = ThemeManager.instance()
        self._head: CardHead | None = None
        self._pinning = ""
        self._locked: dict[QPushButton, str] = {}
        self.picture = Avatar(_PICTURE, self)
        self.name = _Name(lambda theme: theme.faces.title, parent=self)
        self.name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.listed = _blacklist_mark(self)
        self.takes_rows: Callable[[QMimeData], bool] = lambda _data: False
        """Whether what is dragged can get tags; given by who puts them on."""
        self.tags = HeadTags((), self)
        self.add_tag = DashedButton(_("+ tag"), self, is_tag=True)
        self.add_tag.setToolTip(_("Tags"))
        self.add_tag.setAccessibleName(_("Tags"))
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        self._make_buttons()
        self._lay_out()
        self.add_tag.clicked.connect(lambda: self.tags_wanted.emit(self.add_tag))

    def _make_buttons(self) -> None:
        manager = self._manager
        self.task = QPushButton(_("Task"), self)
        self.note = QPushButton(_("Note"), self)
        icons = ((self.task, "check-square"), (self.note, "note-pencil"))
        for button, icon in icons:
            dress(button, scale="small")
            manager.set_icon(button, icon)
            button.setToolTip(button.text())
            button.setAccessibleName(button.text())
        self.star = icon_button("star", _("Pin to favourites"), self, size=_STAR)
        self.more = icon_button("dots-three-bold", _("More"), self, size=_DOTS)
        self.task.clicked.connect(self.task_wanted)
        self.note.clicked.connect(self.note_wanted)
        self.star.clicked.connect(self.pin_wanted)
        self.more.clicked.connect(lambda: self.menu_wanted.emit(self.more))

    def _lay_out(self) -> None:
        self._upper.setSpacing(8)
        for widget in (self.name, self.listed, self.tags, self.add_tag):
            self._upper.addWidget(widget)
        self._upper.addStretch()
        self._lower.setSpacing(6)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addLayout(self._upper)
        words.addLayout(self._lower)
        words.addStretch()
        self._line = QWidget(self)
        row = QHBoxLayout(self._line)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(14)
        row.addWidget(self.picture)
        row.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.task, self.note, self.star, self.more):
            buttons.addWidget(button)
        buttons.insertSpacing(3, -8)
        self._buttons, self._offers = buttons, dict[QPushButton, str]()
        row.addLayout(buttons)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._line)
        if self._top is not None:
            for unused in (self.picture, self.task, self.note):
                unused.hide()
            row.insertWidget(row.count() - 1, self._top.side)
            band = QHBoxLayout()
            band.setContentsMargins(20, 0, 16, 0)
            band.addWidget(self._top.band)
            self._column.addLayout(band)

    def offer(self, words: str, icon: str) -> QPushButton:
        """One more button behind those for tasks and notes."""
        button = CutButton(words, self)
        dress(button, scale="small")
        self._manager.set_icon(button, icon)
        button.setToolTip(words)
        button.setAccessibleName(words)
        self._buttons.insertWidget(2 + len(self._offers), button)
        self._offers[button] = words
        return button

    def be_plain(self) -> None:
        """Without what only clients have: picture, tags, tasks and notes."""
        for unused in (self.picture, self.add_tag, self.task, self.note):
            unused.hide()

    def fit(self, window: QSize) -> None:
        """As high as the window allows; icons alone where it is narrow."""
        is_low = window.height() < LOW_BELOW
        height = self._manager.theme.grown(_LOW_HEIGHT if is_low else _HEIGHT)
        if self._top is None:
            self.setFixedHeight(height)
        else:
            self._line.setFixedHeight(height)
            self._column.setContentsMargins(0, 0, 0, _BAND_LOW_FOOT if is_low else _BAND_FOOT)
        side = _PICTURE_LOW if is_low else _PICTURE
        if self.picture.width() != side:
            self.picture.setFixedSize(side, side)
        for button, words in ((self.note, _("Note")), *self._offers.items()):
            self._manager.set_words(button, "" if window.width() <= _ICONS_UP_TO else words)

    def lock(self, changing: str, writing: str, pinning: str) -> None:
        """Say why the record can't be changed, nothing written about it, or it not be pinned."""
        lock(self.add_tag, changing)
        lock(self.task, writing)
        lock(self.note, writing)
        self._locked = {self.add_tag: changing, self.task: writing, self.note: writing}
        self._pinning = pinning

    def _bar(self, reason: str) -> None:
        """Nothing can be begun about what lies in the bin; what the role locks stays locked."""
        for button, locked in self._locked.items():
            if not locked:
                button.setEnabled(not reason)
                button.setToolTip(reason or button.accessibleName())
                button.setAccessibleDescription(reason)

    def show_head(self, head: CardHead, *, can_pin: bool) -> None:
        """Show who the record is."""
        if head == self._head:
            return
        self._head = head
        self._bar(IN_BIN.text() if head.is_deleted else "")
        self.picture.show_name(head.name, head.record.id, square=self._is_company)
        self.name.setText(head.name)
        self.listed.setVisible(head.blacklist is not None and head.blacklist.is_own)
        self._show_tags(head)
        self._show_parts(head.parts)
        if self._top is not None:
            self._top.show_head(head)
        self.star.setVisible(can_pin)
        is_pinned = bool(head.favourite)
        role = IconRole.WARNING if is_pinned else IconRole.DEFAULT
        self._manager.set_icon(self.star, "star-fill" if is_pinned else "star", role, size=_STAR)
        words = _("Take out of favourites") if is_pinned else _("Pin to favourites")
        self.star.setToolTip(words)
        self.star.setAccessibleName(words)
        lock(self.star, self._pinning)

    def _takes(self, data: QMimeData) -> bool:
        return not self._locked.get(self.add_tag) and self.takes_rows(data)

    def _show_tags(self, head: CardHead) -> None:
        """The line of tags is made anew: it knows its tags from the beginning."""
        tags = HeadTags([Tag(tag.name, tag.colour) for tag in head.tags], self)
        tags.takes = self._takes
        tags.menu_wanted.connect(self.tag_menu_wanted)
        tags.rows_dropped.connect(self.rows_dropped)
        tags.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._upper.replaceWidget(self.tags, tags)
        self.tags.hide()
        self.tags.deleteLater()
        self.tags = tags
        tags.setVisible(bool(head.tags))

    def _show_parts(self, parts: tuple[HeadPart, ...]) -> None:
        while (item := self._lower.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, part in enumerate(parts):
            if number:
                self._lower.addWidget(_text("·", "text_tertiary", self))
            self._show_mark(part)
            if part.zone:
                self._lower.addWidget(TheirTime(part.zone, self))
            elif part.record is None:
                self._lower.addWidget(_text(part.text, "text_secondary", self))
            else:
                link = _Link(part.text, self)
                link.pressed_for.connect(partial(self.link_wanted.emit, part.record))
                self._lower.addWidget(link)
        self._lower.addStretch()

    def _show_mark(self, part: HeadPart) -> None:
        if part.person:
            initials = Initials(_SMALL_PICTURE, self)
            initials.show_name(part.text, part.person)
            self._lower.addWidget(initials)
        elif part.icon:
            self._lower.addWidget(IconMark(part.icon, "text_tertiary", _PART_ICON, self))


class _Name(CutLabel):
    """The name, which stays to be read beside many tags."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Its beginning, or all of a short one."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), _NAME_LEAST), hint.height())


class _Link(CutButton):
    """The name of another record; Ctrl or the middle button ask for a window of its own."""

    pressed_for = Signal(bool)

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words.replace("&", "&&"), parent)
        dress(self, kind="headLink")
        self.setToolTip(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.pressed_for.emit(False))
        claim_keys(self, *ENTER_WITH_CTRL)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens it, with Ctrl in a window of its own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed_for.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """As browsers have it."""
        is_middle = event.button() == Qt.MouseButton.MiddleButton
        has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if is_middle or (has_ctrl and event.button() == Qt.MouseButton.LeftButton):
            self.setDown(False)
            self.pressed_for.emit(True)
        else:
            super().mouseReleaseEvent(event)


def _text(words: str, colour: str, parent: QWidget) -> CutLabel:
    label = CutLabel(lambda theme: theme.faces.body, colour, parent)
    label.setText(words)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return label


def _blacklist_mark(parent: QWidget) -> QFrame:
    """The red pill after the name."""
    pill = QFrame(parent)
    dress(pill, kind="pill", tone="danger")
    row = QHBoxLayout(pill)
    pill.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    row.setContentsMargins(8, 0, 8, 0)
    row.setSpacing(4)
    row.addWidget(IconMark("prohibit-bold", "danger_text", _MARK, pill))
    label = QLabel(_("Blacklist"), pill)
    dress(label, type="section", tone="danger")
    row.addWidget(label)
    pill.setAccessibleName(_("Blacklist"))
    pill.hide()
    return pill
