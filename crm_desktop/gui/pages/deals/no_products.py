"""What stands in place of a deal's products: that there are none yet, or that they couldn't be
read. Made by the products' part; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.states import Button, StatePane


class NoProducts(StatePane):
    """Nobody may think that a deal has no products while it is not known."""

    def tell_none(self, begin: tuple[Callable[[], None], Callable[[], None]] | None) -> None:
        """There are none; ``begin`` adds the first, or takes those of a template; nothing does
        where the deal is locked."""
        ways: tuple[Button, ...] = ()
        if begin is not None:
            add, take = begin
            ways = (
                Button(_("Add product"), add, "plus"),
                Button(_("From a template"), take, "stack"),
            )
        words = _("Add products and the total adds up by itself")
        self.tell(words if ways else _("No products yet"), "", ways, "package")

    def tell_unread(self, error: BaseException, again: Callable[[], None]) -> None:
        """They couldn't be read; ``again`` tries once more."""
        ways = (Button(_("Try again"), again),)
        self.tell(_("The products couldn’t be read"), words_for(error), ways, "warning")
        self.show()
