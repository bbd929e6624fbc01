"""What the shell can do with a product: read it in words, archive it, bring it back.

``read_text`` runs on reader threads, the rest on the GUI thread.
"""

from __future__ import annotations

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.values.money import Money, format_money
from crm_desktop.features.products.commands import (
    ArchiveManyProducts,
    ArchiveProducts,
    DeleteProducts,
)
from crm_desktop.features.products.queries import get_product
from crm_desktop.gui.kit.fields_pane import RecordText
from crm_desktop.gui.pages.products.words import ENTITY, kind_words, price_words, vat_words
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordKind


def make_kind() -> RecordKind:
    """Products, as the shell sees them."""
    return RecordKind(
        ENTITY,
        ("price_list",),
        read_text,
        ArchiveProducts,
        ArchiveManyProducts,
        _archived,
        _restore,
        DeleteProducts,
    )


def _restore(ids: tuple[str, ...], shelf: str) -> ArchiveProducts | DeleteProducts:
    """From the recycle bin or from the archive."""
    if shelf == "bin":
        return DeleteProducts(ids, deleted=False)
    return ArchiveProducts(ids, archived=False)


def _archived(number: int) -> str:
    words = ngettext(
        "The product is in the archive now.", "{number} products are in the archive now.", number
    )
    return words.format(number=shown_number(number))


def read_text(reader: Reader, product_id: str) -> RecordText | None:
    """All filled fields of a product."""
    row = get_product(reader, product_id)
    if row is None:
        return None
    fields = values.filled(
        [
            (_("Kind"), kind_words(row)),
            (_("SKU"), row.sku),
            (_("Price"), price_words(row)),
            *((one.price_list, format_money(Money(one.minor, one.currency))) for one in row.prices),
            (_("VAT"), vat_words(row.vat)),
            (_("Unit"), row.unit),
            (_("Description"), row.description),
        ]
    )
    return RecordText(row.name, row.sku, "", fields, key=row.id, has_story=False)
