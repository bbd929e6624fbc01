"""The pop-over of a gate: the fields that are missing, and a button that names the stage.

Opened by ``gate``; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.deals.rows import Gate
from crm_desktop.features.pipelines.rows import Requirement
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.anchored import AnchoredPane
from crm_desktop.gui.kit.form_field import FormEntry
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.gate_fields import (
    GateField,
    entered_values,
    label_of,
    make_entry,
    to_ask,
)
from crm_desktop.gui.pages.deals.gate_products import ProductsEntry
from crm_desktop.gui.pages.deals.gate_words import GateWords
from crm_desktop.gui.pages.deals.reads import ENTITY
from crm_desktop.gui.shell.card_fields.custom import Layout
from crm_desktop.gui.shell.requirement_words import requirement_kind

_WIDTH = 344
_BESIDE_BOX = 64  # the pane's edges and the check box


class GatePane(AnchoredPane):
    """``moved``: what was entered, whether to pass by what is missing, and whether the deals
    begin anew in the pipeline that follows. ``others_wanted``: only those that lack nothing
    shall go, and whether they begin anew."""

    moved = Signal(object, bool, bool)
    others_wanted = Signal(bool)

    def __init__(self, bridge: Bridge, parent: QWidget, gate: Gate, words: GateWords) -> None:
        heading = words.heading(len(to_ask(gate.missing)), len(gate.skipped))
        super().__init__(parent, heading, _WIDTH)
        self._bridge, self._gate, self._words = bridge, gate, words
        self._currency = ""
        self._is_complete = True
        self.fields: list[GateField] = []
        title = plain_label(heading, type="subheading")
        title.setWordWrap(True)
        self.column.addWidget(title)
        self.general = plain_label("", type="hint", tone="danger")
        self.general.setWordWrap(True)
        self.general.hide()
        self.move_button = QPushButton(words.move(), self)
        dress(self.move_button, kind="primary", scale="small")
        self.move_button.clicked.connect(self.enter)
        self.cancel = QPushButton(_("Cancel"), self)
        dress(self.cancel, kind="ghost", scale="small")
        self.cancel.clicked.connect(self.dismiss)
        self.without = QPushButton(_("Move without the fields"), self)
        dress(self.without, kind="link")
        self.without.clicked.connect(self._pass)
        self.others = QPushButton(words.others(words.deals - len(gate.staying())), self)
        dress(self.others, kind="link")
        self.others.clicked.connect(self._take_others)
        self.anew = QCheckBox(self)
        self.anew.setText(in_lines(words.anew(), self.anew.fontMetrics(), _WIDTH - _BESIDE_BOX))
        self.anew.setVisible(bool(words.next_pipeline))
        self.anew.setChecked(bool(words.next_pipeline))

    @property
    def first(self) -> QWidget:
        """What is filled in first, or the button where there is nothing to fill in."""
        if self.fields:
            return self.fields[0].entry
        return self.move_button if self.move_button.isEnabled() else self.cancel

    def ask(
        self,
        layouts: Mapping[str, Layout],
        currency: str,
        filled: Sequence[Requirement],
        skipped: Sequence[str],
    ) -> None:
        """Put in the fields and all that is said about them."""
        self._currency = currency
        lacking = len({key for one in self._gate.missing for key in one.deal_ids})
        if not all(one.is_apart for one in self._gate.missing):
            self._say(self._words.hint([label_of(one, layouts) for one in filled], lacking))
        if skipped:
            self._is_complete = False
            self._say(self._words.skipped(skipped))
        for missing in to_ask(self._gate.missing):
            if missing.is_apart:
                self._is_complete = False
                self._say(self._words.apart(label_of(missing.requirement, layouts)))
            else:
                self._add(missing.requirement, layouts)
        self.column.addWidget(self.anew)
        self.column.addWidget(self.general)
        self._add_buttons()
        self._look()

    def _say(self, words: str) -> None:
        if words:
            label = plain_label(words, type="hint")
            label.setWordWrap(True)
            self.column.addWidget(label)

    def _add(self, requirement: Requirement, layouts: Mapping[str, Layout]) -> None:
        entry = make_entry(self._bridge, requirement, layouts, lambda: self._currency)
        if entry is None:
            self._is_complete = False
            words = _("{field}: fill it in on the card of the deal first.")
            self._say(words.format(field=label_of(requirement, layouts)))
            return
        star = QLabel("*", entry)
        dress(star, type="label", tone="danger")
        entry.head.insertWidget(1, star)
        entry.head.setStretch(0, 0)
        entry.head.insertStretch(2)
        if requirement.entity != ENTITY:  # both clients may have a phone, or a field of one name
            entry.head.addWidget(plain_label(requirement_kind(requirement, {}), type="hint"))
        entry.changed.connect(self._look)
        if isinstance(entry, ProductsEntry):
            entry.grown.connect(partial(QTimer.singleShot, 0, self, self.fit))
        self.column.addWidget(entry)
        self.fields.append(GateField(requirement, entry))

    def _add_buttons(self) -> None:
        self.column.addSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.move_button)
        row.addWidget(self.cancel)
        row.addStretch()
        self.column.addLayout(row)
        staying = len(self._gate.staying())
        self.others.setVisible(0 < staying < self._words.deals)
        self.without.setVisible(self._gate.may_pass and not self._gate.is_open)
        for link in (self.others, self.without):
            if not link.isHidden():
                self.column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        follows = self._words.follows()
        if follows:
            line = QFrame(self)
            dress(line, kind="line")
            self.column.addWidget(line)
            self._say(follows)

    def _look(self) -> None:
        """The button waits until nothing is missing any more."""
        empty = any(one.entry.value() in (None, "", []) for one in self.fields)
        self.move_button.setEnabled(self._is_complete and not empty)

    def enter(self) -> None:
        """Check all, and go on."""
        if not self.move_button.isEnabled():
            return
        wrong = [one.entry for one in self.fields if not one.entry.check()]
        if wrong:
            wrong[0].setFocus()
            self.fit()
            return
        self._go(without=False)

    def _pass(self) -> None:
        self._go(without=True)

    def _go(self, *, without: bool) -> None:
        self._wait()
        right = [one for one in self.fields if not without or one.entry.check()]
        values = entered_values(right, self._currency)
        self.moved.emit(values, without, self._opens_next)

    def _take_others(self) -> None:
        self._wait()
        self.others_wanted.emit(self._opens_next)

    @property
    def _opens_next(self) -> bool:
        return self.anew.isChecked() and bool(self._words.next_pipeline)

    def _wait(self) -> None:
        """Until it is written nothing more can be pressed but Cancel."""
        self.general.hide()
        for button in (self.move_button, self.without, self.others):
            button.setEnabled(False)

    def tell_mistake(self, name: str, words: str) -> None:
        """The values were refused; what was entered stays."""
        self.without.setEnabled(True)
        self.others.setEnabled(True)
        self._look()
        entry = self._entry_of(name)
        if entry is None:
            self.general.setText(words)
            self.general.show()
        else:
            entry.show_mistake(words)
            entry.setFocus()
        self.fit()

    def _entry_of(self, name: str) -> FormEntry | None:
        known = {"amount_minor": "amount", "currency": "amount"}
        last = known.get(name, name).rpartition(".")[2]
        found = (one.entry for one in self.fields if one.requirement.field in (name, last))
        return next(found, None)


def in_lines(text: str, metrics: QFontMetrics, width: int) -> str:
    """``text`` as words of a button that doesn't break its lines itself: broken where it would be
    wider than ``width`` pixels, ``&`` no mark of a key."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and metrics.horizontalAdvance(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines).replace("&", "&&")
