"""What the system knows about a workspace file: on what kind of disk it lies (a network folder
needs another journal mode), whether that may be taken out, whether it can be written, and who has
it open. Called on the store's threads."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

_NETWORK_KINDS = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ncpfs"}
)
_NETWORK_KINDS_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.gvfsd-fuse", "fuse.s3fs")


def is_on_network(path: Path) -> bool:
    """Whether ``path`` lies on a network folder; the longest mount point that holds it decides."""
    text = str(path)
    if text.startswith(("\\\\", "//")):
        return True
    if _is_on_own_disk(path):
        return False
    import psutil  # takes longer to load than all else that is asked of it here

    holding = [p for p in psutil.disk_partitions(all=True) if _holds(p.mountpoint, text)]
    if not holding:
        return False
    mount = max(holding, key=lambda partition: len(partition.mountpoint))
    kind = mount.fstype.lower()
    return kind in _NETWORK_KINDS or kind.startswith(_NETWORK_KINDS_FUSE) or "remote" in mount.opts


def _is_on_own_disk(path: Path) -> bool:
    """Whether that is plain without a look at all that is mounted: Linux has no number of a
    driver for what is no block device (network folders, but also Btrfs and file systems in
    memory)."""
    if sys.platform != "linux":
        return False
    try:
        return os.major(path.stat().st_dev) != 0
    except OSError:
        return False


def _holds(mountpoint: str, path: str) -> bool:
    root = mountpoint.rstrip("/\\")
    return path.startswith((root + "/", root + "\\"))


def may_be_unplugged(path: Path) -> bool:
    """Whether ``path`` may lie on a stick or another disk that people take out: none is where the
    system itself lies. Wrong for a second disk inside, which costs little."""
    if sys.platform == "win32":
        return path.drive.upper() != os.environ.get("SYSTEMDRIVE", "C:").upper()
    outside = ("/Volumes/",) if sys.platform == "darwin" else ("/media/", "/run/media/", "/mnt/")
    return os.path.realpath(path).startswith(outside)


def can_be_written(path: Path) -> bool:
    """Whether a file or folder can be written here and now: by its rights, and by its disk."""
    return os.access(path, os.W_OK)


def programs_using(path: Path) -> list[str]:
    """Other programs on this computer that have the file open, as ``name (number)``; those of
    other people and other computers can't be seen."""
    import psutil

    return [
        f"{process.info['name']} ({process.pid})"
        for process in psutil.process_iter(["name"])
        if process.pid != os.getpid() and _has_open(process, path)
    ]


def _has_open(process: psutil.Process, path: Path) -> bool:
    import psutil

    try:
        return any(Path(opened.path) == path for opened in process.open_files())
    except (psutil.Error, OSError):
        return False
