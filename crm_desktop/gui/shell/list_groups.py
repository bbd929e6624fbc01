"""By what the rows of a list can be grouped, in words, and the menu that asks for it.

Pages describe their lists with ``GroupChoice``; ``ListPage`` makes the menu. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.custom_fields.rows import GROUPED_TYPES, CustomColumn


@dataclass(frozen=True)
class GroupChoice:
    """A field by which rows are grouped: its name where the list is read, its title, what the
    group of the records without a value is called, and the name of its column."""

    name: str
    title: str
    unnamed: str
    column: str


def shared_groups() -> tuple[GroupChoice, ...]:
    """By what every kind of record can be grouped."""
    return (
        GroupChoice("owner", _("Owner"), _("Without an owner"), "owner"),
        GroupChoice("status", _("Status"), _("Without a status"), "status"),
        GroupChoice("city", _("City"), _("Without a city"), "city"),
        GroupChoice("source", _("Source"), _("Without a source"), "source"),
        GroupChoice("tag", _("Tags"), _("Without tags"), "tags"),
        GroupChoice("last_touch", _("Last touch"), _("Never touched"), "last_touch"),
    )


def custom_groups(fields: Iterable[CustomColumn]) -> list[GroupChoice]:
    """The custom fields by which records can be grouped."""
    unnamed = _("Without a value")
    return [
        GroupChoice(field.name, field.label, unnamed, field.name)
        for field in fields
        if field.type in GROUPED_TYPES
    ]


def grouping(
    name: str, chosen: str, choose: Callable[[str], object]
) -> tuple[str, Callable[[], object]]:
    """What the menu of a column offers: to group by its field, or no more."""
    if name == chosen:
        return _("&No groups"), partial(choose, "")
    return _("&Group by this column"), partial(choose, name)


def add_group_menu(
    menu: QMenu, choices: Sequence[GroupChoice], chosen: str, choose: Callable[[str], object]
) -> None:
    """A menu of its own for the field of the groups, inside ``menu``."""
    inner = menu.addMenu(_("&Group by"))
    group = QActionGroup(inner)
    names = [("", _("No groups")), *((choice.name, choice.title) for choice in choices)]
    for name, title in names:
        action = inner.addAction(title)
        action.setCheckable(True)
        action.setChecked(name == chosen)
        action.triggered.connect(_pressing(partial(choose, name)))
        group.addAction(action)
        if not name:
            inner.addSeparator()


def heading_menu(parent: QMenu, fold_all: Callable[[bool], object]) -> None:
    """What can be done with all groups at once."""
    for words, is_folded in ((_("&Collapse all"), True), (_("&Expand all"), False)):
        parent.addAction(words).triggered.connect(_pressing(partial(fold_all, is_folded)))


def _pressing(press: Callable[[], object]) -> Callable[[bool], object]:
    def pressed(_checked: bool = False) -> None:
        press()

    return pressed
