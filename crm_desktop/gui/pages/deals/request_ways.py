"""The ways to sort an unsorted request, as menus and commands of the window name them. Pure but for
the language.
"""

from __future__ import annotations

from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.late_dataclass import dataclass

ACCEPT, ATTACH, REJECT = "accept", "attach", "reject"


@dataclass(frozen=True)
class Way:
    """A way, its words with their ``&`` letter, its icon, and the id of the window's command."""

    name: str
    title: Message
    icon: str
    command: str


WAYS = (
    Way(ACCEPT, msg("Accept the &request"), "check-circle", "deals.accept"),
    Way(ATTACH, msg("Attach the req&uest…"), "git-merge", "deals.attach"),
    Way(REJECT, msg("Re&ject the request…"), "x-circle", "deals.reject"),
)
"""In the order of menus."""
