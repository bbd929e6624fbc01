"""The dialog of a new deal: a title is enough.

Made by the window's dialogs when it is first wanted. GUI thread; pipelines are read on a reader's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_field import FormEntry, FormField, TextField
from crm_desktop.gui.kit.form_suggest import Suggested, SuggestField
from crm_desktop.gui.pages.deals import fields as deal_fields
from crm_desktop.gui.pages.deals.reads import CLIENTS, ENTITY, read_barred
from crm_desktop.gui.pages.deals.words import barred
from crm_desktop.gui.shell import form_fields as fields
from crm_desktop.gui.shell.form_create import CreateDialog, CreateKind
from crm_desktop.gui.shell.form_record import NONE_ALIKE


class StageField(FormEntry):
    """In which pipeline and stage the deal begins."""

    def __init__(self, label: str) -> None:
        self.box = QComboBox()
        super().__init__(label, self.box)
        self.box.setAccessibleName(self.name)
        self.caption.setBuddy(self.box)
        self.setFocusProxy(self.box)
        self.pipelines: tuple[PipelineRow, ...] = ()
        self._first = ""
        self.box.activated.connect(lambda _index: self.changed.emit())

    def offer(self, pipelines: tuple[PipelineRow, ...], pipeline_id: str) -> None:
        """Offer all stages; without a choice the first one of this pipeline counts."""
        chosen = self.box.currentData()
        self.pipelines = pipelines
        self.box.clear()
        self._first = ""
        for pipeline in pipelines:
            for stage in pipeline.stages:
                self.box.addItem(f"{pipeline.name}: {stage.name}", stage.id)
                if pipeline.id == pipeline_id and not self._first and not stage.is_intake:
                    self._first = stage.id
        self.load(chosen)

    def value(self) -> str | None:
        """The id of the stage."""
        return str(self.box.currentData() or "") or None

    def load(self, value: Any) -> None:
        """Show this stage, or the first."""
        index = self.box.findData(value or self._first)
        self.box.setCurrentIndex(max(index, 0) if self.box.count() else -1)

    @property
    def pipeline(self) -> PipelineRow | None:
        """The pipeline of the stage."""
        stage = self.value() or ""
        return next((one for one in self.pipelines if one.stage(stage) is not None), None)


class NewDealDialog(CreateDialog):
    """One for the window."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        self._stage = StageField(_("&Stage"))
        kind = CreateKind(ENTITY, _("New deal"), _("Create deal"), self._command, NONE_ALIKE)
        super().__init__(bridge, kind, self._make_form(bridge), parent)

        self.form.changed.connect(self._look_at_clients)

    def _make_form(self, bridge: Bridge) -> RecordForm:
        form = RecordForm()
        form.add("title", FormField(_("Deal &title")))
        form.add("company", fields.company(bridge))
        form.add("amount_minor", deal_fields.AmountField(_("&Amount"), self._currency), half=True)
        form.add("expected_close", self._close_entry(), half=True)
        form.add("stage", self._stage)
        form.add("contacts", _contact(bridge), further=True)
        form.add("owner", fields.owner(bridge), further=True, half=True)
        form.add("source", FormField(_("Source")), further=True, half=True)
        form.add("tags", fields.tags(bridge), further=True)
        form.add("note", TextField(_("Note")), further=True)
        return form

    def _close_entry(self) -> FormEntry:
        return FormField(_("&Expected close"), tidy=deal_fields.tidy_day)

    def _currency(self) -> str:
        pipeline = self._stage.pipeline
        return pipeline.currency if pipeline is not None else ""

    def begin_in(self, pipeline_id: str, values: Mapping[str, Any]) -> None:
        """Show the dialog with the stages there are, ``pipeline_id``'s first."""

        def begin(pipelines: tuple[PipelineRow, ...]) -> None:
            known = {one.id for one in pipelines}
            first = pipeline_id if pipeline_id in known else (pipelines[0].id if pipelines else "")
            self._stage.offer(pipelines, first)
            self.begin(**values)

        self._bridge.query(_pipelines, then=begin, owner=self, channel="pipelines")

    # Clients on the blacklist

    def _look_at_clients(self, field: str) -> None:
        """Say it as soon as one is chosen."""
        clients = _clients(self.form.values())
        if field in clients and clients[field].id:
            tell = partial(self._tell_barred, clients)
            self._ask_barred(clients, tell, owner=self.form, failed=lambda _error: None)

    def _tell_barred(self, clients: Mapping[str, Suggested], field: str) -> None:
        if field and clients == _clients(self.form.values()):
            entry = self.form.entries[field]
            entry.show()
            entry.show_mistake(barred())
            self.fit()

    def _save(self) -> None:
        """Nothing is begun with a client on the blacklist."""
        clients = _clients(self.form.values())
        if not clients:
            super()._save()
            return
        self.save.setEnabled(False)
        self._ask_barred(clients, self._go_on, owner=self, failed=self._fail)

    def _go_on(self, field: str) -> None:
        self.save.setEnabled(True)
        if field and self.form.tell_mistake(field, barred()):
            self.fit()
        else:
            super()._save()

    def _ask_barred(
        self,
        clients: Mapping[str, Suggested],
        then: Callable[[str], None],
        *,
        owner: QWidget,
        failed: Callable[[BaseException], None],
    ) -> None:
        self._bridge.query(
            read_barred, clients, then=then, failed=failed, owner=owner, channel="barred"
        )

    def _command(self, values: Mapping[str, Any]) -> CreateDeal:
        stored = deal_fields.stored_values(dict(values), self._currency())
        pipeline = self._stage.pipeline
        if pipeline is not None:
            stored["pipeline"] = pipeline.id
        return CreateDeal(stored)


def _clients(values: Mapping[str, Any]) -> dict[str, Suggested]:
    """Those with whom the deal is to be made, by their fields."""
    return {field: values[field] for field in CLIENTS if field in values}


def _contact(bridge: Bridge) -> SuggestField:
    return SuggestField(
        _("Contact"),
        fields.contact_ask(bridge),
        unknown=_("There is no contact of this name. Choose one of the suggested ones."),
    )


def _pipelines(reader: Reader) -> tuple[PipelineRow, ...]:
    return find_pipelines(reader)
