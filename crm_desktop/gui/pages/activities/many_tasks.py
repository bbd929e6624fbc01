"""One task for many records, or one for each of them: asked in a pop-over below the list.

Opened by the bar of ticked rows and by the menu of rows. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.data.bulk.blacklisted.queries import find_blacklisted
from crm_desktop.features.data.bulk.commands import PlanMany
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities.task_line import TaskLine
from crm_desktop.gui.shell.bulk.actions import BulkActions
from crm_desktop.gui.shell.bulk.kind import AskRows, Rows
from crm_desktop.gui.shell.card.questions import ask_about_blacklisted
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef

_WIDTH = 380
# More links than anybody reads below one task.
_MOST_IN_ONE = 500


class ManyTasks(Popover):
    """``line`` takes the words, ``each`` and ``one`` say for whom."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent, _("Task"))
        self._number = number
        self.setFixedWidth(ThemeManager.instance().theme.grown(_WIDTH))
        self.line = TaskLine(self, bare=False)
        self.each = QRadioButton(_("One for each of them"), self)
        self.one = QRadioButton(_("One for all of them"), self)
        self.each.setChecked(True)
        self.cancel = QPushButton(_("Cancel"), self)
        self.primary = QPushButton(self)
        dress(self.cancel, scale="small")
        dress(self.primary, kind="primary", scale="small")
        whom = QVBoxLayout()
        whom.setSpacing(4)
        whom.addWidget(self.each)
        whom.addWidget(self.one)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.primary)
        self.column.addWidget(plain_label(_("Task"), type="subheading"))
        self.column.addWidget(self.line)
        self.column.addLayout(whom)
        self.column.addLayout(foot)
        for choice in (self.each, self.one):
            choice.setVisible(1 < number <= _MOST_IN_ONE)
        self.setFocusProxy(self.line)
        self.line.changed.connect(self._follow)
        self.each.toggled.connect(self._follow)
        self.cancel.clicked.connect(self.close)
        self.line.line.left.connect(self.close)
        for entered in (self.line.line.entered, self.line.line.saved):
            entered.connect(self.primary.click)
        self._follow()

    def _follow(self) -> None:
        number = self._number if self.each.isChecked() else 1
        words = ngettext("Create {number} task", "Create {number} tasks", number)
        self.primary.setText(words.format(number=shown_number(number)))
        self.primary.setEnabled(not self.line.is_blank)


def asking(actions: BulkActions, page: QWidget) -> AskRows:
    """The question, for the rows of ``page``."""

    def ask(rows: Rows, anchor: QWidget) -> None:
        asked = ManyTasks(len(rows.rids), page)
        asked.primary.clicked.connect(partial(_plan, actions, page, asked, rows))
        actions.open(asked, anchor, asked.line)

    return ask


def _plan(
    actions: BulkActions, page: QWidget, asked: ManyTasks, rows: Rows, _checked: bool = False
) -> None:
    """About those on the blacklist it is asked first."""
    values, for_each, entity = asked.line.values(), asked.each.isChecked(), actions.kind.entity
    asked.close()

    def plan() -> None:
        actions.run(
            rows, lambda ids: PlanMany(entity, ids, values, for_each), _("Creating tasks"), _created
        )

    def ask_first(listed: Mapping[str, str]) -> None:
        named = {RecordRef(entity, key): name for key, name in listed.items()}
        ask_about_blacklisted(page, named, plan)

    actions.bridge.query(find_blacklisted, entity, rows.rids, then=ask_first, owner=actions)


def _created(number: int) -> str:
    words = ngettext("{number} task was created.", "{number} tasks were created.", number)
    return words.format(number=shown_number(number))
