"""The dialogs of a window that create and change people and companies, and what follows them.

Made by ``gui/session.py`` with the workspace's view, gone with it. Each dialog is made when it is
first wanted. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import Page, RecordRef
from crm_desktop.gui.shell.row_seeking import rid_of
from crm_desktop.gui.shell.workspace_view import WorkspaceView

if TYPE_CHECKING:
    from crm_desktop.gui.pages.contacts.new_contact import NewContactDialog
    from crm_desktop.gui.pages.deals.new_deal import NewDealDialog
    from crm_desktop.gui.pages.deals.page import DealsPage
    from crm_desktop.gui.shell.form_create import CreateDialog
    from crm_desktop.gui.shell.form_edit import EditDialog

CONTACT, COMPANY, DEAL, PRODUCT = "contact", "company", "deal", "product"
# A new record comes into a list of millions within this time, or is at least in the preview.
_LOOK_MS, _LOOKS = 50, 100


class RecordDialogs(QObject):
    """``tell_done`` shows words with a way to undo, and perhaps one to go on."""

    def __init__(self, bridge: Bridge, view: WorkspaceView, tell_done: Callable[..., None]) -> None:
        super().__init__(view)
        self._bridge = bridge
        self._view = view
        self.tell_done = tell_done
        self._new_contact: NewContactDialog | None = None
        self._new_company: CreateDialog | None = None
        self._new_product: CreateDialog | None = None
        self._new_deal: NewDealDialog | None = None
        self._editing: dict[str, EditDialog] = {}
        self._sought: tuple[ListPage, int] | None = None
        self._looks = QTimer(self)
        self._looks.setInterval(_LOOK_MS)
        self._looks.timeout.connect(self._look)
        self._left = 0
        bridge.ask_about_undo = self._ask_about_undo

    def _ask_about_undo(self, error: Conflict) -> bool:
        from crm_desktop.gui.undo_conflicts import ask_about_undo

        window = QApplication.activeWindow() or self._view.window()
        return ask_about_undo(self._bridge, window, error)

    @property
    def new_contact(self) -> NewContactDialog:
        """The dialog of a new person."""
        from crm_desktop.gui.pages.contacts.new_contact import NewContactDialog

        if self._new_contact is None:
            self._new_contact = NewContactDialog(self._bridge, self._view)
            self.follow(self._new_contact, _("The contact was created."))
        return self._new_contact

    @property
    def new_company(self) -> CreateDialog:
        """The dialog of a new company."""
        from crm_desktop.gui.pages.companies.new_company import make_new_dialog

        if self._new_company is None:
            self._new_company = make_new_dialog(self._bridge, self._view)
            self.follow(self._new_company, _("The company was created."))
        return self._new_company

    @property
    def new_product(self) -> CreateDialog:
        """The dialog of a new product."""
        from crm_desktop.gui.pages.products.new_product import make_new_dialog

        if self._new_product is None:
            self._new_product = make_new_dialog(self._bridge, self._view)
            self.follow(self._new_product, _("The product was created."))
        return self._new_product

    def begin_deal(self, values: Mapping[str, Any]) -> None:
        """Show the dialog of a new deal, in the pipeline that is looked at."""
        from crm_desktop.gui.pages.deals.new_deal import NewDealDialog

        if self._new_deal is None:
            self._new_deal = NewDealDialog(self._bridge, self._view)
            self.follow(self._new_deal, _("The deal was created."))
        page = self._view.page
        look = page.kept()[0].view if page.objectName() == DEAL else ""
        self._new_deal.begin_in(look, values)

    def follow(self, dialog: CreateDialog, words: str) -> None:
        """Show in its list what the dialog creates, and say so with a way to open it."""

        def tell(record: RecordRef) -> None:
            self._make_current(record)
            self.tell_done(words, Button(_("Open"), partial(self._view.open_record, record)))

        def open_existing(record: RecordRef) -> None:
            dialog.reject()
            self.show(record)

        dialog.created.connect(tell)
        dialog.existing_wanted.connect(open_existing)

    def create(self) -> None:
        """Begin what fits the page."""
        page = self._view.page
        if page.objectName() == COMPANY:
            self.new_company.begin()
        elif page.objectName() == PRODUCT:
            self.new_product.begin()
        elif page.objectName() == DEAL:
            cast("DealsPage", page).begin_new()
        else:
            self.new_contact.begin()

    def edit_dialog(self, entity: str) -> EditDialog:
        """The dialog that changes records of this entity."""
        from crm_desktop.gui.pages.companies import edit_company
        from crm_desktop.gui.pages.contacts import edit_contact
        from crm_desktop.gui.pages.products import edit_product

        dialog = self._editing.get(entity)
        if dialog is None:
            makers = {COMPANY: edit_company, PRODUCT: edit_product}
            module = makers.get(entity, edit_contact)
            dialog = self._editing[entity] = module.make_edit_dialog(self._bridge, self._view)
            dialog.saved.connect(lambda _record: self.tell_done(_("The changes are saved.")))
            dialog.existing_wanted.connect(self.show)
        return dialog

    def edit_current(self) -> None:
        """Change the current record."""
        record = self._view.page.current()
        if record is not None and record.entity in (CONTACT, COMPANY, PRODUCT):
            self.edit_dialog(record.entity).begin(record.id)

    # Showing a record in its list

    def show(self, record: RecordRef) -> None:
        """Go to the record's list and make it current there."""
        page = self._page_of(record)
        if page is not None and self._view.page is not page:
            self._view.show_place(self._view.pages.index(page))
        self._make_current(record)

    def _make_current(self, record: RecordRef) -> None:
        """In its list if that is shown; in the preview in any case."""
        if record.entity == DEAL:
            if self._view.page.objectName() == DEAL:
                self._view.page.begin_with(record.id)
            return
        self._view.show_record(record)
        page = self._page_of(record)
        if page is None or self._view.page is not page:
            return

        def seek(rid: int | None) -> None:
            if rid is not None:
                self._sought, self._left = (page, rid), _LOOKS
                self._look()

        self._bridge.query(rid_of, record, then=seek, owner=self, channel="current")

    def _page_of(self, record: RecordRef) -> ListPage | None:
        pages: list[Page] = [p for p in self._view.pages if p.objectName() == record.entity]
        page = pages[0] if pages else None
        return page if isinstance(page, ListPage) else None

    def _look(self) -> None:
        """The list may not know a new record yet."""
        if self._sought is None:
            return
        page, rid = self._sought
        self._left -= 1
        order = page.list.model.order
        if rid in order:
            page.list.table.choose(order.index(rid))
            page.list.table.setFocus()
        elif self._left > 0:
            self._looks.start()
            return
        self._looks.stop()
        self._sought = None
