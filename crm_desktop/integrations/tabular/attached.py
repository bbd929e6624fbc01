"""What an XLSX workbook keeps beside the texts of its cells: links behind them, and comments.

Called by ``sheets`` on the import's thread, with bytes that ``containers`` has looked through: no
part of them declares entities. The spreadsheet library reads neither. Parts that have any are told
by the sheet's relationships (ECMA-376, part 2, 9.3), a few hundred bytes, so a sheet without them
costs nothing; of a sheet with links the part is unpacked once more, up to its end, where they are.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from xml.parsers import expat

from crm_desktop.integrations.tabular import limits
from crm_desktop.integrations.tabular.table import COMMENT, LINK

Places = Mapping[tuple[int, int], list[tuple[str, str]]]
"""(``LINK`` or ``COMMENT``, text) by row and column of the sheet, both from 0."""

_WORKBOOK = "xl/workbook.xml"
_WORKBOOK = "xl/workbook.xml"
Found = defaultdict[tuple[int, int], list[tuple[str, str]]]
"""``Places`` while they are read."""

_BLOCK = 1 << 20
# Broken XML, an unknown encoding or a missing part, and a document type, which nobody writes there.
UNREADABLE = (expat.ExpatError, LookupError, ValueError)
_LINKS = re.compile(rb"<(?:\w+:)?hyperlinks\b")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")
_MOST_OF_ONE = 10_000  # cells that share one link
# What Excel writes for older programs where a thread of comments stands in a part of its own.
_FOR_OLD_PROGRAMS = "[Threaded comment]"
_ANSWERS = "\n"


def read_attached(data: bytes) -> dict[str, Places]:
    """What is attached to the cells of each sheet, by the sheet's name; a part that can't be read
    has nothing: the cells themselves are worth more."""
    found: dict[str, Places] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive, suppress(*UNREADABLE):
        names = set(archive.namelist())
        for sheet, part in _sheets(archive, names):
            places: Found = defaultdict(list)
            with suppress(*UNREADABLE):
                _read(archive, names, part, places)
            if places:
                found[sheet] = places
    return found


def _sheets(archive: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    """The name and the part of each sheet that relates to others."""
    targets = {key: target for key, _kind, target, _out in _relations(archive, names, _WORKBOOK)}
    told: list[tuple[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) == "sheet":
            told.append((attributes.get("name", ""), _of_relation(attributes)))

    parse_part(blocks_of(archive, _WORKBOOK), start)
    for name, key in told:
        part = targets.get(key, "")
        if part in names and _relations_of(part) in names:
            yield name, part


def _read(archive: zipfile.ZipFile, names: set[str], part: str, places: Found) -> None:
    related = list(_relations(archive, names, part))
    links = {key: target for key, kind, target, out in related if kind == "hyperlink" and out}
    if links:
        _read_links(archive, part, links, places)
    people = {target for _key, kind, target, _out in related if kind == "threadedComment"}
    plain = {target for _key, kind, target, _out in related if kind == "comments"}
    for target in people & names:
        _read_threads(archive, target, places)
    threads = {place for place, told in places.items() if any(kind == COMMENT for kind, _ in told)}
    for target in plain & names:
        _read_comments(archive, target, places, threads)


def _read_links(
    archive: zipfile.ZipFile, part: str, links: Mapping[str, str], places: Found
) -> None:
    def start(tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) == "hyperlink" and (link := links.get(_of_relation(attributes))):
            for place in _cells_of(attributes.get("ref", "")):
                note(places, place, LINK, link)

    parse_part(_from_links_on(archive, part), start, until="hyperlinks")


def _from_links_on(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The end of a sheet from its links on; a document of its own, as far as its first element."""
    rest = b""
    blocks = blocks_of(archive, part)
    for block in blocks:
        window = rest + block
        if found := _LINKS.search(window):
            yield window[found.start() :]
            break
        rest = window[-64:]
    yield from blocks


def _read_comments(
    archive: zipfile.ZipFile, part: str, places: Found, threads: set[tuple[int, int]]
) -> None:
    """Comments as all programs write them; those that are only the shadow of a thread are left
    out."""
    known: dict[str, str] = {}
    texts: list[str] = []
    at: list[tuple[tuple[int, int] | None, str]] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = local_name(tag)
        inside.append(tag)
        if tag == "comment":
            texts.clear()
            author = known.get(attributes.get("authorId", ""), "")
            at[:] = [(next(iter(_cells_of(attributes.get("ref", ""))), None), author)]
        elif tag == "author":
            texts.clear()

    def end(tag: str) -> None:
        tag = local_name(tag)
        inside.pop()
        said = "".join(texts).strip()
        if tag == "author":
            known[str(len(known))] = said
        elif tag == "comment" and at:
            [(place, author)] = at
            if place is not None and place not in threads and _FOR_OLD_PROGRAMS not in said:
                # Excel puts who writes above what is written.
                own = said.removeprefix(f"{author}:").strip() if author else said
                note(places, place, COMMENT, own)

    def text(letters: str) -> None:
        if inside and inside[-1] in ("t", "author") and "rPh" not in inside:
            texts.append(letters)

    parse_part(blocks_of(archive, part), start, end, text)


def _read_threads(archive: zipfile.ZipFile, part: str, places: Found) -> None:
    """Comments with the answers to them, in the order they were given."""
    texts: list[str] = []
    at: list[tuple[int, int] | None] = []
    is_text: list[bool] = [False]
    threads: dict[tuple[int, int], list[str]] = defaultdict(list)

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) == "threadedComment":
            texts.clear()
            at[:] = [next(iter(_cells_of(attributes.get("ref", ""))), None)]
        is_text[0] = local_name(tag) == "text"

    def end(tag: str) -> None:
        is_text[0] = False
        if local_name(tag) == "threadedComment" and at and at[0] is not None:
            threads[at[0]].append("".join(texts).strip())

    def text(letters: str) -> None:
        if is_text[0]:
            texts.append(letters)

    parse_part(blocks_of(archive, part), start, end, text)
    for place, told in threads.items():
        note(places, place, COMMENT, _ANSWERS.join(filter(None, told)))


def note(places: Found, place: tuple[int, int], kind: str, text: str) -> None:
    """Keep what hangs at a cell, as far as there is room."""
    if text and len(places) < limits.MAX_ATTACHED:
        places[place].append((kind, text[: limits.MAX_ATTACHED_CHARACTERS]))


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _relations(
    archive: zipfile.ZipFile, names: set[str], part: str
) -> Iterator[tuple[str, str, str, bool]]:
    """(id, kind, target, whether that lies outside) of each relation of a part; what lies inside
    as the part it is."""
    told: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) == "Relationship" and len(told) < limits.MAX_ATTACHED:
            told.append(attributes)

    if _relations_of(part) in names:
        parse_part(blocks_of(archive, _relations_of(part)), start)
    for one in told:
        target, is_outside = one.get("Target", ""), one.get("TargetMode") == "External"
        if not is_outside:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))[1:]
        yield one.get("Id", ""), one.get("Type", "").rsplit("/", 1)[-1], target, is_outside


def parse_part(
    blocks: Iterator[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    *,
    until: str = "",
) -> None:
    """Read a part as it streams by, no further than the end of the element ``until``."""
    parser = expat.ParserCreate()
    is_over = False

    def ended(tag: str) -> None:
        nonlocal is_over
        is_over = is_over or local_name(tag) == until
        if end is not None:
            end(tag)

    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = ended
    if text is not None:
        parser.CharacterDataHandler = text
    for block in blocks:
        try:
            parser.Parse(block)
        except expat.ExpatError:
            if is_over:  # what follows is another element, which no document has
                return
            raise
        if is_over and until:
            return


def _refuse(*_declared: object) -> None:
    raise ValueError("a document type in a part of a workbook")


def blocks_of(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The unpacked part, a megabyte at a time."""
    with archive.open(part) as opened:
        while block := opened.read(_BLOCK):
            yield block


def local_name(tag: str) -> str:
    """Of a tag or an attribute, whatever the file calls its namespace."""
    return tag.rpartition(":")[2]


def _of_relation(attributes: Mapping[str, str]) -> str:
    """``r:id``, whatever the file calls the namespace."""
    return next((value for name, value in attributes.items() if name.endswith(":id")), "")


def _cells_of(reference: str) -> Iterator[tuple[int, int]]:
    """The cells of ``B2`` or ``B2:C9``, row and column from 0; of a large area the first alone."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return
    top, left = int(found[2]) - 1, _column(found[1])
    bottom = int(found[4]) - 1 if found[4] else top
    right = _column(found[3]) if found[3] else left
    if (bottom - top + 1) * (right - left + 1) > _MOST_OF_ONE:
        bottom, right = top, left
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield row, column


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
