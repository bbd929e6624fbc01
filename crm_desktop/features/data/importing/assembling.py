"""The parts of a row into its draft: whose row it is, its name, its records, its note.

Called by ``cleaning`` once for each row, in worker processes. Here stand the rules that need the
whole row: a row without a person but with a company is that company's; a company's values need
a company's name; nothing that was in the row is left out of the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.text.folding import words
from crm_desktop.core.values.names import NameParts, split_full_name, split_given_names
from crm_desktop.features.common.checks import LONGEST_LINE
from crm_desktop.features.data.importing.bank_cells import bank_accounts
from crm_desktop.features.data.importing.contents import is_company_name
from crm_desktop.features.data.importing.deal_assembling import (
    name_roles,
    note_all,
    take_deal,
    with_client,
)
from crm_desktop.features.data.importing.drafts import Record, RowDraft
from crm_desktop.features.data.importing.fields import TAX_ID_KINDS
from crm_desktop.features.data.importing.people_cells import (
    name_and_emails,
    part_colleagues,
    without_position,
)
from crm_desktop.features.data.importing.product_assembling import product_draft
from crm_desktop.features.data.importing.reaches import settle_local_phones
from crm_desktop.features.data.importing.recognise import (
    COMPANIES,
    DEALS,
    FAMILY_FIRST,
    PRODUCTS,
)
from crm_desktop.features.data.importing.rowparts import (
    RowParts,
    email_list,
    one_line,
    phone_list,
)
from crm_desktop.features.data.importing.tied_cells import ties_of_company, ties_of_person
from crm_desktop.features.data.importing.totals import TOTALS, is_total

_NAME_FIELDS = ("family_name", "given_name", "middle_name")
_PERSON_FIELDS = ("position", "birthday", "preferred_channel", "preferred_hours")
_RECORD_FIELDS = ("status", "source", "blacklisted", "archived", "created_at", "updated_at")
_CONTACT_FIELDS = (*_NAME_FIELDS, *_PERSON_FIELDS, *_RECORD_FIELDS)
# By the code of the cell that of the record.
_COMPANY_FIELDS = {f"company.{name}": name for name in ("legal_name", "industry", "size")}
_TAX_IDS = {f"company.{kind}": kind for kind in TAX_ID_KINDS}
_OF_SOMEBODY = {"source_id", "company.source_id", *_TAX_IDS}
_COMPANY_ADDRESS_TYPES = {"work": "actual", "home": "other", "other": "other"}


@dataclass(frozen=True)
class Assembler:
    """What all rows of a file share: ``rows_are`` and ``name_order`` of its recognition, the
    ``language`` that orders names, and the name of the column for each code, for notes."""

    rows_are: str
    name_order: str | None
    language: str
    names: Mapping[str, str]

    @property
    def _has_names_of_people(self) -> bool:
        return any(code in self.names for code in (*_NAME_FIELDS, "full_name"))

    def draft(self, number: int, row: RowParts) -> RowDraft:
        """The draft of row ``number`` (as the person sees it)."""
        settle_local_phones(row)
        if self.rows_are == DEALS:
            sums_up = is_total(row.values.get("deal.title", "")) and not row.other_names
            if sums_up and not self._is_reachable(row):
                return RowDraft(number, error=_total(number))
            return self._of_deal(number, row)
        if self.rows_are == PRODUCTS:
            return product_draft(number, row, self._name_of, TOTALS)
        if row.kind != "company" and self.rows_are != COMPANIES:
            part_colleagues(row)
        row.other_names = [(name, one_line(text)) for name, text in row.other_names]
        if row.kind == "company" or (row.kind is None and self.rows_are == COMPANIES):
            self._name_company(row)
            is_company = "company.name" in row.values
        else:
            self._name_person(row)
            named = any(name in row.values for name in _NAME_FIELDS)
            is_company = not named and row.kind is None and "company.name" in row.values
        if not is_company and not self._is_reachable(row):
            sums_up = any(map(is_total, row.cells))
            return RowDraft(number, error=_total(number) if sums_up else _nameless(number))
        if _is_total(row):
            return RowDraft(number, error=_total(number))
        return self._of_company(number, row) if is_company else self._of_people(number, row)

    def _of_people(self, number: int, row: RowParts) -> RowDraft:
        others = [self._also(row, *named) for named in row.also_named]
        return self._of_contact(number, row)._replace(others=tuple(filter(None, others)))

    def _of_deal(self, number: int, row: RowParts) -> RowDraft:
        """A deal with its client; what no field took is noted with the deal."""
        deal = take_deal(row, self._name_of)
        first = row.other_names[0][1] if row.other_names else ""
        self._name_person(row)
        rest = RowParts(row.cells)
        rest.notes, rest.moved, row.notes, row.moved = row.notes, row.moved, [], []
        also = [(named[1], self._also(rest, *named)) for named in row.also_named]
        others = [(text, other) for text, other in also if other is not None]
        deal = deal._replace(others=tuple(other for _text, other in others))
        is_company = "company.name" in row.values
        if any(name in row.values for name in _NAME_FIELDS) or row.phones or row.emails:
            client = self._of_contact(number, row)
        elif is_company:
            client = self._of_company(number, row)
        elif self._is_reachable(row):
            client = self._of_contact(number, row)
        else:
            client = RowDraft(number)
            note_all(row, rest, self._name_of)
        if deal.deal is not None:
            people = [first if client.contact else "", *(text for text, _other in others)]
            name_roles(deal.deal, people, rest, self._name_of("deal.roles"))
        return with_client(number, deal, client, rest)

    def _also(self, rest: RowParts, name: str, text: str) -> Record | None:
        """A further person of a cell; who is none stands in the note of the rest."""
        whole, position = without_position(text)
        called, emails = name_and_emails(whole)
        parts = self._parts(called)
        found = (parts.family, parts.given, parts.middle)
        is_nobody = is_company_name(called) or not (any(found) or emails)
        if is_nobody or len(called) > LONGEST_LINE:
            rest.move(name, text)
            return None
        person: Record = {
            code: value for code, value in zip(_NAME_FIELDS, found, strict=True) if value
        }
        return person | _filled(emails=email_list(emails), position=position)

    def _is_reachable(self, row: RowParts) -> bool:
        named = any(name in row.values for name in (*_NAME_FIELDS, "company.name"))
        return named or bool(row.phones or row.emails or row.company_phones or row.company_emails)

    def _name_company(self, row: RowParts) -> None:
        """A company is named by its own column, else by whatever name the row has."""
        for name, text in row.other_names:
            if len(text) > LONGEST_LINE or row.values.setdefault("company.name", text) != text:
                row.move(name, text)
        person = " ".join(row.values[name] for name in _NAME_FIELDS if name in row.values)
        if person and row.values.setdefault("company.name", person) == person:
            for name in _NAME_FIELDS:
                row.values.pop(name, None)
        if "company.legal_name" in row.values:
            row.values.setdefault("company.name", row.values["company.legal_name"])

    def _name_person(self, row: RowParts) -> None:
        """Parts win over a whole name; a whole name that is a company's names the company. In a
        list with one name column for both kinds (1C) a person's name stands in a company's."""
        if row.kind == "contact" and not self._has_names_of_people:
            name = row.values.pop("company.name", None)
            if name is not None:
                row.other_names.insert(0, (self._name_of("company.name"), name))
        for name, text in row.other_names:
            if "family_name" in row.values or "given_name" in row.values:
                self._note_further_name(row, name, text)
            elif row.kind is None and is_company_name(text):
                if row.values.setdefault("company.name", text) != text:
                    row.move(name, text)
            elif "@" in text or not any(map(str.isalpha, text)):
                _move_unknown(row, name, text)
            else:
                self._split(row, name, text)
        if "family_name" in row.values and "middle_name" not in row.values:
            given, middle = split_given_names(row.values.get("given_name", ""))
            if middle:
                row.values |= {"given_name": given, "middle_name": middle}

    def _split(self, row: RowParts, name: str, text: str) -> None:
        parts = self._parts(text)
        found = (parts.family, parts.given, parts.middle)
        if not any(found) or len(text) > LONGEST_LINE:
            row.move(name, text)
            return
        for code, value in zip(_NAME_FIELDS, found, strict=True):
            if value and row.values.setdefault(code, value) != value:
                row.move(name, value)

    def _parts(self, text: str) -> NameParts:
        """The parts of a whole name; where it could be read both ways, the column's order
        decides."""
        parts = split_full_name(text, self.language)
        both = text.split()
        if self.name_order is None or len(both) != 2 or "," in text:
            return parts
        if parts == split_full_name(f"{both[1]} {both[0]}", self.language):
            return parts
        first, last = both
        return NameParts(first, last) if self.name_order == FAMILY_FIRST else NameParts(last, first)

    def _note_further_name(self, row: RowParts, name: str, text: str) -> None:
        """``File As`` and the like only repeat the parts; what they add is kept."""
        known = [row.values[part] for part in _NAME_FIELDS if part in row.values]
        known += [email.value for email in row.emails]
        known += [row.values.get("company.name", ""), *row.moved]
        if not set(words(text)) <= set(words(" ".join(known))):
            row.move(name, text)

    def _of_contact(self, number: int, row: RowParts) -> RowDraft:
        values = row.values
        company = self._company_of(row) if "company.name" in values else None
        if company is None:
            self._give_to_person(row)
        contact: Record = {code: values[code] for code in _CONTACT_FIELDS if code in values}
        if "consent" in values:
            contact["consent"] = {
                "date": values["consent"] or None,
                "origin": values["consent_origin"],
            }
        elif "consent_origin" in values:
            row.move(self._name_of("consent_origin"), values["consent_origin"])
        custom = self._custom(row, "contact")
        ties = ties_of_person(row, self._name_of)
        messengers = [{"service": s, "value": v} for s, v in dict.fromkeys(row.messengers)]
        contact |= _filled(
            languages=list(dict.fromkeys(row.languages)),
            phones=phone_list(row.phones),
            emails=email_list(row.emails),
            messengers=messengers,
            sites=list(dict.fromkeys(row.sites)),
            addresses=list(row.addresses.values()),
            custom=custom,
            note=_note(row.notes, row.moved),
        )
        return RowDraft(
            number,
            contact=contact,
            company=company,
            position=values.get("position") if company else None,
            tags=tuple(dict.fromkeys(row.tags)),
            owner=values.get("owner"),
            contact_source_id=values.get("source_id"),
            company_source_id=values.get("company.source_id") if company else None,
            ties=ties,
            moved=len(row.moved),
        )

    def _company_of(self, row: RowParts) -> Record:
        company = self._company_fields(row)
        return company | _filled(
            phones=phone_list(row.company_phones),
            emails=email_list(row.company_emails),
            sites=list(dict.fromkeys(row.company_sites)),
            addresses=list(row.company_addresses.values()),
            note=_note(row.company_notes, ()),
        )

    def _company_fields(self, row: RowParts) -> Record:
        values = row.values
        company: Record = {"name": values["company.name"]}
        for code, name in _COMPANY_FIELDS.items():
            if code in values:
                company[name] = values[code]
        tax_ids = [
            {"kind": kind, "value": values[code]}
            for code, kind in _TAX_IDS.items()
            if code in values
        ]
        return company | _filled(tax_ids=tax_ids, bank_accounts=bank_accounts(row, self._name_of))

    def _give_to_person(self, row: RowParts) -> None:
        """Without a company's name its ways to reach are the person's, the rest is noted."""
        row.phones += row.company_phones
        row.emails += row.company_emails
        row.sites += row.company_sites
        row.notes += row.company_notes
        for slot, address in row.company_addresses.items():
            row.addresses[f"company {slot}"] = address | {"type": "work"}
        self._move_values(row, (code for code in row.values if code.startswith("company.")))

    def _of_company(self, number: int, row: RowParts) -> RowDraft:
        values = row.values
        self._move_values(row, (*_NAME_FIELDS, *_PERSON_FIELDS, "consent_origin"))
        for service, value in dict.fromkeys(row.messengers):
            row.move(self._name_of(f"messenger.{service}"), value)
        for language in dict.fromkeys(row.languages):
            row.move(self._name_of("languages"), language)
        company = self._company_fields(row)
        company |= {code: values[code] for code in _RECORD_FIELDS if code in values}
        custom = self._custom(row, "company")
        ties = ties_of_company(row, self._name_of)
        addresses = list(row.company_addresses.values())
        addresses += [
            address | {"type": _COMPANY_ADDRESS_TYPES[address["type"]]}
            for address in row.addresses.values()
        ]
        company |= _filled(
            phones=phone_list([*row.phones, *row.company_phones]),
            emails=email_list([*row.emails, *row.company_emails]),
            sites=list(dict.fromkeys([*row.sites, *row.company_sites])),
            addresses=addresses,
            custom=custom,
            note=_note([*row.notes, *row.company_notes], row.moved),
        )
        return RowDraft(
            number,
            company=company,
            tags=tuple(dict.fromkeys(row.tags)),
            owner=values.get("owner"),
            company_source_id=values.get("source_id") or values.get("company.source_id"),
            ties=ties,
            moved=len(row.moved),
        )

    def _move_values(self, row: RowParts, codes: Iterable[str]) -> None:
        for code in codes:
            if code in row.values:
                row.move(self._name_of(code), row.values[code])

    @staticmethod
    def _custom(row: RowParts, entity: str) -> list[Record]:
        """The values of fields of such records; those of others go to the note."""
        items: list[Record] = []
        for key, (of, name, text, value) in row.custom.items():
            if of == entity:
                items.append({"value": value, "field": key})
            else:
                row.move(name, " ".join(text.split()))
        return items

    def _name_of(self, code: str) -> str:
        code = code.partition("#")[0]
        return self.names.get(code) or code.rpartition(":")[2]


def _filled(**lists: object) -> Record:
    return {name: value for name, value in lists.items() if value}


def _note(notes: Iterable[str], moved: Iterable[str]) -> str:
    return "\n".join((*notes, *moved))


def _move_unknown(row: RowParts, name: str, text: str) -> None:
    known = {email.value for email in row.emails}
    if text not in known:
        row.move(name, text)


def _is_total(row: RowParts) -> bool:
    """A line that sums up the sheet is nobody: its only word is one for a total."""
    if row.phones or row.emails or row.company_phones or row.company_emails:
        return False
    if row.addresses or row.company_addresses or _OF_SOMEBODY.intersection(row.values):
        return False
    name = " ".join(row.values.get(code, "") for code in (*_NAME_FIELDS, "company.name"))
    return is_total(name) or (not any(map(str.isalpha, name)) and any(map(is_total, row.cells)))


def _total(number: int) -> Message:
    return msg(
        "Row {row} holds a total, not a person or a company, so it was left out. If it is a name "
        "after all, add a phone or e-mail and import the row again.",
        row=number,
    )


def _nameless(number: int) -> Message:
    return msg(
        "Row {row} has no name, phone or e-mail, so it was left out. Add one of them and "
        "import the row again.",
        row=number,
    )
