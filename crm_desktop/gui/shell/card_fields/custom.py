"""Custom fields on a card: their editors and words by type, and the card's layout.

``read_layout`` and ``custom_drafts`` run on reader threads, the rest on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.id_texts import is_id
from crm_desktop.core.text.folding import fold
from crm_desktop.features.custom_fields.commands import SaveCardLayout
from crm_desktop.features.custom_fields.kinds import (
    Given,
    Shown,
    check_value,
    show_value,
    target_of,
)
from crm_desktop.features.custom_fields.queries import fields_of, find_layout, names_of
from crm_desktop.features.custom_fields.rows import PREFIX, CardLayout, CustomFieldRow, arranged
from crm_desktop.features.custom_fields.rows import CardGroup as LaidGroup
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import (
    CardField,
    CardGroup,
    ShownLine,
    Words,
    plain_words,
)
from crm_desktop.gui.kit.form_field import ChoiceField, FormEntry, FormField, TextField
from crm_desktop.gui.kit.form_suggest import Ask, Suggested, SuggestField, Tell
from crm_desktop.gui.kit.form_tags import TagsField
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS
from crm_desktop.gui.shell import form_fields as fields
from crm_desktop.gui.shell.card_fields import words
from crm_desktop.gui.shell.card_fields.editors import near_day

LAYOUT_ENTITIES = ("custom_field", "card_layout")
_USUAL_GROUP = "work"
_CHOSEN = frozenset({"user", "record", "file"})
_AS_STORED = frozenset({"choice"})


@dataclass(frozen=True)
class Layout:
    """The custom fields of an entity and how its card is laid out."""

    fields: tuple[CustomFieldRow, ...] = ()
    card: CardLayout = field(default_factory=CardLayout)


def read_layout(reader: Reader, entity: str) -> Layout:
    """As whoever asks sees the card."""
    every = fields_of(reader.connection, entity)
    there = tuple(one for one in every if not one.deleted and one.on_card)
    return Layout(there, find_layout(reader, entity))


def custom_drafts(
    reader: Reader, layout: Layout, items: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """By ``custom:<id>``, what the editors of the fields load."""
    stored = {item["field"]: item["value"] for item in items}
    return {
        asked.key: _draft(reader, asked, stored[asked.id])
        for asked in layout.fields
        if asked.id in stored
    }


def _draft(reader: Reader, asked: CustomFieldRow, value: Any) -> Any:
    if asked.type in _AS_STORED:
        return value
    if asked.type == "yes_no" and isinstance(value, bool):
        return "yes" if value else "no"
    if asked.type == "multi_choice":
        # A text that the field held before it had choices is one of the history.
        return [_choice(asked, code) for code in ([value] if isinstance(value, str) else value)]
    target = target_of(asked)
    names = names_of(reader, target, [value]) if target and is_id(value) else {}
    if asked.type in _CHOSEN:
        return Suggested(value, names.get(value, "")) if is_id(value) else Suggested("", value)
    return show_value(asked, value, Shown(names, clock.LOCAL_ZONE))


def _choice(asked: CustomFieldRow, code: str) -> Suggested:
    choice = asked.choice(code)
    return Suggested(code, choice.name if choice else code)


def with_custom(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as commands take them: custom fields under one name, by id."""
    own = {name: value for name, value in changes.items() if not name.startswith(PREFIX)}
    custom = {n: _given(v) for n, v in changes.items() if n.startswith(PREFIX)}
    return {**own, "custom": custom} if custom else own


def _given(value: Any) -> Any:
    if isinstance(value, Suggested):
        return value.id or value.words
    if isinstance(value, Mapping):
        return value.get("name")
    if isinstance(value, list):
        return [_given(one) for one in value]
    return value


def laid_out(groups: Sequence[CardGroup], layout: Layout, bridge: Bridge) -> list[CardGroup]:
    """The groups of a card with custom fields, as the layout wants them."""
    known = {one.name: one for group in groups for one in group.fields}
    natural = {group.name: [one.name for one in group.fields] for group in groups}
    titles = {group.name: group.title for group in groups}
    last = groups[-1].name  # who wrote the record stands below all
    for asked in layout.fields:
        known[asked.key] = card_field(asked, bridge)
        natural.setdefault(asked.group or _USUAL_GROUP, []).append(asked.key)
    order = sorted(natural, key=lambda name: name == last)
    laid = arranged(layout.card, [LaidGroup(name, tuple(natural[name])) for name in order])
    return [
        CardGroup(
            group.name,
            titles.get(group.name) or layout.card.title(group.name),
            tuple(known[name] for name in group.fields),
        )
        for group in laid
    ]


def hiding(entity: str, layout: Layout, name: str) -> SaveCardLayout:
    """The command that hides a field from one's own card."""
    hidden = layout.card.hidden | {name}
    return SaveCardLayout(entity, replace(layout.card, hidden=hidden, own=True))


def card_field(asked: CustomFieldRow, bridge: Bridge) -> CardField:
    """The field with its editor and words."""
    make, shown = _editor(asked, bridge)
    is_long = asked.type == "long_text"
    return CardField(
        asked.key,
        asked.name,
        shown,
        None if asked.type == "formula" else make,
        is_wide=is_long or asked.type == "multi_choice",
        is_long=is_long,
    )


def _editor(asked: CustomFieldRow, bridge: Bridge) -> tuple[Callable[[], FormEntry], Words]:
    label = asked.name
    if asked.type == "choice":
        choices = [(one.code, one.name) for one in asked.choices if not one.archived]
        return lambda: ChoiceField(label, choices), partial(_choice_words, asked)
    if asked.type == "yes_no":
        answers = [("yes", _("Yes")), ("no", _("No"))]
        return (
            lambda: ChoiceField(label, answers),
            lambda code: plain_words(dict(answers).get(code, code)),
        )
    if asked.type == "multi_choice":
        return lambda: TagsField(label, _among(asked)), words.tags
    if asked.type in _CHOSEN:
        shown = partial(words.linked, asked.target) if asked.type == "record" else words.suggested
        return lambda: _suggest(asked, bridge), shown
    if asked.type == "long_text":
        return lambda: TextField(label), plain_words
    tidy = partial(_tidied, asked, bridge.settings.get("region"))
    return lambda: FormField(label, tidy=tidy), plain_words


def _choice_words(asked: CustomFieldRow, code: str | None) -> list[ShownLine]:
    """The name of the choice, behind a mark of its colour."""
    choice = asked.choice(code or "")
    if choice is None or choice.colour is None:
        return plain_words(choice.name if choice else code)
    tag = TAG_COLOURS[choice.colour % len(TAG_COLOURS)]
    return [ShownLine(choice.name, icon="tag-simple", colour=f"tag:{tag}")]


def _tidied(asked: CustomFieldRow, region: str | None, text: str) -> str:
    given = near_day(text) if asked.type == "date" else text
    stored = check_value(asked, given, Given(region, clock.LOCAL_ZONE))
    return show_value(asked, stored, Shown({}, clock.LOCAL_ZONE))


def _among(asked: CustomFieldRow) -> Ask:
    """Suggests the choices of the field."""

    def ask(text: str, tell: Tell) -> None:
        sought = fold(text)
        offered = [Suggested(c.code, c.name) for c in asked.choices if not c.archived]
        tell([one for one in offered if sought in fold(one.words)])

    return ask


def _suggest(asked: CustomFieldRow, bridge: Bridge) -> SuggestField:
    if asked.type == "user":
        ask = fields.user_ask(bridge)
    else:
        ask = fields.record_ask(bridge, target_of(asked))
    field = SuggestField(
        asked.name, ask, unknown=_("There is none of this name. Choose one of the suggested ones.")
    )
    field.line.setPlaceholderText(_sought_by(asked))
    return field


def _sought_by(asked: CustomFieldRow) -> str:
    """What a record can be found by, where the label doesn't say of which kind it is."""
    if asked.type == "record" and asked.target == "company":
        return _("Name or tax number")
    if asked.type == "record" and asked.target == "contact":
        return _("Name, phone or e-mail")
    return ""
