"""What the shell can do with a company: read it in words, archive it.

``read_text`` runs on reader threads, the rest on the GUI thread.
"""

from __future__ import annotations

from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.companies.commands import (
    ArchiveCompanies,
    ArchiveManyCompanies,
    DeleteCompanies,
)
from crm_desktop.features.companies.queries import get_company
from crm_desktop.gui.kit.fields_pane import FieldText, RecordText
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.line_reads import drawn_tags, tags_by_id
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordKind
from crm_desktop.store.labels import Labels

ENTITY = "company"


def make_kind() -> RecordKind:
    """Companies, as the shell sees them."""
    return RecordKind(
        ENTITY,
        ("tag", "user"),
        read_text,
        ArchiveCompanies,
        ArchiveManyCompanies,
        _archived,
        _restore,
        DeleteCompanies,
    )


def _restore(ids: tuple[str, ...], shelf: str) -> ArchiveCompanies | DeleteCompanies:
    """From the recycle bin or from the archive."""
    return (
        DeleteCompanies(ids, deleted=False)
        if shelf == "bin"
        else ArchiveCompanies(ids, archived=False)
    )


def _archived(number: int) -> str:
    words = ngettext(
        "The company is in the archive now.", "{number} companies are in the archive now.", number
    )
    return words.format(number=shown_number(number))


def read_text(reader: Reader, company_id: str) -> RecordText | None:
    """All filled fields of a company."""
    loaded = get_company(reader, company_id)
    if loaded is None:
        return None
    labels = Labels(reader.registry)
    labels.prefetch(reader.connection, reader.registry[ENTITY], [loaded.state])
    state = loaded.state
    dates = [
        (_("Created"), values.moment(loaded.created_at)),
        (_("Changed"), values.moment(loaded.updated_at)),
    ]
    return RecordText(
        state["name"],
        state["industry"] or "",
        values.warning(state),
        _first(state, labels) + _about(state, labels) + values.filled(dates, is_aside=True),
        key=company_id,
        tags=drawn_tags(tags_by_id(reader, state["tags"])),
        is_company=True,
        is_archived=state["archived_at"] is not None,
        is_deleted=state["deleted_at"] is not None,
        is_blacklisted=state["blacklisted"] is not None,
        picture=state["logo"] or "",
    )


def _first(state: dict[str, Any], labels: Labels) -> list[FieldText]:
    """What is wanted most often."""
    owner = state["owner"]
    names = values.tax_names()
    tax_ids = (f"{names[item['kind']]} {item['value']}" for item in state["tax_ids"])
    return values.reaching(state) + values.filled(
        [
            (_("Sites"), values.lines(state["sites"])),
            (_("Address"), values.addresses(state["addresses"])),
            (_("Tax numbers"), values.lines(tax_ids)),
            (_("Owner"), labels.label("user", owner) if owner else ""),
        ]
    )


def _about(state: dict[str, Any], labels: Labels) -> list[FieldText]:
    parent = state["parent"]
    return values.filled(
        [
            (_("Legal name"), state["legal_name"]),
            (_("Bank details"), _bank_accounts(state)),
            (_("Size"), state["size"]),
            (_("Parent company"), labels.label(ENTITY, parent) if parent else ""),
            (_("Status"), values.status(state["status"])),
            (_("Source"), state["source"]),
            (_("Note"), state["note"]),
        ],
        is_aside=True,
    )


def _bank_accounts(state: dict[str, Any]) -> str:
    keys = ("iban", "account", "bic", "bank", "correspondent_account")
    return values.lines(
        ", ".join(item[key] for key in keys if item[key]) for item in state["bank_accounts"]
    )
