"""Keys of short texts, stored beside them: the filters compare keys, never the texts themselves.

Called on the writer's thread for every record that is written, by the features' ``derive``. Long
texts (notes) have no key: their words are in the search document already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from crm_desktop.filters.catalogue import TextRule

# Cities, positions and given names come again and again; folding is slower than remembering.
_remembered = lru_cache(maxsize=10_000)(TextRule.FOLDED.key)


def sought(text: str | None) -> str | None:
    """The key of a name, a city, a position; nothing for nothing."""
    return None if text is None else _remembered(text)


def keys_of(names: Iterable[str], values: Mapping[str, Any]) -> dict[str, str | None]:
    """The key columns of those of the texts ``names`` that ``values`` has."""
    return {f"{name}_folded": sought(values[name]) for name in names if name in values}


def lowered(text: str) -> str:
    """The key of an e-mail, a site, a name in a messenger."""
    return TextRule.LOWER.key(text)
