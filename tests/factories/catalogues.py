"""What filters may ask of the program's records, as an open workspace without custom fields has
it."""

from __future__ import annotations

from crm_desktop.catalog import FEATURES
from crm_desktop.filters.catalogue import merged

CATALOGUES = merged(piece for feature in FEATURES for piece in feature.catalogues)
