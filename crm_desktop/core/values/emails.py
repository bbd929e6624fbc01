"""E-mail addresses, checked by their form (RFC 5321/5322 as ``email-validator`` reads them).

Called by contact handlers and import on any thread. The name server is never asked: an
address may be entered offline. Plain ASCII addresses, nearly all of an import, take a shorter
way to the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import clean_line, clean_text

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9]|-(?!-)){0,61}(?<!-)"
_PLAIN = late_pattern(
    rf"(?=.{{1,64}}@)({_ATOM}(?:\.{_ATOM})*)@((?:{_LABEL}\.)+[a-z]{{2,24}})", re.I
)
_PLAIN_LIMIT = 200  # characters; longer ones meet limits that the library knows
_LONGEST = 320  # characters: 64 before the @, 255 after it (RFC 5321, 4.5.3.1)

# Names kept for offices and tests (RFC 2606, 6761, 6762) are fine in a contact, though the
# library refuses them as undeliverable; ``example.com`` and ``.example`` it accepts.
_PRIVATE_ENDINGS = (".test", ".invalid", ".local")
_STAND_IN = ".com"

_MAIL_SERVICES = """gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com
    icloud.com me.com mac.com aol.com gmx.com gmx.de gmx.net web.de t-online.de mail.com zoho.com
    proton.me protonmail.com mail.ru bk.ru inbox.ru list.ru internet.ru yandex.ru yandex.com ya.ru
    rambler.ru lenta.ru ro.ru ukr.net i.ua tut.by yandex.by yandex.kz mail.kz wp.pl o2.pl onet.pl
    op.pl poczta.onet.pl vp.pl interia.pl interia.eu poczta.fm gazeta.pl tlen.pl"""
_OF_EVERYBODY = frozenset(_MAIL_SERVICES.split())

_ANGLED = late_pattern(r"<([^<>\s@]+@[^<>\s@]+)>")
_SEPARATOR = late_pattern(r":::|[;,\s]+")
_BETWEEN_SEVERAL = late_pattern(r"[|/]")
_EDGES = "<>()[]\"'.:*|"


def check_email(text: str) -> str:
    """The address with its domain in lower case; ``mailto:`` and ``<>`` around it are taken
    off. Raises ``Invalid``."""
    address = _bare(clean_line(text))
    plain = _PLAIN.fullmatch(address) if len(address) <= _PLAIN_LIMIT else None
    if plain and not _ends_privately(address):
        return f"{plain[1]}@{plain[2].lower()}"
    return _by_library(address)


def own_domain(address: str) -> str | None:
    """The domain in small letters if it is its owner's alone: at a mail service everybody has an
    address."""
    domain = address.rpartition("@")[2].lower()
    return None if domain in _OF_EVERYBODY else domain


def find_emails(text: str) -> tuple[list[str], str]:
    """Every address in a cell, each once, and the words that are none (``Name <a@b.pl>; …``)."""
    found: dict[str, None] = {}
    rest: list[str] = []
    for piece in _pieces(_ANGLED.sub(r" \1 ", clean_text(text))):
        address = _address_or_none(piece)
        if address:
            found.setdefault(address)
        elif piece.strip(_EDGES):
            rest.append(piece)
    return list(found), " ".join(rest)


def _pieces(text: str) -> Iterator[str]:
    """The words between separators. ``|`` and ``/`` may stand in an address, so they divide only
    what holds several."""
    for piece in _SEPARATOR.split(text):
        if piece.count("@") > 1:
            yield from _BETWEEN_SEVERAL.split(piece)
        elif piece != "/":
            yield piece


def _address_or_none(piece: str) -> str | None:
    if "@" not in piece or len(piece) > _LONGEST:
        return None
    for candidate in (piece, piece.strip(_EDGES)):
        try:
            return check_email(candidate)
        except Invalid:
            continue
    return None


def _bare(text: str) -> str:
    address = text.strip("<> ").lstrip("*' ")
    if address[:7].lower() == "mailto:":
        address = address[7:].partition("?")[0]
    return address.strip("<> ")


def _ends_privately(address: str) -> bool:
    return address.lower().endswith(_PRIVATE_ENDINGS)


def _by_library(address: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    ending = ""
    if _ends_privately(address):
        address, _dot, name = address.rpartition(".")
        ending = f".{name.lower()}"
    try:
        checked = validate_email(
            address + (_STAND_IN if ending else ""), check_deliverability=False
        )
    except (EmailNotValidError, UnicodeError) as refused:
        raise Invalid(
            msg(
                "“{value}” is not an e-mail address. It should look like name@example.com.",
                value=(address + ending)[:80],
            ),
            field="emails",
        ) from refused
    if not ending:
        return checked.normalized
    return checked.normalized.removesuffix(_STAND_IN) + ending
