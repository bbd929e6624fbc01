"""The values that the pop-over of a chip offers, with how many records have each.

Called by the filters of lists, on reader threads.
"""

from __future__ import annotations

from crm_desktop.backend.work import Reader
from crm_desktop.features.common.known_values import ValueCount, find_values
from crm_desktop.features.common.listing import ListOrder, Shelf
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.filters.ast import EVERYTHING, Node
from crm_desktop.filters.binding import bind

__all__ = ["ValueCount", "values_of"]


def values_of(  # noqa: PLR0917 - the bridge hands arguments over by their places
    reader: Reader,
    entity: str,
    field: str,
    text: str = "",
    rest: Node | None = None,
    limit: int = 50,
    shelf: Shelf = Shelf.CURRENT,
) -> list[ValueCount]:
    """The values of ``field`` whose name holds ``text``, in any case, the commonest first, among
    the records that match the ``rest`` of the filter; choices that nobody has come last.
    ``Invalid`` for a field or a filter that is not there."""
    catalogues = catalogues_of(reader)
    bound = None if rest in (None, EVERYTHING) else bind(rest or EVERYTHING, entity, catalogues)
    order = ListOrder(shelf, filter=bound, context=context_of(reader), entity=entity)
    return find_values(reader, order, catalogues[entity], field, text)[:limit]
