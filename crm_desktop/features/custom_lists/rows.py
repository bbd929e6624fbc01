"""What reads of custom lists give: frozen rows, nothing of the database in them."""

from __future__ import annotations

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.common.list_entities import list_entity


@dataclass(frozen=True)
class CustomListRow:
    """A list that people made: ``name`` is what many of its entries are called, ``one`` a single
    one; ``icon`` a name of the icons of the program."""

    rid: int
    id: str
    version: int
    name: str
    one: str
    icon: str
    note: str
    is_archived: bool

    @property
    def entity(self) -> str:
        """What its entries are called in fields, filters and the journal."""
        return list_entity(self.id)


@dataclass(frozen=True)
class ListEntryRow:
    """An entry of a list, as lists and suggestions show it."""

    rid: int
    id: str
    version: int
    entity: str
    name: str
    note: str
    is_archived: bool

    @property
    def tags(self) -> tuple[int, ...]:
        """None: lists ask every kind of record for its tags."""
        return ()
