"""What happens to permits because of what happens elsewhere: called from `web/wiring.py`.

POS-067, POS-102, POS-103; GB 30871-2022 4.8, 4.10 f, 6.5; AQ 3064.2-2025 5.9.6.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from shapely.geometry import Point, shape

from anhuan.domains.alarms.models import Alarm as AlarmRow
from anhuan.domains.permits.actions.alarming import end_condition, raise_on
from anhuan.domains.permits.actions.working import SOURCE, suspend
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.neighbours import conflicts
from anhuan.domains.permits.rules.codes import ALARM_CODES, Alarm
from anhuan.domains.permits.rules.device_alarms import GAS_KINDS
from anhuan.domains.permits.rules.states import LIVE, State
from anhuan.domains.positioning.queries.job_areas import job_area_of_zone
from anhuan.kernel import clock

# Alarms of the job area this permit drew: about nobody else, so they are the permit's own.
OF_ITS_AREA = (Alarm.STRANGER, Alarm.GUARDIAN_AWAY, Alarm.WORKER_LEFT)
GAS_REACH_M = 30.0  # a detector's alarm stops the work within this distance


def alarm_began(alarm: UUID) -> int:
    """An alarm of positioning or of a gas detector: the works it concerns; how many."""
    row = AlarmRow.objects.select_related("kind", "company").filter(pk=alarm).first()
    found = list(_concerned(row)) if row and row.source != "permits" else []
    for pk, what in found:
        assert row is not None
        _stop(pk, what, row)
    return len(found)


def alarm_ended(alarm: UUID) -> int:
    """It is over: so is the permit's. Going on is a person's deed."""
    row = AlarmRow.objects.select_related("kind", "company").filter(pk=alarm).first()
    found = list(_concerned(row, ended=True)) if row and row.source != "permits" else []
    now = clock.now()
    for pk, what in found:
        assert row is not None
        end_condition(Permit.objects.select_related("company").get(pk=pk), what, now, str(row.pk))
    return len(found)


def _concerned(row: AlarmRow, *, ended: bool = False) -> Iterator[tuple[UUID, Alarm]]:
    if row.kind.code in GAS_KINDS:
        yield from _near(row, ended=ended)
    elif row.kind.code in ("worker_left", "intruder"):
        permit = _of_job_area(row)
        if permit is not None:
            yield permit, _what(row)


def _what(row: AlarmRow) -> Alarm:
    if row.kind.code == "intruder":
        return Alarm.STRANGER
    in_the_space = row.condition.startswith("guard_inside:")  # nobody guards from outside
    is_guardian = in_the_space or row.inputs.get("role") == "guardian"
    return Alarm.GUARDIAN_AWAY if is_guardian else Alarm.WORKER_LEFT


def _of_job_area(row: AlarmRow) -> UUID | None:
    """The permit that drew the job area; its zone is the second part of the alarm's condition."""
    parts = row.condition.split(":")
    try:
        zone = UUID(parts[1])
    except (IndexError, ValueError):
        return None
    area = job_area_of_zone(row.company, zone)
    return UUID(area.source_id) if area and area.source_type == SOURCE else None


def _near(row: AlarmRow, *, ended: bool) -> Iterator[tuple[UUID, Alarm]]:
    """Running works in the same area, or within reach of the detector."""
    key = f":{row.pk}"
    rows = Permit.objects.filter(company=row.company, state__in=LIVE)
    if ended:
        rows = Permit.objects.filter(
            company=row.company, alarms__condition__endswith=key, alarms__ended_at__isnull=True
        )
    for permit in rows:
        if ended or _reaches(row, permit):
            yield permit.pk, Alarm.GAS_OUT


def _reaches(row: AlarmRow, permit: Permit) -> bool:
    if row.area_id and row.area_id == permit.area_id:
        return True
    if row.x_m is None or row.y_m is None or not permit.geometry:
        return False
    return float(shape(permit.geometry).distance(Point(row.x_m, row.y_m))) <= GAS_REACH_M


def _stop(pk: UUID, what: Alarm, row: AlarmRow) -> None:
    """Raise the permit's own alarm, and stop the work where the standard says so."""
    with transaction.atomic():
        permit = Permit.objects.select_for_update(of=("self",)).select_related("company").get(pk=pk)
        if permit.state not in LIVE:
            return
        text = f"{row.title}：{row.text}"[:300]
        own = row if what in OF_ITS_AREA else None
        raise_on(permit, what, text, clock.now(), key=str(row.pk), already=own)
        if ALARM_CODES[what].suspends and permit.state == State.WORKING:
            suspend(None, permit, text, code=what)


def neighbours_changed(pk: UUID) -> int:
    """A permit has begun, or was changed: whoever works beside it and may not is stopped (4.7)."""
    permit = Permit.objects.select_related("company", "area", "job").filter(pk=pk).first()
    if permit is None or permit.state != State.WORKING:
        return 0
    now, found = clock.now(), 0
    for one in conflicts(Look(permit, None, now)):
        other = UUID(one.second if one.first == str(permit.pk) else one.first)
        row = Permit.objects.select_related("company").get(pk=other)
        if one.blocks and row.state == State.WORKING:
            for each, beside in ((permit, row), (row, permit)):
                raise_on(each, Alarm.CONFLICT, one.text, now, key=str(beside.pk))
            suspend(None, permit, one.text, code=Alarm.CONFLICT)
            found += 1
    return found
