"""Sections of a person's card: the companies and the related people.

Made by ``gui/cards.py``. GUI thread; reads and writes go over the bridge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.contacts.commands import UpdateContact
from crm_desktop.features.contacts.queries import employers_of, get_contact, relations_of
from crm_desktop.features.contacts.relations import INVERSE
from crm_desktop.features.contacts.rows import EmployerRow, RelatedRow
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.kit.record_lines import Key, LineWords
from crm_desktop.gui.shell.card.lines_part import AddLine, LinesPart
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.form_fields import company_ask, contact_ask
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.store.loading import Loaded

_THEIRS = "<"
"""Before the code of a relation that only the other person keeps."""


def sections() -> tuple[Section, ...]:
    """The sections for the right column of a person's card."""
    return (
        Section("companies", _("Company"), Employers, _add, _("Add a company"), UpdateContact),
        Section("relations", _("Relations"), Relations, _add, _("Add a relation"), UpdateContact),
    )


def _add(part: CardPart) -> None:
    cast(LinesPart, part).add()


def _changed(field: str, change: Callable[[list[dict[str, Any]]], Any]) -> Any:
    """A command that changes a list of the person that was read."""

    def make(loaded: Loaded) -> UpdateContact:
        items = change([dict(item) for item in loaded.state[field]])
        return UpdateContact(loaded.id, loaded.version, {field: items})

    return make


class Employers(LinesPart):
    """The companies that a person works for."""

    entity = "company"

    def ask(self) -> None:
        """Read the companies."""
        assert self.record is not None
        self.read_lines(employers_of, self.record.id, then=self._show)

    def _show(self, rows: Sequence[EmployerRow]) -> None:
        self.take([_employer(row) for row in rows[: self.most]], len(rows))

    def make_adding(self) -> AddLine:
        """A company by name; one that is new is made."""
        return AddLine(company_ask(self.bridge), _("Company"), may_be_new=True)

    def add_chosen(self, chosen: Suggested, _kind: str) -> None:
        """The person works there too."""
        assert self.record is not None
        company = chosen.id or {"name": chosen.words}

        def append(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
            new = {"company": company, "position": None, "primary": not links}
            return [*links, new]

        self.write(partial(_read, self.record.id), _changed("companies", append))

    def remove(self, key: Key) -> None:
        """The person does not work there any more."""
        assert self.record is not None

        def drop(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return [link for link in links if link["company"] != key.id]

        self.write(partial(_read, self.record.id), _changed("companies", drop), key)


def _read(contact_id: str, reader: Any) -> Loaded | None:
    return get_contact(reader, contact_id)


def _employer(row: EmployerRow) -> LineWords:
    people = ngettext("{number} contact", "{number} contacts", row.people)
    position = "" if row.primary else row.position  # the main one stands in the head
    parts = [position, row.industry, people.format(number=shown_number(row.people))]
    if row.blacklisted:
        parts.append(_("blacklisted"))
    below = " · ".join(filter(None, parts))
    return LineWords(
        Key(row.id), row.name, below, True, row.blacklisted, _("Take away the company")
    )


class Relations(LinesPart):
    """People related to a person."""

    def ask(self) -> None:
        """Read the people."""
        assert self.record is not None
        self.read_lines(relations_of, self.record.id, then=self._show)

    def _show(self, rows: Sequence[RelatedRow]) -> None:
        self.take([_related(row) for row in rows[: self.most]], len(rows))

    def make_adding(self) -> AddLine:
        """A person, and what they are to this one."""
        return AddLine(contact_ask(self.bridge), _("Name, phone or e-mail"), [*_roles().items()])

    def add_chosen(self, chosen: Suggested, kind: str) -> None:
        """They are related from now on."""
        assert self.record is not None
        new = {"kind": kind, "contact": chosen.id}

        def append(ties: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return ties if new in ties else [*ties, new]

        self.write(partial(_read, self.record.id), _changed("relations", append))

    def remove(self, key: Key) -> None:
        """They are not related so any more."""
        assert self.record is not None
        one, other, kind = self.record.id, key.id, key.detail
        if kind.startswith(_THEIRS):
            one, other, kind = other, one, INVERSE[kind.removeprefix(_THEIRS)]
        old = {"kind": kind, "contact": other}

        def drop(ties: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return [tie for tie in ties if tie != old]

        self.write(partial(_read, one), _changed("relations", drop), key)


def _related(row: RelatedRow) -> LineWords:
    code = f"{_THEIRS if row.is_theirs else ''}{row.kind}"
    role = _roles().get(row.kind) or _("related")
    parts = [role, row.position if row.kind == "colleague" else "", row.company]
    if row.blacklisted:
        parts = [role, _("blacklisted")]
    elif row.archived:
        parts.append(_("in the archive"))
    below = " · ".join(filter(None, parts))
    removal = _("Take away the relation")
    return LineWords(Key(row.id, code), row.name, below, False, row.blacklisted, removal)


def _roles() -> Mapping[str, str]:
    """By what this person is to the other one: what the other is to this one."""
    return {
        "has_assistant": _("assistant"),
        "assistant_of": _("has this contact as assistant"),
        "managed_by": _("manager"),
        "manager_of": _("subordinate"),
        "recommended_by": _("recommends"),
        "recommends": _("recommended by this contact"),
        "spouse": _("spouse"),
        "relative": _("relative"),
        "colleague": _("colleague"),
        "other": _("related"),
    }
