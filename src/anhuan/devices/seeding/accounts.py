"""One login per role. The password is public: it exists for the demo plant alone."""

from dataclasses import dataclass

from anhuan.devices.plant.people import people
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org import actions
from anhuan.domains.org.rules import ROLE_LABELS, Role

PASSWORD = "Haisheng-2026"


@dataclass(frozen=True, slots=True)
class Login:
    """A role, the name it logs in with and the post whose first holder it belongs to.

    `also`: roles held besides, so that three people are enough for a small job under permit.
    """

    role: Role
    username: str
    post: str = ""  # empty: nobody on the books
    name: str = ""
    below: str = ""  # department the roles are limited to
    also: tuple[Role, ...] = ()
    title: str = ""  # where two logins have the same role


LOGINS: tuple[Login, ...] = (
    Login(Role.OPERATOR, "operator", "dispatcher"),
    Login(Role.SHIFT_LEADER, "leader", "syn-leader"),
    Login(Role.SAFETY_MANAGER, "safety", "hse-head"),
    Login(Role.PLANT_HEAD, "head", "head"),
    Login(Role.SHIFT_LEADER, "fitter", "fitter", title="检修班长"),
    Login(Role.DEPARTMENT_HEAD, "workshop", "shop-head", below="SYN", also=(Role.SHIFT_LEADER,)),
    Login(Role.GUARDIAN, "guardian", "hse", also=(Role.GAS_ANALYST,)),
    Login(Role.GAS_ANALYST, "analyst", "lab-day"),
    Login(Role.WORKER, "worker", "syn-field"),
    Login(Role.CONTRACTOR, "contractor", "CHA-焊工-turn-day"),
    Login(Role.VISITOR, "visitor", "visitor"),
    Login(Role.REGULATOR, "regulator", name="监管人员"),
    Login(Role.ADMINISTRATOR, "admin", name="系统管理员"),
)


def sow_accounts(sown: Sown) -> None:
    """Every role's login."""
    first = {person.post.code: person for person in reversed(people())}
    for login in LOGINS:
        holder = first.get(login.post)
        changes = {
            "username": login.username,
            "first_name": login.name,
            "person": sown.people[holder.number] if holder else None,
        }
        below = sown.departments[login.below] if login.below else None
        sown.accounts[login.username] = actions.create_account(
            SYSTEM, sown.company, changes, PASSWORD,
            [(role, below) for role in (login.role, *login.also)], temporary=False,
        )  # fmt: skip


def accounts_shown() -> list[dict[str, str]]:
    """The table `anhuan up --demo` prints."""
    return [
        {"角色": login.title or ROLE_LABELS[login.role], "账号": login.username, "密码": PASSWORD}
        for login in LOGINS
    ]
