"""Filling a new workspace with demo data, as one operation in short transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from crm_desktop.backend.work import LongWork, Reader, Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.ids import new_id
from crm_desktop.features.companies.queries import count as count_companies
from crm_desktop.features.contacts.queries import count as count_contacts
from crm_desktop.features.contacts.relations import INVERSE
from crm_desktop.features.data.commands import FillWithDemo
from crm_desktop.features.data.demo.activities import Host
from crm_desktop.features.data.demo.filling_deals import DealFilling
from crm_desktop.features.data.demo.generator import DemoData, Scale, generate
from crm_desktop.features.data.demo.people import CIRCLE
from crm_desktop.store.ready import NewRecord

_PORTION = CIRCLE  # those who know each other are written together
_ACTIVITIES = 1_000  # of which each is written in a third of the time
# Everything that is written, for each person and company; as many activities as chance wills.
_WITH_ACTIVITIES = 2.38

_LINKS = (("contacts", "contact"), ("companies", "company"), ("deals", "deal"))

Made = Callable[[Mapping[str, Any]], dict[str, Any]]


def fill_with_demo(work: LongWork, command: FillWithDemo) -> int:
    """Handler of ``FillWithDemo``; gives the number of people and companies."""
    with work.reading() as reader:
        _refuse_used(reader)
    scale = Scale(command.scale)
    data = generate(command.language, scale, command.seed, command.today or now())
    records = int((scale.contacts + scale.companies) * _WITH_ACTIVITIES)
    filling = _Filling(work, records + (scale.deals if command.with_deals else 0))
    filling.people_and_tags(data)
    filling.fill("company", data.companies(), filling.company)
    filling.fill("contact", data.contacts(), filling.contact)
    filling.activities(data)
    if command.with_deals:
        DealFilling(filling, data, scale).fill()
    work.details = {"scale": command.scale, "seed": command.seed}
    work.progress("write", filling.total, filling.total)
    return len(filling.hosts)


def _refuse_used(reader: Reader) -> None:
    if count_contacts(reader) or count_companies(reader):
        raise Invalid(
            msg(
                "The workspace already holds contacts, so it was left as it is. Name a new file "
                "for the demo data."
            )
        )


@dataclass
class _Filling:
    """The ids of what is written so far; later records refer to earlier ones by number."""

    work: LongWork
    total: int
    done: int = 0

    def __post_init__(self) -> None:
        self.users: list[str] = []
        self.tags: list[str] = []
        self.ids: dict[str, list[str]] = {"company": [], "contact": [], "deal": []}
        self.names: list[str] = []
        self.hosts: list[Host] = []

    def people_and_tags(self, data: DemoData) -> None:
        """The owner, who is whoever asks for the demo, colleagues and tags come first: everything
        refers to them."""

        def write(portion: Work) -> None:
            owner, *colleagues = data.users
            name = _named(portion, owner["full_name"])
            made = portion.unit.insert_many(
                "user",
                [
                    NewRecord({**user, "account": None, "active": False, "role": "none"})
                    for user in colleagues
                ],
            )
            self.users = [portion.actor.id, *made]
            self.names = [name, *(user["full_name"] for user in colleagues)]
            self.tags = portion.unit.insert_many("tag", [NewRecord(tag) for tag in data.tags])

        self.work.portion(write)

    def fill(self, entity: str, items: Iterable[Mapping[str, Any]], made: Made) -> None:
        """Write all ``items`` in portions."""
        for batch in _batches(iter(items), _PORTION):
            new = [self._new(entity, item, made) for item in batch]
            _tell_others(new)
            self.work.portion(partial(_insert, entity, new))
            self.went_on(len(batch))

    def _new(self, entity: str, item: Mapping[str, Any], made: Made) -> NewRecord:
        created: datetime = item["created"]
        key = str(new_id())
        company = next((link["company"] for link in item.get("companies", ())), None)
        number = len(self.ids[entity])
        self.hosts.append(Host(entity, number, item["owner"], created, company))
        values = made(item)
        values["archived_at"] = iso(created) if item["archived"] else None
        values["owner"] = self.users[item["owner"]]
        values["tags"] = [self.tags[index] for index in item["tags"]]
        self.ids[entity].append(key)
        return NewRecord(
            {name: value for name, value in values.items() if value != ""}, key, created
        )

    def activities(self, data: DemoData) -> None:
        """What was done with the records, and what is planned."""
        for batch in _batches(data.activities(self.hosts), _ACTIVITIES):
            new = [self.activity(item) for item in batch]
            self.work.portion(partial(_insert, "activity", new))
            self.went_on(len(batch))

    def went_on(self, records: int) -> None:
        """So many records more are written."""
        self.done = min(self.done + records, self.total)
        self.work.progress("write", self.done, self.total)

    def activity(self, item: Mapping[str, Any]) -> NewRecord:
        """An activity with the ids of its people and of what it hangs on."""
        values = _without(item, ("created", "mention", "behind"))
        values["owner"], values["author"] = self.users[item["owner"]], self.users[item["author"]]
        for field, entity in _LINKS:
            if field in item:
                values[field] = [self.ids[entity][number] for number in item[field]]
        if item["mention"] is not None:
            name, key = self.names[item["mention"]], self.users[item["mention"]]
            values["text"] = f"{item['text']} [@{name}](user:{key}){item['behind']}"
            values["mentions"] = [key]
        return NewRecord(values, None, item["created"])

    def company(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """A company's values with its mother's id."""
        parent = item["parent"]
        own = _without(item, ("created", "archived"))
        return {**own, "parent": None if parent is None else self.ids["company"][parent]}

    def contact(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """A person's values with the ids of companies and acquaintances."""
        links = [
            {**link, "company": self.ids["company"][link["company"]]} for link in item["companies"]
        ]
        relations = [
            {**link, "contact": self.ids["contact"][link["contact"]]} for link in item["relations"]
        ]
        own = _without(item, ("created", "archived"))
        return {**own, "companies": links, "relations": relations}


def _named(work: Work, name: str) -> str:
    """Give whoever asks the name of the demo's owner instead of that of an account, unless they
    have one of their own; gives the name."""
    me = work.unit.load("user", work.actor.id)
    if me.state["full_name"] != me.state["account"]:
        return str(me.state["full_name"])
    work.unit.update_many("user", [(me, {"full_name": name})])
    return name


def _without(item: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in names}


def _tell_others(new: Sequence[NewRecord]) -> None:
    """Let those whom somebody is related to keep it too, as the commands do."""
    by_id = {item.id: item.values for item in new}
    ties = [(item.id, tie) for item in new for tie in item.values.get("relations", ())]
    for key, tie in ties:
        told = {"kind": INVERSE[tie["kind"]], "contact": key}
        by_id[tie["contact"]]["relations"].append(told)


def _insert(entity: str, new: list[NewRecord], work: Work) -> None:
    work.unit.insert_many(entity, new)


def _batches(items: Iterator[Mapping[str, Any]], size: int) -> Iterator[list[Mapping[str, Any]]]:
    while batch := list(islice(items, size)):
        yield batch
