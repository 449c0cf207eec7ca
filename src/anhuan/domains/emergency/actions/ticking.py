"""Roll-call by hand: somebody at a muster point has seen the person."""

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.emergency.actions.steps import changed, locked, note
from anhuan.domains.emergency.models import Evacuation, Evacuee
from anhuan.domains.emergency.models.evacuees import COURSE_FIELDS
from anhuan.domains.emergency.queries.roll import roll_now
from anhuan.domains.emergency.rules.blockers import untick_blockers
from anhuan.domains.emergency.rules.life import State, next_state
from anhuan.domains.emergency.rules.person import How, ticked, unticked
from anhuan.domains.org.models import Account, Person
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any


@transaction.atomic
def tick(
    by: Account, evacuation: Evacuation, person: Person, muster: Area | None = None, text: str = ""
) -> Evacuee:
    """Safe, seen by `by`. Who was not on the list is added to it; ticking twice changes nothing."""
    now, evacuation = clock.now(), locked(evacuation.pk)
    evacuee = evacuation.evacuees.filter(person=person).first() or _added(evacuation, person)
    if evacuee.how == How.HAND:
        return evacuee
    evacuee.follow(ticked(evacuee.course, now, muster.pk if muster else None))
    evacuee.ticked_by, evacuee.tick_note = by, text[:200]
    evacuee.save()
    at = f"（{muster.name}）" if muster else ""
    _say(by, evacuation, "tick", f"点到 {person.name}{at} {text}".strip(), evacuee)
    return evacuee


def _added(evacuation: Evacuation, person: Person) -> Evacuee:
    held = open_assignments().filter(person=person).first()
    return Evacuee(
        evacuation=evacuation, person=person, tag_id=held.tag_id if held else None,
        joined=Evacuee.Joined.ADDED, joined_at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def untick(by: Account, evacuation: Evacuation, person: Person, reason: str) -> Evacuee:
    """The tick was a mistake."""
    evacuation = locked(evacuation.pk)
    evacuee = evacuation.evacuees.get(person=person)
    is_ticked = evacuee.how == How.HAND
    refuse_if_any(untick_blockers(State(evacuation.state), is_ticked=is_ticked, reason=reason))
    evacuee.follow(unticked(evacuee.course))
    evacuee.save(update_fields=list(COURSE_FIELDS))
    _say(by, evacuation, "untick", f"撤销点到 {person.name}：{reason}", evacuee)
    return evacuee


def _say(by: Account, evacuation: Evacuation, verb: str, text: str, evacuee: Evacuee) -> None:
    """Course, audit, state and live pages."""
    now = clock.now()
    note(evacuation, by, verb, text, now)
    person = {"person": str(evacuee.person_id), "muster": str(evacuee.muster_id or "")}
    record(by, verb, evacuation, after=person, note=text)
    roll = roll_now(evacuation)
    was = State(evacuation.state)
    state = next_state(was, roll.affected, roll.inside, roll.left)
    if state is not was:
        evacuation.state, evacuation.cleared_at = state, now if state is State.CLEARED else None
        note(evacuation, by, str(state), state.label, now)
    changed(evacuation, roll.left, "state", "cleared_at")
