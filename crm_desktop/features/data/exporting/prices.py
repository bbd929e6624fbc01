"""The prices by price lists that products have: in JSON under ``prices``, in sheets a column for
each list, whose title names the list and its currency as the import reads them.

Called by ``queries`` on a reader's thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.core.values.money import Money, major
from crm_desktop.features.data.exporting.cells import Cells
from crm_desktop.features.data.exporting.columns import SheetColumn
from crm_desktop.features.data.exporting.custom import CustomExport
from crm_desktop.features.data.exporting.deals import number
from crm_desktop.features.products.queries import find_price_lists, used_price_lists
from crm_desktop.features.products.rows import PriceListRow
from crm_desktop.store.loading import Loaded

Price = int | float | Decimal


class ProductExport(CustomExport):
    """Their prices beside the fields that people added; of the lists those by which anything is
    priced, also in the archive."""

    def __init__(self, reader: Reader, entity: str) -> None:
        super().__init__(reader, entity)
        used = used_price_lists(reader)
        lists = (*find_price_lists(reader), *find_price_lists(reader, archived=True))
        self._lists = {one.id: one for one in lists if one.rid in used}

    def told(self, loaded: Loaded) -> dict[str, Any]:
        """``prices`` too: ``[{"list", "price", "currency"}]``."""
        prices = [
            {"list": one.name, "price": price, "currency": one.currency}
            for one, price in self._prices(loaded)
        ]
        return {**super().told(loaded), "prices": prices}

    def columns(self) -> list[SheetColumn]:
        """A column for each list, then those of the fields."""
        title = _("Price: “{name}”, {currency}")
        lists = [
            SheetColumn(one.id, title.format(name=one.name, currency=one.currency))
            for one in self._lists.values()
        ]
        return lists + super().columns()

    def cells(self, loaded: Loaded) -> Cells:
        """The product's cells in these columns."""
        prices = {one.id: str(price) for one, price in self._prices(loaded)}
        return prices | super().cells(loaded)

    def _prices(self, loaded: Loaded) -> Iterator[tuple[PriceListRow, Price]]:
        for item in loaded.state["prices"]:
            one = self._lists[item["price_list"]]
            yield one, number(major(Money(item["minor"], one.currency)))


def export_of(reader: Reader, entity: str) -> CustomExport:
    """What records of ``entity`` have beside the fields of the program."""
    return (ProductExport if entity == "product" else CustomExport)(reader, entity)
