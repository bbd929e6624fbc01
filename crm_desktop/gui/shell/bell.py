"""The bell in the top bar and its list: what there is to do, by day (interaction.md, section 16).

Made by ``gui/session.py`` for each view. GUI thread only.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from itertools import groupby

from PySide6.QtCore import QDate, QPoint, QRectF, QSize, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.clock import now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.paint.words import paint_centred
from crm_desktop.gui.kit.painted import IconMark, plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.bell_kinds import BellKinds
from crm_desktop.gui.shell.inbox import Inbox, Kept
from crm_desktop.gui.shell.numbers import shown_date, shown_number, shown_time

_ICON = 18
_DOT, _DOT_TOP, _DOT_RIGHT = 14, 2, 1
_MOST_SHOWN = 99
_UNREAD = 8
_EDGE = 2  # the line around the list, and the layout's room for it
_SIZE = QSize(360, 420)
_AROUND_NOTHING = 32
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}


class BellButton(QToolButton):
    """The bell with the number of unread notes; a press shows them."""

    def __init__(self, inbox: Inbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inbox = inbox
        self._manager = ThemeManager.instance()
        dress(self, kind="icon")
        self.setFixedSize(measures.ICON_BUTTON, measures.ICON_BUTTON)
        self._manager.set_icon(self, "bell", size=_ICON)
        self._list: BellList | None = None
        self.clicked.connect(self._show_list)
        inbox.changed.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        number = self._inbox.unread
        words = _("Notifications")
        if number:
            unread = ngettext("{number} unread", "{number} unread", number)
            words = f"{words}: {unread.format(number=shown_number(number))}"
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    @property
    def list(self) -> BellList:
        """Made when it is first wanted."""
        if self._list is None:
            self._list = BellList(self._inbox, self)
        return self._list

    def _show_list(self) -> None:
        self.list.show_below(self.mapToGlobal(self.rect().bottomRight()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The bell, and the number on it."""
        super().paintEvent(event)
        number = self._inbox.unread
        if not number:
            return
        theme = self._manager.theme
        text = str(number) if number <= _MOST_SHOWN else f"{_MOST_SHOWN}+"
        face = theme.faces.caption_strong
        width = max(_DOT, face.width(text) + 6)
        dot = QRectF(self.width() - _DOT_RIGHT - width, _DOT_TOP, width, _DOT)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.danger_fill)
        painter.drawRoundedRect(dot, _DOT / 2, _DOT / 2)
        paint_centred(painter, dot, text, face, theme.colours.accent_on)
        painter.end()


class BellList(QFrame):
    """All notes by day, newest first. Arrows go from one to the next, Enter does what there is
    to do, Esc leaves."""

    def __init__(self, inbox: Inbox, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._inbox = inbox
        dress(self, kind="popover")
        self.setFixedSize(_SIZE)
        self.setAccessibleName(_("Notifications"))
        self.all_read = QPushButton(_("Mark all as read"), self)
        dress(self.all_read, kind="link")
        self.all_read.clicked.connect(inbox.read_all)
        self._head = head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 4)
        head.setSpacing(16)
        head.addWidget(plain_label(_("Notifications"), type="heading"))
        head.addStretch()
        head.addWidget(self.all_read)
        self.choose = icon_button("gear-six", _("Choose what comes here"), self)
        self.choose.setCheckable(True)
        self.choose.toggled.connect(self._show_kinds)
        head.addWidget(self.choose)
        self.kinds = BellKinds(inbox, self)
        self.kinds.hide()
        self.area = Scrolled(self)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 8)
        column.addLayout(head)
        column.addWidget(self.kinds)
        column.addWidget(self.area, 1)
        self.rows: list[BellRow] = []
        inbox.changed.connect(self._fill_if_seen)

    def show_below(self, corner: QPoint) -> None:
        """With the upper right corner at ``corner`` of the screen."""
        self._fill()
        # Words are longer in some languages, letters larger for some people.
        for shown in self.findChildren(QWidget):
            shown.ensurePolished()  # its size is known only then
        self._head.invalidate()
        longest = max(self._head.sizeHint().width(), self.kinds.sizeHint().width())
        self.setFixedWidth(max(_SIZE.width(), longest + 2 * _EDGE))
        self._fit()
        self.choose.setChecked(False)
        self.move(corner - QPoint(self.width(), -4))
        self.show()
        (self.rows[0] if self.rows else self).setFocus(Qt.FocusReason.PopupFocusReason)

    def _fit(self) -> None:
        """As high as its notes, up to where they are scrolled."""
        inside, margins = self.area.widget(), self._column.contentsMargins()
        for shown in (self, *inside.findChildren(QWidget)):
            shown.ensurePolished()
        lines = self.height() - self.contentsRect().height()
        around = lines + margins.top() + margins.bottom() + max(0, self._column.spacing())
        wanted = around + self._head.sizeHint().height() + inside.sizeHint().height()
        if not self.kinds.isHidden():
            wanted += self.kinds.sizeHint().height() + max(0, self._column.spacing())
        self.setFixedHeight(min(_SIZE.height(), wanted))

    def _show_kinds(self, is_wanted: bool) -> None:
        self.kinds.setVisible(is_wanted)
        self._fit()
        if is_wanted:
            next(iter(self.kinds.boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_if_seen(self) -> None:
        if self.isVisible():
            here = next((n for n, row in enumerate(self.rows) if row.hasFocus()), None)
            self._fill()
            self._fit()
            if here is not None and here < len(self.rows):
                self.rows[here].setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        self.all_read.setEnabled(self._inbox.unread > 0)
        inside = QWidget()
        dress(inside, kind="clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(2)
        self.rows = []
        for day, kept in groupby(self._inbox.kept, key=lambda kept: kept.day):
            heading = plain_label(day_words(day), type="section")
            heading.setContentsMargins(8, 8, 8, 2)
            column.addWidget(heading)
            for one in kept:
                row = BellRow(one, inside)
                row.clicked.connect(lambda _checked=False, one=one: self._act(one))
                row.step_wanted.connect(partial(self._step, len(self.rows)))
                self.rows.append(row)
                column.addWidget(row)
        if not self.rows:
            column.addSpacing(_AROUND_NOTHING)
            column.addWidget(IconMark("bell", "text_tertiary", 32), 0, Qt.AlignmentFlag.AlignCenter)
            column.addWidget(_centred(_("Nothing new")))
            column.addSpacing(_AROUND_NOTHING)
        column.addStretch()
        old = self.area.takeWidget()
        if old is not None:
            old.deleteLater()  # one of its rows may just have been pressed
        self.area.setWidget(inside)

    def _act(self, kept: Kept) -> None:
        self._inbox.read(kept)
        if kept.button is not None:
            self.hide()
            kept.button.press()

    def _step(self, here: int, step: int) -> None:
        """From note to note."""
        if 0 <= here + step < len(self.rows):
            self.rows[here + step].setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(self.rows[here + step])


class BellRow(QPushButton):
    """One note: its words, when it came, and what a press does. ``step_wanted`` tells an arrow:
    -1 up, 1 down."""

    step_wanted = Signal(int)

    def __init__(self, kept: Kept, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="ghost")
        time = QTime(*kept.moment.astimezone().timetuple()[3:5])
        shown = shown_time(time)
        unread = "" if kept.is_read else _("unread")
        action = kept.button.words if kept.button is not None else ""
        self.setAccessibleName(", ".join(filter(None, [kept.words, shown, action, unread])))
        words = plain_label(kept.words)
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        mark = _UnreadDot(self)
        mark.setVisible(not kept.is_read)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(plain_label(shown, type="caption"))
        if action:
            foot.addWidget(plain_label(action, tone="accent"))
        foot.addStretch()
        foot.addWidget(mark)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(2)
        column.addWidget(words)
        column.addLayout(foot)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # As high as its words are when they are wrapped.
        width = _SIZE.width() - 40
        self.setFixedHeight(words.heightForWidth(width - 16) + foot.sizeHint().height() + 16)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses, as a space does; arrows leave for another note."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in _STEPS:
            self.step_wanted.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)


class _UnreadDot(QWidget):
    """Marks what nobody has looked at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(_UNREAD, _UNREAD)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A dot in the accent."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ThemeManager.instance().theme.colours.accent)
        painter.drawEllipse(self.rect())
        painter.end()


def day_words(day: date) -> str:
    """``Today``, ``Yesterday``, else the date."""
    today = now().astimezone().date()
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return shown_date(QDate(day.year, day.month, day.day))


def _centred(words: str) -> QLabel:
    label = plain_label(words, tone="secondary")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
