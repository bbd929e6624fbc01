"""Sections of a company's card: its people, its parent and daughters, its bank details.

Made by ``gui/cards.py``. GUI thread; reads and writes go over the bridge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, cast

from crm_desktop.core.i18n import _
from crm_desktop.features.companies.commands import UpdateCompany
from crm_desktop.features.companies.queries import find_related_companies, get_company
from crm_desktop.features.companies.rows import RelatedCompanyRow
from crm_desktop.features.contacts.commands import UpdateContact
from crm_desktop.features.contacts.queries import get_contact, people_of
from crm_desktop.features.contacts.rows import ColleagueRow
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.kit.record_lines import Key, LineWords
from crm_desktop.gui.shell.card.lines_part import AddLine, LinesPart
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.form_fields import company_ask, contact_ask
from crm_desktop.store.loading import Loaded

_PARENT, _DAUGHTER = "parent", "daughter"


def sections() -> tuple[Section, ...]:
    """The sections for the right column of a company's card."""
    return (
        Section("people", _("People"), People, _add, _("Add a person"), UpdateContact),
        Section(
            "kin",
            _("Parent and daughter companies"),
            RelatedCompanies,
            _add,
            _("Add a company"),
            UpdateCompany,
        ),
    )


def _add(part: CardPart) -> None:
    cast(LinesPart, part).add()


class People(LinesPart):
    """Who works for the company."""

    touching = ("contact",)

    def ask(self) -> None:
        """Read the first people by name."""
        assert self.record is not None
        self.read_lines(people_of, self.record.id, self.most, then=self._show)

    def _show(self, found: tuple[Sequence[ColleagueRow], int]) -> None:
        rows, number = found
        self.take([_person(row) for row in rows], number)

    def make_adding(self) -> AddLine:
        """Somebody who is here already."""
        return AddLine(contact_ask(self.bridge), _("Name, phone or e-mail"))

    def add_chosen(self, chosen: Suggested, _kind: str) -> None:
        """The person works here too."""
        assert self.record is not None
        company = self.record.id

        def change(loaded: Loaded) -> UpdateContact | None:
            links = list(loaded.state["companies"])
            if any(link["company"] == company for link in links):
                return None
            links.append({"company": company, "position": None, "primary": not links})
            return UpdateContact(loaded.id, loaded.version, {"companies": links})

        self.write(partial(_read_person, chosen.id), change)

    def remove(self, key: Key) -> None:
        """The person does not work here any more."""
        assert self.record is not None
        company = self.record.id

        def change(loaded: Loaded) -> UpdateContact:
            links = [link for link in loaded.state["companies"] if link["company"] != company]
            return UpdateContact(loaded.id, loaded.version, {"companies": links})

        self.write(partial(_read_person, key.id), change, key)


class RelatedCompanies(LinesPart):
    """The parent of the company, then its daughters."""

    entity = "company"
    touching = ("company",)

    def ask(self) -> None:
        """Read both."""
        assert self.record is not None
        self.read_lines(find_related_companies, self.record.id, self.most, then=self._show)

    def _show(self, found: tuple[Sequence[RelatedCompanyRow], int]) -> None:
        rows, number = found
        self.take([_related(row) for row in rows], number)

    def make_adding(self) -> AddLine:
        """A company, as daughter or as parent."""
        kinds = [(_DAUGHTER, _("Daughter company")), (_PARENT, _("Parent company"))]
        return AddLine(company_ask(self.bridge), _("Company"), kinds)

    def add_chosen(self, chosen: Suggested, kind: str) -> None:
        """The one belongs to the other from now on."""
        assert self.record is not None
        own, other = self.record.id, chosen.id
        daughter, parent = (other, own) if kind == _DAUGHTER else (own, other)
        self._set_parent(daughter, parent)

    def remove(self, key: Key) -> None:
        """They don't belong together any more."""
        assert self.record is not None
        self._set_parent(self.record.id if key.detail == _PARENT else key.id, None, key)

    def _set_parent(self, daughter: str, parent: str | None, gone: Key | None = None) -> None:
        def change(loaded: Loaded) -> UpdateCompany:
            changes: Mapping[str, Any] = {"parent": parent}
            return UpdateCompany(loaded.id, loaded.version, changes)

        self.write(partial(_read_company, daughter), change, gone)


def _read_person(contact_id: str, reader: Any) -> Loaded | None:
    return get_contact(reader, contact_id)


def _read_company(company_id: str, reader: Any) -> Loaded | None:
    return get_company(reader, company_id)


def _person(row: ColleagueRow) -> LineWords:
    parts = [row.position]
    if row.blacklisted:
        parts.append(_("blacklisted"))
    elif row.archived:
        parts.append(_("in the archive"))
    below = " · ".join(filter(None, parts))
    removal = _("Take away from the company")
    return LineWords(Key(row.id), row.name, below, False, row.blacklisted, removal)


def _related(row: RelatedCompanyRow) -> LineWords:
    parts = [_("parent company") if row.is_parent else _("daughter company"), row.industry]
    if row.blacklisted:
        parts.append(_("blacklisted"))
    below = " · ".join(filter(None, parts))
    key = Key(row.id, _PARENT if row.is_parent else _DAUGHTER)
    return LineWords(key, row.name, below, True, row.blacklisted, _("Take away the company"))
