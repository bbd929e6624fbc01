"""Contacts of the demo data, made one by one: a million of them never lie in memory.

Called by ``generator``, on the thread that fills the workspace. Names follow Zipf's law, so
namesakes come by themselves; a woman's surname and patronymic agree with her given name.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from crm_desktop.features.data.demo.draw import by_rank
from crm_desktop.features.data.demo.numbers import landline_numbers, mobile_numbers
from crm_desktop.features.data.demo.recipe import HISTORY_DAYS, Firm, Recipe, address, note, slug
from crm_desktop.features.data.demo.stock import ShownContact

_CHANNELS = ("phone", "email", "messenger", None, None)
_STATUSES = ("client",) * 9 + ("potential",) * 7 + ("former",) * 2 + ("partner", "supplier")
_RELATIONS = ("recommended_by", "assistant_of")
CIRCLE = 400
"""Each so many people are a circle: one knows somebody of one's own, made before."""


class _Person(NamedTuple):
    """Who is being made: what the parts of a record must agree on. Names come as a pair: as
    written, and in Latin letters."""

    number: int
    given: tuple[str, str]
    surname: tuple[str, str]
    firm: Firm | None


class SeenOnce:
    """Tells whether a text is surely new, in little memory: one bit for each of many hashes.

    A new text may be taken for an old one (once in a hundred at most), never the other way.
    """

    def __init__(self, expected: int) -> None:
        self._bits = max(1 << 16, 1 << (expected * 128).bit_length())
        self._seen = bytearray(self._bits // 8)

    def is_new(self, text: str) -> bool:
        """True when ``text`` was never asked about; remembers it."""
        bit = zlib.crc32(text.encode()) % self._bits
        place, mask = bit >> 3, 1 << (bit & 7)
        new = not self._seen[place] & mask
        self._seen[place] |= mask
        return new


class PeopleMaker:
    """Makes the contacts of one recipe, once through."""

    def __init__(self, recipe: Recipe) -> None:
        stock = recipe.stock
        self._recipe = recipe
        self._stock = stock
        self._draw = recipe.draw("contacts")
        # Index 0 is for men, 1 for women throughout.
        self._given = tuple(
            by_rank([(n, slug(n)) for n in names]) for names in (stock.men, stock.women)
        )
        women = [stock.feminine(surname) for surname in stock.surnames]
        self._surnames = tuple(
            by_rank([(name, slug(name)) for name in names]) for names in (stock.surnames, women)
        )
        self._middle = tuple(by_rank(names) for names in stock.middle_names)
        pairs = [line.partition("|") for line in stock.positions]
        self._positions = (
            by_rank([m for m, _, _ in pairs]),
            by_rank([w or m for m, _, w in pairs]),
        )
        self._cities = by_rank(stock.cities)
        self._sources = by_rank(stock.sources)
        self._staffed = 1 + max(shown.company for shown in stock.shown_contacts)
        self._mobiles, self._landlines = self._numbers()
        self._emails = SeenOnce(recipe.contacts)
        for shown in stock.shown_contacts:
            self._emails.is_new(f"{shown.mailbox}@{recipe.firms[shown.company].domain}")

    def _numbers(self) -> tuple[Iterator[str], dict[str, Iterator[str]]]:
        """As many fictional blocks of mobile numbers as the people need, and the cities' lines."""
        stock, taken = self._stock, self._recipe.shown_phones
        offset = self._draw.below(10_000)
        needed = 1 + (self._recipe.contacts + len(taken)) // 10**stock.mobile_width
        blocks = stock.mobile_blocks[:needed]
        return mobile_numbers(blocks, stock.mobile_width, offset, taken), {
            city.name: landline_numbers(city, 1, offset, taken) for city in stock.cities
        }

    def contacts(self) -> Iterator[dict[str, Any]]:
        """All records; those of the pictures first."""
        shown = self._stock.shown_contacts
        for index in range(self._recipe.contacts):
            record = self._contact(index)
            if index < len(shown):
                record.update(self._as_shown(shown[index]))
            yield record

    def _contact(self, index: int) -> dict[str, Any]:
        draw, stock, fraction = self._draw, self._stock, self._draw.fraction
        woman = int(fraction() < 0.48)
        companies = self._companies(woman)
        firm = self._recipe.firms[companies[0]["company"]] if companies else None
        person = _Person(
            index, draw.pick(self._given[woman]), draw.pick(self._surnames[woman]), firm
        )
        city = firm.city if firm else draw.pick(self._cities)
        phones = self._phones(city.name)
        created = draw.moment_before(self._recipe.now, HISTORY_DAYS)
        has_middle = fraction() < stock.middle_name_share
        return {
            "family_name": person.surname[0],
            "given_name": person.given[0],
            "middle_name": draw.pick(self._middle[woman]) if has_middle else "",
            "position": companies[0]["position"] if companies else "",
            "birthday": self._birthday(),
            "languages": [stock.language] if fraction() < 0.5 else [],
            "preferred_channel": draw.pick(_CHANNELS),
            "status": draw.pick(_STATUSES),
            "source": draw.pick(self._sources),
            "note": note(draw, stock),
            "phones": phones,
            "emails": self._mail(person, required=not phones),
            "messengers": self._messengers(person, phones) if fraction() < 0.35 else [],
            "sites": [],
            "addresses": [address(draw, stock, city, "work" if companies else "home")]
            if fraction() < 0.75
            else [],
            "consent": self._consent(created.date().isoformat()) if fraction() < 0.4 else None,
            "tags": self._tags(firm),
            "owner": draw.below(self._recipe.users),
            "companies": companies,
            "relations": self._relations(index) if fraction() < 0.02 else [],
            "blacklisted": draw.pick(stock.blacklist_reasons) if fraction() < 0.006 else None,
            "archived": fraction() < 0.02,
            "created": created,
        }

    def _companies(self, woman: int) -> list[dict[str, Any]]:
        """None, one or two of the companies without people on the pictures; large ones are last."""
        draw, fraction, positions = self._draw, self._draw.fraction, self._positions[woman]
        kind = fraction()
        if kind < 0.12:
            return []
        free = len(self._recipe.firms) - self._staffed
        share = fraction() if fraction() < 0.7 else 1 - fraction() * fraction()
        first = self._staffed + min(int(share * free), free - 1)
        links = [{"company": first, "position": draw.pick(positions), "primary": True}]
        second = self._staffed + draw.below(free)
        if kind > 0.96 and second != first:
            links.append({"company": second, "position": draw.pick(positions), "primary": False})
        return links

    def _phones(self, city: str) -> list[dict[str, Any]]:
        fraction = self._draw.fraction
        phones: list[dict[str, Any]] = []
        if fraction() < 0.87:
            phones.append(_phone(next(self._mobiles), None, "mobile", primary=True))
        if fraction() < 0.2:
            extension = str(100 + int(fraction() * 900)) if fraction() < 0.4 else None
            value = next(self._landlines[city])
            phones.append(_phone(value, extension, "work", primary=not phones))
        return phones

    def _mail(self, person: _Person, *, required: bool) -> list[dict[str, Any]]:
        """The address at work, a private one, both or none."""
        fraction = self._draw.fraction
        emails: list[dict[str, Any]] = []
        if person.firm and fraction() < 0.8:
            value = self._address_at(person, person.firm.domain)
            emails.append({"value": value, "type": "work", "primary": True})
        if fraction() < 0.15 or (required and not emails):
            value = self._address_at(person, self._draw.pick(self._stock.mail_hosts))
            emails.append({"value": value, "type": "home", "primary": not emails})
        return emails

    def _address_at(self, person: _Person, domain: str) -> str:
        """A name the person would choose; with the record's number where it may be taken."""
        given, surname = person.given[1], person.surname[1]
        style = self._draw.fraction()
        if style < 0.5:
            local = f"{given[0]}.{surname}"
        elif style < 0.75:
            local = f"{given}.{surname}"
        else:
            local = surname if style < 0.9 else given
        value = f"{local}@{domain}"
        return value if self._emails.is_new(value) else f"{local}{person.number}@{domain}"

    def _messengers(self, person: _Person, phones: list[dict[str, Any]]) -> list[dict[str, str]]:
        service = self._draw.pick(self._stock.messengers)
        if service in ("whatsapp", "viber"):
            return [{"service": service, "value": phones[0]["value"]}] if phones else []
        handle = f"{person.given[1]}_{person.surname[1]}".replace("-", "_")
        if service != "telegram":  # which alone refuses dots
            handle = handle.replace("_", ".")
        return [{"service": service, "value": handle}]

    def _birthday(self) -> str | None:
        """Half of them known; of these, some without the year."""
        fraction = self._draw.fraction
        known = fraction()
        if known > 0.5:
            return None
        day = f"{1 + int(fraction() * 12):02d}-{1 + int(fraction() * 28):02d}"
        return f"--{day}" if known < 0.1 else f"{self._recipe.now.year - 22 - self._age()}-{day}"

    def _age(self) -> int:
        """Years beyond 22: few are very old."""
        return int((self._draw.fraction() + self._draw.fraction()) * 22)

    def _consent(self, day: str) -> dict[str, str]:
        return {"date": day, "origin": self._draw.pick(self._stock.consent_origins)}

    def _tags(self, firm: Firm | None) -> list[int]:
        """The company's, and seldom the key client's."""
        tags = set(firm.tags) if firm else set()
        if self._draw.fraction() < 0.05:
            tags.add(0)
        return sorted(tags)

    def _relations(self, index: int) -> list[dict[str, Any]]:
        before = index % CIRCLE
        if not before:
            return []
        kind = self._draw.pick(_RELATIONS)
        return [{"kind": kind, "contact": index - before + self._draw.below(before)}]

    def _as_shown(self, shown: ShownContact) -> dict[str, Any]:
        """What the pictures say of a person, in place of what chance said."""
        firm = self._recipe.firms[shown.company]
        mobile = not any(shown.phone.startswith(f"+{c.phone}") for c in self._stock.cities)
        blacklisted = shown.company == self._stock.shown_blacklist
        return {
            "family_name": shown.family_name,
            "given_name": shown.given_name,
            "middle_name": "",
            "position": shown.position,
            "status": "client",
            "phones": [_phone(shown.phone, None, "mobile" if mobile else "work", primary=True)],
            "emails": [
                {"value": f"{shown.mailbox}@{firm.domain}", "type": "work", "primary": True}
            ],
            "messengers": [],
            "addresses": [address(self._draw, self._stock, firm.city, "work")],
            "tags": list(shown.tags),
            "owner": shown.owner,
            "companies": [{"company": shown.company, "position": shown.position, "primary": True}],
            "relations": [],
            "blacklisted": self._stock.blacklist_reasons[0] if blacklisted else None,
            "archived": False,
            **shown.more,
        }


def _phone(value: str, extension: str | None, kind: str, *, primary: bool) -> dict[str, Any]:
    return {"value": value, "extension": extension, "type": kind, "primary": primary}
