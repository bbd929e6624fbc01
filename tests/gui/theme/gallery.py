"""The controls of the design's picture ``m-components``, laid out as there, for looking and tests.

``tests/gui/theme/test_gallery.py`` draws it in every theme; ``python -m tests.gui.theme.gallery
FOLDER`` writes pictures to lay beside the design's.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.gui.kit.buttons import DashedButton
from crm_desktop.gui.kit.paint import marks, rows
from crm_desktop.gui.kit.paint.marks import NextStep, Tag, Ticked
from crm_desktop.gui.kit.paint.rows import RowState
from crm_desktop.gui.kit.paint.shadows import Elevation, paint_shadow
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme.focus_ring import RingFrame
from crm_desktop.gui.kit.theme.icons import IconRole, pixmap
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.style import DANGER
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS

SIZE = QSize(1440, 900)
Paint = Callable[[QPainter, QRectF, Theme], object]
STATES = ("Обычная", "Наведение", "Нажатие", "Фокус", "Недоступна")
TAGS = ("Архив", "Опт", "Склад", "Медицина", "Спорт", "Кафе", "Дизайнер", "Ключевой")
PEOPLE = (
    *(("АС", "violet"), ("ДО", "teal"), ("МК", "rose"), ("ИБ", "blue"), ("ОЖ", "amber")),
    *(("ЕФ", "green"), ("ТА", "orange"), ("ПЮ", "slate")),
)
STEPS = (
    (NextStep.PLANNED, "20 окт., 11:00"),
    (NextStep.TODAY, "сегодня, 15:30"),
    (NextStep.OVERDUE, "вчера"),
    (NextStep.NONE, "Нет шага"),
)
MENU = (
    ("arrow-square-out", "Открыть", "Return"),
    ("app-window", "В новом окне", "Ctrl+Return"),
    None,
    ("phone", "Позвонить", "Ctrl+Shift+C"),
    ("check-square", "Задача", "Ctrl+Shift+T"),
    ("tag-simple", "Теги", "Ctrl+Shift+L"),
    ("user-gear", "Ответственный", "Ctrl+Shift+O"),
    None,
    ("archive", "Убрать в архив", "Delete"),
)
ROWS = (
    ("Марина Ким", "обычная", RowState(), Ticked.OFF),
    ("Тимур Ахметов", "наведение", RowState(hovered=True), Ticked.OFF),
    ("Нина Кравцова", "текущая", RowState(current=True), Ticked.OFF),
    ("Виктор Чен", "отмечена", RowState(ticked=True), Ticked.ON),
    ("Елена Фомина", "фокус", RowState(keyboard=True), Ticked.OFF),
    ("Павел Юдин", "окно неактивно", RowState(ticked=True, window_active=False), Ticked.ON),
)

TOASTS = (
    ("check-circle-fill", "success", "Сделка переведена в «Договор»", "", "Отменить"),
    ("wifi-slash", "warning", "Нет связи с офисом", "Изменения сохранены на этом компьютере", ""),
    (
        *("warning-circle-fill", "danger", "Письмо не отправлено"),
        *("Оно осталось в черновиках", "Повторить"),
    ),
)
BANNERS = (
    (
        *("info", "accent_text", "Вышла версия 1.4. Обновится при следующем запуске."),
        *("", 246, 62),
    ),
    (
        *("check-circle", "success_text", "Импорт закончен: добавлено 1 204 контакта."),
        *("success", 316, 42),
    ),
)


class Painted(QWidget):
    """A widget drawn by a paint function."""

    def __init__(self, parent: QWidget, theme: Theme, paint: Paint) -> None:
        super().__init__(parent)
        self._theme, self._paint = theme, paint

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        self._paint(painter, QRectF(self.rect()), self._theme)


class Gallery(QWidget):
    """All controls in all states, 1440 × 900."""

    def __init__(self, manager: ThemeManager) -> None:
        super().__init__()
        self._manager, self._theme = manager, manager.theme
        self.hovered: list[QPushButton] = []
        self.setFixedSize(SIZE)
        dress(self, kind="page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for part in (
            *(self._buttons, self._inputs, self._ticks, self._colours, self._steps, self._tabs),
            *(self._letters, self._menu, self._toasts, self._empty, self._rows, self._skeleton),
            self._small_things,
        ):
            part()

    def _place(self, widget: QWidget, x: int, y: int, width: int = 0, height: int = 0) -> QWidget:
        widget.setParent(self)
        hint = widget.sizeHint()
        widget.setGeometry(x, y, width or hint.width(), height or hint.height())
        return widget

    def _paint(self, x: int, y: int, width: int, height: int, paint: Paint) -> None:
        Painted(self, self._theme, paint).setGeometry(x, y, width, height)

    def _shadow(self, thing: QRect) -> None:
        place = thing.marginsAdded(Elevation.MENU.margins)
        inside = thing.translated(-place.topLeft())
        Painted(
            self, self._theme, lambda p, _, t: paint_shadow(p, inside, Elevation.MENU, 8, t)
        ).setGeometry(place)

    def _words(self, x: int, y: int, words: str, width: int = 0, **look: str) -> QLabel:
        label = QLabel(words, self)
        dress(label, **look)
        self._place(label, x, y, width, 0 if look.get("type") in ("display", "title") else 20)
        return label

    def _caption(self, x: int, y: int, words: str) -> None:
        self._words(x, y - 2, words, type="section")

    def _button(self, words: str, icon: str = "", **look: str) -> QPushButton:
        button = QPushButton(words, self)
        dress(button, **look)
        if icon:
            roles = {
                "success": IconRole.ON_ACCENT,
                "primary": IconRole.ON_ACCENT,
                "soft": IconRole.ACTIVE,
                "dangerText": IconRole.DANGER,
            }
            role = roles.get(look.get("kind", ""), IconRole.DEFAULT)
            self._manager.set_icon(button, icon, role)
        return button

    def _buttons(self) -> None:
        self._caption(28, 24, "Кнопки, 32 / 28 / 24")
        for column, state in enumerate(STATES):
            self._words(28 + 130 * column, 48, state, type="caption")
        for row, (words, icon, kind) in enumerate(
            (
                ("Сохранить", "", "primary"),
                ("Импорт", "download-simple", ""),
                ("Отмена", "", "ghost"),
            )
        ):
            for column, state in enumerate(STATES):
                button = self._button(words, icon, kind=kind)
                if state == "Наведение":
                    self.hovered.append(button)
                button.setDown(state == "Нажатие")
                button.setEnabled(state != "Недоступна")
                self._place(button, 28 + 130 * column, 72 + 40 * row)
                if state == "Фокус":
                    RingFrame(button, self._theme)
        x = 28
        for button in (
            self._button("Удалить", kind="danger"),
            self._button("Выиграна", "trophy", kind="success"),
            self._button("Проиграна", "x-circle", kind="dangerText"),
            self._button("Сохранить вид", "bookmark-simple", kind="soft", scale="small"),
            self._button("Перенести", scale="tiny"),
        ):
            height = button.sizeHint().height()
            self._place(button, x, 208 - height // 2)
            x += button.width() + 8
        for icon, kind, checked in (("phone", "iconOutlined", False), ("layout", "icon", True)):
            tool = QToolButton(self)
            dress(tool, kind=kind)
            tool.setCheckable(True)
            tool.setChecked(checked)
            tool.setIconSize(QSize(18, 18))
            role = IconRole.ACTIVE if checked else IconRole.DEFAULT
            self._manager.set_icon(tool, icon, role, 18)
            self._place(tool, x, 194)
            x += tool.width() + 8

    def _inputs(self) -> None:
        self._caption(28, 248, "Поля ввода, 32")
        fields = (
            ("Город", "Санкт-Петербург", "", "", ""),
            ("Город", "Санкт-Пет", "focus", "", ""),
            ("Сумма", "", "", "Необязательно", ""),
            ("E-mail", "m.kim@vektor", "invalid", "Нужна точка после «@»", "danger"),
            ("Телефон", "+7 900 555-01-14", "warning", "Такой номер уже есть", "warning"),
            ("Ответственный", "Анна Соколова", "readOnly", "Меняет руководитель", ""),
        )
        icons = {
            "invalid": ("warning-circle-fill", self._theme.colours.danger),
            "warning": ("warning", self._theme.colours.warning),
            "readOnly": ("lock-simple", self._theme.colours.text_tertiary),
        }
        for number, (label, text, state, hint, tone) in enumerate(fields):
            x, y = 28 + 208 * (number % 3), 272 + 78 * (number // 3)
            self._words(x, y - 2, label, type="label")
            field = QLineEdit(text, self)
            field.setPlaceholderText("0,00 ₽")
            field.setReadOnly(state == "readOnly")
            if state in icons:
                name, colour = icons[state]
                field.addAction(pixmap(name, colour, 15), QLineEdit.ActionPosition.TrailingPosition)
            dress(field, state=state)
            self._place(field, x, y + 20, 196)
            if state == "focus":
                self.focused = field
            if hint:
                self._words(x, y + 54, hint, type="hint", tone=tone)

    def _ticks(self) -> None:
        self._caption(28, 442, "Флажки, переключатели, отметка задачи")
        x = 28
        for kind, checked in (
            *(("", False), ("", True), ("some", False), ("ring", True), ("|", False)),
            *(("radio", False), ("radio", True), ("|", False)),
            *(("switch", False), ("switch", True), ("|", False), ("task", False), ("task", True)),
        ):
            if kind == "|":
                line = QFrame(self)
                dress(line, kind="divider")
                self._place(line, x, 470, 1, 20)
                x += 17
                continue
            box = QRadioButton(self) if kind == "radio" else QCheckBox(self)
            dress(box, kind=kind)
            box.setAutoExclusive(False)
            box.setChecked(checked)
            if kind == "some" and isinstance(box, QCheckBox):
                box.setCheckState(Qt.CheckState.PartiallyChecked)
            width, height = {"switch": (30, 18), "task": (18, 18)}.get(kind, (16, 16))
            self._place(box, x, 480 - height // 2, width, height)
            if kind == "ring":
                RingFrame(box, self._theme)
            x += width + 16

    def _colours(self) -> None:
        self._caption(28, 514, "Теги и стадии, 8 цветов")

        def paint_tags(painter: QPainter, rect: QRectF, theme: Theme) -> None:
            for words, colour in zip(TAGS, TAG_COLOURS, strict=True):
                width = marks.paint_tag(painter, rect, Tag(words, colour), theme)
                rect.setLeft(round(rect.left() + width) + 6)

        def paint_bars(painter: QPainter, rect: QRectF, theme: Theme) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for number, name in enumerate(TAG_COLOURS):
                painter.setBrush(theme.tag(name).solid)
                painter.drawRoundedRect(QRectF(34 * number, 0, 28, 12), 3, 3)

        def paint_people(painter: QPainter, rect: QRectF, theme: Theme) -> None:
            for number, (letters, colour) in enumerate(PEOPLE):
                place = QRectF(30 * number, 0, 24, 24)
                marks.paint_initials(painter, place, letters, colour, theme)

        self._paint(28, 538, 600, 18, paint_tags)
        self._paint(28, 570, 280, 12, paint_bars)
        self._paint(318, 564, 240, 24, paint_people)

    def _steps(self) -> None:
        self._caption(28, 608, "Следующий шаг: значок и слова, не только цвет")

        def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
            for step, words in STEPS:
                width = marks.paint_next_step(painter, rect, step, words, theme)
                rect.setLeft(round(rect.left() + width + 6))

        self._paint(28, 632, 600, 20, paint)

    def _tabs(self) -> None:
        self._caption(28, 672, "Вкладки, переключатель вида, фильтры")
        line = QFrame(self)
        dress(line, kind="line")
        self._place(line, 28, 731, 664, 1)
        tabs = QTabBar(self)
        for words in ("Все  1 284", "Мои клиенты  214", "Ключевые  58"):
            tabs.addTab(words)
        self._place(tabs, 28, 696)
        segments = QFrame(self)
        dress(segments, kind="segments")
        layout = QHBoxLayout(segments)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        for words in ("День", "Неделя", "Месяц"):
            button = self._button(words, kind="segment")
            button.setCheckable(True)
            button.setChecked(words == "Неделя")
            layout.addWidget(button)
        x = 28 + self._place(segments, 28, 742).width() + 8
        for words, kind, icon in (
            ("Город: Санкт-Петербург", "chip", "x-bold"),
            ("Теги: любые", "chip", "caret-down-bold"),
            ("Фильтр", "chipAdd", "plus-bold"),
        ):
            is_adding = kind == "chipAdd"
            chip = DashedButton(words, self) if is_adding else self._button(words, kind=kind)
            chip.setCheckable(kind == "chip")
            chip.setChecked(icon == "x-bold")
            if kind == "chip":
                chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            role = IconRole.ACTIVE if icon == "x-bold" else IconRole.DEFAULT
            self._manager.set_icon(chip, icon, role, 11)
            x += self._place(chip, x, 744).width() + 8

    def _letters(self) -> None:
        self._caption(28, 792, "Шкала текста")
        x = 28
        for words, y, kind, tone in (
            ("26 Сумма", 816, "display", ""),
            ("20 Заголовок", 819, "title", ""),
            ("15 Раздел", 826, "heading", ""),
            ("13 Текст", 827, "", ""),
            ("12 Подпись", 827, "hint", "secondary"),
            ("11 Мелкая", 828, "caption", ""),
        ):
            x += self._words(x, y, words, type=kind, tone=tone).width() + 18

    def _menu(self) -> None:
        self._caption(724, 24, "Контекстное меню")
        self._shadow(QRect(724, 48, 258, 224))
        menu = QMenu(self)
        for entry in MENU:
            if entry is None:
                menu.addSeparator()
                continue
            icon, words, keys = entry
            action = menu.addAction(words)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutVisibleInContextMenu(True)
            role = IconRole.MENU_DANGER if keys == "Delete" else IconRole.MENU
            self._manager.set_icon(action, icon, role)
            if keys == "Delete":
                action.setProperty("tone", DANGER)
        menu.setMinimumWidth(258)
        menu.ensurePolished()
        menu.resize(menu.sizeHint())
        menu.setActiveAction(menu.actions()[0])
        picture = QLabel(self)
        shot = QPixmap(menu.size())
        shot.fill(Qt.GlobalColor.transparent)
        menu.render(shot)
        picture.setPixmap(shot)
        self._place(picture, 724, 48)

    def _toasts(self) -> None:
        self._caption(998, 24, "Уведомления")
        for y, height in zip((48, 116, 180), (60, 56, 56), strict=True):
            self._shadow(QRect(998, y, 372, height))
        colours = self._theme.colours
        for (icon, tone, words, more, action), y, height in zip(
            TOASTS, (48, 116, 180), (60, 56, 56), strict=True
        ):
            toast = QFrame(self)
            dress(toast, kind="toast")
            layout = QHBoxLayout(toast)
            layout.setContentsMargins(14, 8, 8, 8)
            layout.setSpacing(10)
            mark = QLabel()
            mark.setPixmap(pixmap(icon, getattr(colours, f"inverse_{tone}"), 18))
            layout.addWidget(mark)
            texts = QVBoxLayout()
            texts.setSpacing(0)
            for line, kind in ((words, "name"), (more, "hint")):
                if line:
                    label = QLabel(line)
                    label.setWordWrap(True)
                    dress(label, type=kind)
                    texts.addWidget(label)
            layout.addLayout(texts, 1)
            if action:
                layout.addWidget(QPushButton(action))
            close = QToolButton()
            dress(close, kind="icon")
            self._manager.set_icon(close, "x", IconRole.INVERSE, 14)
            layout.addWidget(close)
            self._place(toast, 998, y, 372, height)
        for icon, token, words, tone, y, height in BANNERS:
            banner = QFrame(self)
            dress(banner, kind="banner", tone=tone)
            layout = QHBoxLayout(banner)
            layout.setContentsMargins(12, 9, 12, 9)
            layout.setSpacing(10)
            mark = QLabel()
            mark.setPixmap(pixmap(icon, getattr(colours, token), 17))
            layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            label = QLabel(words)
            label.setWordWrap(True)
            layout.addWidget(label, 1)
            self._place(banner, 998, y, 372, height)

    def _empty(self) -> None:
        self._caption(724, 374, "Пустой список")
        tile = QFrame(self)
        dress(tile, kind="tile")
        self._place(tile, 724, 398, 300, 222)

        def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.bg_sunken)
            painter.drawEllipse(rect)
            marks.paint_icon(painter, rect, "handshake", theme.colours.text_tertiary, 24)

        self._paint(850, 425, 48, 48, paint)
        for y, height, words, look in (
            (485, 20, "Здесь пока нет сделок", {"type": "heading"}),
            (509, 40, "Добавьте первую или перенесите из таблицы.", {"tone": "secondary"}),
        ):
            label = QLabel(words)
            dress(label, **look)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._place(label, 745, y, 258, height)
        add = self._button("Новая сделка", "plus", kind="primary", scale="small")
        self._place(add, 771, 563)
        self._place(self._button("Импорт", scale="small"), 771 + add.width() + 8, 563)

    def _rows(self) -> None:
        self._caption(1040, 374, "Строки таблицы")
        tile = QFrame(self)
        dress(tile, kind="tile")
        self._place(tile, 1040, 398, 300, 218)

        def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
            for number, (name, words, state, ticked) in enumerate(ROWS):
                row = QRectF(0, 36 * number, rect.width(), 36)
                rows.paint_row_background(painter, row, state, theme)
                marks.paint_check_box(painter, QRectF(14, row.top(), 16, 36), ticked, theme)
                paint_text(
                    painter,
                    row.adjusted(44, 0, -8, 0),
                    name,
                    theme.faces.body_medium,
                    theme.colours.text,
                )
                paint_text(
                    painter,
                    row.adjusted(44, 0, -8, 0),
                    words,
                    theme.faces.label,
                    theme.colours.text_tertiary,
                    right=True,
                )
                if state.keyboard:
                    rows.paint_focus_ring(painter, row, theme)

        self._paint(1041, 399, 298, 216, paint)

    def _skeleton(self) -> None:
        self._caption(724, 636, "Загрузка, через 150 мс")
        tile = QFrame(self)
        dress(tile, kind="tile")
        self._place(tile, 724, 660, 236, 178)

        def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
            for number in range(4):
                row = QRectF(0, 44 * number, rect.width(), 44)
                rows.paint_skeleton_row(painter, row, number, theme)

        self._paint(725, 661, 234, 176, paint)

    def _small_things(self) -> None:
        self._caption(976, 636, "Подсказка, счётчик, метка, ход")
        self._paint(1172, 664, 24, 18, lambda p, r, t: marks.paint_count(p, r, "8", t))
        plus = Tag("+1", "slate")
        self._paint(1198, 664, 40, 18, lambda p, r, t: marks.paint_tag(p, r, plus, t))
        self._paint(
            *(1230, 663, 80, 20),
            lambda p, r, t: marks.paint_pill(
                p, r, "check-circle-fill", "Точно", tone="success", theme=t
            ),
        )
        self._paint(1304, 670, 90, 6, lambda p, r, t: marks.paint_progress(p, r, 0.62, t))


def draw(manager: ThemeManager) -> QPixmap:
    """A picture of the gallery in the theme of ``manager``."""
    gallery = Gallery(manager)
    gallery.show()
    gallery.focused.setFocus()
    QApplication.processEvents()
    for button in gallery.hovered:
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        inside, none = QPointF(button.rect().center()), Qt.MouseButton.NoButton
        outside = QPointF(button.mapToGlobal(button.rect().center()))
        keys = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(QEvent.Type.MouseMove, inside, outside, none, none, keys)
        QApplication.sendEvent(button, event)
    picture = gallery.grab(QRect(0, 0, SIZE.width(), SIZE.height()))
    gallery.close()
    gallery.deleteLater()
    return picture


def main(folder: Path) -> None:
    """Write both themes to ``folder``, in the stand-in font of the design's pictures."""
    application = QApplication([])
    manager = ThemeManager(application, families=("Inter",))
    for mode in ("light", "dark"):
        manager.apply(Appearance(mode=mode))
        draw(manager).save(str(folder / f"m-components-{mode}-ru.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
