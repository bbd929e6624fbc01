"""What the people on the pictures of cards have been through: written with the program's own
commands, each by the colleague and at the moment the design's pictures name.

Called by ``screenshots`` on a thread that may wait, with the clock in its hands.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from crm_desktop.backend.access import Actor
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.bootstrap import REGIONS
from crm_desktop.core import clock, ids
from crm_desktop.core.clock import iso
from crm_desktop.features.activities.commands import CreateActivity, DeleteActivities
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.activities.timeline import TIMELINE
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.contacts.commands import DeleteContacts, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import CreateCustomField, SaveCardLayout
from crm_desktop.features.custom_fields.rows import CardGroup, CardLayout
from crm_desktop.features.files.commands import AttachFiles
from crm_desktop.features.users.queries import known_ids
from crm_desktop.gui.card_words import WORDS, Words
from crm_desktop.gui.kit.theme.theme import colour_of
from crm_desktop.store.loading import load_by_id

MARINA, OLEG, VERA, PAVEL, NAMESAKE = 1, 10, 11, 13, 18
_THROWN_AWAY = (205, 220, 240)
# When the others of the list on the picture were spoken to, by their internal keys.
_SPOKEN_TO = {
    2: (10, 14),
    3: (10, 14),
    4: (10, 13),
    5: (10, 13),
    6: (10, 12),
    7: (10, 9),
    8: (10, 9),
    9: (10, 8),
    11: (10, 7),
    12: (10, 7),
    13: (10, 6),
    14: (9, 30),
    15: (9, 25),
    16: (9, 4),
    17: (9, 2),
}
# The demo's own doings of one person are fewer.
_MOST_DOINGS = 100
_SIZES = (430_080, 2_202_010)
_MAIN = ("phones", "emails", "messengers", "position", "birthday", "addresses")
_WORK = ("owner", "source", "preferred_hours", "consent")
_HIDDEN = frozenset(
    {"companies", "sites", "family_name", "given_name", "middle_name", "languages", "status"}
    | {"tags", "preferred_channel", "relations", "blacklisted", "note"}
)
_SEED = 354195
# Ids of the demo data count from here on, however many the workspace itself has taken.
FIRST_OF_DEMO = 1_000
# Whoever opened the workspace is the owner; the colleagues come with the demo.
_OWNER = {3: "blue"}
_COLLEAGUES = "violet teal rose amber"
_COMPANIES = {1017: "blue", 1024: "slate", 1031: "slate"}
_PEOPLE = (
    "rose blue slate green amber violet blue orange violet slate blue amber teal rose rose green "
    "teal"
)
_COLOURS = {
    **_OWNER,
    **dict(enumerate(_COLLEAGUES.split(), start=FIRST_OF_DEMO + 2)),
    **_COMPANIES,
    **dict(enumerate(_PEOPLE.split(), start=1077)),
}
"""The colour that belongs to the key of this number: of colleagues, companies and people."""


def fixed_ids(first: int = 0) -> None:
    """Let keys be the same every time, counted from ``first``: they decide the colours of
    initials. Whoever has a colour on the pictures gets a key that gives it."""
    chance, number = Random(_SEED + first), first

    def next_id() -> UUID:
        nonlocal number
        number += 1
        wanted = _COLOURS.get(number)
        while True:
            made = UUID(int=number << 80 | 7 << 76 | 2 << 62 | chance.getrandbits(62))
            if wanted in (None, colour_of(str(made))):
                return made

    ids.set_source(next_id)


def tell_stories(backend: Backend, language: str, deals: tuple[str, str]) -> None:
    """Write what happened with the two people whose cards are on pictures; ``deals`` are those of
    Marina, the one that all is about first."""
    story = _Story(backend, WORDS[language], REGIONS[language], deals)
    story.prepare()
    story.tell_of_the_list()
    story.tell_of_oleg()
    story.tell_of_marina()


class _Story:
    """Writes as whoever did it, when it was done."""

    def __init__(self, backend: Backend, words: Words, region: str, deals: tuple[str, str]) -> None:
        self._backend = backend
        self._words = words
        self._region = region
        self._deals = deals
        self._me = backend.actor
        names = [words.anna, words.igor, words.dmitry]
        self._users = backend.ask(known_ids, names)
        rids = [MARINA, OLEG, VERA, PAVEL]
        keys = {rid: backend.ask(ids_of, "contact", [rid])[0] for rid in rids}
        self._marina, self._oleg = keys[MARINA], keys[OLEG]
        self._vera, self._pavel = keys[VERA], keys[PAVEL]

    def prepare(self) -> None:
        """Custom fields and the layout of the card; what chance said of Marina goes."""
        words = self._words
        currency = {"RU": "RUB", "PL": "PLN"}.get(self._region, "USD")
        made = [
            self._do(CreateCustomField({"entity": "contact", **values}), words.igor, 3, 1, 9)
            for values in (
                {
                    "label": words.client_type,
                    "type": "choice",
                    "choices": [words.wholesale, words.retail],
                },
                {"label": words.budget, "type": "money", "currency": currency},
                {"label": words.area, "type": "number"},
            )
        ]
        kind, *rest = (f"custom:{key}" for key in made)
        owner, source, *others = _WORK
        groups = (
            CardGroup("main", _MAIN),
            CardGroup("work", (owner, source, kind, *others, *rest)),
            CardGroup("written", ("created", "changed")),
        )
        layout = CardLayout(groups, _HIDDEN)
        self._do(SaveCardLayout("contact", layout, for_all=True), words.igor, 3, 1, 9)
        doings = self._backend.ask(_doings, self._marina) + self._backend.ask(_doings, self._oleg)
        self._do(DeleteActivities(tuple(doings)), words.igor, 3, 1, 9)

    def tell_of_the_list(self) -> None:
        """Who of the city was spoken to lately, and when."""
        words = self._words
        people = self._backend.ask(ids_of, "contact", list(_SPOKEN_TO))
        for who, (month, day) in zip(people, _SPOKEN_TO.values(), strict=True):
            self._change(who, {"addresses": [_city(words.city)]}, words.anna, 3, 2, 11)
            self._happened("call", words.short_call, "", who, words.anna, month, day, 10, 15)
        [namesake] = self._backend.ask(ids_of, "contact", [NAMESAKE])
        phones = self._backend.ask(_contact, self._marina).state["phones"]
        self._change(namesake, {"phones": phones}, words.anna, 3, 2, 11)
        thrown = self._backend.ask(ids_of, "contact", list(_THROWN_AWAY))
        self._do(DeleteContacts(tuple(thrown)), words.igor, 9, 30, 18)

    def tell_of_oleg(self) -> None:
        """Why he is on the blacklist."""
        words, oleg = self._words, self._oleg
        changes = {
            "preferred_hours": None,
            "birthday": None,
            "addresses": [_city(words.suburb)],
            "custom": {words.client_type: words.wholesale},
            "blacklisted": None,
        }
        self._change(oleg, changes, words.igor, 3, 1, 10)
        self._happened("call", words.debt_call, words.debt_result, oleg, words.igor, 8, 11, 15, 20)
        self._change(oleg, {"blacklisted": words.debt}, words.igor, 9, 2, 10)
        self._happened("note", "", words.debt_note, oleg, words.igor, 9, 2, 10, 5)

    def tell_of_marina(self) -> None:
        """From the first conversation to this morning."""
        words, marina = self._words, self._marina
        changes = {
            "preferred_hours": words.hours,
            "addresses": [_city(words.city)],
            "consent": {"date": "2026-03-02"},
            "custom": {
                words.client_type: words.wholesale,
                words.budget: words.former_budget,
            },
        }
        position = self._backend.ask(_contact, marina).state["position"]
        changes["position"] = words.former_position
        self._change(marina, changes, words.anna, 3, 2, 12)
        self._relate()
        self._happened(
            "meeting", words.meeting, words.meeting_result, marina, words.anna, 10, 7, 15
        )
        self._attach(1, 10, 7, 17, 30)
        self._change(marina, {"position": position}, words.dmitry, 10, 9, 9, 30)
        mention = f"[@{words.igor}](user:{self._users[words.igor]})"
        note = f"{words.note} {mention}, {words.together}"
        self._happened("note", "", note, marina, words.dmitry, 10, 9, 14, 12, pinned=True)
        self._happened("call", words.call, words.call_result, marina, words.anna, 10, 12, 16, 40)
        self._plan("call", words.offer, words.offer_text, 10, 14, 15, 30)
        self._plan("meeting", words.showing, "", 10, 20, 11, 0)
        self._attach(0, 10, 14, 10, 5)
        self._change(
            marina, {"custom": {words.budget: words.new_budget}}, words.igor, 10, 14, 11, 5
        )

    def _relate(self) -> None:
        known = [
            {"kind": "has_assistant", "contact": self._vera},
            {"kind": "other", "contact": self._pavel},
            {"kind": "recommended_by", "contact": self._oleg},
        ]
        self._change(self._marina, {"relations": known}, self._words.anna, 3, 2, 12, 6)

    def _attach(self, number: int, *moment: int) -> None:
        with tempfile.TemporaryDirectory(prefix="crm-files-") as folder:
            path = Path(folder) / self._words.files[number]
            path.write_bytes(b"\0" * _SIZES[number])
            command = AttachFiles((path,), {"contacts": (self._marina,)})
            self._do(command, self._words.anna, *moment)

    def _plan(self, kind: str, title: str, text: str, *due: int) -> None:
        values = {
            "kind": kind,
            "title": title,
            "text": text,
            "due_at": iso(_at(*due)),
            "contacts": [self._marina],
            "deals": list(self._deals if kind == "meeting" else self._deals[:1]),
            "owner": self._users[self._words.anna],
        }
        self._do(CreateActivity(values), self._words.anna, 10, 12, 16, 45)

    def _happened(
        self,
        kind: str,
        title: str,
        text: str,
        who: str,
        by: str,
        *moment: int,
        pinned: bool = False,
    ) -> None:
        values: dict[str, Any] = {
            "kind": kind,
            "title": title,
            "text": text,
            "contacts": [who],
            "deals": list(self._deals[:1] if who == self._marina else ()),
            "owner": self._users[by],
            "pinned": pinned,
        }
        if kind != "note":
            values["done_at"] = iso(_at(*moment))
        self._do(CreateActivity(values), by, *moment)

    def _change(self, who: str, changes: Mapping[str, Any], by: str, *moment: int) -> None:
        version = self._backend.ask(_contact, who).version
        self._do(UpdateContact(who, version, changes, self._region), by, *moment)

    def _do(self, command: Any, by: str, *moment: int) -> Any:
        """Carry it out as the colleague ``by``, at this month, day, hour and minute of 2026."""
        self._backend.actor = self._backend.ask(as_colleague, self._users[by], self._me)
        at = _at(*moment)
        clock.set_source(lambda: at)
        return self._backend.execute(command).result


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=clock.LOCAL_ZONE)


def _city(name: str) -> dict[str, Any]:
    return {"type": "work", "city": name}


def as_colleague(reader: Reader, user_id: str, me: Actor) -> Actor:
    """The colleague with my rights."""
    found = load_by_id(reader.connection, reader.registry["user"], [user_id])[user_id]
    return replace(me, rid=found.rid, id=found.id, name=found.state["full_name"])


def _contact(reader: Reader, contact_id: str) -> Any:
    found = get_contact(reader, contact_id)
    assert found is not None
    return found


def _doings(reader: Reader, contact_id: str) -> list[str]:
    """The ids of all that was done with the person, and is to be done."""
    query = TimelineQuery("contact", contact_id, limit=_MOST_DOINGS)
    told = [item.payload.id for source in TIMELINE for item in source.find(reader, query)]
    return [*told, *(row.id for row in find_open(reader, "contact", contact_id))]
