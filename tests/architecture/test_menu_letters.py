"""No two entries of a menu, and no two parts of a dialog, have the same letter to be chosen by, in
any of the three languages, and every letter is one key of the language's keyboard.

The words are read out of the code: what one function adds to one menu stands together, unless it
stands in different branches of a condition. ``TOGETHER`` are entries of several functions,
``DIALOGS`` the modules that make a dialog, and what stands in its foot.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import pytest

from crm_desktop.core.i18n import current_language, gettext, set_language

GUI = Path(__file__).parents[2] / "crm_desktop" / "gui"
ROW = ("&Open", "In a n&ew window", "&Change…", "&Pin to favourites", "Cop&y")
CARD = ("In a n&ew window", "&History of changes…", "Cop&y", "&Note", "&Task", "Ta&gs…", "&Owner…")
MANY = ("&Task", "Ta&gs…", "O&wner…", "&Status…", "&Field…", "E&xport…", "&Archive")
ON_BOARD = ("&Plan the next step", "&Move to", "Wo&n", "&Lost…", "&Tags…", "O&wner…")
REQUEST = ("Accept the &request", "Attach the req&uest…", "Re&ject the request…")
INTO_DEAL = "Put &into a deal…"
TOGETHER = (
    (*ROW, "&Task", "Ta&gs…", "O&wner…", INTO_DEAL, "&Archive"),
    (*ROW, "&Bring back", "&Delete…"),
    (*CARD, INTO_DEAL, "&Archive", "Put on the &blacklist…"),
    (*CARD, INTO_DEAL, "&Restore", "&Delete", "Take off the &blacklist"),
    (*CARD, "&Archive", "&Won", "&Lost…"),
    (*CARD, "&Archive", "&Bring back to work"),
    (*CARD, "&Archive", *REQUEST),
    (*ROW, *REQUEST, "&Move to", "&Task", "Ta&gs…", "O&wner…", "&Archive"),
    (*ROW, "&Move to", "Wo&n", "&Lost…", "&Task", "Ta&gs…", "O&wner…", "&Archive"),
    ("&Open", "In a n&ew window", *REQUEST, *ON_BOARD[1:2], *ON_BOARD[4:], "&Copy the link"),
    (*MANY, INTO_DEAL, "Co&mpany…", "Cop&y as a table"),
    ("&Bring back", "&Delete…", "Cop&y as a table"),
    (*MANY, INTO_DEAL, "Co&mpany…", "Cop&y"),
    (*MANY, "&Move to", "Wo&n", "&Lost…"),
    ("&Open", "In a n&ew window", *ON_BOARD, "&Copy the link", "&Archive"),
    ("Expect &in", "&Open", "In a n&ew window", *ON_BOARD, "&Copy the link", "&Archive"),
    (*MANY, "&Move to", "Expect &in", "Wo&n", "&Lost…"),
)
DIALOGS = {
    "pages/contacts/form.py": ("All &fields",),
    "pages/companies/form.py": ("All &fields",),
    "pages/products/form.py": ("All &fields",),
    "pages/deals/new_deal.py": ("All &fields",),
    "pages/first_run/office.py": (),
    "pages/importing/columns_step.py": ("&Back", "&Import all"),
    "pages/importing/result_step.py": ("&Take the import back", "&Done"),
    "shell/conflicts.py": (),
    "shell/password.py": (),
}
# Without those that stand on no key of their own, and those of accents.
KEYS = {
    "ru": "абвгдежзийклмнопрстуфхцчшщыэюя",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "pl": "abcdefghijklmnopqrstuvwxyz",
}


@dataclass(frozen=True)
class Words:
    """Words with a letter: the menu they are added to, and the branches in which they stand."""

    text: str
    menu: str
    branches: tuple[tuple[int, str], ...]

    def meets(self, other: Words) -> bool:
        mine = dict(self.branches)
        is_apart = any(mine.get(key, name) != name for key, name in other.branches)
        return self.menu == other.menu and self.text != other.text and not is_apart


def words_in(
    node: ast.AST, menu: str = "menu", branches: tuple[tuple[int, str], ...] = ()
) -> Iterator[Words]:
    if isinstance(node, ast.Call):
        holder = node.func.value if isinstance(node.func, ast.Attribute) else [*node.args, None][0]
        if isinstance(node.func, ast.Name) and node.func.id == "_":
            [given] = node.args
            text = given.value if isinstance(given, ast.Constant) else None
            if isinstance(text, str) and "&" in text:
                yield Words(text, menu, branches)
        elif isinstance(holder, ast.Name):
            menu = holder.id
    for name, part in ast.iter_fields(node):
        is_branch = isinstance(node, (ast.If, ast.IfExp)) and name in ("body", "orelse")
        inner = (*branches, (id(node), name)) if is_branch else branches
        for child in part if isinstance(part, list) else [part]:
            if isinstance(child, ast.AST):
                yield from words_in(child, menu, inner)


@lru_cache(maxsize=1)
def pairs() -> frozenset[tuple[str, str]]:
    """Words that stand in one menu."""
    found = {pair for menu in TOGETHER for pair in combinations(menu, 2)}
    for path in GUI.rglob("*.py"):
        source = path.read_text("utf-8")
        if "QMenu" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                met = combinations(words_in(node), 2)
                found |= {(one.text, other.text) for one, other in met if one.meets(other)}
    return frozenset(found)


@lru_cache(maxsize=1)
def words_of_dialogs() -> tuple[frozenset[str], ...]:
    """Words that stand in one dialog."""
    found = []
    for path, foot in DIALOGS.items():
        said = words_in(ast.parse((GUI / path).read_text("utf-8")))
        found.append(frozenset({*foot, *(one.text for one in said)}))
    return tuple(found)


@lru_cache(maxsize=1)
def marked_words() -> frozenset[str]:
    """All words that have a letter."""
    sources = (path.read_text("utf-8") for path in GUI.rglob("*.py"))
    marked = (source for source in sources if re.search("&[A-Za-z]", source))
    calls = (one for source in marked for one in ast.walk(ast.parse(source)))
    given = (
        part.value
        for one in calls
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
        if one.func.id in {"_", "msg", "ngettext"}
        for part in one.args[:1]
        if isinstance(part, ast.Constant)
    )
    return frozenset(one for one in given if isinstance(one, str) and letter(one).strip())


@pytest.fixture(params=["ru", "en", "pl"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """A language that is spoken meanwhile."""
    before = current_language()
    set_language(request.param)
    yield request.param
    set_language(before)


def letter(words: str) -> str:
    return words.partition("&")[2][:1].casefold()


@pytest.mark.usefixtures("language")
def test_letters_of_a_menu_differ() -> None:
    said = {(gettext(one), gettext(other)) for one, other in pairs()}
    assert not {(a, b) for a, b in said if letter(a) == letter(b) != ""}


@pytest.mark.usefixtures("language")
def test_letters_of_a_dialog_differ() -> None:
    said = [
        (gettext(one), gettext(other))
        for words in words_of_dialogs()
        for one, other in combinations(sorted(words), 2)
    ]
    assert not {(a, b) for a, b in said if letter(a) == letter(b) != ""}


def test_every_letter_is_one_key(language: str) -> None:
    assert marked_words()
    said = {gettext(one) for one in marked_words()}
    assert not {one for one in said if letter(one) not in KEYS[language]}
