"""All features, named one by one: explicit, and safe for freezing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.features.activities import feature as activities
from crm_desktop.features.companies import feature as companies
from crm_desktop.features.contacts import feature as contacts
from crm_desktop.features.custom_fields import feature as custom_fields
from crm_desktop.features.custom_lists import feature as custom_lists
from crm_desktop.features.data import feature as data
from crm_desktop.features.deals import feature as deals
from crm_desktop.features.files import feature as files
from crm_desktop.features.pipelines import feature as pipelines
from crm_desktop.features.products import feature as products
from crm_desktop.features.recurring import feature as recurring
from crm_desktop.features.tags import feature as tags
from crm_desktop.features.users import feature as users
from crm_desktop.features.views import feature as views

if TYPE_CHECKING:
    from crm_desktop.backend.feature import Feature
    from crm_desktop.features.common.timeline import TimelineSource

FEATURES = (
    users.FEATURE,
    custom_fields.FEATURE,
    tags.FEATURE,
    views.FEATURE,
    pipelines.FEATURE,
    products.FEATURE,
    custom_lists.FEATURE,
    companies.FEATURE,
    contacts.FEATURE,
    deals.FEATURE,
    activities.FEATURE,
    files.FEATURE,
    recurring.FEATURE,
    data.FEATURE,
)


def all_features() -> tuple[Feature, ...]:
    """The features, for a process that is told where to find them."""
    return FEATURES


def timeline() -> tuple[TimelineSource, ...]:
    """What the timelines of records are made of; imported with the first card, not at start."""
    from crm_desktop.features.activities import timeline as activities
    from crm_desktop.features.deals import timeline as deals
    from crm_desktop.features.files import timeline as files
    from crm_desktop.features.timeline import changes

    return (*activities.TIMELINE, *files.TIMELINE, *deals.TIMELINE, *changes.TIMELINE)
