"""A pattern that is compiled late answers as any other."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from crm_desktop.core.late_pattern import late_pattern


def test_it_answers_as_a_compiled_one() -> None:
    late, compiled = late_pattern(r"(\d+)-(?P<rest>[a-z]+)", re.IGNORECASE), r"(?i)(\d+)-([a-z]+)"
    for text in ("12-AB", "12", "x 12-ab 3-c"):
        assert bool(late.fullmatch(text)) is bool(re.fullmatch(compiled, text))
        assert late.findall(text) == re.findall(compiled, text)
        assert late.sub(r"\2", text) == re.sub(compiled, r"\2", text)
    assert late.groups == 2
    assert late.groupindex == {"rest": 2}


def test_it_is_compiled_once_and_only_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    compiled = re.compile

    def compile_told(pattern: str, flags: int) -> re.Pattern[str]:
        made.append(pattern)
        return compiled(pattern, flags)

    monkeypatch.setattr(re, "compile", compile_told)
    late = late_pattern("one+")
    assert not made
    assert late.match("one")
    assert late.match("onee")
    assert made == ["one+"]


def test_what_is_asked_that_no_pattern_has_is_told() -> None:
    with pytest.raises(AttributeError, match="march"):
        late_pattern("a").march  # type: ignore[attr-defined]  # noqa: B018


def test_every_pattern_that_is_compiled_late_can_be_compiled() -> None:
    """A mistake in one would only be seen by whoever uses it first."""
    told = subprocess.run(
        [sys.executable, "-c", _COMPILE_ALL], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert int(told.stdout) > 50


_COMPILE_ALL = """
import importlib
from pathlib import Path
import crm_desktop
from crm_desktop.core import late_pattern

made = []
kept = late_pattern._LatePattern.__init__
def keep(self, *words):
    kept(self, *words)
    made.append(self)
late_pattern._LatePattern.__init__ = keep
folder = Path(crm_desktop.__file__).parent
for file in folder.rglob("*.py"):
    if "= late_pattern(" in file.read_text("utf-8"):
        importlib.import_module(".".join(file.relative_to(folder.parent).with_suffix("").parts))
for each in made:
    each.pattern
print(len(made))
"""
