"""The question when two people changed the same field: mine or theirs (``l-conflict-dialog``).

``resolve_conflict`` is the one way to ask it: cards, forms and undo do. The dialog knows no record
and writes nothing; it is given words and tells what shall be kept. Whoever asked writes, and lets
the value that is not kept reach the history too: mine is saved before theirs is put back, so that
the journal holds both and either can be restored. Window-modal, GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, QTime
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core import clock
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.gui.kit.dialog import EDGE, Dialog, Foot
from crm_desktop.gui.kit.painted import IconMark, Initials, plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.conflict_row import Clash, ClashRow, Keep, row_label
from crm_desktop.gui.shell.meanwhile import Author
from crm_desktop.gui.shell.numbers import shown_number, shown_time

__all__ = ["Clash", "ConflictDialog", "ConflictQuestion", "Keep", "Side", "resolve_conflict"]

_WIDTH, _LEAST = 760, 480
_LONGEST_JOINED = 200


class Kind(Enum):
    """Who changed the same: a colleague, oneself in another window, or somebody before an undo."""

    COLLEAGUE = "colleague"
    SELF = "self"
    UNDO = "undo"


@dataclass(frozen=True)
class Side:
    """One of the two: the id decides the colour of the initials; ``when`` in words."""

    name: str
    person_id: str
    when: str = ""


@dataclass(frozen=True)
class ConflictQuestion:
    """All that is asked and told: the record's name, both sides, the fields that clash, and what
    was joined without a question, a line each."""

    record: str
    me: Side
    they: Side
    clashes: tuple[Clash, ...]
    joined: tuple[str, ...] = ()
    kind: Kind = Kind.COLLEAGUE
    entity: str = ""


Choice = Mapping[str, Keep]
Decide = Callable[[Choice], None]
"""Gets what is kept, by field."""


class ConflictDialog(Dialog):
    """``rows`` by field, ``save`` and ``later`` at the foot. Closing it otherwise decides
    nothing: that is later too."""

    def __init__(
        self,
        conflict: ConflictQuestion,
        decide: Decide,
        later: Callable[[], None] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(conflict.record)
        self._decide, self._later = decide, later
        self.rows: dict[str, ClashRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._top(conflict))
        column.addWidget(self._sides(conflict))
        self._area = self._body(conflict, parent)
        column.addWidget(self._area, 1)
        column.addWidget(self._foot(conflict))
        self._fit(parent)
        next(iter(self.rows.values())).mine.button.setFocus()

    # Parts

    def _top(self, conflict: ConflictQuestion) -> QHBoxLayout:
        initials = Initials(36, self)
        initials.show_name(conflict.they.name, conflict.they.person_id)
        heading = plain_label(_heading(conflict), type="heading")
        sentence = plain_label(_sentence(conflict), tone="secondary")
        faces = ThemeManager.instance().theme.faces
        for label, face in ((heading, faces.heading), (sentence, faces.body)):
            label.setWordWrap(True)
            label.setMinimumHeight(face.line)
        self.setAccessibleName(heading.text())
        self.setAccessibleDescription(sentence.text())
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(heading)
        words.addWidget(sentence)
        line = QHBoxLayout()
        line.setContentsMargins(EDGE, 20, EDGE, 12)
        line.setSpacing(12)
        line.addWidget(initials, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        return line

    def _sides(self, conflict: ConflictQuestion) -> QFrame:
        head = QFrame(self)
        dress(head, kind="choiceHead")
        grid = QGridLayout(head)
        grid.setContentsMargins(0, 10, 8, 10)
        grid.setHorizontalSpacing(0)
        grid.addWidget(row_label(conflict.record, "label", 0), 0, 0)
        is_undo = conflict.kind is Kind.UNDO
        mine = _("Before the change") if is_undo else _("You")
        theirs = _("Now") if is_undo else conflict.they.name
        if conflict.kind is Kind.SELF:
            theirs = _("You, in another window")
        self.all_mine = self._side(grid, 1, conflict.me, mine, Keep.MINE)
        self.all_theirs = self._side(grid, 2, conflict.they, theirs, Keep.THEIRS)
        return head

    def _side(
        self, grid: QGridLayout, place: int, side: Side, name: str, keep: Keep
    ) -> QPushButton:
        initials = Initials(20, self)
        initials.show_name(side.name, side.person_id)
        take = QPushButton(_("Take all"), self)
        dress(take, kind="link", scale="tiny")
        take.setAutoDefault(False)
        take.setAccessibleDescription(name)
        take.clicked.connect(partial(self.take_all, keep))
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(8)
        line.addWidget(initials)
        line.addWidget(plain_label(name, type="name"))
        line.addWidget(plain_label(side.when, type="hint"))
        line.addStretch()
        line.addWidget(take)
        grid.addLayout(line, 0, place)
        grid.setColumnStretch(place, 1)
        return take

    def _body(self, conflict: ConflictQuestion, parent: QWidget) -> QScrollArea:
        sheet = QWidget()
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(sheet, kind="surface")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for clash in conflict.clashes:
            row = self.rows[clash.field] = ClashRow(clash, sheet)
            column.addWidget(row)
        self.joined = JoinedLines(conflict.joined, sheet)
        self.joined.setVisible(bool(conflict.joined))
        self.joined.unfolded.connect(lambda _on: self._fit(parent))
        column.addWidget(self.joined)
        column.addStretch(1)
        return Scrolled(self, sheet)

    def _foot(self, conflict: ConflictQuestion) -> Foot:
        is_undo = conflict.kind is Kind.UNDO
        self.later = QPushButton(_("Leave as it is") if is_undo else _("Decide &later"), self)
        dress(self.later, kind="ghost")
        self.later.setAutoDefault(False)
        self.later.clicked.connect(self.reject)
        self.save = QPushButton(_("&Save the choice"), self)
        dress(self.save, kind="primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self.accept)
        return Foot(self, self.later, self.save)

    # What the person does

    def take_all(self, keep: Keep) -> None:
        """Choose the same side in every row."""
        for row in self.rows.values():
            row.choose(keep)

    def choice(self) -> dict[str, Keep]:
        """What is chosen, by field."""
        return {name: row.kept() for name, row in self.rows.items()}

    def accept(self) -> None:
        """The choice is saved."""
        chosen = self.choice()
        super().accept()
        self._decide(chosen)

    def reject(self) -> None:
        """Nothing is decided yet."""
        super().reject()
        if self._later is not None:
            self._later()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter saves also from a row; links and the other button keep it for themselves."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        focused = self.focusWidget()
        if is_enter and isinstance(focused, (QPushButton, QToolButton)):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _fit(self, parent: QWidget) -> None:
        """As high as its content, never higher than most of the window."""
        window = parent.window()
        width = ThemeManager.instance().theme.grown(_WIDTH)
        width = max(_LEAST, min(width, window.width() - 2 * EDGE))
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()  # its size is known only then
        self.resize_panel(width, self.panel.height())
        sheet = self._area.widget()
        inside = sheet.layout()
        layout = self.layout()
        assert inside is not None
        assert layout is not None
        inside.activate()
        rows = inside.heightForWidth(width) if inside.hasHeightForWidth() else 0
        rows = max(rows, inside.sizeHint().height() if not rows else 0)
        around = sum(
            item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
            for item in (layout.itemAt(place) for place in (0, 1, 3))
            if item is not None
        )
        most = max(320, self.most_height())
        self.resize_panel(width, min(around + rows + EDGE // 2, most))


class JoinedLines(QWidget):
    """``3 more fields were joined``: a press shows which; one line for each."""

    def __init__(self, lines: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.head = QPushButton(_joined_words(len(lines)), self)
        dress(self.head, kind="crumb")
        self.head.setAutoDefault(False)
        self.head.setCheckable(True)
        self.unfolded = self.head.toggled
        self._caret = IconMark("caret-right", "text_tertiary", 10, self)
        self.lines = plain_label("\n".join(lines), tone="secondary")
        self.lines.setWordWrap(True)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lines.setContentsMargins(32, 0, 0, 0)
        self.lines.hide()
        # Connected before whoever wants to know how high it is then.
        self.head.toggled.connect(self._unfold)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._caret)
        line.addWidget(IconMark("check-circle-fill", "success", 15, self))
        line.addWidget(self.head)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 10, EDGE, 14)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.lines)

    def _unfold(self, is_open: bool) -> None:
        self.lines.setVisible(is_open)
        self._caret.show_icon("caret-down" if is_open else "caret-right", "text_tertiary")


def resolve_conflict(
    parent: QWidget,
    conflict: ConflictQuestion,
    decide: Decide,
    later: Callable[[], None] | None = None,
) -> ConflictDialog:
    """Ask which values to keep. ``later`` is called when nothing is decided."""
    dialog = ConflictDialog(conflict, decide, later, parent)
    dialog.open()
    return dialog


def _heading(conflict: ConflictQuestion) -> str:
    if conflict.kind is Kind.SELF:
        return _("You changed this in another window as well")
    if conflict.kind is Kind.UNDO:
        return _("{name} changed the same since, so nothing was undone").format(
            name=conflict.they.name
        )
    named = {
        "contact": _("{name} changed this contact at the same time as you"),
        "company": _("{name} changed this company at the same time as you"),
        "deal": _("{name} changed this deal at the same time as you"),
    }
    words = named.get(conflict.entity) or _("{name} changed this at the same time as you")
    return words.format(name=conflict.they.name)


def _sentence(conflict: ConflictQuestion) -> str:
    number = len(conflict.clashes)
    words = ngettext(
        "Choose what to keep in {number} field. Both versions stay in the history.",
        "Choose what to keep in {number} fields. Both versions stay in the history.",
        number,
    )
    return words.format(number=shown_number(number))


def _joined_words(number: int) -> str:
    words = ngettext(
        "{number} more field was joined by itself",
        "{number} more fields were joined by themselves",
        number,
    )
    return words.format(number=shown_number(number))


# Words of a question


def made_question(
    record: str,
    people: tuple[Author, Author],
    clashes: Sequence[Clash],
    joined: Sequence[str],
    *,
    is_undo: bool = False,
    entity: str = "",
) -> ConflictQuestion:
    """The question about a record by its name; ``people`` are the person and who was first."""
    me, they = people
    kind = Kind.SELF if they.id == me.id else Kind.COLLEAGUE
    when = _when(they.moment) if they.moment is not None else ""
    return ConflictQuestion(
        record,
        Side(me.name, me.id, "" if is_undo else _("now")),
        Side(they.name, they.id, when),
        tuple(clashes),
        tuple(joined),
        Kind.UNDO if is_undo else kind,
        entity,
    )


def _when(moment: datetime) -> str:
    """``12:36``, or with its day if that is not today."""
    there = moment.astimezone(clock.LOCAL_ZONE)
    if there.date() == clock.now().astimezone(clock.LOCAL_ZONE).date():
        return shown_time(QTime(there.hour, there.minute))
    return values.moment_words(moment)


def joined_line(label: str, value: str, author: str) -> str:
    """``Position: Director, changed by Jan``; without an author it is one's own change."""
    words = _("{field}: {value}, changed by {name}") if author else _("{field}: {value}, yours")
    value = " ".join(value.split())[:_LONGEST_JOINED]
    return words.format(field=label, value=value, name=isolated(author))


def joined_text(mine: str, theirs: str) -> str:
    """Both texts one under another, theirs first since it was there first; one that holds the
    other is both."""
    if mine in theirs:
        return theirs
    return mine if theirs in mine else f"{theirs.rstrip()}\n\n{mine.lstrip()}"
