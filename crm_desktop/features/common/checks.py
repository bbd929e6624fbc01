"""Values checked and normalised by their meaning, before anything is written.

Each check takes what a person or another program gave and returns what is stored, or raises
``Invalid`` that names the field. Pure; called by handlers on the writer's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import clean_line, clean_text
from crm_desktop.core.values.banking import check_account, check_bic, check_iban
from crm_desktop.core.values.dates import parse_birthday
from crm_desktop.core.values.emails import check_email
from crm_desktop.core.values.links import check_messenger, check_url
from crm_desktop.core.values.phones import check_phone
from crm_desktop.core.values.tax_ids import TAX_ID_KINDS, check_tax_id, recognise_tax_id

Check = Callable[[Any, str | None], Any]

STATUSES = ("potential", "client", "former", "partner", "supplier")
PHONE_TYPES = ("mobile", "work", "home", "fax", "other")
EMAIL_TYPES = ("work", "home", "other")
ADDRESS_TYPES = ("work", "home", "legal", "actual", "other")
CHANNELS = ("phone", "email", "messenger", "visit")

LONGEST_LINE = 500
"""Characters. Longer lines are pasted texts, not names; the note takes them."""
_LONGEST_TEXT = 1_000_000
_MOST_ITEMS = 10_000


def checked(
    values: Mapping[str, Any], checks: Mapping[str, Check], region: str | None
) -> dict[str, Any]:
    """``values`` as they are stored. ``Invalid`` for an unknown field or a refused value."""
    result = {}
    for name, value in values.items():
        if name not in checks:
            raise Invalid(msg("There is no field {field}. Nothing was saved.", field=name), name)
        try:
            result[name] = checks[name](value, region)
        except Invalid as error:
            raise Invalid(error.message, error.field or name) from error
        except (AttributeError, KeyError, TypeError) as error:
            raise Invalid(
                msg("The value doesn’t fit its field. Nothing was saved."), name
            ) from error
    return result


def line(value: Any, _region: str | None = None) -> str | None:
    """One line of text; nothing for an empty one."""
    if value is None:
        return None
    return _shorter_than(LONGEST_LINE, clean_line(value)) or None


def text(value: Any, _region: str | None = None) -> str | None:
    """Text of any number of lines."""
    if value is None:
        return None
    return _shorter_than(_LONGEST_TEXT, clean_text(value)) or None


def _shorter_than(limit: int, value: str) -> str:
    if len(value) > limit:
        raise Invalid(
            msg(
                "The text is too long: {length} characters, at most {limit} fit here. Nothing "
                "was saved; shorten it or put it into the note.",
                length=len(value),
                limit=limit,
            )
        )
    return value


def required_line(value: Any, region: str | None = None) -> str:
    """One line that may not be empty."""
    result = line(value, region)
    if result is None:
        raise Invalid(msg("This field can’t be empty. The old value was kept."))
    return result


def industry(value: Any, region: str | None = None) -> str | None:
    """A line of business: words, not a number that belongs elsewhere."""
    result = line(value, region)
    if result and (kind := recognise_tax_id(result)):
        raise Invalid(
            msg(
                "{value} is a tax number ({kind}), not an industry. It was not saved here; put it "
                "among the tax numbers.",
                value=result,
                kind=kind.upper(),
            )
        )
    return result


def one_of(codes: tuple[str, ...]) -> Check:
    """One of the stable codes, or nothing."""

    def check(value: Any, _region: str | None) -> str | None:
        if value in (None, ""):
            return None
        if value not in codes:
            raise _not_among(value, codes)
        return str(value)

    return check


def _not_among(value: Any, codes: tuple[str, ...]) -> Invalid:
    words = ", ".join(codes)
    return Invalid(msg("{value} is not one of: {words}.", value=value, words=words))


def birthday(value: Any, _region: str | None = None) -> str | None:
    """``1984-03-18`` or ``--03-18``."""
    return parse_birthday(value) if value else None


def lines(value: Any, region: str | None = None) -> list[str]:
    """A list of lines without empty and repeated ones."""
    return list(dict.fromkeys(found for item in value or () if (found := line(item, region))))


def sites(value: Any, _region: str | None = None) -> list[str]:
    """Web addresses."""
    return list(dict.fromkeys(check_url(item) for item in value or () if item))


def phones(value: Any, region: str | None) -> list[dict[str, Any]]:
    """Numbers in E.164 with their extension; exactly one is primary if there are any."""
    items = []
    for item in value or ():
        number = check_phone(item["value"], region)
        items.append(
            {
                "value": number.value,
                "extension": item.get("extension") or number.extension,
                "type": _code(item.get("type"), PHONE_TYPES, "other"),
                "primary": bool(item.get("primary")),
            }
        )
    return with_one_primary(_without_repeats(items, ("value", "extension")))


def emails(value: Any, _region: str | None) -> list[dict[str, Any]]:
    """Mailboxes; exactly one is primary if there are any."""
    items = [
        {
            "value": check_email(item["value"]),
            "type": _code(item.get("type"), EMAIL_TYPES, "other"),
            "primary": bool(item.get("primary")),
        }
        for item in value or ()
    ]
    return with_one_primary(_without_repeats(items, ("value",)))


def messengers(value: Any, _region: str | None) -> list[dict[str, Any]]:
    """Names in messengers and social networks."""
    items = [
        {"service": item["service"], "value": check_messenger(item["service"], item["value"])}
        for item in value or ()
    ]
    return _without_repeats(items, ("service", "value"))


def addresses(value: Any, region: str | None) -> list[dict[str, Any]]:
    """Addresses in parts or as one text; wholly empty ones fall away."""
    parts = ("country", "region", "city", "street", "postal_code", "text")
    items = []
    for item in value or ():
        clean = {part: line(item.get(part), region) for part in parts}
        if any(clean.values()):
            items.append({"type": _code(item.get("type"), ADDRESS_TYPES, "other"), **clean})
    return items


def tax_ids(value: Any, _region: str | None) -> list[dict[str, Any]]:
    """Tax identifiers with right check digits."""
    items = []
    for item in value or ():
        if item["kind"] not in TAX_ID_KINDS:
            raise _not_among(item["kind"], TAX_ID_KINDS)
        try:
            number = check_tax_id(item["kind"], item["value"])
        except Invalid as error:
            raise Invalid(error.message, f"tax_ids.{item['kind']}") from error
        items.append({"kind": item["kind"], "value": number})
    return _without_repeats(items, ("kind", "value"))


def bank_accounts(value: Any, region: str | None) -> list[dict[str, Any]]:
    """Bank details: an IBAN, or an account at a bank named by its BIC (BIK)."""
    items = []
    for item in value or ():
        bic = check_bic(item["bic"]) if item.get("bic") else None
        account = check_account(item["account"], bic) if item.get("account") else None
        clean = {
            "iban": check_iban(item["iban"]) if item.get("iban") else None,
            "account": account,
            "bic": bic,
            "bank": line(item.get("bank"), region),
            "correspondent_account": line(item.get("correspondent_account"), region),
        }
        if any(clean.values()):
            items.append(clean)
    return items


def consent(value: Any, region: str | None) -> dict[str, Any] | None:
    """Consent to mailings: since when and by what."""
    if not value:
        return None
    return {"date": line(value.get("date"), region), "origin": line(value.get("origin"), region)}


def source_ids(value: Any, _region: str | None) -> list[dict[str, Any]]:
    """Names of the record in other programs."""
    return [{"system": item["system"], "value": str(item["value"])} for item in value or ()]


def ids(value: Any, _region: str | None = None) -> list[str]:
    """Ids of other records, each once."""
    return list(dict.fromkeys(value or ()))


def same(value: Any, _region: str | None = None) -> Any:
    """A value that is right by its origin: an id chosen in the window."""
    return value or None


def _code(value: Any, codes: tuple[str, ...], otherwise: str) -> str:
    if value in (None, ""):
        return otherwise
    if value not in codes:
        raise _not_among(value, codes)
    return str(value)


def _without_repeats(
    items: list[dict[str, Any]], identity: tuple[str, ...]
) -> list[dict[str, Any]]:
    if len(items) > _MOST_ITEMS:
        raise Invalid(msg("More than {limit} values don’t fit into one field.", limit=_MOST_ITEMS))
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for item in items:
        key = tuple(item[name] for name in identity)
        if key in kept:
            if item.get("primary"):
                kept[key] = {**kept[key], "primary": True}
        else:
            kept[key] = item
    return list(kept.values())


def with_one_primary(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first one marked is primary; if none is, the first of all."""
    chosen = next((i for i, item in enumerate(items) if item["primary"]), 0)
    return [{**item, "primary": i == chosen} for i, item in enumerate(items)]
