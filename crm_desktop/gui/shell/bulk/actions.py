"""What can be done with the rows of a list: what the bar below it and the menu of its rows offer.

Made by a list page. Every change is looked at in a pop-over first and then carried out by one
long command with one undo. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.data.bulk.commands import ChangeMany, JoinCompany, TagMany
from crm_desktop.features.data.bulk.rules import BULK_FIELDS, TAGGED
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.shell.bulk.bar import BulkAction
from crm_desktop.gui.shell.bulk.companies import companies_like
from crm_desktop.gui.shell.bulk.kind import SO_ALREADY, AskRows, BulkKind, Rows
from crm_desktop.gui.shell.card_fields.custom import Layout, read_layout

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome
    from crm_desktop.gui.shell.bulk.field_popover import FieldPopover
    from crm_desktop.gui.shell.bulk.tags_popover import TagsPopover

_OWN = ("owner", "status")
_CONTACT = "contact"


class BulkActions(QObject):
    """``done`` says in words what was done and can be undone, ``told`` what is so already;
    ``ended``: the action with the ticked rows is over. ``ask_task`` opens the question for a task,
    where there are tasks, ``ask_deal`` that for a deal to which people or a company come."""

    done = Signal(str)
    told = Signal(str)
    ended = Signal()

    def __init__(self, bridge: Bridge, make_kind: Callable[[Bridge], BulkKind], page: QWidget):
        super().__init__(page)
        self._bridge, self._page = bridge, page
        self._make_kind = make_kind
        self._kind: BulkKind | None = None
        self.popover: Popover | None = None
        self.ask_task: AskRows | None = None
        self.ask_deal: AskRows | None = None

    @property
    def bridge(self) -> Bridge:
        """What reads for the questions of others."""
        return self._bridge

    @property
    def kind(self) -> BulkKind:
        """What is known of the records; made when it is first wanted."""
        if self._kind is None:
            self._kind = self._make_kind(self._bridge)
        return self._kind

    def changes(self, rows: Callable[[], Rows], *, are_ticked: bool = True) -> list[BulkAction]:
        """What changes records that are neither archived nor deleted, ticked ones or one alone."""

        def asking(ask: Callable[[Rows, QWidget], object]) -> Callable[[QWidget], object]:
            return lambda anchor: ask(rows(), anchor)

        actions = [
            BulkAction("tags", _("Ta&gs…"), "tag-simple", asking(self.ask_tags)),
            BulkAction("owner", _("O&wner…"), "user-gear", asking(partial(self.ask, "owner"))),
            BulkAction("status", _("&Status…"), "flow-arrow", asking(partial(self.ask, "status"))),
            BulkAction("field", _("&Field…"), "pencil-simple", asking(self.choose_field)),
            BulkAction("company", _("Co&mpany…"), "buildings", asking(self.ask_company)),
        ]
        entity = self.kind.entity
        offered = {*BULK_FIELDS[entity], "field", *(("tags",) if entity in TAGGED else ())}
        offered = offered | {"company"} if entity == _CONTACT else offered - {"company"}
        actions = [one for one in actions if one.name in offered]
        if self.ask_task is not None:
            task = BulkAction("task", _("&Task"), "check-square", asking(self.ask_task))
            actions.insert(0, task)
        # Of several companies a deal takes one.
        if self.ask_deal is not None and (entity == _CONTACT or not are_ticked):
            words = _("Put &into a deal…")
            actions.append(BulkAction("deal", words, "handshake", asking(self.ask_deal)))
        needed = {
            "tags": TagMany,
            "task": CreateActivity,
            "company": JoinCompany,
            "deal": UpdateDeal,
        }
        return [
            replace(one, locked=self._bridge.locked(needed.get(one.name, ChangeMany)))
            for one in actions
        ]

    # Fields

    def ask(self, name: str, rows: Rows, anchor: QWidget) -> None:
        """Ask for the value of this field."""

        def open_(layout: Layout) -> None:
            for field in self.kind.fields(layout):
                if field.name == name:
                    self._ask_field(layout, rows, anchor, field)

        self._with_layout(open_)

    def choose_field(self, rows: Rows, anchor: QWidget) -> None:
        """Ask for a field, then for its value."""

        def choose(layout: Layout) -> None:
            from crm_desktop.gui.shell.bulk.field_choice import FieldChoice

            fields = [one for one in self.kind.fields(layout) if one.name not in _OWN]
            choice = FieldChoice(fields, self._page)
            choice.chosen.connect(partial(self._ask_field, layout, rows, anchor))
            self.open(choice, anchor, choice.line)

        self._with_layout(choose)

    def _with_layout(self, then: Callable[[Layout], None]) -> None:
        entity = self.kind.entity
        self._bridge.query(read_layout, entity, then=then, owner=self, channel="layout")

    def _ask_field(self, layout: Layout, rows: Rows, anchor: QWidget, field: CardField) -> None:
        from crm_desktop.gui.shell.bulk.field_popover import AskedField, FieldPopover

        asked = FieldPopover(
            self._bridge, self.kind, AskedField(field, layout), rows.rids, self._page
        )
        asked.wanted.connect(partial(self._change, asked, rows))
        self.open(asked, anchor, asked.editor)

    def _change(self, asked: FieldPopover, rows: Rows) -> None:
        values, kind = asked.values, self.kind
        change = partial(
            self.run,
            rows,
            lambda ids: ChangeMany(kind.entity, ids, values, kind.region),
            _("Changing records"),
            kind.changed_words,
        )
        if kind.ask is None:
            change()
        else:
            kind.ask(self._page, asked.name, asked.editor.value(), change, lambda: None)

    # Tags

    def ask_tags(self, rows: Rows, anchor: QWidget) -> None:
        """Ask which tags all get and which none keeps."""
        from crm_desktop.gui.shell.bulk.tags_popover import TagsPopover

        asked = TagsPopover(self._bridge, self.kind, rows.rids, self._page)
        asked.wanted.connect(partial(self._tag, asked, rows))
        self.open(asked, anchor, asked.line)

    def _tag(self, asked: TagsPopover, rows: Rows) -> None:
        add, remove, kind = asked.add, asked.remove, self.kind
        self.run(
            rows,
            lambda ids: TagMany(kind.entity, ids, add, remove),
            _("Changing tags"),
            kind.changed_words,
        )

    # Company

    def ask_company(self, rows: Rows, anchor: QWidget) -> None:
        """Ask at which company the people are to be."""
        from crm_desktop.gui.shell.card.pick import PickList

        pick = PickList(_("Company"), self._page)
        pick.asked.connect(
            lambda text: self._bridge.query(
                companies_like, text, then=pick.show_choices, owner=pick, channel="pick"
            )
        )
        pick.picked.connect(lambda choice, _is_ticked: self._join(choice.key, rows))
        pick.begin(anchor)

    def _join(self, company: str, rows: Rows) -> None:
        self.run(
            rows,
            lambda ids: JoinCompany(company, ids),
            _("Changing records"),
            self.kind.changed_words,
        )

    # Running

    def run(
        self,
        rows: Rows,
        command: Callable[[tuple[str, ...]], Any],
        title: str,
        words: Callable[[int], str],
    ) -> None:
        """Carry out the command with the records; ``words`` of its result tell that it is
        done."""

        def tell(outcome: Outcome) -> None:
            if rows.are_ticked:
                self.ended.emit()
            if outcome.result:
                self.done.emit(words(outcome.result))
            else:
                self.told.emit(SO_ALREADY.text())

        def start(ids: tuple[str, ...]) -> None:
            self._bridge.start(command(ids), title, then=tell, owner=self)

        self._bridge.query(ids_of, self.kind.entity, rows.rids, then=start, owner=self)

    def open(self, popover: Popover, anchor: QWidget, focus: QWidget) -> None:
        """Let it pop up beside ``anchor``, which has the keyboard again when it goes."""
        self.popover = popover
        popover.gone.connect(partial(self._forget, popover, anchor))
        popover.open_below(anchor, focus)

    def _forget(self, popover: Popover, anchor: QWidget) -> None:
        if self.popover is popover:
            self.popover = None
            if anchor.isVisible():
                anchor.setFocus()
