"""Admitting a firm's people one by one (CON-006), and the teams they work in (CON-004)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.contractors.actions.firms import Decision
from anhuan.domains.contractors.events import MemberDecided
from anhuan.domains.contractors.models import Contractor, Member, Team
from anhuan.domains.contractors.queries.library import member_of, settings_of
from anhuan.domains.contractors.queries.standing import person_facts
from anhuan.domains.contractors.rules.deciding import person_decision_blockers
from anhuan.domains.org.models import Account, Person
from anhuan.domains.outbox.actions import emit
from anhuan.domains.training.queries.passed import lacking
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


def decide_member(by: Account, person: Person, decision: Decision) -> Member:
    """Admit or refuse somebody; whoever is not admitted cannot be named on a permit."""
    today = timezone.localtime(clock.now()).date()
    facts = person_facts(person.company, [person])[person.pk]
    refuse_if_any(person_decision_blockers(
        facts, decision.admission, decision.reason, _untrained(person, today), today
    ))  # fmt: skip
    member = member_of(person)
    before = {"admission": member.admission}
    with transaction.atomic():
        member.admission, member.reason = decision.admission.value, decision.reason.strip()[:300]
        member.decided_at, member.decided_by = clock.now(), by
        member.save()
        after = {"admission": member.admission}
        record(by, "decide", member, before=before, after=after, note=member.reason)
        emit(person.company.code, MemberDecided(person.pk, member.admission))
    return member


def _untrained(person: Person, today: date) -> list[str]:
    if not settings_of(person.company).checks_training:
        return []
    return [one.course.name for one in lacking(person.company, [person], today)]


def assign_team(actor: Actor, person: Person, team: Team | None) -> Member:
    """Put somebody into one of the own firm's teams."""
    if team is not None and team.contractor.firm_id != person.employer_id:
        raise refuse("team_of_other", f"{team}不是{person.name}所属单位的团队")
    return save_checked(actor, member_of(person), {"person": person, "team": team})


def save_team(actor: Actor, team: Team, changes: dict[str, Any]) -> Team:
    """Make or change a team."""
    return save_checked(actor, team, changes, _team_blockers(draft_of(team, changes)))


def _team_blockers(draft: Team) -> Iterator[Blocker]:
    firm: Contractor = draft.contractor
    if draft.leader is not None and draft.leader.employer_id != firm.firm_id:
        yield Blocker("leader_of_other", f"{draft.leader.name}不是{firm}的人员")
    same = Team.objects.filter(contractor=firm, name=draft.name).exclude(pk=draft.pk)
    if same.exists():
        yield Blocker("team_known", f"{firm}已有团队“{draft.name}”")
