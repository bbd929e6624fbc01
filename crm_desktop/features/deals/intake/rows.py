"""What reads of unsorted requests give."""

from __future__ import annotations

from enum import Enum

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values.money import Money


@dataclass(frozen=True)
class RequestRow:
    """A deal that waits in an intake stage. ``stage_id``: the stage it comes into when it is
    accepted, the first of its pipeline that is no intake (``""``: there is none); ``stage`` what
    that is called."""

    id: str
    title: str
    stage_id: str
    stage: str


class Tie(str, Enum):
    """What a request has in common with a deal or a person, the surest first."""

    CLIENT = "client"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"


@dataclass(frozen=True)
class Home:
    """A deal or a contact to which a request may belong. ``client`` is a deal's client or a
    person's company; ``status``, ``stage`` and ``amount`` are a deal's."""

    entity: str
    id: str
    name: str
    tie: Tie
    client: str = ""
    status: str = ""
    stage: str = ""
    amount: Money | None = None
