"""The board as it is drawn: only what is seen is asked for and measured, states can be told
apart, narrow boards scroll."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import ceil

import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.board.board import Board
from crm_desktop.gui.kit.board.card_drawing import CardPainter, CardState
from crm_desktop.gui.kit.board.card_plan import SIDE, plan_card, title_lines, usual_height
from crm_desktop.gui.kit.board.carried import picture_of
from crm_desktop.gui.kit.board.model import BoardCard, BoardHead, HeadSums
from crm_desktop.gui.kit.paint.marks import Tag, next_step_width
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.theme import make_theme
from tests.gui.boards import ENDS, WORDS, Deals, card, head

pytestmark = pytest.mark.usefixtures("dressed")


# Cards


def test_a_card_is_as_high_as_the_picture_has_it() -> None:
    theme = make_theme()
    assert plan_card(card(1), 210, theme).height == usual_height(theme) == 107
    assert plan_card(card(1, tags=2), 210, theme).height == 131
    long = card(1, title="Lighting of the warehouse, second stage")
    assert plan_card(long, 210, theme).height == 124


def test_what_a_card_has_not_takes_no_room() -> None:
    theme = make_theme()
    bare = plan_card(BoardCard(1, "Deal"), 210, theme)
    assert (bare.client, bare.tags, bare.amount, bare.step) == (-1, -1, -1, -1)
    assert bare.height == 36


@pytest.mark.parametrize(
    "title", ["", "x" * 500, "word " * 200, "много\nстрок\nв названии " * 3, "🙂" * 99]
)
def test_no_title_takes_more_than_two_lines(title: str) -> None:
    assert len(title_lines(title, 188, make_theme())) in (1, 2)


def test_tags_that_do_not_fit_are_counted() -> None:
    tags = tuple(Tag(f"Long tag {number}", "teal") for number in range(9))
    plan = plan_card(BoardCard(1, "Deal", tags=tags), 210, make_theme())
    assert plan.marks[-1].tag.text == f"+{9 - len(plan.marks) + 1}"
    assert plan.marks[-1].left + plan.marks[-1].width <= 210 - 22


def test_the_day_of_the_next_step_is_whole_and_the_owner_gives_way_to_it() -> None:
    theme = make_theme(text_percent=150)
    deal = replace(card(1), step_text="сегодня, 15:30")
    badge = ceil(next_step_width(deal.step_text, theme))
    tight = plan_card(deal, badge + 2 * SIDE, theme)
    wide = plan_card(deal, 2 * badge + 2 * SIDE, theme)
    assert tight.step_width == wide.step_width == next_step_width(deal.step_text, theme)
    assert (tight.owner, wide.owner) == (False, True)


def test_larger_letters_make_higher_cards() -> None:
    heights = [
        plan_card(card(1), 300, make_theme(text_percent=size)).height for size in (100, 125, 150)
    ]
    assert heights == sorted(set(heights))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_states_can_be_told_apart(mode: str) -> None:
    theme = make_theme("dark" if mode == "dark" else "light")
    states = [
        CardState(),
        CardState(hovered=True),
        CardState(current=True),
        CardState(current=True, keyboard=True),
        CardState(picked=True),
        CardState(picked=True, window_active=False),
    ]
    pictures = [_picture(state, CardPainter(theme)) for state in states]
    assert all(one != other for number, one in enumerate(pictures) for other in pictures[:number])


def test_the_ring_of_the_keyboard_is_two_pixels_wide_and_the_only_line() -> None:
    theme = make_theme()
    ringed = _picture(CardState(current=True, keyboard=True), CardPainter(theme))
    row = [ringed.pixelColor(x, 60) for x in range(10)]
    assert row.count(theme.colours.focus) == 2
    assert row[5] == theme.colours.surface, "inside it the card begins"


def test_the_shadow_of_a_dragged_card_has_no_seams() -> None:
    painter_of_cards = CardPainter(make_theme(reduced_motion=True))  # straight: its rows are alike
    shown = card(1, tags=1)
    for wide in (202, 204, 205):  # its middle lies on a pixel, or between two
        plan = plan_card(shown, wide, painter_of_cards.theme)
        image = picture_of(painter_of_cards, shown, plan, 1, 1.0).toImage()
        middle, edge = image.width() // 2, (image.height() + plan.height) // 2
        for row in range(edge + 2, edge + 20):
            line = [image.pixelColor(x, row).alpha() for x in range(middle - 120, middle + 120)]
            steps = [abs(after - before) for before, after in pairwise(line)]
            assert max(steps) <= 4, (wide, row, line)


def test_the_days_give_way_to_a_sum_that_needs_their_room() -> None:
    cards = CardPainter(make_theme(text_percent=150))
    for amount, is_cut in (("€10", False), ("€1,180,500.50", True)):
        few, many = (replace(card(1), amount=amount, days=days) for days in ("2 d", "90 d"))
        same = _picture(CardState(), cards, few) == _picture(CardState(), cards, many)
        assert same is is_cut


def _picture(
    state: CardState, painter_of_cards: CardPainter, shown: BoardCard | None = None
) -> QImage:
    theme = painter_of_cards.theme
    shown = shown or card(1, tags=1)
    plan = plan_card(shown, 200, theme)
    image = QImage(210, 150, QImage.Format.Format_RGB32)
    image.fill(theme.colours.bg_sunken)
    painter = QPainter(image)
    rect = QRectF(5, 5, plan.width, plan.height)
    painter_of_cards.paint(painter, rect, shown, plan, state)
    painter.end()
    return image


# Only what is seen


def test_of_seventy_thousand_cards_only_those_near_the_eye_are_asked_for(qtbot: QtBot) -> None:
    columns = {f"c{n}": range(n * 10_000, (n + 1) * 10_000) for n in range(1, 8)}
    deals = Deals(qtbot, dict(columns), size=(1800, 800))
    assert len(deals.asked) < 7 * 15
    assert {rid // 10_000 for rid in deals.asked} == set(range(1, 8))
    assert len(deals.asked) == len(set(deals.asked))
    bar = deals.view("c3").verticalScrollBar()
    assert bar.maximum() > 10_000 * 100
    before = len(deals.asked)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: 39_999 in deals.asked)
    assert len(deals.asked) - before < 20


def test_what_was_thought_lower_does_not_shift_the_eye(qtbot: QtBot) -> None:
    deals = Deals(qtbot, {"new": range(1, 400)})
    view = deals.view("new")
    view.verticalScrollBar().setValue(20_000)
    qtbot.waitUntil(
        lambda: all(deals.board.cards.get(view.rids[line]) for line in view.lines_seen())
    )
    line = view.lines_seen()[0]
    rid, top = view.rids[line], view.rect_of(line).top()
    deals.board.set_cards([card(number, tags=3) for number in range(1, rid)])
    assert view.rect_of(view.rids.index(rid)).top() == top


def test_cards_at_the_eye_stay_when_others_come_above(qtbot: QtBot) -> None:
    deals = Deals(qtbot, {"new": range(1, 100)})
    view = deals.view("new")
    view.verticalScrollBar().setValue(3000)
    line = view.lines_seen()[0]
    rid, top = view.rids[line], view.rect_of(line).top()
    deals.show({"new": [500, 501, *range(1, 100)]})
    assert view.rect_of(view.rids.index(rid)).top() == top
    view.verticalScrollBar().setValue(0)
    deals.show({"new": [600, *view.rids]})
    assert view.verticalScrollBar().value() == 0


def test_a_changed_card_is_drawn_anew_and_a_forgotten_one_asked_for(qtbot: QtBot) -> None:
    deals = Deals(qtbot, {"new": [1, 2]})
    height = deals.view("new").geometry_of_cards.height_of(0)
    deals.board.set_cards([card(1, tags=1)])
    assert deals.view("new").geometry_of_cards.height_of(0) == height + 24
    deals.asked.clear()
    deals.board.forget_cards([2])
    qtbot.waitUntil(lambda: deals.asked == [2])


def test_the_current_card_stays_and_gives_way_to_the_next_when_it_goes(qtbot: QtBot) -> None:
    deals = Deals(qtbot, {"new": [1, 2, 3], "talks": [4]})
    deals.board.choose(2)
    deals.show({"new": [1, 3], "talks": [4, 2]})
    assert (deals.board.current, deals.board.current_column) == (2, "talks")
    deals.show({"new": [1, 3], "talks": [4]})
    assert deals.board.current == 4
    deals.show({"new": [1, 3], "talks": []})
    assert deals.board.current is None
    assert deals.board.current_column == "talks"


# Widths


def test_columns_share_the_room_within_their_limits(qtbot: QtBot) -> None:
    deals = Deals(qtbot, {f"c{n}": [n] for n in range(1, 6)}, size=(1232, 600))
    pane = deals.board.pane_of("c1")
    assert (pane.x(), pane.width()) == (16, 223)
    assert not deals.board.lanes.bar.isVisible()
    deals.window.resize(2600, 600)
    assert pane.width() == 320


def test_narrow_boards_scroll_and_the_ends_stay(qtbot: QtBot) -> None:
    deals = Deals(qtbot, {f"c{n}": [n] for n in range(1, 6)}, size=(973, 552))
    board = deals.board
    assert board.pane_of("c1").width() == 208
    assert board.lanes.bar.isVisible()
    place = board.strip.geometry()
    board.choose(5)
    assert board.lanes.bar.value() > 0
    assert board.strip.geometry() == place
    right = board.pane_of("c5").mapTo(board, QPoint(208, 0)).x()
    assert right <= place.left()


@pytest.mark.parametrize(("amount", "is_told"), [("€100", True), ("€1,000,000,000,000,000", False)])
def test_the_weighted_sum_is_told_where_it_has_room(
    qtbot: QtBot, amount: str, is_told: bool
) -> None:
    keys = [f"c{n}" for n in range(1, 6)]
    deals = Deals(qtbot, {key: [] for key in keys}, size=(973, 552))
    assert deals.board.lanes.bar.isVisible()

    def draw(weighted: str) -> QImage:
        heads = [replace(head(key), amount=amount, weighted=weighted) for key in keys]
        deals.board.set_columns(heads, {key: [] for key in keys})
        return deals.board.pane_of("c1").head.grab().toImage()

    assert (draw("€10") != draw("€20")) == is_told


def test_heads_shorten_their_sums_alike_and_one_without_room_takes_nothing_from_the_others(
    qtbot: QtBot,
) -> None:
    long, likely = "115,982,155.74 RUB", "11,598,216 RUB"
    shorter = (HeadSums("115,982,156 RUB", likely), HeadSums("116M RUB", "11.6M RUB"))
    plain = replace(head("a"), amount="€5.50", shorter=(HeadSums("€6", "€10"),) * 2)
    grand = replace(head("b"), amount=long, weighted=likely, shorter=shorter)
    endless = replace(grand, key="c", shorter=(HeadSums("9" * 40, "9" * 40),))
    deals = Deals(qtbot, {"a": [], "b": [], "c": []}, size=(900, 552))

    def told(width: int, *heads: BoardHead) -> list[tuple[str, str]]:
        deals.window.resize(width, 552)
        deals.board.set_columns(heads, {one.key: [] for one in heads})
        return [deals.board.pane_of(one.key).head.told_sums() for one in heads]

    short = ("116M RUB", "10 % · 11.6M RUB")
    assert told(1400, plain, grand) == [("€5.50", "10 % · €10"), (long, f"10 % · {likely}")]
    assert told(500, plain, grand) == [("€6", "10 % · €10"), short]
    assert told(500, plain, grand, endless) == [("€6", "10 % · €10"), short, ("9" * 40, "10 %")]
    assert told(500, plain) == [("€5.50", "10 % · €10")]


def test_without_ends_there_is_no_strip(qtbot: QtBot) -> None:
    deals = Deals(qtbot, {"c1": [1]})
    width = deals.board.lanes.width()
    deals.board.set_ends([])
    assert deals.board.strip.isHidden()
    assert deals.board.lanes.width() > width
    deals.board.set_ends(ENDS)
    assert deals.board.lanes.width() == width


# Looks


def test_while_columns_come_still_ones_stand_in_their_place(qtbot: QtBot) -> None:
    board = Board(WORDS)
    qtbot.addWidget(board)
    board.resize(1200, 500)
    board.show_loading()
    board.show()
    colours = ThemeManager.instance().theme.colours
    assert _colour(board, QPoint(100, 100)) == colours.surface
    assert _colour(board, QPoint(1195, 300)) == colours.bg_window, "an edge, as at the left"
    board.set_ends(ENDS)
    corner = board.lanes.geometry().bottomRight() - QPoint(8, 20)
    assert _colour(board, corner) == colours.bg_sunken, "as the columns will stand"
    board.set_columns([head("new")], {"new": []})
    assert _colour(board, QPoint(100, 300)) == ThemeManager.instance().theme.colours.bg_sunken


def test_the_board_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    deals = Deals(qtbot, {"new": [1]})
    manager = ThemeManager.instance()
    manager.apply(Appearance(mode="dark", text_percent=150))
    assert deals.view("new").rect_of(0).height() > 107
    assert _colour(deals.board, QPoint(100, 600)) == manager.theme.colours.bg_sunken


def _colour(board: Board, place: QPoint) -> QColor:
    return board.grab().toImage().pixelColor(place)
