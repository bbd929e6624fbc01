"""From the properties of a vCard to the import's fields.

Called by ``vcards`` on the import's thread; pure. What has a field of its own goes there;
everything else that a person wrote goes to the note as ``Label: value``, so nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from crm_desktop.core.i18n import N_, _
from crm_desktop.integrations.tabular.vcard_lines import PICTURES, REASON, Property
from crm_desktop.integrations.tabular.vcard_pictures import own_picture, told_picture

ADDRESS_PARTS = ("text", "street", "city", "region", "postal_code", "country")

# Properties of programs, not of people: identities of their own, orders of sorting, versions.
# An assistant's nested card (AGENT) has been left out with its lines.
_TECHNICAL = frozenset(
    {
        "VERSION", "PRODID", "SORT-STRING", "SORT-AS", "CLIENTPIDMAP", "SOURCE", "NAME", "MAILER",
        "CLASS", "PROFILE", "KIND", "AGENT", "X-ABUID", "X-ABADR", "X-ABLABEL", "X-ABSHOWAS",
        "X-IMAGEHASH", "X-IMAGETYPE", "X-SHARED-PHOTO-DISPLAY-PREF", "X-PRODID", "X-CLASS",
        "X-ADDRESSBOOKSERVER-KIND", "X-MS-OL-DEFAULT-POSTAL-ADDRESS", "X-MS-OL-DESIGN",
        "X-MS-OL-PRIVATE", REASON,
    }
)  # fmt: skip

_SERVICES = {
    "telegram": "telegram", "tg": "telegram", "t.me": "telegram",
    "whatsapp": "whatsapp", "wa.me": "whatsapp",
    "viber": "viber",
    "skype": "skype", "skype-username": "skype", "callto": "skype",
    "vk": "vk", "vkontakte": "vk", "vk.com": "vk",
    "facebook": "facebook", "fb": "facebook",
    "instagram": "instagram",
    "linkedin": "linkedin",
    "icq": "icq",
    "jabber": "jabber", "xmpp": "jabber", "gtalk": "jabber", "google-talk": "jabber",
    "googletalk": "jabber",
    "twitter": "other", "aim": "other", "yahoo": "other", "msn": "other", "qq": "other",
    "signal": "other", "sip": "other", "gadugadu": "other", "gadu-gadu": "other",
    "wechat": "other", "line": "other", "discord": "other", "zoom": "other",
}  # fmt: skip
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://)?(.+)", re.DOTALL)
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")

# Types of telephones in the order in which they decide; labels of Apple cards as well.
_PHONE_TYPES = (
    ("fax", ("fax", "workfax", "homefax", "work fax", "home fax", "факс", "faks")),
    ("mobile", ("cell", "mobile", "iphone", "pcs", "мобильный", "сотовый", "komórka",
                "komórkowy")),
    ("work", ("work", "рабочий", "работа", "praca", "służbowy")),
    ("home", ("home", "домашний", "дом", "dom", "domowy")),
)  # fmt: skip
_PLAIN_TYPES = frozenset(
    {
        "pref", "voice", "internet", "msg", "video", "text", "textphone", "main", "other", "pager",
        "x400", "dom", "intl", "parcel", "postal", "isdn", "bbs", "car", "modem",
    }
)  # fmt: skip
_TYPES = frozenset(name for _kind, names in _PHONE_TYPES for name in names) | _PLAIN_TYPES
# What Android has no property for: a kind of its own, the value, the number of a type, a label.
_ANDROID = re.compile(r"vnd\.[\w.-]+/(\w+)")
_BIRTHDAY_OF_ANDROID = "3"
_OWN_TYPE = "0"
_ANDROID_NOTES = {
    ("nickname", ""): N_("Nickname"),
    ("contact_event", ""): N_("Date"),
    ("contact_event", "1"): N_("Anniversary"),
    ("relation", ""): N_("Related person"),
    ("relation", "1"): N_("Assistant"),
    ("relation", "7"): N_("Manager"),
    ("relation", "14"): N_("Spouse"),
}
_NOTED = {
    "NICKNAME": N_("Nickname"),
    "ROLE": N_("Role"),
    "ANNIVERSARY": N_("Anniversary"),
    "X-ANNIVERSARY": N_("Anniversary"),
    "GENDER": N_("Gender"),
    "X-GENDER": N_("Gender"),
    "RELATED": N_("Related person"),
    "X-ABRELATEDNAMES": N_("Related person"),
    "X-SPOUSE": N_("Spouse"),
    "X-ASSISTANT": N_("Assistant"),
    "X-MANAGER": N_("Manager"),
    "X-ABDATE": N_("Date"),
    "X-PHONETIC-FIRST-NAME": N_("Pronunciation of the given name"),
    "X-PHONETIC-LAST-NAME": N_("Pronunciation of the family name"),
    "X-PHONETIC-MIDDLE-NAME": N_("Pronunciation of the middle name"),
    "TZ": N_("Time zone"),
    "GEO": N_("Location"),
}


@dataclass
class Card:
    """The values of one card by field code, being filled; ``addresses`` by type, part by part."""

    values: dict[str, list[str]] = field(default_factory=dict)
    addresses: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    pictures: int = 0

    def add(self, code: str, value: str, *, first: bool = False) -> None:
        """Keep a value unless it is empty or there already; ``first`` puts it at the front."""
        held = self.values.setdefault(code, [])
        if value and value not in held:
            held.insert(0 if first else len(held), value)

    def note(self, label: str, value: str) -> None:
        """Keep what has no field."""
        if value:
            self.add("note", f"{label}: {value}")


def read_card(properties: Iterable[Property]) -> Card:
    """The fields of a card."""
    found = list(properties)
    labels = {
        item.group: _APPLE_LABEL.sub(r"\1", item.text)
        for item in found
        if item.name == "X-ABLABEL" and item.group
    }
    card = Card()
    _read_names(card, found)
    own = own_picture(found, of_company="kind" in card.values)
    if own is not None:
        card.add("photo", told_picture(own))
    for item in found:
        label = (labels.get(item.group, "") if item.group else "") or item.label
        reader = _READERS.get(item.name)
        if reader is not None:
            reader(card, item, label)
        elif item.name in PICTURES:
            card.pictures += item is not own
        elif item.name not in _TECHNICAL and item.name not in _NAME_PROPERTIES:
            _read_other(card, item, label)
    return card


def is_group(properties: Iterable[Property]) -> bool:
    """Whether the card is a list of other cards (RFC 6350, 6.1.4), not somebody."""
    return any(
        item.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND") and item.text.lower() == "group"
        for item in properties
    )


_NAME_PROPERTIES = frozenset({"N", "FN", "ORG"})


def _read_names(card: Card, found: list[Property]) -> None:
    first: dict[str, Property] = {}
    for item in found:
        first.setdefault(item.name, item)
    full = first["FN"].text if "FN" in first else ""
    company = [part for part in first["ORG"].parts() if part] if "ORG" in first else []
    if _is_company(first):
        card.add("kind", "company")
        card.add("company.name", company[0] if company else full)
        if full and company and full != company[0]:
            card.note(_("Name"), full)
    else:
        _read_person(card, full, first["N"].parts() if "N" in first else [])
        if company:
            card.add("company.name", company[0])
    if len(company) > 1:
        card.note(_("Department"), ", ".join(company[1:]))
    for item in found:
        if item.name == "ORG" and item is not first["ORG"]:
            card.note(_("Company"), ", ".join(part for part in item.parts() if part))


def _is_company(first: dict[str, Property]) -> bool:
    kind = first["KIND"].text.lower() if "KIND" in first else ""
    shown = first["X-ABSHOWAS"].text.upper() if "X-ABSHOWAS" in first else ""
    return kind == "org" or shown == "COMPANY"


def _read_person(card: Card, full: str, parts: list[str]) -> None:
    family, given, middle, prefix, suffix = (parts + [""] * 5)[:5]
    named = [part for part in (family, given, middle) if part]
    # Phones that know no parts put the whole name into one of them.
    if not named or (len(named) == 1 and " " in named[0] and full in ("", named[0])):
        card.add("full_name", full or "".join(named))
    else:
        card.add("family_name", family)
        card.add("given_name", given)
        card.add("middle_name", middle)
        words = set(" ".join((*named, prefix, suffix)).replace(",", " ").split())
        if not set(full.replace(",", " ").split()) <= words:
            card.note(_("Shown as"), full)
    card.note(_("Title before the name"), prefix)
    card.note(_("Title after the name"), suffix)


def _words(item: Property, label: str) -> frozenset[str]:
    return item.types | {label.lower()} if label else item.types


def _read_phone(card: Card, item: Property, label: str) -> None:
    words = _words(item, label)
    kind = next((kind for kind, names in _PHONE_TYPES if words & set(names)), "other")
    scheme = _SCHEME.fullmatch(item.text)
    value = scheme[2] if scheme and scheme[1].lower() in ("tel", "callto") else item.text
    number, _semicolon, extension = value.partition(";ext=")
    value = f"{number} ext. {extension}" if extension else number
    card.add(f"phone.{kind}", value, first="pref" in words)
    _note_label(card, kind, label or _own_type(item), value)


def _read_email(card: Card, item: Property, label: str) -> None:
    kind = _place(_words(item, label))
    value = re.sub(r"^mailto:", "", item.text, flags=re.IGNORECASE)
    card.add(f"email.{kind}", value, first="pref" in item.types)
    _note_label(card, kind, label or _own_type(item), value)


def _place(words: frozenset[str]) -> str:
    known = dict(_PHONE_TYPES)
    return next((kind for kind in ("work", "home") if words & set(known[kind])), "other")


def _own_type(item: Property) -> str:
    """A type that is none of the format: so Android writes a label of the person's own."""
    words = (word.strip().removeprefix("X-").removeprefix("x-") for word in item.all("TYPE"))
    return next((word for word in words if word and word.lower() not in _TYPES), "")


def _note_label(card: Card, kind: str, label: str, value: str) -> None:
    """A label of the person's own (“dacha”) is no type, but must not be lost."""
    if kind == "other" and label and label.lower() not in _PLAIN_TYPES:
        card.note(label, value)


def _read_address(card: Card, item: Property, label: str) -> None:
    parts = [", ".join(filter(None, _lines(part))) for part in item.parts()]
    box, extra, street, city, region, code, country = (parts + [""] * 7)[:7]
    address = {
        "street": ", ".join(filter(None, (street, extra, box))),
        "city": city,
        "region": region,
        "postal_code": code,
        "country": country,
    }
    if not any(address.values()):
        address["text"] = ", ".join(item.all("LABEL"))
    _keep_address(card, item, label, {part: value for part, value in address.items() if value})


def _read_label(card: Card, item: Property, label: str) -> None:
    """The address as printed on an envelope (2.1, 3.0): wanted only where its parts are absent."""
    if _place(_words(item, label)) not in card.addresses:
        _keep_address(card, item, label, {"text": ", ".join(filter(None, _lines(item.text)))})


def _lines(text: str) -> list[str]:
    return [line.strip().rstrip(",") for line in text.splitlines()]


def _keep_address(card: Card, item: Property, label: str, address: dict[str, str]) -> None:
    kind = _place(_words(item, label))
    if any(address.values()):
        card.addresses.setdefault(kind, []).append(address)
        _note_label(card, kind, label, ", ".join(address.values()))


def _read_birthday(card: Card, item: Property, label: str) -> None:
    text = item.text
    omitted = next(iter(item.all("X-APPLE-OMIT-YEAR")), None)
    match = re.match(r"(\d{4}|--)-?(\d\d)-?(\d\d)(?!\d)", text)
    if match is None:
        card.add("birthday", text)
        return
    year, month, day = match.groups()
    known = year not in ("--", omitted)
    card.add("birthday", f"{year}-{month}-{day}" if known else f"--{month}-{day}")


def _read_messenger(card: Card, item: Property, label: str) -> None:
    """IMPP, SOCIALPROFILE (RFC 9554), Apple's and Android's properties of their own."""
    scheme = _SCHEME.fullmatch(item.text)
    named = [
        *item.all("SERVICE-TYPE"), *item.all("X-SERVICE-TYPE"), item.name.removeprefix("X-"),
        *item.all("TYPE"), label, scheme[1] if scheme else "", _host(item.text),
    ]  # fmt: skip
    words = [word.lower() for word in named]
    service = next((_SERVICES[word] for word in words if word in _SERVICES), "other")
    keeps_scheme = scheme is None or scheme[1].lower() in ("http", "https")
    value = item.text if keeps_scheme or scheme is None else scheme[2]
    if not value and item.all("X-USER"):
        value = item.all("X-USER")[0]
    card.add(f"messenger.{service}", value.removeprefix("x-apple:"))
    if service == "other":
        known = next((w for w in named if w.lower() not in ("", "impp", "socialprofile")), "")
        _note_label(card, "other", known, value)


def _host(text: str) -> str:
    match = re.match(r"https?://(?:www\.)?([^/]+)", text, re.IGNORECASE)
    host = match[1].lower() if match else ""
    return host if host in _SERVICES else host.removesuffix(".com")


def _read_site(card: Card, item: Property, label: str) -> None:
    card.add("site", item.text)


def _read_position(card: Card, item: Property, label: str) -> None:
    if card.values.get("position"):
        card.note(_("Position"), item.text)
    else:
        card.add("position", item.text)


def _read_list(code: str) -> Callable[[Card, Property, str], None]:
    def read(card: Card, item: Property, label: str) -> None:
        for word in item.parts(","):
            card.add(code, word)

    return read


def _read_plain(code: str) -> Callable[[Card, Property, str], None]:
    def read(card: Card, item: Property, label: str) -> None:
        card.add(code, item.text)

    return read


def _read_other(card: Card, item: Property, label: str) -> None:
    parts = item.parts()
    if (kind := _ANDROID.fullmatch(parts[0])) is not None:
        _read_android(card, kind[1], *(parts[1:] + [""] * 3)[:3])
        return
    name = _NOTED.get(item.name)
    shown = label or (_(name) if name else item.name.removeprefix("X-").replace("-", " ").title())
    card.note(shown, ", ".join(filter(None, parts)))


def _read_android(card: Card, kind: str, value: str, number: str, label: str) -> None:
    if kind == "contact_event" and number == _BIRTHDAY_OF_ANDROID:
        card.add("birthday", value)
        return
    name = _ANDROID_NOTES.get((kind, number)) or _ANDROID_NOTES.get((kind, ""))
    own = label if number in ("", _OWN_TYPE) else ""
    card.note(own or (_(name) if name else kind.replace("_", " ").capitalize()), value)


_READERS: dict[str, Callable[[Card, Property, str], None]] = {
    "TEL": _read_phone,
    "EMAIL": _read_email,
    "ADR": _read_address,
    "LABEL": _read_label,
    "BDAY": _read_birthday,
    "URL": _read_site,
    "TITLE": _read_position,
    "NOTE": _read_plain("note"),
    "UID": _read_plain("source_id"),
    "REV": _read_plain("updated_at"),
    "CREATED": _read_plain("created_at"),
    "CATEGORIES": _read_list("tags"),
    "LANG": _read_list("languages"),
    **dict.fromkeys((f"X-{service.upper()}" for service in _SERVICES), _read_messenger),
    **dict.fromkeys(("IMPP", "SOCIALPROFILE", "X-SOCIALPROFILE"), _read_messenger),
}
