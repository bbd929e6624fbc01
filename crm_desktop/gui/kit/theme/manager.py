"""The one place that decides how the window looks, and changes it while it is open.

``app`` makes the manager once, with what the person chose in Settings → Appearance; the settings
page gives it another ``Appearance``. Whoever paints by hand takes ``theme`` and connects to
``changed``. GUI thread only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.scratch import ScratchFolder
from crm_desktop.gui.kit.theme import icons, measures
from crm_desktop.gui.kit.theme.focus_ring import FocusRing
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.images import write_images
from crm_desktop.gui.kit.theme.mnemonics import MnemonicKey, MnemonicStyle
from crm_desktop.gui.kit.theme.palette import make_palette
from crm_desktop.gui.kit.theme.stylesheet import make_stylesheet
from crm_desktop.gui.kit.theme.system import (
    Mode,
    has_contrast_theme,
    pin_system_theme,
    system_theme,
    wants_less_motion,
    wants_more_contrast,
)
from crm_desktop.gui.kit.theme.theme import Theme, make_theme
from crm_desktop.gui.kit.theme.tokens import Density, TextSize, ThemeName

if TYPE_CHECKING:
    from crm_desktop.gui.kit.theme.style import ThemeStyle

# Qt leaves 2 pixels between a button's icon and its words, the design 6.
_ROOM_AFTER_ICON = 4


@dataclass(frozen=True)
class Appearance:
    """What the person chose; ``None`` and ``"system"`` leave it to the operating system."""

    mode: Mode = "system"
    density: Density = "comfortable"
    text_percent: TextSize = 100
    reduced_motion: bool | None = None
    high_contrast: bool | None = None


class ThemeManager(QObject):
    """Dresses the application, follows the system, and tells when the theme is another."""

    changed = Signal()
    chosen = Signal(object)  # Appearance, also where the theme stays the same

    def __init__(
        self,
        application: QApplication,
        appearance: Appearance | None = None,
        *,
        families: tuple[str, ...] | None = None,
        menus: bool = True,
    ) -> None:
        """``families`` stand in for the system's fonts, to compare with the design's pictures.
        Without ``menus`` these come by ``dress_menus``."""
        super().__init__(application)
        self._application = application
        self._appearance = appearance or Appearance()
        self._families = families
        self._folder = ScratchFolder(self)
        pin_system_theme(application.styleHints(), self._appearance.mode)
        self._theme = self._make_theme()
        self._style = MnemonicStyle()
        self._menus: ThemeStyle | None = None
        application.setStyle(self._style)
        if menus:
            self.dress_menus()
        self._show()
        self._ring = FocusRing(application, self)
        self._mnemonics = MnemonicKey(application, self._style, self)
        signal = getattr(application.styleHints(), "colorSchemeChanged", None)
        if signal is not None:  # Qt 6.5 and later
            signal.connect(self.follow_system)

    @staticmethod
    def instance() -> ThemeManager:
        """The manager of the running application. Raises ``LookupError`` before there is one."""
        application = QApplication.instance()
        manager = application.findChild(ThemeManager) if application else None
        if manager is None:
            raise LookupError("no ThemeManager was made")
        return manager

    @property
    def theme(self) -> Theme:
        """The theme that is shown."""
        return self._theme

    @property
    def appearance(self) -> Appearance:
        """What it follows from."""
        return self._appearance

    def dress_menus(self) -> None:
        """From now on menus are those of the design. The first page of a start comes before: as
        soon as a style is written in Python, all Qt's widgets and style options are made known to
        Python, which takes a tenth of an empty window's time."""
        from crm_desktop.gui.kit.theme.style import ThemeStyle

        if self._menus is None:
            self._menus = ThemeStyle(self._theme)
            self._style.setBaseStyle(self._menus)

    def apply(self, appearance: Appearance) -> None:
        """Show this at once, in every open window."""
        if appearance == self._appearance:
            return
        self._appearance = appearance
        pin_system_theme(self._application.styleHints(), appearance.mode)
        self.follow_system()
        self.chosen.emit(appearance)

    def follow_system(self) -> None:
        """Ask the system again and show what follows from the answer and the choices."""
        theme = self._make_theme()
        if theme == self._theme:
            return
        self._theme = theme
        icons.forget_pixmaps()
        self._show()
        self.changed.emit()

    def set_icon(
        self,
        target: QAbstractButton | QAction,
        name: str,
        role: IconRole = IconRole.DEFAULT,
        size: int = measures.ICON,
        room: int = _ROOM_AFTER_ICON,
    ) -> None:
        """Give a button or an action its icon, tinted anew whenever the theme changes. ``room``
        is added to the 2 pixels between the icon and the words of a push button."""
        self._let_go(target)
        _IconKeeper(self, target, _IconChoice(name, role, size, room))

    def set_words(self, target: QAbstractButton, words: str) -> None:
        """Give a button other words, or none, and its icon the room that goes with them."""
        if words == target.text():
            return
        target.setText(words)
        keeper = target.findChild(_IconKeeper)
        if keeper is not None:
            keeper.draw()

    def clear_icon(self, target: QAbstractButton | QAction) -> None:
        """Take the icon away again."""
        self._let_go(target)
        target.setIcon(QIcon())

    def _let_go(self, target: QAbstractButton | QAction) -> None:
        previous = target.findChild(_IconKeeper)
        if previous is not None:
            previous.let_go()

    def _make_theme(self) -> Theme:
        chosen = self._appearance
        hints = self._application.styleHints()
        reduced, contrast = chosen.reduced_motion, chosen.high_contrast
        palette = None
        if has_contrast_theme():
            self._application.setPalette(QPalette())  # the system's own again
            palette, contrast = self._application.palette(), True
        return make_theme(
            self._name(chosen.mode),
            density=chosen.density,
            text_percent=chosen.text_percent,
            high_contrast=wants_more_contrast(hints) if contrast is None else contrast,
            reduced_motion=wants_less_motion() if reduced is None else reduced,
            families=self._families,
            system_palette=palette,
        )

    def _name(self, mode: Mode) -> ThemeName:
        return system_theme(self._application.styleHints()) if mode == "system" else mode

    def _show(self) -> None:
        theme = self._theme
        if self._menus is not None:
            self._menus.theme = theme
        # Where a style sheet takes another's place, Qt dresses each widget once for itself and once
        # for each widget around it: 4 seconds for 2,000, half a second where there was none before.
        self._application.setStyleSheet("")
        self._application.setPalette(make_palette(theme.colours))
        self._application.setFont(theme.faces.body.font)
        self._application.setStyleSheet(make_stylesheet(theme, self._images()))

    def _images(self) -> Path:
        """The folder of this theme's pictures, written when it is first shown."""
        theme = self._theme
        inks = (theme.colours.surface, theme.colours.accent, theme.colours.border_strong)
        folder = self._folder.path / "-".join(ink.name()[1:] for ink in inks)
        if not folder.exists():
            write_images(folder, theme.colours, theme.radius)
        return folder


@dataclass(frozen=True)
class _IconChoice:
    name: str
    role: IconRole
    size: int
    room: int


class _IconKeeper(QObject):
    """Keeps the icon of one button or action in the colours of the theme, as long as it lives."""

    def __init__(
        self,
        manager: ThemeManager,
        target: QAbstractButton | QAction,
        choice: _IconChoice,
    ) -> None:
        super().__init__(target)
        self._manager = manager
        self._target = target
        self._choice = choice
        manager.changed.connect(self.draw)
        self.draw()

    def let_go(self) -> None:
        """Another takes its place. It goes later, perhaps after its button: until then it must
        not hear of other themes."""
        self._manager.changed.disconnect(self.draw)
        self.setParent(None)
        self.deleteLater()

    def draw(self) -> None:
        """The icon as the theme and the words of the button ask for."""
        choice, size = self._choice, self._choice.size
        target, colours = self._target, self._manager.theme.colours
        room = choice.room if isinstance(target, QPushButton) and target.text() else 0
        if isinstance(target, QAbstractButton):
            target.setIconSize(QSize(size + room, size))
            if target.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                room = -room
        ratio = _finest_screen()
        target.setIcon(
            icons.icon(choice.name, choice.role, colours, size=size, room=room, ratio=ratio)
        )


def _finest_screen() -> float:
    """The largest device pixel ratio of the screens, for which icons are drawn."""
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
