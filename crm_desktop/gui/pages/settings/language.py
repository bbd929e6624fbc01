"""Settings → Language: the language of the whole program, at once and without a restart.

GUI thread only.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from crm_desktop.core.i18n import LANGUAGES, _, current_language
from crm_desktop.gui.pages.settings.section import ScrollingSection
from crm_desktop.gui.shell.language import OWN_NAMES
from crm_desktop.gui.shell.preferences import Preferences


class LanguageSection(ScrollingSection):
    """The languages, each by its own name."""

    def __init__(self, preferences: Preferences) -> None:
        hint = _("Words, dates and sorting change at once. What others see stays as they chose.")
        super().__init__("language", _("Language"), "translate", hint)
        self._preferences = preferences
        self.words += OWN_NAMES.values()
        self.choices: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        self.rows.setSpacing(10)
        for language in LANGUAGES:
            choice = QRadioButton(OWN_NAMES[language], self)
            choice.setChecked(language == current_language())
            choice.clicked.connect(partial(self._choose, language))
            group.addButton(choice)
            self.choices[language] = choice
            self.rows.addWidget(choice)

    def _choose(self, language: str, _checked: bool = False) -> None:
        self._preferences.choose(lambda settings: replace(settings, language=language))
