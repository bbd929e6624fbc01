"""Tables of the rows that belong to people and companies alike, one set per kind of record.

Called by the features' ``tables`` modules while they are imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import DOCUMENT_LIMIT
from crm_desktop.core.values.money import currency_digits
from crm_desktop.features.common.keys import lowered, sought
from crm_desktop.store.metadata import RowId, belonging_table, partial_index
from crm_desktop.store.records import Belonging, LabelOf, Reference
from crm_desktop.store.types import Json, parse_instant

# Compared byte by byte on both engines, so that an index answers 'begins with'.
Exact = sa.String().with_variant(sa.VARCHAR(collation="C"), "postgresql")


def key_column(name: str = "folded", **options: Any) -> sa.Column[str]:
    """The key under which a text is sought, beside the text itself (``filters.TextRule``)."""
    return sa.Column(name, Exact, **options)


def phones(owner: str) -> Belonging:
    """E.164 numbers with their extension; one is primary."""
    table = belonging_table(
        f"{owner}_phone",
        owner,
        sa.Column("value", Exact, nullable=False, index=True),
        sa.Column("extension", sa.String),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("primary", sa.Boolean, nullable=False),
    )
    columns = ("value", "extension", "type", "primary")
    return Belonging("phones", table, columns, identity=("value", "extension"))


def emails(owner: str) -> Belonging:
    """Addresses as written, found without regard to case; one is primary."""
    table = belonging_table(
        f"{owner}_email",
        owner,
        sa.Column("value", sa.String, nullable=False),
        key_column(nullable=False, index=True),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("primary", sa.Boolean, nullable=False),
    )
    return Belonging(
        "emails",
        table,
        ("value", "type", "primary"),
        identity=("value",),
        derived=("folded",),
        derive=lambda item: (lowered(item["value"]),),
    )


def messengers(owner: str) -> Belonging:
    """Names and numbers in messengers and social networks."""
    table = belonging_table(
        f"{owner}_messenger",
        owner,
        sa.Column("service", sa.String(16), nullable=False),
        sa.Column("value", sa.String, nullable=False),
        key_column(nullable=False),
    )
    return Belonging(
        "messengers",
        table,
        ("service", "value"),
        identity=("service", "value"),
        derived=("folded",),
        derive=lambda item: (lowered(item["value"]),),
    )


def sites(owner: str) -> Belonging:
    """Web addresses as people wrote them."""
    table = belonging_table(
        f"{owner}_site",
        owner,
        sa.Column("value", sa.String, nullable=False),
        key_column(nullable=False),
    )
    return Belonging(
        "sites",
        table,
        ("value",),
        plain=True,
        derived=("folded",),
        derive=lambda item: (lowered(item),),
    )


def addresses(owner: str) -> Belonging:
    """Postal addresses in parts, or as one text."""
    columns = ("type", "country", "region", "city", "street", "postal_code", "text")
    keys = ("country_folded", "region_folded", "city_folded")
    table = belonging_table(
        f"{owner}_address",
        owner,
        sa.Column("type", sa.String(16), nullable=False),
        *(sa.Column(name, sa.String) for name in columns[1:]),
        *(key_column(name) for name in keys),
        # With all that filters and orders ask for, so that they don't read the table.
        sa.Index(f"ix_{owner}_address_city", "city_folded", "city", f"{owner}_rid"),
    )
    return Belonging(
        "addresses",
        table,
        columns,
        identity=columns,
        derived=keys,
        derive=lambda item: (
            sought(item["country"]),
            sought(item["region"]),
            sought(item["city"]),
        ),
    )


def tags(owner: str) -> Belonging:
    """Links to tags, as their ids."""
    table = belonging_table(
        f"{owner}_tag",
        owner,
        sa.Column("tag_rid", RowId, sa.ForeignKey("tag.rid"), nullable=False),
        # A tag may have half of all records: with the record's key one look answers for each.
        sa.Index(f"ix_{owner}_tag_tag", "tag_rid", f"{owner}_rid"),
    )
    target = Reference("tag", "tag_rid", "tag")
    return Belonging("tags", table, references={"tag": target}, plain=True)


def source_ids(owner: str) -> Belonging:
    """By what names other programs know the record: an import finds it again by these."""
    table = belonging_table(
        f"{owner}_source_id",
        owner,
        sa.Column("system", sa.String(32), nullable=False),
        sa.Column("value", Exact, nullable=False),
        sa.Index(f"ix_{owner}_source_id_value", "value", "system"),
    )
    return Belonging("source_ids", table, ("system", "value"), identity=("system", "value"))


def custom_values(owner: str) -> Belonging:
    """Values of custom fields (docs/decisions/0011): ``{"field": its id, "value": JSON}``.

    ``key`` and ``number`` are what filters and lists compare, see ``custom_keys``.
    """
    table = belonging_table(
        f"{owner}_custom",
        owner,
        sa.Column("field_rid", RowId, sa.ForeignKey("custom_field.rid"), nullable=False),
        sa.Column("value", Json, nullable=False),
        key_column("key"),
        sa.Column("number", sa.Double),
        # Each answers a question about one field by itself, and holds only what has such a key.
        sa.Index(f"ix_{owner}_custom_key", "field_rid", "key", f"{owner}_rid"),
        partial_index(
            f"ix_{owner}_custom_number",
            "field_rid",
            "number",
            f"{owner}_rid",
            where="number IS NOT NULL",
        ),
    )
    return Belonging(
        "custom",
        table,
        ("value",),
        references={"field": Reference("field", "field_rid", "custom_field")},
        identity=("field",),
        derived=("key", "number"),
        derive=lambda item: custom_keys(item["value"]),
        said=sought_words,
    )


def sought_words(items: Iterable[Mapping[str, Any]], label: LabelOf) -> list[str]:
    """The values of custom fields that the search finds (``mention`` of these), as words."""
    return [_spoken(item["value"]) for item in items if label("custom_field", item["field"])]


def _spoken(value: Any) -> str:
    """A text, a number, or the whole units of an amount, as people type them. What is made ready
    before the fields are known has values of all others, too."""
    if isinstance(value, str):
        return value[:DOCUMENT_LIMIT]
    if isinstance(value, Mapping):
        return str(abs(value["minor"]) // 10 ** currency_digits(value["currency"]))
    return f"{value:.15g}" if isinstance(value, (int, float)) else ""


ELEMENT = "\x1f"
"""Stands before, between and after the codes in the key of a multiple choice."""

# Of a long text only its beginning is a key: to sort by, never to seek by.
_LONGEST_KEY = 500
# Never sought, for no folded text has it, but not empty: the record is not among those without.
_NOTHING_BUT_SIGNS = "!"
_DAY = late_pattern(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = late_pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


def custom_keys(value: Any) -> tuple[str | None, float | None]:
    """The key and the number of a custom field's value, told by its shape alone: texts, ids and
    codes are folded, a day counts days and a moment milliseconds besides, an amount's key is its
    currency."""
    if isinstance(value, bool):
        return ("1" if value else "0"), None
    if isinstance(value, (int, float)):
        return None, float(value)
    if isinstance(value, Mapping):
        return str(value["currency"]), float(value["minor"])
    if isinstance(value, list):
        return ELEMENT + "".join(code + ELEMENT for code in value), None
    return sought(value[:_LONGEST_KEY]) or _NOTHING_BUT_SIGNS, time_number(value)


def time_number(value: str | datetime) -> float | None:
    """Days since the beginning of the calendar for ``2026-10-14``, milliseconds since 1970 for
    a moment; nothing for other texts."""
    if isinstance(value, datetime):
        return round(value.timestamp() * 1000)
    with suppress(ValueError):
        if _DAY.fullmatch(value):
            return date.fromisoformat(value).toordinal()
        if _MOMENT.fullmatch(value):
            return time_number(parse_instant(value))
    return None
