"""What can be done with recurring clients."""

from __future__ import annotations

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class PostponePurchases:
    """The next purchases of clients are expected on other days. ``plans``: (``company`` or
    ``contact``, id, day), the day as ``2026-10-30``, today or later; with ``""`` as the cycle
    says."""

    plans: tuple[tuple[str, str, str], ...]
