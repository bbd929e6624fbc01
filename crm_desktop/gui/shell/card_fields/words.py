"""Values of fields that people and companies share, as lines of a card.

Each takes what the field's editor loads. Pure but for the language; called on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crm_desktop.core import clock
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.core.values.dates import parse_birthday
from crm_desktop.core.values.languages import language_name
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.gui.kit.card_fields.field import ShownLine
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.numbers import shown_number

Items = Sequence[Mapping[str, Any]]
_ADDRESS = ("type", "country", "region", "city", "street", "postal_code", "text")
_MOST_TAGS = 20
_SERVICE_ICONS = {"telegram": "telegram-logo", "whatsapp": "whatsapp-logo"}


def phones(items: Items | None) -> list[ShownLine]:
    """``+7 900 555-01-14 (work)``, copied without the type; the main one first."""
    numbers = [
        (item, format_phone(item["value"], item.get("extension"))) for item in _main_first(items)
    ]
    return [ShownLine(_typed(number, item, numbers), number) for item, number in numbers]


def emails(items: Items | None) -> list[ShownLine]:
    """Addresses, copied without their type."""
    found = _main_first(items)
    return [ShownLine(_typed(item["value"], item, found), item["value"]) for item in found]


def _typed(words: str, item: Mapping[str, Any], every: Sequence[object]) -> str:
    """With its type where there are several to tell apart."""
    return values.with_type(words, item.get("type")) if len(every) > 1 else words


def messengers(items: Items | None) -> list[ShownLine]:
    """Names, each with the mark of its service, or after its name if it has none."""
    return [_messenger(item) for item in items or ()]


def _messenger(item: Mapping[str, Any]) -> ShownLine:
    icon, name = _SERVICE_ICONS.get(item["service"], ""), item["value"]
    if not icon:
        return ShownLine(values.messengers([item]), name)
    words = format_phone(name) if name.startswith("+") else name
    is_handle = name[:1].isalpha() or name[:1] == "_"
    return ShownLine(f"@{name}" if is_handle else words, name, icon, "accent")


def addresses(items: Items | None) -> list[ShownLine]:
    """One address a line, each with its type where there are several to tell apart."""
    whole = [dict.fromkeys(_ADDRESS) | dict(item) for item in items or ()]
    if len(whole) == 1:
        whole[0]["type"] = None
    return [ShownLine(words) for item in whole if (words := values.addresses([item]))]


def place_title(items: Items | None) -> str:
    """What addresses are called: a city of which nothing else is known is no address."""
    more = ("street", "postal_code", "text")
    known = [item for item in items or () if item.get("city")]
    is_city = len(known) == 1 == len(items or ()) and not any(known[0].get(part) for part in more)
    return _("City") if is_city else _("Address")


def texts(items: Sequence[str] | None) -> list[ShownLine]:
    """One text a line."""
    return [ShownLine(text) for text in items or ()]


def in_one_line(items: Sequence[str] | None) -> list[ShownLine]:
    """Texts, one behind another."""
    return [ShownLine(", ".join(items))] if items else []


def languages(codes: Sequence[str] | None) -> list[ShownLine]:
    """Languages by their names, one behind another."""
    return in_one_line([language_name(code) for code in codes or ()])


def suggested(chosen: Suggested | None) -> list[ShownLine]:
    """The name of what was chosen."""
    return [ShownLine(chosen.words)] if chosen else []


def linked(entity: str, chosen: Suggested | None) -> list[ShownLine]:
    """The name of a record of this kind, which a press opens."""
    if not chosen or not chosen.id:
        return suggested(chosen)
    return [ShownLine(chosen.words, record=(entity, chosen.id))]


def person(chosen: Suggested | None) -> list[ShownLine]:
    """A colleague, with the initials."""
    return [ShownLine(chosen.words, person=chosen.id)] if chosen else []


def tags(chosen: Sequence[Suggested] | None) -> list[ShownLine]:
    """Names of tags, one behind another; a card shows no thousand of them."""
    names = [isolated(tag.words) for tag in chosen or ()]
    shown = ", ".join(names[:_MOST_TAGS])
    more = len(names) - _MOST_TAGS
    if more > 0:
        shown = _("{names} and {number} more").format(names=shown, number=shown_number(more))
    return [ShownLine(shown)] if shown else []


def status(code: str | None) -> list[ShownLine]:
    """What the record is to us."""
    return [ShownLine(values.status(code))] if code else []


def birthday(text: str | None) -> list[ShownLine]:
    """``18 March 1984 (42 years old)``."""
    if not text:
        return []
    try:
        day = parse_birthday(text)
    except Invalid:
        return [ShownLine(text)]
    words = values.birthday(day)
    if day.startswith("--"):
        return [ShownLine(words)]
    years = _age(date.fromisoformat(day), clock.now().astimezone(clock.LOCAL_ZONE).date())
    if years < 0:
        return [ShownLine(words)]
    said = ngettext("{date} ({number} year old)", "{date} ({number} years old)", years)
    return [ShownLine(said.format(date=words, number=years), words)]


def _age(born: date, today: date) -> int:
    had = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not had)


def companies(links: Items | None) -> list[ShownLine]:
    """Where a person works, and as what; the main one first."""
    return [
        ShownLine(_joined(_name(link["company"]), link.get("position")))
        for link in _main_first(links)
    ]


def consent(given: Mapping[str, Any] | None) -> list[ShownLine]:
    """Since when, and by what."""
    if not given:
        return []
    day = values.short_day(given.get("date") or "")
    words = _("Consent of {date}").format(date=day) if day else _("Consent given")
    line = _joined(words, given.get("origin"))
    return [ShownLine(line, icon="check-circle-fill", colour="success")]


def tax_ids(items: Items | None, names: Mapping[str, str]) -> list[ShownLine]:
    """``INN 7800000000``, copied as a bare number."""
    return [
        ShownLine(f"{names.get(item['kind'], item['kind'])} {item['value']}", item["value"])
        for item in items or ()
    ]


def bank_accounts(items: Items | None) -> list[ShownLine]:
    """All of an account in one line."""
    parts = ("iban", "account", "bic", "bank", "correspondent_account")
    return [ShownLine(_joined(*(item.get(part) for part in parts))) for item in items or ()]


def blacklisted(reason: str | None) -> list[ShownLine]:
    """The reason, with a mark that tells it without colour."""
    return [ShownLine(reason, icon="prohibit", colour="danger_text")] if reason else []


def _main_first(items: Items | None) -> list[Mapping[str, Any]]:
    return sorted(items or (), key=lambda item: not item.get("primary"))


def _name(chosen: Any) -> str:
    return chosen.words if isinstance(chosen, Suggested) else str(chosen or "")


def _joined(*parts: str | None) -> str:
    return ", ".join(isolated(part) for part in parts if part)
