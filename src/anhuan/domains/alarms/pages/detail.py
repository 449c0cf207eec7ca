"""One alarm: what, where, who, why the system thinks so, what was done, what can be done."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Fact, Panel, Step, Table, respond_detail
from anhuan.desk.marks import short_time
from anhuan.desk.pages import page
from anhuan.domains.alarms import queries
from anhuan.domains.alarms.models import Alarm, AlarmStep
from anhuan.domains.alarms.pages.buttons import buttons_of
from anhuan.domains.alarms.pages.words import priority_tag, state_tags
from anhuan.domains.org.queries import account_of

STEP_WORDS = {
    "raise": "发生", "repeat": "重复", "recur": "再次发生", "worsen": "升级", "update": "变化",
    "return": "恢复", "acknowledge": "确认", "clear": "消警", "handle": "处理", "close": "关闭",
    "shelve": "搁置", "unshelve": "取消搁置", "unsuppress": "静默结束", "escalate": "通知",
    "approve": "聚集研判", "approval_over": "研判到期",
}  # fmt: skip


@page("alarms.view")
def alarm(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Everything about one alarm on one page."""
    found = queries.alarm_for(account_of(request), pk)
    return respond_detail(
        request,
        found.title,
        target=found,
        template="alarms/alarm.html",
        crumbs=[("报警", reverse("alarms:alarms"))],
        tags=[priority_tag(found), *state_tags(found)],
        actions=buttons_of(found),
        steps=list(_steps(found)),
        facts=_facts(found),
        panels=[_people(found), _rule(found), _course(found), _guidance(found)],
        alarm=found,
        scene=_scene(found),
    )


def _steps(found: Alarm) -> Iterator[Step]:
    """The life of the alarm as dots: the first one missing is now."""
    seen_by = found.acknowledged_by.display_name if found.acknowledged_by else ""
    handled_by = found.handled_by.display_name if found.handled_by else ""
    ended = found.cleared_at or (None if found.kind.needs_clearing else found.returned_at)
    dots = [
        ("发生", found.raised_at, ""),
        ("确认", found.acknowledged_at, seen_by),
        ("消警" if found.kind.needs_clearing else "恢复", ended, ""),
        ("处理", found.handled_at, handled_by),
        ("关闭", found.closed_at, ""),
    ]
    now_taken = False
    for label, at, who in dots:
        if at:
            yield Step(label, f"{short_time(at)} {who}".strip(), "done")
        else:
            yield Step(label, "", "next" if now_taken else "now")
            now_taken = True


def _facts(found: Alarm) -> list[Fact]:
    place = "" if found.x_m is None else f"({found.x_m:.1f}, {found.y_m:.1f})"
    area_url = f"/plant/areas/{found.area_id}/" if found.area_id else ""
    return [
        Fact("内容", found.text, wide=True),
        Fact("类型", found.kind.name),
        Fact(
            "AQ 3064 / 省代码",
            f"{found.kind.aq_code or '—'} / {found.kind.province_code or '—'}",
        ),
        Fact("报警时间", short_time(found.raised_at)),
        Fact("恢复时间", short_time(found.returned_at) if found.returned_at else ""),
        Fact("区域", found.area.name if found.area else "", url=area_url),
        Fact("坐标（m）", place),
        Fact("楼层", found.floor, "F"),
        Fact("重复次数", found.repeats, "次"),
        Fact("已通知至", found.escalated_to),
        Fact("搁置", _shelved(found), wide=bool(found.shelved_until)),
        Fact("原因", found.get_cause_display()),
        Fact("处理结果", found.result, wide=True),
    ]


def _shelved(found: Alarm) -> str:
    if not found.shelved_until:
        return ""
    return f"至 {short_time(found.shelved_until)}：{found.shelved_reason}"


def _scene(found: Alarm) -> dict[str, object] | None:
    """The map as it was: the marked place and everybody near at that second."""
    if found.x_m is None and not found.area_id:
        return None
    near = found.snapshot.get("people") or found.people
    return {
        "title": f"{found.title} {short_time(found.raised_at)}",
        "at": found.raised_at.isoformat(),
        "area": str(found.area_id) if found.area_id else None,
        "people": [person for person in near if person.get("x_m") is not None],
        "marker": {
            "x_m": found.x_m, "y_m": found.y_m, "floor": found.floor,
            "radius_m": found.radius_m, "priority": found.priority, "name": found.title,
        },
        "zoom": "object",
    }  # fmt: skip


def _people(found: Alarm) -> Panel:
    rows = [[person.get("name", ""), _kind_word(person), _spot(person)] for person in found.people]
    note = f"{len(found.people)} 人" if found.people else ""
    heads = ["姓名", "类别", "当时位置（m）"]
    return Panel("涉及人员", table=Table(heads, rows, "没有涉及人员"), note=note)


def _kind_word(person: dict[str, object]) -> str:
    words = {"staff": "员工", "contractor": "承包商", "visitor": "访客", "vehicle": "车辆"}
    return words.get(str(person.get("kind")), str(person.get("kind") or ""))


def _spot(person: dict[str, object]) -> str:
    if person.get("x_m") is None:
        return ""
    return f"({person['x_m']:.1f}, {person['y_m']:.1f}) {person.get('floor') or ''}F"


def _rule(found: Alarm) -> Panel:
    facts = [Fact("规则", found.rule), Fact("规则版本", found.rule_version)]
    facts += [Fact(label, value) for label, value in queries.explained_inputs(found)]
    return Panel("判定依据", facts=facts, note=f"来源 {found.source}")


def _course(found: Alarm) -> Panel:
    """What happened, one line each; a run of changes is its last one and their number."""
    rows: list[list[str]] = []
    last, times = "", 0
    for step in found.steps.select_related("by__person"):
        times = times + 1 if step.verb == last == "update" else 1
        if times > 1:
            rows.pop()
        word = STEP_WORDS.get(step.verb, step.verb) + (f" ×{times}" if times > 1 else "")
        rows.append([short_time(step.at), word, _who(step), step.text])
        last = step.verb
    return Panel("经过", table=Table(["时间", "动作", "人", "说明"], rows))


def _who(step: AlarmStep) -> str:
    return step.by.display_name if step.by else "系统"


def _guidance(found: Alarm) -> Panel | None:
    lines = [line.partition("：") for line in found.kind.guidance.splitlines() if line]
    facts = [Fact(label, text or label, wide=True) for label, _, text in lines]
    return Panel("处置提示", facts=facts, side=True) if facts else None
