"""Which forms of a workspace the program knows, without Alembic: it takes longer to load than a
current workspace to open. Any thread that may wait.
"""

from __future__ import annotations

from pathlib import Path

from crm_desktop.core.paths import migrations_folder


def known_revisions(scripts: Path | None = None) -> list[str]:
    """All revisions that the program knows, oldest first, by the names of their files; those in
    the folder ``scripts`` in tests."""
    folder = scripts or migrations_folder() / "versions"
    return sorted(path.name.partition("_")[0] for path in folder.glob("[0-9]*_*.py"))
