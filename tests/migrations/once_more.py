"""One step of the schema's history carried out a second time, alone.

A workspace of today, with whatever the program writes into it, is what an old one would be but for
that step; and steps that come later one day don't stand in the way.
"""

from __future__ import annotations

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from crm_desktop.core.paths import migrations_folder
from crm_desktop.store.engine import Database


def migrate_once_more(database: Database, revision: str, *undone: str) -> None:
    """Carry out the step that leads to ``revision``; ``undone`` are statements in SQL that take
    back before what it makes."""
    step = ScriptDirectory(str(migrations_folder())).get_revision(revision)
    with database.writing() as connection:
        for statement in undone:
            connection.exec_driver_sql(statement)
        with Operations.context(MigrationContext.configure(connection)):
            step.module.upgrade()
