"""The quick add at the top of a column: a title, a company, an amount; Enter and the next one.

Put into the board's slot by the board's page. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm_desktop.backend.work import Outcome
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.common.similar import Similar
from crm_desktop.features.companies.similar import CompanyDraft, find_similar
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.form_field import Line
from crm_desktop.gui.kit.form_similar import SimilarBox, SimilarLine
from crm_desktop.gui.kit.form_suggest import Suggested, SuggestLine
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.pages.deals.reads import ENTITY, read_barred
from crm_desktop.gui.pages.deals.words import amount_of, barred
from crm_desktop.gui.shell.form_fields import company_ask, identified
from crm_desktop.gui.shell.page import RecordRef

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_AMOUNT = 76
_ICON = 14
_REST_MS = 250


class QuickAdd(QFrame):
    """``added``: a deal was created; ``left``: the person is done; ``full_form_wanted``: what was
    typed shall be taken to the form of new deals."""

    added = Signal(object)  # RecordRef
    left = Signal()
    full_form_wanted = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._pipeline: PipelineRow | None = None
        self._stage = ""
        self._person: Suggested | None = None
        dress(self, kind="slot")
        self.title = Line(self)
        self.title.setPlaceholderText(_("What is sold"))
        self.title.setAccessibleName(_("Title of the deal"))
        dress(self.title, kind="bare")
        self.company = SuggestLine(company_ask(bridge), self)
        self.company.setPlaceholderText(_("Company"))
        self.company.setAccessibleName(_("Company"))
        self.amount = Line(self)
        self.amount.setPlaceholderText(_("Amount"))
        self.amount.setAccessibleName(_("Amount"))
        self.amount.setFixedWidth(ThemeManager.instance().theme.grown(_AMOUNT))
        for line in (self.company, self.amount):
            dress(line, scale="small")
        self.similar = SimilarBox(self)
        self.similar.chosen.connect(self._take_similar)
        self._rest = single_shot(self, self._look_for_similar, _REST_MS)
        self.company.textChanged.connect(lambda _text: self._rest.start())
        self.person = plain_label("", type="hint")
        self.person.hide()
        self.mistake = plain_label("", type="hint", tone="danger")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        self.save = QPushButton(_("Add"), self)
        dress(self.save, kind="primary", scale="tiny")
        self.cancel = QPushButton(_("Cancel"), self)
        dress(self.cancel, kind="ghost", scale="tiny")
        self.full = icon_button("arrows-out-simple", _("All fields"), self, size=_ICON)
        dress(self.full, scale="tiny")
        self.full.setFixedSize(measures.CONTROL_TINY, measures.CONTROL_TINY)
        self._lay_out()
        self.setFocusProxy(self.title)
        self.save.clicked.connect(self.add_deal)
        self.cancel.clicked.connect(self.leave)
        self.full.clicked.connect(self._want_full_form)
        for line in (self.title, self.company, self.amount):
            line.textEdited.connect(self.mistake.hide)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.company, 1)
        row.addWidget(self.amount)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.save)
        foot.addWidget(self.cancel)
        foot.addStretch()
        foot.addWidget(self.full)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addLayout(row)
        column.addWidget(self.similar)
        column.addWidget(self.person)
        column.addWidget(self.mistake)
        column.addSpacing(4)
        column.addLayout(foot)

    def begin(self, pipeline: PipelineRow, stage_id: str) -> None:
        """Be about this stage; what is typed already stays."""
        self._pipeline, self._stage = pipeline, stage_id
        self.mistake.hide()

    def begin_for(self, client: Mapping[str, Suggested]) -> None:
        """Be about this client: a company, or a person who will take part. The deal is called
        like them, until it is typed over."""
        company, person = client.get("company"), client.get("contacts")
        named = company or person
        if named is None:
            return
        self._clear()
        self.title.setText(named.words)
        self.title.selectAll()
        if company is not None:
            self.company.show_chosen(company)
        self._show_person(person)

    def _show_person(self, person: Suggested | None) -> None:
        self._person = person
        words = _("Contact: {name}").format(name=isolated(person.words)) if person else ""
        self.person.setText(words)
        self.person.setVisible(person is not None)

    def _look_for_similar(self) -> None:
        """A company that would be made may be there under a similar name."""
        entered = self.company.entered()
        if entered is None or entered.id:
            self.similar.show_lines(())
            return
        self._bridge.query(
            find_similar,
            CompanyDraft(entered.words),
            then=partial(self._show_similar, entered.words),
            failed=lambda _error: None,  # a warning that could not be had is none
            owner=self,
            channel="similar",
        )

    def _show_similar(self, words: str, found: Sequence[Similar]) -> None:
        entered = self.company.entered()
        if entered is not None and entered.words == words and not entered.id:
            self.similar.show_lines([SimilarLine(o.entity, o.id, o.name) for o in found])

    def _take_similar(self, _entity: str, company_id: str) -> None:
        """It is that one."""
        line = next(line for line in self.similar.lines if line.id == company_id)
        self.company.show_chosen(Suggested(line.id, line.words))
        self.similar.show_lines(())
        self.amount.setFocus()

    def leave(self) -> None:
        """Close without adding; nothing stays of what was typed."""
        self._clear()
        self.left.emit()

    def _clear(self) -> None:
        self.title.clear()
        self.company.show_chosen(None)
        self.similar.show_lines(())
        self.amount.clear()
        self._show_person(None)
        self.mistake.hide()

    def add_deal(self) -> None:
        """Add the deal and stay open for the next one; an empty title adds nothing."""
        if not self.title.text().strip():
            self.title.setFocus()
            return
        try:
            values = self._values()
        except UserError as error:
            self._tell(words_for(error))
            self.amount.setFocus()
            return
        company = self.company.entered()
        clients = dict[str, Suggested]()
        if company is not None:
            values["company"], clients["company"] = identified(company), company
        if self._person is not None:
            values["contacts"] = [{"contact": self._person.id, "role": "", "primary": True}]
            clients["contacts"] = self._person
        self.save.setEnabled(False)
        go_on = partial(self._create, values)
        self._bridge.query(
            read_barred, clients, then=go_on, failed=self._fail, owner=self, channel="barred"
        )

    def _create(self, values: Mapping[str, Any], barred_field: str) -> None:
        """Nothing is begun with a client on the blacklist."""
        if barred_field:
            self.save.setEnabled(True)
            self._tell(barred())
            if barred_field == "company":
                self.company.setFocus()
            return
        self._bridge.execute(CreateDeal(values), then=self._end, failed=self._fail, owner=self)

    def _values(self) -> dict[str, Any]:
        assert self._pipeline is not None
        values: dict[str, Any] = {
            "title": self.title.text().strip(),
            "pipeline": self._pipeline.id,
            "stage": self._stage,
        }
        amount = amount_of(self.amount.text(), self._pipeline.currency)
        if amount is not None:
            values |= {"amount_minor": amount.minor, "currency": amount.currency}
        return values

    def _end(self, outcome: Outcome) -> None:
        self.save.setEnabled(True)
        self._clear()
        self.title.setFocus()
        self.added.emit(RecordRef(ENTITY, str(outcome.result)))

    def _fail(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        self._tell(words_for(error))

    def _tell(self, words: str) -> None:
        self.mistake.setText(words)
        self.mistake.show()

    def _want_full_form(self) -> None:
        """What was typed goes along as it stands."""
        values = {
            "title": self.title.text().strip(),
            "company": self.company.entered(),
            "contacts": self._person,
            "amount_minor": self.amount.text().strip(),
            "stage": self._stage,
        }
        self._clear()
        self.full_form_wanted.emit({name: value for name, value in values.items() if value})

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter adds from every field, Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _ENTER and not self.cancel.hasFocus() and not self.full.hasFocus():
            self.add_deal()
        else:
            super().keyPressEvent(event)
