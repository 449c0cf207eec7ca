"""Who plays what: everybody a permit names gets a login of their own, and certificates to show."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from anhuan.devices.plant.people import Person as Paper
from anhuan.devices.plant.people import people
from anhuan.devices.seeding.accounts import PASSWORD
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.documents.actions import file_document
from anhuan.domains.org.actions import create_account
from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.rules import Role
from anhuan.domains.permits.actions import Named, set_post_holders
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.candidates import written
from anhuan.domains.permits.queries.posts import Posts
from anhuan.domains.permits.queries.qualifications import on_file
from anhuan.domains.permits.rules.certificates import Trade, is_valid
from anhuan.domains.permits.rules.roles import POSTS, Signer

GOOD_FOR, LOOKED_AHEAD = timedelta(days=400), timedelta(days=14)
# Workshops and departments whose head signs for them, besides `accounts.LOGINS`.
_HEADS = {"DST": "dst-head", "LOG": "log-head", "EQP": "eqp-head"}
_POSTS: dict[Signer, str] = {
    Signer.PROFESSIONAL: "eqp-head", Signer.EQUIPMENT: "eqp-head", Signer.ELECTRICITY: "eqp-head",
    Signer.POWER_SUPPLIER: "eqp-head", Signer.INSTRUMENT: "eqp-head", Signer.WATER: "eqp-head",
    Signer.STEAM: "eqp-head", Signer.PROCESS: "workshop", Signer.REVIEWER: "safety",
}  # fmt: skip
_ROLES = {"employee": Role.WORKER, "contractor": Role.CONTRACTOR}


class Cast:
    """People by personnel number, their logins, their certificates."""

    def __init__(self, sown: Sown, today: date) -> None:
        self.sown, self.today = sown, today
        self._papers = {paper.number: paper for paper in people()}
        self._logins = {
            account.person_id: account for account in sown.accounts.values() if account.person_id
        }
        self.plan = _plan(sown, today)
        for code, post in _HEADS.items():
            self._log_in(post, self.of_post(post), Role.DEPARTMENT_HEAD, code)

    @cached_property
    def posts(self) -> Posts:
        """Who holds which post; read when the first signature is due."""
        return Posts(self.sown.company.pk)

    def of_post(self, code: str, nth: int = 0) -> Paper:
        """The nth holder of a post."""
        return [paper for paper in self._papers.values() if paper.post.code == code][nth]

    def person(self, paper: Paper) -> Person:
        """The row of somebody."""
        return self.sown.people[paper.number]

    def login(self, paper: Paper, *, guards: bool = False) -> Account:
        """The login, made when it is first wanted: the personnel number in small letters."""
        known = self._logins.get(self.person(paper).pk)
        role = Role.GUARDIAN if guards else _ROLES[paper.post.kind]
        return known or self._log_in(paper.number.lower(), paper, role)

    def _log_in(self, name: str, paper: Paper, role: Role, below: str = "") -> Account:
        person = self.person(paper)
        grant = (role, self.sown.departments[below] if below else None)
        changes = {"username": name, "person": person}
        made = create_account(
            SYSTEM, self.sown.company, changes, PASSWORD, [grant], temporary=False
        )
        self._logins[person.pk] = self.sown.accounts[name] = made
        return made

    def named(self, paper: Paper, part: str, duty: str, *trades: Trade) -> Named:
        """Somebody in a part with what entitles them."""
        shown = [self._certificate(paper, trade) for trade in trades]
        return Named(self.person(paper), part, duty, shown)

    def _certificate(self, paper: Paper, trade: Trade) -> dict[str, Any]:
        """The one on file, as a person picked from the file brings it; else one he shows."""
        person = self.person(paper)
        filed = on_file(self.sown.company, [person.pk])
        lasts = self.today + LOOKED_AHEAD
        for one in filed:
            if one.trade is trade and not one.is_revoked and is_valid(one, lasts):
                return written(one)
        until = (self.today + GOOD_FOR).isoformat()
        return {
            "trade": str(trade), "number": f"T3705{paper.phone[-6:]}", "holder_name": paper.name,
            "valid_until": until,
        }  # fmt: skip

    def head_of(self, unit: str) -> Account:
        """Who signs for a department."""
        return self.sown.accounts[_HEADS.get(unit, "workshop")]

    def signer(self, permit: Permit, role: str) -> Account:
        """Who gives a signature: somebody on the permit, or who holds the post."""
        if Signer(role) not in POSTS:
            return self.on_permit(permit, role)
        may = self.posts.holders(permit.unit_id, Signer(role))
        found = (one for one in self.sown.accounts.values() if one.pk in may)
        return min(found, key=lambda one: one.username)

    def on_permit(self, permit: Permit, part: str) -> Account:
        """The login of the first in a part."""
        rows = permit.people.filter(part=part, left_at__isnull=True).select_related("person")
        known = [row.person_id for row in rows if row.person_id in self._logins]
        return self._logins[known[0]] if known else self._first_login(rows[0].person)

    def _first_login(self, person: Person) -> Account:
        role = Role.CONTRACTOR if person.kind == Person.Kind.CONTRACTOR else Role.WORKER
        changes = {"username": person.number.lower(), "person": person}
        grants = [(role, None)]
        made = Account.objects.filter(person=person).first() or create_account(
            SYSTEM, self.sown.company, changes, PASSWORD, grants, temporary=False
        )
        self._logins[person.pk] = made
        return made


def _plan(sown: Sown, today: date) -> str:
    """The plan a special hot work has to have; on nights and rest days others become special."""
    changes = {"kind": "rule", "number": "HS-FA-2026-11", "title": "特级动火作业方案",
               "scope": "合成、精馏装置", "issued_on": today, "effective_on": today}  # fmt: skip
    return str(file_document(sown.accounts["safety"], changes, None).pk)


def sow_posts(sown: Sown) -> None:
    """Who signs as what in the whole plant; the rest goes by roles."""
    for post, name in _POSTS.items():
        set_post_holders(sown.accounts["safety"], sown.company, post, [sown.accounts[name]])
