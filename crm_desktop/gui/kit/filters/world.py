"""What the widgets of a filter must know of the records: their fields, names of values, counts.

Made by whoever shows a filter; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crm_desktop.core.errors import CrmError
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.filters.ast import Node
from crm_desktop.filters.binding import bind
from crm_desktop.filters.catalogue import Catalogue, Catalogues
from crm_desktop.filters.suiting import suited
from crm_desktop.filters.words import Wording, chip_words, phrase


@dataclass(frozen=True)
class Known:
    """A value that records have: as it is stored, its name, how many have it (``None``: not
    counted), and which of the eight colours it has, if it has one."""

    value: str
    label: str
    count: int | None = None
    colour: str = ""


FindValues = Callable[[str, str, str, Callable[[Sequence[Known]], None]], None]
"""Asks for the values of a field of an entity with a text in them; the answer comes later."""


def _none(_entity: str, _field: str, _text: str, _then: object) -> None:
    """Nothing is known of values."""


@dataclass(frozen=True)
class World:
    """The records of ``entity`` as filters see them."""

    entity: str
    catalogues: Catalogues
    wording: Wording
    find_values: FindValues = _none

    @property
    def catalogue(self) -> Catalogue:
        """The fields of the records themselves."""
        return self.catalogues[self.entity]

    def at(self, entity: str) -> World:
        """The world of related records."""
        return replace(self, entity=entity)

    def suited(self, node: Node) -> Node:
        """The filter as the fields can be asked now (``filters.suiting``)."""
        return suited(node, self.catalogue, self.catalogues)

    def words(self, node: Node) -> str:
        """A filter in words; ``Invalid`` where it does not suit the records."""
        return phrase(bind(node, self.entity, self.catalogues), self.wording)

    def chip_words(self, node: Node) -> tuple[str, str]:
        """What a chip says of a part: its name, empty for a group, and its value; ``Invalid`` as
        ``words``."""
        return chip_words(bind(node, self.entity, self.catalogues), self.wording)

    def mistake(self, node: Node) -> CrmError | None:
        """Why the filter can't be asked, or ``None``."""
        try:
            bind(node, self.entity, self.catalogues)
        except CrmError as error:
            return error
        return None
