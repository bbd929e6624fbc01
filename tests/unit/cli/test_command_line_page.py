"""docs/command-line.md tells of the commands and options that there are."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from crm_desktop.cli import parser

PAGE = Path(__file__).resolve().parents[3] / "docs" / "command-line.md"
_EVERYWHERE = {"--help", "--workspace", "--lang", "--version"}


def _leaves(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> set[str]:
    found: set[str] = set()
    for word, one in commands.choices.items():
        below = [a for a in one._actions if isinstance(a, argparse._SubParsersAction)]
        found |= {f"{word} {leaf}" for sub in below for leaf in _leaves(sub)} or {word}
    return found


def _options(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> set[str]:
    found: set[str] = set()
    for one in commands.choices.values():
        for action in one._actions:
            if isinstance(action, argparse._SubParsersAction):
                found |= _options(action)
            found |= {name for name in action.option_strings if name.startswith("--")}
    return found


@pytest.fixture
def commands() -> argparse._SubParsersAction[argparse.ArgumentParser]:
    return parser._parser_of_commands()[1]


def test_the_page_names_every_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert not {leaf for leaf in _leaves(commands) if f"`{leaf}" not in page}


def test_the_page_names_every_option_and_no_other(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    named = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", PAGE.read_text(encoding="utf-8")))
    assert named - _EVERYWHERE == _options(commands) - _EVERYWHERE
