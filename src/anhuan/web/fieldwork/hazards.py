"""Hazards in the field: told in half a minute, put right, accepted; without a network too."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.dateparse import parse_datetime

from anhuan.domains.field.models import FieldFile
from anhuan.domains.field.queries import Done, Kind, Todo, View
from anhuan.domains.hazards import actions, queries
from anhuan.domains.hazards.actions import Assessment, Assignment, Report, Shot
from anhuan.domains.hazards.models import Hazard, Photo, Stage
from anhuan.domains.hazards.rules.codes import KIND_CHOICES, SOURCE_CHOICES, Level, Source, Way
from anhuan.domains.hazards.rules.codes import Kind as HazardKind
from anhuan.domains.hazards.rules.criteria import CRITERIA
from anhuan.domains.org.models import Account, Department, Person
from anhuan.domains.org.queries import company_of, scope_of
from anhuan.domains.plant.models import Area, Structure
from anhuan.kernel import clock
from anhuan.web.fieldwork.whereabouts import place_of

MOST_PEOPLE = 400


def my_hazards(account: Account, now: datetime) -> Iterator[Todo]:
    """Hazards whose next deed is mine; late and major ones first."""
    if account.company is None or not account.may("hazards.view"):
        return
    for hazard, deed in queries.to_do(account, now):
        late = queries.summary(hazard, now)["is_overdue"]
        priority = 2 if hazard.is_major or late else 3
        title = f"隐患{deed.label}：{hazard.name}"
        text = f"{hazard.place} · {hazard.number}"
        yield Todo(f"hazard:{hazard.pk}", "hazards", title, text, priority,
                   f"/hazards/{hazard.pk}", hazard.reported_at, hazard.due_at)  # fmt: skip


def report(account: Account, done: Done) -> dict[str, Any]:
    """What was seen, where the phone or the tag was; the moment is the true one."""
    given, company = done.payload, company_of(account)
    spot = place_of(account, given.get("position"), done.happened_at)
    area = _row(Area, company, given.get("area") or spot.area)
    structure = _row(Structure, company, given.get("structure"))
    is_fixed = bool(given.get("is_fixed"))
    asked = Report(
        name=_words(given, "name", 100) or "现场上报（见照片或录音）",
        description=_words(given, "description", 1000), place=_words(given, "place", 200),
        source=_source(given), found_at=min(done.happened_at, clock.now()), area=area,
        structure=structure, x_m=spot.x_m, y_m=spot.y_m, floor=spot.floor,
        is_suspected_major=bool(given.get("is_suspected_major")), origin=f"phone:{done.id}",
        fixed=_fixed(given) if is_fixed else None,
        photos=(*_shots(done, "photos", Stage.FOUND),
                *(_shots(done, "photos_after", Stage.FIXED) if is_fixed else ())),
    )  # fmt: skip
    made = actions.report(account, asked)
    return {"hazard": str(made.pk), "number": made.number}


def assess(account: Account, done: Done) -> dict[str, Any]:
    """Judged and given out on the spot."""
    given, hazard = done.payload, _hazard(account, done)
    company = company_of(account)
    level, kind = _whole(given.get("level")), _whole(given.get("kind"))
    person = _row(Person, company, given.get("rectifier"))
    due = _moment(given.get("due_at"))
    judged = Assessment(
        level=None if level is None else Level(level),
        kind=None if kind is None else HazardKind(kind),
        unit=_unit(hazard, company, given), criterion=_criterion(given.get("criterion")),
        way=Way.ON_THE_SPOT if hazard.is_fixed_on_spot and not level else Way.BY_DEADLINE,
        basis=_words(given, "basis", 400),
        assignment=Assignment(person, due, _words(given, "opinion", 500)),
    )  # fmt: skip
    return _answer(actions.assess(account, hazard, judged, "phone"))


def submit(account: Account, done: Done) -> dict[str, Any]:
    """Put right, with pictures of it."""
    shots = _shots(done, "photos", Stage.FIXED)
    hazard = _hazard(account, done)
    return _answer(actions.submit(account, hazard, _fixed(done.payload), shots, "phone"))


def accept(account: Account, done: Done) -> dict[str, Any]:
    """Found good; a hand-written signature is kept beside the plant's."""
    shots = [*_shots(done, "photos", Stage.ACCEPTED), *_shots(done, "signature", Stage.SIGNATURE)]
    comment = _words(done.payload, "comment", 1000)
    return _answer(actions.accept(account, _hazard(account, done), comment, shots, "phone"))


def send_to_rework(account: Account, done: Done) -> dict[str, Any]:
    """Not good."""
    reason, due = _words(done.payload, "reason", 500), _moment(done.payload.get("due_at"))
    hazard = _hazard(account, done)
    return _answer(actions.send_to_rework(account, hazard, reason, due, "phone"))


def ask_extension(account: Account, done: Done) -> dict[str, Any]:
    """More time, and why."""
    due = _moment(done.payload.get("to_due"))
    reason = _words(done.payload, "reason", 500)
    return _answer(actions.ask_extension(account, _hazard(account, done), due, reason))


def choices(account: Account, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """What the forms choose from, read once and kept on the phone; mine of late."""
    company = company_of(account)
    areas = Area.objects.filter(company=company, is_retired=False)
    mine = queries.visible_hazards(account).filter(reporter=account)[:20]
    return {
        "areas": [{"id": one.pk, "name": one.name, "code": one.code} for one in areas],
        "sources": [{"key": key, "label": label} for key, label in SOURCE_CHOICES],
        "kinds": [{"key": key, "label": label} for key, label in KIND_CHOICES],
        "criteria": [{"key": key, "label": text} for key, text in CRITERIA.items()],
        "people": [
            {"id": one.pk, "name": one.name, "words": f"{one.name} {one.pinyin} {one.number}",
             "unit": str(one.department or "")}
            for one in _people(account)[:MOST_PEOPLE]
        ],
        "mine": [queries.summary(one, now) for one in mine],
    }  # fmt: skip


def _people(account: Account) -> QuerySet[Person]:
    """Those one may give a hazard to; nobody for who gives none out."""
    rows = Person.objects.filter(company=company_of(account), is_retired=False, kind="employee")
    if not account.may("hazards.assess"):
        return rows.none()
    scope = scope_of(account, "hazards.assess")
    rows = rows if scope is None else rows.filter(department__in=scope)
    return rows.select_related("department").order_by("pinyin")


def _answer(hazard: Hazard) -> dict[str, Any]:
    return {"hazard": str(hazard.pk), "state": hazard.state, "label": hazard.get_state_display()}


def _hazard(account: Account, done: Done) -> Hazard:
    return queries.hazard_for(account, _uuid(done.payload.get("hazard")))


def _unit(hazard: Hazard, company: Any, given: Mapping[str, Any]) -> Department | None:
    """The one chosen, else the hazard's, else that of the area it lies in."""
    chosen = _row(Department, company, given.get("unit"))
    return chosen or hazard.unit or (hazard.area.department if hazard.area else None)


def _shots(done: Done, key: str, stage: Stage) -> list[Shot]:
    """The files the payload lists under `key`; a file nobody lists is of what was found."""
    named = done.payload.get(key)
    wanted = {str(one) for one in named} if isinstance(named, list) else set()
    return [_shot(one, done, stage) for pk, one in done.files.items() if str(pk) in wanted]


def _shot(file: FieldFile, done: Done, stage: Stage) -> Shot:
    taken = file.meta.get("taken_at")
    at = clock.from_ms(int(taken)) if isinstance(taken, int | float) else done.happened_at
    return Shot(
        file.sm3, f"{file.get_kind_display()} {file.sm3[:8]}", file.media_type,
        min(at, done.received_at), stage, Photo.Origin.CAMERA, str(file.meta.get("place") or ""),
    )  # fmt: skip


def _fixed(given: Mapping[str, Any]) -> dict[str, str]:
    return {key: _words(given, key, 1000) for key in ("cause", "treatment", "result")}


def _source(given: Mapping[str, Any]) -> Source:
    text = str(given.get("source") or "")
    return Source(text) if text in set(Source) else Source.SELF_REPORT


def _criterion(value: Any) -> int | None:
    number = _whole(value)
    return number if number in CRITERIA else None


def _words(given: Mapping[str, Any], key: str, longest: int) -> str:
    return str(given.get(key) or "").replace("\x00", "").strip()[:longest]


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _moment(value: Any) -> datetime | None:
    found = parse_datetime(value) if isinstance(value, str) else None
    return found if found is not None and found.tzinfo else None


def _row(model: Any, company: Any, pk: Any) -> Any:
    """A row of the company; none for no id, 404 for one that is not there."""
    if not pk:
        return None
    found = model.objects.filter(company=company, pk=_uuid(pk)).first()
    if found is None:
        raise Http404(f"没有这个{model._meta.verbose_name}")
    return found


def _uuid(given: Any) -> UUID:
    try:
        return UUID(str(given))
    except ValueError:
        raise Http404("没有这条记录") from None


def _kinds(some: Iterable[tuple[str, str, Any]]) -> dict[str, Kind]:
    return {name: Kind(right, do) for name, right, do in some}


HAZARD_OPERATIONS = _kinds((
    ("hazard.report", "hazards.report", report), ("hazard.assess", "hazards.assess", assess),
    ("hazard.submit", "hazards.rectify", submit), ("hazard.accept", "hazards.accept", accept),
    ("hazard.return", "hazards.accept", send_to_rework),
    ("hazard.extend", "hazards.rectify", ask_extension),
))  # fmt: skip
HAZARD_VIEWS = {"hazards": View("hazards.view", choices)}
