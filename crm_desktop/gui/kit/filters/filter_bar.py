"""The row of chips above a list: what is asked, what is offered, a way to ask more.

Knows fields and values by its ``World``; whoever shows it listens to ``changed``. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.filters.ast import EVERYTHING, Condition, Node, Quantifier, Related
from crm_desktop.filters.catalogue import Field, label_text
from crm_desktop.gui.kit.buttons import DashedButton
from crm_desktop.gui.kit.filters.chip import Chip
from crm_desktop.gui.kit.filters.conditions import joined, parts_of
from crm_desktop.gui.kit.filters.field_picker import FieldPicker
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.filters.world import World
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_GAP = 6
_PLUS = 11
_FUNNEL = 14


class FilterBar(QWidget):
    """``changed`` gives the new filter; ``builder_wanted`` the filter that is to be built at, as
    chips alone can't say it."""

    changed = Signal(object)  # Node
    builder_wanted = Signal(object)  # Node

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world: World | None = None
        self._offered: tuple[str, ...] = ()
        self.root: Node = EVERYTHING
        self._base: Node = EVERYTHING
        self.chips: list[Chip] = []
        self.popover: Popover | None = None
        self.setAccessibleName(_("Filters"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.folded = QPushButton(_("Filters"), self)
        dress(self.folded, kind="chip")
        self.folded.setCheckable(False)
        ThemeManager.instance().set_icon(self.folded, "funnel-simple", size=_FUNNEL)
        self.folded.hide()
        self.add = DashedButton(_("Filter"), self)
        self.add.setAccessibleName(_("Add a condition"))
        ThemeManager.instance().set_icon(self.add, "plus", size=_PLUS)
        self.clear = QPushButton(_("Reset"), self)
        self.clear.setAccessibleName(_("Reset the filter"))
        dress(self.clear, kind="ghost", scale="tiny")
        self.clear.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        for widget in (self.folded, self.add, self.clear):
            self._row.addWidget(widget)
        self._row.addStretch()
        self.folded.clicked.connect(self._unfold)
        self.add.clicked.connect(self._pick)
        self.clear.clicked.connect(self._reset)
        self.setFocusProxy(self.add)

    def begin(self, world: World, offered: Sequence[str]) -> None:
        """What can be asked, and which fields stand there though nothing is asked of them."""
        self._world, self._offered = world, tuple(offered)

    def show_filter(self, root: Node, base: Node | None = None) -> None:
        """Show the chips of this filter; ``base`` is what it goes back to when it is reset."""
        self._base = self._base if base is None else base
        self.root = root
        if self._world is not None:
            self.root, self._base = map(self._world.suited, (root, self._base))
        had = [chip.hasFocus() for chip in self.chips]
        place = had.index(True) if True in had else -1
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.hide()  # a layout shows late what was not hidden: then as a window of its own
            chip.setParent(None)
            chip.deleteLater()
        self.chips = []  # making the new ones folds, which must not show the old ones as windows
        self.chips = self._make_chips(self)
        for number, chip in enumerate(self.chips):
            self._row.insertWidget(1 + number, chip)
        stops = [self.folded, *self.chips, self.add, self.clear]
        for stop, following in pairwise(stops):
            QWidget.setTabOrder(stop, following)
        self.clear.setVisible(self.root not in (EVERYTHING, self._base))
        self.setFocusProxy(self.chips[0] if self.chips else self.add)
        self._fold()
        if place >= 0:
            following = self.chips[min(place, len(self.chips) - 1)] if self.chips else self.add
            following.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_parts(self) -> tuple[Node, ...]:
        return parts_of(self.root)

    def _make_chips(self, parent: QWidget) -> list[Chip]:
        """Set chips in the places of the offered fields they answer, the others in their order."""
        if self._world is None:
            return []
        parts = list(enumerate(self._set_parts()))
        names = [part.field if isinstance(part, Condition) else "" for _n, part in parts]
        chips = [self._set_chip(number, part, parent) for number, part in parts]
        for name in self._offered:
            chip = None if name in names else self._offered_chip(name, parent)
            if chip is not None:
                place = self._place_among(names, name)
                names.insert(place, name)
                chips.insert(place, chip)
        return chips

    def _place_among(self, names: Sequence[str], name: str) -> int:
        """Where an offered field stands among those of the chips: after the one that is offered
        before it, or before one that is offered after it, or at the end."""
        at = self._offered.index(name)
        for other in reversed(self._offered[:at]):
            if other in names:
                return names.index(other) + 1
        following = [names.index(other) for other in self._offered[at + 1 :] if other in names]
        return min(following, default=len(names))

    def _set_chip(self, number: int, part: Node, parent: QWidget) -> Chip:
        label, value, is_broken = self._words(part)
        chip = Chip(label, value, is_set=True, is_broken=is_broken, parent=parent)
        chip.clicked.connect(partial(self._open, chip, number))
        chip.removed.connect(partial(self._replace, number, None))
        chip.show()
        return chip

    def _offered_chip(self, name: str, parent: QWidget) -> Chip | None:
        field = self._field(name)
        if field is None:
            return None
        chip = Chip(label_text(field.label), _("any"), is_set=False, parent=parent)
        chip.clicked.connect(partial(self._ask_field, name, chip))
        chip.show()
        return chip

    def _words(self, part: Node) -> tuple[str, str, bool]:
        """The name and the value of a chip, and whether what it asks for is gone."""
        assert self._world is not None
        try:
            return *self._world.chip_words(part), False
        except CrmError:
            name = part.field if isinstance(part, Condition) else ""
            field = self._field(name)
            label = label_text(field.label) if field is not None else ""
            return label, _("can’t be asked"), True

    def _field(self, name: str) -> Field | None:
        assert self._world is not None
        fields = {field.name: field for field in self._world.catalogue.fields}
        return fields.get(name)

    # Asking

    def _open(self, chip: Chip, number: int) -> None:
        """The pop-over of a plain condition; the builder for all others."""
        part = self._set_parts()[number]
        field = self._field(part.field) if isinstance(part, Condition) else None
        if not isinstance(part, Condition) or field is None or chip.is_broken:
            self.builder_wanted.emit(self.root)
            return
        self._pop_up(field, part, chip, number)

    def _pop_up(
        self, field: Field, condition: Condition | None, anchor: QWidget, number: int | None
    ) -> None:
        from crm_desktop.gui.kit.filters.condition_popover import ConditionPopover  # loads slowly

        assert self._world is not None
        popover = ConditionPopover(self._world, field, condition, self)
        place = [number]

        def take(changed: Condition | None) -> None:
            place[0] = self._replace(place[0], changed)

        popover.changed.connect(take)
        self._show_popover(popover, anchor, popover.begins_with)
        popover.begin()

    def _show_popover(self, popover: Popover, anchor: QWidget, focus: QWidget) -> None:
        self.popover = popover
        # Chips are made anew while it is open, so the focus goes to the row.
        popover.gone.connect(partial(self._forget_popover, popover))
        popover.open_below(anchor, focus)

    def _forget_popover(self, popover: Popover) -> None:
        if self.popover is not popover:
            return
        self.popover = None
        if self.isVisible():
            self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _replace(self, number: int | None, part: Node | None) -> int | None:
        """Put ``part`` in the place of another one, or at the end; gives its place."""
        parts = list(self._set_parts())
        if number is None:
            if part is None:
                return None
            parts.append(part)
            number = len(parts) - 1
        elif part is None:
            del parts[number]
            self._change(joined(parts))
            return None
        else:
            parts[number] = part
        self._change(joined(parts))
        return number

    def _change(self, root: Node) -> None:
        self.show_filter(root)
        self.changed.emit(root)

    def _pick(self) -> None:
        if self._world is None:
            return
        picker = FieldPicker(self._world.catalogue, self)
        picker.chosen.connect(self._ask)
        picker.builder_wanted.connect(lambda: self.builder_wanted.emit(self.root))
        self._show_popover(picker, self.add, picker.search)

    def _ask(self, name: str) -> None:
        """Ask of a field that was picked; of a relation whether there is anything at its end."""
        if self._field(name) is not None:
            self._ask_field(name, self.add)
            return
        related = Related(name, Quantifier.ANY, EVERYTHING)
        self.builder_wanted.emit(joined((*self._set_parts(), related)))

    def _ask_field(self, name: str, anchor: QWidget, _checked: bool = False) -> None:
        field = self._field(name)
        if field is not None:
            self._pop_up(field, None, anchor, None)

    def _reset(self) -> None:
        self._change(self._base)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fold where there is too little room."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Offered chips go first, then all become one: 'Filters 2'."""
        set_chips = [chip for chip in self.chips if chip.is_set]
        offered = [chip for chip in self.chips if not chip.is_set]
        fixed = self.add.sizeHint().width() + _GAP
        if not self.clear.isHidden():
            fixed += self.clear.sizeHint().width() + _GAP
        room = self.width() - fixed
        room -= sum(chip.sizeHint().width() + _GAP for chip in set_chips)
        is_folded = bool(set_chips) and room < 0 and self.isVisible()
        for chip in set_chips:
            chip.setVisible(not is_folded)
        for chip in offered:
            room -= chip.sizeHint().width() + _GAP
            chip.setVisible(not is_folded and (room >= 0 or not self.isVisible()))
        self.folded.setVisible(is_folded)
        if is_folded:
            words = ngettext("Filters {number}", "Filters {number}", len(set_chips))
            self.folded.setText(words.format(number=len(set_chips)))
            self.setFocusProxy(self.folded)

    def _unfold(self) -> None:
        """All chips below each other."""
        popover = Popover(self, _("Filters"))
        chips = self._make_chips(popover)
        for chip in chips:
            chip.clicked.connect(popover.close)
            chip.removed.connect(popover.close)
            popover.column.addWidget(chip)
        self._show_popover(popover, self.folded, chips[0])
