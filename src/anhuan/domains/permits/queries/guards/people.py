"""Who is on the permit: a leader, guardians who only guard, workers with valid certificates."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from anhuan.domains.org.models import Person
from anhuan.domains.permits.models import Part, Permit
from anhuan.domains.permits.models.crew import WORKING_PARTS
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.qualifications import (
    certificate_blockers,
    known_of,
    objections_to_people,
)
from anhuan.domains.permits.rules.people import (
    Crew,
    crew_blockers,
    guardian_blockers,
    separation_blockers,
)
from anhuan.domains.permits.rules.roles import Signer
from anhuan.domains.permits.rules.states import LIVE
from anhuan.kernel.errors import Blocker


class OnPermit(Protocol):
    """Somebody in a part."""

    @property
    def person(self) -> Person: ...
    @property
    def part(self) -> str: ...


def crew_of(rows: Iterable[OnPermit], approvers: Iterable[Person] = ()) -> Crew:
    """As the rules take them."""
    named = list(rows)

    def having(*parts: str) -> frozenset[str]:
        return frozenset(str(one.person.pk) for one in named if one.part in parts)

    signers = list(approvers)
    names = {str(one.person.pk): one.person.name for one in named}
    return Crew(
        workers=having(*WORKING_PARTS), guardians=having(Part.GUARDIAN),
        leaders=having(Part.WORK_LEADER, Part.COMMANDER),
        approvers=frozenset(str(one.pk) for one in signers),
        names=names | {str(one.pk): one.name for one in signers},
    )  # fmt: skip


def people(look: Look) -> Iterator[Blocker]:
    """Every part is filled, and everybody is fit for it to the last day (4.9, 4.10)."""
    crew, known = crew_of(look.people), known_of(look)
    owes_workers = any(one.key == "workers" for one in look.form.fields)
    for one in crew_blockers(crew, known.unfit):
        if owes_workers or one.code != "workers_missing":
            yield one
    yield from guardian_blockers(look.kind, look.facts, crew, {})
    yield from separation_blockers(crew)
    yield from certificate_blockers(look, known)
    yield from known.objections


def one_guard(look: Look) -> Iterator[Blocker]:
    """A guardian guards one job at a time (4.10 f); permits of one job may share theirs."""
    yield from guardian_blockers(look.kind, look.facts, crew_of(look.people), busy_guardians(look))


def busy_guardians(look: Look) -> dict[str, str]:
    """Guardians of this permit who watch over other running work: id → that permit's number."""
    others = Permit.objects.filter(company=look.permit.company_id, state__in=LIVE)
    others = others.exclude(pk=look.permit.pk)
    if look.permit.job_id:
        others = others.exclude(job=look.permit.job_id)
    named = others.filter(people__part=Part.GUARDIAN, people__left_at__isnull=True)
    mine = [one.person_id for one in look.guardians]
    rows = named.filter(people__person__in=mine).values_list("people__person", "number")
    return {str(person): number for person, number in rows if person in mine}


def naming_blockers(look: Look, rows: Iterable[OnPermit]) -> Iterator[Blocker]:
    """Against naming these: strangers, the same twice, a guardian who works, whoever is barred."""
    named, permit = list(rows), look.permit
    seen: set[tuple[object, str]] = set()
    for one in named:
        if one.person.company_id != permit.company_id or one.person.is_retired:
            yield Blocker("person_foreign", f"{one.person.name}不是本企业在册人员")
        if (one.person.pk, one.part) in seen:
            yield Blocker("person_twice", f"{one.person.name}重复填写")
        seen.add((one.person.pk, one.part))
    yield from separation_blockers(crew_of(named))
    for barred in objections_to_people(look, {one.person.pk for one in named}):
        yield barred.blocker


def separate(look: Look) -> Iterator[Blocker]:
    """Who approves neither works on the permit, nor guards, nor leads it (R29). The form's own
    parts, the guardian and the leader, sign as what they are."""
    asker, row = look.asker, look.signing
    if asker is None or asker.person is None or (row is not None and row.role in set(Part)):
        return
    signs = row is None or row.role in _POSTS
    if signs:
        yield from (
            one for one in separation_blockers(crew_of(look.people, [asker.person]))
            if one.code.startswith("approver_")
        )  # fmt: skip


_POSTS = {signer.value for signer in Signer} - {part.value for part in Part}
PEOPLE_GUARDS = {"people": people, "separate": separate, "one_guard": one_guard}
