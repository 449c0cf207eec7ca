"""Who is on the permit with what certificates; permits of the same job; works nearby."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from anhuan.desk.details import Panel, Table
from anhuan.desk.marks import Tag
from anhuan.domains.permits.models import PermitPerson
from anhuan.domains.permits.pages.words import kind_and_grade, state_tag
from anhuan.domains.permits.queries.beside import Beside
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.certificates import TRADE_LABELS, Trade
from anhuan.domains.permits.rules.related import needed_besides
from anhuan.domains.permits.rules.states import CLOSED


def panel(look: Look) -> Panel | None:
    """Everybody on the permit; certificates with the last good day."""
    rows = [_row(look, one) for one in look.people]
    if not rows:
        return None
    heads = ["身份", "姓名", "单位", "证书", "交底"]
    return Panel("作业人员", table=Table(heads, rows), note=f"{len(rows)} 人", key="people")


def _row(look: Look, one: PermitPerson) -> list[Any]:
    person = one.person
    owes = any(row.person_id == one.person_id for row in look.unbriefed)
    briefed = Tag("未交底", "p3") if owes and look.briefing else "已交底" if not owes else ""
    part = f"{one.get_part_display()} {one.duty}".strip()
    name = (person.name, reverse("org:person", args=[person.pk]))
    home = str(person.employer or person.department or "")
    is_crew = any(row.pk == one.pk for row in look.crew)
    return [part, name, home, _certificates(one), briefed if is_crew else ""]


def _certificates(one: PermitPerson) -> str:
    words = []
    for row in one.certificates:
        until = row.get("valid_until")
        label = TRADE_LABELS[Trade(row["trade"])]
        words.append(f"{label} {row['number']}" + (f"（至 {until}）" if until else ""))
    return "；".join(words)


def related(look: Look) -> Panel | None:
    """Permits of the job, and those it still lacks."""
    linked = [
        ((one.number, reverse("permits:permit", args=[one.pk])), one.get_kind_display(),
         state_tag(one))
        for one in look.linked
    ]  # fmt: skip
    have = {one.kind for one in look.linked}
    missing = [] if look.state in CLOSED else [
        one for one in needed_besides(look.kind, look.facts) if one.kind not in have
    ]  # fmt: skip
    if not (linked or missing):
        return None
    table = Table(["编号", "作业类型", "状态"], linked)
    return Panel("关联作业票", template="permits/_related.html", key="related",
                 context={"table": table, "missing": missing})  # fmt: skip


def beside(look: Look, around: Sequence[Beside]) -> Panel | None:
    """What else goes on near by in the same span, and whether it goes together with this."""
    if not around:
        return None
    rows = [
        [(one.permit.number, reverse("permits:permit", args=[one.permit.pk])),
         kind_and_grade(one.permit), one.permit.place, f"{one.distance_m:g} m",
         state_tag(one.permit), _verdict(one)]
        for one in around
    ]  # fmt: skip
    heads = ["编号", "作业", "位置", "相距", "状态", "判定"]
    context = {
        "table": Table(heads, rows),
        "conflicts": [each for one in around for each in one.conflicts],
    }
    return Panel("同时作业", template="permits/_beside.html", context=context, key="beside",
                 note=f"{len(around)} 项")  # fmt: skip


def _verdict(one: Beside) -> Tag:
    if one.blocks:
        return Tag("不能同时", "p2")
    return Tag("须协调", "p3") if one.conflicts else Tag("互不影响", "good")
