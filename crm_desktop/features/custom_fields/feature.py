"""The custom fields' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.custom_fields import changing, commands, handlers, layouts, working_out
from crm_desktop.features.custom_fields.records import CARD_LAYOUT, CUSTOM_FIELD

WRITE = "custom_fields:field:write"
DELETE = "custom_fields:field:delete"
LAYOUT = "custom_fields:layout:write"

FEATURE = Feature(
    "custom_fields",
    records=(CUSTOM_FIELD, CARD_LAYOUT),
    commands=(
        CommandType(commands.CreateCustomField, WRITE, handlers.create, N_("New field")),
        CommandType(commands.UpdateCustomField, WRITE, handlers.update, N_("Change of a field")),
        CommandType(
            commands.DefineCustomField,
            WRITE,
            working_out.define,
            N_("Definition of a field"),
            long=True,
        ),
        CommandType(
            commands.ChangeFieldType, WRITE, changing.change_type, N_("Type of a field"), long=True
        ),
        CommandType(commands.MoveCustomField, WRITE, handlers.move, N_("Order of fields")),
        CommandType(
            commands.DeleteCustomFields,
            DELETE,
            working_out.delete,
            N_("Deletion of fields"),
            long=True,
        ),
        CommandType(commands.NameFieldGroup, WRITE, layouts.name_group, N_("Name of a group")),
        CommandType(commands.SaveCardLayout, LAYOUT, layouts.save_layout, N_("Card layout")),
    ),
)
