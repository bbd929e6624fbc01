"""An address book in vCard 2.1, 3.0 or 4.0 to one table whose columns are the import's fields.

Called by ``reading`` on the import's thread. A field that a card has several times stands in
several columns with the same code. Broken cards are kept beside the rows.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Set

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg, nmsg
from crm_desktop.integrations.tabular import limits
from crm_desktop.integrations.tabular.encodings import Text, decode
from crm_desktop.integrations.tabular.packed import PackedRows
from crm_desktop.integrations.tabular.refusals import too_many_columns
from crm_desktop.integrations.tabular.table import BrokenRecord, Table
from crm_desktop.integrations.tabular.vcard_fields import (
    ADDRESS_PARTS,
    Card,
    is_group,
    read_card,
)
from crm_desktop.integrations.tabular.vcard_lines import RawCard, properties, raw_cards

_REPORT_EVERY = 500
_LISTS = {"tags": ", ", "languages": ", ", "note": "\n"}  # several values, one column

_ORDER = (
    "kind", "full_name", "family_name", "given_name", "middle_name", "company.name", "position",
    "phone.mobile", "phone.work", "phone.home", "phone.fax", "phone.other",
    "email.work", "email.home", "email.other", "birthday", "site", "photo",
)  # fmt: skip
_LAST = ("languages", "tags", "source_id", "created_at", "updated_at", "note")


def read_vcards(text: Text, progress: Callable[[float], None]) -> list[Table]:
    """The one table of the address book; its rows are the good cards, in the file's order."""
    cards: list[Card] = []
    numbers = array("L")
    broken: list[BrokenRecord] = []
    size, read = len(text.data), 0
    for raw in raw_cards(text.lines()):
        read += sum(map(len, raw.lines))
        card = _card(raw)
        if isinstance(card, Message):
            broken.append(BrokenRecord(raw.line, raw.raw, card.text()))
        else:
            cards.append(card)
            numbers.append(raw.line)
        if len(cards) % _REPORT_EVERY == 0:
            progress(min(1.0, read / size))
        if len(cards) > limits.MAX_CARDS:
            raise Invalid(
                msg(
                    "The file has more than {limit} cards. It was not imported. Divide it into "
                    "several files.",
                    limit=limits.MAX_CARDS,
                )
            )
    return [_table(cards, numbers, broken, text)]


def cards_as_written(data: bytes, encoding: str | None, wanted: Set[int]) -> dict[int, str]:
    """The text of those cards that begin at the ``wanted`` lines, by their line; ``encoding`` is
    the one that the import has read the file in."""
    text = decode(data)
    if text.encoding != encoding:
        text = decode(data, requested=encoding)
    return {card.line: card.raw for card in raw_cards(text.lines()) if card.line in wanted}


def _card(raw: RawCard) -> Card | Message:
    if raw.reason is not None:
        return raw.reason
    found = properties(raw)
    if isinstance(found, Message):
        return found
    if is_group(found):
        return msg("The card is a list of other cards, not a contact.")
    return read_card(found)


def _table(cards: list[Card], numbers: array[int], broken: list[BrokenRecord], text: Text) -> Table:
    plain = _widths(cards)
    addresses = _address_blocks(cards)
    columns = [code for code, width in plain.items() for _place in range(width)]
    # Addresses stand part beside part, so that the parts of a second one are not taken for
    # those of the first.
    columns[_end_of_known(columns) : 0] = [
        f"address.{kind}.{part}"
        for kind, (width, parts) in addresses.items()
        for _place in range(width)
        for part in parts
    ]
    if len(columns) > limits.MAX_COLUMNS:
        raise too_many_columns(len(columns))
    rows = PackedRows()
    for card in cards:
        values = _values(card, addresses)
        rows.append([values[code].pop(0) if values.get(code) else "" for code in columns])
    return Table(
        "vcard",
        rows,
        numbers,
        encoding=text.encoding,
        columns=tuple(columns),
        warnings=(*text.warnings, *_warnings(cards, broken)),
        broken=tuple(broken),
    )


def _widths(cards: list[Card]) -> dict[str, int]:
    """How many columns each field needs, in the order of the columns."""
    widths: dict[str, int] = {}
    for card in cards:
        for code, values in card.values.items():
            width = min(1, len(values)) if code in _LISTS else len(values)
            if width > widths.get(code, 0):
                widths[code] = width
    middle = sorted(code for code in widths if code not in _ORDER and code not in _LAST)
    return {code: widths[code] for code in (*_ORDER, *middle, *_LAST) if code in widths}


def _end_of_known(columns: list[str]) -> int:
    return next((place for place, code in enumerate(columns) if code in _LAST), len(columns))


def _address_blocks(cards: list[Card]) -> dict[str, tuple[int, list[str]]]:
    """Kind of address → (how many a card has at most, which parts occur)."""
    blocks: dict[str, tuple[int, list[str]]] = {}
    for kind in ("work", "home", "other"):
        lists = [card.addresses[kind] for card in cards if kind in card.addresses]
        used = {part for addresses in lists for address in addresses for part in address}
        if lists:
            parts = [part for part in ADDRESS_PARTS if part in used]
            blocks[kind] = (max(map(len, lists)), parts)
    return blocks


def _values(card: Card, blocks: dict[str, tuple[int, list[str]]]) -> dict[str, list[str]]:
    values = {
        code: [_LISTS[code].join(held)] if code in _LISTS and held else list(held)
        for code, held in card.values.items()
    }
    for kind, addresses in card.addresses.items():
        for part in blocks[kind][1]:
            values[f"address.{kind}.{part}"] = [address.get(part, "") for address in addresses]
    return values


def _warnings(cards: list[Card], broken: list[BrokenRecord]) -> list[str]:
    warnings = [
        msg("The card at line {line} was not read. {reason}", line=b.number, reason=b.reason)
        for b in broken
    ]
    if pictures := sum(card.pictures for card in cards):
        warnings.append(
            nmsg(
                "{number} picture or sound of the cards was left out.",
                "{number} pictures and sounds of the cards were left out.",
                pictures,
            )
        )
    return [warning.text() for warning in warnings]
