"""Who may do what. Permissions are ``feature:record:verb``; roles are sets of them.

Role templates for offices, scopes and the database's own enforcement build on this; any thread.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from crm_desktop.core.errors import Forbidden
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_dataclass import dataclass

WHO_MAY = msg("Only the owner of the workspace can change this")
"""Why something is locked for a role that doesn't hold the permission: short, for a tooltip."""

# Patterns of permissions by role code.
ROLES: dict[str, tuple[str, ...]] = {
    "owner": ("*",),
    "read_only": ("*:read",),
}


@dataclass(frozen=True)
class Actor:
    """The person on whose behalf something is done."""

    rid: int
    id: str
    name: str
    role: str

    def may(self, permission: str) -> bool:
        """Whether the person's role holds ``permission``."""
        return any(fnmatchcase(permission, pattern) for pattern in ROLES.get(self.role, ()))

    def require(self, permission: str) -> None:
        """``Forbidden`` unless the person's role holds ``permission``."""
        if not self.may(permission):
            raise Forbidden(
                msg(
                    "Your role doesn’t allow this. Nothing was changed. Ask the owner of the "
                    "workspace for the right."
                ),
                permission,
            )
