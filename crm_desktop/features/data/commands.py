"""The command that fills a workspace with demo data."""

from __future__ import annotations

from datetime import datetime

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class FillWithDemo:
    """Fill an empty workspace with believable data; the same seed gives the same data.

    ``scale`` is ``small``, ``office`` or ``large``; ``today`` the day around which things
    happen, now if ``None``. Without ``with_deals`` there are people and companies alone.
    """

    language: str
    scale: str = "small"
    seed: int = 1
    today: datetime | None = None
    with_deals: bool = True
