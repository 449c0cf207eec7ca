"""Which roles sign for a post of the forms while the plant has named nobody (GB 30871-2022 B.2)."""

from anhuan.domains.org.rules import Role
from anhuan.domains.permits.rules.roles import POSTS, Signer

_DEPARTMENT = (Role.DEPARTMENT_HEAD, Role.SAFETY_MANAGER)
_SAFETY = (Role.SAFETY_MANAGER,)
_HEAD = (Role.PLANT_HEAD,)

DEFAULT_ROLES: dict[Signer, tuple[Role, ...]] = {post: _DEPARTMENT for post in POSTS} | {
    Signer.LOCAL_UNIT: (Role.DEPARTMENT_HEAD,),
    Signer.SAFETY: _SAFETY,
    Signer.FIRE: _SAFETY,
    Signer.SHIFT_LEADER: (Role.SHIFT_LEADER,),
    Signer.CONTROL_ROOM: (Role.OPERATOR, Role.SHIFT_LEADER),
    Signer.DISPATCH: (Role.OPERATOR, Role.SHIFT_LEADER),
    Signer.LEADER: _HEAD,
    Signer.CHIEF: _HEAD,
    Signer.PLANT_HEAD: _HEAD,
}
# These sign for the department that asks: a head of another department is not their head.
LOCAL_POSTS = (Signer.LOCAL_UNIT, Signer.USER_UNIT, Signer.SHIFT_LEADER)
