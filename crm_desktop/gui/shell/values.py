"""Values of common fields as people read them, in the current language.

Called by the pages' ``read_text`` on reader threads; pure but for the language and the time zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.gui.kit.fields_pane import FieldText
from crm_desktop.gui.shell.numbers import (
    shown_date,
    shown_moment,
    shown_short_date,
    shown_time,
)

_ADDRESS_PARTS = ("street", "city", "region", "postal_code", "country")
_NO_YEAR = "--"


def filled(pairs: Iterable[tuple[str, str | None]], *, is_aside: bool = False) -> list[FieldText]:
    """The fields that have a value."""
    return [FieldText(label, value, is_aside=is_aside) for label, value in pairs if value]


def lines(values: Iterable[str]) -> str:
    """One value a line."""
    return "\n".join(value for value in values if value)


def phones(items: Sequence[Mapping[str, Any]]) -> str:
    """Numbers grouped by their country, each with its type."""
    return lines(
        with_type(format_phone(item["value"], item["extension"]), item["type"]) for item in items
    )


def emails(items: Sequence[Mapping[str, Any]]) -> str:
    """Addresses, each with its type."""
    return lines(with_type(item["value"], item["type"]) for item in items)


def reaching(state: Mapping[str, Any]) -> list[FieldText]:
    """Phones and addresses of e-mail, each a field that can be copied by a press; of several it
    is said which is which."""
    numbers = [
        (item["type"], format_phone(item["value"], item["extension"])) for item in state["phones"]
    ]
    addresses = [(item["type"], item["value"]) for item in state["emails"]]
    return _each(_("Phone"), numbers) + _each(_("E-mail"), addresses)


def _each(label: str, found: Sequence[tuple[str, str]]) -> list[FieldText]:
    is_several = len(found) > 1
    return [
        FieldText(with_type(label, code) if is_several else label, value, value)
        for code, value in found
    ]


def addresses(items: Sequence[Mapping[str, Any]]) -> str:
    """Postal addresses, each with its type."""
    return lines(with_type(_address(item), item["type"]) for item in items)


def _address(item: Mapping[str, Any]) -> str:
    said = dict(item)
    if said["region"] == said["city"]:
        said["region"] = ""
    if said["country"] == QLocale.territoryToCode(QLocale().territory()):
        said["country"] = ""  # where everybody lives
    parts = [said[part] for part in _ADDRESS_PARTS if said[part]]
    return ", ".join(parts) if parts else item["text"] or ""


def messengers(items: Sequence[Mapping[str, Any]]) -> str:
    """Names in messengers, each with its service."""
    return lines(f"{item['service'].capitalize()}: {item['value']}" for item in items)


def participant(name: str, role: str | None, *, is_main: bool = False) -> str:
    """``Marina Kim (main contact, decides)``."""
    more = ", ".join(filter(None, (_("main contact") if is_main else "", role)))
    return f"{name} ({more})" if more else name


def with_type(value: str, code: str | None) -> str:
    """``+48 600 555 114 (work)``."""
    words = {
        "mobile": _("mobile"),
        "work": _("work"),
        "home": _("home"),
        "fax": _("fax"),
        "legal": _("legal address"),
        "actual": _("actual address"),
    }.get(code or "")
    if not words:
        return value
    return _("{value} ({type})").format(value=value, type=words)


def status(code: str | None) -> str:
    """What the record is to us."""
    words = {
        "potential": _("Potential client"),
        "client": _("Client"),
        "former": _("Former client"),
        "partner": _("Partner"),
        "supplier": _("Supplier"),
    }
    return words.get(code or "", code or "")


def relation(kind: str, name: str) -> str:
    """``assistant of Marina Kim``: what a person is to the one of this name, or the other way
    round: ``assistant: Vera``."""
    patterns = {
        "assistant_of": _("assistant of {name}"),
        "has_assistant": _("assistant: {name}"),
        "manager_of": _("manager of {name}"),
        "managed_by": _("manager: {name}"),
        "recommended_by": _("recommended by {name}"),
        "recommends": _("recommends {name}"),
        "spouse": _("spouse: {name}"),
        "relative": _("relative: {name}"),
        "colleague": _("colleague: {name}"),
    }
    return patterns.get(kind, "{name}").format(name=name)


def languages(codes: Iterable[str]) -> str:
    """Languages by their names, in one line."""
    from crm_desktop.core.values.languages import language_name  # not in the first look

    return ", ".join(map(language_name, codes))


def birthday(value: str | None) -> str:
    """``18 March 1984``, or without the year if it is unknown."""
    if not value:
        return ""
    if value.startswith(_NO_YEAR):
        # 2000 was a leap year: every day of the calendar is in it.
        date = QDate.fromString(f"2000{value[1:]}", "yyyy-MM-dd")
        return QLocale().toString(date, "d MMMM")
    return day(value)


def day(value: str) -> str:
    """``18 March 1984`` for ``1984-03-18``; what is no day stays as it is."""
    return shown_date(QDate.fromString(value, "yyyy-MM-dd")) or value


def short_day(value: str) -> str:
    """``02.03.2026`` for ``2026-03-02``; what is no day stays as it is."""
    return shown_short_date(QDate.fromString(value, "yyyy-MM-dd")) or value


def moment_words(value: datetime) -> str:
    """``today at 11:05``, ``yesterday at 9:30``, ``02.03.2026``, in the person's zone."""
    there = value.astimezone(clock.LOCAL_ZONE)
    days = (clock.now().astimezone(clock.LOCAL_ZONE).date() - there.date()).days
    at = shown_time(QTime(there.hour, there.minute))
    if days == 0:
        return _("today at {time}").format(time=at)
    if days == 1:
        return _("yesterday at {time}").format(time=at)
    return short_day(there.date().isoformat())


def moment(value: datetime) -> str:
    """Date and time in the person's zone."""
    return shown_moment(QDateTime.fromSecsSinceEpoch(int(value.timestamp())))


def warning(state: Mapping[str, Any]) -> str:
    """What must be known before anything else."""
    words = []
    if state["blacklisted"]:
        words.append(_("Blacklisted: {reason}").format(reason=state["blacklisted"]))
    if state["archived_at"]:
        words.append(_("In the archive"))
    if state["deleted_at"]:
        words.append(_("In the recycle bin"))
    return lines(words)


def tax_names() -> dict[str, str]:
    """Kinds of tax and register numbers by their code."""
    return {
        "inn": _("INN"),
        "kpp": _("KPP"),
        "ogrn": _("OGRN"),
        "nip": "NIP",
        "regon": "REGON",
        "krs": "KRS",
        "vat": _("EU VAT"),
    }
