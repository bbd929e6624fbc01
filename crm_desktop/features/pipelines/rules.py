"""Pure decisions about pipelines: what a field of theirs may hold."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, count
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.values.money import check_currency
from crm_desktop.features.common import checks
from crm_desktop.features.common.checks import Check
from crm_desktop.features.pipelines.rows import COLOURS, PipelineRow

CURRENCIES = {"ru": "RUB", "pl": "PLN", "en": "USD"}
"""What a new pipeline counts in unless a currency is chosen, by language."""

SEES_ALL = "pipelines:pipeline:write"
"""Whoever sets pipelines up sees all of them."""

LONGEST_NAME = 100
MOST_STAGES = 50
MOST_PIPELINES = 200
_MOST_DAYS = 10_000
_MOST_REQUIRED = 100
_MOST_VIEWERS = 1_000
_ENTITIES = ("deal", "contact", "company")


def name(value: Any, _region: str | None) -> str:
    """A name that fits the head of a column."""
    found = checks.required_line(value)
    if len(found) > LONGEST_NAME:
        raise Invalid(
            msg(
                "The name has {length} characters, at most {limit} fit. Nothing was saved; "
                "shorten it.",
                length=len(found),
                limit=LONGEST_NAME,
            )
        )
    return found


def flag(value: Any, _region: str | None) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise TypeError
    return value


def percent(value: Any, _region: str | None) -> int:
    """A chance: whole percent from 0 to 100."""
    number = _whole(value)
    if not 0 <= number <= 100:
        raise Invalid(
            msg("A chance lies between 0 and 100 percent. {value} was not saved.", value=value)
        )
    return number


def _rot_days(value: Any, _region: str | None) -> int | None:
    if value in (None, ""):
        return None
    number = _whole(value)
    if not 1 <= number <= _MOST_DAYS:
        raise Invalid(
            msg(
                "The number of days lies between 1 and {limit}. {value} was not saved; leave the "
                "field empty if deals may stay for any time.",
                limit=_MOST_DAYS,
                value=value,
            )
        )
    return number


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def currency(value: Any, _region: str | None = None) -> str:
    """An ISO 4217 code."""
    return check_currency(str(value or ""))


def _required(value: Any, _region: str | None) -> list[dict[str, str]]:
    """What a deal must have, each once."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for item in value or ():
        entity, field = item["entity"], item["field"]
        if entity not in _ENTITIES or not isinstance(field, str) or not field:
            raise TypeError
        found[entity, field] = {"entity": entity, "field": field}
    if len(found) > _MOST_REQUIRED:
        raise Invalid(
            msg("More than {limit} values don’t fit into one field.", limit=_MOST_REQUIRED)
        )
    return list(found.values())


def _viewers(value: Any, _region: str | None) -> list[str]:
    """Who sees a pipeline, each once."""
    found = list(dict.fromkeys(value or ()))
    if not all(isinstance(key, str) for key in found):
        raise TypeError
    if len(found) > _MOST_VIEWERS:
        raise Invalid(
            msg("More than {limit} values don’t fit into one field.", limit=_MOST_VIEWERS)
        )
    return found


_FIRST_CHANCE, _CHANCE_STEP, _MOST_CHANCE = 10, 20, 95


def next_stage(pipeline: PipelineRow, name: str, numbered: str) -> dict[str, Any]:
    """The values of one more stage at the end: a name that none has (``numbered`` with a
    ``{number}``), a colour that is still free, a chance above that of the last one."""
    taken = {one.name.casefold() for one in pipeline.stages}
    names = chain((name,), (numbered.format(number=number) for number in count(2)))
    used = [one.colour for one in pipeline.stages]
    colour = min(COLOURS, key=used.count)
    chance = _FIRST_CHANCE
    if pipeline.stages:
        last = pipeline.stages[-1].probability
        chance = max(last, min(last + _CHANCE_STEP, _MOST_CHANCE))
    return {
        "pipeline": pipeline.id,
        "name": next(one for one in names if one.casefold() not in taken),
        "colour": colour,
        "probability": chance,
    }


PIPELINE_CHECKS: Mapping[str, Check] = {
    "name": name,
    "currency": currency,
    "asks_next_step": flag,
    "may_skip": flag,
    "next_pipeline": checks.same,
    "viewers": _viewers,
}

STAGE_CHECKS: Mapping[str, Check] = {
    "pipeline": checks.same,
    "name": name,
    "colour": checks.one_of(COLOURS),
    "probability": percent,
    "rot_days": _rot_days,
    "instruction": checks.text,
    "responsible": checks.same,
    "required": _required,
    "is_intake": flag,
}

REASON_CHECKS: Mapping[str, Check] = {"name": name, "asks_detail": flag}
