"""Settings → Appearance: theme, density, text size, contrast, motion, formats, places.

GUI thread only. The theme manager applies how windows look and tells ``Preferences`` by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.places import Places, PlacesList
from crm_desktop.gui.pages.settings.section import ScrollingSection, Segments, sentence
from crm_desktop.gui.shell.numbers import shown_percent
from crm_desktop.gui.shell.preferences import Preferences
from crm_desktop.gui.shell.tray import has_tray

_TEXT_SIZES = (90, 100, 110, 125, 150)


class AppearanceSection(ScrollingSection):
    """How the windows look. ``places`` gives names and titles of the sidebar's places now."""

    def __init__(self, preferences: Preferences, places: Places) -> None:
        super().__init__("appearance", _("Appearance"), "monitor")
        self._preferences = preferences
        self._manager = ThemeManager.instance()
        self.theme = Segments(
            [("system", _("As in the system")), ("light", _("Light")), ("dark", _("Dark"))]
        )
        self.density = Segments([("comfortable", _("Comfortable")), ("compact", _("Compact"))])
        self.text = Segments([(size, shown_percent(size)) for size in _TEXT_SIZES])
        self.contrast = Segments(
            [(None, _("As in the system")), (False, _("Normal")), (True, _("Higher"))]
        )
        self.motion = Segments(
            [(None, _("As in the system")), (False, _("Usual")), (True, _("Reduced"))]
        )
        self.formats = Segments(
            [("language", _("As in the language")), ("system", _("As in the system"))]
        )
        self.tray = QCheckBox(self)
        self.tray.setAccessibleName(_("Icon beside the clock"))
        self.tray.setHidden(not has_tray())
        dress(self.tray, kind="switch")
        self._find_places = places
        self.places = PlacesList(places())
        self._add_rows()
        self._connect_all()
        self._show()

    def load(self) -> None:
        """Show how it stands."""
        self.take_places()

    def take_places(self) -> None:
        """Lists of people's own come and go."""
        self.places.take(self._find_places(), self._preferences.settings.sidebar)

    def _add_rows(self) -> None:
        self.add(_("Theme"), self.theme)
        self.add(_("Rows of lists"), self.density, _("Compact rows show more at once."))
        self.add(_("Text size"), self.text)
        hint = _("Higher: lines and small words are easier to see.")
        self.add(_("Contrast"), self.contrast, hint)
        self.add(_("Motion"), self.motion, _("Reduced: nothing slides or fades."))
        self.add(_("Dates and numbers"), self.formats)
        if has_tray():
            self.add(_("Icon beside the clock"), self.tray)
        self.add_heading(_("Places of the sidebar"))
        self.words.append(_("Places of the sidebar"))
        self.rows.addSpacing(4)
        self.rows.addWidget(self.places)
        self.rows.addWidget(
            sentence(
                _("Drag a place to move it, or press Alt with an arrow. Space shows or hides it.")
            )
        )

    def _connect_all(self) -> None:
        self.theme.chosen.connect(lambda value: self._dress(mode=value))
        self.density.chosen.connect(lambda value: self._dress(density=value))
        self.text.chosen.connect(lambda value: self._dress(text_percent=value))
        self.contrast.chosen.connect(lambda value: self._dress(high_contrast=value))
        self.motion.chosen.connect(lambda value: self._dress(reduced_motion=value))
        self.formats.chosen.connect(self._choose_formats)
        self.tray.clicked.connect(self._choose_tray)
        self.places.chosen.connect(self._choose_places)
        self._manager.chosen.connect(self._show)
        self._preferences.changed.connect(self._show)

    def _dress(self, **changes: Any) -> None:
        self._manager.apply(replace(self._manager.appearance, **changes))

    def _choose_formats(self, formats: Any) -> None:
        self._preferences.choose(lambda settings: replace(settings, formats=formats))

    def _choose_tray(self, is_wanted: bool) -> None:
        self._preferences.choose(lambda settings: replace(settings, tray=is_wanted))

    def _choose_places(self, order: tuple[str, ...], hidden: tuple[str, ...]) -> None:
        self._preferences.choose(
            lambda settings: replace(settings, sidebar=settings.sidebar.rearranged(order, hidden))
        )

    def _show(self) -> None:
        """What is chosen now, here or in another window."""
        appearance, settings = self._manager.appearance, self._preferences.settings
        self.theme.show_value(appearance.mode)
        self.density.show_value(appearance.density)
        self.text.show_value(appearance.text_percent)
        self.contrast.show_value(appearance.high_contrast)
        self.motion.show_value(appearance.reduced_motion)
        self.formats.show_value(settings.formats)
        self.tray.setChecked(settings.tray)
        self.places.show_chosen(settings.sidebar)
