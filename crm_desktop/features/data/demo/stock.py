"""The shape of a word stock: what a language must bring so that demo data can be made in it.

``stock_ru``, ``stock_en`` and ``stock_pl`` fill it; the generators read it. Data only, any thread.
Words are kept most frequent first: the generators draw them by rank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# Colours of tags, as the index into the eight of design/tokens.md, section 2.
SLATE, BLUE, TEAL, GREEN, AMBER, ORANGE, ROSE, VIOLET = range(8)


@dataclass(frozen=True)
class City:
    """A city with what its addresses and landlines begin with.

    ``postal`` is its postal code with ``#`` where a digit varies, ``phone`` the beginning
    of its fictional numbers in international form without ``+``, ``width`` the count of digits
    that follow; ``code`` is what tax identifiers issued there begin with.
    """

    name: str
    region: str
    country: str
    postal: str
    phone: str
    width: int
    code: str = ""


@dataclass(frozen=True)
class Trade:
    """A kind of company: how its name is made from a brand, its industry and its tag."""

    pattern: str
    industry: str
    tag: int


@dataclass(frozen=True)
class ShownCompany:
    """A company of the design pictures; ``domain`` without ``.example``."""

    name: str
    domain: str
    industry: str
    tags: tuple[int, ...]


@dataclass(frozen=True)
class ShownContact:
    """A person of the design pictures; ``mailbox`` is the e-mail's part before the ``@``."""

    given_name: str
    family_name: str
    position: str
    company: int
    phone: str
    mailbox: str
    tags: tuple[int, ...]
    owner: int
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stock:
    """Everything that the generators need to know of one language."""

    language: str
    workspace_name: str
    users: Sequence[tuple[str, str]]
    tags: Sequence[tuple[str, int]]
    shown_companies: Sequence[ShownCompany]
    shown_contacts: Sequence[ShownContact]
    surnames: Sequence[str]
    men: Sequence[str]
    women: Sequence[str]
    middle_names: tuple[Sequence[str], Sequence[str]]
    """For men and for women."""
    middle_name_share: float
    feminine: Callable[[str], str]
    """A woman's form of a surname of ``surnames``."""
    positions: Sequence[str]
    """``for a man|for a woman`` where the two differ."""
    cities: Sequence[City]
    streets: Sequence[str]
    street_pattern: str
    sources: Sequence[str]
    consent_origins: Sequence[str]
    blacklist_reasons: Sequence[str]
    trades: Sequence[Trade]
    brands: Sequence[str]
    modifiers: Sequence[str]
    legal_pattern: str
    banks: Sequence[tuple[str, str]]
    """Name and BIC."""
    mailboxes: Sequence[str]
    """Company mailboxes."""
    mail_hosts: Sequence[str]
    """Domains of private e-mail."""
    messengers: Sequence[str]
    mobile_blocks: Sequence[str]
    """Beginnings of mobile numbers, those nearest to fiction first."""
    mobile_width: int
    notes: Sequence[str]
    shown_blacklist: int = 7
    """The company of the pictures that is on the blacklist with all its people."""


def lines(text: str) -> tuple[str, ...]:
    """The lines of a block of text, trimmed, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def words(text: str) -> tuple[str, ...]:
    """The words of a block of text."""
    return tuple(text.split())


def trades(text: str) -> tuple[Trade, ...]:
    """Trades from lines ``pattern; industry; tag``."""
    rows = (line.split("; ") for line in lines(text))
    return tuple(Trade(pattern, industry, int(tag)) for pattern, industry, tag in rows)


def cities(text: str, country: str) -> tuple[City, ...]:
    """Cities from lines ``name; region; postal; phone; width; code``."""
    rows = (line.split("; ") for line in lines(text))
    return tuple(
        City(name, region, country, postal, phone, int(width), code)
        for name, region, postal, phone, width, code in rows
    )


def shown_companies(text: str) -> tuple[ShownCompany, ...]:
    """Companies from lines ``name; domain; industry; tags``."""
    rows = (line.split("; ") for line in lines(text))
    return tuple(
        ShownCompany(name, domain, industry, _indexes(tags))
        for name, domain, industry, tags in rows
    )


def shown_contacts(text: str, first: Mapping[str, Any]) -> tuple[ShownContact, ...]:
    """People from lines ``given; family; position; company; phone; mailbox; tags; owner``.

    ``first`` gives more fields of the first person, whose card is on the pictures.
    """
    people: list[ShownContact] = []
    for line in lines(text):
        given, family, position, company, phone, mailbox, tags, owner = line.split("; ")
        people.append(
            ShownContact(
                given_name=given,
                family_name=family,
                position=position,
                company=int(company),
                phone=phone,
                mailbox=mailbox,
                tags=_indexes(tags),
                owner=int(owner),
                more={} if people else first,
            )
        )
    return tuple(people)


def _indexes(text: str) -> tuple[int, ...]:
    return tuple(int(index) for index in text.split(",") if index != "-")
