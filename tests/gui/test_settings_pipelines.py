"""Settings → Pipelines: pipelines and stages are made, ordered, removed, by mouse and by keys."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QMenu, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.i18n import set_language
from crm_desktop.features.deals.chance.rule import Tally
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.deals.staged.queries import count_deals
from crm_desktop.features.pipelines.commands import (
    ArchivePipelines,
    CreateFromTemplate,
    UpdatePipeline,
    UpdateStage,
)
from crm_desktop.features.pipelines.queries import find_lost_reasons, find_pipelines
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.settings.pipelines import PipelinesSection
from crm_desktop.gui.pages.settings.pipelines_lines import CHANCE, MORE, NAME, ROT, StageLine
from crm_desktop.gui.pages.settings.pipelines_questions import (
    DeletePipelineDialog,
    RemoveStageDialog,
)
from crm_desktop.gui.pages.settings.pipelines_table import StageTable
from crm_desktop.gui.shell.new_pipeline import EMPTY, NewPipelineDialog
from tests.gui.conftest import read, there, write

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "does not support raise", "does not support grabbing the keyboard"
)

ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
STAGES = ["New lead", "Qualified", "Proposal", "Negotiation", "Contract"]


@pytest.fixture
def section(dressed: None, bridge: Bridge, qtbot: QtBot) -> PipelinesSection:
    """The section by itself, in English, with the pipeline that a workspace begins with."""
    make_application("en")
    made = PipelinesSection(bridge)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    made.activateWindow()
    made.load()
    qtbot.waitUntil(lambda: made.table.lines.rowCount() == len(STAGES))
    return made


def pipelines(backend: Backend) -> tuple[PipelineRow, ...]:
    found: tuple[PipelineRow, ...] = read(backend, find_pipelines)
    return found


def names(backend: Backend) -> list[str]:
    """The stages of the first pipeline as they are stored."""
    return [stage.name for stage in pipelines(backend)[0].stages]


def shown(section: PipelinesSection) -> list[str]:
    """The stages as they are shown."""
    lines = section.table.lines
    return [lines.line(row).name for row in range(lines.rowCount())]


def deal(backend: Backend, stage_id: str, **values: Any) -> str:
    whole = {"title": "Deal", "stage": stage_id, **values}
    return str(write(backend, CreateDeal(whole)))


def click(widget: QWidget) -> None:
    """In the middle; boxes and circles on their mark."""
    is_mark = isinstance(widget, (QCheckBox, QRadioButton))
    place = QPoint(8, widget.height() // 2) if is_mark else widget.rect().center()
    QTest.mouseClick(widget, LEFT, pos=place)


def middle(section: PipelinesSection, name: str, column: int = 1) -> QPoint:
    """The middle of a cell in the line of that stage."""
    return section.table.rect_of(
        section.table.lines.id_at(shown(section).index(name)), column
    ).center()


def press(section: PipelinesSection, name: str, column: int = 1) -> None:
    QTest.mouseClick(section.table.viewport(), LEFT, pos=middle(section, name, column))


def dialog(kind: type[Any], qtbot: QtBot) -> Any:
    """The question, once it is there."""

    def open_ones() -> list[QDialog]:
        return [d for d in QApplication.topLevelWidgets() if isinstance(d, kind) and d.isVisible()]

    qtbot.waitUntil(lambda: bool(open_ones()))
    found = open_ones()[0]
    qtbot.wait(50)  # until it is laid out
    return found


def choose(menu: QMenu, words: str) -> None:
    """Trigger an action of a menu that would pop up."""
    next(one for one in menu.actions() if one.text().replace("&", "") == words).trigger()
    menu.close()


# Stages in order


def test_a_stage_is_dragged_to_another_place(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    view = section.table.viewport()
    start, end = middle(section, "Contract"), middle(section, "Qualified")
    QTest.mousePress(view, LEFT, pos=start)
    for step in range(1, 11):
        QTest.mouseMove(view, start + (end - start) * (step / 10))
    assert section.table.dragged == section.table.lines.id_at(4)
    QTest.mouseRelease(view, LEFT, pos=end - QPoint(0, 10))
    wanted = ["New lead", "Contract", "Qualified", "Proposal", "Negotiation"]
    qtbot.waitUntil(lambda: shown(section) == wanted)
    assert names(backend) == wanted


def test_esc_ends_a_drag_and_nothing_has_moved(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    view = section.table.viewport()
    start = middle(section, "Contract")
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, start - QPoint(0, 120))
    assert section.table.dragged
    QTest.keyClick(section.table, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, LEFT, pos=start - QPoint(0, 120))
    assert not section.table.dragged
    qtbot.wait(50)
    assert shown(section) == names(backend) == STAGES


def test_alt_and_the_arrows_move_a_stage_as_far_as_the_ends(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    press(section, "Qualified")
    section.table.setFocus()
    QTest.keyClick(section.table, Qt.Key.Key_Up, ALT)
    moved = ["Qualified", "New lead", "Proposal", "Negotiation", "Contract"]
    qtbot.waitUntil(lambda: shown(section) == moved)
    assert section.table.lines.id_at(0) == section.table.current
    QTest.keyClick(section.table, Qt.Key.Key_Up, ALT)
    qtbot.wait(50)
    assert names(backend) == moved


def test_a_colleagues_change_is_shown_by_itself(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    stage = pipelines(backend)[0].stages[0]
    write(backend, UpdateStage(stage.id, stage.version, {"name": "Fresh"}))
    qtbot.waitUntil(lambda: shown(section)[0] == "Fresh")


# Adding and removing stages


def test_a_new_stage_is_named_at_once(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    click(section.ends.add)
    qtbot.waitUntil(lambda: section.pane.isVisible() and section.pane.name.line.hasFocus())
    QTest.keyClicks(section.pane.name.line, "Payment")
    QTest.keyClick(section.pane.name.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(section) == [*STAGES, "Payment"])
    assert names(backend)[-1] == "Payment"
    assert section.ends.add.hasFocus()
    QTest.keyClick(section.ends.add, Qt.Key.Key_Return)
    click(section.ends.add)  # too soon: it would have the same name
    qtbot.waitUntil(lambda: shown(section) == [*STAGES, "Payment", "New stage"])
    click(section.ends.add)
    qtbot.waitUntil(lambda: shown(section)[-1] == "New stage 2")


def test_a_stage_for_requests_is_offered_once_and_stands_before_all_others(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    click(section.ends.intake)
    qtbot.waitUntil(lambda: shown(section) == ["Unsorted requests", *STAGES])
    qtbot.waitUntil(section.pane.name.line.hasFocus)
    assert section.pane.intake.isChecked()
    assert not section.ends.intake.isVisible()
    assert pipelines(backend)[0].stages[0].is_intake


def test_a_stage_with_deals_asks_where_they_go(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    stages = pipelines(backend)[0].stages
    for _number in range(3):
        deal(backend, stages[1].id)
    section.table.setFocus()
    press(section, "Qualified")
    QTest.keyClick(section.table, Qt.Key.Key_Delete)
    question = dialog(RemoveStageDialog, qtbot)
    assert question.sentence.text().startswith("3 deals move")
    assert question.keep.isDefault()
    question.goal.setCurrentIndex(question.goal.findText("Negotiation"))
    click(question.do)
    qtbot.waitUntil(lambda: "Qualified" not in shown(section))
    assert read(backend, count_deals) == {stages[3].rid: 3}


def test_keeping_the_stage_changes_nothing(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    deal(backend, pipelines(backend)[0].stages[0].id)
    press(section, "New lead")
    QTest.keyClick(section.table, Qt.Key.Key_Delete)
    click(dialog(RemoveStageDialog, qtbot).keep)
    qtbot.wait(50)
    assert names(backend) == STAGES


def test_an_empty_stage_goes_at_once_and_the_pane_with_it(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    press(section, "Proposal")
    assert section.pane.isVisible()
    with qtbot.waitSignal(section.done) as told:
        click(section.pane.remove)
    assert told.args == ["The stage was removed."]
    qtbot.waitUntil(lambda: "Proposal" not in shown(section))
    qtbot.waitUntil(lambda: not section.pane.isVisible())


def test_the_dots_open_the_menu_of_the_stage(section: PipelinesSection, qtbot: QtBot) -> None:
    with qtbot.waitSignal(section.table.menu_wanted) as told:
        press(section, "Proposal", MORE)
    menu = section.findChildren(QMenu)[-1]
    words = [one.text().replace("&", "") for one in menu.actions() if one.text()]
    assert words == ["Change…", "Move up", "Move down", "Remove stage…"]
    assert told.args is not None
    choose(menu, "Move down")
    qtbot.waitUntil(lambda: shown(section)[2:4] == ["Negotiation", "Proposal"])


# Pipelines


def test_a_pipeline_is_made_of_a_template(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    click(section.new)
    question = dialog(NewPipelineDialog, qtbot)
    click(question.templates.buttons["services"])
    assert question.name.text == "Services"
    click(question.save)
    qtbot.waitUntil(lambda: section.tabs.count() == 2)
    qtbot.waitUntil(lambda: shown(section)[0] == "Request")
    assert [one.name for one in pipelines(backend)] == ["New customers", "Services"]


def test_the_dialog_of_a_new_pipeline_is_as_high_as_what_stands_in_it(
    section: PipelinesSection, qtbot: QtBot
) -> None:
    click(section.new)
    question = dialog(NewPipelineDialog, qtbot)
    name, inside = question.name, question.area.widget()

    def is_fit() -> bool:
        below = inside.height() - name.mapTo(inside, name.rect().bottomLeft()).y()
        is_whole = inside.height() == question.area.viewport().height()
        return bool(is_whole and below < 2 * name.line.height())

    qtbot.waitUntil(is_fit)
    question.reject()


def test_an_empty_pipeline_needs_a_name_that_is_free(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    click(section.new)
    question = dialog(NewPipelineDialog, qtbot)
    click(question.templates.buttons[EMPTY])
    assert question.name.text == ""
    QTest.keyClicks(question.name.line, "New customers")
    click(question.save)
    qtbot.waitUntil(lambda: not question.name.mistake.isHidden())
    question.name.line.clear()
    QTest.keyClicks(question.name.line, "Partners")
    click(question.save)
    qtbot.waitUntil(lambda: section.tabs.count() == 2)
    qtbot.waitUntil(lambda: shown(section) == [])
    assert pipelines(backend)[1].name == "Partners"


def test_tabs_count_open_deals_and_are_ordered_by_keys(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    write(backend, CreateFromTemplate("projects"))
    for _number in range(2):
        deal(backend, pipelines(backend)[1].stages[0].id)
    qtbot.waitUntil(lambda: section.tabs.accessibleTabName(1) == "Projects, 2 deals")
    section.tabs.setFocus()
    QTest.keyClick(section.tabs, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown(section)[0] == "Idea")
    QTest.keyClick(section.tabs, Qt.Key.Key_Left, ALT)
    qtbot.waitUntil(lambda: pipelines(backend)[0].name == "Projects")
    qtbot.waitUntil(lambda: section.tabs.tabText(0) == "Projects")
    assert section.tabs.currentIndex() == 0


def test_a_pipeline_is_doubled_archived_and_taken_back(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    first = pipelines(backend)[0]
    choose(section.make_menu(first), "Duplicate")
    qtbot.waitUntil(lambda: section.tabs.count() == 2 and section.tabs.currentIndex() == 1)
    double = section.pipeline
    assert double is not None
    assert (double.name, shown(section)) == ("New customers 2", STAGES)
    with qtbot.waitSignal(section.done) as told:
        choose(section.make_menu(double), "Archive")
    assert told.args == ["The pipeline is in the archive now."]
    qtbot.waitUntil(lambda: section.tabs.tabText(1) == "New customers 2 (archive)")
    assert len(pipelines(backend)) == 1
    assert section.pipeline is not None
    choose(section.make_menu(section.pipeline), "Take out of the archive")
    qtbot.waitUntil(lambda: section.tabs.tabText(1) == "New customers 2")


def test_a_pipeline_is_deleted_only_from_the_archive_and_after_its_name_was_typed(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    key = write(backend, CreateFromTemplate("projects"))
    write(backend, ArchivePipelines((key,)))
    qtbot.waitUntil(lambda: section.tabs.count() == 2)
    section.tabs.setCurrentIndex(1)
    assert section.pipeline is not None
    choose(section.make_menu(section.pipeline), "Delete…")
    question = dialog(DeletePipelineDialog, qtbot)
    assert not question.do.isEnabled()
    QTest.keyClicks(question.name, "projects")
    click(question.do)
    qtbot.waitUntil(lambda: section.tabs.count() == 1)
    assert read(backend, find_pipelines, True) == ()


def test_without_a_pipeline_a_template_is_offered(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    from crm_desktop.features.pipelines.commands import DeletePipelines

    write(backend, DeletePipelines((pipelines(backend)[0].id,)))
    qtbot.waitUntil(lambda: section.tabs.count() == 0)
    section._ask_new()
    click(dialog(NewPipelineDialog, qtbot).save)
    qtbot.waitUntil(lambda: shown(section) == STAGES)


# What a whole pipeline has


def test_what_is_set_of_a_pipeline_saves_itself(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    options = section.options
    options.name.line.setFocus()
    options.name.line.selectAll()
    QTest.keyClicks(options.name.line, "Clients")
    QTest.keyClick(options.name.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: section.tabs.tabText(0) == "Clients")
    click(options.asks)
    click(options.skips)
    line = options.currency.box.lineEdit()
    assert line is not None
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "Polish zloty")
    QTest.keyClick(options.currency.box, Qt.Key.Key_Return)

    def stored() -> tuple[Any, ...]:
        one = pipelines(backend)[0]
        return one.name, one.asks_next_step, one.may_skip

    qtbot.waitUntil(lambda: stored() == ("Clients", False, False))


def test_pipelines_that_would_follow_each_other_in_a_circle_are_refused_with_a_word(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    first = pipelines(backend)[0]
    second = write(backend, CreateFromTemplate("repeat-sales"))
    row = pipelines(backend)[1]
    write(backend, UpdatePipeline(second, row.version, {"next_pipeline": first.id}))
    qtbot.waitUntil(lambda: section.tabs.count() == 2)
    following = section.options.following
    qtbot.waitUntil(lambda: following.box.findData(second) >= 0)
    following.box.setFocus()
    QTest.keyClicks(following.box, "Repeat")
    following.box.activated.emit(following.box.currentIndex())
    qtbot.waitUntil(lambda: not following.mistake.isHidden())
    assert "circle" in following.mistake.text()
    assert following.value() is None
    assert pipelines(backend)[0].next_pipeline is None


# Lost reasons


def test_a_press_anywhere_on_the_line_of_lost_deals_shows_the_reasons(
    section: PipelinesSection, qtbot: QtBot
) -> None:
    line = there(section.ends.reasons.parentWidget())
    with qtbot.waitSignal(section.ends.reasons_wanted):
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() // 2, 4))


def test_reasons_are_ordered_renamed_added_put_away_and_offered_again(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    def stored() -> list[str]:
        return [one.name for one in read(backend, find_lost_reasons)]

    assert section.ends.reasons.text() == "A reason out of 6 choices"
    click(section.ends.reasons)
    pane = section.reasons
    assert pane.isVisible()
    QTest.keyClick(pane.list, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: stored()[:2] == ["Chose another supplier", "Too expensive"])
    qtbot.waitUntil(lambda: pane.list.currentRow() == 1)
    QTest.keyClick(pane.list, Qt.Key.Key_Return)
    QTest.keyClicks(pane.name.line, "The price")
    QTest.keyClick(pane.name.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored()[1] == "The price")
    click(pane.detail)
    qtbot.waitUntil(lambda: read(backend, find_lost_reasons)[1].asks_detail)
    QTest.keyClicks(pane.new.line, "Moved away")
    QTest.keyClick(pane.new.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored()[-1] == "Moved away")
    pane.list.setFocus()
    QTest.keyClick(pane.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "The price" not in stored())
    qtbot.waitUntil(pane.back.isVisible)
    pane.brought_back.emit(read(backend, find_lost_reasons, True)[0].id)
    qtbot.waitUntil(lambda: "The price" in stored())
    qtbot.waitUntil(lambda: not pane.back.isVisible())


def test_a_reason_of_a_taken_name_is_refused_at_its_field(
    section: PipelinesSection, qtbot: QtBot
) -> None:
    click(section.ends.reasons)
    QTest.keyClicks(section.reasons.new.line, "too expensive")
    click(section.reasons.add)
    qtbot.waitUntil(lambda: not section.reasons.new.mistake.isHidden())
    assert section.reasons.new.text == "too expensive"


def test_who_sees_a_pipeline_is_ticked_in_a_list_that_stays_open(
    section: PipelinesSection, backend: Backend, qtbot: QtBot
) -> None:
    field = section.options.viewers
    assert field.box.currentText() == "All employees"
    field.box.setFocus()
    field.box.showPopup()
    qtbot.waitUntil(field.menu.isVisible)
    person = next(one for one in field.menu.actions() if one.text() == backend.actor.name)
    field.menu.setActiveAction(person)
    QTest.keyClick(field.menu, Qt.Key.Key_Space)
    assert field.menu.isVisible()
    assert field.box.currentText() == backend.actor.name
    field.menu.close()
    qtbot.waitUntil(lambda: pipelines(backend)[0].viewers == (backend.actor.id,))
    field.box.showPopup()
    qtbot.waitUntil(field.menu.isVisible)
    field.menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: pipelines(backend)[0].viewers == ())
    assert field.box.currentText() == "All employees"


@pytest.mark.usefixtures("dressed")
def test_the_longest_word_over_the_chances_is_whole(qtbot: QtBot) -> None:
    set_language("pl")
    table = StageTable()
    qtbot.addWidget(table)
    table.resize(900, 200)
    table.show()
    header = table.horizontalHeader()
    assert table.lines.headerData(CHANCE, Qt.Orientation.Horizontal) == "Prawdopodobieństwo"
    assert header.sectionSize(CHANCE) >= header.sectionSizeHint(CHANCE)
    table.resize(390, 200)
    assert header.length() <= table.viewport().width(), "no days are cut for a title"
    assert header.sectionSize(ROT) == header.sectionSizeHint(ROT), "what is spare goes to the title"


@pytest.mark.usefixtures("dressed")
def test_names_of_stages_are_whole_before_titles_are_in_a_narrow_window(qtbot: QtBot) -> None:
    table = StageTable()
    qtbot.addWidget(table)
    table.resize(390, 200)
    table.show()
    name = "Nowe zgłoszenie"
    table.show_lines([StageLine("1", name, "slate", 10, 3, (), Tally())], "1")
    letters = ThemeManager.instance().theme.faces.body_strong.width(name)
    header = table.horizontalHeader()
    assert header.sectionSize(NAME) >= letters + 28, "the square, the gap and the edge"
    assert header.length() <= table.viewport().width()
    assert header.sectionSize(ROT) >= header.sectionSizeHint(ROT)
