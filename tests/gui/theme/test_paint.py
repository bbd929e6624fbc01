"""What is painted by hand stands where it should, in its colour, whole, on every screen."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QStaticText

from crm_desktop.gui.kit.paint import marks, rows, words
from crm_desktop.gui.kit.paint.marks import NextStep, Tag, Ticked, initials
from crm_desktop.gui.kit.paint.rows import Name, RowState
from crm_desktop.gui.kit.paint.shadows import Elevation, paint_shadow
from crm_desktop.gui.kit.row_drawing import RIGHT_ROOM, paint_figures
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.fonts import Face
from crm_desktop.gui.kit.theme.theme import Theme, colour_of, make_theme
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS, ThemeName
from tests.gui.conftest import there
from tests.gui.theme.conftest import drawn, inked

ROW = QRectF(0, 0, 200, 44)
LONG = "Объединение строительных организаций Северо-Западного округа"
HEBREW = "משה רבינוביץ׳ בן אברהם"
TAGS = [Tag("Ключевой", "violet"), Tag("Опт", "blue"), Tag("Медицина", "green")]


def colours_in(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


# Words


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize(
    "text", ["Анна Соколова", LONG, HEBREW * 3, "日本語の名前" * 6, "👩‍🚀" * 40]
)
def test_no_text_leaves_its_cell(theme: Theme, text: str, ratio: float) -> None:
    cell = QRectF(20, 10, 120, 24)
    image = drawn(
        *(200, 44),
        lambda p: words.paint_text(p, cell, text, theme.faces.body, theme.colours.text),
        ratio=ratio,
    )
    box = inked(image)
    assert box is not None
    left, top, right, bottom = (edge / ratio for edge in box)
    assert cell.left() - 1 <= left < right <= cell.right() + 1
    assert cell.top() <= top < bottom <= cell.bottom()


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "a\nb\tc", "ж" * 1_000_000])
def test_any_text_can_be_drawn_on_one_line(theme: Theme, text: str) -> None:
    face = theme.faces.body
    line = face.fitted(text, 100)
    assert line.width <= 100
    assert "\n" not in line.text
    drawn(100, 30, lambda p: words.paint_text(p, ROW, text, face, theme.colours.text))


def test_what_is_too_long_ends_with_dots_and_what_fits_is_left_alone(theme: Theme) -> None:
    face = theme.faces.body
    assert face.fitted("Анна", 100).text == "Анна"
    assert face.fitted(LONG, 100).text.endswith("…")
    assert face.fitted(LONG, 100).width <= 100


@pytest.mark.parametrize("text", ["illi" * 9, "ШЩЖЫ" * 5, "maria.k@example.com", "Анна-Мария Ли"])
def test_a_text_is_cut_only_where_it_stands_wider_than_its_place(theme: Theme, text: str) -> None:
    face = theme.faces.body
    whole = face.fitted(text, 10_000).width
    for width in range(30, 300, 7):
        line = face.fitted(text, width)
        assert (line.text == text) == (whole <= width)
        assert line.text == text or line.text.endswith("…")
        assert line.width <= width


def test_what_is_much_too_long_is_not_laid_out_whole_before_it_is_cut(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    face = Face(theme.faces.body.font, theme.faces.body.line)
    laid_out: list[str] = []
    lay_out = face._drawn

    def noted(text: str) -> QStaticText:
        laid_out.append(text)
        return lay_out(text)

    monkeypatch.setattr(face, "_drawn", noted)
    line = face.fitted("anna.nowakowska@a-long-name-of-a-firm.example", 120)
    assert laid_out == [line.text]


def test_amounts_end_where_their_title_ends(theme: Theme) -> None:
    rect = QRectF(0, 0, 120, 32)
    ends = RIGHT_ROOM + 3  # and what a letter keeps free beside itself
    picture = drawn(120, 32, lambda painter: paint_figures(painter, rect, "1 180 000", theme))
    box = inked(picture)
    assert box is not None
    assert 120 - ends <= box[2] <= 120 - RIGHT_ROOM


def test_numbers_stand_at_the_right(theme: Theme) -> None:
    image = drawn(200, 44, lambda p: words.paint_cell_text(p, ROW, "1 180", theme, right=True))
    left, _, right, _ = inked(image) or (0, 0, 0, 0)
    assert left > 150
    assert 197 <= right <= 200


def test_digits_of_a_column_have_one_width(theme: Theme) -> None:
    face = theme.faces.body_digits
    assert face.width("111") == face.width("888")


def test_found_letters_stand_on_yellow_and_the_others_do_not(theme: Theme) -> None:
    face = theme.faces.body

    def draw(painter: QPainter) -> None:
        words.paint_found_text(painter, ROW, "Марина", [(0, 3)], face=face, theme=theme)

    image = drawn(200, 44, draw)
    middle = 22 - int(face.height / 2) + 1
    end = round(face.width("Мар"))
    assert image.pixelColor(0, middle) == theme.colours.highlight
    assert image.pixelColor(end - 2, middle) == theme.colours.highlight
    assert image.pixelColor(end + 2, middle) == QColor("white")


@given(
    text=st.text(max_size=60),
    spans=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3),
)
def test_any_found_parts_of_any_text_can_be_drawn(
    theme: Theme, text: str, spans: list[tuple[int, int]]
) -> None:
    ordered = sorted((min(span), max(span)) for span in spans)

    def draw(painter: QPainter) -> None:
        face = theme.faces.label
        words.paint_found_text(painter, ROW, text, ordered, face=face, theme=theme)

    drawn(50, 20, draw)


# Initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Марина Ким", "МК"),
        ("Анна Мария Соколова", "АМ"),
        ("Кофейня «Полдень»", "КП"),
        ("«Вектор Плюс»", "ВП"),
        ("ООО", "О"),
        ("СтройГрад", "СГ"),
        ("Вектор-М", "ВМ"),
        ("Анна-Мария Соколова", "АС"),
        ("łukasz żak", "ŁŻ"),
        (HEBREW, "מר"),
        ("3M", "3"),
        ("«»", ""),
        ("", ""),
        ("👩‍🚀 Жанна", "Ж"),
    ],
)
def test_initials_are_the_first_letters_of_two_words(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_colour_of_initials_is_the_same_on_every_computer() -> None:
    assert colour_of("019a6f2e-0000-7000-8000-000000000001") == "blue"
    assert {colour_of(str(number)) for number in range(200)} == set(TAG_COLOURS)


def test_people_have_a_circle_and_companies_a_square(theme: Theme) -> None:
    place, tint = QRectF(0, 0, 28, 28), theme.tag("rose").tint

    def corner(square: bool) -> QColor:
        image = drawn(
            *(28, 28),
            lambda p: marks.paint_initials(p, place, "МК", "rose", theme, square=square),
        )
        assert image.pixelColor(14, 3) == tint
        return image.pixelColor(2, 3)

    assert corner(square=False) == QColor("white")
    assert corner(square=True) == tint


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("state", "colour"),
    [
        (RowState(current=True), "blue"),
        (RowState(ticked=True, hovered=True), "blue"),
        (RowState(ticked=True, window_active=False), "slate"),
    ],
)
def test_initials_and_tags_are_seen_on_a_chosen_row_of_their_colour(
    name: ThemeName, state: RowState, colour: str
) -> None:
    theme = make_theme(name)

    def draw(painter: QPainter) -> None:
        rows.paint_row_background(painter, ROW, state, theme)
        marks.paint_initials(painter, QRectF(10, 8, 28, 28), "", colour, theme)
        marks.paint_tag(painter, ROW.adjusted(60, 0, 0, 0), Tag("", colour), theme)

    image = drawn(200, 44, draw)
    ground, tint = rows.row_colour(state, theme), theme.tag(colour).tint
    for place in (QPoint(24, 8), QPoint(60, 22)):
        edge = image.pixelColor(place).lightness()
        assert abs(edge - ground.lightness()) > 12
        assert abs(edge - tint.lightness()) > 12


# Tags and badges


def test_a_tag_is_18_high_in_the_middle_of_its_row(theme: Theme) -> None:
    image = drawn(200, 44, lambda p: marks.paint_tag(p, ROW, Tag("Опт", "blue"), theme))
    left, top, right, bottom = there(inked(image))
    assert (left, top, bottom) == (0, 13, 31)
    assert right == pytest.approx(round(marks.tag_width("Опт", theme)), abs=1)
    assert image.pixelColor(3, 15) == theme.tag("blue").tint


def test_a_colour_of_a_later_version_is_drawn_slate(theme: Theme) -> None:
    image = drawn(200, 44, lambda p: marks.paint_tag(p, ROW, Tag("Опт", "magenta"), theme))
    assert image.pixelColor(3, 15) == theme.tag("slate").tint


@pytest.mark.parametrize("shown", [3, 2, 1])
def test_tags_that_do_not_fit_are_counted(theme: Theme, shown: int) -> None:
    hidden = [f"+{len(TAGS) - shown}"] if shown < len(TAGS) else []
    words = [*(tag.text for tag in TAGS[:shown]), *hidden]
    wide = sum(marks.tag_width(each, theme) for each in words)
    width = wide + measures.TAG_GAP * (len(words) - 1)
    assert marks.tags_that_fit(TAGS, width, theme) == shown
    assert marks.tags_that_fit(TAGS, width - 1, theme) == max(shown - 1, 1)


def test_a_tag_is_shown_where_none_fits(theme: Theme) -> None:
    assert marks.tags_that_fit(TAGS, 0, theme) == 1


def test_no_tag_is_shown_of_which_no_letter_can_be_read(theme: Theme) -> None:
    more = marks.tag_width(f"+{len(TAGS) - 1}", theme) + measures.TAG_GAP
    canvas = QImage(200, 44, QImage.Format.Format_RGB32)
    for letters, shown in ((0, 0), (1, 1)):
        width = more + marks.tag_width(f"{TAGS[0].text[:letters]}…", theme) + 1
        cell = QRectF(0, 0, width, 44)
        painter = QPainter(canvas)
        assert marks.paint_tags(painter, cell, TAGS, theme) == shown
        painter.end()


@pytest.mark.parametrize("width", [30, 60, 90, 138, 200])
def test_tags_and_their_rest_stay_in_the_cell(theme: Theme, width: int) -> None:
    cell = QRectF(10, 0, width, 44)
    many = [*TAGS, *[Tag(f"Тег {number}", "teal") for number in range(10_000)]]
    image = drawn(260, 44, lambda p: marks.paint_tags(p, cell, many, theme))
    left, _, right, _ = inked(image) or (0, 0, 0, 0)
    assert left == 10
    assert right <= 10 + width


def test_no_tags_paint_nothing(theme: Theme) -> None:
    assert inked(drawn(200, 44, lambda p: marks.paint_tags(p, ROW, [], theme))) is None


@pytest.mark.parametrize(
    ("step", "token"),
    [
        (NextStep.PLANNED, "success_tint"),
        (NextStep.TODAY, "warning_tint"),
        (NextStep.OVERDUE, "danger_tint"),
    ],
)
def test_a_next_step_has_the_colour_of_its_state(theme: Theme, step: NextStep, token: str) -> None:
    image = drawn(200, 44, lambda p: marks.paint_next_step(p, ROW, step, "вчера", theme))
    assert image.pixelColor(3, 14) == getattr(theme.colours, token)


def test_states_differ_without_colour(theme: Theme) -> None:
    """The words aside, each has an icon of its own."""
    assert len({step.icon for step in NextStep}) == len(NextStep)


def test_a_missing_step_is_an_empty_dashed_box(theme: Theme) -> None:
    image = drawn(200, 44, lambda p: marks.paint_next_step(p, ROW, NextStep.NONE, "Нет", theme))
    edge = [image.pixelColor(x, 12).name() for x in range(6, 40)]
    assert "#ffffff" in edge
    assert len(set(edge)) > 1
    assert image.pixelColor(3, 14) == QColor("white")


def test_more_contrast_outlines_tags_and_badges(qapp: object) -> None:
    theme = make_theme(high_contrast=True)
    image = drawn(200, 44, lambda p: marks.paint_tag(p, ROW, Tag("Опт", "blue"), theme))
    assert image.pixelColor(12, 13) == theme.tag("blue").text


def test_a_count_grows_with_its_number_and_can_alarm(theme: Theme) -> None:
    small = drawn(200, 44, lambda p: marks.paint_count(p, ROW, "8", theme))
    assert inked(small) == (0, 13, 18, 31)
    wide = drawn(200, 44, lambda p: marks.paint_count(p, ROW, "1284", theme, alarm=True))
    left, top, right, bottom = inked(wide) or (0, 0, 0, 0)
    assert right - left > 30
    assert bottom - top == 18
    assert theme.colours.danger_fill.name() in colours_in(wide)


@pytest.mark.parametrize("part", [-1.0, 0.0, 0.005, 0.62, 1.0, 7.0])
def test_a_bar_is_filled_as_far_as_the_work_is_done(theme: Theme, part: float) -> None:
    place = QRectF(0, 0, 100, 20)
    image = drawn(100, 20, lambda p: marks.paint_progress(p, place, part, theme))
    accent = theme.colours.accent.name()
    filled = sum(image.pixelColor(x, 10).name() == accent for x in range(100))
    assert filled == pytest.approx(100 * min(max(part, 0), 1), abs=2)


def test_a_pill_has_the_colour_of_its_state(theme: Theme) -> None:
    def draw(painter: QPainter) -> None:
        marks.paint_pill(painter, ROW, "check-circle-fill", "Точно", tone="success", theme=theme)

    assert {theme.colours.success_tint.name()} <= colours_in(drawn(200, 44, draw))


# Ticks


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("state", list(Ticked))
def test_a_check_box_is_16_pixels_in_the_middle(theme: Theme, state: Ticked, ratio: float) -> None:
    cell = QRectF(0, 0, 40, 44)
    image = drawn(40, 44, lambda p: marks.paint_check_box(p, cell, state, theme), ratio=ratio)
    assert inked(image) == tuple(round(edge * ratio) for edge in (12, 14, 28, 30))


def test_a_tick_shows_white_on_accent_and_none_shows_the_ground(theme: Theme) -> None:
    cell, colours = QRectF(0, 0, 40, 44), theme.colours

    def middle(state: Ticked, *, enabled: bool = True) -> QColor:
        image = drawn(
            40, 44, lambda p: marks.paint_check_box(p, cell, state, theme, enabled=enabled)
        )
        return image.pixelColor(15, 18)

    assert middle(Ticked.ON) == middle(Ticked.SOME) == colours.accent
    assert middle(Ticked.OFF) == colours.surface
    assert middle(Ticked.ON, enabled=False) == colours.bg_sunken


# Rows


@pytest.mark.parametrize(
    ("state", "token"),
    [
        (RowState(), "surface"),
        (RowState(hovered=True), "hover"),
        (RowState(current=True), "selected"),
        (RowState(ticked=True), "selected"),
        (RowState(ticked=True, hovered=True), "selected_hover"),
        (RowState(current=True, window_active=False), "selected_inactive"),
        (RowState(hovered=True, window_active=False), "hover"),
    ],
)
def test_a_row_shows_how_it_stands(theme: Theme, state: RowState, token: str) -> None:
    image = drawn(200, 44, lambda p: rows.paint_row_background(p, ROW, state, theme))
    assert image.pixelColor(100, 20) == getattr(theme.colours, token)
    assert image.pixelColor(100, 43) == theme.colours.border_subtle


@pytest.mark.parametrize(
    ("state", "first", "bar"),
    [
        (RowState(current=True), True, True),
        (RowState(current=True), False, False),
        (RowState(ticked=True), True, False),
        (RowState(current=True, keyboard=True), True, False),
        (RowState(current=True, window_active=False), True, True),
    ],
)
def test_the_bar_marks_the_current_row_while_it_has_no_ring(
    theme: Theme, state: RowState, first: bool, bar: bool
) -> None:
    image = drawn(200, 44, lambda p: rows.paint_row_background(p, ROW, state, theme, first=first))
    assert (image.pixelColor(2, 20) == theme.colours.accent) is bar
    assert image.pixelColor(3, 20) != theme.colours.accent


@pytest.mark.parametrize(("high_contrast", "line"), [(False, 2), (True, 3)])
def test_the_ring_of_a_row_stands_inside_it(qapp: object, high_contrast: bool, line: int) -> None:
    theme = make_theme(high_contrast=high_contrast)
    image = drawn(200, 44, lambda p: rows.paint_focus_ring(p, ROW, theme))
    focus = theme.colours.focus
    for inside in range(line):
        assert image.pixelColor(100, inside) == focus
        assert image.pixelColor(100, 43 - inside) == focus
        assert image.pixelColor(199 - inside, 20) == focus
    assert image.pixelColor(100, line) == QColor("white")


@pytest.mark.parametrize("name", ["Марина Ким", LONG, HEBREW])
@pytest.mark.parametrize("density", ["comfortable", "compact"])
def test_the_name_cell_keeps_to_its_place(qapp: object, density: str, name: str) -> None:
    theme = make_theme(density=density)  # type: ignore[arg-type]
    height = theme.size.row
    cell = QRectF(8, 0, 170, height)
    value = Name(name, "Директор по закупкам", initials(name), "rose", blacklisted=True)
    image = drawn(200, height, lambda p: rows.paint_name_cell(p, cell, value, theme))
    left, top, right, bottom = inked(image) or (0, 0, 0, 0)
    assert left >= 8
    assert right <= 178
    assert top >= 1
    assert bottom <= height - 1
    assert theme.colours.danger.name() in colours_in(image)


def test_two_lines_stand_in_the_row_with_the_largest_letters(qapp: object) -> None:
    theme = make_theme(text_percent=150)
    cell = QRectF(8, 0, 260, theme.size.row)
    value = Name("Щука Ёлкина", "Юрист", "ЩЁ", "teal")
    image = drawn(280, theme.size.row, lambda p: rows.paint_name_cell(p, cell, value, theme))
    _, top, _, bottom = inked(image) or (0, 0, 0, 0)
    assert top > 1
    assert bottom < theme.size.row - 1


def test_a_name_alone_stands_in_the_middle(theme: Theme) -> None:
    value = Name("ННН", "", "", "rose")
    image = drawn(200, 44, lambda p: rows.paint_name_cell(p, ROW, value, theme))
    _, top, _, bottom = inked(image.copy(36, 0, 160, 44)) or (0, 0, 0, 0)
    assert (top + bottom) / 2 == pytest.approx(22, abs=1.5)


def test_a_row_still_being_read_has_its_shape_and_no_words(theme: Theme) -> None:
    image = drawn(234, 44, lambda p: rows.paint_skeleton_row(p, QRectF(0, 0, 234, 44), 0, theme))
    assert image.pixelColor(28, 21) == theme.colours.hover
    assert image.pixelColor(200, 21) == theme.colours.hover
    assert theme.colours.text.name() not in colours_in(image)


def test_an_icon_is_sharp_at_two_device_pixels(theme: Theme) -> None:
    place = QRectF(QPointF(0, 0), QPointF(20, 20))

    def draw(painter: QPainter) -> None:
        marks.paint_icon(painter, place, "plus-bold", theme.colours.text, 14)

    fine = drawn(20, 20, draw, ratio=2.0)
    left, _, right, _ = inked(fine) or (0, 0, 0, 0)
    assert right - left > 20
    assert theme.colours.text.name() in colours_in(fine)


# Shadows


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(40, 20), (90, 60), (380, 300)])
@pytest.mark.parametrize("elevation", list(Elevation))
def test_a_shadow_fades_inside_the_margin_it_asks_for(
    theme: Theme, elevation: Elevation, size: tuple[int, int], ratio: float
) -> None:
    margins = elevation.margins
    thing = QRect(margins.left(), margins.top(), *size)
    whole = thing.marginsAdded(margins)
    image = drawn(
        *(whole.width(), whole.height()),
        lambda p: paint_shadow(p, thing, elevation, 8, theme),
        ratio=ratio,
    )

    def darkness(x: int, y: int) -> int:
        return 255 - image.pixelColor(round(x * ratio), round(y * ratio)).green()

    middle = thing.center()
    below = [darkness(middle.x(), y) for y in range(thing.bottom() + 1, whole.bottom())]
    assert below == sorted(below, reverse=True)
    assert below[0] > 8
    assert below[-1] <= 2
    assert darkness(0, 0) <= 1
    assert below[0] > darkness(middle.x(), thing.top() - 1)


def test_a_larger_thing_has_the_same_shadow_only_longer(theme: Theme) -> None:
    def lower_edge(width: int) -> QImage:
        thing = QRect(60, 60, width, 300)
        image = drawn(
            *(width + 120, 460), lambda p: paint_shadow(p, thing, Elevation.MENU, 8, theme)
        )
        return image.copy(60 + width // 2, 360, 1, 60)

    assert lower_edge(400) == lower_edge(900)


# Speed


def frame_of_a_table(painter: QPainter, theme: Theme) -> None:
    """40 rows of 8 cells, as the list of contacts paints them: a ground for each row."""
    for number in range(40):
        state = RowState(current=number == 0, ticked=number % 5 == 0)
        name = Name(f"Марина Ким {number}", "Директор по закупкам", "МК", "rose")
        rows.paint_row_background(painter, QRectF(0, 44 * number, 1040, 44), state, theme)
        for column in range(8):
            cell = QRectF(130 * column, 44 * number, 130, 44)
            inner = cell.adjusted(8, 0, -8, 0)
            if column == 0:
                marks.paint_check_box(painter, inner, Ticked.OFF, theme)
            elif column == 1:
                rows.paint_name_cell(painter, inner, name, theme)
            elif column == 5:
                marks.paint_tags(painter, inner, TAGS, theme)
            else:
                words.paint_cell_text(painter, inner, "+7 900 555-01-14", theme)


def plain_frame(painter: QPainter, theme: Theme) -> None:
    """The floor: 320 plain texts."""
    painter.setFont(theme.faces.body.font)
    for number in range(320):
        cell = QRect(130 * (number % 8), 44 * (number // 8), 130, 44)
        painter.fillRect(cell, theme.colours.surface)
        painter.drawText(cell, Qt.AlignmentFlag.AlignVCenter, "+7 900 555-01-14")


def test_a_frame_of_320_cells_takes_at_most_twice_what_plain_text_takes(theme: Theme) -> None:
    """8 ms on a quiet machine; the processor's time counts, in turns, so that what else the machine
    does falls on both."""
    image = QImage(1040, 1760, QImage.Format.Format_ARGB32_Premultiplied)

    def spent(frame: Callable[[QPainter, Theme], None]) -> float:
        painter = QPainter(image)
        begin = process_time()
        frame(painter, theme)
        time = process_time() - begin
        painter.end()
        return time

    assert median(spent(frame_of_a_table) / spent(plain_frame) for _turn in range(40)) < 2


@pytest.mark.parametrize("text", ["14 дн.", "3 825 708 ₽", "10 % · 382 571 ₽"])
def test_a_text_stands_whole_in_the_place_that_was_measured_for_it(theme: Theme, text: str) -> None:
    face = theme.faces.caption
    assert face.fitted(text, face.width(text)).text == text
