"""Settings → Workspace: what and where it is, its backups, whether it is whole.

GUI thread only; the bridge asks on other threads.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from crm_desktop.backend.care import WorkspaceFacts, back_up_workspace, describe_workspace
from crm_desktop.bootstrap import CheckReport, check_workspace
from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import is_expected, report_bug, words_for
from crm_desktop.gui.kit.buttons import small_button
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.section import ScrollingSection, sentence
from crm_desktop.gui.shell.numbers import shown_moment, shown_number
from crm_desktop.gui.shell.type_words import entity_words

_ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_MOST_PROBLEMS = 20


class WorkspaceSection(ScrollingSection):
    """The workspace that this window shows."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("workspace", _("Workspace"), "hard-drives")
        self._bridge = bridge
        self._facts: WorkspaceFacts | None = None
        self.copy = small_button(_("Copy"), self._copy)
        self.show_folder = small_button(_("Show in folder"), partial(self._open, is_backup=False))
        self.back_up = small_button(_("Back up now"), self._back_up)
        self.show_backup = small_button(_("Show in folder"), partial(self._open, is_backup=True))
        self.check = small_button(_("Check now"), self._check)
        self.called = self._add_fact(_("Workspace"))
        self.address = self._add_fact(_("Address"), self.copy, self.show_folder)
        self.engine = self._add_fact(_("Kind of database"))
        self.numbers = {entity: self._add_fact(words) for entity, words in entity_words().items()}
        self.backup = self._add_fact(_("Last backup"), self.back_up, self.show_backup)
        self.health = self._add_fact(_("Condition of the data"), self.check)
        self.health.setText(_("Not checked since the window was opened."))
        self.archive_note = sentence(_("The numbers include the archive and the recycle bin."))
        self.rows.addSpacing(8)
        self.rows.addWidget(self.archive_note)
        self._tell(None)

    def load(self) -> None:
        """Ask what is so now."""
        self._bridge.consult(
            describe_workspace, then=self._tell, failed=self._bridge.tell_failed, owner=self
        )

    def _add_fact(self, name: str, *buttons: QPushButton) -> QLabel:
        """A row whose hint is the fact itself."""
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(measures.BETWEEN)
        for button in buttons:
            button.setAccessibleName(f"{name}: {button.text()}")
            layout.addWidget(button)
        label = self.add(name, box, " ")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _tell(self, facts: WorkspaceFacts | None) -> None:
        self._facts = facts
        self.copy.setEnabled(facts is not None)
        self.show_folder.setVisible(facts is not None and facts.folder is not None)
        self.show_backup.setVisible(facts is not None and facts.last_backup is not None)
        if facts is None:
            return
        self.called.setText(facts.name)
        self.address.setText(facts.address)
        self.engine.setText(f"{_ENGINES[facts.engine]} {facts.engine_version}")
        for entity, label in self.numbers.items():
            label.setText(shown_number(facts.counts[entity]))
        if facts.backed_up_at is None:
            self.backup.setText(_("There is none yet."))
        else:
            moment = QDateTime.fromSecsSinceEpoch(int(facts.backed_up_at.timestamp()))
            self.backup.setText(shown_moment(moment))

    def _copy(self) -> None:
        if self._facts is not None:
            QGuiApplication.clipboard().setText(self._facts.address)

    def _open(self, *, is_backup: bool) -> None:
        facts = self._facts
        if facts is None:
            return
        last = facts.last_backup
        folder = last.parent if is_backup and last is not None else facts.folder
        if folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    # What takes long

    def _back_up(self) -> None:
        self._begin(self.back_up)
        self.backup.setText(_("Making a backup…"))
        self._bridge.consult(
            back_up_workspace,
            then=self._tell_backed_up,
            failed=partial(self._fail, self.back_up, self.backup),
            owner=self,
        )

    def _tell_backed_up(self, _made: Path) -> None:
        self.back_up.setEnabled(True)
        self.load()

    def _check(self) -> None:
        self._begin(self.check)
        self.health.setText(_("Checking…"))
        self._bridge.consult(
            check_workspace,
            then=self._tell_checked,
            failed=partial(self._fail, self.check, self.health),
            owner=self,
        )

    def _tell_checked(self, report: CheckReport) -> None:
        self.check.setEnabled(True)
        problems = [problem.text() for problem in report.problems[:_MOST_PROBLEMS]]
        dress(self.health, tone="danger" if problems else "success")
        self.health.setText("\n".join(problems) or _("Everything is whole."))

    def _begin(self, button: QPushButton) -> None:
        button.setEnabled(False)
        dress(self.health, tone="")

    def _fail(self, button: QPushButton, label: QLabel, error: BaseException) -> None:
        button.setEnabled(True)
        if not is_expected(error):
            report_bug(error)
        label.setText(words_for(error))
