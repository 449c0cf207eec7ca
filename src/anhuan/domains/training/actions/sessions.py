"""Sessions of courses, and what came of them for each who sat."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.org.models import Company, Person
from anhuan.domains.outbox.actions import emit
from anhuan.domains.training.actions.evidence import stored
from anhuan.domains.training.events import ResultRecorded
from anhuan.domains.training.models import Result, Session
from anhuan.domains.training.rules.passes import has_passed, pass_until, result_blockers
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


@dataclass(frozen=True, slots=True)
class Outcome:
    """One person's: a score, or without an exam what the trainer said."""

    person: Person
    score: float | None = None
    is_passed: bool | None = None


def save_session(
    actor: Actor, session: Session, changes: dict[str, Any], upload: Any = None
) -> Session:
    """Make or change a session; the upload is its sign-in sheet or papers."""
    changes = changes | stored(upload)
    draft = draft_of(session, changes)
    with transaction.atomic():
        return save_checked(actor, session, changes, _session_blockers(session, draft))


def _session_blockers(before: Session, draft: Session) -> Iterator[Blocker]:
    if not (draft.course_id and draft.held_on):
        return  # the model says what is missing
    yield from result_blockers(None, draft.held_on, _today())
    if draft.course.company_id != draft.company_id:
        yield Blocker("other_company", "课程不是本企业的")
    moved = (draft.course_id, draft.held_on) != (before.course_id, before.held_on)
    if moved and not before._state.adding and before.results.filter(is_void=False).exists():
        yield Blocker("session_has_results", "已登记成绩，课程和日期不能再改；有误请作废成绩后重登")


def record_results(actor: Actor, session: Session, outcomes: Iterable[Outcome]) -> list[Result]:
    """Everybody's outcome of a session at once; all reasons at once when any cannot be."""
    given = list(outcomes)
    refuse_if_any(_outcome_blockers(session, given))
    with transaction.atomic():
        return [_recorded(actor, session, one) for one in given]


def _outcome_blockers(session: Session, outcomes: list[Outcome]) -> Iterator[Blocker]:
    known = set(session.results.filter(is_void=False).values_list("person", flat=True))
    for one in outcomes:
        for blocker in result_blockers(one.score, session.held_on, _today()):
            yield Blocker(blocker.code, f"{one.person.name}：{blocker.text}")
        if one.person.company_id != session.company_id:
            yield Blocker("person_foreign", f"{one.person.name}不是本企业在册人员")
        if one.person.pk in known:
            yield Blocker("result_known", f"{one.person.name}在这一场已有成绩，有误请先作废")
        if one.score is None and one.is_passed is None:
            yield Blocker("outcome_missing", f"{one.person.name}：请填写成绩或是否合格")
        known.add(one.person.pk)


def _recorded(actor: Actor, session: Session, one: Outcome) -> Result:
    course = session.course
    passed = has_passed(one.score, course.pass_mark, one.is_passed)
    result = Result.objects.create(
        session=session, person=one.person, score=one.score, is_passed=passed,
        valid_until=pass_until(session.held_on, course.valid_months) if passed else None,
    )  # fmt: skip
    after = {"person": str(one.person.pk), "score": one.score, "is_passed": passed}
    record(actor, "create", result, after=after)
    _tell(result)
    return result


def void_result(actor: Actor, result: Result, reason: str) -> Result:
    """It no longer counts."""
    if result.is_void:
        raise refuse("result_void", "成绩已经作废")
    if not reason.strip():
        raise refuse("reason_missing", "请填写作废原因")
    with transaction.atomic():
        result.is_void, result.void_why = True, reason.strip()[:200]
        result.save(update_fields=["is_void", "void_why"])
        record(actor, "make_void", result, after={"is_void": True}, note=reason)
        _tell(result)
    return result


def put_result(actor: Actor, company: Company, values: dict[str, Any]) -> str:
    """One row of an import: rows of one course, day and place share a session."""
    names = ("course", "held_on", "place")
    facts = {name: values.get(name) or "" for name in names}
    with transaction.atomic():
        session = Session.objects.filter(company=company, **facts).first()
        if session is None:
            more = {"trainer": values.get("trainer") or ""}
            session = save_session(actor, Session(company=company), facts | more)
        outcome = Outcome(values["person"], values.get("score"), values.get("is_passed"))
        if _same(session, outcome):
            return "unchanged"
        record_results(actor, session, [outcome])
    return "created"


def _same(session: Session, one: Outcome) -> bool:
    found = session.results.filter(person=one.person, is_void=False).first()
    passed = has_passed(one.score, session.course.pass_mark, one.is_passed)
    return found is not None and (found.score, found.is_passed) == (one.score, passed)


def _tell(result: Result) -> None:
    session = result.session
    told = ResultRecorded(
        result.pk, result.person_id, session.course_id, result.is_passed and not result.is_void
    )
    emit(session.company.code, told)


def _today() -> Any:
    return timezone.localtime(clock.now()).date()
