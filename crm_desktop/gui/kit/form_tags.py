"""Tags of a record: chips that can be taken away, and a line that suggests more.

With 10,000 tags only those that fit what is typed are ever shown. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import fold
from crm_desktop.gui.kit.form_field import FormEntry, too_long
from crm_desktop.gui.kit.form_flow import FlowLayout
from crm_desktop.gui.kit.form_suggest import Ask, Suggested, SuggestLine
from crm_desktop.gui.kit.lengths import LONGEST_LINE
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

# Chips that are made at once; nobody looks through more.
_MOST_CHIPS = 60


class TagsField(FormEntry):
    """Tags as chips; ``value`` gives ids, and ``{"name": …}`` for those that are new."""

    def __init__(self, label: str, ask: Ask, parent: QWidget | None = None) -> None:
        body = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        body.setSizePolicy(policy)
        self.line = _TagLine(ask)
        self._flow = FlowLayout(body)
        super().__init__(label, body, parent)
        self._body = body
        self._tags: list[Suggested] = []
        self._chips: list[QPushButton] = []
        self.line.setAccessibleName(self.name)
        self.line.setPlaceholderText(_("Add a tag"))
        dress(self.line, scale="small")
        self.caption.setBuddy(self.line)
        self.setFocusProxy(self.line)
        self.rest = plain_label("", type="hint")
        self.rest.setParent(body)
        self.rest.hide()
        self._flow.addWidget(self.line)
        self.line.picked.connect(self._add)
        self.line.ended.connect(self._add)
        self.line.emptied.connect(self._remove_last)
        self.line.editingFinished.connect(self._add)
        self.line.refused.connect(lambda n: self.show_mistake(too_long(n, LONGEST_LINE)))
        self.line.textEdited.connect(self.clear_mistake)

    def value(self) -> list[object]:
        """Ids, or names of new tags; one that is typed but not yet a chip counts too."""
        return [tag.id or {"name": tag.words} for tag in self.draft()]

    def draft(self) -> list[Suggested]:
        """The tags, in their order."""
        last = self.line.entered()
        return [*self._tags, last] if last is not None else list(self._tags)

    def load(self, value: Sequence[Suggested] | None) -> None:
        """Show these."""
        self.line.show_chosen(None)
        self._tags = list(value or ())
        self._draw()

    def _add(self) -> None:
        if self.line.suggestions.popup().isVisible():
            return
        tag = self.line.entered()
        if tag is None:
            return
        self.line.show_chosen(None)
        known = {fold(one.words) or one.words for one in self._tags}
        if (fold(tag.words) or tag.words) not in known:
            self._tags.append(tag)
            self._draw()
            self.changed.emit()

    def _remove(self, tag: Suggested) -> None:
        self._tags.remove(tag)
        self._draw()
        self.line.setFocus()
        self.changed.emit()

    def _remove_last(self) -> None:
        if self._tags:
            self._remove(self._tags[-1])

    def _draw(self) -> None:
        """The chips anew, the line behind them."""
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.line)
        self._flow.removeWidget(self.rest)
        self._chips = [self._chip(tag) for tag in self._tags[-_MOST_CHIPS:]]
        hidden = len(self._tags) - len(self._chips)
        self.rest.setText(_("and {number} more").format(number=hidden))
        self.rest.setVisible(hidden > 0)
        for widget in (self.rest, *self._chips, self.line):
            self._flow.addWidget(widget)
        self._body.updateGeometry()

    def _chip(self, tag: Suggested) -> QPushButton:
        chip = QPushButton(tag.words.replace("&", "&&"), self._body)
        dress(chip, kind="chip")
        chip.setAutoDefault(False)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the name
        words = _("Take away the tag {name}").format(name=tag.words)
        chip.setToolTip(words)
        chip.setAccessibleName(words)
        icon = ThemeManager.instance()
        icon.set_icon(chip, "x", IconRole.DEFAULT, size=measures.ICON_SMALL)
        chip.clicked.connect(partial(self._remove, tag))
        chip.show()
        return chip


class _TagLine(SuggestLine):
    """Enter and comma make a tag of what was typed; Backspace in front takes the last one back."""

    ended = Signal()
    emptied = Signal()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for a word or two."""
        return QSize(180, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter with something typed belongs to the tag, not to the dialog."""
        popup = self.suggestions.popup()
        if popup.isVisible() and popup.currentIndex().isValid():
            super().keyPressEvent(event)
            return
        ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.text() == ","
        if ends and self.text().strip():
            self.suggestions.popup().hide()
            self.ended.emit()
            event.accept()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)
