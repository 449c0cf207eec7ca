"""One hazard: what was seen, how it was judged, put right and accepted; its signed history."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Step, respond_detail
from anhuan.desk.marks import Tag, short_time
from anhuan.desk.pages import page
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.pages import evidence
from anhuan.domains.hazards.pages.words import is_late, left_text, level_tag, state_tag
from anhuan.domains.hazards.queries import deeds_of, hazard_for
from anhuan.domains.hazards.queries.ears import ears_of
from anhuan.domains.hazards.queries.may import Look
from anhuan.domains.hazards.queries.todo import next_deed, waited_for
from anhuan.domains.hazards.rules.case import missing_ranks
from anhuan.domains.hazards.rules.settings import RUNG_LABELS
from anhuan.domains.hazards.rules.states import RIGHT_OF, Deed, State
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker

Deeds = Mapping[Deed, Sequence[Blocker]]
_ENDS = (Deed.DISMISS, Deed.DELETE, Deed.RETURN)
_HEAD = (Deed.RETURN, Deed.REFUSE_EXTENSION, Deed.REJECT_PLAN, Deed.DISMISS, Deed.ASK_EXTENSION)


@page("hazards.view")
def hazard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one on one page."""
    account, now = account_of(request), clock.now()
    found = hazard_for(account, pk)
    look = Look(found, account, now)
    main = next_deed(look)
    deeds = deeds_of(found, account, now)
    return respond_detail(
        request, f"{found.number} {found.name}", target=found, template="hazards/hazard.html",
        crumbs=[("隐患", reverse("hazards:hazards"))], tags=_tags(found),
        actions=_actions(found, deeds, main), steps=_steps(found), facts=_facts(found),
        panels=[*evidence.panels(look), _ways(found, deeds, main)], hazard=found,
        next=_next(look, main), late=is_late(found), left=left_text(found, now),
    )  # fmt: skip


def _tags(found: Hazard) -> list[Tag]:
    level = level_tag(found)
    recurrent = Tag("复发", "p3") if found.recurrence_of_id else None
    return [one for one in (state_tag(found), level, recurrent) if isinstance(one, Tag)]


def _actions(found: Hazard, deeds: Deeds, main: Deed | None) -> list[Action]:
    shown = [Action("打印", reverse("hazards:print", args=[found.pk]))]
    for deed in _HEAD:
        if deed in deeds and not deeds[deed] and deed is not main:
            shown.append(Action(deed.label, _url(found, deed), RIGHT_OF[deed],
                                style="danger" if deed in _ENDS else ""))  # fmt: skip
    if main is not None:
        shown.append(Action(main.label, _url(found, main), RIGHT_OF[main], style="primary",
                            blockers=deeds.get(main, ())))  # fmt: skip
    return shown


def _url(found: Hazard, deed: Deed) -> str:
    return reverse(f"hazards:{deed}", args=[found.pk])


def _ways(found: Hazard, deeds: Deeds, main: Deed | None) -> Panel | None:
    """Everything else one may do, and why the rest cannot be done yet."""
    taken = {main, *(deed for deed in _HEAD if deed in deeds and not deeds[deed])}
    ways = [
        {"label": deed.label, "url": _url(found, deed), "blockers": against}
        for deed, against in deeds.items() if deed not in taken
    ]  # fmt: skip
    if not ways:
        return None
    ready = [way for way in ways if not way["blockers"]]
    context = {"ready": ready, "not_yet": [way for way in ways if way["blockers"]]}
    return Panel("办理", template="hazards/_ways.html", context=context, side=True, key="ways")


def _next(look: Look, main: Deed | None) -> dict[str, object] | None:
    """What is next and whose it is, for who is not to do it."""
    deed = waited_for(look)
    if deed is None or main is not None or look.hazard.deleted_at is not None:
        return None
    return {"label": deed.label, "who": _who(look, deed)}


def _who(look: Look, deed: Deed) -> str:
    if deed in (Deed.SUBMIT, Deed.PLAN):
        return look.hazard.rectifier_name
    if deed is Deed.ACCEPT:
        return "、".join(RUNG_LABELS.get(r, r) for r in missing_ranks(look.case, look.settings))
    ear = "plant_head" if deed is Deed.APPROVE_PLAN else "department_head"
    return "、".join(one.display_name for one in ears_of(look.hazard, ear)[:3])


_COURSE = ("上报", "评估", "整改", "验收", "闭环")
_DONE = {State.REPORTED: 1, State.ASSESSED: 2, State.RECTIFYING: 2, State.SUBMITTED: 3,
         State.ACCEPTED: 5}  # fmt: skip


def _steps(found: Hazard) -> list[Step]:
    """Five dots; a hazard that ended otherwise has none."""
    done = _DONE.get(State(found.state))
    if done is None:
        return []
    moments = (found.reported_at, found.assessed_at, found.submitted_at, found.accepted_at,
               found.accepted_at)  # fmt: skip
    return [
        Step(word, short_time(moment) if moment and n < done else "",
             "done" if n < done else "now" if n == done else "next")
        for n, (word, moment) in enumerate(zip(_COURSE, moments, strict=True))
    ]  # fmt: skip


def _facts(found: Hazard) -> list[Fact]:
    """What was seen, where, by whom, whose it is."""
    area = reverse("plant:area", args=[found.area_id]) if found.area_id else ""
    return [
        Fact("隐患内容", found.description, wide=True), Fact("地点", found.place),
        Fact("区域", found.area.name if found.area else "", url=area),
        Fact("设备设施", str(found.structure or "")),
        Fact("楼层", f"{found.floor}F" if found.floor is not None else ""),
        Fact("隐患来源", found.get_source_display()), Fact("排查时间", found.found_at),
        Fact("实施部门", found.check_unit.name if found.check_unit else ""),
        Fact("排查人员", found.inspectors), Fact("登记人", found.reporter_name),
        Fact("登记时间", found.reported_at),
        Fact("风险分析对象", f"{found.object_code} {found.object_name}".strip()),
        Fact("风险单元", found.risk_unit_name),
        Fact("管控措施", found.risk_measure_name, wide=True),
        *_others(found),
    ]  # fmt: skip


def _others(found: Hazard) -> list[Fact]:
    named = (("并入", found.merged_into), ("复发自", found.recurrence_of))
    links = [Fact(word, str(one), url=reverse("hazards:hazard", args=[one.pk]))
             for word, one in named if one]  # fmt: skip
    twins = [Fact("并入本条的", "、".join(str(one) for one in found.merged.all()), wide=True)]
    return [*links, *(twins if found.merged.exists() else [])]
