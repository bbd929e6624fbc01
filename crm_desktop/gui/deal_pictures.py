"""The deals on the design's pictures, written with the program's own commands, each by the
colleague and at the moment that the pictures name.

Called by ``screenshots`` on a thread that may wait, with the clock in its hands, before the
stories of the people whose cards are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.core.clock import iso
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.companies.commands import UpdateCompany
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.contacts.commands import UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.deals.commands import (
    CreateDeal,
    LoseDeals,
    MoveDeals,
    UpdateDeal,
    WinDeals,
)
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.pipelines.commands import (
    CreateFromTemplate,
    UpdatePipeline,
    UpdateStage,
)
from crm_desktop.features.pipelines.queries import find_lost_reasons, find_pipelines
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.features.products.commands import CreateProduct
from crm_desktop.features.views.commands import Pin, SaveView
from crm_desktop.features.views.looks import values_of_view
from crm_desktop.features.views.rows import ViewLook
from crm_desktop.filters.ast import Condition, Operator
from crm_desktop.gui.card_pictures import as_colleague
from crm_desktop.gui.deal_words import (
    DEAL_WORDS,
    DONE,
    NIGHT_LIGHTS,
    OPEN,
    PRODUCTS,
    SHOWN,
    WON,
    DealWords,
    SampleDeal,
)

SHOWN_DEAL = len(DONE) + len(OPEN) - SHOWN
"""The internal key of the deal whose card is shown: closed ones are written first, then the board
from below."""

_TODAY = date(2026, 10, 14)
_REPEATED, _PARTNERS = 21, 4
# By company of the demo data: the person of the pictures who works there.
_PEOPLE = {0: 1, 1: 2, 2: 4, 3: 5, 4: 6, 5: 7, 6: 8, 7: 10, 8: 12, 9: 13, 10: 14, 11: 15, 12: 16}
_PEOPLE |= {13: 17}
_VERA, _VIKTOR = 11, 7
# When the shown deal came to each of its stages, on days of October.
_SHOWN_WAY = ((3, 9, 0), (5, 10, 20), (9, 12, 5), (12, 12, 38))
_VAT = 2200  # hundredths of a percent
_RIVAL = 1  # the reason that asks whom they chose


def tell_deals(backend: Backend, language: str) -> tuple[str, str]:
    """Write the pipelines and deals of the pictures. Gives the ids of the two open deals that
    Marina takes part in, the shown one first."""
    telling = _Telling(backend, DEAL_WORDS[language])
    telling.set_up()
    telling.tell_closed()
    shown = telling.tell_open()
    telling.tell_others()
    telling.close_gates()
    telling.pin_views()
    return shown


class _Telling:
    """Writes as whoever did it, when it was done."""

    def __init__(self, backend: Backend, words: DealWords) -> None:
        self._backend = backend
        self._words = words
        self._me = backend.actor
        self._ids = {
            entity: backend.ask(ids_of, entity, list(range(1, count)))
            for entity, count in (("contact", 18), ("company", 27), ("tag", 12))
        }
        # The first user is whoever made the workspace, the owner of the demo.
        self._users = backend.ask(ids_of, "user", list(range(1, 6)))
        self._fields: dict[str, str] = {}
        self._products: list[str] = []
        self._first: PipelineRow = backend.ask(find_pipelines)[0]

    def set_up(self) -> None:
        """The pipelines, as the pictures call them, and the fields of deals."""
        self._take_off_blacklist()
        words, first = self._words, self._first
        wanted = {"name": words.pipelines[0], "currency": words.currency, "may_skip": True}
        self._do(UpdatePipeline(first.id, first.version, wanted), 0, _moment(-240))
        for code, name in zip(("repeat-sales", "projects"), words.pipelines[1:], strict=True):
            made = self._do(CreateFromTemplate(code, name), 0, _moment(-240, 10))
            row = next(one for one in self._backend.ask(find_pipelines) if one.id == made)
            currency = {"currency": words.currency, "may_skip": True}
            self._do(UpdatePipeline(made, row.version, currency), 0, _moment(-240, 10))
        self._first = self._backend.ask(find_pipelines)[0]
        money = {"type": "money", "currency": words.currency}
        for name, values in (
            ("work_type", {"type": "choice", "choices": list(words.work_types)}),
            ("area", {"type": "text"}),
            ("budget", money),
            ("payment", {"type": "choice", "choices": list(words.payments)}),
            ("legal_buyer", {"type": "record", "target": "company"}),
            ("scan", {"type": "file"}),
        ):
            field = {"entity": "deal", "label": getattr(words, name), **values}
            self._fields[name] = self._do(CreateCustomField(field), 0, _moment(-240, 11))
        for told, (name, unit) in zip(PRODUCTS, words.products, strict=True):
            product = {
                "name": name,
                "sku": told.sku or None,
                "unit": unit,
                "is_service": told.is_service,
                "vat": _VAT,
                "price_minor": self._minor(told.price),
                "currency": words.currency,
            }
            self._products.append(self._do(CreateProduct(product), 0, _moment(-240, 12)))

    def _take_off_blacklist(self) -> None:
        """No deal would begin with those on it; the one of the pictures comes on it later."""
        for entity, read, change in (
            ("contact", get_contact, UpdateContact),
            ("company", get_company, UpdateCompany),
        ):
            for key in self._ids[entity]:
                there = self._backend.ask(read, key)
                assert there is not None
                if there.state["blacklisted"] is not None:
                    taken_off = change(key, there.version, {"blacklisted": None})
                    self._do(taken_off, 0, _moment(-240))

    def tell_closed(self) -> None:
        """Those won this month, in 24 days on average, and those lost."""
        reasons = [reason.id for reason in self._backend.ask(find_lost_reasons)]
        for number, (told, title) in enumerate(zip(DONE, self._words.done, strict=True)):
            closed = _moment(-1 - number % 12, 15)
            begun = closed - timedelta(days=told.days)
            made = self._make(told, title, begun, closed.date())
            steps = [begun + (closed - begun) * k / (told.stage + 1) for k in range(1, 5)]
            for stage, moment in enumerate(steps[: told.stage], start=1):
                self._move(made, stage, told.owner, moment)
            if number < WON:
                self._do(WinDeals((made,)), told.owner, closed)
                continue
            reason = (number - WON) % len(reasons)
            detail = self._words.rival if reason == _RIVAL else ""
            self._do(LoseDeals((made,), reasons[reason], detail), told.owner, closed)

    def tell_open(self) -> tuple[str, str]:
        """The board, from below: a new deal lies on top of its column."""
        made: dict[int, str] = {}
        for number in reversed(range(len(OPEN))):
            told, title = OPEN[number], self._words.titles[number]
            if number == SHOWN:
                made[number] = self._tell_shown(told, title)
                continue
            due = _TODAY + timedelta(days=17 + 3 * (number % 20))
            made[number] = self._make(told, title, _moment(-told.days, 9), due, told.stage)
            if told.step and number != NIGHT_LIGHTS:
                self._plan(made[number], number, told)
        return made[SHOWN], made[NIGHT_LIGHTS]

    def _tell_shown(self, told: SampleDeal, title: str) -> str:
        """The deal of the card, stage by stage, with its products and fields."""
        moments = [_at(*way) for way in _SHOWN_WAY]
        made = self._make(told, title, moments[0], date(2026, 10, 30))
        for stage, moment in enumerate(moments[1:], start=1):
            self._move(made, stage, told.owner, moment)
        self._do(MoveDeals((made,), self._first.stages[told.stage].id), told.owner, moments[-1])
        words, contacts = self._words, self._ids["contact"]
        people = (_PEOPLE[0], _VERA, _VIKTOR)
        changes = {
            "contacts": [
                {"contact": contacts[rid - 1], "role": role, "primary": place == 0}
                for place, (rid, role) in enumerate(zip(people, words.roles, strict=True))
            ],
            "custom": [
                {"field": self._fields["work_type"], "value": words.work_types[0]},
                {"field": self._fields["area"], "value": words.area_value},
            ],
            "lines": [self._line(place) for place in range(len(PRODUCTS))],
        }
        deal = self._backend.ask(get_deal, made)
        assert deal is not None
        self._do(UpdateDeal(made, deal.version, changes), told.owner, _at(12, 12, 39))
        return made

    def _line(self, place: int) -> dict[str, Any]:
        told = PRODUCTS[place]
        name, unit = self._words.products[place]
        return {
            "product": self._products[place],
            "name": name,
            "sku": told.sku,
            "quantity": told.quantity,
            "unit": unit,
            "price_minor": self._minor(told.price),
            "discount": told.discount * 100,
            "vat": _VAT,
        }

    def tell_others(self) -> None:
        """The deals of the other pipelines, of which pictures show the numbers alone."""
        _first, *others = self._backend.ask(find_pipelines)
        titles = (self._words.repeated, self._words.partners)
        counts = (_REPEATED, _PARTNERS)
        for pipeline, names, count in zip(others, titles, counts, strict=True):
            for number in range(count):
                told = replace(OPEN[number], stage=number % len(pipeline.stages), tags=())
                values = self._values(told, names[number % len(names)])
                values["stage"] = pipeline.stages[told.stage].id
                self._do(CreateDeal(values), told.owner, _moment(-told.days, 9))

    def close_gates(self) -> None:
        """What the stages ask for, once all deals are where they are."""
        fields = {name: f"custom:{key}" for name, key in self._fields.items()}
        required = (
            ("source",),
            ("company", fields["budget"]),
            ("amount", "lines"),
            ("expected_close",),
            (fields["payment"], fields["legal_buyer"]),
        )
        pipeline = self._backend.ask(find_pipelines)[0]
        for stage, names in zip(pipeline.stages, required, strict=True):
            asked = [{"entity": "deal", "field": name} for name in names]
            self._do(UpdateStage(stage.id, stage.version, {"required": asked}), 0, _moment(-1, 18))
        strict = {"may_skip": False}
        self._do(UpdatePipeline(pipeline.id, pipeline.version, strict), 0, _moment(-1, 18))
        self._backend.actor = self._me

    def pin_views(self) -> None:
        """What the person of the pictures keeps at hand."""
        clock.set_source(lambda: _moment(-1, 19))
        october = Condition("expected_close", Operator.THIS_MONTH)
        view = values_of_view("deal", self._words.closing, october, ViewLook())
        made = self._backend.execute(SaveView(view)).result
        for pinned in ("preset:contact:untouched", made):
            self._backend.execute(Pin("view", pinned))

    def _make(
        self, told: SampleDeal, title: str, moment: datetime, due: date, stage: int = 0
    ) -> str:
        values = self._values(told, title) | {"expected_close": due.isoformat()}
        values["stage"] = self._first.stages[stage].id
        made: str = self._do(CreateDeal(values), told.owner, moment)
        return made

    def _values(self, told: SampleDeal, title: str) -> dict[str, Any]:
        person = _PEOPLE.get(told.company)
        contacts = (
            [{"contact": self._ids["contact"][person - 1], "primary": True}] if person else []
        )
        return {
            "title": title,
            "amount_minor": self._minor(told.amount),
            "currency": self._words.currency,
            "company": self._ids["company"][told.company],
            "contacts": contacts,
            "owner": self._users[told.owner],
            "source": self._words.source,
            "tags": [self._ids["tag"][number] for number in told.tags],
        }

    def _minor(self, roubles: int) -> int:
        return roubles * 100 // self._words.roubles

    def _move(self, deal: str, stage: int, by: int, moment: datetime) -> None:
        self._do(MoveDeals((deal,), self._first.stages[stage].id), by, moment)

    def _plan(self, deal: str, number: int, told: SampleDeal) -> None:
        """What is next: a call at its time, or a task for the day."""
        days, _space, time = told.step.partition(" ")
        due: Mapping[str, str] = {"due_on": (_TODAY + timedelta(days=int(days))).isoformat()}
        if time:
            hour, minute = map(int, time.split(":"))
            due = {"due_at": iso(_moment(int(days), hour, minute))}
        values = {
            "kind": "call" if time else "task",
            "title": self._words.steps[number % len(self._words.steps)],
            "owner": self._users[told.owner],
            "deals": [deal],
            **due,
        }
        self._do(CreateActivity(values), told.owner, _moment(-told.days, 10))

    def _do(self, command: Any, by: int, moment: datetime) -> Any:
        self._backend.actor = self._backend.ask(as_colleague, self._users[by], self._me)
        clock.set_source(lambda: moment)
        return self._backend.execute(command).result


def _moment(days: int, hour: int = 9, minute: int = 0) -> datetime:
    """The hour on the day so many days from the pictures' one."""
    day = _TODAY + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.LOCAL_ZONE)


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=clock.LOCAL_ZONE)
