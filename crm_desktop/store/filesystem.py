"""What kind of disk a workspace file lies on: a network folder needs another journal mode."""

from __future__ import annotations

from pathlib import Path

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
    holding = [p for p in psutil.disk_partitions(all=True) if _holds(p.mountpoint, text)]
    if not holding:
        return False
    mount = max(holding, key=lambda partition: len(partition.mountpoint))
    kind = mount.fstype.lower()
    return kind in _NETWORK_KINDS or kind.startswith(_NETWORK_KINDS_FUSE) or "remote" in mount.opts


def _holds(mountpoint: str, path: str) -> bool:
    root = mountpoint.rstrip("/\\")
    return path.startswith((root + "/", root + "\\"))
