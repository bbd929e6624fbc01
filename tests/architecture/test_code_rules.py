"""The source keeps the rules of the house, and each rule is shown to catch what it forbids."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.rules import RULES, Rule, Source, read_sources

ROOT = Path(__file__).resolve().parents[2]
LONG_FUNCTION = "def f():\n" + "    pass\n" * 60
LONG_MODULE = '"""."""\ndef f(): pass\n' + "x = 1\n" * 500
LONG_WORD_LIST = '"""."""\n' + "x = 1\n" * 600
LONG_DOCSTRING = 'def f():\n    """\n' + "    words\n" * 60 + '    """\n'

# Of each rule: the module in which a line stands, and the line.
FORBIDDEN: dict[Rule, list[tuple[str, str]]] = {
    rules.tables_stay_in_their_feature: [
        ("features.companies.queries", "from crm_desktop.features.contacts.tables import contact"),
        ("features.data.exporting.queries", "from crm_desktop.features.contacts import tables"),
        ("cli.main", "import crm_desktop.features.contacts.tables"),
    ],
    rules.only_the_store_commits: [
        ("features.contacts.handlers", "connection.commit()"),
    ],
    rules.time_and_keys_come_from_core: [
        ("features.contacts.rules", "datetime.now()"),
        ("features.contacts.rules", "datetime.datetime.now(UTC)"),
        ("store.journal", "datetime.utcnow()"),
        ("store.journal", "date.today()"),
        ("store.journal", "time.time()"),
        ("store.journal", "from time import time"),
        ("store.journal", "uuid4()"),
        ("store.journal", "uuid.uuid4()"),
    ],
    rules.only_the_shell_is_modal: [
        ("gui.pages.contacts.dialogs", "QMessageBox.warning(self, a, b)"),
        ("gui.kit.form", "dialog.exec()"),
        ("gui.kit.form", "QtWidgets.QMessageBox()"),
    ],
    rules.shown_words_are_translated: [
        ("gui.pages.contacts.page", "label.setText('Contacts')"),
        ("gui.pages.contacts.page", "QLabel(f'{count} contacts')"),
        ("gui.pages.contacts.page", "QLabel('Saved' if ok else '')"),
        ("gui.shell.window", "self.setWindowTitle('CRM: ' + name)"),
        ("gui.kit.form", "QPushButton('Save {}'.format(name))"),
        ("cli.main", "print('Done', file=stream)"),
        ("cli.main", "parser.add_argument('--dry-run', help='Write nothing')"),
    ],
    rules.translated_sentences_can_be_extracted: [
        ("cli.main", "_(f'{count} rows')"),
        ("core.errors", "msg('The file ' + name)"),
        ("core.errors", "_('The file {}'.format(name))"),
    ],
    rules.sentences_have_one_apostrophe: [
        ("core.errors", 'msg("The file can\'t be read.")'),
    ],
    rules.rendering_has_no_widgets: [
        ("rendering.pdf", "from PySide6.QtWidgets import QWidget"),
    ],
    rules.python_310_understands_it: [
        ("core.settings", "from datetime import UTC, datetime"),
        ("core.settings", "from enum import StrEnum"),
    ],
    rules.modules_say_what_they_are: [
        ("core.settings", "x = 1"),
    ],
    rules.modules_and_functions_stay_short: [
        ("core.settings", LONG_FUNCTION),
        ("core.settings", LONG_MODULE),
    ],
}

ALLOWED: dict[Rule, list[tuple[str, str]]] = {
    rules.tables_stay_in_their_feature: [
        ("features.contacts.queries", "from crm_desktop.features.contacts.tables import contact"),
        (
            "features.companies.queries",
            "from crm_desktop.features.contacts.queries import find_contacts",
        ),
    ],
    rules.only_the_store_commits: [
        ("store.unit_of_work", "connection.commit()"),
    ],
    rules.time_and_keys_come_from_core: [
        ("store.threads", "time.monotonic()"),
        ("backend.bus", "clock.now()"),
        ("core.clock", "datetime.now(UTC)"),
    ],
    rules.only_the_shell_is_modal: [
        ("gui.shell.dialogs", "dialog.exec()"),
        ("gui.app", "application.exec()"),
    ],
    rules.shown_words_are_translated: [
        ("gui.kit.form", "label.setText(_('Contacts'))"),
        ("gui.kit.form", "label.setText(f'{count:d} / {total}')"),
        ("gui.kit.form", "label.setText(row['name'])"),
        ("gui.kit.form", "label.setObjectName('title')"),
        ("store.journal", "print('Done')"),
    ],
    rules.translated_sentences_can_be_extracted: [
        ("cli.main", "_('{count} rows').format(count=count)"),
        ("cli.main", "_(field.label)"),
    ],
    rules.rendering_has_no_widgets: [
        ("rendering.pdf", "from PySide6.QtGui import QPdfWriter"),
    ],
    rules.python_310_understands_it: [
        ("core.settings", "from enum import Enum"),
    ],
    rules.modules_say_what_they_are: [
        ("core", ""),
        ("core.settings", "'''What the person chose.'''"),
    ],
    rules.modules_and_functions_stay_short: [
        ("core.settings", LONG_WORD_LIST),
        ("core.settings", LONG_DOCSTRING),
    ],
}


def _cases(examples: dict[Rule, list[tuple[str, str]]]) -> list[object]:
    return [
        pytest.param(rule, module, text, id=f"{_name(rule)}-{number}")
        for rule, lines in examples.items()
        for number, (module, text) in enumerate(lines)
    ]


def _name(rule: Rule) -> str:
    return getattr(rule, "__name__", "rule")


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return read_sources(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=_name)
def test_the_source_keeps_the_rule(rule: Rule, sources: list[Source]) -> None:
    broken = [
        f"{source.module}:{line}: {what}" for source in sources for line, what in rule(source)
    ]
    assert not broken, f"{rule.__doc__}\n" + "\n".join(broken)


@pytest.mark.parametrize(("rule", "module", "text"), _cases(FORBIDDEN))
def test_a_rule_catches_what_it_forbids(rule: Rule, module: str, text: str) -> None:
    assert list(rule(Source(f"crm_desktop.{module}", text)))


@pytest.mark.parametrize(("rule", "module", "text"), _cases(ALLOWED))
def test_a_rule_leaves_the_rest_alone(rule: Rule, module: str, text: str) -> None:
    assert not list(rule(Source(f"crm_desktop.{module}", text)))


def test_every_rule_has_an_example_of_what_it_forbids() -> None:
    assert set(FORBIDDEN) == set(RULES)
