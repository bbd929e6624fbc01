"""Every sentence of the program is translated into Russian and Polish, finished and in all forms.

The sentences are read from the source as ``dev.py messages`` does; a translator's unfinished work
fails here with the list of what is missing.
"""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {**DEFAULT_KEYWORDS, "msg": None, "nmsg": (1, 2)}
TRANSLATED = ("ru", "pl")
PLURAL_FORMS = {"ru": 3, "pl": 3}
_TORN = re.compile(r"\{number\} [^\W\d_]")


@cache
def sentences(folder: Path = ROOT / "crm_desktop") -> Catalog:
    """What the source in ``folder`` says, in English."""
    catalogue = Catalog()
    for file, line, message, _comments, _context in extract_from_dir(
        folder, keywords=KEYWORDS, comment_tags=()
    ):
        catalogue.add(message, locations=[(file, line)])
    return catalogue


@cache
def translations(language: str) -> Catalog:
    path = ROOT / "resources" / "translations" / language / "LC_MESSAGES" / "crm_desktop.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def unfinished(sentence: Message, translation: Message | None, forms: int) -> str | None:
    """What is wrong with the translation of a sentence; ``None`` when it is finished."""
    if translation is None or not translation.id:
        return "missing"
    texts = [translation.string] if isinstance(translation.string, str) else translation.string
    if not texts or not all(texts):
        return "missing"
    if translation.fuzzy:
        return "marked fuzzy"
    if sentence.pluralizable and len(texts) != forms:
        return f"{len(texts)} plural forms of {forms}"
    original = [sentence.id] if isinstance(sentence.id, str) else sentence.id
    allowed = set().union(*map(placeholders, original))
    needed = allowed - {"number"} if sentence.pluralizable else allowed
    if not all(needed <= placeholders(text) <= allowed for text in texts):
        return "other placeholders than the English"
    is_torn = sentence.pluralizable and any(_TORN.search(text) for text in texts)
    return "a line may break between the number and what is counted" if is_torn else None


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    "line",
    [
        '_("Saved {name}.")',
        'N_("Saved {name}.")',
        'msg("Saved {name}.", name=name)',
        'ngettext("Saved {name}.", "Saved {number}.", number)',
        'nmsg("Saved {name}.", "Saved {number}.", number, name=name)',
    ],
)
def test_every_way_to_say_a_sentence_is_found(line: str, tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(line, encoding="utf-8")
    assert "Saved {name}." in sentences(tmp_path)


def test_no_sentence_hides_in_an_f_string() -> None:
    """Babel does not look into them before Python 3.12: they would stay English."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "crm_desktop").rglob("*.py")
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "ngettext", "msg", "nmsg")
        and isinstance(call.args[0], ast.Constant)
    ]
    assert not hidden


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    catalogue = translations(language)
    problems = []
    for sentence in sentences():
        if not sentence.id:
            continue  # the header
        problem = unfinished(sentence, catalogue.get(sentence.id), PLURAL_FORMS[language])
        if problem:
            text = sentence.id if isinstance(sentence.id, str) else sentence.id[0]
            place = Path(sentence.locations[0][0]).as_posix()
            problems.append(f"{place}:{sentence.locations[0][1]}: {problem}: {text}")
    assert not problems, f"{len(problems)} sentences in {language}:\n" + "\n".join(problems)


@pytest.mark.parametrize(
    ("english", "translation", "problem"),
    [
        ("Saved.", Message("Saved.", "Сохранено."), None),
        ("Saved.", None, "missing"),
        ("Saved.", Message("Saved.", ""), "missing"),
        ("Saved.", Message("Saved.", "Сохранено.", flags=["fuzzy"]), "marked fuzzy"),
        ("Hi {name}", Message("Hi {name}", "Hi {nam}"), "other placeholders than the English"),
        (("{number} row", "{number} rows"), Message(("a", "b"), ("x", "y")), "2 plural forms of 3"),
        (("{number} row", "{number} rows"), Message(("a", "b"), ("x", "", "z")), "missing"),
        (("One row", "{number} rows"), Message(("a", "b"), ("x", "{number}", "z")), None),
        (
            ("{number} row", "{number} rows"),
            Message(("a", "b"), ("{number} x", "{number}\u00a0y", "{number}\u00a0z")),
            "a line may break between the number and what is counted",
        ),
    ],
)
def test_an_unfinished_translation_is_noticed(
    english: str | tuple[str, str], translation: Message | None, problem: str | None
) -> None:
    assert unfinished(Message(english), translation, 3) == problem
