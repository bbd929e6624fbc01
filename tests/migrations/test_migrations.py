"""The migrations make what the program's tables say, once, whole, and never on foreign data."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import check_workspace, open_backend
from crm_desktop.core import clock
from crm_desktop.core.errors import Damaged, Unavailable
from crm_desktop.core.paths import migrations_folder, user_data_folder
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.deals.commands import CreateDeal, WinDeals
from crm_desktop.features.recurring.commands import PostponePurchases
from crm_desktop.store.engine import Database
from crm_desktop.store.location import parse_location
from crm_desktop.store.metadata import metadata
from crm_desktop.store.migrating import migrate, schema_revision
from tests.migrations.once_more import migrate_once_more
from tests.store.workshop import NEWEST, contents

NEXT = "9999"
REVISION = '''
"""A revision of the tests."""
import time
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"

def upgrade() -> None:
    op.add_column("tag", sa.Column("shape", sa.String()))
    {step}
'''
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database(empty_workspace_url: str) -> Iterator[Database]:
    opened = Database(parse_location(empty_workspace_url))
    yield opened
    opened.close()


def scripts_with_next(folder: Path, step: str = "") -> Path:
    """The program's revisions and one more that runs ``step``."""
    scripts = shutil.copytree(
        migrations_folder() / "versions", folder, ignore=shutil.ignore_patterns("__pycache__")
    )
    source = REVISION.format(revision=NEXT, before=NEWEST, step=step)
    (scripts / "9999_shape.py").write_text(source, encoding="utf-8")
    return scripts


def revision(database: Database) -> str | None:
    with database.reading() as connection:
        return schema_revision(connection)


def make_workspace(url: str, people: int = 1) -> None:
    """A workspace with people in it."""
    backend = open_backend(url, create=True)
    for number in range(people):
        backend.execute(CreateContact({"family_name": f"Person {number}"}))
    backend.close()


def backups(database: Database) -> list[Path]:
    place = backup_folder(database)
    return sorted(place.iterdir()) if place.exists() else []


def backup_folder(database: Database) -> Path:
    """Where the backups of the workspace lie."""
    location: Any = database.location
    if database.is_postgresql:
        return user_data_folder() / "backups" / str(location.database)
    return Path(f"{location.path}-backups")


def test_the_migrations_make_every_table_and_index_of_the_program(database: Database) -> None:
    migrate(database, create=True)
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_name": lambda name, *_: not _is_index(name)},
        )
        assert compare_metadata(context, metadata) == []


def _is_index(name: str | None) -> bool:
    """Made by hand: FTS5's tables, and the trigram indexes that no metadata can say."""
    return bool(name and re.match(r"(search|text)_index|ix_(search|text)_document_text", name))


def test_the_migrations_give_partial_indexes_the_conditions_that_are_told(
    workspace_url: str,
) -> None:
    declared = {
        str(index.name): _condition(index.info["where"])
        for table in metadata.tables.values()
        for index in table.indexes
        if "where" in index.info
    }
    database = Database(parse_location(workspace_url))
    with database.reading() as connection:
        made = connection.exec_driver_sql(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
            if database.is_postgresql
            else "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).all()
    database.close()
    partial = {name: sql.partition(" WHERE ")[2] for name, sql in made if " WHERE " in sql}
    assert declared == {name: _condition(where) for name, where in partial.items()}


def _condition(where: str) -> str:
    """A condition without what an engine adds: parentheses, types, the 1 for true."""
    return re.sub(r"[()]|::(character varying|\w+)| = 1\b", "", where)


def test_an_empty_place_is_refused_unless_it_shall_be_created(database: Database) -> None:
    with pytest.raises(Damaged, match="is empty"):
        migrate(database, create=False)


def test_two_who_open_at_once_make_one_workspace(
    empty_workspace_url: str, database: Database
) -> None:
    program = (
        "import sys\n"
        "from crm_desktop.store.engine import Database\n"
        "from crm_desktop.store.location import parse_location\n"
        "from crm_desktop.store.migrating import migrate\n"
        "import crm_desktop.catalog\n"
        "sys.stdin.readline()\n"
        "migrate(Database(parse_location(sys.argv[1])), create=True)\n"
    )
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", program, empty_workspace_url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("go\n")
        opener.stdin.flush()
    assert [opener.communicate()[1] for opener in openers] == ["", ""]
    assert [opener.returncode for opener in openers] == [0, 0]
    assert revision(database) == NEWEST


def test_existing_data_is_backed_up_before_it_is_migrated(
    empty_workspace_url: str, database: Database, tmp_path: Path
) -> None:
    make_workspace(empty_workspace_url, people=3)
    assert backups(database) == []
    migrate(database, create=False, scripts=scripts_with_next(tmp_path / "scripts"))
    assert revision(database) == NEXT
    (backup,) = backups(database)
    assert f"-{NEWEST}" in backup.name
    if not database.is_postgresql:
        copy = Database(parse_location(str(backup)))
        assert contents(copy)["contact"] == contents(database)["contact"]
        assert revision(copy) == NEWEST
        copy.close()


def test_without_a_backup_nothing_is_migrated(
    empty_workspace_url: str, database: Database, tmp_path: Path
) -> None:
    make_workspace(empty_workspace_url)
    place = backup_folder(database)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("a file where the folder of backups should be", encoding="utf-8")
    with pytest.raises(Unavailable, match="No backup could be made"):
        migrate(database, create=False, scripts=scripts_with_next(tmp_path / "scripts"))
    assert revision(database) == NEWEST
    place.unlink()


def test_a_migration_that_fails_leaves_the_old_workspace(
    empty_workspace_url: str, database: Database, tmp_path: Path
) -> None:
    make_workspace(empty_workspace_url)
    before = contents(database)
    scripts = scripts_with_next(tmp_path / "scripts", "raise RuntimeError('bug')")
    with pytest.raises(RuntimeError, match="bug"):
        migrate(database, create=False, scripts=scripts)
    assert contents(database) == before
    assert revision(database) == NEWEST


def test_a_killed_migration_leaves_the_old_workspace(
    empty_workspace_url: str, database: Database, tmp_path: Path
) -> None:
    make_workspace(empty_workspace_url)
    before = contents(database)
    step = "print('half', flush=True); time.sleep(60)"
    scripts = scripts_with_next(tmp_path / "scripts", step)
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from crm_desktop.bootstrap import open_backend\n"
        "open_backend(sys.argv[1], create=False, scripts=Path(sys.argv[2]))\n"
    )
    migrating = subprocess.Popen(
        [sys.executable, "-c", program, empty_workspace_url, str(scripts)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert migrating.stdout is not None
    assert migrating.stdout.readline() == "half\n"
    migrating.kill()
    migrating.communicate()
    assert contents(database) == before
    whole = scripts_with_next(tmp_path / "whole")
    migrate(database, create=False, scripts=whole)
    assert revision(database) == NEXT


def test_a_newer_workspace_is_refused_and_left_as_it_is(
    empty_workspace_url: str, database: Database, tmp_path: Path
) -> None:
    make_workspace(empty_workspace_url)
    migrate(database, create=False, scripts=scripts_with_next(tmp_path / "scripts"))
    before = contents(database)
    with pytest.raises(Damaged, match="newer version"):
        open_backend(empty_workspace_url, create=True)
    assert contents(database) == before


def test_a_second_client_waits_for_the_migration_of_the_first(
    empty_workspace_url: str, database: Database, tmp_path: Path
) -> None:
    make_workspace(empty_workspace_url)
    scripts = scripts_with_next(tmp_path / "scripts", "time.sleep(0.3)")
    other = Database(parse_location(empty_workspace_url))
    threads = [
        threading.Thread(
            target=migrate, args=(client,), kwargs={"create": False, "scripts": scripts}
        )
        for client in (database, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert revision(database) == NEXT


def test_another_programs_tables_are_refused_and_left_as_they_are(
    empty_workspace_url: str, database: Database
) -> None:
    if database.is_postgresql:
        with psycopg.connect(empty_workspace_url) as foreign:
            foreign.execute("CREATE TABLE bookmark (title text)")
    else:
        with sqlite3.connect(empty_workspace_url) as file:
            file.execute("CREATE TABLE bookmark (title text)")
        file.close()
        before = Path(empty_workspace_url).read_bytes()
    with pytest.raises(Damaged, match="another program"):
        open_backend(empty_workspace_url, create=True)
    if not database.is_postgresql:
        assert Path(empty_workspace_url).read_bytes() == before


def sell(backend: Backend, moment: datetime, values: dict[str, Any]) -> None:
    """Win a deal at this moment."""
    clock.set_source(lambda: moment)
    deal = str(backend.execute(CreateDeal({"title": "Lamps", **values})).result)
    backend.execute(WinDeals((deal,), without_fields=True))


def test_what_is_kept_since_is_told_by_what_is_here(
    empty_workspace_url: str, database: Database
) -> None:
    """Revisions 0013, the cycles of clients, and 0014, the rates of VAT."""
    start = clock.now()
    backend = open_backend(empty_workspace_url, create=True)
    firm = str(backend.execute(CreateCompany({"name": "Bursztyn"})).result)
    person = str(backend.execute(CreateContact({"family_name": "Vesna"})).result)
    contacts = [{"contact": person, "primary": True}]
    for days, minor in ((400, None), (90, 500), (62, 70_000), (60, 81), (31, 900)):
        for client in ({"company": firm, "contacts": contacts}, {"contacts": contacts}):
            sell(backend, start - timedelta(days), {"amount_minor": minor, **client})
    clock.set_source(None)
    day = f"{start + timedelta(40):%Y-%m-%d}"
    backend.execute(PostponePurchases((("contact", person, day),)))
    backend.close()
    kept = contents(database)["purchase_cycle"]
    assert len(kept) == 2
    migrate_once_more(database, "0013", "DROP TABLE purchase_cycle")
    rates = "INSERT INTO workspace VALUES ('vat_rates', '2300 800')"
    migrate_once_more(database, "0014", "DROP TABLE vat_rates", rates)
    now = contents(database)
    assert now["purchase_cycle"] == kept
    assert [row[-1] for row in now["vat_rates"]] == ["2300 800"]
    assert "vat_rates" not in dict(now["workspace"])
    backend = open_backend(empty_workspace_url, create=False)
    assert check_workspace(backend).problems == ()
    backend.close()
