"""Who is on the permit: a leader, guardians who only guard, workers with valid certificates."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from anhuan.domains.org.models import Person
from anhuan.domains.permits.models import Part, Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.qualifications import people_blockers
from anhuan.kernel.errors import Blocker


class OnPermit(Protocol):
    """Somebody in a part."""

    @property
    def person(self) -> Person: ...
    @property
    def part(self) -> str: ...


def people(look: Look) -> Iterator[Blocker]:
    """Every part is filled, and everybody is fit for it today (4.9, 4.10; alarms 50 to 52)."""
    if not look.having(Part.WORK_LEADER, Part.COMMANDER):
        yield Blocker("leader_missing", "请指定作业负责人", "GB 30871-2022 附录A")
    if not look.guardians:
        yield Blocker("guardian_missing", "请指定监护人", "GB 30871-2022 4.10")
    if not look.crew and any(one.key == "workers" for one in look.form.fields):
        yield Blocker("worker_missing", "请填写作业人", "GB 30871-2022 附录A")
    yield from _apart(look.people)
    yield from people_blockers(look)


def _apart(rows: Iterable[OnPermit]) -> Iterator[Blocker]:
    """A guardian does nothing else (4.10 f)."""
    rows = list(rows)
    guards = {one.person.pk for one in rows if one.part == Part.GUARDIAN}
    for one in rows:
        if one.person.pk in guards and one.part in (
            Part.WORKER, Part.WORK_LEADER, Part.COMMANDER, Part.SLINGER,
        ):  # fmt: skip
            text = f"{one.person.name}是监护人，不能同时是{Part(one.part).label}"
            yield Blocker("guardian_works", text, "GB 30871-2022 4.10 f)")


def crew_blockers(permit: Permit, people: Iterable[OnPermit]) -> Iterator[Blocker]:
    """What stands against naming these: strangers, the same twice, a guardian who works."""
    rows = list(people)
    seen: set[tuple[object, str]] = set()
    for one in rows:
        if one.person.company_id != permit.company_id or one.person.is_retired:
            yield Blocker("person_foreign", f"{one.person.name}不是本企业在册人员")
        if (one.person.pk, one.part) in seen:
            yield Blocker("person_twice", f"{one.person.name}重复填写")
        seen.add((one.person.pk, one.part))
    yield from _apart(rows)


def separate(look: Look) -> Iterator[Blocker]:
    """Who signs for the plant neither works on the permit nor guards it (R29), unless the form
    asks for the signature of that very part."""
    row = look.signing
    own = row is not None and row.role in look.my_parts
    if own or look.asker is None:
        return
    parts = look.my_parts & {Part.WORKER, Part.GUARDIAN, Part.SLINGER}
    if parts:
        names = "、".join(Part(one).label for one in sorted(parts))
        yield Blocker("not_separate", f"您是这张票的{names}，不能同时签批", "GB 30871-2022 4.11")


PEOPLE_GUARDS = {"people": people, "separate": separate}
