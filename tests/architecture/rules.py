"""The rules of the house that import-linter can't say, each a small function over a syntax tree.

``test_code_rules.py`` calls them on the whole source and on a bad example of each. A rule gives
the line and a word of what is wrong there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGE = "crm_desktop"
Finding = tuple[int, str]

MODULE_LINES = 500
FUNCTION_LINES = 60
SHOWING = {
    *("QAction", "QCheckBox", "QDockWidget", "QGroupBox", "QLabel", "QMenu", "QPushButton"),
    *("QRadioButton", "QToolButton"),
    *("addAction", "addItem", "addMenu", "addTab", "setAccessibleDescription"),
    *("setAccessibleName", "setInformativeText", "setLabelText", "setPlaceholderText"),
    *("setStatusTip", "setText", "setTitle", "setToolTip", "setWhatsThis", "setWindowTitle"),
    *("showMessage"),
}
TRANSLATING = {"_", "gettext", "ngettext", "N_", "msg", "nmsg"}
NEWER_THAN_PYTHON_310 = {
    "contextlib": {"chdir"},
    "datetime": {"UTC"},
    "enum": {"StrEnum", "ReprEnum", "verify", "member", "nonmember"},
    "typing": {"Self", "Never", "LiteralString", "NotRequired", "Required", "assert_never"},
}


@dataclass(frozen=True)
class Source:
    """One module of the program: its dotted name and its text."""

    module: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the tree; one rule after another goes over them."""
        return tuple(ast.walk(self.tree))

    def within(self, *packages: str) -> bool:
        """Is the module one of these, or inside one of them?"""
        return any(f"{self.module}.".startswith(f"{PACKAGE}.{name}.") for name in packages)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def imported(self) -> Iterator[tuple[int, str]]:
        """Every imported dotted name, ``from a.b import c`` as ``a.b.c``."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


Rule = Callable[[Source], Iterator[Finding]]


def read_sources(root: Path) -> list[Source]:
    """The modules of the program under the checkout's ``root``."""
    sources = []
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        sources.append(Source(module, path.read_text(encoding="utf-8")))
    return sources


def tables_stay_in_their_feature(source: Source) -> Iterator[Finding]:
    """Only a feature itself may know how its tables look; ``common`` is there to be shared."""
    for line, name in source.imported():
        parts = name.split(".")
        if parts[:2] == [PACKAGE, "features"] and "tables" in parts[3:]:
            feature = ".".join(parts[1:3])
            if not source.within(feature) and feature != "features.common":
                yield line, f"the tables of {feature} are its own"


def only_the_store_commits(source: Source) -> Iterator[Finding]:
    """A transaction ends in the unit of work and nowhere else."""
    if source.within("store"):
        return
    for call in source.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit":
            yield call.lineno, "only the store commits"


def time_and_keys_come_from_core(source: Source) -> Iterator[Finding]:
    """Time is asked of ``core.clock`` and keys of ``core.ids``, so that tests can hold both."""
    if source.within("core"):
        return
    forbidden = {
        *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
        *("time.time", "time.time_ns", "time.localtime", "time.gmtime"),
        *("uuid1", "uuid4", "uuid7", "uuid.uuid1", "uuid.uuid4", "uuid_utils.uuid7"),
    }
    for call in source.calls():
        name = ast.unparse(call.func)
        if name in forbidden or ".".join(name.split(".")[-2:]) in forbidden:
            yield call.lineno, f"{name}() belongs to core.clock or core.ids"
    for line, name in source.imported():
        if name in {"time.time", "time.time_ns", "uuid.uuid4", "uuid.uuid1"}:
            yield line, f"{name} belongs to core.clock or core.ids"


def only_the_shell_is_modal(source: Source) -> Iterator[Finding]:
    """A modal window stops the person: the shell alone decides when. ``app`` has Qt's loop."""
    if source.within("gui.shell", "gui.app"):
        return
    for node in source.nodes:
        if isinstance(node, ast.Name) and node.id == "QMessageBox":
            yield node.lineno, "message boxes are the shell's"
        elif isinstance(node, ast.Attribute) and node.attr in {"exec", "exec_", "QMessageBox"}:
            yield node.lineno, f"{node.attr} is modal"


def shown_words_are_translated(source: Source) -> Iterator[Finding]:
    """What a person reads goes through ``_()``, ``ngettext()``, ``msg()`` or ``nmsg()``."""
    if not source.within("gui", "cli", "rendering"):
        return
    for call in source.calls():
        name = _called(call)
        shown = name in SHOWING or (name == "print" and source.within("cli"))
        arguments = call.args if shown else []
        words = [keyword.value for keyword in call.keywords if keyword.arg in {"help", "title"}]
        for argument in (*arguments, *words):
            if any(letter.isalpha() for text in _literals(argument) for letter in text):
                yield call.lineno, f"untranslated words in {name}()"


def translated_sentences_can_be_extracted(source: Source) -> Iterator[Finding]:
    """A sentence put together before it is translated is in no catalogue."""
    for call in source.calls():
        if _called(call) not in TRANSLATING or not call.args:
            continue
        first = call.args[0]
        composed = isinstance(first, (ast.JoinedStr, ast.BinOp, ast.IfExp))
        if composed or (isinstance(first, ast.Call) and _called(first) == "format"):
            yield call.lineno, "translate a whole sentence, then put the values in"


def sentences_have_one_apostrophe(source: Source) -> Iterator[Finding]:
    """``’`` as in print; two kinds of it would make two messages of one sentence."""
    for call in source.calls():
        texts = [text for argument in call.args for text in _literals(argument)]
        if _called(call) in TRANSLATING and any(re.search(r"\w'\w", text) for text in texts):
            yield call.lineno, "write ’ for an apostrophe"


def rendering_has_no_widgets(source: Source) -> Iterator[Finding]:
    """Pictures and PDF are drawn without a window."""
    if not source.within("rendering"):
        return
    for line, name in source.imported():
        parts = name.split(".")
        if parts[0] == "PySide6" and parts[1:2] not in (["QtGui"], ["QtCore"], ["QtSvg"]):
            yield line, f"{name} in rendering"


def python_310_understands_it(source: Source) -> Iterator[Finding]:
    """The build for old macOS runs on Python 3.10."""
    for line, name in source.imported():
        module, _, imported = name.rpartition(".")
        if imported in NEWER_THAN_PYTHON_310.get(module, ()):
            yield line, f"{name} is newer than Python 3.10"


def modules_say_what_they_are(source: Source) -> Iterator[Finding]:
    """Every module that holds code opens with a paragraph."""
    if source.tree.body and not ast.get_docstring(source.tree):
        yield 1, "no docstring"


def modules_and_functions_stay_short(source: Source) -> Iterator[Finding]:
    """The soft caps are 400 and 40 lines; these are the hard ones. Word lists have none."""
    functions = [
        node for node in source.nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    length = len(source.text.splitlines())
    if functions and length > MODULE_LINES:
        yield 1, f"{length} lines, more than {MODULE_LINES}"
    for function in functions:
        lines = _lines_of_code(function)
        if lines > FUNCTION_LINES:
            yield function.lineno, f"{function.name} has {lines} lines, over {FUNCTION_LINES}"


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _literals(node: ast.expr) -> Iterator[str]:
    """The literal words that an expression puts together; other calls are not looked into."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from _literals(value)
    elif isinstance(node, ast.BinOp):
        yield from _literals(node.left)
        yield from _literals(node.right)
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield from _literals(node.func.value) if node.func.attr == "format" else ()


def _lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From ``def`` to the end, its docstring not counted."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


RULES: tuple[Rule, ...] = (
    tables_stay_in_their_feature,
    only_the_store_commits,
    time_and_keys_come_from_core,
    only_the_shell_is_modal,
    shown_words_are_translated,
    translated_sentences_can_be_extracted,
    sentences_have_one_apostrophe,
    rendering_has_no_widgets,
    python_310_understands_it,
    modules_say_what_they_are,
    modules_and_functions_stay_short,
)
