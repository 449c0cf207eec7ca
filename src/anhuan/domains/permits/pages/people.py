"""Who is on the permit with what certificates; permits of the same job; works nearby."""

from typing import Any

from django.urls import reverse

from anhuan.desk.details import Panel, Table
from anhuan.desk.marks import Tag
from anhuan.domains.permits.models import PermitPerson
from anhuan.domains.permits.pages.words import state_tag
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.neighbours import conflicts
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
    """Permits of the job, those it still lacks, and works that do not go together with it."""
    linked = [
        ((one.number, reverse("permits:permit", args=[one.pk])), one.get_kind_display(),
         state_tag(one))
        for one in look.linked
    ]  # fmt: skip
    is_over = look.state in CLOSED
    have = {one.kind for one in look.linked}
    missing = [] if is_over else [
        one for one in needed_besides(look.kind, look.facts) if one.kind not in have
    ]  # fmt: skip
    beside = [] if is_over else conflicts(look)
    if not (linked or missing or beside):
        return None
    context = {
        "table": Table(["编号", "作业类型", "状态"], linked), "missing": missing, "beside": beside,
    }  # fmt: skip
    return Panel("关联与交叉作业", template="permits/_related.html", context=context, key="related")
