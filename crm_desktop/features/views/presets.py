"""The views that come with the program, built in code so that their names follow the language.

One that asks for what no feature offers is not shown. Pure; used by ``queries``.
"""

from __future__ import annotations

from crm_desktop.core.i18n import N_, gettext
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.common.list_entities import is_list_entity
from crm_desktop.features.views.rows import ViewRow
from crm_desktop.filters.ast import (
    EVERYTHING,
    ME,
    And,
    Condition,
    Node,
    Not,
    Operator,
    Quantifier,
    Related,
)

_PREFIX = "preset"
DAYS_WITHOUT_CONTACT = 30


@dataclass(frozen=True)
class _Preset:
    """``code`` is stable: favourites and scripts hold it."""

    code: str
    name: str
    filter: Node


_MINE = Condition("owner", Operator.IS, ME)
_UNTOUCHED = Not(Condition("touched", Operator.IN_LAST_DAYS, DAYS_WITHOUT_CONTACT))
_NEW = Condition("created_at", Operator.THIS_WEEK)
_WITHOUT_STEP = Related("next_steps", Quantifier.NONE, EVERYTHING)
_OPEN = Condition("status", Operator.IS, "open")
_BLACKLISTED = Condition("blacklisted", Operator.IS, True)

_PRESETS: dict[str, tuple[_Preset, ...]] = {
    "contact": (
        _Preset("all", N_("All"), EVERYTHING),
        _Preset("mine", N_("My clients"), _MINE),
        _Preset("untouched", N_("No contact for 30 days"), _UNTOUCHED),
        _Preset("new", N_("New this week"), _NEW),
        _Preset("without-step", N_("Without a next step"), _WITHOUT_STEP),
        _Preset("blacklist", N_("Blacklist"), _BLACKLISTED),
    ),
    "company": (
        _Preset("all", N_("All"), EVERYTHING),
        _Preset("mine", N_("My clients"), _MINE),
        _Preset("untouched", N_("No contact for 30 days"), _UNTOUCHED),
        _Preset("new", N_("New this week"), _NEW),
        _Preset("without-step", N_("Without a next step"), _WITHOUT_STEP),
        _Preset(
            "without-contact",
            N_("Without a contact"),
            Related("contacts", Quantifier.NONE, EVERYTHING),
        ),
        _Preset("blacklist", N_("Blacklist"), _BLACKLISTED),
    ),
    "deal": (
        _Preset("all", N_("All"), EVERYTHING),
        _Preset("mine", N_("My deals"), And((_OPEN, _MINE))),
        _Preset(
            "closing",
            N_("Closing this month"),
            And((_OPEN, Condition("expected_close", Operator.THIS_MONTH))),
        ),
        _Preset("without-step", N_("Without a next step"), And((_OPEN, _WITHOUT_STEP))),
        _Preset("won", N_("Won deals"), Condition("status", Operator.IS, "won")),
        _Preset("lost", N_("Lost deals"), Condition("status", Operator.IS, "lost")),
    ),
    "product": (
        _Preset("all", N_("All"), EVERYTHING),
        _Preset("goods", N_("Products"), Condition("is_service", Operator.IS, False)),
        _Preset("services", N_("Services"), Condition("is_service", Operator.IS, True)),
    ),
}

_OF_LISTS = (_Preset("all", N_("All"), EVERYTHING),)


def presets_of(entity: str) -> list[ViewRow]:
    """The views of an entity's list that come with the program, in the current language."""
    return [
        ViewRow(
            f"{_PREFIX}:{entity}:{preset.code}",
            0,
            entity,
            gettext(preset.name),
            preset.filter,
            preset=preset.code,
        )
        for preset in _PRESETS.get(entity, _OF_LISTS if is_list_entity(entity) else ())
    ]


def listed_by(view_id: str) -> str | None:
    """The entity of the preset with this id; ``None`` if it is the id of a saved view."""
    prefix, _colon, rest = view_id.partition(":")
    return rest.partition(":")[0] if prefix == _PREFIX else None
