"""The export: all records of one kind into one file, as they are at one moment.

A query of the backend; runs on a reader's thread, batch by batch, so that memory does not grow
with the workspace. The file appears whole or not at all.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from crm_desktop.backend.work import Progress, Reader
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import N_, _, msg
from crm_desktop.core.json_text import json_text
from crm_desktop.features.common.list_entities import is_list_entity
from crm_desktop.features.common.listing import ListOrder, Shelf, on_shelf
from crm_desktop.features.common.pictures import get_picture
from crm_desktop.features.common.reach import hidden_among
from crm_desktop.features.companies import columns as companies
from crm_desktop.features.contacts import columns as contacts
from crm_desktop.features.custom_lists.columns import columns_of
from crm_desktop.features.custom_lists.queries import get_list
from crm_desktop.features.data.exporting.cards import company_card, contact_card
from crm_desktop.features.data.exporting.cells import Cells, company_cells, contact_cells
from crm_desktop.features.data.exporting.columns import (
    COMPANY_ORDER,
    CONTACT_ORDER,
    SheetColumn,
    row_of,
    sheet_columns,
)
from crm_desktop.features.data.exporting.custom import CustomExport
from crm_desktop.features.data.exporting.deals import (
    DEAL_ORDER,
    PRODUCT_ORDER,
    deal_json,
    deal_rows,
    probabilities,
    product_json,
    product_rows,
)
from crm_desktop.features.data.exporting.entries import ENTRY_ORDER, entry_json, entry_rows
from crm_desktop.features.data.exporting.prices import export_of
from crm_desktop.features.data.exporting.shapes import Json, company_json, contact_json
from crm_desktop.features.data.exporting.widths.queries import (
    company_widths,
    contact_widths,
    deal_widths,
    entry_widths,
    product_widths,
)
from crm_desktop.features.deals import columns as deals
from crm_desktop.features.products import queries as products
from crm_desktop.features.views.queries import find_view, find_views, list_order
from crm_desktop.integrations.tabular.replacing import replacing
from crm_desktop.integrations.tabular.vcard_writing import VCard, VCardPicture, write_vcards
from crm_desktop.integrations.tabular.writing import write_csv, write_xlsx
from crm_desktop.store.contents import Content
from crm_desktop.store.labels import Labels
from crm_desktop.store.loading import Loaded, load_by_id, load_by_rid
from crm_desktop.store.records import LabelOf, RecordType

_BATCH = 1_000
# Excel takes the list separator of the system's region (Russia and Poland: semicolon).
_DELIMITERS = {"ru": ";", "pl": ";"}

# The field in which a record has the digest of its picture.
_PICTURES = {"contact": "photo", "company": "logo"}

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True)
class ExportRequest:
    """What goes where. ``kind``: ``contacts``, ``companies``, ``deals``, ``products``, or the
    entity of a custom list's entries. ``archived``: records in the archive as well; those in the
    recycle bin never. ``language`` is the interface's, whose spreadsheets shall read the file.
    ``view`` names a view: exactly its records are written, in its order; ``rids`` are the
    internal keys of the records that are written, wherever they lie."""

    kind: str
    format: Literal["json", "csv", "xlsx", "vcf"]
    path: Path
    archived: bool = False
    language: str = "en"
    view: str | None = None
    rids: Sequence[int] | None = None


@dataclass(frozen=True)
class _Kind:
    """How records of one kind are written. ``shape``: the JSON object; ``rows`` of a sheet and
    ``card`` (none: there is no such) are made of it; ``order``: the columns of the sheet;
    ``besides``: what the object tells that the record itself doesn't hold."""

    entity: str
    permission: str
    title: str
    shape: Callable[[Loaded, LabelOf], Json]
    rows: Callable[[Json, Loaded], Iterable[Cells]]
    card: Callable[[Json], VCard] | None
    order: tuple[str, ...]
    widths: Callable[[Reader, RecordType], dict[str, int]]
    find_order: Callable[[Reader, ListOrder], array[int]]
    besides: Callable[[Reader], Callable[[Loaded], Json]] = lambda _reader: lambda _loaded: {}


_Records = Iterable[tuple[Json, Loaded]]


def export_records(reader: Reader, request: ExportRequest, progress: OnProgress) -> int:
    """Write the file and return the number of records. ``progress`` is called after every
    batch; what it raises stops the export. ``Invalid`` if the place can't be written to,
    ``Unavailable`` if the disk is full, ``NotFound`` if there is no such view; then an earlier
    file stays as it was."""
    kind = _kind_of(reader, request.kind)
    reader.actor.require(kind.permission)
    custom = export_of(reader, kind.entity)
    records = _records(reader, kind, request, custom, progress)
    if request.format == "json":
        return _write_json(request.path, records)
    if request.format == "vcf":
        return write_vcards(request.path, _cards(reader, kind, records))
    return _write_sheet(reader, kind, request, custom, records)


def told_contact(reader: Reader, contact_id: str) -> Json | None:
    """One person as the JSON export tells them, or ``None``."""
    return _told(reader, _KINDS["contacts"], contact_id)


def told_deal(reader: Reader, deal_id: str) -> Json | None:
    """One deal as the JSON export tells it, or ``None``."""
    return _told(reader, _KINDS["deals"], deal_id)


def _told(reader: Reader, kind: _Kind, record_id: str) -> Json | None:
    found = load_by_id(reader.connection, reader.registry[kind.entity], [record_id])
    custom = export_of(reader, kind.entity)
    rids = [item.rid for item in found.values()]
    told = _load(reader, kind, rids, custom, lambda _progress: None)
    return next((shape for shape, _loaded in told), None)


def write_table(
    reader: Reader, request: ExportRequest, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> int:
    """A sheet of ``rows`` that were read elsewhere, as somebody sees them; for whom may export
    records of this kind."""
    kind = _kind_of(reader, request.kind)
    reader.actor.require(kind.permission)
    if request.format == "xlsx":
        return write_xlsx(request.path, _(kind.title), header, rows)
    delimiter = _DELIMITERS.get(request.language, ",")
    return write_csv(request.path, header, rows, delimiter=delimiter)


def write_cards(
    reader: Reader, kind: Literal["contacts", "companies"], rids: Sequence[int], path: Path
) -> int:
    """The business cards of the records with these internal keys, as ``export_records`` does."""
    chosen = _KINDS[kind]
    reader.actor.require(chosen.permission)
    custom = export_of(reader, chosen.entity)
    records = _load(reader, chosen, rids, custom, lambda _progress: None)
    return write_vcards(path, _cards(reader, chosen, records))


def _kind_of(reader: Reader, name: str) -> _Kind:
    if not is_list_entity(name):
        return _KINDS[name]
    row = get_list(reader, name)
    if row is None:
        raise NotFound(msg("There is no such list any more. Nothing was written."))
    return _Kind(
        name,
        "custom_lists:entry:export",
        row.name,
        entry_json,
        entry_rows,
        None,
        ENTRY_ORDER,
        entry_widths,
        columns_of(name).find_order,
    )


def _cards(reader: Reader, kind: _Kind, records: _Records) -> Iterator[VCard]:
    """Business cards, each with its picture: one at a time is in memory."""
    card, field = _card_of(kind), _PICTURES[kind.entity]
    for shape, loaded in records:
        digest = loaded.state[field]
        kept = get_picture(reader, digest) if digest else None
        yield replace(card(shape), picture=None if kept is None else _picture(kept))


def _picture(kept: Content) -> VCardPicture:
    return VCardPicture(kept.media_type.removeprefix("image/").upper(), kept.data)


def _card_of(kind: _Kind) -> Callable[[Json], VCard]:
    if kind.card is None:
        raise Invalid(
            msg(
                "Business cards hold people and companies alone. Nothing was written; choose "
                "another format."
            ),
            "format",
        )
    return kind.card


def _write_json(path: Path, records: _Records) -> int:
    number = 0
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", newline="\n") as file,
    ):
        for shape, _loaded in records:
            file.write(json_text(shape) + "\n")
            number += 1
    return number


def _write_sheet(
    reader: Reader,
    kind: _Kind,
    request: ExportRequest,
    custom: CustomExport,
    records: _Records,
) -> int:
    widths = kind.widths(reader, reader.registry[kind.entity])
    widths["archived"] = int(request.archived)
    columns = sheet_columns(kind.order, widths) + custom.columns()
    header = [column.title for column in columns]
    written = [0]
    rows = _rows(kind, columns, custom, records, written)
    if request.format == "xlsx":
        write_xlsx(request.path, _(kind.title), header, rows)
    else:
        delimiter = _DELIMITERS.get(request.language, ",")
        write_csv(request.path, header, rows, delimiter=delimiter)
    return written[0]


def _rows(
    kind: _Kind,
    columns: list[SheetColumn],
    custom: CustomExport,
    records: _Records,
    written: list[int],
) -> Iterator[list[str]]:
    """The rows of all records; ``written`` counts the records: one may take several rows."""
    for shape, loaded in records:
        own = custom.cells(loaded)
        yield from (row_of(columns, cells | own) for cells in kind.rows(shape, loaded))
        written[0] += 1


def _records(
    reader: Reader,
    kind: _Kind,
    request: ExportRequest,
    custom: CustomExport,
    progress: OnProgress,
) -> Iterator[tuple[Json, Loaded]]:
    """The records in the order of their creation, or of the view, with their JSON shape."""
    rids: Sequence[int]
    if request.rids is not None:
        rids = request.rids
    elif request.view is not None:
        rids = _rids_of_view(reader, kind, request.view)
    else:
        rids = _rids(reader, reader.registry[kind.entity], request.archived)
    return _load(reader, kind, rids, custom, progress)


def _load(
    reader: Reader,
    kind: _Kind,
    rids: Sequence[int],
    custom: CustomExport,
    progress: OnProgress,
) -> Iterator[tuple[Json, Loaded]]:
    record = reader.registry[kind.entity]
    labels, besides = Labels(reader.registry), kind.besides(reader)
    for start in range(0, len(rids), _BATCH):
        progress(Progress("write", start, len(rids)))
        batch = rids[start : start + _BATCH]
        loaded = load_by_rid(reader.connection, record, batch)
        hidden = hidden_among(reader, kind.entity, {item.id for item in loaded.values()})
        custom.prepare(loaded.values())
        labels.make_room()
        labels.prefetch(reader.connection, record, [item.state for item in loaded.values()])
        for rid in batch:
            item = loaded.get(rid)
            # It may have gone since it was listed.
            if item is not None and item.id not in hidden:
                told = {**custom.told(item), **besides(item)}
                yield {**kind.shape(item, labels.label), **told}, item
    progress(Progress("write", len(rids), len(rids)))


def _rids_of_view(reader: Reader, kind: _Kind, name: str) -> array[int]:
    view = find_view(reader, kind.entity, name)
    if view is None:
        known = (one.name for one in find_views(reader, kind.entity))
        raise NotFound(
            msg(
                "There is no view “{name}” of this list. Nothing was written. There are: {names}.",
                name=name,
                names=", ".join(f"“{one}”" for one in known),
            )
        )
    return kind.find_order(reader, list_order(reader, view))


def _rids(reader: Reader, record: RecordType, archived: bool) -> array[int]:
    table = record.table
    wanted = on_shelf(table, Shelf.CURRENT)
    if archived:
        wanted = sa.or_(wanted, on_shelf(table, Shelf.ARCHIVE))
    statement = (
        sa.select(table.c.rid)
        .where(record.holds(table), wanted)
        .order_by(table.c.created_at, table.c.rid)
    )
    portions = {"yield_per": 10_000}
    return array("q", reader.connection.execute(statement, execution_options=portions).scalars())


def _contact_rows(shape: Json, loaded: Loaded) -> Iterable[Cells]:
    return (contact_cells(shape, loaded.state),)


def _company_rows(shape: Json, _loaded: Loaded) -> Iterable[Cells]:
    return (company_cells(shape),)


_KINDS: Mapping[str, _Kind] = {
    "contacts": _Kind(
        "contact",
        "contacts:contact:export",
        N_("Contacts"),
        contact_json,
        _contact_rows,
        contact_card,
        CONTACT_ORDER,
        contact_widths,
        contacts.find_order,
    ),
    "companies": _Kind(
        "company",
        "companies:company:export",
        N_("Companies"),
        company_json,
        _company_rows,
        company_card,
        COMPANY_ORDER,
        company_widths,
        companies.find_order,
    ),
    "deals": _Kind(
        "deal",
        "deals:deal:export",
        N_("Deals"),
        deal_json,
        deal_rows,
        None,
        DEAL_ORDER,
        deal_widths,
        deals.find_order,
        probabilities,
    ),
    "products": _Kind(
        "product",
        "products:product:export",
        N_("Products and services"),
        product_json,
        product_rows,
        None,
        PRODUCT_ORDER,
        product_widths,
        products.find_order,
    ),
}
