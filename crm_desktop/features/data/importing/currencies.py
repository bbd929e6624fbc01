"""What amounts of a file are in where it doesn't say.

Asked by the import on its own thread, and for the preview on a reader's.
"""

from __future__ import annotations

from typing import NamedTuple

from crm_desktop.features.data.importing.recognise import DEALS, Recognition
from crm_desktop.features.pipelines.queries import HasActor, find_pipelines
from crm_desktop.features.products.queries import own_currency


class Currencies(NamedTuple):
    """ISO 4217 codes: of deals, and of all else; empty where nobody knows."""

    deals: str = ""
    rest: str = ""

    def of(self, recognition: Recognition) -> str:
        """That of a table."""
        return self.deals if recognition.rows_are == DEALS else self.rest


UNKNOWN = Currencies()


def usual_currencies(reader: HasActor) -> Currencies:
    """Those of the workspace: of deals that of all pipelines, where they agree."""
    pipelines = {one.currency for one in find_pipelines(reader)}
    own = own_currency(reader)
    return Currencies(pipelines.pop() if len(pipelines) == 1 else own, own)
