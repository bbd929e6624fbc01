"""The builder of groups: what it takes apart it puts together again, by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.filters.ast import EVERYTHING, And, Condition, Node, Not, Operator, Or, Quantifier
from crm_desktop.filters.ast import Related as RelatedNode
from crm_desktop.gui.kit.filters.builder import (
    ConditionRow,
    FilterBuilder,
    Group,
    RelatedRow,
)
from crm_desktop.gui.kit.filters.condition_popover import ConditionPopover
from crm_desktop.gui.kit.filters.field_picker import FieldPicker
from crm_desktop.gui.kit.filters.value_editors import NumberEditor
from crm_desktop.gui.shell.views.builder_dialog import BuilderDialog
from tests.gui.conftest import there
from tests.gui.test_filter_bar import KRAKOW, OAKS, WORLD

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
TITS = RelatedNode("birds", Quantifier.NONE, And((Condition("name", Operator.CONTAINS, "tit"),)))


def build(qtbot: QtBot, root: Node) -> FilterBuilder:
    builder = FilterBuilder(WORLD, root)
    qtbot.addWidget(builder)
    builder.resize(600, 500)
    builder.show()
    return builder


@pytest.mark.parametrize(
    "root",
    [
        EVERYTHING,
        And((OAKS, KRAKOW)),
        Or((OAKS, KRAKOW)),
        Not(Or((OAKS, KRAKOW))),
        Not(And((OAKS, KRAKOW))),
        And((OAKS, Or((KRAKOW, Not(Or((OAKS,))))))),
        And((TITS, OAKS)),
    ],
)
def test_what_is_taken_apart_is_put_together_as_it_was(root: Node, qtbot: QtBot) -> None:
    assert build(qtbot, root).node() == root


def test_the_filter_is_said_in_words(qtbot: QtBot) -> None:
    builder = build(qtbot, And((OAKS, KRAKOW)))
    assert builder.words.text() == "In words: Kind: Oak and Place: Kraków"
    builder.group.kind.setCurrentIndex(1)
    assert builder.node() == Or((OAKS, KRAKOW))
    assert builder.words.text() == "In words: Kind: Oak or Place: Kraków"


def test_a_condition_is_added_by_keys_alone(qtbot: QtBot) -> None:
    builder = build(qtbot, EVERYTHING)
    group = builder.group
    QTest.keyClick(group.add, Key.Key_Space)
    picker = group.popover
    assert isinstance(picker, FieldPicker)
    QTest.keyClicks(picker.search, "heigh")
    QTest.keyClick(picker.search, Key.Key_Return)
    popover = group.popover
    assert isinstance(popover, ConditionPopover)
    editor = popover.editor
    assert isinstance(editor, NumberEditor)
    QTest.keyClicks(editor.line, "12")
    QTest.keyClick(editor.line, Key.Key_Return)
    qtbot.waitUntil(lambda: builder.node() == And((Condition("height", Operator.AT_LEAST, 12),)))


def test_a_group_within_takes_conditions_and_goes_again(qtbot: QtBot) -> None:
    builder = build(qtbot, And((OAKS,)))
    QTest.mouseClick(builder.group.add_group, LEFT)
    inner = builder.group.rows[1]
    assert isinstance(inner, Group)
    inner._ask("healthy")
    popover = inner.popover
    assert isinstance(popover, ConditionPopover)
    there(popover.editor).changed.emit()
    qtbot.waitUntil(lambda: len(inner.rows) == 1)
    popover.close()
    healthy = Condition("healthy", Operator.IS, True)
    assert builder.node() == And((OAKS, Or((healthy,))))
    inner.removed.emit()
    assert builder.node() == And((OAKS,))


def test_related_records_are_asked_for_with_conditions_of_their_own(qtbot: QtBot) -> None:
    builder = build(qtbot, And((TITS,)))
    row = builder.group.rows[0]
    assert isinstance(row, RelatedRow)
    assert there(row.group).world.entity == "bird"
    row.quantifier.setCurrentIndex(0)
    assert builder.node() == And((RelatedNode("birds", Quantifier.ANY, TITS.where),))


def test_what_does_not_suit_is_said_at_the_condition_itself(qtbot: QtBot) -> None:
    builder = build(qtbot, And((OAKS, Condition("gone", Operator.IS, "x"))))
    first, second = builder.group.rows
    assert not first.mistake.isVisible()
    assert second.mistake.isVisible()
    assert not builder.is_fit
    assert isinstance(second, ConditionRow)
    chip = there(second.chip)
    QTest.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 8, 10))
    assert builder.is_fit


def test_too_deep_a_filter_is_refused_in_words(qtbot: QtBot) -> None:
    root: Node = OAKS
    for _level in range(14):
        root = Or((root, KRAKOW))
    builder = build(qtbot, root)
    assert "too large" in builder.mistake.text()
    assert builder.mistake.isVisible()


def test_the_sheet_shows_the_records_and_resets(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    dialog = BuilderDialog(WORLD, And((OAKS, KRAKOW)), window)
    dialog.show_sheet()
    QTest.mouseClick(dialog.reset, LEFT)
    assert dialog.builder.node() == EVERYTHING
    with qtbot.waitSignal(dialog.chosen) as told:
        QTest.mouseClick(dialog.primary, LEFT)
    assert told.args == [EVERYTHING]


def test_the_sheet_says_the_filter_in_words_however_many_conditions_there_are(
    qtbot: QtBot,
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    window.show()
    many = Condition("name", Operator.CONTAINS, "an oak whose name takes more than a line")
    dialog = BuilderDialog(WORLD, And((many,) * 12), window)
    dialog.show_sheet()
    words, foot = dialog.builder.words, there(dialog.primary.parentWidget())
    line = words.fontMetrics().height()

    def is_seen() -> bool:
        seen = words.visibleRegion().boundingRect()
        return seen.top() == 0 and 2 * line <= seen.height() <= 4 * line

    qtbot.waitUntil(is_seen)
    assert words.mapTo(dialog, QPoint()).y() < foot.y()
    assert dialog.builder.group.visibleRegion().boundingRect().height() > 200
    dialog.close()
