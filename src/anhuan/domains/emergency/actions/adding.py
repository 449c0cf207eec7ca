"""Adding people nobody has located: inside by the gate, by a list at hand, by word."""

from collections.abc import Iterable

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.emergency.actions.steps import changed, locked, note
from anhuan.domains.emergency.actions.telling import tell_accounts, tell_to_leave
from anhuan.domains.emergency.models import Evacuation, Evacuee
from anhuan.domains.emergency.queries.roll import roll_now
from anhuan.domains.emergency.rules.blockers import adding_blockers
from anhuan.domains.emergency.rules.life import State, next_state
from anhuan.domains.emergency.rules.wording import said
from anhuan.domains.org.models import Account, Person
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any

NAMES_SAID = 10


@transaction.atomic
def add_people(by: Account, evacuation: Evacuation, people: Iterable[Person]) -> list[Evacuee]:
    """Put people on the list as still inside, and tell those who can be told.

    They count as left until a muster point, the gate or somebody by hand has them.
    """
    now, evacuation = clock.now(), locked(evacuation.pk)
    asked = list(people)
    known = set(evacuation.evacuees.values_list("person_id", flat=True))
    new = [person for person in asked if person.pk not in known]
    refuse_if_any(adding_blockers(len(asked), len(new)))
    held = open_assignments().filter(person__in=new).select_related("tag")
    tags = {row.person_id: row.tag for row in held}
    added = [
        Evacuee(evacuation=evacuation, person=person, tag=tags.get(person.pk), joined_at=now,
                joined=Evacuee.Joined.ADDED)
        for person in new
    ]  # fmt: skip
    tell_to_leave(evacuation, added, now)
    Evacuee.objects.bulk_create(added)
    text = said(evacuation.text, is_drill=evacuation.is_drill)
    tell_accounts(evacuation, [one.pk for one in new], text, priority=1, staff=False)
    _say(by, evacuation, new)
    return added


def _say(by: Account, evacuation: Evacuation, new: list[Person]) -> None:
    """Course, audit, state and live pages."""
    now, more = clock.now(), f" 等 {len(new)} 人" if len(new) > NAMES_SAID else ""
    text = "补登 " + "、".join(person.name for person in new[:NAMES_SAID]) + more
    note(evacuation, by, "add", text, now)
    record(by, "add", evacuation, after={"people": [str(one.pk) for one in new]}, note=text)
    roll, was = roll_now(evacuation), State(evacuation.state)
    state = next_state(was, roll.affected, roll.inside, roll.left)
    if state is not was:
        evacuation.state, evacuation.cleared_at = state, None
        note(evacuation, by, str(state), state.label, now)
    changed(evacuation, roll.left, "state", "cleared_at")
