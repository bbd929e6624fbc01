"""The lock names every library the project asks for, by hash, and nothing of where it was made."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / ".ci" / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked() -> dict[str, list[Requirement]]:
    """The pinned requirements, by name; a library may have another version for Python 3.10."""
    lines = re.findall(r"^[a-z0-9][^\\\n]*", LOCK, re.MULTILINE | re.IGNORECASE)
    requirements: dict[str, list[Requirement]] = {}
    for line in lines:
        requirement = Requirement(line)
        requirements.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return requirements


def test_the_lock_follows_the_project_file() -> None:
    wanted = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    ]
    pinned = locked()
    for text in wanted:
        requirement = Requirement(text)
        versions = [
            specifier.version
            for candidate in pinned.get(canonicalize_name(requirement.name), [])
            for specifier in candidate.specifier
        ]
        assert versions, f"{requirement.name} is not locked; run: python3 .ci/dev.py lock"
        assert all(requirement.specifier.contains(version) for version in versions), text


def test_every_locked_library_is_known_by_hash() -> None:
    entries = re.split(r"\n(?=[a-zA-Z0-9])", LOCK.strip())
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_lock_names_no_host() -> None:
    assert "://" not in LOCK
    assert "index-url" not in LOCK
