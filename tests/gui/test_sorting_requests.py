"""Unsorted requests are accepted, attached and rejected: on the board, in the list, on the card."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.deals.commands import AcceptDeals, CreateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.pipelines.commands import CreateLostReason, CreateStage
from crm_desktop.filters.ast import Condition, Operator
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.pages.deals.attaching import AttachDialog
from crm_desktop.gui.pages.deals.gate_pane import GatePane
from crm_desktop.gui.pages.deals.menus import card_menu
from crm_desktop.gui.pages.deals.modes import LIST
from crm_desktop.gui.pages.deals.rejecting import RejectingDialog
from tests.gui.conftest import OpenWindow, read, there, write
from tests.gui.deal_pages import DealsWindow
from tests.gui.deals import open_card, top_of, type_text

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
NEW, QUALIFIED = 0, 1


class Intake(DealsWindow):
    """The page of deals with an intake before its stages, where a request of Marina Kim waits."""

    def __init__(
        self, open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot
    ) -> None:
        super().__init__(open_window, workspace, backend, qtbot)
        values = {"pipeline": self.sale.pipeline, "name": "Requests", "is_intake": True}
        self.stage = str(write(backend, CreateStage(values)))
        self.reason = str(write(backend, CreateLostReason({"name": "Spam"})))
        self.kitchen = self.request("Kitchen", contacts=[{"contact": self.sale.people[0]}])
        self.wait(lambda: self.waiting() == ["Kitchen"])

    def request(self, title: str, **values: object) -> str:
        """One more of nobody, on top of the intake."""
        given = {"pipeline": self.sale.pipeline, "stage": self.stage, "owner": None, **values}
        return str(write(self.backend, CreateDeal({"title": title, **given})))

    def waiting(self) -> list[str]:
        """The requests on the board from above, by their titles."""
        rids, rows = self.board.order.columns.get(self.stage, ()), self.page.board.rows
        return [rows[rid].title if rid in rows else "…" for rid in rids]

    def read(self, deal: str) -> DealRow:
        """The deal as it is now."""
        found: DealRow = there(read(self.backend, get_deal, deal))
        return found

    def stands_in(self, deal: str, stage: int) -> bool:
        """Whether it is in that stage, and its colleague's who works here."""
        row = self.read(deal)
        owner = row.owner.id if row.owner else None
        return row.stage_id == self.sale.stages[stage] and owner == self.backend.actor.id

    def run(self, command: str) -> None:
        """Run a command of the window, as its palette does."""
        self.session.window.commands.action(command).trigger()

    def attaching(self) -> AttachDialog:
        """The dialog that asks where requests belong, with what it proposes."""
        dialogs = self.session.window.findChildren
        self.wait(lambda: any(one.list.count() for one in dialogs(AttachDialog)))
        (dialog,) = dialogs(AttachDialog)
        return dialog

    def rejecting(self) -> RejectingDialog:
        """The dialog that asks why requests are rejected."""
        dialogs = self.session.window.findChildren
        self.wait(lambda: any(one.isVisible() for one in dialogs(RejectingDialog)))
        (dialog,) = dialogs(RejectingDialog)
        return dialog

    def questions(self) -> list[QuestionDialog]:
        """What is asked now."""
        asked = self.session.window.findChildren(QuestionDialog)
        return [one for one in asked if one.isVisible()]

    def question(self) -> QuestionDialog:
        """The question, when it comes."""
        self.wait(lambda: bool(self.questions()))
        return self.questions()[0]

    def undo(self) -> None:
        """The last step."""
        there(self.session.window.history).undo()


@pytest.fixture
def intake(open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot) -> Intake:
    return Intake(open_window, workspace, backend, qtbot)


def words_of(menu: QMenu) -> list[str]:
    return [one.text().replace("&", "") for one in menu.actions() if one.text()]


def offers(dialog: AttachDialog) -> list[str]:
    return [dialog.list.item(line).text() for line in range(dialog.list.count())]


def test_where_a_filter_leaves_no_card_the_board_tells_what_waits_at_the_intake(
    intake: Intake,
) -> None:
    intake.wait(lambda: intake.page.views.world is not None)
    intake.page.views.ask(Condition("title", Operator.CONTAINS, "nothing like it"))
    pane = intake.page.board.states.pane
    intake.wait(lambda: "1 request waits in “Requests”." in pane.sentence.text())


# Accepted


def test_a_request_dragged_into_work_is_accepted_where_it_was_dropped(intake: Intake) -> None:
    intake.drag("Kitchen", QUALIFIED)
    assert intake.titles(QUALIFIED) == ["Kitchen"]
    intake.wait(lambda: intake.stands_in(intake.kitchen, QUALIFIED))
    said = "“Kitchen” is accepted: it is in the stage “Qualified” now."
    intake.wait(lambda: intake.notes() == [f"{said}\nNo next step is planned."])
    intake.undo()
    intake.wait(lambda: intake.waiting() == ["Kitchen"])
    assert intake.read(intake.kitchen).owner is None


def test_a_request_of_somebody_on_the_blacklist_is_accepted_only_after_a_question(
    intake: Intake,
) -> None:
    marina = intake.sale.people[0]
    write(intake.backend, UpdateContact(marina, 1, {"blacklisted": "Never pays"}))
    rows = intake.page.board.rows
    intake.wait(lambda: rows[intake.rid("Kitchen")].is_blacklisted)
    intake.drag("Kitchen", QUALIFIED)
    asked = intake.question()
    told = "Marina Kim is on the blacklist. Accept the request all the same?"
    assert asked.heading.text().replace("\u2068", "").replace("\u2069", "") == told
    QTest.mouseClick(asked.keep, LEFT)
    intake.wait(lambda: intake.waiting() == ["Kitchen"])
    intake.wait(lambda: not intake.questions())
    intake.choose("Kitchen")
    intake.run("deals.accept")
    QTest.mouseClick(intake.question().do, LEFT)
    intake.wait(lambda: intake.stands_in(intake.kitchen, NEW))


def test_the_keys_that_move_a_card_accept_a_request_through_the_gate(intake: Intake) -> None:
    intake.sale.require(NEW + 1, ("deal", "source"))
    intake.choose("Kitchen")
    intake.key(Key.Key_Right, CTRL)
    panes = intake.session.window.findChildren
    intake.wait(lambda: any(pane.isVisible() for pane in panes(GatePane)))
    (pane,) = panes(GatePane)
    type_text("The site")
    QTest.mouseClick(pane.move_button, LEFT)
    intake.wait(lambda: intake.stands_in(intake.kitchen, NEW))
    assert intake.read(intake.kitchen).source == "The site"


def test_the_menu_of_a_request_sorts_it_in_place_of_winning_and_losing(intake: Intake) -> None:
    intake.choose("Kitchen")
    menu = card_menu(intake.page, intake.page.board)
    assert words_of(menu) == [
        *("Open", "In a new window"),
        *("Accept the request", "Attach the request…", "Reject the request…", "Move to"),
        *("Tags…", "More", "Archive"),
    ]
    next(one for one in menu.actions() if "Accept" in one.text()).trigger()
    intake.wait(lambda: intake.stands_in(intake.kitchen, NEW))
    intake.choose("Gym")
    assert "Won" in words_of(card_menu(intake.page, intake.page.board))


def test_what_a_colleague_accepted_first_is_told_and_goes_to_its_place(intake: Intake) -> None:
    intake.choose("Kitchen")
    board = intake.page.board
    board.begin_move()  # so that the board doesn't see what happens meanwhile
    write(intake.backend, AcceptDeals((intake.kitchen,), intake.sale.stages[QUALIFIED]))
    intake.drag("Kitchen", NEW)
    told = "“Kitchen” was sorted already: it is in the stage “Qualified” now."
    intake.wait(lambda: any(words.startswith(told) for words in intake.notes()))
    board.end_move()
    intake.wait(lambda: intake.titles(QUALIFIED) == ["Kitchen"])


def test_a_deal_brought_back_into_the_intake_waits_again(intake: Intake) -> None:
    intake.choose("Gym")
    intake.key(Key.Key_Left, CTRL)
    intake.wait(lambda: intake.read(intake.second).stage_id == intake.stage)
    intake.wait(lambda: "“Gym” is in the stage “Requests” now." in intake.notes())


# Attached


def test_a_request_is_attached_to_the_deal_that_is_proposed_first(intake: Intake) -> None:
    intake.choose("Kitchen")
    intake.run("deals.attach")
    dialog = intake.attaching()
    assert offers(dialog) == ["Office on Ligovsky", "Marina Kim"]
    assert dialog.told.text().startswith("Contacts, tags, notes, files and tasks go to the deal")
    assert dialog.attach.text() == "Attach to the deal"
    QTest.keyClick(dialog.line, Key.Key_Return)
    said = "“Kitchen” is attached to “Office on Ligovsky” now."
    intake.wait(lambda: intake.notes() == [said])
    assert intake.read(intake.kitchen).is_deleted
    intake.wait(lambda: intake.waiting() == [])
    undo, open_ = intake.session.window.notifications.notes[0].buttons
    assert (undo.text(), open_.text()) == ("Undo", "Open")
    QTest.mouseClick(undo, LEFT)
    intake.wait(lambda: intake.waiting() == ["Kitchen"])


def test_a_contact_is_sought_by_typing_and_gets_the_history_of_the_request(
    intake: Intake,
) -> None:
    ola = {"given_name": "Ola", "family_name": "Krol", "phones": [{"value": "+48512000777"}]}
    write(intake.backend, CreateContact(ola))
    intake.choose("Kitchen")
    intake.run("deals.attach")
    dialog = intake.attaching()
    QTest.keyClicks(dialog.line, "512 000 777")
    intake.wait(lambda: offers(dialog) == ["Ola Krol"])
    assert dialog.attach.text() == "Attach to the contact"
    assert "a note tells what was asked" in dialog.told.text()
    QTest.mouseClick(dialog.attach, LEFT)
    intake.wait(lambda: intake.notes() == ["“Kitchen” is attached to “Ola Krol” now."])
    intake.undo()
    intake.wait(lambda: intake.waiting() == ["Kitchen"])


def test_where_nothing_fits_the_dialog_says_so_and_attaches_nothing(intake: Intake) -> None:
    intake.choose("Kitchen")
    intake.run("deals.attach")
    dialog = intake.attaching()
    QTest.keyClicks(dialog.line, "Zzyzx")
    intake.wait(lambda: not dialog.list.count())
    assert dialog.caption.text().startswith("Nothing was found")
    assert not dialog.attach.isEnabled()
    QTest.keyClick(dialog.line, Key.Key_Return)
    QTest.keyClick(dialog.line, Key.Key_Escape)
    assert not intake.read(intake.kitchen).is_deleted


def test_a_request_that_a_colleague_sorted_while_it_was_being_attached_stays_his(
    intake: Intake,
) -> None:
    intake.choose("Kitchen")
    intake.run("deals.attach")
    dialog = intake.attaching()
    write(intake.backend, AcceptDeals((intake.kitchen,)))
    QTest.mouseClick(dialog.attach, LEFT)
    intake.wait(dialog.mistake.isVisible)
    assert dialog.mistake.text().startswith("“Kitchen” was sorted already")
    assert not intake.read(intake.kitchen).is_deleted


# Rejected


@pytest.mark.parametrize("command", ["deals.reject", "deals.lose"])
def test_a_request_is_rejected_for_a_reason(intake: Intake, command: str) -> None:
    intake.choose("Kitchen")
    intake.run(command)
    dialog = intake.rejecting()
    assert dialog.windowTitle() == "Why is the request rejected?"
    assert not dialog.remind.isVisible()
    spam = next(row for row in dialog.reasons if row.reason.name == "Spam")
    QTest.mouseClick(spam.button, LEFT, pos=QPoint(8, spam.button.height() // 2))
    assert dialog.close_deals.text() == "Reject the request"
    QTest.mouseClick(dialog.close_deals, LEFT)
    intake.wait(lambda: intake.notes() == ["“Kitchen” is rejected."])
    row = intake.read(intake.kitchen)
    assert (row.status, row.lost_reason) == ("lost", "Spam")
    intake.undo()
    intake.wait(lambda: intake.waiting() == ["Kitchen"])


# Several


def test_the_bar_below_the_board_sorts_the_requests_among_the_picked_cards(
    intake: Intake,
) -> None:
    intake.request("Bath")
    intake.wait(lambda: intake.waiting() == ["Bath", "Kitchen"])
    intake.board.choice.pick([intake.rid(title) for title in ("Bath", "Kitchen", "Gym")])
    bar = intake.page.board.bulk.bar
    named = [one.accessibleName() for one in bar.buttons[:3]]
    assert named == ["Accept 2 requests", "Attach 2 requests…", "Reject 2 requests…"]
    QTest.mouseClick(bar.buttons[1], LEFT)
    dialog = intake.attaching()
    assert dialog.about.text().startswith("2 requests of 3 selected deals")
    dialog.reject()
    QTest.mouseClick(bar.buttons[0], LEFT)
    said = "2 requests are accepted: they are in the stage “New” now."
    intake.wait(lambda: intake.notes() == [said])
    intake.wait(lambda: intake.titles(NEW) == ["Bath", "Kitchen", "Warehouse", "Gym"])
    intake.undo()
    intake.wait(lambda: intake.waiting() == ["Bath", "Kitchen"])
    intake.board.choice.pick([intake.rid("Gym")])
    assert "accept" not in [one.objectName() for one in bar.buttons]


def test_where_no_request_is_chosen_the_window_says_so(intake: Intake) -> None:
    intake.choose("Gym")
    intake.run("deals.accept")
    said = "What is selected is sorted already: no request is among it."
    intake.wait(lambda: intake.notes() == [said])


def test_the_list_sorts_requests_as_the_board_does(intake: Intake) -> None:
    QTest.mouseClick(intake.page.toolbar.modes.buttons[LIST], LEFT)
    intake.wait(lambda: intake.page.list is not None and intake.page.list.list.count == 4)
    part = there(intake.page.list)
    kitchen = there(part.list.model.line_of(intake.kitchen))
    part.list.table.choose(kitchen)
    rids = part.list.table.acted_on(kitchen)
    found = {one.name: one for one in part.bulk.offered(lambda: rids, are_ticked=False)}
    assert found["accept"].words.replace("&", "") == "Accept the request"
    gym = there(part.list.model.line_of(intake.second))
    others = part.bulk.offered(lambda: part.list.table.acted_on(gym), are_ticked=False)
    assert "accept" not in [one.name for one in others]
    part.list.table.tick_all()
    bar = part.bulk.bar
    intake.wait(lambda: bar.buttons[0].accessibleName() == "Accept 1 request")
    QTest.mouseClick(bar.buttons[0], LEFT)
    intake.wait(lambda: intake.stands_in(intake.kitchen, NEW))
    intake.wait(lambda: bool(intake.notes()))


def test_the_menu_of_a_request_without_a_tick_accepts_it_alone(intake: Intake) -> None:
    bath = intake.request("Bath")
    intake.page.show_mode(LIST)
    intake.wait(lambda: intake.page.list is not None and intake.page.list.list.count == 5)
    part = there(intake.page.list)
    intake.wait(lambda: part.list.model.line_of(bath) is not None)
    table, line = part.list.table, there(part.list.model.line_of(intake.kitchen))
    table.tick_only(table.acted_on(part.list.model.line_of(bath)))
    table.choose(line)
    table.menu_wanted.emit(line, QPoint(9, 9))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(one for one in menu.actions() if "Accept" in one.text()).trigger()
    menu.close()
    intake.wait(lambda: intake.stands_in(intake.kitchen, NEW))
    assert intake.read(bath).stage_id == intake.stage


# The card


def test_the_card_of_a_request_offers_to_sort_it_and_tells_where_it_may_belong(
    intake: Intake,
) -> None:
    card = open_card(there(intake.session.bridge), intake.kitchen, intake.qtbot)
    top = top_of(card)
    shown = [one.text() for one in (top.won, top.lost, *top.requests.buttons) if one.isVisible()]
    assert shown == ["Accept", "Attach…", "Reject…"]
    band = top.requests.band
    assert band.isVisible()
    intake.wait(band.home.isVisible)
    assert band.home.text().startswith("It may belong to “Office on Ligovsky” (same client")
    assert [words for words, _icon, _press in top.entries()] == [
        "Accept the &request",
        "Attach the req&uest…",
        "Re&ject the request…",
    ]
    with intake.qtbot.waitSignals([card.done, top.step_wanted]):
        QTest.mouseClick(top.requests.accept, LEFT)
    intake.wait(lambda: top.won.isVisible() and not band.isVisible())
    assert intake.stands_in(intake.kitchen, NEW)


def test_attached_from_its_card_the_request_leads_to_where_it_belongs(intake: Intake) -> None:
    card = open_card(there(intake.session.bridge), intake.kitchen, intake.qtbot)
    top = top_of(card)
    intake.wait(top.requests.band.home.isVisible)
    QTest.mouseClick(top.requests.band.home, LEFT)
    intake.wait(lambda: any(one.list.count() for one in card.findChildren(AttachDialog)))
    (dialog,) = card.findChildren(AttachDialog)
    with intake.qtbot.waitSignal(top.open_wanted) as opened:
        QTest.mouseClick(dialog.attach, LEFT)
    record, apart = opened.args
    assert (record.id, apart) == (intake.sale.deal, False)
