"""A record to be read: who it is, and its filled fields one below the other.

Given finished words, it knows no entity. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.avatar import Avatar
from crm_desktop.gui.kit.breaking import breakable, unbroken
from crm_desktop.gui.kit.card_fields.field_label import FieldLabel
from crm_desktop.gui.kit.paint.marks import Tag
from crm_desktop.gui.kit.painted import CutLabel, IconMark, TagsLine, plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.fonts import Face
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.theme import Theme

_PICTURE = 48
_LABEL_WIDTH, _GAP = 100, 4
_ROW_HEIGHT = 26
STACKED_PERCENT = 110
"""Larger letters leave no room for a value beside its label."""
_COMPANY_ICON = 15
_EDGE = 16
_RIGHT = 10  # beside the scroll bar, or the border
_TOP = 16
_BUTTONS_GAP = 2
# Letters of a text that are shown beside the list: to lay out a million takes half a minute.
_MOST_SHOWN = 4_000


@dataclass(frozen=True)
class FieldText:
    """A filled field: its translated label and its value as people read it. ``copied`` is what
    its copy button takes along; without it there is none. One that ``is_aside`` is shown when all
    fields are asked for."""

    label: str
    value: str
    copied: str = ""
    is_aside: bool = False


@dataclass(frozen=True)
class RecordText:
    """A record in words. ``warning`` is shown before all else (a blacklist, an archive);
    ``key`` decides the colour of the initials, ``company`` is where a person works;
    ``has_story``: tasks, notes and what happened belong to it; lists of names mark what
    ``is_archived`` or ``is_blacklisted``, about what ``is_deleted`` nothing is begun; ``picture``
    is the digest of a photo or a logo."""

    title: str
    subtitle: str
    warning: str
    fields: Sequence[FieldText]
    key: str = ""
    company: str = ""
    tags: Sequence[Tag] = ()
    is_company: bool = False
    has_story: bool = True
    is_archived: bool = False
    is_blacklisted: bool = False
    is_deleted: bool = False
    picture: str = ""


class FieldsPane(Scrolled):
    """Shows one ``RecordText``; its text can be selected and copied."""

    copied = Signal(str)  # the label of the field
    compose_wanted = Signal(str)  # a task or a note about the record

    def __init__(self, name: str, parent: QWidget | None = None, *, hint: str = "") -> None:
        """``hint`` stands there while there is nothing to show."""
        super().__init__(parent, is_stop=True)
        self._hint = hint
        self.setAccessibleName(name)
        self._shown: RecordText | None = None
        self._below: QWidget | None = None
        self._shows_all = False
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self._grow)
        self._is_stacked = self._wants_stack()
        self.setWidget(_hint_sheet(hint))

    @property
    def shown(self) -> RecordText | None:
        """What is to be read."""
        return self._shown

    def show_record(self, record: RecordText | None) -> None:
        """Show ``record``, or nothing."""
        if record == self._shown:
            return
        self._shown = record
        place = self.verticalScrollBar().value()
        self._save_below()
        self.setWidget(_hint_sheet(self._hint) if record is None else self.make_sheet(record))
        self.verticalScrollBar().setValue(place)

    def tell_hint(self, hint: str) -> None:
        """What stands there while there is nothing to show, from now on."""
        if hint == self._hint:
            return
        self._hint = hint
        if self._shown is None:
            self.setWidget(_hint_sheet(hint))

    def put_below(self, part: QWidget) -> None:
        """Show ``part`` below the fields, whatever record they are of."""
        self._below = part
        part.setParent(self)
        part.hide()
        if self._shown is not None:
            self.setWidget(self.make_sheet(self._shown))

    def _save_below(self) -> None:
        """The sheet goes, what stands below the fields stays."""
        if self._below is not None:
            self._below.setParent(self)
            self._below.hide()

    def _wants_stack(self) -> bool:
        return self._manager.theme.text_percent > STACKED_PERCENT

    def _grow(self) -> None:
        """Large letters leave no room for a value beside its label: it goes below."""
        if self._is_stacked != self._wants_stack():
            self._is_stacked = self._wants_stack()
            if self._shown is not None:
                self._save_below()
                self.setWidget(self.make_sheet(self._shown))

    def make_sheet(self, record: RecordText) -> QWidget:
        """All that is shown of ``record``."""
        sheet = _empty_sheet()
        layout = QVBoxLayout(sheet)
        layout.setContentsMargins(_EDGE, _TOP, _RIGHT, _EDGE)
        layout.setSpacing(0)
        layout.addLayout(_head(record))
        if record.company or record.tags:
            layout.addSpacing(8)
            layout.addLayout(_belonging(record))
        if record.warning:
            layout.addSpacing(12)
            layout.addWidget(_warning(record.warning, is_grave=record.is_blacklisted))
        layout.addSpacing(12)
        if record.has_story and not record.is_deleted:
            layout.addLayout(self._quick())
            layout.addSpacing(12)
        line = QFrame()
        dress(line, kind="line")
        layout.addWidget(line)
        layout.addSpacing(8)
        shown = [one for one in record.fields if self._shows_all or not one.is_aside]
        layout.addLayout(self._fields(shown))
        if len(shown) < len(record.fields):
            layout.addWidget(self._rest(), 0, Qt.AlignmentFlag.AlignLeft)
        if self._below is not None and record.has_story:
            layout.addSpacing(10)
            layout.addWidget(self._below)
            self._below.show()
        layout.addStretch()
        return sheet

    def _rest(self) -> QPushButton:
        button = QPushButton(_("All fields"))
        dress(button, kind="link", scale="small")
        button.setAutoDefault(False)
        button.clicked.connect(self._show_all)
        return button

    def _show_all(self) -> None:
        """From now on, of whatever record; the eye stays where the button was."""
        self._shows_all = True
        record, self._shown = self._shown, None
        self.show_record(record)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _quick(self) -> QHBoxLayout:
        """What is often begun about a record: a button and its word below it."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for kind, icon, words in (
            ("task", "check-square", _("Task")),
            ("note", "note-pencil", _("Note")),
        ):
            button = QToolButton()
            dress(button, kind="iconOutlined")
            button.setToolTip(words)
            button.setAccessibleName(words)
            ThemeManager.instance().set_icon(button, icon)
            button.clicked.connect(partial(self.compose_wanted.emit, kind))
            label = plain_label(words, type="caption")
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
            row.addLayout(column)
        row.addStretch()
        return row

    def _fields(self, fields: Sequence[FieldText]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.setColumnMinimumWidth(0, 0 if self._is_stacked else _LABEL_WIDTH + _GAP)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for number, field in enumerate(fields):
            label = FieldLabel(field.label, self)
            label.setContentsMargins(0, 5, 0, 3)
            shown = _beginning(field.value)
            wraps = self._is_stacked or not field.copied
            value = _readable(shown) if wraps else _cut_line(shown)
            value.setAccessibleName(f"{field.label}: {shown}")
            value.setContentsMargins(0, 4, 0, 3)  # its letters on the line of the label's
            value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            if not wraps:  # one line, as high as the button beside it
                value.setMinimumHeight(measures.CONTROL_TINY)
            button = [self._copy_button(field)] if field.copied else []
            if self._is_stacked:
                row = 2 * number + 1
                grid.addWidget(label, row - 1, 0, 1, 3 - len(button))
                grid.addWidget(value, row, 0, 1, 3)
            else:
                row = number
                label.be_wide(_LABEL_WIDTH)
                grid.addWidget(label, row, 0, top)
                grid.addWidget(value, row, 1, 1, 2 - len(button), top)
            grid.setRowMinimumHeight(row, _ROW_HEIGHT)
            for one in button:  # beside the label where the value has the line for itself
                grid.addWidget(one, row - self._is_stacked, 2, top)
        return grid

    def _copy_button(self, field: FieldText) -> QToolButton:
        button = QToolButton()
        dress(button, kind="icon", scale="tiny")
        words = _("Copy: {value}").format(value=field.copied)
        button.setToolTip(words)
        button.setAccessibleName(words)
        ThemeManager.instance().set_icon(
            button, "copy-simple", IconRole.ROW, size=measures.ICON_SMALL
        )

        def copy() -> None:
            QGuiApplication.clipboard().setText(field.copied)
            self.copied.emit(field.label)

        button.clicked.connect(copy)
        return button


def _empty_sheet() -> QWidget:
    sheet = QWidget()
    sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    dress(sheet, kind="pane")
    return sheet


def _hint_sheet(hint: str) -> QWidget:
    sheet = _empty_sheet()
    label = plain_label(hint, type="hint")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    layout = QVBoxLayout(sheet)
    layout.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
    layout.addWidget(label)
    return sheet


def _head(record: RecordText) -> QHBoxLayout:
    """Initials, name and what the person is; room is left for the pane's own buttons."""
    head = QHBoxLayout()
    head.setSpacing(12)
    picture = Avatar(_PICTURE)
    picture.show_name(record.title, record.key, square=record.is_company)
    head.addWidget(picture)
    head.addLayout(title_words(record, lambda theme: theme.faces.heading), 1)
    buttons = 2 * ThemeManager.instance().theme.grown(measures.ICON_BUTTON)
    head.addSpacing(buttons + _BUTTONS_GAP)
    return head


def title_words(record: RecordText, face: Callable[[Theme], Face]) -> QVBoxLayout:
    """What the record is called, in ``face``, and below it what it is."""
    words = QVBoxLayout()
    words.setSpacing(0)
    words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    title = CutLabel(face)
    title.setText(record.title)
    words.addWidget(title)
    if record.subtitle:
        subtitle = CutLabel(lambda theme: theme.faces.label, "text_secondary")
        subtitle.setText(record.subtitle)
        words.addWidget(subtitle)
    return words


def _belonging(record: RecordText) -> QHBoxLayout:
    """The company a person works for, and the tags."""
    line = QHBoxLayout()
    line.setSpacing(6)
    if record.company:
        line.addWidget(IconMark("buildings", "text_tertiary", _COMPANY_ICON))
        company = CutLabel(lambda theme: theme.faces.body, "accent_text")
        company.setText(record.company)
        company.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line.addWidget(company)
    if record.tags:
        line.addWidget(TagsLine(record.tags), 1)
    else:
        line.addStretch()
    return line


def _warning(words: str, *, is_grave: bool) -> QFrame:
    """Red of who is on the blacklist; what only lies elsewhere is as on its card."""
    frame, tone = QFrame(), "danger" if is_grave else "warning"
    dress(frame, kind="banner", tone=tone)
    layout = QHBoxLayout(frame)
    layout.setContentsMargins(12, 8, 12, 8)
    label = _readable(words)
    dress(label, tone=tone)
    layout.addWidget(label)
    return frame


def _beginning(text: str) -> str:
    if len(text) <= _MOST_SHOWN:
        return text
    more = _("This is the beginning. The whole text is longer.")
    return f"{text[:_MOST_SHOWN]}…\n\n{more}"


def _cut_line(text: str) -> QWidget:
    """A number or an address, which has no place to break the line at."""
    label = CutLabel(lambda theme: theme.faces.body_digits)
    label.setText(text)
    return label


class _Readable(QLabel):
    """Words to be marked and copied, without the places at which they may be broken."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ctrl+C."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The same by the mouse."""
        if self.hasSelectedText():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(_("Copy"), self._copy)
            menu.popup(event.globalPos())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(unbroken(self.selectedText()))


def _readable(text: str) -> QLabel:
    label = _Readable(breakable(text))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label
