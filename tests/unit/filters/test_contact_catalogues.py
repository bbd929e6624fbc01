"""What can be asked of people and companies, and under which names."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message
from crm_desktop.features.common import checks
from crm_desktop.features.contacts.relations import INVERSE
from crm_desktop.filters.ast import And, Condition, Operator, Quantifier, Related
from crm_desktop.filters.binding import bind
from crm_desktop.filters.catalogue import Field
from tests.factories.catalogues import CATALOGUES

FIELDS = [
    pytest.param(entity, field, id=f"{entity}.{field.name}")
    for entity, catalogue in CATALOGUES.items()
    for field in catalogue.fields
]


def _codes(entity: str, name: str) -> tuple[str, ...]:
    return tuple(choice.code for choice in CATALOGUES[entity].field(name).choices)


def test_the_names_of_fields_never_change_because_saved_views_hold_them() -> None:
    assert " ".join(field.name for field in CATALOGUES["contact"].fields) == (
        "display_name family_name given_name middle_name position company_position birthday "
        "phones emails sites city region country postal_code tags owner status source note "
        "source_ids blacklisted archived created_at updated_at "
        "messengers languages preferred_channel preferred_hours consented consent_date "
        "relation_kinds touched next_step"
    )
    assert " ".join(field.name for field in CATALOGUES["company"].fields) == (
        "name legal_name industry size parent "
        "phones emails sites city region country postal_code tags owner status source note "
        "source_ids blacklisted archived created_at updated_at "
        "tax_ids iban account bic touched next_step"
    )


@pytest.mark.parametrize(("entity", "field"), FIELDS)
def test_every_field_and_choice_has_a_translatable_name(entity: str, field: Field) -> None:
    assert isinstance(field.label, Message)
    assert all(isinstance(choice.label, Message) for choice in field.choices)


def test_the_offered_choices_are_those_that_can_be_stored() -> None:
    assert _codes("contact", "status") == _codes("company", "status") == checks.STATUSES
    assert _codes("contact", "preferred_channel") == checks.CHANNELS
    assert _codes("contact", "relation_kinds") == tuple(INVERSE)


@pytest.mark.parametrize(
    ("entity", "relation"),
    [(entity, one.name) for entity in CATALOGUES for one in CATALOGUES[entity].relations],
)
def test_every_relation_leads_to_a_known_catalogue(entity: str, relation: str) -> None:
    bind(Related(relation, Quantifier.NONE, And()), entity, CATALOGUES)


def test_of_a_note_is_only_asked_whether_it_is_there() -> None:
    bind(Condition("note", Operator.NOT_EMPTY), "contact", CATALOGUES)
    with pytest.raises(Invalid, match="can’t be asked this way"):
        bind(Condition("note", Operator.CONTAINS, "скидка"), "contact", CATALOGUES)
