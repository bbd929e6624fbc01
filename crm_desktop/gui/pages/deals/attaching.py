"""Where requests belong: the dialog that proposes deals and contacts, and seeks them.

Opened through ``ask_home``; window-modal without a loop of its own. ``read_homes`` and
``seek_homes`` run on reader threads, everything else on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.deals.commands import AttachDeals, AttachToContact
from crm_desktop.features.deals.intake.queries import find_homes
from crm_desktop.features.deals.intake.rows import RequestRow, Tie
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import CONTACT, DEAL
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.dialog import EDGE, Dialog, Foot
from crm_desktop.gui.kit.form_field import Line
from crm_desktop.gui.kit.list_keys import ListKeys
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.suggestion_rows import ASIDE, SPOKEN, SuggestionRows
from crm_desktop.gui.kit.theme.icons import IconRole, icon
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.pages.deals import request_words as words
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.suggested import suggested

Done = Callable[[str, RecordRef], object]

_WIDTH, _LIST = 560, 236
_MOST = 20
_REST_MS = 80
_HOME = int(Qt.ItemDataRole.UserRole) + 1
_ICONS = {DEAL: "handshake", CONTACT: "user"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Offer:
    """A deal or a contact, and what stands beside its name; ``is_asker``: it is a person of the
    request itself."""

    entity: str
    id: str
    name: str
    aside: str
    is_asker: bool = False

    @property
    def record(self) -> RecordRef:
        """What is offered."""
        return RecordRef(self.entity, self.id)


def ask_home(
    bridge: Bridge, parent: QWidget, requests: Sequence[RequestRow], about: str, done: Done
) -> None:
    """Ask where the requests belong, and attach them there; ``about`` says which they are,
    ``done`` hears in words what was done, and the deal or contact."""
    dialog = AttachDialog(bridge, requests, about, parent.window())
    dialog.outcome = done
    dialog.open()


def read_homes(reader: Reader, ids: Sequence[str]) -> list[Offer]:
    """What is proposed before anything is typed."""
    return [
        Offer(
            one.entity,
            one.id,
            one.name,
            words.beside(one),
            one.entity == CONTACT and one.tie is Tie.CLIENT,
        )
        for one in find_homes(reader, ids)
    ]


def seek_homes(reader: Reader, text: str, ids: Sequence[str]) -> list[Offer]:
    """Deals and contacts that fit the text, without the requests themselves."""
    hits = search(reader, text, limit=_MOST, kinds=(DEAL, CONTACT))
    told = zip(hits, suggested(hits), strict=True)
    return [Offer(hit.kind, one.id, one.words, one.aside) for hit, one in told if hit.id not in ids]


def _find_homes(reader: Reader, text: str, ids: Sequence[str]) -> list[Offer]:
    return seek_homes(reader, text, ids) if text else read_homes(reader, ids)


class AttachDialog(Dialog):
    """A line to seek by, what is found below it, and what will happen. ``outcome`` hears what was
    done."""

    outcome: Done

    def __init__(
        self, bridge: Bridge, requests: Sequence[RequestRow], about: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        number = len(requests)
        self.setWindowTitle(
            ngettext("Where does the request belong?", "Where do the requests belong?", number)
        )
        self._bridge = bridge
        self._requests = tuple(requests)
        self._ids = tuple(one.id for one in requests)
        self.outcome = lambda _words, _home: None
        self.about = plain_label(about, tone="secondary")
        self.about.setWordWrap(True)
        self.line = Line(self)
        self.line.setPlaceholderText(_("A deal or a contact: name, phone, e-mail"))
        self.line.setAccessibleName(_("Find a deal or a contact"))
        self.caption = plain_label("", type="hint")
        self.list = QListWidget(self)
        self.list.setItemDelegate(SuggestionRows(self.list, "text_secondary"))
        self.list.setFixedHeight(ThemeManager.instance().theme.grown(_LIST))
        self.list.setAccessibleName(_("Where the request may belong"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.told = plain_label("", type="hint")
        self.told.setWordWrap(True)
        self.mistake = plain_label("", tone="danger")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._body())
        column.addWidget(self._foot())
        self._connect()
        self.be_as_wide_as(self._width())
        self._fitting = single_shot(self, self.fit)
        self._show([])
        self._seek()

    def _body(self) -> QVBoxLayout:
        body = QVBoxLayout()
        body.setContentsMargins(EDGE, 20, EDGE, 16)
        body.setSpacing(8)
        body.addWidget(self.make_heading())
        body.addWidget(self.about)
        body.addSpacing(4)
        for widget in (self.line, self.caption, self.list, self.told, self.mistake):
            body.addWidget(widget)
        return body

    def _foot(self) -> Foot:
        self.cancel = QPushButton(_("Cancel"), self)
        self.attach = QPushButton(self)
        for button in (self.cancel, self.attach):
            button.setAutoDefault(False)
        dress(self.attach, kind="primary")
        return Foot(self, self.cancel, self.attach)

    def _connect(self) -> None:
        self._rest = single_shot(self, self._seek, _REST_MS)
        ListKeys(self.line, self.list, lambda _item: self.carry_out())
        self.line.textEdited.connect(lambda _text: self._rest.start())
        self.list.currentItemChanged.connect(lambda _now, _before: self._say())
        self.list.itemDoubleClicked.connect(lambda _item: self.carry_out())
        self.cancel.clicked.connect(self.reject)
        self.attach.clicked.connect(self.carry_out)

    def _width(self) -> int:
        """As wide as its words need it, which may be larger, within the window."""
        window = self.parentWidget()
        room = window.width() - 2 * EDGE if window is not None else _WIDTH
        return min(ThemeManager.instance().theme.grown(_WIDTH), room)

    # Seeking

    def _seek(self) -> None:
        text = self.line.text().strip()
        self._bridge.query(
            _find_homes,
            text,
            self._ids,
            then=self._show,
            failed=self._refuse,
            owner=self,
            channel="homes",
        )

    def _show(self, offers: Sequence[Offer]) -> None:
        """These fit; the first is the likeliest."""
        theme = ThemeManager.instance().theme
        self.list.clear()
        for one in offers:
            item = QListWidgetItem(one.name, self.list)
            item.setIcon(icon(_ICONS[one.entity], IconRole.DEFAULT, theme.colours))
            item.setData(ASIDE, one.aside)
            item.setData(SPOKEN, f"{_kind_words(one.entity)}: {one.name}, {one.aside}")
            item.setToolTip(f"{one.name}\n{one.aside}")
            item.setData(_HOME, one)
        self.list.setCurrentRow(0)
        self.caption.setText(self._caption_words(len(offers)))
        self._say()

    def _caption_words(self, found: int) -> str:
        if self.line.text().strip():
            return _("Found") if found else _("Nothing was found. Try another name or number.")
        if found:
            return _("It may belong here")
        return _("Nothing is alike. Seek the deal or the contact above.")

    @property
    def chosen(self) -> Offer | None:
        """The deal or contact of the current line."""
        item = self.list.currentItem()
        found: Offer | None = item.data(_HOME) if item is not None else None
        return found

    def _say(self) -> None:
        """What pressing the button would do."""
        offer = self.chosen
        self.mistake.hide()
        self.attach.setEnabled(offer is not None)
        to_contact = offer is not None and offer.entity == CONTACT
        self.attach.setText(_("Attach to the contact") if to_contact else _("Attach to the deal"))
        told = words.what_happens(offer.entity, offer.name, len(self._ids)) if offer else ""
        self.told.setText(told)
        self._fitting.start()

    def fit(self) -> None:
        """As high as what it says."""
        column = self.layout()
        if column is not None:
            shadow = self.height() - self.panel.height()
            wanted = column.totalHeightForWidth(self.width()) - shadow
            self.resize_panel(self.panel.width(), min(wanted, self.most_height()))

    # Doing

    def carry_out(self) -> None:
        """Attach the requests; what is refused is said here."""
        offer = self.chosen
        if offer is None or not self.attach.isEnabled():
            return
        self.attach.setEnabled(False)
        form = AttachDeals if offer.entity == DEAL else AttachToContact

        def end(_outcome: object) -> None:
            self.accept()
            told = words.said(
                words.attached_forms(), self._requests, len(self._ids), home=offer.name
            )
            self.outcome(told, offer.record)

        command = form(self._ids, offer.id)
        self._bridge.execute(command, then=end, failed=self._refuse, owner=self)

    def _refuse(self, error: BaseException) -> None:
        self.attach.setEnabled(self.chosen is not None)
        self.mistake.setText(words_for(error))
        self.mistake.show()
        self._fitting.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ctrl+Enter attaches wherever the keyboard is."""
        if event.key() in _ENTER:
            self.carry_out()
        else:
            super().keyPressEvent(event)


def _kind_words(entity: str) -> str:
    return _("Deal") if entity == DEAL else _("Contact")
