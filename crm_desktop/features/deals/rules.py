"""Pure decisions about deals: what a stage asks for, where a card lies in its column."""

from __future__ import annotations

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message
from crm_desktop.features.deals.rows import Gate


class StageCloses(Invalid):
    """The deals may not enter the stage yet; ``gate`` says what is missing."""

    def __init__(self, message: Message, gate: Gate) -> None:
        super().__init__(message)
        self.gate = gate
