"""What stands in the palette for what was typed: lines in groups that keep their places.

Pure; called by ``palette.py`` on the GUI thread. The order of records is that of the search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import fold
from crm_desktop.core.text.search_terms import interpret
from crm_desktop.gui.shell.commands import Command
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.features.search.rows import SearchHit

CONTACT, COMPANY = "contact", "company"
MOST_RECENT = 6
_MOST_OF_A_GROUP = 12


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
    ``spans`` which parts of the title were found. ``keys`` are shown at the right."""

    title: str
    subtitle: str = ""
    icon: str = ""
    keys: str = ""
    record: RecordRef | None = None
    command: str = ""
    run: Callable[[], object] | None = None
    is_heading: bool = False
    is_blacklisted: bool = False
    spans: tuple[tuple[int, int], ...] = ()

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
    below = ", ".join(filter(None, dict.fromkeys((hit.subtitle, hit.match))))
    return Line(
        title,
        below,
        record=RecordRef(hit.kind, hit.id),
        is_blacklisted=hit.blacklisted,
        spans=found_spans(hit.title, sought),
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


def group(hits: Sequence[SearchHit], commands: Sequence[Line], sought: str) -> list[Line]:
    """All lines: the best match first, then companies, people and commands, each under its
    heading and always in this order."""
    groups: dict[str, list[Line]] = {_("Companies"): [], _("People"): []}
    for hit in hits:
        groups[_("Companies") if hit.kind == COMPANY else _("People")].append(
            record_line(hit, sought)
        )
    groups[_("Commands")] = list(commands)
    best = _best(hits, commands, sought)
    shown = {title: members for title, members in groups.items() if members}
    lines: list[Line] = []
    if best is not None and next(iter(shown.values()))[0] != best:
        lines = [heading(_("Best match")), best]
    for title, members in shown.items():
        rest = [line for line in members[:_MOST_OF_A_GROUP] if line not in lines]
        lines += [heading(title), *rest] if rest else []
    return lines


def _best(hits: Sequence[SearchHit], commands: Sequence[Line], sought: str) -> Line | None:
    """The best record, unless a command is named in full."""
    if commands and (not hits or fold(commands[0].title) == fold(sought)):
        return commands[0]
    return record_line(hits[0], sought) if hits else None


def heading(title: str) -> Line:
    """The title of a group."""
    return Line(title, is_heading=True)
