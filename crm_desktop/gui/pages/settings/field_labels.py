"""A name that may have its words in every language: the present one, and below it the others.

Used for custom fields, their groups and choices. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from crm_desktop.core.i18n import LANGUAGES, current_language
from crm_desktop.features.custom_fields.rows import label_text
from crm_desktop.gui.kit.form_field import FormEntry, Line
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.language import OWN_NAMES

Label = str | Mapping[str, str]


def other_languages() -> list[str]:
    """All but the present one."""
    return [language for language in LANGUAGES if language != current_language()]


def joined(label: Label | None, text: str, others: Mapping[str, str]) -> Label | None:
    """What a label becomes with ``text`` in the present language and these ``others``: plain
    words as long as there is one language."""
    if not isinstance(label, Mapping) and not any(others.values()):
        return text or None
    told = {**others, current_language(): text}
    return {language: words for language, words in told.items() if words} or None


def told_in(label: Label | None, language: str) -> str:
    """The words of another language than the present one, if they were typed."""
    return label.get(language, "") if isinstance(label, Mapping) else ""


class LabelField(FormEntry):
    """The line of the present language; ``unfold`` shows those of the others."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        self.line = Line()
        body = QWidget()
        super().__init__(label, body, parent)
        self._loaded: Label | None = None
        self.others = {language: Line() for language in other_languages()}
        self._captions: list[QLabel] = []
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.addWidget(self.line, 0, 0, 1, 2)
        for row, (language, line) in enumerate(self.others.items(), 1):
            self._add(row, language, line)
        self.line.setAccessibleName(self.name)
        self.caption.setBuddy(self.line)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self.changed)
        self.line.textEdited.connect(self.clear_mistake)
        self.unfold(is_on=False)

    def _add(self, row: int, language: str, line: Line) -> None:
        caption = QLabel(OWN_NAMES[language])
        caption.setBuddy(line)
        dress(caption, type="hint")
        line.setAccessibleName(f"{self.name}, {OWN_NAMES[language]}")
        line.textChanged.connect(self.changed)
        self._captions.append(caption)
        self._grid.addWidget(caption, row, 0)
        self._grid.addWidget(line, row, 1)
        self._grid.setColumnStretch(1, 1)

    def unfold(self, *, is_on: bool) -> None:
        """Show the lines of the other languages, or only the first."""
        for widget in (*self._captions, *self.others.values()):
            widget.setVisible(is_on)

    @property
    def text(self) -> str:
        """What was typed in the present language."""
        return self.line.text().strip()

    def _told(self) -> dict[str, str]:
        return {language: line.text().strip() for language, line in self.others.items()}

    def names(self) -> dict[str, str]:
        """What was typed, by language."""
        told = {**self._told(), current_language(): self.text}
        return {language: words for language, words in told.items() if words}

    def value(self) -> Label | None:
        """Plain words, or words by language."""
        return joined(self._loaded, self.text, self._told())

    def load(self, value: Label | None) -> None:
        """Show this label."""
        self._loaded = value
        self.line.setText(label_text(value) if value else "")
        self.line.setCursorPosition(0)
        for language, line in self.others.items():
            line.setText(told_in(value, language))
        self.clear_mistake()

    def show_mistake(self, words: str) -> None:
        """Say below the lines what is wrong."""
        super().show_mistake(words)
        self.line.show_wrong(words)

    def clear_mistake(self) -> None:
        """It is being mended."""
        if not self.mistake.isHidden():
            super().clear_mistake()
            self.line.show_wrong("")
