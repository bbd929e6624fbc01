"""Settings → Fields: the fields that people added, by group and in their order.

Order by dragging or by Alt and the arrows; everything applies at once, in all windows. GUI
thread only.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTreeWidgetItem, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.commands import DeleteCustomFields, MoveCustomField
from crm_desktop.features.custom_fields.definitions import WITH_CHOICES
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.buttons import small_button
from crm_desktop.gui.kit.group_tree import GroupTree, stepped
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.field_dialog import (
    DefinitionDialog,
    KnownFields,
    read_fields,
    show,
)
from crm_desktop.gui.pages.settings.field_questions import GroupDialog, TypeDialog, ask_to_delete
from crm_desktop.gui.pages.settings.section import PLUS, Section, Segments, show_unread
from crm_desktop.gui.shell.type_words import entity_words, type_words

_NAME_WIDTH, _TYPE_WIDTH = 300, 180
_LISTS = "list"
"""Stands for the fields of lists as long as none is chosen."""


class FieldsSection(Section):
    """The custom fields of contacts, companies, deals and of the entries of custom lists."""

    def __init__(self, bridge: Bridge) -> None:
        hint = _("Fields of your own stand on cards, in lists, filters, import and export.")
        super().__init__("fields", _("Fields"), "text-aa", hint)
        self.words = [*type_words().values(), _("Add field")]
        self._bridge = bridge
        self._entity = "contact"
        self._read_of = ""
        self._known = KnownFields()
        self._fields: dict[str, CustomFieldRow] = {}
        self._wanted = ""
        self._computing: list[str] = []
        choices = (*entity_words().items(), (_LISTS, _("Lists")))
        self.entities = Segments(choices, self, wraps=True)
        self.entities.setAccessibleName(_("Fields"))
        self.entities.show_value(self._entity)
        self.list = QComboBox(self)
        self.list.setAccessibleName(_("Custom list"))
        dress(self.list, scale="small")
        self.list.hide()
        self.tree = GroupTree((_NAME_WIDTH, _TYPE_WIDTH, 0), self)
        self.tree.setAccessibleName(self.title)
        self.add = small_button(_("Add field"), self._add)
        self.edit = small_button(_("Edit…"), self._edit)
        self.retype = small_button(_("Change type…"), self._retype)
        self.up = small_button(_("Up"), lambda: self._step(-1))
        self.down = small_button(_("Down"), lambda: self._step(1))
        self.remove = small_button(_("Delete…"), self._remove)
        self.restore_field = small_button(_("Restore"), self._restore)
        self._place()
        self.entities.chosen.connect(self._choose_entity)
        self.list.activated.connect(lambda _number: self._choose_entity(_LISTS))
        self.tree.wanted.connect(self._edit)
        self.tree.stepped.connect(self._step)
        self.tree.deleted.connect(self._remove)
        self.tree.dropped.connect(self._move)
        self.tree.currentItemChanged.connect(self._tell_possible)
        bridge.changed.connect(self._follow)
        self._tell_possible()

    def _place(self) -> None:
        ThemeManager.instance().set_icon(self.add, "plus", size=PLUS)
        self.head.addWidget(self.add)
        row = QHBoxLayout()
        row.addWidget(self.entities)
        row.addSpacing(8)
        row.addWidget(self.list)
        row.addStretch()
        self.body.addLayout(row)
        self.body.addSpacing(8)
        self.states = ContentOrState(self.tree, self)
        self.body.addWidget(self.states, 1)
        self.foot = QWidget(self)
        buttons = QHBoxLayout(self.foot)
        buttons.setSpacing(measures.BETWEEN)
        buttons.setContentsMargins(0, 8, 0, 16)
        for widget in (
            *(self.edit, self.retype, self.up, self.down, self.remove),
            self.restore_field,
        ):
            buttons.addWidget(widget)
        buttons.addStretch()
        self.body.addWidget(self.foot)

    # Reading

    def load(self) -> None:
        """Ask which fields there are."""
        read_fields(self._bridge, self._entity, self._show, self._fail, self)

    def _fail(self, error: BaseException) -> None:
        """What was read of the same records stays."""
        if self._read_of == self._entity:
            self._bridge.tell_failed_reading(error)
            return
        self._fields = {}
        self.tree.clear()
        self._tell_possible()
        show_unread(self.states, error, self.load)

    def kept(self) -> Any:
        """Whose fields are shown, and which is chosen."""
        return self._entity, self.current

    def restore(self, kept: Any) -> None:
        """As it was before the language changed."""
        entity, self._wanted = kept
        self.show_entity(entity)

    def _follow(self, changes: Changes) -> None:
        if changes.touch({"custom_field", "card_layout", "custom_list"}) and self.isVisible():
            self.load()

    def show_entity(self, entity: str) -> None:
        """Let these be the fields that are shown when the section is read."""
        self._entity = entity
        self.entities.show_value(entity if entity in entity_words() else _LISTS)

    def _choose_entity(self, entity: str) -> None:
        self._entity = str(self.list.currentData() or _LISTS) if entity == _LISTS else entity
        self.load()

    def _show_lists(self, known: KnownFields) -> None:
        """The lists to choose from, where the fields of lists are shown; the first if none is
        chosen."""
        own = self._entity not in entity_words()
        self.list.clear()
        for one in known.lists:
            self.list.addItem(one.name, one.entity)
        number = self.list.findData(self._entity)
        self.list.setCurrentIndex(max(number, 0))
        self.list.setVisible(own and bool(known.lists))
        self.add.setEnabled(not own or bool(known.lists))
        if own and known.lists and number < 0:
            self._choose_entity(_LISTS)

    def _show(self, known: KnownFields) -> None:
        chosen, group = self._wanted or self.current, self.tree.current_head
        self._wanted, self._read_of = "", self._entity
        self._known = known
        self._show_lists(known)
        self._fields = {field.id: field for field in (*known.there, *known.away)}
        self.tree.clear()
        heads: dict[str, QTreeWidgetItem] = {}
        for field in known.there:
            if field.group not in heads:
                name = known.layout.title(field.group) or _("Without a group")
                heads[field.group] = self.tree.add_head(name, field.group)
            self._add_item(heads[field.group], field)
        if known.away:
            head = self.tree.add_head(_("Recycle bin"), None)
            for field in known.away:
                self._add_item(head, field)
        if group and group in heads and not chosen:
            self.tree.setCurrentItem(heads[group])
        else:
            self.tree.choose(chosen)
        if not self.add.isEnabled():
            self.states.show_state(
                _("There are no lists of your own yet"), _("Make one in “Custom lists”."), []
            )
        elif self._fields:
            self.states.show_content()
        else:
            self.states.show_state(
                _("There are no fields of your own yet"),
                _("Add what your work needs: a size, a contract number, a day of delivery."),
                [Button(_("Add field"), self._add, "plus")],
                self.icon,
            )
        self._tell_possible()

    def _add_item(self, head: QTreeWidgetItem, field: CustomFieldRow) -> None:
        more = [_("computing…")] if field.name in self._computing else []
        if field.required:
            more.append(_("required"))
        if field.choices and field.type in WITH_CHOICES:
            # A field that had choices once keeps them for what its history tells.
            more.append(", ".join(c.name for c in field.choices if not c.archived))
        words = [field.name, type_words().get(field.type, field.type), "; ".join(more)]
        self.tree.add_item(head, words, field.id, can_move=not field.deleted)

    @property
    def current(self) -> str:
        """The id of the chosen field, or nothing."""
        return self.tree.current

    @property
    def _field(self) -> CustomFieldRow | None:
        return self._fields.get(self.current)

    def _tell_possible(self) -> None:
        self.foot.setVisible(bool(self._fields))
        field = self._field
        there = field is not None and not field.deleted
        for button in (self.up, self.down, self.remove):
            button.setEnabled(there)
        self.edit.setEnabled(there or bool(self.tree.current_head))
        self.retype.setEnabled(there and field is not None and field.type != "file")
        self.restore_field.setVisible(field is not None and field.deleted)

    # Changing

    def _add(self) -> None:
        self._open(None)

    def _edit(self) -> None:
        if (field := self._field) is not None and not field.deleted:
            self._open(field)
        elif group := self.tree.current_head:
            names = self._known.layout.titles.get(group)
            show(GroupDialog(self._bridge, self._entity, group, names, self))

    def _open(self, field: CustomFieldRow | None) -> None:
        dialog = DefinitionDialog(self._bridge, self._entity, field, self._known, self)
        dialog.began.connect(self._follow_task)
        show(dialog)

    def _follow_task(self, name: str, task: LongTask) -> None:
        """Say at the field that its results are being worked out, until they are."""
        self._computing.append(name)

        def end() -> None:
            self._computing.remove(name)
            self.load()

        task.ended.connect(end)
        self.load()

    def _retype(self) -> None:
        if (field := self._field) is not None:
            show(TypeDialog(self._bridge, field, self._known.there, self))

    def _remove(self) -> None:
        if (field := self._field) is not None and not field.deleted:
            ask_to_delete(self._bridge, field.id, self._follow_task, self)

    def _restore(self) -> None:
        if (field := self._field) is not None:
            title = _("Field “{field}”").format(field=field.name)
            self._bridge.start(DeleteCustomFields((field.id,), deleted=False), title)

    def _step(self, by: int) -> None:
        """One line up or down as they are shown, into the next group at the edge of one."""
        if found := stepped(self.tree.order(), self.current, by):
            self._move(self.current, *found)

    def _move(self, key: str, place: int, group: str) -> None:
        """``place`` among the shown lines without the field itself."""
        self._wanted = key
        self._bridge.execute(MoveCustomField(key, place, group))
