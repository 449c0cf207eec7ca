"""Cards of a fence's page that a draft's page shows too: who, where, trials."""

from typing import Any

from django.urls import reverse

from anhuan.desk.details import Fact, Panel, Table
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.marks import short_time
from anhuan.domains.org.models import Account
from anhuan.domains.positioning.forms.drawn import as_feature
from anhuan.domains.positioning.models import Fence, FenceTrial
from anhuan.domains.positioning.pages import fence_words as words
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.queries.trials import RIGHT

HEADINGS = {"leave": "谁必须留在里面"}


def who_panel(fence: Fence) -> Panel:
    """Those it lists."""
    heading = HEADINGS.get(fence.purpose, "谁可以进入")
    filled = [Fact(label, text, wide=True) for label, text in words.who(fence)]
    if filled:
        return Panel(heading, facts=filled, note="满足任一项即可，部门含下级")
    said = "没有授权任何人" if fence.purpose == "restricted" else "不限"
    return Panel(heading, facts=[Fact("授权", said, wide=True)])


def map_panel(fence: Fence) -> Panel:
    """Where it is."""
    geometry, radius_m = queries.shape_of(fence)
    area = str(fence.area_id) if fence.area_id else None
    return shape_panel(fence, fence.name, geometry, radius_m, area=area)


def shape_panel(
    fence: Fence, title: str, geometry: dict[str, Any], radius_m: float | None, **props: Any
) -> Panel:
    """Any outline of a fence on the small map."""
    frame = queries.frame_of(fence.company)
    drawn = {"title": title, "geometry": as_feature(geometry, radius_m, frame), **props}
    return Panel("范围", template="positioning/_mini_map.html", context={"props": drawn}, side=True)


def trials_panel(account: Account, fence: Fence) -> Panel | None:
    """What it would have done, as often as somebody asked."""
    if not account.may(RIGHT):
        return None
    rows = [
        ((f"{short_time(one.since)} – {short_time(one.until)}",
          reverse("positioning:trial", args=[one.pk])),
         one.asked_at, one.asked_by, trial_state(one))
        for one in fence.trials.all()[:10]
    ]  # fmt: skip
    empty = "还没有试算过。试算用存下的轨迹回放一段时间，看它会报哪些警。"
    return Panel("试算", table=Table(["时段", "提交", "提交人", "结果"], rows, empty), key="trials")


def trial_state(trial: FenceTrial) -> Mark:
    """How far it is, or how many alarms."""
    if trial.state == FenceTrial.State.DONE:
        return Mark(f"{trial.figures.get('alarms', 0)} 次报警", "accent")
    if trial.state == FenceTrial.State.RUNNING:
        return Mark(f"计算中 {trial.progress_pct}%")
    return Mark(trial.get_state_display(), "off" if trial.state == FenceTrial.State.FAILED else "")
