"""What the settings hold, in words, for whoever seeks a setting before any section is made.

Called by the settings page, on the GUI thread. The sections themselves say the same; a test
compares them.
"""

from __future__ import annotations

from crm_desktop import __version__
from crm_desktop.core.i18n import _
from crm_desktop.gui.shell.language import OWN_NAMES
from crm_desktop.gui.shell.page import PagePart
from crm_desktop.gui.shell.tray import has_tray
from crm_desktop.gui.shell.type_words import entity_words, type_words


def contents() -> tuple[PagePart, ...]:
    """The sections in their order, each with the names of its settings."""
    return (
        PagePart("appearance", _("Appearance"), "monitor", _appearance()),
        PagePart("language", _("Language"), "translate", tuple(OWN_NAMES.values())),
        PagePart("shortcuts", _("Shortcuts"), "keyboard"),
        PagePart(
            "pipelines",
            _("Pipelines and stages"),
            "funnel-simple",
            (_("Stage"), _("Chance"), _("Required fields"), _("Lost reasons")),
        ),
        PagePart(
            "catalogue",
            _("Products and taxes"),
            "package",
            (_("Price lists"), _("Exchange rates"), _("Currency"), _("VAT")),
        ),
        PagePart("fields", _("Fields"), "text-aa", (*type_words().values(), _("Add field"))),
        PagePart("custom-lists", _("Custom lists"), "list-bullets", (_("New list…"),)),
        PagePart("workspace", _("Workspace"), "hard-drives", _workspace()),
        PagePart("changes", _("Change log"), "clock-counter-clockwise"),
        PagePart(
            "about",
            _("About the program"),
            "info",
            (f"CRM Desktop {__version__}", _("Logs and crash reports"), _("Made with")),
        ),
    )


def _appearance() -> tuple[str, ...]:
    words = [_("Theme"), _("Rows of lists"), _("Text size"), _("Contrast"), _("Motion")]
    words += [_("Dates and numbers")]
    words += [_("Icon beside the clock")] if has_tray() else []
    return (*words, _("Places of the sidebar"))


def _workspace() -> tuple[str, ...]:
    facts = _("Workspace"), _("Address"), _("Kind of database"), *entity_words().values()
    return (*facts, _("Last backup"), _("Condition of the data"))
