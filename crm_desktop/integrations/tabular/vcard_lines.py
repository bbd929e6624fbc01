"""vCard content lines (RFC 6350 section 3, RFC 2426 section 2, vCard 2.1): cards, properties.

Called by ``vcards`` on the import's thread; pure. Why not vobject: measured on cards of nine
lines it takes 2.7 s for 10,000 (this module and ``vcard_fields`` 0.6 s), it gives up the whole
file at the first line without a colon, and knows neither version 4.0 nor the soft line breaks
of 2.1 in common exports. Here each card stands alone: a broken one takes no other with it.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from crm_desktop.core.i18n import Message, msg
from crm_desktop.integrations.tabular.encodings import decode

_HEAD = re.compile(
    r"(?:([\w-]+)\.)?([\w-]+)((?:;(?:[^\":;]|\"[^\"]*\")*)*):(.*)", re.DOTALL | re.ASCII
)
_PARAMETER = re.compile(r";((?:[^\";]|\"[^\"]*\")*)")
# Samsung's phones write a label of the person's own so, in place of a type.
_OWN_LABEL = re.compile(
    r"X-CUSTOM\(CHARSET=([\w-]*),ENCODING=QUOTED-PRINTABLE,(.*)\)", re.DOTALL | re.IGNORECASE
)
_LABEL = "X-LABEL"
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/=]+\Z")
_QUOTED_PRINTABLE = re.compile(r"[;=]QUOTED-PRINTABLE\b", re.IGNORECASE)
_BASE64 = re.compile(r"[;=](?:BASE64|B)\b", re.IGNORECASE)
PICTURES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE"})
REASON = "X-CRM-DESKTOP-REASON"
"""The property by which an earlier import says in its file of errors why a card stands there."""

_NOTE = "NOTE"
_SAYS_NOTHING = frozenset({"VERSION", REASON})
_NO_PARAMETERS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True)
class Property:
    """One property; ``value`` is decoded but still has its backslashes, see ``text``."""

    name: str
    value: str
    parameters: Mapping[str, tuple[str, ...]]
    group: str | None
    version: str

    def all(self, parameter: str) -> tuple[str, ...]:
        """The parameter's values as written, none if it is absent."""
        return self.parameters.get(parameter, ())

    @property
    def types(self) -> frozenset[str]:
        """The types in small letters; ``PREF`` of version 4.0 counts as the type ``pref``."""
        words = {word.strip().lower() for word in self.all("TYPE")}
        return frozenset(words | {"pref"} if "PREF" in self.parameters else words)

    @property
    def label(self) -> str:
        """What the person calls it, where a phone says so in a parameter."""
        named = (
            value
            for name, values in self.parameters.items()
            if name.startswith("X-") and name.endswith("LABEL")
            for value in values
        )
        return next(named, "")

    @property
    def text(self) -> str:
        """The value as one text."""
        return self.unescaped(self.value).strip()

    def parts(self, delimiter: str = ";") -> list[str]:
        """The value's components (``;``) or list items (``,``) as texts."""
        return [self.unescaped(part).strip() for part in _split(self.value, delimiter)]

    def unescaped(self, value: str) -> str:
        r"""``\n`` is a line break since version 3.0; 2.1 escapes only the semicolon, but its
        writers take the comma, the colon and the backslash as well."""
        if "\\" not in value:
            return value
        newline = "\\n" if self.version == "2.1" else "\n"
        return _ESCAPE.sub(lambda m: newline if m[1] in "nN" else _plain(m[1]), value)


def _plain(character: str) -> str:
    return character if character in ";,:\\\"'" else "\\" + character


def _split(value: str, delimiter: str) -> list[str]:
    if "\\" not in value:
        return value.split(delimiter)
    parts, start, place = [], 0, 0
    while place < len(value):
        if value[place] == "\\":
            place += 1
        elif value[place] == delimiter:
            parts.append(value[start:place])
            start = place + 1
        place += 1
    return [*parts, value[start:]]


@dataclass(frozen=True)
class RawCard:
    """The lines of a card as they stand in the file; ``reason`` is set if they are no card."""

    line: int
    lines: tuple[str, ...]
    reason: Message | None = None

    @property
    def raw(self) -> str:
        """The card's text."""
        return "\n".join(self.lines)


def raw_cards(lines: Iterable[str]) -> Iterator[RawCard]:
    """Cut the lines of a file into cards, and into what stands between them."""
    held: list[str] = []
    start, depth = 1, 0
    for number, whole in enumerate(lines, start=1):
        line = whole.rstrip("\r\n")
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD":
            if depth and _holds_a_card(held[-1]):
                depth += 1
            else:
                if held:
                    yield RawCard(start, tuple(held), _no_end() if depth else _outside())
                start, held, depth = number, [], 1
        if held or mark:
            start = start if held else number
            held.append(line)
        if mark == "END:VCARD" and depth:
            depth -= 1
            if not depth:
                yield RawCard(start, tuple(held))
                held = []
    if held:
        yield RawCard(start, tuple(held), _no_end() if depth else _outside())


def _holds_a_card(line: str) -> bool:
    """vCard 2.1 nests the card of an assistant into ``AGENT:``."""
    return line.strip().upper().startswith("AGENT") and line.strip().endswith(":")


def _no_end() -> Message:
    return msg("The card has no end (END:VCARD is missing).")


def _outside() -> Message:
    return msg("This text stands outside of any card.")


def properties(card: RawCard) -> list[Property] | Message:
    """The properties between BEGIN and END, or the reason why the card can't be read. A line that
    is none is kept as a note: old phones break the lines of notes without marking it."""
    found: list[Property] = []
    version = "3.0"
    unreadable: Message | None = None
    for number, line in _unfolded(card.lines[1:-1]):
        match = _HEAD.fullmatch(line)
        if match is None:
            unreadable = unreadable or msg(
                "Line {line} of the file is not readable.", line=card.line + number
            )
            _keep_as_note(found, line, version)
            continue
        group, name, head, value = match.groups()
        name = name.upper()
        if name == "VERSION":
            version = value.strip()
        parameters = _parameters(head) if head else _NO_PARAMETERS
        found.append(
            Property(
                name,
                value
                if name in PICTURES or "ENCODING" not in parameters
                else _decoded(value, parameters),
                parameters,
                group.lower() if group else None,
                version,
            )
        )
    if unreadable is not None and _SAYS_NOTHING.issuperset(
        item.name for item in found if item.name != _NOTE
    ):
        return unreadable
    return found or msg("The card is empty.")


def _keep_as_note(found: list[Property], line: str, version: str) -> None:
    """Behind a note the line goes on with it; behind a picture it is a piece of that."""
    last = found[-1] if found else None
    if last is not None and last.name == _NOTE:
        found[-1] = replace(last, value=f"{last.value}\n{line}")
    elif last is None or last.name not in PICTURES:
        found.append(Property(_NOTE, line, _NO_PARAMETERS, None, version))


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """(number of the line within the card, logical line); a nested card is left out."""
    first, logical, depth = 1, "", 0
    for number, line in enumerate(lines, start=1):
        mark = line.strip().upper()
        depth += mark == "BEGIN:VCARD"
        if depth:
            depth -= mark == "END:VCARD"
        elif logical.endswith("=") and _is_quoted_printable(logical):
            logical = logical[:-1] + line  # a blank at its beginning is the text's own
        elif line[:1] in (" ", "\t"):
            logical += line.strip() if _is_base64(logical) else line[1:]
        elif logical and _BASE64_LINE.match(line) and _is_base64(logical):
            logical += line
        else:
            if logical.strip():
                yield first, logical
            first, logical = number, line
    if logical.strip():
        yield first, logical


def _is_quoted_printable(line: str) -> bool:
    return _QUOTED_PRINTABLE.search(line.partition(":")[0]) is not None


def _is_base64(line: str) -> bool:
    return _BASE64.search(line[:200].partition(":")[0]) is not None


def _parameters(head: str) -> dict[str, tuple[str, ...]]:
    """``;TYPE=cell,voice;PREF`` to ``{"TYPE": ("cell", "voice", "PREF")}``: 2.1 leaves out the
    name of the parameter."""
    found: dict[str, tuple[str, ...]] = {}
    for piece in _PARAMETER.findall(head):
        if (own := _OWN_LABEL.fullmatch(piece)) is not None:
            found[_LABEL] = (_text(quopri.decodestring(own[2].encode()), own[1]),)
            continue
        name, equals, value = piece.partition("=")
        if not equals:
            bare = name.strip().upper()
            known = "ENCODING" if bare in ("QUOTED-PRINTABLE", "BASE64", "8BIT") else "TYPE"
            name, value = known, name
        # Version 4.0 puts lists into quotes as well: TYPE="work,voice".
        values = tuple(word.strip() for word in value.replace('"', "").split(",") if word.strip())
        key = name.strip().upper()
        found[key] = found.get(key, ()) + values
    return found


def _decoded(value: str, parameters: Mapping[str, tuple[str, ...]]) -> str:
    encoding = parameters["ENCODING"][0].upper() if parameters["ENCODING"] else ""
    if encoding == "QUOTED-PRINTABLE":
        if ";" in value:  # an encoded semicolon beside written ones belongs to a component
            value = re.sub("=3b", "=5C=3B", value, flags=re.IGNORECASE)
        data = quopri.decodestring(value.encode("utf-8"))
    elif encoding in ("B", "BASE64"):
        try:
            data = base64.b64decode(value, validate=False)
        except binascii.Error:
            return value
    else:
        return value
    return _text(data, next(iter(parameters.get("CHARSET", ())), None))


def _text(data: bytes, charset: str | None) -> str:
    if charset is not None:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass  # writers claim a charset that they do not keep to
    return decode(data).text() if data else ""
