"""What can be asked of people in filters. Names are stable: saved views hold them.

Used by lists and views; pure, any thread.
"""

from __future__ import annotations

from crm_desktop.core.i18n import msg
from crm_desktop.features.common.fields import (
    CHANNEL_CHOICES,
    SHARED_FIELDS,
    Link,
    marked,
    several,
    text,
)
from crm_desktop.filters.catalogue import (
    Catalogue,
    Choice,
    Field,
    FieldKind,
    TextRule,
)

RELATION_CHOICES = (
    Choice("assistant_of", msg("Assistant of")),
    Choice("has_assistant", msg("Has as assistant")),
    Choice("manager_of", msg("Manager of")),
    Choice("managed_by", msg("Reports to")),
    Choice("recommended_by", msg("Recommended by")),
    Choice("recommends", msg("Recommends")),
    Choice("spouse", msg("Spouse")),
    Choice("relative", msg("Relative")),
    Choice("colleague", msg("Colleague")),
    Choice("other", msg("Other")),
)

CATALOGUE = Catalogue(
    "contact",
    (
        text("display_name", msg("Name")),
        text("family_name", msg("Family name")),
        text("given_name", msg("Given name")),
        text("middle_name", msg("Middle name")),
        text("position", msg("Position"), is_shared=True),
        several(
            "company_position",
            msg("Position at the company"),
            ("companies", "position"),
            TextRule.FOLDED,
        ),
        Field("birthday", msg("Birthday"), FieldKind.BIRTHDAY),
        *SHARED_FIELDS,
        several("messengers", msg("Messenger"), ("messengers", "value"), TextRule.LOWER),
        Field("languages", msg("Languages"), FieldKind.MULTI_CHOICE),
        Field(
            "preferred_channel",
            msg("Preferred way of contact"),
            FieldKind.CHOICE,
            CHANNEL_CHOICES,
        ),
        text("preferred_hours", msg("Best time")),
        marked("consented", msg("Consent to mailings"), "consent"),
        Field("consent_date", msg("Date of the consent"), FieldKind.DATE, path=("consent", "date")),
        Field(
            "relation_kinds",
            msg("Relation to other people"),
            FieldKind.MULTI_CHOICE,
            RELATION_CHOICES,
            path=("relations", "kind"),
        ),
    ),
    (
        Link("companies", "company", msg("Companies"), "contact", "companies"),
        Link("people", "contact", msg("Related people"), "contact", "relations"),
    ),
)
