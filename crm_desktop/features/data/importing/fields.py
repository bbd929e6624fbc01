"""The fields an import can fill: codes, groups and labels.

The recognition gives each column one of these codes, the wizard lists them, the cleaning acts on
them, the command line names them in ``--json``. Codes are stable: saved import settings and the
vCard reader use them. A frozen catalogue, safe on every thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from crm_desktop.core.i18n import N_, Message, msg

NOTE = "note"
"""No field of its own: the cell goes to the note, as ``Column: value``."""
IGNORE = "ignore"
"""Left out, because the person said so or the column is a technical flag."""
LABEL = "label"
"""Says of what type the value beside it is (Google's ``Phone 1 - Label``)."""

PHOTO = "photo"
"""A picture that an electronic card carries along; the cell only tells of it."""

PHONE_TYPES = ("mobile", "work", "home", "fax", "other")
EMAIL_TYPES = ("work", "home", "other")
ADDRESS_TYPES = ("work", "home", "other")
ADDRESS_PARTS = ("text", "street", "city", "region", "postal_code", "country")
MESSENGER_SERVICES = (
    "telegram",
    "whatsapp",
    "viber",
    "skype",
    "vk",
    "facebook",
    "instagram",
    "linkedin",
    "icq",
    "jabber",
    "other",
)
PRODUCT_FIELDS = "product."
DEAL_FIELDS = ("deal.", PRODUCT_FIELDS)
"""How the codes of a deal's fields begin, and of those of the products on its rows."""
TAX_ID_KINDS = ("inn", "kpp", "ogrn", "nip", "regon", "krs", "vat")
BANK_PARTS = ("bank_name", "iban", "account", "bic", "correspondent_account")


@dataclass(frozen=True)
class ImportField:
    """One field: its code, the group the wizard shows it in, its label, and whether several
    columns may fill it side by side (others take the first value, the rest goes to the note)."""

    code: str
    group: str
    label: Message
    repeats: bool = False


_PLAIN = (
    ("full_name", "name", N_("Full name")),
    ("family_name", "name", N_("Last name")),
    ("given_name", "name", N_("First name")),
    ("middle_name", "name", N_("Middle name")),
    ("position", "person", N_("Position")),
    ("birthday", "person", N_("Birthday")),
    (PHOTO, "person", N_("Photo")),
    ("preferred_channel", "person", N_("Preferred way of contact")),
    ("preferred_hours", "person", N_("Best time")),
    ("status", "record", N_("Status")),
    ("source", "record", N_("Source")),
    ("owner", "record", N_("Owner")),
    ("consent", "record", N_("Consent to mailings")),
    ("consent_origin", "record", N_("How the consent was given")),
    ("blacklisted", "record", N_("Blacklist")),
    ("archived", "record", N_("In the archive")),
    ("kind", "record", N_("Contact or company")),
    ("source_id", "record", N_("Number in the other program")),
    ("created_at", "record", N_("Created")),
    ("updated_at", "record", N_("Changed")),
    ("company.name", "company", N_("Company")),
    ("company.legal_name", "company", N_("Legal name")),
    ("company.industry", "company", N_("Industry")),
    ("company.size", "company", N_("Number of employees")),
    ("parent", "company", N_("Parent company")),
    ("company.source_id", "company", N_("Company’s number in the other program")),
    ("company.inn", "company", N_("INN")),
    ("company.kpp", "company", N_("KPP")),
    ("company.ogrn", "company", N_("OGRN")),
    ("company.nip", "company", N_("NIP")),
    ("company.regon", "company", N_("REGON")),
    ("company.krs", "company", N_("KRS")),
    ("company.vat", "company", N_("EU VAT number")),
    (LABEL, "other", N_("Type of the value beside")),
    (IGNORE, "other", N_("Do not import")),
)
_REPEATED = (
    ("languages", "person", N_("Languages")),
    ("tags", "record", N_("Tags")),
    (NOTE, "other", N_("Note")),
    ("phone.mobile", "phone", N_("Mobile phone")),
    ("phone.work", "phone", N_("Work phone")),
    ("phone.home", "phone", N_("Home phone")),
    ("phone.fax", "phone", N_("Fax")),
    ("phone.other", "phone", N_("Other phone")),
    ("email.work", "email", N_("Work e-mail")),
    ("email.home", "email", N_("Personal e-mail")),
    ("email.other", "email", N_("Other e-mail")),
    ("site", "site", N_("Site")),
    ("company.phone", "company", N_("Company’s phone")),
    ("company.email", "company", N_("Company’s e-mail")),
    ("company.site", "company", N_("Company’s site")),
    ("company.note", "company", N_("Note about the company")),
    ("company.bank_name", "bank", N_("Bank")),
    ("company.iban", "bank", N_("IBAN")),
    ("company.account", "bank", N_("Bank account")),
    ("company.bic", "bank", N_("Bank’s code (BIC)")),
    ("company.correspondent_account", "bank", N_("Correspondent account")),
    ("other_company.name", "company", N_("Other company")),
    ("other_company.position", "company", N_("Position at the other company")),
    ("relations", "person", N_("Related people")),
)
_OF_DEALS = (
    ("deal.title", "deal", N_("Deal")),
    ("deal.pipeline", "deal", N_("Pipeline")),
    ("deal.stage", "deal", N_("Stage")),
    ("deal.status", "deal", N_("Won or lost")),
    ("deal.amount", "deal", N_("Amount")),
    ("deal.currency", "deal", N_("Currency")),
    ("deal.chance", "deal", N_("Chance")),
    ("deal.roles", "deal", N_("Roles of participants")),
    ("deal.expected_close", "deal", N_("Expected close")),
    ("deal.closed_at", "deal", N_("Closed on")),
    ("deal.lost_reason", "deal", N_("Lost reason")),
    ("deal.lost_detail", "deal", N_("Lost reason: which one")),
    ("deal.lost_comment", "deal", N_("Comment on the loss")),
    ("product.name", "product", N_("Product or service")),
    ("product.sku", "product", N_("SKU")),
    ("product.quantity", "product", N_("Quantity")),
    ("product.unit", "product", N_("Unit")),
    ("product.price", "product", N_("Price")),
    ("product.discount", "product", N_("Discount, %")),
    ("product.vat", "product", N_("VAT, %")),
    ("product.net", "product", N_("Price without VAT")),
    ("product.currency", "product", N_("Currency of the price")),
    ("product.vat_included", "product", N_("VAT is in the price")),
    ("product.kind", "product", N_("Product or service: kind")),
    ("product.group", "product", N_("Product category")),
    ("product.description", "product", N_("Product description")),
    ("product.active", "product", N_("Product is on sale")),
    ("product.archived", "product", N_("Product is in the archive")),
)
_SERVICE_NAMES = {
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
    "viber": "Viber",
    "skype": "Skype",
    "vk": "VK",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "icq": "ICQ",
    "jabber": "Jabber",
}
_PART_NAMES = {
    "text": N_("whole address"),
    "street": N_("street"),
    "city": N_("city"),
    "region": N_("region"),
    "postal_code": N_("postal code"),
    "country": N_("country"),
}
_ADDRESS_LABELS = {
    "address.work": N_("Work address: {part}"),
    "address.home": N_("Home address: {part}"),
    "address.other": N_("Other address: {part}"),
    "company.address": N_("Company’s address: {part}"),
}


def _catalogue() -> Mapping[str, ImportField]:
    fields = [ImportField(code, group, Message(label)) for code, group, label in _PLAIN]
    fields += [ImportField(code, group, Message(label), True) for code, group, label in _REPEATED]
    for service in MESSENGER_SERVICES:
        name = _SERVICE_NAMES.get(service)
        label = Message(name) if name else msg("Other messenger")
        fields.append(ImportField(f"messenger.{service}", "messenger", label, True))
    for prefix, template in _ADDRESS_LABELS.items():
        for part, name in _PART_NAMES.items():
            label = Message(template, {"part": Message(name)})
            fields.append(ImportField(f"{prefix}.{part}", "address", label, True))
    fields += [ImportField(code, group, Message(label)) for code, group, label in _OF_DEALS]
    of_list = Message(N_("Price of a price list"))
    fields.append(ImportField("product.list_price", "product", of_list, True))
    return MappingProxyType({field.code: field for field in fields})


FIELDS: Mapping[str, ImportField] = _catalogue()
"""Every code an import knows, in the order of the wizard's groups."""


def is_field(code: str) -> bool:
    """Whether ``code`` names a field of the catalogue."""
    return code in FIELDS


def group_of(code: str) -> str:
    """The first part of a code, two for a company's: ``phone``, ``company.address``."""
    parts = code.split(".")
    return ".".join(parts[:2]) if parts[0] == "company" else parts[0]
