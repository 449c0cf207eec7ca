"""Following people out, second by second: the worker looks, PostgreSQL remembers."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.emergency.actions.steps import TOLD_FIELDS, changed, keep_courses, note
from anhuan.domains.emergency.actions.telling import tell_accounts, tell_to_leave
from anhuan.domains.emergency.models import Evacuation, Evacuee
from anhuan.domains.emergency.queries.evacuations import due_rows, settings_of
from anhuan.domains.emergency.queries.places import places_of
from anhuan.domains.emergency.queries.readings import Fix, fixes_of, gone_out, reading_of
from anhuan.domains.emergency.queries.roll import lines_of
from anhuan.domains.emergency.rules.life import State, next_state
from anhuan.domains.emergency.rules.person import (
    Gate,
    Limits,
    Reading,
    Stage,
    is_affected,
    seen,
)
from anhuan.domains.emergency.rules.roll import Line, Roll, accounted_s, emptied_s, roll_of
from anhuan.domains.emergency.rules.wording import said, span
from anhuan.domains.org.models import Person
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning.models import Tag


def follow_due(now: datetime) -> int:
    """Look after every open evacuation; how many changed. Two workers share them by row locks."""
    return sum(follow(pk, now) for pk in due_rows())


@transaction.atomic
def follow(pk: UUID, now: datetime) -> bool:
    """One look at one evacuation; whether anything changed."""
    rows = Evacuation.objects.select_related("company").filter(stood_down_at__isnull=True)
    evacuation = rows.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if evacuation is None:
        return False
    look = _Look(evacuation, now)
    before = look.roll()
    moved, back = look.move()
    entered = look.enter()
    _tell(evacuation, [*back, *entered], now)
    sent = _mark_sent(evacuation)
    keep_courses(moved, also=TOLD_FIELDS)
    Evacuee.objects.bulk_create(entered)
    if not (moved or entered or sent):
        return False
    _note_changes(look, before)
    return True


class _Look:
    """What one look sees: everybody concerned, and where everybody is."""

    def __init__(self, evacuation: Evacuation, now: datetime) -> None:
        settings = settings_of(evacuation.company)
        self.evacuation, self.now = evacuation, now
        self.limits: Limits = replace(settings.limits, gate=Gate(evacuation.gate))
        self.fixes = fixes_of(evacuation.company)
        self.gone = gone_out(evacuation.company, now)
        self.places = places_of(evacuation, settings.margin_m)
        self.evacuees = {one.person_id: one for one in evacuation.evacuees.all()}

    def reading(self, person: UUID) -> Reading:
        """Where somebody is now."""
        return reading_of(self.fixes.get(person), self.gone.get(person), self.places)

    def move(self) -> tuple[list[Evacuee], list[Evacuee]]:
        """Those whose course went on, and among them those who are inside again."""
        moved, back = [], []
        for one in self.evacuees.values():
            course = seen(one.course, self.reading(one.person_id), self.now, self.limits)
            if course == one.course:
                continue
            if one.stage != Stage.INSIDE and course.stage is Stage.INSIDE:
                back.append(one)
            one.follow(course)
            moved.append(one)
        prefetch_related_objects(back, "person", "tag")  # few; the rest is not looked up
        return moved, back

    def enter(self) -> list[Evacuee]:
        """People who came into the danger area after the order."""
        new = [
            fix
            for person, fix in self.fixes.items()
            if person not in self.evacuees
            and is_affected(self.reading(person), self.now, self.limits, entering=True)
        ]
        people = Person.objects.in_bulk([fix.person for fix in new])
        tags = Tag.objects.in_bulk([fix.tag for fix in new])
        found = [self._entered(people[fix.person], tags[fix.tag], fix) for fix in new]
        self.evacuees |= {one.person_id: one for one in found}
        return found

    def _entered(self, person: Person, tag: Tag, fix: Fix) -> Evacuee:
        return Evacuee(
            evacuation=self.evacuation, person=person, tag=tag, joined=Evacuee.Joined.ENTERED,
            joined_at=self.now, area_id=fix.area, x_m=fix.x_m, y_m=fix.y_m, floor=fix.floor,
        )  # fmt: skip

    def roll(self) -> Roll:
        """The numbers as they are now."""
        return roll_of(self.lines())

    def lines(self) -> list[Line]:
        """Everybody as the arithmetic takes them."""
        return lines_of(self.evacuees.values(), self.fixes, self.now, self.limits)


def _tell(evacuation: Evacuation, people: list[Evacuee], now: datetime) -> None:
    """Whoever is inside after the order is told like everybody else."""
    if not people:
        return
    tell_to_leave(evacuation, people, now)
    text = said(evacuation.text, is_drill=evacuation.is_drill)
    tell_accounts(evacuation, [one.person_id for one in people], text, priority=3, staff=False)
    names = "、".join(one.person.name for one in people[:10])
    more = f" 等 {len(people)} 人" if len(people) > 10 else ""
    note(evacuation, SYSTEM, "enter", f"{names}{more} 进入危险区，已通知撤离", now)


def _mark_sent(evacuation: Evacuation) -> int:
    """An order is sent once the relay has handed it to the broker."""
    waiting = evacuation.evacuees.filter(sent_at__isnull=True, message__isnull=False)
    events = {pk for pk in waiting.values_list("message", flat=True) if pk}
    published = OutboxEvent.objects.filter(pk__in=events, published_at__isnull=False)
    return sum(
        waiting.filter(message=pk).update(sent_at=at)
        for pk, at in published.values_list("pk", "published_at")
    )


def _note_changes(look: _Look, before: Roll) -> None:
    """State and course after the look."""
    evacuation, now = look.evacuation, look.now
    roll, was = look.roll(), State(evacuation.state)
    state = next_state(was, roll.affected, roll.inside, roll.left)
    evacuation.state = state
    if before.inside and not roll.inside:
        taken = span(emptied_s(look.lines(), evacuation.ordered_at))
        note(evacuation, SYSTEM, "emptied", f"危险区已清空，用时 {taken}", now)
    if state is not was:
        _note_state(look, state)
    changed(evacuation, roll.left, "state", "cleared_at")


def _note_state(look: _Look, state: State) -> None:
    evacuation, now = look.evacuation, look.now
    evacuation.cleared_at = now if state is State.CLEARED else None
    text = {State.CLEARED: "全部到位", State.CLEARING: "开始撤离"}.get(state, state.label)
    if state is State.CLEARED:
        text += f"，用时 {span(accounted_s(look.lines(), evacuation.ordered_at))}"
    note(evacuation, SYSTEM, str(state), text, now)
    record(SYSTEM, "evacuation_state", evacuation, after={"state": str(state)})
