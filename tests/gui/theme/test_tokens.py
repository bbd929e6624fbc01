"""The tokens are whole, readable in every pair that meets on screen, and the only ones."""

from __future__ import annotations

import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from crm_desktop.core.paths import resources_folder
from crm_desktop.gui.kit.theme.theme import colour_of, colours_apart
from crm_desktop.gui.kit.theme.tokens import (
    TAG_COLOURS,
    Colours,
    TagColour,
    ThemeName,
    parse_colour,
    parse_tokens,
    tokens,
)

ROOT = Path(__file__).resolve().parents[3]
GUI = ROOT / "crm_desktop" / "gui"
THEMES: tuple[ThemeName, ThemeName] = ("light", "dark")
TEXT, MARK = 4.5, 3.0  # WCAG 2.1, 1.4.3 and 1.4.11
GROUNDS = (
    *("bg_window", "bg_sidebar", "bg_sunken", "surface", "surface_alt", "surface_raised"),
    *("hover", "selected"),
)
Pair = tuple[str, QColor, QColor, float]


def luminance(colour: QColor) -> float:
    """Relative luminance by WCAG 2.1."""
    linear = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def words(colours: Colours) -> Iterator[Pair]:
    """Texts and the grounds they stand on."""
    meetings = {
        ("text", "text_secondary", "text_tertiary"): (
            *GROUNDS,
            *("hover_sidebar", "selected_inactive", "selected_hover"),
        ),
        ("accent_text",): (
            *("surface", "bg_window", "surface_raised", "hover", "accent_tint", "bg_sunken"),
        ),
        ("accent_on",): (
            *("accent", "accent_hover", "accent_pressed"),
            *("success_fill", "danger_fill", "danger_hover"),
        ),
        (
            *("text_inverse", "text_inverse_2", "inverse_link"),
            *("inverse_success", "inverse_warning", "inverse_danger"),
        ): ("surface_inverse",),
        ("text",): ("highlight",),
    }
    for state in ("success", "warning", "danger"):
        meetings[(f"{state}_text",)] = (
            *("surface", "bg_window", f"{state}_tint", "surface_raised"),
            *("hover", "selected", "bg_sunken"),
        )
    for texts, grounds in meetings.items():
        for text in texts:
            for ground in grounds:
                name = f"{text} on {ground}"
                yield name, getattr(colours, text), getattr(colours, ground), TEXT


def lines(colours: Colours) -> Iterator[Pair]:
    """Marks and rings, which need less."""
    for mark in ("success", "warning", "danger", "accent", "border_strong", "focus"):
        yield f"{mark} on surface", getattr(colours, mark), colours.surface, MARK
    yield "focus on bg_sidebar", colours.focus, colours.bg_sidebar, MARK
    yield "focus on selected", colours.focus, colours.selected, MARK


def tag_pairs(tags: tuple[TagColour, ...], colours: Colours) -> Iterator[Pair]:
    for name, tag in zip(TAG_COLOURS, tags, strict=True):
        yield f"{name} text on its tint", tag.text, tag.tint, TEXT
        yield f"{name} text on surface", tag.text, colours.surface, TEXT
        yield f"{name} solid on surface", tag.solid, colours.surface, MARK
        yield f"{name} solid on bg_sunken", tag.solid, colours.bg_sunken, MARK


@pytest.mark.parametrize("more_contrast", [False, True])
@pytest.mark.parametrize("name", THEMES)
def test_whatever_meets_on_screen_can_be_told_apart(name: ThemeName, more_contrast: bool) -> None:
    colours = tokens().colours[name]
    if more_contrast:
        colours = colours.with_more_contrast()
    pairs = [*words(colours), *lines(colours), *tag_pairs(tokens().tags[name], colours)]
    weak = [
        f"{pair}: {contrast(one, other):.2f} < {least}"
        for pair, one, other, least in pairs
        if contrast(one, other) < least
    ]
    assert weak == []
    assert len(pairs) > 110


def test_more_contrast_makes_every_outline_as_strong_as_a_check_box() -> None:
    strong = tokens().colours["light"].with_more_contrast()
    assert strong.border == strong.border_input == strong.border_subtle == strong.border_strong
    assert strong.text_secondary == strong.text


def test_both_themes_have_every_colour_and_each_is_one() -> None:
    for colours in tokens().colours.values():
        for name, colour in colours._asdict().items():
            assert colour.isValid(), name


def test_a_token_nobody_knows_and_one_that_is_missing_are_refused() -> None:
    text = (resources_folder() / "themes" / "tokens.json").read_text(encoding="utf-8")
    extra, short = json.loads(text), json.loads(text)
    extra["light"]["surface.shiny"] = "#FFFFFF"
    del short["dark"]["focus"]
    for data in (extra, short):
        with pytest.raises(TypeError):
            parse_tokens(data)


def test_a_colour_may_be_translucent() -> None:
    scrim = parse_colour("rgba(20,24,31,0.38)")
    assert (scrim.red(), scrim.green(), scrim.blue(), scrim.alpha()) == (20, 24, 31, 97)


COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(\s*\d|\bhsl\(")
# Functions of Qt that make a colour from numbers or a name.
MADE = re.compile(r"QColor\(\s*(?:\d|[\"'])|Qt\.GlobalColor\.(?!transparent)\w+")


def colour_literals(source: str) -> list[str]:
    """Colours typed into a module, its comments and docstrings aside."""
    kept = [
        token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type != tokenize.COMMENT
        and not (token.type == tokenize.STRING and token.string.startswith(('"""', 'r"""')))
    ]
    text = "".join(kept)
    return [match.group() for match in (*COLOUR.finditer(text), *MADE.finditer(text))]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("colour = '#FF0000'", True),
        ("widget.setStyleSheet('color: rgb(1, 2, 3)')", True),
        ("QColor(12, 13, 14)", True),
        ("QColor('red')", True),
        ("Qt.GlobalColor.red", True),
        ("Qt.GlobalColor.transparent", False),
        ("QColor(theme.colours.text)", False),
        ("number = '#1'  # '#FF0000'", False),
    ],
)
def test_the_search_for_colours_finds_colours(line: str, found: bool) -> None:
    assert bool(colour_literals(line)) is found


def test_no_module_of_the_window_names_a_colour() -> None:
    reader = GUI / "kit" / "theme" / "tokens.py"
    found = {
        path.relative_to(ROOT).as_posix(): literals
        for path in GUI.rglob("*.py")
        if path != reader and (literals := colour_literals(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_no_style_sheet_names_a_colour() -> None:
    for path in (resources_folder() / "themes").glob("*.qss"):
        assert not COLOUR.findall(path.read_text(encoding="utf-8")), path.name


def test_what_stands_together_has_colours_of_its_own_in_whatever_order() -> None:
    ids = [str(number) for number in range(len(TAG_COLOURS))]
    apart = colours_apart(ids)
    assert set(apart.values()) == set(TAG_COLOURS)
    assert colours_apart(reversed(ids)) == apart
    assert colours_apart(["7"]) == {"7": colour_of("7")}
    assert len(colours_apart([*ids, "one more"])) == len(ids) + 1
