"""What the list of a search shows of the records that were found. Called on reader threads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from crm_desktop.backend.work import Reader
from crm_desktop.core.text.folding import DOCUMENT_LIMIT
from crm_desktop.core.values.money import Money
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.features.activities import queries as activities
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.activities.rules import display_title, without_targets
from crm_desktop.features.common.list_entities import is_list_entity
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.rows import CompanyListRow
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.rows import ContactListRow
from crm_desktop.features.custom_lists import queries as custom_lists
from crm_desktop.features.deals import queries as deals
from crm_desktop.features.deals.rows import DealHit
from crm_desktop.features.deals.rules import OPEN
from crm_desktop.features.files import queries as files
from crm_desktop.features.files.rows import FileHit
from crm_desktop.features.products import queries as products
from crm_desktop.features.products.rows import ProductRow
from crm_desktop.features.search.matching import Sought
from crm_desktop.features.search.rows import (
    ACTIVITY,
    COMPANY,
    CONTACT,
    DEAL,
    FILE,
    PRODUCT,
    STORED,
    SearchHit,
)
from crm_desktop.features.tags.queries import all_tags

# So much is looked through for the lines that match: of few texts all that can be found, of many
# in each so much at least.
_LOOKED_THROUGH, _LEAST_OF_EACH = 2 * DOCUMENT_LIMIT, 20_000

Place = tuple[str, int]
"""An entity and an internal key."""


def hits_of(reader: Reader, places: Sequence[Place], sought: Sought) -> list[SearchHit]:
    """What the list shows of the records found, in the order of ``places``."""
    people = [rid for kind, rid in places if kind == CONTACT]
    persons = contacts.find_list_rows(reader, people) if people else []
    firms = [rid for kind, rid in places if kind == COMPANY]
    houses = companies.find_list_rows(reader, firms) if firms else []
    tagged = any(row.tags for row in persons) or any(row.tags for row in houses)
    tags = {rid: tag.name for rid, tag in all_tags(reader).items()} if tagged else {}
    hits: dict[Place, SearchHit] = {}
    for person in persons:
        hits[CONTACT, person.rid] = _contact_hit(person, sought, tags)
    for firm in houses:
        hits[COMPANY, firm.rid] = _company_hit(firm, sought, tags)
    sold = [rid for kind, rid in places if kind == DEAL]
    for deal in deals.find_hits(reader, sold) if sold else ():
        hits[DEAL, deal.rid] = _deal_hit(deal, sought)
    offered = [rid for kind, rid in places if kind == PRODUCT]
    for product in products.find_list_rows(reader, offered) if offered else ():
        hits[PRODUCT, product.rid] = _product_hit(product, sought)
    for place, entry in _entries(reader, places, sought):
        hits[place] = entry
    noted = [rid for kind, rid in places if kind == STORED[ACTIVITY]]
    most = max(_LEAST_OF_EACH, _LOOKED_THROUGH // max(1, len(noted)))
    for activity in activities.find_activities(reader, noted) if noted else ():
        hits[STORED[ACTIVITY], activity.rid] = _activity_hit(activity, sought, most)
    attached = [rid for kind, rid in places if kind == STORED[FILE]]
    for file in files.find_hits(reader, attached):
        hits[STORED[FILE], file.file.rid] = _file_hit(file)
    return [hits[place] for place in places if place in hits]


def _entries(
    reader: Reader, places: Sequence[Place], sought: Sought
) -> Iterator[tuple[Place, SearchHit]]:
    """What was found in custom lists, each with the name of its list."""
    listed = [rid for kind, rid in places if is_list_entity(kind)]
    if not listed:
        return
    names = {one.entity: one.one for one in custom_lists.find_lists(reader, archived=True)}
    for row in custom_lists.find_list_rows(reader, listed):
        name = names.get(row.entity, "")
        match = sought.shown_in((row.name, *row.note.splitlines()))
        hit = SearchHit(row.entity, row.id, row.name, name, match, row.is_archived, sort=name)
        yield (row.entity, row.rid), hit


def _contact_hit(row: ContactListRow, sought: Sought, tags: dict[int, str]) -> SearchHit:
    subtitle = ", ".join(part for part in (row.position, row.company) if part)
    match = sought.shown_in(chain((row.name, row.company, row.position), _details(row, tags)))
    return _client_hit(CONTACT, row, subtitle, match)


def _company_hit(row: CompanyListRow, sought: Sought, tags: dict[int, str]) -> SearchHit:
    match = sought.shown_in(chain((row.name, row.industry), _details(row, tags)))
    return _client_hit(COMPANY, row, row.industry, match)


def _client_hit(
    kind: str, row: ContactListRow | CompanyListRow, subtitle: str, match: str
) -> SearchHit:
    detail = format_phone(row.phone) if row.phone else row.email
    flags = (row.archived, row.blacklisted)
    return SearchHit(kind, row.id, row.name, subtitle, match, *flags, detail=detail)


def _deal_hit(row: DealHit, sought: Sought) -> SearchHit:
    status = "" if row.status != OPEN else row.stage
    return SearchHit(
        DEAL,
        row.id,
        row.name,
        " · ".join(filter(None, (row.client, status))),
        sought.shown_in((row.name, row.client)),
        row.is_archived,
        row.is_blacklisted,
        amount=row.amount,
    )


def _product_hit(row: ProductRow, sought: Sought) -> SearchHit:
    return SearchHit(
        PRODUCT,
        row.id,
        row.name,
        " · ".join(filter(None, (row.sku, row.unit))),
        sought.shown_in((row.name, row.sku)),
        row.is_archived,
        amount=None if row.minor is None else Money(row.minor, row.currency),
    )


def _activity_hit(row: ActivityRow, sought: Sought, most: int) -> SearchHit:
    title = display_title({"title": row.title, "text": row.text})
    names = ", ".join(link.name for link in row.links[:3])
    told = without_targets(f"{row.text[:most]}\n{row.result[:most]}")
    match = sought.shown_in(chain((title,), told.splitlines()))
    return SearchHit(
        ACTIVITY,
        row.id,
        title,
        names,
        match,
        host=(row.links[0].entity, row.links[0].id) if row.links else None,
        sort=row.kind.value,
        author=row.author.name if row.author else "",
        created_at=row.created_at,
    )


def _file_hit(hit: FileHit) -> SearchHit:
    return SearchHit(
        FILE,
        hit.file.id,
        hit.file.name,
        hit.record_name,
        "",
        host=(hit.entity, hit.record_id),
        author=hit.file.author,
        created_at=hit.file.created_at,
    )


def _details(row: ContactListRow | CompanyListRow, tags: dict[int, str]) -> Iterator[str]:
    """What else may hold the match; made only as far as somebody looks."""
    yield format_phone(row.phone) if row.phone else ""
    yield row.email
    yield from (tags.get(tag, "") for tag in row.tags)
    yield from row.note.splitlines()
