"""The layout of a card: which fields stand on it, in which groups and in which order.

For oneself or, with the right to change fields, for all; opened by the gear of the pane. Fields
are dragged, or moved by Alt and the arrows; a box says whether one is shown. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.backend.work import Outcome, Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.commands import SaveCardLayout
from crm_desktop.features.custom_fields.feature import WRITE
from crm_desktop.features.custom_fields.rows import CardGroup, CardLayout
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import is_expected, report_bug, words_for
from crm_desktop.gui.kit.buttons import small_button
from crm_desktop.gui.kit.card_fields import field as plans
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_dialog import FormDialog
from crm_desktop.gui.kit.form_field import ChoiceField
from crm_desktop.gui.kit.group_tree import GroupTree, stepped
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.shell.card_fields.custom import Layout, read_layout
from crm_desktop.gui.shell.card_fields.kind import FieldsKind

_LEAST_HEIGHT = 320
_FOR_ME, _FOR_ALL = "me", "all"


@dataclass(frozen=True)
class Arrangement:
    """What the dialog begins with, and whether the person may lay the card out for all."""

    layout: Layout
    may_for_all: bool


def read_arrangement(reader: Reader, entity: str) -> Arrangement:
    """As whoever asks sees the card; on a reader's thread."""
    return Arrangement(read_layout(reader, entity), reader.actor.may(WRITE))


class LayoutDialog(FormDialog):
    """Nothing is written before the primary button; ``make_fields`` leads to where fields are
    made, if there is such a place."""

    def __init__(
        self,
        bridge: Bridge,
        kind: FieldsKind,
        found: Arrangement,
        make_fields: Callable[[], None] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(RecordForm(), _("Save"), _("Cancel"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Fields of the card"))
        self._bridge = bridge
        self._kind = kind
        self._is_own = found.layout.card.own
        self._hidden = set(found.layout.card.hidden)
        groups = kind.plan(
            replace(found.layout, card=replace(found.layout.card, hidden=frozenset()))
        )
        self._titles = {group.name: group.title for group in groups}
        self._labels = {one.name: one.label for group in groups for one in group.fields}
        self.groups = _names(groups)
        self.tree = GroupTree((0,), self)
        self.tree.setAccessibleName(self.windowTitle())
        self.tree.setMinimumHeight(_LEAST_HEIGHT)
        self.whose = ChoiceField(
            _("Whose cards"), [(_FOR_ME, _("Only mine")), (_FOR_ALL, _("Those of all"))]
        )
        self.up = _button(_("Up"), lambda: self._step(-1))
        self.down = _button(_("Down"), lambda: self._step(1))
        self.reset = _button(_("Reset"), self._reset)
        self.make_fields = _button(_("Make fields…"), self._leave_for_fields)
        self._make = make_fields
        self._place(may_for_all=found.may_for_all)
        self._fill("")

    def _place(self, *, may_for_all: bool) -> None:
        hint = plain_label(
            _("Drag a field, or move it with Alt and the arrows. Ticked fields are shown."),
            type="hint",
        )
        hint.setWordWrap(True)
        buttons = QHBoxLayout()
        for button in (self.up, self.down, self.make_fields):
            buttons.addWidget(button)
        buttons.addStretch()
        column = self.area.column
        column.insertWidget(1, hint)
        column.insertWidget(2, self.tree, 1)
        column.insertLayout(3, buttons)
        self.form.add("whose", self.whose)
        self.whose.load(_FOR_ME)
        self.form.setVisible(may_for_all)
        self.make_fields.setVisible(self._make is not None)
        self.foot.insertWidget(0, self.reset)
        self.save.clicked.connect(self._save)
        self.tree.stepped.connect(self._step)
        self.tree.dropped.connect(self._move)
        self.tree.ticked.connect(self._tick)
        self.tree.setFocus()

    def _fill(self, chosen: str) -> None:
        self.tree.clear()
        for group in self.groups:
            head = self.tree.add_head(self._titles.get(group.name, group.name), group.name)
            for name in group.fields:
                is_shown = name not in self._hidden
                self.tree.add_item(head, [self._labels[name]], name, tick=is_shown)
        self.tree.choose(chosen)

    # Changing

    def _tick(self, name: str, is_on: bool) -> None:
        if is_on:
            self._hidden.discard(name)
        else:
            self._hidden.add(name)

    def _step(self, by: int) -> None:
        name = self.tree.current
        if found := stepped(self.tree.order(), name, by):
            self._move(name, *found)

    def _move(self, name: str, place: int, group: str) -> None:
        self.groups = moved(self.groups, name, place, group)
        self._fill(name)

    # Writing

    @property
    def is_for_all(self) -> bool:
        """Whose cards are laid out."""
        return self.whose.value() == _FOR_ALL

    def _save(self) -> None:
        self._write(CardLayout(self.groups, frozenset(self._hidden)))

    def _reset(self) -> None:
        self._write(None)

    def _write(self, layout: CardLayout | None) -> None:
        self.save.setEnabled(False)
        command = SaveCardLayout(self._kind.entity, layout, for_all=self.is_for_all)
        self._bridge.execute(command, then=self._done, failed=self._fail, owner=self)

    def _done(self, _outcome: Outcome) -> None:
        if self.is_for_all and self._is_own:
            # One's own would hide from the person what all see now.
            self._bridge.execute(SaveCardLayout(self._kind.entity, None))
        self.accept()

    def _fail(self, error: BaseException) -> None:
        if not is_expected(error):
            report_bug(error)
        self.save.setEnabled(True)
        self.tell(words_for(error))
        self.fit()

    def _leave_for_fields(self) -> None:
        self.reject()
        if self._make is not None:
            self._make()


def moved(groups: Sequence[CardGroup], name: str, place: int, group: str) -> tuple[CardGroup, ...]:
    """The groups with the field ``name`` in ``group``, before the one that stands at ``place``
    among all the others."""
    kept = [
        replace(one, fields=tuple(field for field in one.fields if field != name)) for one in groups
    ]
    result = []
    before = 0
    for one in kept:
        if one.name == group:
            at = min(max(place - before, 0), len(one.fields))
            fields = (*one.fields[:at], name, *one.fields[at:])
            result.append(replace(one, fields=fields))
        else:
            result.append(one)
        before += len(one.fields)
    return tuple(result)


def _names(groups: Sequence[plans.CardGroup]) -> tuple[CardGroup, ...]:
    return tuple(CardGroup(g.name, tuple(field.name for field in g.fields)) for g in groups)


def _button(words: str, press: Callable[[], object]) -> QPushButton:
    button = small_button(words, press)
    button.setAutoDefault(False)
    return button
