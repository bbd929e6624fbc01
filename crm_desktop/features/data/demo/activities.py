"""What was done with demo people and companies, and what is planned.

Made of what ``filling`` remembers of the records written before, in a stream of chance of its
own, so that the records of a seed stay as they are. On the thread that runs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from crm_desktop.core.clock import iso
from crm_desktop.features.data.demo.doings import Doings
from crm_desktop.features.data.demo.draw import Draw
from crm_desktop.features.data.demo.recipe import Recipe

# How many activities records have: of a hundred people 35 have none, 28 one, …; on average 1.43,
# with the companies' own 1.5 million for a million people.
_PER_PERSON = (0,) * 35 + (1,) * 28 + (2,) * 17 + (3,) * 11 + (5,) * 6 + (9,) * 3
_PER_COMPANY = (0,) * 60 + (1,) * 25 + (2,) * 15
_OF_THE_FIRST = 14  # the person of the pictures has a story to look at

_KINDS = ("note",) * 8 + ("call",) * 6 + ("task",) * 3 + ("meeting",) * 2 + ("visit",)
_STEPS = ("call",) * 5 + ("task",) * 5 + ("meeting",) * 2
_FIRST_HOUR = 6  # of the working day, UTC


class Host(NamedTuple):
    """A person or company that something is done with: the number in its kind, the owner's
    number, when it was made, and a person's company."""

    entity: str
    number: int
    owner: int
    created: datetime
    company: int | None = None


def activities(recipe: Recipe, hosts: Iterable[Host]) -> Iterator[dict[str, Any]]:
    """The activities of ``hosts`` as values of records; ``owner``, ``author``, ``contacts`` and
    ``companies`` are numbers, ``mention`` is that of a colleague, or ``None``."""
    draw, words = recipe.draw("activities"), words_of(recipe.stock.language)
    for host in hosts:
        count = draw.pick(_PER_PERSON if host.entity == "contact" else _PER_COMPANY)
        if host.entity == "contact" and host.number == 0:
            count = _OF_THE_FIRST
        for number in range(count):
            last = number == count - 1
            if last and draw.chance(0.3):
                yield {**next_step(draw, words, recipe, host), **_links(draw, host)}
            else:
                yield {**done(draw, words, recipe, host), **_links(draw, host)}


def words_of(language: str) -> Doings:
    """The words of activities in ``language``; English for another than ours."""
    if language == "ru":
        from crm_desktop.features.data.demo.doings_ru import DOINGS as RUSSIAN

        return RUSSIAN
    if language == "pl":
        from crm_desktop.features.data.demo.doings_pl import DOINGS as POLISH

        return POLISH
    from crm_desktop.features.data.demo.doings_en import DOINGS as ENGLISH

    return ENGLISH


def _links(draw: Draw, host: Host) -> dict[str, Any]:
    if host.entity == "company":
        return {"contacts": [], "companies": [host.number]}
    shared = host.company is not None and draw.chance(0.4)
    return {"contacts": [host.number], "companies": [host.company] if shared else []}


def _titled(draw: Draw, words: Doings, kind: str) -> str:
    titles = {
        "task": words.tasks,
        "call": words.calls,
        "meeting": words.meetings,
        "visit": words.visits,
    }
    return draw.pick(titles[kind])


def done(draw: Draw, words: Doings, recipe: Recipe, host: Host) -> dict[str, Any]:
    """A note, or something that was finished between the record's making and yesterday."""
    days = max(1, (recipe.now - host.created).days)
    moment = draw.moment_before(recipe.now, 1 + int(draw.fraction() * draw.fraction() * days))
    kind = draw.pick(_KINDS)
    author = host.owner if draw.chance(0.8) else draw.below(recipe.users)
    found = {
        "kind": kind,
        "created": moment,
        "done_at": iso(moment),
        "owner": host.owner,
        "author": author,
        "important": False,
        "pinned": False,
        "mention": None,
    }
    if kind == "note":
        text = draw.pick(words.notes).replace("\\n", "\n")
        mention = draw.below(recipe.users) if draw.chance(0.05) else None
        behind = f", {words.for_colleague}." if mention is not None else ""
        return {**found, "text": text, "behind": behind, "mention": mention} | {
            "pinned": draw.chance(0.03)
        }
    about = draw.pick(words.notes).replace("\\n", "\n") if draw.chance(0.3) else None
    result = draw.pick(words.results) if draw.chance(0.7) else None
    return {**found, "title": _titled(draw, words, kind), "text": about, "result": result}


def next_step(draw: Draw, words: Doings, recipe: Recipe, host: Host) -> dict[str, Any]:
    """A next step: overdue, due today, or later; one in ten without a day."""
    kind = draw.pick(_STEPS)
    made = draw.moment_before(recipe.now, 14)
    day, hour = _due_day(draw), draw.fraction() * 11
    due = recipe.now.replace(minute=0, second=0, microsecond=0) + timedelta(days=day)
    due = due.replace(hour=_FIRST_HOUR + int(hour), minute=30 * int(draw.chance(0.4)))
    when: dict[str, Any] = {"due_at": iso(due)}
    if kind == "task":
        when = {} if draw.chance(0.2) else {"due_on": due.date().isoformat()}
    return {
        "kind": kind,
        "title": _titled(draw, words, kind),
        "created": made,
        "owner": host.owner,
        "author": host.owner,
        "important": draw.chance(0.1),
        "pinned": False,
        "mention": None,
        **when,
    }


def _due_day(draw: Draw) -> int:
    """Days from today: a quarter is overdue, a tenth is for today."""
    chance = draw.fraction()
    if chance < 0.25:
        return -1 - draw.below(12)
    return 0 if chance < 0.35 else 1 + draw.below(30)
