"""What can be done with recurring clients."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PostponePurchase:
    """The next purchase of a client (``entity`` is ``company`` or ``contact``) is expected on the
    day ``until`` (``2026-10-30``), today or later; with ``""`` as the cycle says."""

    entity: str
    client_id: str
    until: str
