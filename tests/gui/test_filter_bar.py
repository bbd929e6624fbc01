"""Chips above a list: what they say, their pop-overs by mouse and keys, and what becomes of them
where there is little room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.filters.ast import EVERYTHING, And, Condition, Node, Operator, Or, Related
from crm_desktop.filters.catalogue import Catalogue, Choice, Field, FieldKind, Relation
from crm_desktop.filters.words import Wording
from crm_desktop.gui.kit.filters.chip import Chip
from crm_desktop.gui.kit.filters.condition_popover import ConditionPopover
from crm_desktop.gui.kit.filters.conditions import joined, without_field
from crm_desktop.gui.kit.filters.field_picker import FieldPicker
from crm_desktop.gui.kit.filters.filter_bar import FilterBar
from crm_desktop.gui.kit.filters.value_editors import (
    DayEditor,
    DaysEditor,
    RangeEditor,
    TextEditor,
    ValuesEditor,
)
from crm_desktop.gui.kit.filters.value_list import ValueList
from crm_desktop.gui.kit.filters.world import Known, World
from crm_desktop.gui.kit.theme.manager import ThemeManager
from tests.gui.conftest import there

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton

TREE = Catalogue(
    "tree",
    (
        Field("name", "Name", FieldKind.TEXT),
        Field("place", "Place", FieldKind.LIST_OF_TEXT),
        Field("kind", "Kind", FieldKind.CHOICE, (Choice("oak", "Oak"), Choice("elm", "Elm"))),
        Field("height", "Height", FieldKind.NUMBER),
        Field("price", "Price", FieldKind.MONEY),
        Field("planted", "Planted", FieldKind.DATE),
        Field("seen", "Seen", FieldKind.INSTANT),
        Field("healthy", "Healthy", FieldKind.YES_NO),
    ),
    (Relation("birds", "bird", "Birds"),),
)
BIRD = Catalogue("bird", (Field("name", "Name of the bird", FieldKind.TEXT),))
PLACES = (Known("Kraków", "Kraków", 12), Known("Łódź", "Łódź", 7), Known("Gdańsk", "Gdańsk", 3))
OAKS = Condition("kind", Operator.ANY_OF, ("oak",))
KRAKOW = Condition("place", Operator.HAS_ANY, ("Kraków",))


def find_values(
    _entity: str, name: str, text: str, then: Callable[[Sequence[Known]], None]
) -> None:
    kinds = (Known("oak", "oak", 5),)
    known = PLACES if name == "place" else kinds
    then([one for one in known if text.casefold() in one.label.casefold()])


WORLD = World("tree", {"tree": TREE, "bird": BIRD}, Wording(LOCAL_ZONE), find_values)


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    """A wide row that offers the kind."""
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.begin(WORLD, ("kind",))
    bar.show_filter(EVERYTHING)
    bar.resize(900, 44)
    bar.show()
    return bar


def said(bar: FilterBar) -> list[str]:
    return [chip.accessibleName() for chip in bar.chips]


def popover_of(bar: FilterBar) -> ConditionPopover:
    popover = bar.popover
    assert isinstance(popover, ConditionPopover)
    return popover


def press_cross(chip: Chip) -> None:
    QTest.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 8, chip.height() // 2))


def values_of(popover: ConditionPopover) -> ValuesEditor:
    assert isinstance(popover.editor, ValuesEditor)
    return popover.editor


def test_a_text_that_many_share_offers_its_values_with_counts_and_those_of_names_are_typed(
    bar: FilterBar, qtbot: QtBot
) -> None:
    shared = replace(TREE.fields[1], name="place", kind=FieldKind.TEXT, is_shared=True)
    tree = replace(TREE, fields=(TREE.fields[0], shared, *TREE.fields[2:]))
    bar.begin(replace(WORLD, catalogues={"tree": tree, "bird": BIRD}), ("place", "name"))
    bar.show_filter(EVERYTHING)
    QTest.mouseClick(bar.chips[0], LEFT)
    values = values_of(popover_of(bar)).list
    shown = [values.list.item(row).text() for row in range(values.list.count())]
    assert shown == ["Kraków", "Łódź", "Gdańsk"]
    assert values._counts["Łódź"] == 7
    QTest.keyClicks(values.search, "gda")
    qtbot.waitUntil(lambda: "Gdańsk" in values.list.item(1).text())
    popover_of(bar).close()
    QTest.mouseClick(bar.chips[1], LEFT)
    assert isinstance(popover_of(bar).editor, TextEditor)


def test_days_are_asked_in_words_too(bar: FilterBar, qtbot: QtBot) -> None:
    bar.show_filter(Condition("seen", Operator.IN_LAST_DAYS, 30))
    QTest.mouseClick(bar.chips[0], LEFT)
    popover = there(bar.popover)
    assert isinstance(popover, ConditionPopover)
    line = there(popover.said)
    asked: list[Node] = []
    bar.changed.connect(asked.append)
    line.setFocus()
    QTest.keyClicks(line, "from 1.09.2026 to 5.09.2026")
    days = Condition("seen", Operator.BETWEEN, ("2026-09-01", "2026-09-05"))
    qtbot.waitUntil(lambda: asked[-1:] == [joined([days])])
    assert isinstance(popover.editor, RangeEditor)
    line.setText("sometime")
    QTest.keyClick(line, Key.Key_Return)
    assert popover.mistake.isVisible()
    line.setText("last 7 days")
    with qtbot.waitSignal(popover.gone):
        QTest.keyClick(line, Key.Key_Return)
    assert asked[-1] == joined([Condition("seen", Operator.IN_LAST_DAYS, 7)])


def test_a_chip_reads_like_a_phrase_and_an_offered_one_says_any(bar: FilterBar) -> None:
    bar.show_filter(And((KRAKOW,)))
    assert said(bar) == ["Place: Kraków", "Kind: any"]
    assert [chip.is_set for chip in bar.chips] == [True, False]


def test_the_cross_and_delete_take_a_condition_away(bar: FilterBar, qtbot: QtBot) -> None:
    bar.show_filter(And((KRAKOW, OAKS)))
    with qtbot.waitSignal(bar.changed) as told:
        press_cross(bar.chips[0])
    assert told.args == [And((OAKS,))]
    bar.chips[0].setFocus()
    QTest.keyClick(bar.chips[0], Key.Key_Delete)
    assert bar.root == EVERYTHING
    assert said(bar) == ["Kind: any"]


def test_ticking_values_in_the_pop_over_holds_at_once(bar: FilterBar, qtbot: QtBot) -> None:
    QTest.mouseClick(bar.chips[0], LEFT, pos=QPoint(10, 10))
    popover = popover_of(bar)
    ticks = values_of(popover).list
    assert [ticks.list.item(n).text() for n in range(ticks.list.count())] == ["Oak", "Elm"]
    QTest.keyClick(ticks.search, Key.Key_Return)
    qtbot.waitUntil(lambda: bar.root == And((OAKS,)))
    QTest.keyClick(ticks.search, Key.Key_Down)
    QTest.keyClick(ticks.search, Key.Key_Return)
    both = And((Condition("kind", Operator.ANY_OF, ("oak", "elm")),))
    qtbot.waitUntil(lambda: bar.root == both)
    assert said(bar) == ["Kind: Oak or Elm"]
    QTest.keyClick(popover, Key.Key_Escape)
    qtbot.waitUntil(lambda: bar.popover is None)


def test_values_come_with_counts_and_typing_narrows_them(bar: FilterBar, qtbot: QtBot) -> None:
    bar.show_filter(And((KRAKOW,)))
    QTest.keyClick(bar.chips[0], Key.Key_Down)
    ticks = values_of(popover_of(bar)).list
    spoken = ticks.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Kraków, 12 records"
    QTest.keyClicks(ticks.search, "gda")
    qtbot.waitUntil(lambda: ticks.list.item(1) is not None and ticks.list.count() == 2)
    assert [ticks.list.item(n).text() for n in range(2)] == ["gda", "Gdańsk"]
    QTest.keyClick(ticks.search, Key.Key_Down)
    QTest.keyClick(ticks.search, Key.Key_Return)
    wanted = And((Condition("place", Operator.HAS_ANY, ("Kraków", "Gdańsk")),))
    qtbot.waitUntil(lambda: bar.root == wanted)


def test_a_value_with_a_colour_has_a_square_of_it_also_where_it_is_chosen(qtbot: QtBot) -> None:
    values = (Known("old", "Old", 2, "teal"), Known("tall", "Tall", 1))
    ticks = ValueList(lambda _text, then: then(values), can_type=False)
    qtbot.addWidget(ticks)
    ticks.begin(())
    theme = ThemeManager.instance().theme
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        image = ticks.list.item(0).icon().pixmap(ticks.list.iconSize(), mode).toImage()
        assert image.pixelColor(image.rect().center()) == theme.tag("teal").solid
    assert ticks.list.item(1).icon().isNull()


def test_the_list_of_fields_is_searched_and_a_relative_date_holds_as_it_is(
    bar: FilterBar, qtbot: QtBot
) -> None:
    QTest.mouseClick(bar.add, LEFT)
    picker = bar.popover
    assert isinstance(picker, FieldPicker)
    QTest.keyClicks(picker.search, "see")
    QTest.keyClick(picker.search, Key.Key_Return)
    days = popover_of(bar).editor
    assert isinstance(days, DaysEditor)
    assert bar.root == And((Condition("seen", Operator.IN_LAST_DAYS, 30),))
    QTest.mouseClick(days.usual[2], LEFT)
    wanted = And((Condition("seen", Operator.IN_LAST_DAYS, 90),))
    qtbot.waitUntil(lambda: bar.root == wanted)
    assert said(bar)[0] == "Seen: within 90 days"


def test_another_question_brings_the_editor_that_suits_it(bar: FilterBar, qtbot: QtBot) -> None:
    bar.show_filter(And((Condition("planted", Operator.IN_LAST_DAYS, 30),)))
    QTest.keyClick(bar.chips[0], Key.Key_Return)
    popover = popover_of(bar)
    popover.operators.setCurrentIndex(popover.operators.findData(Operator.BETWEEN))
    assert isinstance(popover.editor, RangeEditor)
    popover.operators.setCurrentIndex(popover.operators.findData(Operator.THIS_MONTH))
    assert popover.editor is None
    qtbot.waitUntil(lambda: bar.root == And((Condition("planted", Operator.THIS_MONTH),)))
    assert said(bar)[0] == "Planted: this month"


def test_a_wrong_range_is_said_at_the_condition_and_not_asked(bar: FilterBar, qtbot: QtBot) -> None:
    bar.show_filter(And((Condition("height", Operator.BETWEEN, (1, 5)),)))
    QTest.keyClick(bar.chips[0], Key.Key_Return)
    popover = popover_of(bar)
    editor = popover.editor
    assert isinstance(editor, RangeEditor)
    editor.high.show_value(0)
    qtbot.waitUntil(popover.mistake.isVisible)
    assert "smaller value first" in popover.mistake.text()
    assert bar.root == And((Condition("height", Operator.BETWEEN, (1, 5)),))


def test_text_that_is_typed_just_before_closing_counts(bar: FilterBar) -> None:
    bar.show_filter(And((Condition("name", Operator.CONTAINS, "a"),)))
    QTest.keyClick(bar.chips[0], Key.Key_Return)
    editor = popover_of(bar).editor
    assert isinstance(editor, TextEditor)
    QTest.keyClicks(editor.line, "sh")
    QTest.keyClick(editor.line, Key.Key_Return)
    assert bar.root == And((Condition("name", Operator.CONTAINS, "ash"),))


def test_what_a_chip_can_not_say_goes_to_the_builder(bar: FilterBar, qtbot: QtBot) -> None:
    group = Or((OAKS, KRAKOW))
    bar.show_filter(And((group,)))
    with qtbot.waitSignal(bar.builder_wanted) as told:
        QTest.keyClick(bar.chips[0], Key.Key_Return)
    assert told.args == [And((group,))]
    with qtbot.waitSignal(bar.builder_wanted) as told:
        bar._ask("birds")
    [_first, related] = there(told.args)[0].parts
    assert isinstance(related, Related)


def test_a_field_that_is_gone_leaves_a_chip_that_can_be_removed(bar: FilterBar) -> None:
    bar.show_filter(And((Condition("custom:7", Operator.IS, "x"), OAKS)))
    assert bar.chips[0].is_broken
    press_cross(bar.chips[0])
    assert bar.root == And((OAKS,))


def test_reset_goes_back_to_what_the_view_was_saved_with(bar: FilterBar) -> None:
    bar.show_filter(And((OAKS, KRAKOW)), And((OAKS,)))
    assert bar.clear.isVisible()
    QTest.mouseClick(bar.clear, LEFT)
    assert bar.root == And((OAKS,))
    assert bar.clear.isHidden()


def test_chips_without_room_fold_into_one_that_opens_them_all(bar: FilterBar, qtbot: QtBot) -> None:
    bar.show_filter(And((OAKS, KRAKOW)))
    bar.resize(260, 44)
    assert bar.folded.isVisible()
    assert bar.folded.text() == "Filters 2"
    assert not any(chip.isVisible() for chip in bar.chips)
    QTest.mouseClick(bar.folded, LEFT)
    chips = there(bar.popover).findChildren(Chip)
    assert [chip.accessibleName() for chip in chips] == ["Kind: Oak", "Place: Kraków"]
    press_cross(chips[1])
    qtbot.waitUntil(lambda: bar.root == And((OAKS,)))


def test_arrows_go_from_chip_to_chip(bar: FilterBar, qtbot: QtBot) -> None:
    bar.show_filter(And((OAKS, KRAKOW)))
    bar.activateWindow()
    bar.chips[0].setFocus()
    qtbot.waitUntil(bar.chips[0].hasFocus)
    QTest.keyClick(bar.chips[0], Key.Key_Right)
    assert bar.chips[1].hasFocus()
    QTest.keyClick(bar.chips[1], Key.Key_Right)
    assert bar.add.hasFocus()


@pytest.mark.parametrize(
    ("root", "left"),
    [
        (And((OAKS, KRAKOW)), And((KRAKOW,))),
        (And((OAKS,)), None),
        (And((Or((OAKS, KRAKOW)), OAKS)), And((Or((KRAKOW,)),))),
    ],
)
def test_a_condition_is_taken_out_wherever_it_stands(root: Node, left: Node | None) -> None:
    assert without_field(root, "kind") == left


def test_no_chips_are_the_filter_of_everything() -> None:
    assert joined(()) == EVERYTHING


def test_values_that_come_when_the_pop_over_is_gone_are_dropped(qtbot: QtBot) -> None:
    waiting: list[Callable[[Sequence[Known]], None]] = []
    late = World(
        "tree",
        {"tree": TREE, "bird": BIRD},
        Wording(LOCAL_ZONE),
        lambda _entity, _name, _text, then: waiting.append(then),
    )
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.begin(late, ("place",))
    bar.show_filter(EVERYTHING)
    bar.show()
    bar.chips[0].click()
    popover = popover_of(bar)
    popover.close()
    qtbot.waitUntil(lambda: not isValid(popover))
    waiting[0](PLACES)


def test_set_and_offered_chips_stand_in_one_order(bar: FilterBar) -> None:
    bar.begin(WORLD, ("kind", "place", "height"))
    bar.show_filter(And((KRAKOW,)))
    assert said(bar) == ["Kind: any", "Place: Kraków", "Height: any"]


def test_what_was_chosen_before_its_field_became_a_text_is_asked_in_words(
    bar: FilterBar, qtbot: QtBot
) -> None:
    kind = Field("kind", "Kind", FieldKind.TEXT, former=(Choice("oak", "Oak"),))
    bar.begin(replace(WORLD, catalogues={"tree": Catalogue("tree", (kind,))}), ())
    bar.show_filter(OAKS)
    assert said(bar) == ["Kind: Oak"]
    with qtbot.waitSignal(bar.changed) as blocker:
        bar.chips[0].click()
        popover_of(bar).operators.setCurrentIndex(0)
    assert blocker.args == [And((Condition("kind", Operator.IS, "Oak"),))]


def test_english_days_are_written_by_their_month_s_name_and_take_its_number_too(
    qtbot: QtBot,
) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    try:
        editor = DayEditor("Day")
        qtbot.addWidget(editor)
        editor.show_value("2027-01-31")
        line = editor.day
        assert line.text() == "31 Jan 2027"
        line.setSelectedSection(line.Section.MonthSection)
        QTest.keyClicks(line, "2")
        assert editor.value() == "2027-02-28"
        line.setSelectedSection(line.Section.MonthSection)
        QTest.keyClicks(line, "11")
        assert editor.value() == "2027-11-28"
        QTest.keyClicks(line, "dec")
        assert editor.value() == "2027-12-28"
    finally:
        QLocale.setDefault(before)


def test_days_of_other_languages_are_written_in_digits(qtbot: QtBot) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("pl_PL"))
    try:
        editor = DayEditor("Day")
        qtbot.addWidget(editor)
        editor.show_value("2027-01-31")
        assert editor.day.text() == "31.01.2027"
    finally:
        QLocale.setDefault(before)
