"""What is decided about the organisation: rights, identities, the tree. Pure."""

from anhuan.domains.org.rules.identity import (
    age_on,
    credit_code_blockers,
    identity_blockers,
    mask_identity,
    mask_phone,
    phone_blockers,
)
from anhuan.domains.org.rules.rights import (
    RIGHT_LABELS,
    RIGHTS,
    ROLE_LABELS,
    Role,
    rights_of,
    roles_allow,
)
from anhuan.domains.org.rules.tree import LEVELS, level_blockers

__all__ = [
    "LEVELS",
    "RIGHTS",
    "RIGHT_LABELS",
    "ROLE_LABELS",
    "Role",
    "age_on",
    "credit_code_blockers",
    "identity_blockers",
    "level_blockers",
    "mask_identity",
    "mask_phone",
    "phone_blockers",
    "rights_of",
    "roles_allow",
]
