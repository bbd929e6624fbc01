"""The settings page: a list of sections at the left, the chosen one beside it.

Made by ``gui/session.py`` with the window, while its sections are made when they are wanted for the
first time: most days nobody looks at them. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.clearing import add_glass, let_clear
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.contents import contents
from crm_desktop.gui.pages.settings.section import Section
from crm_desktop.gui.shell.commands import Commands
from crm_desktop.gui.shell.page import Page, PagePart, RecordRef
from crm_desktop.gui.shell.preferences import Preferences

if TYPE_CHECKING:
    from crm_desktop.gui.pages.settings.change_log import TakeBack
    from crm_desktop.gui.pages.settings.places import Places

Groups = Sequence[tuple[str, Sequence[Section]]]

_LIST_WIDTH = 216
_ICON = 16
_ROOM = 4


class SettingsPage(Page):
    """Everything that can be chosen, and what the workspace tells of itself. ``done``: as in its
    sections."""

    is_list = False
    at_foot = True

    done = Signal(str)

    def __init__(self, make_sections: Callable[[], Groups]) -> None:
        """``make_sections`` gives sections under translated headings; the first group has none."""
        super().__init__(_("Settings"))
        self.setObjectName("settings")
        self.icon = "gear-six"
        self._manager = ThemeManager.instance()
        self._make_sections = make_sections
        self._sections: list[Section] = []
        self.stack = QStackedWidget(self)
        self._group = QButtonGroup(self)
        self._headings: list[tuple[QLabel, list[QPushButton]]] = []
        self.search = self._make_search()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)

    def _fill(self) -> None:
        """Make the sections and their list, if it wasn't done yet."""
        if self._sections:
            return
        groups = self._make_sections()
        self._sections = [section for _heading, sections in groups for section in sections]
        for section in self._sections:
            section.done.connect(self.done)
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.addWidget(self._make_list(groups))
        layout.addWidget(self.stack, 1)
        self._manager.changed.connect(self._follow_theme)
        self._follow_theme()
        self._group.idToggled.connect(self._show)
        self.search.textChanged.connect(self._find)
        self.show_section(self.sections[0].objectName())

    def _make_search(self) -> QLineEdit:
        search = QLineEdit(self)
        search.setPlaceholderText(_("Find a setting"))
        search.setAccessibleName(_("Find a setting"))
        let_clear(search)
        dress(search, scale="small")
        add_glass(search)
        return search

    def _make_list(self, groups: Groups) -> QWidget:
        box = self._list = QFrame(self)
        dress(box, kind="sections")
        column = QVBoxLayout(box)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(0)
        column.addWidget(self.search)
        column.addSpacing(8)
        for heading, sections in groups:
            label = QLabel(heading, box)
            dress(label, type="section")
            label.setContentsMargins(10, 14, 0, 4)
            column.addWidget(label)
            buttons = [self._button(section) for section in sections]
            for button in buttons:
                column.addWidget(button)
            self._headings.append((label, buttons))
            label.setVisible(bool(heading))
        column.addStretch()
        return box

    def _button(self, section: Section) -> QPushButton:
        number = self.stack.addWidget(section)
        button = QPushButton(section.title, self)
        button.setCheckable(True)
        dress(button, kind="section")
        self._manager.set_icon(button, section.icon, size=_ICON, room=_ROOM)
        self._group.addButton(button, number)
        return button

    def _follow_theme(self) -> None:
        self._list.setFixedWidth(self._manager.theme.grown(_LIST_WIDTH))

    # As the window knows pages

    @property
    def is_ready(self) -> bool:
        """There is nothing to wait for."""
        return True

    def load(self) -> None:
        """Read what the section shows."""
        self.section.load()

    def current(self) -> RecordRef | None:
        """No record is under the eye."""
        return None

    def count_words(self) -> str:
        """Nothing is counted."""
        return ""

    # Sections

    @property
    def sections(self) -> Sequence[Section]:
        """All of them, in the order of the list."""
        self._fill()
        return self._sections

    @property
    def section(self) -> Section:
        """The section that is to be seen."""
        return self.sections[self.stack.currentIndex()]

    def show_section(self, name: str, entity: str = "") -> None:
        """Show the section with this name; what it shows of ``entity``, if one is given."""
        names = [section.objectName() for section in self.sections]
        if name in names:
            section = self.sections[names.index(name)]
            if entity:
                section.show_entity(entity)
                if section is self.section:
                    section.load()
            self._group.button(names.index(name)).setChecked(True)

    def take_places(self, _shown: Sequence[str] = ()) -> None:
        """The sidebar has other places now."""
        for section in self._sections:
            section.take_places()

    def parts(self) -> Sequence[PagePart]:
        """The sections, each found by the names of its settings too. The palette asks, for which
        none is made: all together take half a second and 18 MB."""
        return contents()

    def show_part(self, name: str) -> None:
        """Show a section, whatever was sought in the list."""
        self.search.clear()
        self.show_section(name)

    def kept(self) -> Any:
        """Which section is shown, what is sought, and what the section wants to keep."""
        if not self._sections:
            return None
        return self.section.objectName(), self.search.text(), self.section.kept()

    def restore(self, kept: Any) -> None:
        """As it was before the language changed."""
        if kept is None:
            return
        name, sought, of_section = kept
        self.show_section(name)
        self.search.setText(sought)
        self.section.restore(of_section)

    def _show(self, number: int, is_chosen: bool) -> None:
        button, section = self._group.button(number), self.sections[number]
        role = IconRole.ACTIVE if is_chosen else IconRole.DEFAULT
        self._manager.set_icon(button, section.icon, role, size=_ICON, room=_ROOM)
        if is_chosen:
            self.stack.setCurrentIndex(number)
            self.setFocusProxy(button)
            if self.isVisible():
                section.load()

    def _find(self, text: str) -> None:
        """Show only the sections in whose words ``text`` is found, and the first of them."""
        sought = text.strip().casefold()
        found = [
            number
            for number, section in enumerate(self.sections)
            if any(sought in words.casefold() for words in (section.title, *section.words))
        ]
        for number in range(len(self.sections)):
            self._group.button(number).setVisible(number in found)
        for label, buttons in self._headings:
            label.setVisible(bool(label.text()) and any(not b.isHidden() for b in buttons))
        if found and self.stack.currentIndex() not in found:
            self._group.button(found[0]).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """↓ leads from the search to the sections."""
        if self.search.hasFocus() and event.key() == Qt.Key.Key_Down:
            self._group.checkedButton().setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


def make_page(
    bridge: Bridge,
    preferences: Preferences,
    commands: Commands,
    places: Places,
    take_back: TakeBack,
) -> SettingsPage:
    """The page. ``commands`` are those of the window; ``places`` gives names and titles of what
    the sidebar can show now; ``take_back`` undoes an operation of the change log."""

    def make_sections() -> Groups:
        from crm_desktop.gui.pages.settings.about import AboutSection
        from crm_desktop.gui.pages.settings.appearance import AppearanceSection
        from crm_desktop.gui.pages.settings.catalogue import CatalogueSection
        from crm_desktop.gui.pages.settings.change_log import ChangeLogSection
        from crm_desktop.gui.pages.settings.custom_lists import CustomListsSection
        from crm_desktop.gui.pages.settings.fields import FieldsSection
        from crm_desktop.gui.pages.settings.language import LanguageSection
        from crm_desktop.gui.pages.settings.pipelines import PipelinesSection
        from crm_desktop.gui.pages.settings.shortcuts import ShortcutsSection
        from crm_desktop.gui.pages.settings.workspace import WorkspaceSection

        own = (
            AppearanceSection(preferences, places),
            LanguageSection(preferences),
            ShortcutsSection(commands),
        )
        log = ChangeLogSection(bridge, take_back)
        lists, fields = CustomListsSection(bridge), FieldsSection(bridge)

        def show_fields(entity: str) -> None:
            fields.show_entity(entity)
            page.show_part(fields.objectName())

        lists.fields_wanted.connect(show_fields)
        return [
            ("", own),
            (_("Sales"), (PipelinesSection(bridge), CatalogueSection(bridge))),
            (_("Data"), (fields, lists, WorkspaceSection(bridge), log)),
            (_("Program"), (AboutSection(),)),
        ]

    page = SettingsPage(make_sections)
    return page
