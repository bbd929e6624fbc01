"""What the values of ``FIELD=VALUE`` mean that tell of others by name: relations, records and users
in fields that people added; and consents and yes or no in words.

Called inside a read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.cli.finding import find_contact
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.core.id_texts import is_id
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.core.values.dates import parse_date
from crm_desktop.features.custom_fields.columns import shown_for
from crm_desktop.features.custom_fields.kinds import NO, TOLD_BY_NAME, YES
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.data.importing.targets.queries import find_meant


def relation_of(reader: Reader, text: str) -> dict[str, str]:
    """``spouse:Anna Kim`` as a relation to the only person who is meant."""
    kind, colon, who = text.partition(":")
    if not colon:
        raise Invalid(
            msg("Write a relation as spouse:name, not {text}. Nothing was saved.", text=text),
            "relations",
        )
    return {"kind": kind.strip().lower(), "contact": find_contact(reader, who.strip())}


def consent_of(text: str) -> dict[str, str | None] | None:
    """``2026-10-14, form`` or ``yes`` as a consent to mailings; nothing for ``no``."""
    day, _comma, origin = text.partition(",")
    word = clean_line(day).lower()
    if not word or word in NO:
        return None
    date = None if word in YES else parse_date(word).isoformat()
    return {"date": date, "origin": origin.strip() or None}


def is_yes(name: str, text: str) -> bool:
    """Whether the text says yes; ``Invalid`` if it says neither yes nor no."""
    word = clean_line(text).lower()
    if word not in YES | NO:
        raise Invalid(msg("“{value}” is neither yes nor no.", value=text), name)
    return word in YES


def own_values(
    reader: Reader, fields: Sequence[CustomFieldRow], given: Mapping[str, Any], region: str
) -> dict[str, Any]:
    """The values by the names of their fields, ids in place of the names of records and users."""
    pointing = {
        fold(name): field
        for field in fields
        if field.type in TOLD_BY_NAME and not field.deleted
        for name in field.names
    }
    return {
        name: _id_of(reader, pointing[fold(name)], value, region)
        if fold(name) in pointing and isinstance(value, str) and not is_id(value)
        else value
        for name, value in given.items()
    }


def _id_of(reader: Reader, field: CustomFieldRow, value: str, region: str) -> str:
    text = clean_line(value)
    meant = sorted(find_meant(reader, field, {text}, region).get(text, ()))
    if not meant:
        raise NotFound(
            msg(
                "{field}: nothing is called {text}. Nothing was saved.", field=field.name, text=text
            )
        )
    if len(meant) > 1:
        names = shown_for(reader, [field], [{field.id: one} for one in meant]).names
        raise Invalid(
            msg(
                "{field}: {text} may be any of {names}. Nothing was saved; write the number in "
                "brackets.",
                field=field.name,
                text=text,
                names=", ".join(f"{names.get(one, text)} ({one})" for one in meant),
            )
        )
    return meant[0]
