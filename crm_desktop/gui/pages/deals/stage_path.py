"""The way of a deal through its pipeline: a chevron for each stage with the time spent there.

Part of the head of a deal's card. Each stage is a button of its own, drawn by itself, so that
screen readers find it; together they are one stop of the Tab key, and arrows go from one to the
next. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme.fonts import Face
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.pages.deals.path_rules import CURRENT, LOST, PASSED, PathStage

_HEIGHT, _POINT, _GAP = 34, 11, 1
_WIDEST, _LEAST = 196, 24
_FIRST_EDGE, _EDGE, _RIGHT = 14, 22, 14
_ICON, _BETWEEN = 12, 6
# Narrower than this a chevron has no room for its time, then none for its icon.
_TIME_FROM, _ICON_FROM = 120, 84
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class StagePath(QWidget):
    """``wanted``: the id of a stage that was pressed, and its place on the screen."""

    wanted = Signal(str, QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Stages"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self._grow)
        self.chevrons: list[Chevron] = []
        self.is_open = True

    def show_stages(self, stages: Sequence[PathStage], *, is_open: bool) -> None:
        """Show these; the chevrons of a path that only changed stay, with the keyboard."""
        self.is_open = is_open
        if [one.stage.id for one in self.chevrons] != [stage.id for stage in stages]:
            self._make_anew(len(stages), stages)
        for chevron, stage in zip(self.chevrons, stages, strict=True):
            chevron.tell(stage, can_be_pressed=is_open and stage.state != CURRENT)
        current = next((n for n, one in enumerate(self.chevrons) if one.is_here), 0)
        self._take_tab(current)
        self._lay_out()

    def _make_anew(self, count: int, stages: Sequence[PathStage]) -> None:
        for chevron in self.chevrons:
            chevron.hide()
            chevron.deleteLater()
        self.chevrons = []
        for number in range(count):
            chevron = Chevron(stages[number], self, is_first=number == 0)
            chevron.clicked.connect(lambda _on=False, one=chevron: self._press(one))
            chevron.show()
            self.chevrons.append(chevron)

    def show_wanted(self, stage_id: str) -> None:
        """Mark the stage into which the deal is to go; nothing for none."""
        for chevron in self.chevrons:
            chevron.show_wanted(chevron.stage.id == stage_id)

    def _press(self, chevron: Chevron) -> None:
        if self.is_open and chevron.stage.state != CURRENT:
            place = QRect(chevron.mapToGlobal(chevron.rect().topLeft()), chevron.size())
            self.wanted.emit(chevron.stage.id, place)

    # Keys

    def step(self, chevron: Chevron, by: int) -> None:
        """To the neighbour."""
        number = self.chevrons.index(chevron) + by
        if 0 <= number < len(self.chevrons):
            self._take_tab(number)
            self.chevrons[number].setFocus(Qt.FocusReason.TabFocusReason)

    def _take_tab(self, number: int) -> None:
        """One of them is the stop of the Tab key: the focused one, else that of the deal."""
        focused = next((n for n, one in enumerate(self.chevrons) if one.hasFocus()), number)
        for place, chevron in enumerate(self.chevrons):
            strong = place in (focused, number)
            policy = Qt.FocusPolicy
            chevron.setFocusPolicy(policy.StrongFocus if strong else policy.ClickFocus)

    # Place

    def _grow(self) -> None:
        self.updateGeometry()
        self._lay_out()

    def sizeHint(self) -> QSize:  # noqa: N802
        """All at their widest."""
        return QSize(len(self.chevrons) * (_WIDEST + _GAP), self._manager.theme.grown(_HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As narrow as can still be pressed."""
        return QSize(len(self.chevrons) * (_LEAST + _GAP), self._manager.theme.grown(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The chevrons share the width."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        count = len(self.chevrons)
        if not count:
            return
        share = (self.width() + _GAP) / count
        widest = self._manager.theme.grown(_WIDEST) + _GAP
        share = min(share, widest)
        for number, chevron in enumerate(self.chevrons):
            left, right = round(number * share), round((number + 1) * share) - _GAP
            chevron.setGeometry(left, 0, right - left, self.height())


class Chevron(QAbstractButton):
    """One stage."""

    def __init__(self, stage: PathStage, parent: StagePath, *, is_first: bool) -> None:
        super().__init__(parent)
        self._path = parent
        self._is_first = is_first
        self._is_hovered = False
        self._is_wanted = False
        self._can_be_pressed = False
        self.stage = stage
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.update)

    @property
    def is_here(self) -> bool:
        """Whether the deal is in this stage."""
        return self.stage.state in (CURRENT, LOST)

    def tell(self, stage: PathStage, *, can_be_pressed: bool) -> None:
        """Show this."""
        self.stage = stage
        self._can_be_pressed = can_be_pressed
        self.setAccessibleName(stage.spoken)
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(hand if can_be_pressed else Qt.CursorShape.ArrowCursor)
        lines = [stage.name, stage.length, stage.instruction]
        self.setToolTip("\n".join(filter(None, lines)))
        self.setAccessibleDescription(stage.instruction)
        self.update()

    def show_wanted(self, is_wanted: bool) -> None:
        """The deal is to come here."""
        self._is_wanted = is_wanted
        self.update()

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows go on; Enter and Space move the deal."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._path.step(self, _STEPS[key])
        elif key in _PRESSES:
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Show that a press moves the deal here."""
        self._is_hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """The pointer has gone."""
        self._is_hovered = False
        self.update()
        super().leaveEvent(event)

    def hitButton(self, place: object) -> bool:  # noqa: N802
        """Anywhere on it."""
        return True

    # Looks

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The shape, the icon, the name, the time."""
        theme = self._manager.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink, line = self._colours(theme)
        painter.setPen(QPen(line, 1.2) if line is not None else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(self._shape(inset=0.6 if line is not None else 0))
        self._paint_words(painter, theme, ink)
        if self.hasFocus() and self.window().testAttribute(
            Qt.WidgetAttribute.WA_KeyboardFocusChange
        ):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colours.focus, theme.focus_line))
            painter.drawPolygon(self._shape(inset=theme.focus_line / 2))
        painter.end()

    def _colours(self, theme: Theme) -> tuple[QColor, QColor, QColor | None]:
        """Fill, letters, outline."""
        colours = theme.colours
        if self._is_wanted or (self._is_hovered and self._can_be_pressed):
            return colours.accent_tint, colours.accent_text, colours.accent
        if self.stage.state == CURRENT:
            return colours.accent, colours.accent_on, None
        if self.stage.state == LOST:
            return colours.danger_tint, colours.danger_text, None
        if self.stage.state == PASSED:
            return colours.success_tint, colours.success_text, None
        return colours.bg_sunken, colours.text_secondary, None

    def _shape(self, inset: float) -> QPolygonF:
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        middle, point = box.center().y(), min(_POINT, box.width() / 3)
        corners = [
            box.topLeft(),
            QPointF(box.right() - point, box.top()),
            QPointF(box.right(), middle),
            QPointF(box.right() - point, box.bottom()),
            box.bottomLeft(),
        ]
        if not self._is_first:
            corners.append(QPointF(box.left() + point, middle))
        return QPolygonF(corners)

    def _paint_words(self, painter: QPainter, theme: Theme, ink: QColor) -> None:
        is_strong = self.is_here or self._is_wanted
        face = theme.faces.label_strong if is_strong else theme.faces.label_medium
        room = QRectF(self.rect())
        edge = _FIRST_EDGE if self._is_first else _EDGE
        right = _RIGHT if self.width() >= _ICON_FROM else _POINT
        room.adjust(min(edge, room.width() / 4), 0, -right, 0)
        icon = self._icon()
        if icon and self.width() >= _ICON_FROM:
            place = QRectF(room.left(), room.top(), _ICON, room.height())
            paint_icon(painter, place, icon, ink, _ICON)
            room.setLeft(place.right() + _BETWEEN)
        if self.stage.length and self.width() >= theme.grown(_TIME_FROM):
            taken = self._paint_length(painter, room, theme, ink)
            room.setRight(room.right() - taken - _BETWEEN)
        paint_text(painter, room, self.stage.name, face, ink)

    def _paint_length(self, painter: QPainter, room: QRectF, theme: Theme, ink: QColor) -> float:
        """The time at the right; too long a time on the ground of a warning."""
        face: Face = theme.faces.caption
        width = face.width(self.stage.length)
        if not self.stage.is_rotting:
            paint_text(painter, room, self.stage.length, face, ink, right=True)
            return width
        pill = QRectF(room.right() - width - 10, room.center().y() - 9, width + 10, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.warning_tint)
        painter.drawRoundedRect(pill, 4, 4)
        inside = pill.adjusted(5, 0, -5, 0)
        paint_text(painter, inside, self.stage.length, face, theme.colours.warning_text)
        return width + 10

    def _icon(self) -> str:
        if self._is_wanted or (self._is_hovered and self._can_be_pressed):
            return "arrow-right"
        return "check-bold" if self.stage.state == PASSED else ""
