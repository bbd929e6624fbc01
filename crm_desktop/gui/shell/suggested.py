"""What was found, as fields with suggestions offer it. Pure; runs on reader threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.money import format_money
from crm_desktop.features.search.rows import SearchHit
from crm_desktop.gui.kit.form_suggest import Suggested


def suggested(hits: Sequence[SearchHit]) -> list[Suggested]:
    """Each with what the palette tells of it; of namesakes also a phone, an e-mail, an amount."""
    names = Counter(fold(hit.title) for hit in hits)
    return [Suggested(hit.id, hit.title, _aside(hit, names[fold(hit.title)] > 1)) for hit in hits]


def _aside(hit: SearchHit, has_namesakes: bool) -> str:
    parts = [hit.subtitle, "" if hit.match in hit.subtitle else hit.match]
    if has_namesakes:
        amount = format_money(hit.amount) if hit.amount is not None else ""
        parts += ["" if hit.detail == hit.match else hit.detail, amount]
    return " · ".join(filter(None, parts))
