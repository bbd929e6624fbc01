"""Builds a filter of groups within groups: all, any or none of what stands in each of them.

A row is a condition on a field, a question about related records, or a group. The whole is said
in words below. Knows no entity, only its ``World``. GUI thread only.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.filters.ast import EVERYTHING, And, Condition, Node, Not, Or, Quantifier, Related
from crm_desktop.filters.catalogue import label_text
from crm_desktop.gui.kit.buttons import DashedButton
from crm_desktop.gui.kit.filters.chip import Chip
from crm_desktop.gui.kit.filters.condition_popover import ConditionPopover
from crm_desktop.gui.kit.filters.field_picker import FieldPicker
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.filters.world import World
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_ALL, _ANY, _NONE, _NOT_ALL = range(4)
_PLUS = 11
_CROSS = 14


def _mistake_label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    dress(label, type="hint", tone="danger")
    label.hide()
    return label


class Row(QFrame):
    """A line of a group. ``changed``: it asks otherwise now; ``removed``: it is to go."""

    changed = Signal()
    removed = Signal()

    def __init__(self, world: World, parent: QWidget) -> None:
        super().__init__(parent)
        self.world = world
        self.mistake = _mistake_label(self)

    def node(self) -> Node:
        """What the line asks."""
        raise NotImplementedError

    def check(self) -> None:
        """Show what is wrong with the line at the line itself."""
        error = self.world.mistake(self.node())
        self.mistake.setText(str(error) if error is not None else "")
        self.mistake.setVisible(error is not None)

    def remove_button(self) -> QPushButton:
        """The cross at the end of the line."""
        button = QPushButton(self)
        button.setAccessibleName(_("Remove the condition"))
        button.setToolTip(_("Remove the condition"))
        dress(button, kind="ghost", scale="tiny")
        ThemeManager.instance().set_icon(button, "x", IconRole.ROW, size=_CROSS, room=-4)
        button.clicked.connect(self.removed)
        return button


class ConditionRow(Row):
    """A condition as a chip that opens its pop-over."""

    def __init__(self, world: World, condition: Condition, parent: QWidget) -> None:
        super().__init__(world, parent)
        self._condition = condition
        self.chip: Chip | None = None
        self.popover: Popover | None = None
        self._line = QHBoxLayout()
        self._line.setSpacing(4)
        self._line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._line)
        column.addWidget(self.mistake)
        self._show()

    def node(self) -> Node:
        return self._condition

    def _show(self) -> None:
        had_focus = self.chip is not None and self.chip.hasFocus()
        if self.chip is not None:
            self._line.removeWidget(self.chip)
            self.chip.deleteLater()
        label, value, is_broken = self._words()
        self.chip = Chip(label, value, is_set=True, is_broken=is_broken, parent=self)
        self.chip.clicked.connect(self.open)
        self.chip.removed.connect(self.removed)
        self._line.insertWidget(0, self.chip)
        self.setFocusProxy(self.chip)
        if had_focus:
            self.chip.setFocus(Qt.FocusReason.OtherFocusReason)
        self.check()

    def _words(self) -> tuple[str, str, bool]:
        fields = {field.name: field for field in self.world.catalogue.fields}
        field = fields.get(self._condition.field)
        label = label_text(field.label) if field is not None else self._condition.field
        try:
            words = self.world.words(self._condition)
        except CrmError:
            return label, _("can’t be asked"), True
        return label, words.removeprefix(f"{label}: "), False

    def open(self) -> None:
        """The pop-over of the condition."""
        fields = {field.name: field for field in self.world.catalogue.fields}
        field = fields.get(self._condition.field)
        if field is None or self.chip is None:
            return
        popover = ConditionPopover(self.world, field, self._condition, self)
        popover.changed.connect(self._take)
        self.popover = popover
        popover.gone.connect(self._forget)
        popover.open_below(self.chip, popover.begins_with)

    def _forget(self) -> None:
        self.popover = None
        if self.chip is not None:
            self.chip.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, condition: Condition | None) -> None:
        if condition is None:
            self.removed.emit()
            return
        self._condition = condition
        self._show()
        self.changed.emit()


class RelatedRow(Row):
    """Whether any, or none, of the related records are such."""

    def __init__(self, world: World, related: Related, parent: QWidget) -> None:
        super().__init__(world, parent)
        dress(self, kind="card")
        self._relation = related.relation
        relations = {one.name: one for one in world.catalogue.relations}
        relation = relations.get(related.relation)
        name = label_text(relation.label) if relation is not None else related.relation
        self.quantifier = QComboBox(self)
        self.quantifier.setAccessibleName(name)
        self.quantifier.addItem(_("there is at least one"), Quantifier.ANY)
        self.quantifier.addItem(_("there is none"), Quantifier.NONE)
        self.quantifier.setCurrentIndex(0 if related.quantifier is Quantifier.ANY else 1)
        dress(self.quantifier, scale="small")
        head = QHBoxLayout()
        head.addWidget(plain_label(f"{name}:", type="name"))
        head.addWidget(self.quantifier)
        head.addStretch()
        head.addWidget(self.remove_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(head)
        self._where = related.where
        self.group: Group | None = None
        if relation is not None:
            self.group = Group(world.at(relation.target), related.where, self)
            self.group.changed.connect(self._tell)
            column.addWidget(self.group)
        column.addWidget(self.mistake)
        self.quantifier.currentIndexChanged.connect(lambda _row: self._tell())
        self.setFocusProxy(self.quantifier)
        self.check()

    def _tell(self) -> None:
        self.check()
        self.changed.emit()

    def node(self) -> Node:
        where = self._where if self.group is None else self.group.node()
        return Related(self._relation, Quantifier(self.quantifier.currentData()), where)


class Group(Row):
    """Rows of which all, any or none must hold."""

    def __init__(self, world: World, node: Node, parent: QWidget, *, framed: bool = False) -> None:
        super().__init__(world, parent)
        if framed:
            dress(self, kind="card")
        self.rows: list[Row] = []
        self.popover: Popover | None = None
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(_("How the conditions belong together"))
        for words in (
            _("All of these hold"),
            _("Any of these holds"),
            _("None of these holds"),
            _("Not all of these hold"),
        ):
            self.kind.addItem(words)
        dress(self.kind, scale="small")
        self.add = self._adding(_("Condition"))
        self.add_group = self._adding(_("Group"))
        self._column = QVBoxLayout()
        self._place(framed=framed)
        kind, parts = _taken_apart(node)
        self.kind.setCurrentIndex(kind)
        for part in parts:
            self._add_row(part)
        self.kind.currentIndexChanged.connect(lambda _row: self.changed.emit())
        self.add.clicked.connect(self._pick)
        self.add_group.clicked.connect(self._begin_group)
        self.setFocusProxy(self.add)

    def _place(self, *, framed: bool) -> None:
        head = QHBoxLayout()
        head.addWidget(self.kind)
        head.addStretch()
        if framed:
            head.addWidget(self.remove_button())
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.add)
        foot.addWidget(self.add_group)
        foot.addStretch()
        self._column.setSpacing(6)
        whole = QVBoxLayout(self)
        margin = 8 if framed else 0
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addLayout(self._column)
        whole.addLayout(foot)

    def _adding(self, words: str) -> QPushButton:
        button = DashedButton(words, self)
        ThemeManager.instance().set_icon(button, "plus", size=_PLUS)
        return button

    def node(self) -> Node:
        parts = tuple(row.node() for row in self.rows)
        kind = self.kind.currentIndex()
        if kind == _ANY:
            return Or(parts) if parts else EVERYTHING
        if kind == _NONE:
            return Not(Or(parts)) if parts else EVERYTHING
        return Not(And(parts)) if kind == _NOT_ALL and parts else And(parts)

    def check(self) -> None:
        """Its rows tell what is wrong with them."""

    def _add_row(self, node: Node) -> Row:
        row = self._row_of(node)
        row.changed.connect(self.changed)
        row.removed.connect(partial(self._remove, row))
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _row_of(self, node: Node) -> Row:
        if isinstance(node, Condition):
            return ConditionRow(self.world, node, self)
        if isinstance(node, Related):
            return RelatedRow(self.world, node, self)
        return Group(self.world, node, self, framed=True)

    def _remove(self, row: Row) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def clear(self) -> None:
        """Ask for nothing any more."""
        for row in list(self.rows):
            self._remove(row)
        self.kind.setCurrentIndex(0)

    def _begin_group(self) -> None:
        row = self._add_row(Or(()))
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _pick(self) -> None:
        picker = FieldPicker(self.world.catalogue, self, has_builder=False)
        picker.chosen.connect(self._ask)
        self.popover = picker
        picker.open_below(self.add, picker.search)

    def _ask(self, name: str) -> None:
        """A condition begins with its pop-over and stands here once it asks something."""
        field = next((one for one in self.world.catalogue.fields if one.name == name), None)
        if field is None:
            row = self._add_row(Related(name, Quantifier.ANY, EVERYTHING))
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()
            return
        popover = ConditionPopover(self.world, field, None, self)
        rows: list[Row] = []

        def take(condition: Condition | None) -> None:
            if rows and rows[0] in self.rows:
                place = self.rows.index(rows[0])
                self._remove(self.rows[place])
            if condition is not None:
                rows[:] = [self._add_row(condition)]
                self.changed.emit()

        popover.changed.connect(take)
        popover.gone.connect(lambda: self.add.setFocus(Qt.FocusReason.PopupFocusReason))
        self.popover = popover
        popover.open_below(self.add, popover.begins_with)
        popover.begin()


class FilterBuilder(QWidget):
    """The outermost group. ``said`` is the filter in words, or why it can't be asked: it may be
    put where it is always seen. ``changed`` tells of another filter."""

    changed = Signal()

    def __init__(self, world: World, root: Node, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self.group = Group(world, root, self)
        self.said = QWidget(self)
        dress(self.said, kind="surface")
        self.words = plain_label("", tone="secondary")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.mistake = _mistake_label(self.said)
        below, column = QVBoxLayout(self.said), QVBoxLayout(self)
        for layout in (below, column):
            layout.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.words)
        below.addWidget(self.mistake)
        column.addWidget(self.group)
        column.addWidget(self.said)
        column.addStretch()
        self.group.changed.connect(self._tell)
        self.setFocusProxy(self.group)
        self._say()

    def node(self) -> Node:
        """The filter as it stands."""
        return self.group.node()

    @property
    def is_fit(self) -> bool:
        """Whether the filter can be asked."""
        return self._world.mistake(self.node()) is None

    def _tell(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        """Say the filter in words, or why it can't be asked."""
        root = self.node()
        error = self._world.mistake(root)
        self.mistake.setText(str(error) if error is not None else "")
        self.mistake.setVisible(error is not None)
        self.words.setVisible(error is None)
        if error is None:
            words = self._world.words(root).removeprefix("(").removesuffix(")")
            self.words.setText(_("In words: {filter}").format(filter=words))


def _taken_apart(node: Node) -> tuple[int, tuple[Node, ...]]:
    """The kind of a group and what stands in it."""
    if isinstance(node, And):
        return _ALL, node.parts
    if isinstance(node, Or):
        return _ANY, node.parts
    if isinstance(node, Not) and isinstance(node.part, Or):
        return _NONE, node.part.parts
    if isinstance(node, Not) and isinstance(node.part, And):
        return _NOT_ALL, node.part.parts
    if isinstance(node, Not):
        return _NONE, (node.part,)
    return _ALL, (node,)
