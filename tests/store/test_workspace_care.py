"""What a workspace says of itself, and a backup made because somebody wants one."""

from __future__ import annotations

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.care import back_up_workspace, describe_workspace
from crm_desktop.features.companies.commands import CreateCompany


def test_a_workspace_tells_its_engine_and_what_it_holds(client: Backend) -> None:
    client.execute(CreateCompany({"name": "Bursztyn"}))
    facts = describe_workspace(client)
    assert facts.engine == ("postgresql" if client.database.is_postgresql else "sqlite")
    assert facts.engine_version[0].isdigit()
    assert facts.counts["company"] == 1
    assert (facts.folder is None) == client.database.is_postgresql


def test_a_backup_made_now_is_the_last_one(client: Backend) -> None:
    before = describe_workspace(client).last_backup
    made = back_up_workspace(client)
    facts = describe_workspace(client)
    assert made.exists()
    assert made not in (before, None)
    assert facts.last_backup == made
    assert facts.backed_up_at is not None
