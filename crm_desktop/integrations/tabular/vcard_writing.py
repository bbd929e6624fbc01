"""People and companies to a vCard file.

Called by exports, on a thread that may wait; errors are those of ``replacing``. Version 3.0
(RFC 2426), because it is the one that Outlook, Google Contacts, iPhone and Android all read:
Outlook and older Androids refuse 4.0, and 2.1 has no lasting place for other letters than
Latin ones.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from crm_desktop.integrations.tabular.replacing import replacing
from crm_desktop.integrations.tabular.vcard_lines import REASON

_BEGIN, _END = "BEGIN:VCARD", "END:VCARD"
_LINE_OCTETS = 75
_PHONE_TYPES = {"mobile": "CELL", "work": "WORK,VOICE", "home": "HOME,VOICE", "fax": "FAX"}
_EMAIL_TYPES = {"work": "INTERNET,WORK", "home": "INTERNET,HOME"}
_ADDRESS_TYPES = {"work": ";TYPE=WORK", "home": ";TYPE=HOME"}
# Of these services programs know profiles, of all others names to write to.
_PROFILES = frozenset(("facebook", "instagram", "linkedin", "twitter", "vk"))
_SCHEMES = {"jabber": "xmpp"}
# A year that Apple's programs take for "no year"; RFC 2426 knows no date without one.
_NO_YEAR = "1604"


@dataclass(frozen=True)
class VCardAddress:
    """An address; ``kind`` is ``work``, ``home`` or ``other``."""

    kind: str
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


class VCardPicture(NamedTuple):
    """A picture's bytes, and of what type they are, as RFC 2426 has it: ``JPEG``, ``PNG``."""

    type: str
    data: bytes


@dataclass(frozen=True)
class VCard:
    """What a card says. ``phones`` and ``emails`` are (kind, value), kinds as in the import's
    fields, the primary first, ``messengers`` likewise (service, name); ``company`` is the primary
    one; ``birthday`` is ``1984-03-18`` or ``--03-18``."""

    full_name: str
    family_name: str = ""
    given_name: str = ""
    middle_name: str = ""
    company: str = ""
    position: str = ""
    phones: tuple[tuple[str, str], ...] = ()
    emails: tuple[tuple[str, str], ...] = ()
    messengers: tuple[tuple[str, str], ...] = ()
    addresses: tuple[VCardAddress, ...] = ()
    sites: tuple[str, ...] = ()
    birthday: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    uid: str = ""
    is_company: bool = False
    picture: VCardPicture | None = None


def write_vcards(path: Path, cards: Iterable[VCard]) -> int:
    """Write the cards in UTF-8 and return their number."""
    number = 0
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", newline="") as file,
    ):
        for card in cards:
            file.write(card_text(card))
            number += 1
    return number


def write_faulty_cards(path: Path, cards: Iterable[tuple[str, str]]) -> int:
    """Write cards that could not be imported, each a reason and its text, as they stand with the
    reason in a property that is left out when they come again. Return their number."""
    number = 0
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", newline="") as file,
    ):
        for reason, raw in cards:
            file.write("".join(line + "\r\n" for line in _with_reason(reason, raw.splitlines())))
            number += 1
    return number


def _with_reason(reason: str, lines: Sequence[str]) -> list[str]:
    """What stood outside of any card is put into one, to be completed there."""
    kept = _without_reason(lines)
    told = fold(f"{REASON}:{_escaped(reason)}")
    if kept and kept[0].strip().upper() == _BEGIN:
        return [kept[0], told, *kept[1:]]
    return [_BEGIN, told, *kept, _END]


def _without_reason(lines: Sequence[str]) -> list[str]:
    """The lines without what an earlier import has said, which may be folded."""
    kept: list[str] = []
    telling = False
    for line in lines:
        telling = line.startswith(f"{REASON}:") or (telling and line.startswith(" "))
        if not telling:
            kept.append(line)
    return kept


def card_text(card: VCard) -> str:
    """The card's lines, folded and each with its CRLF."""
    return "".join(fold(line) + "\r\n" for line in _lines(card))


def _lines(card: VCard) -> list[str]:
    names = (card.family_name, card.given_name, card.middle_name, "", "")
    lines = [
        _BEGIN,
        "VERSION:3.0",
        "N:" + ";".join(map(_escaped, names)),
        "FN:" + _escaped(card.full_name or card.company),
    ]
    if card.is_company:
        lines += ["ORG:" + _escaped(card.company or card.full_name), "X-ABShowAs:COMPANY"]
    elif card.company:
        lines.append("ORG:" + _escaped(card.company))
    lines += [f"TEL;TYPE={_PHONE_TYPES.get(k, 'VOICE')}:{_escaped(v)}" for k, v in card.phones]
    lines += [f"EMAIL;TYPE={_EMAIL_TYPES.get(k, 'INTERNET')}:{_escaped(v)}" for k, v in card.emails]
    lines += [_messenger(service, name) for service, name in card.messengers]
    lines += [_address(address) for address in card.addresses]
    lines += [f"URL:{_escaped(site)}" for site in card.sites]
    lines += _birthday(card.birthday)
    if card.tags:
        lines.append("CATEGORIES:" + ",".join(map(_escaped, card.tags)))
    plain = (("TITLE", card.position), ("NOTE", card.note), ("UID", card.uid))
    lines += [f"{name}:{_escaped(value)}" for name, value in plain if value]
    if card.picture is not None:
        # A company's, too: phones show no LOGO.
        told = base64.b64encode(card.picture.data).decode("ascii")
        lines.append(f"PHOTO;ENCODING=b;TYPE={card.picture.type}:{told}")
    return [*lines, _END]


def _address(address: VCardAddress) -> str:
    parts = (
        "", "", address.street, address.city, address.region, address.postal_code,
        address.country,
    )  # fmt: skip
    return f"ADR{_ADDRESS_TYPES.get(address.kind, '')}:" + ";".join(map(_escaped, parts))


def _messenger(service: str, name: str) -> str:
    """As Apple's and Google's programs write them: 3.0 itself knows none, RFC 4770 adds IMPP."""
    if service in _PROFILES:
        return f"X-SOCIALPROFILE;TYPE={service}:" + _escaped(f"x-apple:{name}")
    scheme = _SCHEMES.get(service, "x-apple" if service == "other" else service)
    return f"IMPP;X-SERVICE-TYPE={service}:" + _escaped(f"{scheme}:{name}")


def _birthday(birthday: str) -> list[str]:
    if birthday.startswith("--"):
        return [f"BDAY;X-APPLE-OMIT-YEAR={_NO_YEAR}:{_NO_YEAR}-{birthday[2:]}"]
    return [f"BDAY:{birthday}"] if birthday else []


def _escaped(value: str) -> str:
    """RFC 2426, section 4: backslash, semicolon, comma and line break."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def fold(line: str) -> str:
    """RFC 2426, section 2.6: lines of at most 75 octets, never cut within a character."""
    if len(line.encode("utf-8")) <= _LINE_OCTETS:
        return line
    if line.isascii():  # of a picture, millions of characters
        behind, step = range(_LINE_OCTETS, len(line), _LINE_OCTETS - 1), _LINE_OCTETS - 1
        return "\r\n ".join([line[:_LINE_OCTETS], *(line[at : at + step] for at in behind)])
    pieces, piece, octets = [], "", 0
    for character in line:
        size = len(character.encode("utf-8"))
        if octets + size > _LINE_OCTETS:
            pieces.append(piece)
            piece, octets = "", 1  # the space that marks a continuation
        piece += character
        octets += size
    return "\r\n ".join([*pieces, piece])
