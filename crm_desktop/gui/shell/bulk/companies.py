"""Companies to be picked for many people. Called on reader threads."""

from __future__ import annotations

from crm_desktop.backend.work import Reader
from crm_desktop.gui.shell.card.pick import Choice

_MOST = 20


def companies_like(reader: Reader, text: str) -> list[Choice]:
    """Those that the search finds; the first ones by name as long as nothing is typed."""
    from crm_desktop.features.common.listing import WHOLE_LIST
    from crm_desktop.features.companies.queries import find_list_rows, find_order
    from crm_desktop.features.search.queries import search

    if text.strip():
        found = search(reader, text, limit=_MOST, kinds=("company",))
        return [Choice(hit.id, hit.title) for hit in found if not hit.archived]
    first = list(find_order(reader, WHOLE_LIST, _MOST))
    return [Choice(row.id, row.name) for row in find_list_rows(reader, first)]
