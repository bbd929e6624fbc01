"""What stands in the palette for what was typed: lines in groups that keep their places.

Pure; called by ``palette.py`` on the GUI thread. The order of records is that of the search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import fold
from crm_desktop.core.text.search_terms import interpret
from crm_desktop.gui.shell.commands import Command
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.features.search.rows import SearchHit

CONTACT, COMPANY = "contact", "company"
MOST_RECENT = 6
_MOST_OF_A_GROUP = 5


class Scope(Enum):
    """What is sought, by the sign that was typed first."""

    ALL = ""
    COMMANDS = ">"
    PEOPLE = "@"
    PLACES = "/"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The entities among which records are sought; places are companies too."""
        return {
            Scope.ALL: (CONTACT, COMPANY),
            Scope.PEOPLE: (CONTACT,),
            Scope.PLACES: (COMPANY,),
        }.get(self, ())


@dataclass(frozen=True)
class Line:
    """One line. A heading has nothing to run; ``record`` or ``command`` say what is meant,
    ``spans`` and ``below_spans`` which parts of title and subtitle were found. ``keys`` are shown
    at the right; ``more`` in a heading leads to the rest of its group."""

    title: str
    subtitle: str = ""
    icon: str = ""
    keys: str = ""
    more: str = ""
    record: RecordRef | None = None
    command: str = ""
    run: Callable[[], object] | None = None
    is_heading: bool = False
    is_blacklisted: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    below_spans: tuple[tuple[int, int], ...] = ()

    @property
    def spoken(self) -> str:
        """The line for the ear."""
        return ", ".join(filter(None, (self.title, self.subtitle, self.keys)))


def split(text: str) -> tuple[Scope, str]:
    """The scope and the rest of what was typed."""
    text = text.lstrip()
    for scope in (Scope.COMMANDS, Scope.PEOPLE, Scope.PLACES):
        if text.startswith(scope.value):
            return scope, text[1:].strip()
    return Scope.ALL, text.strip()


def find_commands(commands: Iterable[Command], sought: str) -> list[Command]:
    """The commands whose titles hold all words sought: whole titles first, then beginnings of
    words, then inner parts, then those through another keyboard layout."""
    query = interpret(sought)
    ranked: list[tuple[int, Command]] = []
    for command in commands:
        title = fold(command.words)
        rank = _rank(title, query.words)
        if rank is None:
            in_variant = any(_rank(title, variant) is not None for variant in query.variants)
            rank = 3 if in_variant else None
        if rank is not None:
            ranked.append((rank, command))
    return [command for _rank_, command in sorted(ranked, key=lambda pair: pair[0])]


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


def record_line(hit: SearchHit, sought: str) -> Line:
    """A record found; below its name what says who it is, or where the search stands."""
    title = _("{name} (in the archive)").format(name=hit.title) if hit.archived else hit.title
    more = "" if hit.match in hit.subtitle else hit.match
    below = ", ".join(filter(None, (hit.subtitle, more)))
    return Line(
        title,
        below,
        record=RecordRef(hit.kind, hit.id),
        is_blacklisted=hit.blacklisted,
        spans=found_spans(hit.title, sought),
        below_spans=found_spans(below, sought) if hit.match else (),
    )


def found_spans(text: str, sought: str) -> tuple[tuple[int, int], ...]:
    """Where the words sought (also as on the other keyboard) begin words of ``text``."""
    query = interpret(sought)
    folded = "".join(fold(letter)[:1] or " " for letter in text)  # one sign for each
    for each in (query.words, *query.variants):
        spans = sorted(_span(folded, word) for word in each)
        if spans and spans[0][0] >= 0 and all(a[1] <= b[0] for a, b in pairwise(spans)):
            return tuple(spans)
    return ()


def _span(folded: str, word: str) -> tuple[int, int]:
    at = f" {folded}".find(f" {word}")
    at = at if at >= 0 else folded.find(word)
    return at, at + len(word)


def group(
    hits: Sequence[SearchHit],
    commands: Sequence[Line],
    sought: str,
    scope: Scope = Scope.ALL,
    *,
    is_cut: bool = False,
) -> list[Line]:
    """All lines: the best match first, then companies, people and commands, each under its
    heading and always in this order. A group that is cut says how many more there are, at least if
    the search itself ``is_cut``; the sign that widens it stands in ``keys``."""
    firms = [record_line(hit, sought) for hit in hits if hit.kind == COMPANY]
    people = [record_line(hit, sought) for hit in hits if hit.kind == CONTACT]
    groups = (
        (_("Companies"), Scope.PLACES, firms),
        (_("People"), Scope.PEOPLE, people),
        (_("Commands"), Scope.COMMANDS, list(commands)),
    )
    shown = [each for each in groups if each[2]]
    best = _best(hits, commands, sought)
    lines: list[Line] = []
    if best is not None and shown[0][2][0] != best:
        lines = [heading(_("Best match")), best]
    most = _MOST_OF_A_GROUP if scope is Scope.ALL else len(hits) + len(commands)
    for title, own_scope, members in shown:
        rest = [line for line in members if line not in lines]
        title_line = heading(title)
        if len(rest) > most:
            number = shown_number(len(rest) - most)
            if is_cut and own_scope is not Scope.COMMANDS:
                number += "+"
            words = _("{number} more").format(number=number)
            title_line = replace(title_line, more=words, keys=own_scope.value)
        lines += [title_line, *rest[:most]] if rest else []
    return lines


def _best(hits: Sequence[SearchHit], commands: Sequence[Line], sought: str) -> Line | None:
    """The best record, one that is called so before one that only mentions it; a command if it is
    named in full."""
    if commands and (not hits or fold(commands[0].title) == fold(sought)):
        return commands[0]
    named = (hit for hit in hits if found_spans(hit.title, sought))
    best = next(named, next(iter(hits), None))
    return record_line(best, sought) if best else None


def heading(title: str, keys: str = "") -> Line:
    """The title of a group."""
    return Line(title, keys=keys, is_heading=True)
