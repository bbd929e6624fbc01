"""What stands in the palette for what was typed: lines in groups that keep their places.

Pure; called by ``palette.py`` on the GUI thread. The order of records is that of the search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import fold, sign_of
from crm_desktop.core.text.search_terms import SearchQuery, interpret
from crm_desktop.core.values.money import format_money
from crm_desktop.features.common.list_entities import is_list_entity
from crm_desktop.gui.shell.commands import RUN_SIGN, Command
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.features.search.rows import SearchHit
    from crm_desktop.gui.kit.fields_pane import RecordText

T = TypeVar("T")
CONTACT, COMPANY, DEAL, PRODUCT = "contact", "company", "deal", "product"
ENTRY = "list_entry"
ACTIVITY, FILE = "activity", "file"
_ICONS = {DEAL: "handshake", PRODUCT: "package", ENTRY: "list-bullets"}
MOST_RECENT = 6
# So many records of each kind are to be seen at once: two of each leave room for the actions below
# them; the fewer kinds have such a name, the more of each.
MOST_OF_A_GROUP = 5
_LEAST_OF_A_GROUP, _TOGETHER = 2, 8
# Fewer digits stand in any number by chance.
_FEWEST_DIGITS = 3
_BETWEEN_DIGITS = late_pattern(r"[\s+().-]")
# At each key the same titles are compared with the same words, line by line.
_meant, _folded = lru_cache(maxsize=8)(interpret), lru_cache(maxsize=1_024)(fold)


class Scope(Enum):
    """What is sought. Some are chosen by the sign that is typed first, all by the row of chips."""

    ALL = ""
    COMMANDS = RUN_SIGN
    PEOPLE = "@"
    DEALS = "#"
    PLACES = "/"
    COMPANIES = "companies"
    PRODUCTS = "products"
    ENTRIES = "entries"
    TEXTS = "texts"
    FILES = "files"

    @property
    def sign(self) -> str:
        """What is typed for it, if there is a sign."""
        return self.value if self in _SIGNED else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The kinds of records that are sought by their names, which is answered first."""
        return {
            Scope.ALL: (CONTACT, COMPANY, DEAL, PRODUCT, ENTRY),
            Scope.PEOPLE: (CONTACT,),
            Scope.COMPANIES: (COMPANY,),
            Scope.DEALS: (DEAL,),
            Scope.PRODUCTS: (PRODUCT,),
            Scope.ENTRIES: (ENTRY,),
        }.get(self, ())

    @property
    def texts(self) -> tuple[str, ...]:
        """The kinds that are sought by their words, which is answered later."""
        return {
            Scope.ALL: (ACTIVITY, FILE),
            Scope.TEXTS: (ACTIVITY,),
            Scope.FILES: (FILE,),
        }.get(self, ())


_SIGNED = (Scope.COMMANDS, Scope.PEOPLE, Scope.DEALS, Scope.PLACES)


@dataclass(frozen=True)
class Line:
    """One line. A heading has nothing to run; ``record`` or ``command`` say what is meant, and
    ``opens`` what is opened for something that hangs on a record, there to be shown as ``item``.
    ``spans`` and ``below_spans`` are the parts of title and subtitle that were found. ``keys`` and
    ``aside`` are shown at the right; ``more`` in a heading leads to the rest of its group;
    ``locked`` says why the person may not do it."""

    title: str
    subtitle: str = ""
    icon: str = ""
    keys: str = ""
    more: str = ""
    record: RecordRef | None = None
    opens: RecordRef | None = None
    item: str = ""
    aside: str = ""
    command: str = ""
    run: Callable[[], object] | None = None
    is_heading: bool = False
    is_blacklisted: bool = False
    is_archived: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    below_spans: tuple[tuple[int, int], ...] = ()
    locked: str = ""

    @property
    def spoken(self) -> str:
        """The line for the ear."""
        return ", ".join(filter(None, (self.title, self.subtitle, self.aside, self.keys)))

    @property
    def target(self) -> RecordRef | None:
        """The record that Enter opens."""
        return self.record or self.opens

    def under_lock(self, reason: str) -> Line:
        """The line as it stands there for somebody who may not do it, for this reason."""
        if not reason:
            return self
        return replace(self, icon="lock-simple", keys="", aside=reason, locked=reason)

    def is_same(self, other: Line) -> bool:
        """Whether it means what ``other`` meant, in an answer that knows more."""
        mine = (self.title, self.subtitle, self.target, self.item, self.command)
        theirs = (other.title, other.subtitle, other.target, other.item, other.command)
        return mine == theirs and self.is_heading == other.is_heading


def split(text: str) -> tuple[Scope, str]:
    """The scope and the rest of what was typed."""
    text = text.lstrip()
    for scope in _SIGNED:
        if text.startswith(scope.value):
            return scope, text[1:].strip()
    return Scope.ALL, text.strip()


def find_commands(commands: Iterable[Command], sought: str) -> list[Command]:
    """The commands whose titles hold all words sought."""
    return find_titled(commands, sought, lambda command: (command.words,))


def find_titled(things: Iterable[T], sought: str, titles: Callable[[T], Iterable[str]]) -> list[T]:
    """The things of which a title holds all words sought: whole titles first, then beginnings of
    words, then inner parts, then those through another keyboard layout."""
    query = _meant(sought)
    ranked: list[tuple[int, T]] = []
    for thing in things:
        ranks = [_rank_of(_folded(title), query) for title in titles(thing)]
        rank = min((rank for rank in ranks if rank is not None), default=None)
        if rank is not None:
            ranked.append((rank, thing))
    return [thing for _rank_, thing in sorted(ranked, key=lambda pair: pair[0])]


def _rank_of(title: str, query: SearchQuery) -> int | None:
    rank = _rank(title, query.words)
    if rank is None and any(_rank(title, variant) is not None for variant in query.variants):
        return 3
    return rank


def _rank(title: str, sought: Sequence[str]) -> int | None:
    if title == " ".join(sought):
        return 0
    if all(f" {word}" in f" {title}" for word in sought):
        return 1
    return 2 if all(len(word) > 1 and word in title for word in sought) else None


def command_lines(
    commands: Iterable[Command], keys: Callable[[str], str], sought: str
) -> list[Line]:
    """Lines of commands, with their keys."""
    return [
        Line(
            command.words.removesuffix("…"),
            icon=command.icon or "caret-right",
            keys=keys(command.id),
            command=command.id,
            spans=found_spans(command.words, sought),
        )
        for command in commands
    ]


def kind_of(hit: SearchHit) -> str:
    """What kind of record was found, entries of all custom lists alike."""
    return ENTRY if is_list_entity(hit.kind) else hit.kind


def record_line(hit: SearchHit, sought: str) -> Line:
    """A record found; below its name what says who it is, or where the search stands."""
    title = _shown_title(hit.title, is_archived=hit.archived)
    more = "" if hit.match in hit.subtitle else hit.match
    below = ", ".join(filter(None, (hit.subtitle, more)))
    return Line(
        title,
        below,
        icon=_ICONS.get(kind_of(hit), ""),
        aside=format_money(hit.amount) if hit.amount is not None else "",
        record=RecordRef(hit.kind, hit.id),
        is_blacklisted=hit.blacklisted,
        is_archived=hit.archived,
        spans=found_spans(hit.title, sought),
        below_spans=found_spans(below, sought) if hit.match else (),
    )


def known_line(record: RecordRef, text: RecordText) -> Line:
    """A record that is not sought but known, from its words."""
    return Line(
        _shown_title(text.title, is_archived=text.is_archived),
        text.subtitle,
        record=record,
        is_archived=text.is_archived,
        is_blacklisted=text.is_blacklisted,
    )


def _shown_title(title: str, *, is_archived: bool) -> str:
    return _("{name} (in the archive)").format(name=title) if is_archived else title


def found_spans(text: str, sought: str) -> tuple[tuple[int, int], ...]:
    """Where the words sought (also as on the other keyboard) begin words of ``text``; digits
    wherever they stand in a number, however it is grouped."""
    if number := _digits_found(text, sought):
        return number
    query = _meant(sought)
    folded = "".join(map(sign_of, text))
    for each in (query.words, *query.variants):
        spans = sorted(_span(folded, word) for word in each)
        if spans and spans[0][0] >= 0 and all(a[1] <= b[0] for a, b in pairwise(spans)):
            return tuple(spans)
    return ()


def _digits_found(text: str, sought: str) -> tuple[tuple[int, int], ...]:
    number = _BETWEEN_DIGITS.sub("", sought)
    if len(number) < _FEWEST_DIGITS or not number.isdecimal():
        return ()
    places = [place for place, sign in enumerate(text) if sign.isdecimal()]
    digits = "".join(text[place] for place in places)
    # Numbers are shown with the country’s sign, which people type as 8 or leave out.
    for wanted in (number, number[1:] if number[0] == "8" else number):
        if len(wanted) >= _FEWEST_DIGITS and (at := digits.find(wanted)) >= 0:
            return ((places[at], places[at + len(wanted) - 1] + 1),)
    return ()


def _span(folded: str, word: str) -> tuple[int, int]:
    at = f" {folded}".find(f" {word}")
    at = at if at >= 0 else folded.find(word)
    return at, at + len(word)


@dataclass(frozen=True)
class Found:
    """All that was found so far: records by their names, what hangs on them by its words, places,
    what can be done now, commands. ``is_cut``: more records than these have such a name."""

    hits: Sequence[SearchHit] = ()
    texts: Sequence[Line] = ()
    files: Sequence[Line] = ()
    places: Sequence[Line] = ()
    actions: Sequence[Line] = ()
    commands: Sequence[Line] = ()
    is_cut: bool = False
    is_cut_below: bool = False

    def count(self) -> dict[Scope, str]:
        """How much each scope holds, as far as it is known."""
        kinds = Counter(map(kind_of, self.hits))
        rest = len(self.texts) + len(self.files) + len(self.places) + len(self.commands)
        is_cut_anywhere = self.is_cut or self.is_cut_below
        return {
            Scope.ALL: _at_least(len(self.hits) + rest, is_cut=is_cut_anywhere),
            Scope.PEOPLE: _at_least(kinds[CONTACT], is_cut=self.is_cut),
            Scope.COMPANIES: _at_least(kinds[COMPANY], is_cut=self.is_cut),
            Scope.DEALS: _at_least(kinds[DEAL], is_cut=self.is_cut),
            Scope.PRODUCTS: _at_least(kinds[PRODUCT], is_cut=self.is_cut),
            Scope.ENTRIES: _at_least(kinds[ENTRY], is_cut=self.is_cut),
            Scope.TEXTS: _at_least(len(self.texts), is_cut=self.is_cut_below),
            Scope.FILES: _at_least(len(self.files), is_cut=self.is_cut_below),
            Scope.PLACES: shown_number(len(self.places)),
            Scope.COMMANDS: shown_number(len(self.commands)),
        }


def _at_least(number: int, *, is_cut: bool) -> str:
    """``12``, ``12+`` of what is cut; nothing where not even one is known of what is cut."""
    if is_cut:
        return f"{shown_number(number)}+" if number else ""
    return shown_number(number)


def group(found: Found, sought: str, scope: Scope = Scope.ALL) -> list[Line]:
    """All lines: the best match first, then companies, people, deals, products and all others, each
    under its heading and always in this order. A group that is cut says how many more there are, at
    least if the search itself was cut; the scope that widens it stands in ``keys``."""
    firms = [record_line(hit, sought) for hit in found.hits if hit.kind == COMPANY]
    people = [record_line(hit, sought) for hit in found.hits if hit.kind == CONTACT]
    deals = [record_line(hit, sought) for hit in found.hits if hit.kind == DEAL]
    goods = [record_line(hit, sought) for hit in found.hits if hit.kind == PRODUCT]
    entries = [record_line(hit, sought) for hit in found.hits if kind_of(hit) == ENTRY]
    groups: tuple[tuple[str, Scope, Sequence[Line], bool], ...] = (
        (_("Companies"), Scope.COMPANIES, firms, found.is_cut),
        (_("People"), Scope.PEOPLE, people, found.is_cut),
        (_("Deals"), Scope.DEALS, deals, found.is_cut),
        (_("Products"), Scope.PRODUCTS, goods, found.is_cut),
        (_("Lists"), Scope.ENTRIES, entries, found.is_cut),
        (_("Notes and tasks"), Scope.TEXTS, found.texts, found.is_cut_below),
        (_("Files"), Scope.FILES, found.files, found.is_cut_below),
        (_("Places"), Scope.PLACES, found.places, False),
        (_("Actions"), Scope.ALL, found.actions, False),
        (_("Commands"), Scope.COMMANDS, found.commands, False),
    )
    shown = [each for each in groups if each[2]]
    best = _best(found, sought)
    room = _room(len(set(map(kind_of, found.hits))))
    lines: list[Line] = []
    if best is not None and not shown[0][2][0].is_same(best):
        lines = [heading(_("Best match")), best]
    for title, own_scope, members, is_cut in shown:
        most = room if scope is Scope.ALL else len(members)
        rest = [line for line in members if line not in lines]
        title_line = heading(title)
        if len(rest) > most:
            number = shown_number(len(rest) - most) + "+" * is_cut
            words = _("{number} more").format(number=number)
            title_line = replace(title_line, more=words, keys=own_scope.value)
        lines += [title_line, *rest[:most]] if rest else []
    return lines


def _room(kinds: int) -> int:
    """How many lines a group shows where so many kinds are called so. Texts, which are answered
    later, change nothing of it: what stands there does not move."""
    return min(MOST_OF_A_GROUP, max(_LEAST_OF_A_GROUP, _TOGETHER // max(1, kinds)))


def _best(found: Found, sought: str) -> Line | None:
    """The best record, one that is called so before one that only mentions it; a place or a
    command if it is named in full."""
    titled = [*found.places, *found.commands]
    exact = next((line for line in titled if fold(line.title) == fold(sought)), None)
    if exact is not None:
        return exact
    if not found.hits:
        return next(iter(titled), None)
    return record_line(best_hit(found.hits, sought), sought)


def best_hit(hits: Sequence[SearchHit], sought: str) -> SearchHit:
    """The first that is called so, else the first."""
    return next((hit for hit in hits if found_spans(hit.title, sought)), hits[0])


def heading(title: str, keys: str = "") -> Line:
    """The title of a group."""
    return Line(title, keys=keys, is_heading=True)
