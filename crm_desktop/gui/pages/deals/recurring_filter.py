"""The filter above the board of recurring clients: what can be asked of companies and people alike.

Made with that board; GUI thread only, values are read on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.features.common.fields import SHARED_FIELDS
from crm_desktop.features.common.known_values import ValueCount
from crm_desktop.features.recurring.cycles.queries import CLIENTS
from crm_desktop.features.views.values import values_of
from crm_desktop.filters.ast import Node
from crm_desktop.filters.binding import BoundFilter, bind
from crm_desktop.filters.catalogue import Catalogue, Field
from crm_desktop.filters.words import Wording
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.filters.filter_bar import FilterBar
from crm_desktop.gui.kit.filters.world import Known, World
from crm_desktop.gui.shell.views.value_words import known_value

_OFFERED = ("owner", "tags")
_MOST_VALUES = 50
# Clients in the archive are not on the board.
_FIELDS = tuple(field for field in SHARED_FIELDS if field.name != "archived")
_CATALOGUES = {entity: Catalogue(entity, _FIELDS) for entity in CLIENTS}


def bound_filters(root: Node) -> Mapping[str, BoundFilter]:
    """The filter for both kinds of clients."""
    return {entity: bind(root, entity, _CATALOGUES) for entity in CLIENTS}


def client_values(reader: Reader, name: str, text: str) -> list[ValueCount]:
    """The values of a field whose name holds ``text``, with how many companies and people have
    each, the commonest first."""
    found: dict[object, ValueCount] = {}
    for entity in CLIENTS:
        for one in values_of(reader, entity, name, text):
            number = one.count + (found[one.value].count if one.value in found else 0)
            found[one.value] = replace(one, count=number)
    return sorted(found.values(), key=lambda one: -one.count)[:_MOST_VALUES]


class ClientFilter(FilterBar):
    """Chips of owner and tags, and of what else is asked."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._names: dict[tuple[str, str], str] = {}
        self._known_world = World(
            CLIENTS[0], _CATALOGUES, Wording(LOCAL_ZONE, self._name_of), self._find_values
        )
        self.begin(self._known_world, _OFFERED)
        self.show_filter(self.root)
        self.builder_wanted.connect(self._open_builder)

    def ask(self, root: Node) -> None:
        """Ask this of the clients."""
        self.show_filter(root)
        self.changed.emit(root)

    def _name_of(self, field: Field, value: str) -> str:
        return self._names.get((field.target, value), "…")

    def _find_values(
        self, _entity: str, name: str, text: str, then: Callable[[Sequence[Known]], None]
    ) -> None:
        target = _CATALOGUES[CLIENTS[0]].field(name).target

        def take(found: Sequence[ValueCount]) -> None:
            known = [known_value(one) for one in found]
            self._names |= {(target, one.value): one.label for one in known}
            then(known)

        self._bridge.query(
            client_values,
            name,
            text,
            then=take,
            failed=lambda _error: then(()),
            owner=self,
            channel=f"values {name}",
        )

    def _open_builder(self, root: Node) -> None:
        from crm_desktop.gui.shell.views.builder_dialog import BuilderDialog

        dialog = BuilderDialog(self._known_world, root, self.window())
        dialog.chosen.connect(self.ask)
        dialog.show_sheet()
