"""The commands that act on the record of a card, for the main window and for windows of records.

Whoever makes the window adds them with what they run. Pure but for the words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import msg
from crm_desktop.gui.shell.commands import Command, Commands

if TYPE_CHECKING:
    from crm_desktop.gui.shell.card.page import CardPage

NOTING = ("activities:activity:write",)
DEALS = "deals:deal:write"
CHANGING = ("contacts:contact:write", "companies:company:write", DEALS)
"""Whether it is allowed for the record that is meant shows on its card."""

CARD_COMMANDS = (
    Command(
        "record.note", msg("&Note").text, "record", 0, "Ctrl+Shift+N", icon="note-pencil",
        needs=NOTING,
    ),
    Command(
        "record.task", msg("&Task").text, "record", 0, "Ctrl+Shift+T", icon="check-square",
        needs=NOTING,
    ),
    Command(
        "record.step", msg("Plan the next &step").text, "record", 0, "Ctrl+Shift+S",
        icon="calendar-plus", needs=NOTING,
    ),
    Command(
        "record.tags", msg("Ta&gs…").text, "record", 0, "Ctrl+Shift+L", icon="tag-simple",
        needs=CHANGING,
    ),
    Command(
        "record.owner", msg("&Owner…").text, "record", 0, "Ctrl+Shift+O", icon="user",
        needs=CHANGING,
    ),
    Command(
        "record.deal", msg("Put &into a deal…").text, "record", 0, icon="handshake",
        needs=(DEALS,),
    ),
    Command(
        "record.pin", msg("&Pin to favourites").text, "record", 0, icon="star",
        needs=("views:favourite:write",),
    ),
    Command("record.link", msg("Copy the lin&k").text, "record", 0, icon="copy-simple"),
    Command(
        "record.apart", msg("In a n&ew window").text, "record", 0, "Ctrl+Return",
        icon="app-window",
    ),
    Command("record.previous", msg("&Previous record").text, "go", 0, "Alt+Up", icon="caret-up"),
    Command("record.next", msg("Nex&t record").text, "go", 0, "Alt+Down", icon="caret-down"),
)  # fmt: skip

CLIENTS = ("contact", "company")
"""The kinds of records that come to deals."""

OnCard = Callable[[Callable[["CardPage"], object]], object]
"""Does something with the card that is meant now."""


def add_card_commands(
    commands: Commands, on_card: OnCard, *, apart: Callable[[], object], step: Callable[[int], None]
) -> None:
    """Take the commands up; ``apart`` opens the current record in a window of its own, ``step``
    leads to the neighbours in its list."""
    runs: dict[str, Callable[[], object]] = {
        "record.note": lambda: on_card(lambda card: card.compose("note")),
        "record.task": lambda: on_card(lambda card: card.compose("task")),
        "record.step": lambda: on_card(lambda card: card.plan()),
        "record.tags": lambda: on_card(lambda card: card.actions_of_head.choose_tags()),
        "record.owner": lambda: on_card(lambda card: card.actions_of_head.choose_owner()),
        "record.deal": lambda: on_card(lambda card: card.actions_of_head.choose_deal()),
        "record.pin": lambda: on_card(lambda card: card.actions_of_head.turn_pin()),
        "record.link": lambda: on_card(lambda card: card.copy_link()),
        "record.apart": apart,
        "record.previous": lambda: step(-1),
        "record.next": lambda: step(+1),
    }
    for command in CARD_COMMANDS:
        commands.add(command, runs[command.id])
