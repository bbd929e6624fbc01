"""Who takes part in a deal: people with their roles, one of them the main contact.

A section of the deal's card. GUI thread; reads and writes go over the bridge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.data.bulk.blacklisted.queries import find_blacklisted_one
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow, Participant
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.anchored import AnchoredPane
from crm_desktop.gui.kit.form_field import FormField
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.record_lines import Key, LineWords
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.card.lines_part import AddLine, LinesPart
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.card.questions import ask_about_joining
from crm_desktop.gui.shell.form_fields import contact_ask
from crm_desktop.gui.shell.page import RecordRef

ROLE, MAIN = "role", "main"
_WIDTH = 300
Items = list[dict[str, Any]]


def make_section() -> Section:
    """The section for the card of a deal."""
    return Section(
        "participants", _("Participants"), Participants, _add, _("Add a participant"), UpdateDeal
    )


def _add(part: CardPart) -> None:
    cast(LinesPart, part).add()


class Participants(LinesPart):
    """The people of one deal, the main contact first."""

    touching = ("deal", "contact")

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._people: tuple[Participant, ...] = ()
        self.asked: RolePane | None = None
        self.lines.acted.connect(self._act)

    def ask(self) -> None:
        """Read the deal."""
        assert self.record is not None
        self.read_lines(get_deal, self.record.id, then=self._show)

    def _show(self, deal: DealRow | None) -> None:
        people = deal.participants if deal is not None else ()
        self._people = tuple(sorted(people, key=lambda one: not one.is_primary))
        shown = [_line(one) for one in self._people[: self.most]]
        self.take(shown, len(self._people))

    def make_adding(self) -> AddLine:
        """Somebody who is here already."""
        return AddLine(contact_ask(self.bridge), _("Name, phone or e-mail"))

    def add_chosen(self, chosen: Suggested, _kind: str) -> None:
        """The person takes part too; who is on the blacklist only after a question."""

        def ask(listed: Mapping[str, str]) -> None:
            named = {RecordRef("contact", one): name for one, name in listed.items()}
            ask_about_joining(self, named, partial(self._join, chosen))

        asked = find_blacklisted_one, "contact", chosen.id
        self.bridge.query(*asked, then=ask, failed=self.fail, owner=self)

    def _join(self, chosen: Suggested) -> None:
        def append(items: Items) -> Items | None:
            if any(item["contact"] == chosen.id for item in items):
                return None
            return [*items, {"contact": chosen.id, "role": "", "primary": not items}]

        self._change(append)

    def remove(self, key: Key) -> None:
        """The person takes part no more; the next one becomes the main contact."""

        def drop(items: Items) -> Items:
            left = [item for item in items if item["contact"] != key.id]
            if left and not any(item["primary"] for item in left):
                left[0]["primary"] = True
            return left

        self._change(drop, key)

    def _act(self, key: Key, code: str) -> None:
        if code == MAIN:
            self._change(partial(_with_main, key.id))
        else:
            self.ask_role(key)

    def ask_role(self, key: Key) -> None:
        """What the person is in this deal, in a word."""
        line = next((one for one in self.lines.lines if one.words.key == key), None)
        person = next((one for one in self._people if one.contact.id == key.id), None)
        if line is None or person is None:
            return
        pane = self.asked = RolePane(person, self)
        pane.chosen.clicked.connect(pane.enter)
        pane.save = lambda role: self._change(partial(_with_role, key.id, role))
        place = QRect(line.mapToGlobal(QPoint(0, 0)), line.size())
        pane.open_at(place, pane.entry.line)

    def _change(self, change: Callable[[Items], Items | None], gone: Key | None = None) -> None:
        assert self.record is not None

        def make(deal: DealRow) -> UpdateDeal | None:
            items = change([_stored(one) for one in deal.participants])
            if items is None:
                return None
            return UpdateDeal(deal.id, deal.version, {"contacts": items})

        self.write(partial(_read, self.record.id), make, gone)


class RolePane(AnchoredPane):
    """A line for the role; ``save`` gets it."""

    def __init__(self, person: Participant, parent: QWidget) -> None:
        words = _("Role of {name}").format(name=isolated(person.contact.name))
        super().__init__(parent, words, _WIDTH)
        self.save: Callable[[str], None] = lambda _role: None
        self.column.addWidget(plain_label(words, type="subheading"))
        self.entry = FormField(_("Role in the deal"))
        self.entry.load(person.role)
        self.entry.line.setPlaceholderText(_("For example: decides, documents"))
        self.entry.line.selectAll()
        self.column.addWidget(self.entry)
        self.chosen = QPushButton(_("Save"), self)
        dress(self.chosen, kind="primary", scale="small")
        row = QHBoxLayout()
        row.addWidget(self.chosen)
        row.addStretch()
        self.column.addLayout(row)

    def enter(self) -> None:
        """Take the role as it is."""
        self.save(str(self.entry.value() or ""))
        self.end()


def _read(deal_id: str, reader: Any) -> DealRow | None:
    return get_deal(reader, deal_id)


def _stored(one: Participant) -> dict[str, Any]:
    return {"contact": one.contact.id, "role": one.role, "primary": one.is_primary}


def _with_main(contact_id: str, items: Items) -> Items:
    return [{**item, "primary": item["contact"] == contact_id} for item in items]


def _with_role(contact_id: str, role: str, items: Items) -> Items:
    return [{**item, "role": role} if item["contact"] == contact_id else item for item in items]


def _line(one: Participant) -> LineWords:
    main = _("main contact") if one.is_primary else ""
    actions = [(ROLE, _("&Role…"))]
    if not one.is_primary:
        actions.append((MAIN, _("Make the &main contact")))
    return LineWords(
        Key(one.contact.id),
        one.contact.name,
        one.role or main,
        removal=_("Take off the deal"),
        actions=tuple(actions),
        aside=main if one.role else "",
    )
