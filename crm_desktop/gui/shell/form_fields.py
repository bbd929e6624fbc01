"""Fields that the forms of people and companies have in common.

Made by the pages' forms on the GUI thread. What they suggest (tags, owners, companies) is asked
of the workspace while somebody types; the reads run on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.core.values.banking import check_account, check_bic, check_iban
from crm_desktop.core.values.dates import parse_birthday
from crm_desktop.core.values.emails import check_email
from crm_desktop.core.values.links import MESSENGERS, check_messenger, check_url
from crm_desktop.core.values.phones import check_phone
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.core.values.tax_ids import TAX_ID_KINDS, check_tax_id, recognise_tax_id
from crm_desktop.features.common.checks import STATUSES
from crm_desktop.features.common.list_entities import is_list_entity
from crm_desktop.features.custom_lists.queries import find_entries
from crm_desktop.features.files.queries import find_by_name
from crm_desktop.features.products.queries import find_products
from crm_desktop.features.search.queries import search
from crm_desktop.features.tags.queries import find_tags
from crm_desktop.features.users.queries import find_users
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_field import ChoiceField, FormField
from crm_desktop.gui.kit.form_item_row import Item, Part, plainly
from crm_desktop.gui.kit.form_items import ItemsField
from crm_desktop.gui.kit.form_suggest import Ask, Suggested, SuggestField, Tell
from crm_desktop.gui.kit.form_tags import TagsField
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.suggested import suggested

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.store.labels import Labels

_MOST_SUGGESTED = 20
_SERVICES = {
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
    "viber": "Viber",
    "max": "MAX",
    "vk": "VK",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "signal": "Signal",
    "skype": "Skype",
}


def phones(bridge: Bridge, label: str) -> ItemsField:
    """Numbers in any writing, shown as people read them."""
    region = bridge.settings.get("region")

    def tidy(text: str, _item: Item) -> str:
        number = check_phone(text, region)
        return format_phone(number.value, number.extension)

    number = Part("value", _("Phone"), tidy, shown=_number, forgets=("extension",))
    kind = Part("type", _("Kind of phone"), choices=_phone_kinds(), stretch=0)
    return ItemsField(label, (number, kind), _("One more phone"), has_primary=True, is_slim=True)


def _number(item: Mapping[str, Any], key: str) -> str:
    return format_phone(item[key], item.get("extension")) if item.get(key) else ""


def emails(label: str) -> ItemsField:
    """Addresses of e-mail."""
    address = Part("value", _("E-mail"), plainly(check_email))
    kinds = [("other", _("other")), ("work", _("work")), ("home", _("home"))]
    kind = Part("type", _("Kind of e-mail"), choices=kinds, stretch=0)
    return ItemsField(label, (address, kind), _("One more e-mail"), has_primary=True, is_slim=True)


def messengers() -> ItemsField:
    """Names and numbers in messengers."""
    services = [(code, _SERVICES.get(code, code)) for code in MESSENGERS]
    service = Part("service", _("Messenger"), choices=services, stretch=0)
    name = Part(
        "value", _("Name or number"), lambda text, item: check_messenger(item["service"], text)
    )
    return ItemsField(_("Messengers"), (name, service), _("One more messenger"))


def sites() -> PlainItems:
    """Web addresses."""
    return PlainItems(_("Sites"), _("Site"), check_url, _("One more site"))


class PlainItems(ItemsField):
    """A list whose items are bare texts."""

    def __init__(self, label: str, name: str, tidy: Callable[[str], str], add_words: str) -> None:
        super().__init__(label, (Part("value", name, plainly(tidy)),), add_words)

    def value(self) -> list[Any]:
        """The texts."""
        return [item["value"] for item in super().value()]

    def draft(self) -> list[Any]:
        """The texts, as ``load`` takes them."""
        return self.value()

    def load(self, value: Sequence[Any] | None) -> None:
        """Show these texts."""
        super().load([{"value": text} for text in value or ()])


def addresses(columns: int = 2) -> ItemsField:
    """Postal addresses in parts, ``columns`` on a line; the whole as one text where parts are
    unknown."""
    kinds = [
        ("other", _("other")),
        ("work", _("work")),
        ("home", _("home")),
        ("legal", _("legal address")),
        ("actual", _("actual address")),
    ]
    parts = (
        Part("city", _("City")),
        Part("street", _("Street, house")),
        Part("postal_code", _("Postal code")),
        Part("region", _("Region")),
        Part("country", _("Country")),
        Part("text", _("Or the address in one line")),
        Part("type", _("Kind of address"), choices=kinds),
    )
    return ItemsField(_("Addresses"), parts, _("One more address"), columns=columns)


def status() -> ChoiceField:
    """What the record is to us."""
    return ChoiceField(_("Status"), [(code, values.status(code)) for code in STATUSES])


def tags(bridge: Bridge) -> TagsField:
    """Tags there are, and new ones."""
    return TagsField(_("Tags"), _asking(bridge, _tags_like))


def owner(bridge: Bridge) -> SuggestField:
    """Who is responsible."""
    return SuggestField(
        _("Owner"),
        _asking(bridge, _users_like),
        unknown=_("Nobody here has this name. Choose one of the suggested people."),
    )


def company(bridge: Bridge) -> SuggestField:
    """Where a person works: a company there is, or one that is made along."""
    return SuggestField(
        _("Company"),
        company_ask(bridge),
        new_words=_("The company “{name}” will be created too."),
    )


def company_ask(bridge: Bridge) -> Ask:
    """Suggests companies by any scrap of their name."""
    return _asking(bridge, _companies_like)


def user_ask(bridge: Bridge) -> Ask:
    """Suggests colleagues."""
    return _asking(bridge, _users_like)


def contact_ask(bridge: Bridge) -> Ask:
    """Suggests people by any scrap of their name."""
    return _asking(bridge, _contacts_like)


def record_ask(bridge: Bridge, entity: str) -> Ask:
    """Suggests records of this entity by any scrap of their name."""
    return _asking(bridge, partial(_records_like, entity), entity)


def _asking(bridge: Bridge, read: Callable[[Reader, str], list[Suggested]], name: str = "") -> Ask:
    # One for each kind of question: a newer one takes the older's place, and nothing is left
    # behind by fields that come and go.
    name = f"asking {name or getattr(read, '__name__', '')}"
    owner_of_call = bridge.findChild(QObject, name) or QObject(bridge)
    owner_of_call.setObjectName(name)

    def ask(text: str, tell: Tell) -> None:
        bridge.query(read, text, then=tell, owner=owner_of_call, channel="suggest")

    return ask


def _tags_like(reader: Reader, text: str) -> list[Suggested]:
    return [Suggested(tag.id, tag.name) for tag in find_tags(reader, text, _MOST_SUGGESTED)]


def _users_like(reader: Reader, text: str) -> list[Suggested]:
    return [Suggested(key, name) for key, name in find_users(reader, text)[:_MOST_SUGGESTED]]


def _companies_like(reader: Reader, text: str) -> list[Suggested]:
    return _found(reader, text, "company")


def _contacts_like(reader: Reader, text: str) -> list[Suggested]:
    return _found(reader, text, "contact")


def _records_like(entity: str, reader: Reader, text: str) -> list[Suggested]:
    if is_list_entity(entity):
        entries = find_entries(reader, entity, text, _MOST_SUGGESTED)
        return [Suggested(one.id, one.name) for one in entries]
    if entity == "product":
        products = find_products(reader, text, _MOST_SUGGESTED)
        return [Suggested(one.id, one.name, one.sku) for one in products]
    if entity == "attachment":
        files = find_by_name(reader, text, _MOST_SUGGESTED)
        return [Suggested(one.file.id, one.file.name, one.record_name) for one in files]
    return _found(reader, text, entity)


def _found(reader: Reader, text: str, entity: str) -> list[Suggested]:
    hits = search(reader, text, limit=_MOST_SUGGESTED, kinds=(entity,))
    return suggested(hits)


def _phone_kinds() -> list[tuple[str, str]]:
    return [
        ("other", _("other")),
        ("mobile", _("mobile")),
        ("work", _("work")),
        ("home", _("home")),
        ("fax", _("fax")),
    ]


def identified(entered: Suggested | None) -> object:
    """What a command takes: an id, the name of something new, or nothing."""
    if entered is None:
        return None
    return entered.id or {"name": entered.words}


def birthday() -> FormField:
    """A day in any writing, with or without the year, shown in words."""
    return FormField(_("Birthday"), tidy=lambda text: shown_birthday(parse_birthday(text)))


def shown_birthday(day: str | None) -> str:
    """``18 March 1984``, or without the year, if these words can be read again."""
    if not day:
        return ""
    year = "" if day.startswith("--") else day[:4]
    words = f"{values.birthday(f'--{day[-5:]}')} {year}".strip()
    try:
        return words if parse_birthday(words) == day else day
    except Invalid:
        return day


def chosen(entity: str, record_id: str | None, labels: Labels) -> Suggested | None:
    """A record as a field with suggestions shows it."""
    return Suggested(record_id, labels.label(entity, record_id)) if record_id else None


def tax_ids(bridge: Bridge, label: str) -> ItemsField:
    """Tax and register numbers; a number that is right as another kind than the one chosen is
    taken as that (``with_right_kinds``)."""
    names = values.tax_names()
    first = {"RU": "inn", "PL": "nip"}.get(bridge.settings.get("region", ""), "vat")
    kinds = sorted(TAX_ID_KINDS, key=lambda kind: kind != first)
    number = Part("value", _("Tax number"), _tidy_tax_id)
    kind = Part("kind", _("Kind of number"), choices=[(k, names[k]) for k in kinds], stretch=0)
    return ItemsField(label, (number, kind), _("One more number"))


def _tidy_tax_id(text: str, item: Item) -> str:
    return check_tax_id(_right_kind(item["kind"], text), text)


def _right_kind(kind: str, text: str) -> str:
    try:
        check_tax_id(kind, text)
    except Invalid:
        return recognise_tax_id(text) or kind
    return kind


def with_right_kinds(items: Sequence[Item]) -> list[Item]:
    """Tax numbers as commands take them."""
    return [{**item, "kind": _right_kind(item["kind"], item["value"])} for item in items]


def bank_accounts(columns: int = 2) -> ItemsField:
    """IBAN, or an account at a bank named by its BIC."""
    parts = (
        Part("iban", _("IBAN"), plainly(check_iban)),
        Part("account", _("Account"), lambda text, item: check_account(text, item.get("bic"))),
        Part("bic", _("Bank’s code (BIC)"), plainly(check_bic)),
        Part("bank", _("Bank")),
        Part("correspondent_account", _("Correspondent account")),
    )
    return ItemsField(_("Bank details"), parts, _("One more account"), columns=columns)
