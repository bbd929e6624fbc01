"""A line that suggests what there is while somebody types: a company, an owner, a tag.

What can be suggested is asked of the page (``Ask``), which answers when it knows; an answer to
what was typed before is dropped. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView, QWidget
from shiboken6 import isValid

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.gui.kit.form_field import FormEntry, Line, too_long
from crm_desktop.gui.kit.lengths import LONGEST_LINE
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.suggestion_rows import (
    SuggestionModel,
    SuggestionRows,
    wanted_width,
)
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot

_REST_MS = 80
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOST = 50


@dataclass(frozen=True)
class Suggested:
    """Something that can be chosen; an empty ``id`` is something new of this name. ``aside``
    tells it from others of its name and is no part of it."""

    id: str
    words: str
    aside: str = ""


Tell = Callable[[Sequence[Suggested]], None]
Ask = Callable[[str, Tell], None]


class SuggestLine(Line):
    """A line with suggestions below it. ``chosen`` is what was picked, until it is typed over."""

    picked = Signal()

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._offered: list[Suggested] = []
        self.chosen: Suggested | None = None
        self._model = SuggestionModel(self)
        self.suggestions = QCompleter(self._model, self)
        self.suggestions.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.suggestions.setWidget(self)
        activated: Any = self.suggestions.activated  # overloaded: by text, by place
        activated[QModelIndex].connect(self._pick)
        self._rest = single_shot(self, self._seek, _REST_MS)
        self.textEdited.connect(self._note_typing)

    def show_chosen(self, chosen: Suggested | None) -> None:
        """Show this as picked."""
        self.chosen = chosen
        self.setText(chosen.words if chosen else "")
        self.setCursorPosition(0)

    def entered(self) -> Suggested | None:
        """What was picked; or what was typed, as one of the suggestions of that name or new."""
        words = self.text().strip()
        if not words:
            return None
        if self.chosen is not None and self.chosen.words == words:
            return self.chosen
        same = (one for one in self._offered if fold(one.words) == fold(words) != "")
        return next(same, Suggested("", words))

    def suggest_all(self) -> None:
        """Offer what can be chosen before anything is typed."""
        self._ask("", partial(self._offer, self.text()))

    def look_for(self, words: str) -> None:
        """As if these words were typed."""
        self.setText(words)
        self._note_typing()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter on a suggestion picks it, and is no Enter of the line, unless its name was typed
        whole."""
        if event.key() in _ENTER and self._is_on_another():
            event.ignore()  # the suggestions, which are asked after the line, take it
        else:
            super().keyPressEvent(event)

    def take_lit(self) -> None:
        """Pick the suggestion that is lit, as Enter does."""
        if self._is_on_another():
            self._pick(self.suggestions.popup().currentIndex())
        self.suggestions.popup().hide()

    def _is_on_another(self) -> bool:
        """Whether a suggestion is lit that is not what was entered."""
        popup, entered = self.suggestions.popup(), self.entered()
        row = popup.currentIndex().row() if popup.isVisible() else -1
        if not 0 <= row < len(self._offered):
            return False
        return entered is None or self._offered[row].id != entered.id

    def _note_typing(self) -> None:
        self.chosen = None
        if self.text().strip():
            self._rest.start()
        else:
            self._rest.stop()
            self.suggestions.popup().hide()

    def _seek(self) -> None:
        text = self.text()
        self._ask(text.strip(), partial(self._offer, text))

    def _offer(self, text: str, offered: Sequence[Suggested]) -> None:
        if not isValid(self) or text != self.text():
            return  # nobody waits for it any more
        self._offered = list(offered[:_MOST])
        self._model.show(self._offered)
        if self._offered and self.hasFocus():
            popup = self._dressed_popup()
            width = max(self.width(), wanted_width(popup, self._offered))
            self.suggestions.complete(QRect(0, 0, width, self.height() - 1))
        else:
            self.suggestions.popup().hide()

    def _dressed_popup(self) -> QListView:
        popup = cast(QListView, self.suggestions.popup())
        if popup.property("kind") is None:
            popup.setItemDelegate(SuggestionRows(popup))  # the completer's own knows no style
            dress(popup, kind="suggestions")
        return popup

    def _pick(self, index: QModelIndex) -> None:
        self.show_chosen(self._offered[index.row()])
        self.picked.emit()


class SuggestField(FormEntry):
    """A field of one choice among many. ``new_words`` says what becomes of a name that is none
    of them (with ``{name}``); without it such a name is a mistake with the words ``unknown``."""

    def __init__(
        self,
        label: str,
        ask: Ask,
        *,
        new_words: str = "",
        unknown: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.line = SuggestLine(ask)
        super().__init__(label, self.line, parent)
        self._new_words = new_words
        self._unknown = unknown
        self.hint = plain_label("", type="hint")
        self.hint.setWordWrap(True)
        self.hint.hide()
        self.add_notice(self.hint)
        self.line.setAccessibleName(self.name)
        self.caption.setBuddy(self.line)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._change)
        self.line.picked.connect(self._change)
        self.line.refused.connect(lambda n: self.show_mistake(too_long(n, LONGEST_LINE)))
        self.line.editingFinished.connect(self._leave)

    def value(self) -> Suggested | None:
        """What was picked or typed."""
        return self.line.entered()

    def load(self, value: Suggested | None) -> None:
        """Show this as picked."""
        self.line.show_chosen(value)

    def take_words(self, words: str) -> None:
        """Look for what is called so."""
        self.line.look_for(clean_line(words))

    def check(self) -> bool:
        """Whether what was typed can be taken."""
        entered = self.line.entered()
        is_new = entered is not None and not entered.id
        if is_new and not self._new_words:
            self.show_mistake(self._unknown)
            return False
        self.hint.setText(self._new_words.format(name=entered.words if entered else ""))
        self.hint.setVisible(is_new)
        return True

    def _change(self) -> None:
        self.clear_mistake()
        self.hint.hide()
        self.changed.emit()

    def _leave(self) -> None:
        if not self.line.suggestions.popup().isVisible():
            self.check()
            self.left.emit()
