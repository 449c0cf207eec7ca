"""Risks, gas, measures, briefing, the course of the work and photos, as panels."""

from typing import Any

from django.urls import reverse

from anhuan.desk.details import Panel, Table
from anhuan.domains.permits.models import GasTest, MeasureCheck
from anhuan.domains.permits.pages.buttons import Deeds
from anhuan.domains.permits.pages.measure_text import sentence
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.surroundings import hazards_brought
from anhuan.domains.permits.rules.gas import zones_needed
from anhuan.domains.permits.rules.gas.readings import ZONE_LABELS, Zone
from anhuan.domains.permits.rules.gases import UNIT_LABELS, Unit
from anhuan.domains.permits.rules.shots import shot_label
from anhuan.domains.permits.rules.states import Deed


def risks(look: Look) -> Panel | None:
    """The job-hazard analysis."""
    rows = [[one.seq, one.step, one.hazard, one.consequence, one.measure] for one in look.risks]
    heads = ["序", "作业步骤", "潜在风险", "主要后果", "管控措施"]
    return Panel("作业危害分析", table=Table(heads, rows), key="risks") if rows else None


def brought(look: Look) -> Panel | None:
    """What air, weather, neighbours and people have added to it since."""
    found = hazards_brought(look)
    rows = [[one.step, one.hazard, one.consequence, one.measure] for one in found]
    heads = ["变化", "新增风险", "主要后果", "管控措施"]
    return Panel("环境变化新增风险", table=Table(heads, rows), key="brought") if rows else None


def gas(look: Look, deeds: Deeds) -> Panel | None:
    """Every test of this round, the newest first, with its verdict in words."""
    if not look.needs_gas:
        return None
    zones = "、".join(zones_needed(look.kind, look.facts))
    tests = [_test(one, look) for one in look.tests]
    context = {"tests": tests, "zones": zones}
    return Panel("气体分析", template="permits/_gas.html", context=context, key="gas",
                 note=f"须分析：{zones}" if zones else "")  # fmt: skip


def _test(one: GasTest, look: Look) -> dict[str, Any]:
    return {
        "at": one.sampled_at, "who": one.analyst_name, "phase": one.get_phase_display(),
        "instrument": one.instrument, "is_good": one.is_good,
        "gear": one.verdict.get("inside", {}).get("gear", ""),
        "faults": one.verdict.get("faults") or [],
        "readings": [_reading(row, look) for row in one.readings],
        "findings": [row["text"] for row in one.verdict.get("findings", ())],
    }  # fmt: skip


def _reading(row: dict[str, Any], look: Look) -> dict[str, str]:
    gas_ = look.gases.get(row["gas"])
    return {
        "where": row.get("point") or ZONE_LABELS[Zone(row["zone"])],
        "gas": gas_.name if gas_ else row["gas"],
        "value": f"{row['value']:g} {UNIT_LABELS[Unit(row['unit'])]}",
    }


def measures(look: Look, deeds: Deeds) -> Panel | None:
    """One by one: involved or not, what was filled in, who confirmed it, with the picture."""
    if not look.measures:
        return None
    may_confirm = Deed.CONFIRM_MEASURE in deeds
    inputs = {one.no: one for one in (*look.form.measures, *look.form.extras)}
    photos = _photos_by_measure(look)
    rows = [
        {"row": one, "text": sentence(one, inputs.get(one.no)), "photos": photos.get(one.pk, ()),
         "url": _confirm_url(one) if may_confirm and not one.confirmed_at else ""}
        for one in look.measures
    ]  # fmt: skip
    done = sum(bool(one.confirmed_at) for one in look.measures)
    blockers = deeds.get(Deed.CONFIRM_MEASURE, ())
    return Panel("安全措施", template="permits/_measures.html", key="measures",
                 context={"rows": rows, "blockers": blockers if done < len(rows) else ()},
                 note=f"{done} / {len(rows)} 已确认")  # fmt: skip


def _confirm_url(one: MeasureCheck) -> str:
    return reverse("permits:confirm_measure", args=[one.permit_id]) + f"?no={one.no}"


def _photos_by_measure(look: Look) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for one in look.photos:
        if one.measure_id:
            found.setdefault(one.measure_id, []).append(reverse("permits:photo", args=[one.pk]))
    return found


def briefing(look: Look) -> Panel | None:
    """The words, who gave them, who has signed and who has not."""
    one = look.briefing
    if one is None:
        return None
    context = {
        "lines": one.text.splitlines(), "by": one.given_name, "at": one.given_at,
        "signed": [(mark.person.name, mark.signed_at, mark.read_s) for mark in look.marks],
        "missing": [row.person.name for row in look.unbriefed],
    }  # fmt: skip
    return Panel("安全交底", template="permits/_briefing.html", context=context, key="briefing")


def course(look: Look) -> Panel | None:
    """Stops, hand-overs, who went in and came out, remarks: what happened while working."""
    rows: list[tuple[Any, str, str, str]] = []
    for stop in look.rests:
        rows.append((stop.at, "暂停", stop.by_name, stop.why))
        if stop.resumed_at:
            rows.append((stop.resumed_at, "恢复", stop.resumed_name, ""))
    for hand in look.handovers:
        what = "监护交接" if hand.what == "guard" else "交接班"
        rows.append((hand.at, what, f"{hand.giver.name} → {hand.taker.name}", hand.note))
    rows += [(one.at, "问题" if one.is_problem else "监管意见", one.by_name, one.text)
             for one in look.remarks]  # fmt: skip
    if not rows and not look.entries:
        return None
    table = Table(["时间", "事项", "人", "说明"], sorted(rows, key=lambda row: row[0]))
    context = {"table": table, "entries": [_entry(one) for one in look.entries]}
    return Panel("作业过程", template="permits/_course.html", context=context, key="course")


def _entry(one: Any) -> dict[str, Any]:
    url = reverse("permits:leave", args=[one.permit_id]) + f"?entry={one.pk}"
    what = one.person.name if one.person else f"{one.tool} × {one.count}"
    return {"what": what, "entered": one.entered_at, "left": one.left_at, "url": url}


def photos(look: Look) -> Panel | None:
    """Every picture with step, moment and person."""
    shots = [
        {"url": reverse("permits:photo", args=[one.pk]), "at": one.taken_at,
         "step": shot_label(one.step), "by": one.by.display_name,
         "is_heard": one.media_type.startswith("audio/")}
        for one in look.photos
    ]  # fmt: skip
    if not shots:
        return None
    return Panel("照片", template="permits/_photos.html", context={"shots": shots},
                 note=f"{len(shots)} 件", key="photos")  # fmt: skip
