"""The card of a product: its head, and of what it is made.

``read_head`` runs on reader threads; ``describe`` is called by ``gui/cards.py`` on the GUI thread,
which adds the parts of other pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.products.commands import ArchiveProducts, DeleteProducts, UpdateProduct
from crm_desktop.features.products.queries import get_product, get_state
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.products.card_fields import make_fields_part
from crm_desktop.gui.pages.products.kind import make_kind
from crm_desktop.gui.pages.products.words import ENTITY, kind_words, price_words
from crm_desktop.gui.shell.card import heads
from crm_desktop.gui.shell.card.description import (
    CardDescription,
    CardHead,
    HeadActions,
    HeadPart,
)
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.page import RecordRef


def describe(make_middle: Callable[[Bridge], CardPart]) -> CardDescription:
    """The card of products, with what others tell of them."""
    return CardDescription(
        ENTITY,
        is_company=True,
        related=("favourite", "price_list"),
        read_head=read_head,
        actions=HeadActions(
            _change,
            lambda product_id, is_so: ArchiveProducts((product_id,), is_so),
            lambda product_id, is_so: DeleteProducts((product_id,), is_so),
            heads.find_head_tags,
            heads.find_owners,
            heads.pin,
            heads.unpin,
            may_blacklist=False,
        ),
        archived=make_kind().archived(1),
        gone=_("This product isn’t there any more"),
        make_fields=make_fields_part,
        make_middle=make_middle,
        is_stacked=True,
        is_plain=True,
    )


def read_head(reader: Reader, product_id: str) -> CardHead | None:
    """What it is called, which SKU it has, what it costs."""
    row, loaded = get_product(reader, product_id), get_state(reader, product_id)
    if row is None or loaded is None:
        return None
    record = RecordRef(ENTITY, product_id)
    parts = (kind_words(row), row.sku, price_words(row))
    return CardHead(
        record,
        row.rid,
        row.version,
        row.name,
        tuple(HeadPart(text) for text in parts if text),
        is_archived=row.is_archived,
        is_deleted=bool(loaded.state["deleted_at"]),
        favourite=heads.favourite_of(reader, record),
    )


def _change(head: CardHead, changes: Mapping[str, Any]) -> UpdateProduct:
    return UpdateProduct(head.record.id, head.version, changes)
