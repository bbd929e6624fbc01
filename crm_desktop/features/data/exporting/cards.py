"""One record as an electronic business card.

Called by ``queries`` for each record on a reader's thread; pure. A card holds less than a record:
no status, source, owner or consent (RFC 2426 has no properties for them that other programs read).
Of several companies the primary one is the card's, the others stand in its note.
"""

from __future__ import annotations

from crm_desktop.core.i18n import _
from crm_desktop.features.data.exporting.shapes import Json
from crm_desktop.integrations.tabular.vcard_writing import VCard, VCardAddress


def contact_card(shape: Json) -> VCard:
    """A person's card."""
    companies = sorted(shape["companies"], key=lambda link: not link["primary"])
    return VCard(
        full_name=shape["display_name"],
        family_name=shape["family_name"] or "",
        given_name=shape["given_name"] or "",
        middle_name=shape["middle_name"] or "",
        company=companies[0]["name"] if companies else "",
        position=shape["position"] or "",
        phones=_typed(shape["phones"]),
        emails=_typed(shape["emails"]),
        messengers=_messengers(shape),
        addresses=_addresses(shape),
        sites=tuple(shape["sites"]),
        birthday=shape["birthday"] or "",
        note="\n".join(filter(None, (shape["note"], *map(_further, companies[1:])))),
        tags=tuple(shape["tags"]),
        uid=shape["id"],
    )


def company_card(shape: Json) -> VCard:
    """A company's card."""
    return VCard(
        full_name=shape["name"],
        company=shape["name"],
        phones=_typed(shape["phones"]),
        emails=_typed(shape["emails"]),
        addresses=_addresses(shape),
        sites=tuple(shape["sites"]),
        note=shape["note"] or "",
        tags=tuple(shape["tags"]),
        uid=shape["id"],
        is_company=True,
    )


def _further(link: Json) -> str:
    """A company besides the card's, as the import notes one: ``Company: Orbita, Adviser``."""
    told = ", ".join(filter(None, (link["name"], link["position"])))
    return ": ".join((_("Company"), told))


def _messengers(shape: Json) -> tuple[tuple[str, str], ...]:
    return tuple((item["service"], item["value"]) for item in shape["messengers"])


def _typed(items: list[Json]) -> tuple[tuple[str, str], ...]:
    """Kinds and values, the primary first."""
    ordered = sorted(items, key=lambda item: not item["primary"])
    return tuple((item["type"], _value(item)) for item in ordered)


def _value(item: Json) -> str:
    value: str = item["value"]
    if not item.get("extension"):
        return value
    return _("{phone} ext. {extension}").format(phone=value, extension=item["extension"])


def _addresses(shape: Json) -> tuple[VCardAddress, ...]:
    """A card has no place for an address as one text beside its parts; alone, it is a street."""
    return tuple(
        VCardAddress(
            kind="work" if address["type"] in {"legal", "actual"} else address["type"],
            street=address["street"] or ("" if _has_parts(address) else address["text"]) or "",
            city=address["city"] or "",
            region=address["region"] or "",
            postal_code=address["postal_code"] or "",
            country=address["country"] or "",
        )
        for address in shape["addresses"]
    )


def _has_parts(address: Json) -> bool:
    return any(address[part] for part in ("street", "city", "region", "postal_code", "country"))
