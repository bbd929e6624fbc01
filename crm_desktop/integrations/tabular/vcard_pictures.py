"""The pictures that cards carry along: what the table tells of them, and their bytes.

A table has no place for pictures, and those of a large address book no place in memory: ``vcards``
only notes that a card has one, and the import reads the file once more for the bytes, one picture
at a time, when the rows are in. Links to pictures elsewhere are not followed.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from crm_desktop.core.i18n import Message
from crm_desktop.integrations.tabular.vcard_lines import Property, properties, raw_cards

_DATA = re.compile(r"data:(?:image/)?([\w.+-]*)[^,]*;base64,", re.IGNORECASE)
_TYPES = {"/9j/": "JPEG", "iVBORw0KGgo": "PNG", "UklGR": "WebP", "R0lGOD": "GIF"}
_OF_PEOPLE, _OF_COMPANIES = ("PHOTO",), ("PHOTO", "LOGO")


def own_picture(found: Iterable[Property], *, of_company: bool) -> Property | None:
    """The picture that a card carries of its person or company, if any; a person's logo is their
    company's."""
    items = [*found]
    for name in _OF_COMPANIES if of_company else _OF_PEOPLE:
        for item in items:
            if item.name == name and _encoded(item) is not None:
                return item
    return None


def told_picture(item: Property) -> str:
    """What a cell says of it: its type, by its first letters, whatever it is called."""
    letters = (_encoded(item) or "").lstrip()
    return next((kind for start, kind in _TYPES.items() if letters.startswith(start)), "?")


def _encoded(item: Property) -> str | None:
    """The letters that stand for its bytes; ``None`` of a link."""
    encodings = {word.upper() for word in item.all("ENCODING")}
    if encodings & {"B", "BASE64"}:
        return item.value
    data = _DATA.match(item.value.replace("\\", "")[:100])
    return item.value.partition("base64")[2].lstrip("\\,") if data else None


def pictures_as_written(
    path: Path, encoding: str | None, wanted: Set[int], companies: Set[int]
) -> Iterator[tuple[int, bytes | None]]:
    """The pictures of the cards that begin at the ``wanted`` lines, those of ``companies`` as
    theirs, by their line; ``None`` for one that is broken. ``encoding`` is the one that the table
    was read in. ``OSError`` if the file can't be read."""
    # Whatever stands in the letters' place: pictures and the ends of lines are plain ASCII.
    is_wide = (encoding or "").startswith(("utf-16", "utf-32"))
    codec = encoding if is_wide else "latin-1"
    with path.open(encoding=codec, errors="replace", newline="") as lines:
        for card in raw_cards(lines):
            if card.line not in wanted:
                continue
            found = properties(card)
            items = () if isinstance(found, Message) else found
            picture = own_picture(items, of_company=card.line in companies)
            yield card.line, None if picture is None else _bytes_of(picture)


def _bytes_of(item: Property) -> bytes | None:
    try:
        # Some writers leave out the signs that fill the last four letters.
        return base64.b64decode((_encoded(item) or "").strip() + "==") or None
    except binascii.Error:
        return None
