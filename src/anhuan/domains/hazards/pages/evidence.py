"""The cards of a hazard's page: judgement, treatment, acceptance, pictures, plan, history."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from anhuan.desk.details import Fact, Panel, Table
from anhuan.desk.marks import Tag
from anhuan.domains.hazards.models import Hazard, Photo, Plan, Step
from anhuan.domains.hazards.queries import upload_blockers, upload_row
from anhuan.domains.hazards.queries.may import Look
from anhuan.domains.hazards.queries.register import permit_cards
from anhuan.domains.hazards.rules.case import needed_ranks
from anhuan.domains.hazards.rules.plan import PLAN_LABELS
from anhuan.domains.hazards.rules.settings import RUNG_LABELS
from anhuan.domains.hazards.rules.states import CLOSED, Deed, State
from anhuan.kernel.sm2 import fingerprint


def panels(look: Look) -> Iterator[Panel | None]:
    """In the order things happen."""
    found = look.hazard
    yield _photos(found)
    if found.assessed_at:
        yield _judgement(found)
    if found.rectifier_id or found.result:
        yield _treatment(found)
    if found.is_major:
        yield _plan(found)
    yield _extensions(found)
    yield _permits(look)
    if found.state in (State.SUBMITTED, State.ACCEPTED) or look.case.accepted_ranks:
        yield _acceptance(look)
    yield _upload(found)
    yield _chain(found)


def _photos(found: Hazard) -> Panel | None:
    """Before beside after."""
    shots = [_shot(one) for one in found.photos.all()]
    if not shots:
        return None
    return Panel("照片", template="hazards/_photos.html", context={"shots": shots}, key="photos")


def _shot(one: Photo) -> dict[str, Any]:
    url = reverse("hazards:photo", args=[one.pk])
    return {"url": url, "stage": one.get_stage_display(), "at": one.taken_at, "place": one.place,
            "by": one.by.display_name if one.by else "", "origin": one.get_origin_display(),
            "is_picture": one.media_type.startswith("image/")}  # fmt: skip


def _judgement(found: Hazard) -> Panel:
    funds = f"{found.funds_cny:,.2f}" if found.funds_cny is not None else ""
    return Panel("评估", facts=[
        Fact("隐患等级", found.get_level_display() if found.level is not None else ""),
        Fact("隐患类型", found.get_kind_display() if found.kind is not None else ""),
        Fact("治理类型", found.get_way_display() if found.way is not None else ""),
        Fact("整改责任单位", found.unit.name if found.unit else ""),
        Fact("整改资金", funds, "元" if funds else ""),
        Fact("资金来源", found.get_funds_source_display()),
        Fact("判定依据", found.basis, wide=True),
    ])  # fmt: skip


def _treatment(found: Hazard) -> Panel:
    return Panel("整改", facts=[
        Fact("整改责任人", found.rectifier_name), Fact("整改期限", found.due_at),
        Fact("整改完成时间", found.submitted_at), Fact("整改轮次", found.round),
        Fact("整改意见", found.opinion, wide=True), Fact("原因分析", found.cause, wide=True),
        Fact("整改措施", found.treatment, wide=True),
        Fact("整改落实情况", found.result, wide=True),
    ])  # fmt: skip


def _plan(found: Hazard) -> Panel:
    plan = found.plans.order_by("-written_at").first()
    if plan is None:
        return Panel("五到位治理方案", table=Table([], [], "还没有编制治理方案"), key="plan")
    facts = [Fact(label, getattr(plan, key), wide=True) for key, label in PLAN_LABELS.items()]
    decided = plan.decided_by.display_name if plan.decided_by else ""
    facts += [Fact("编制人", plan.written_by.display_name), Fact("编制时间", plan.written_at),
              Fact("批准人", decided), Fact("批准时间", plan.decided_at),
              Fact("批准意见", plan.remark, wide=True)]  # fmt: skip
    return Panel("五到位治理方案", facts=facts, note=Plan.State(plan.state).label, key="plan")


def _extensions(found: Hazard) -> Panel | None:
    rows = [
        (one.asked_at, one.asked_by.display_name, one.from_due, one.to_due, one.reason,
         Tag("待答复", "accent") if one.is_granted is None
         else Tag("同意", "good") if one.is_granted else Tag("不同意"), one.remark)
        for one in found.extensions.all()
    ]  # fmt: skip
    heads = ["申请时间", "申请人", "原期限", "延至", "原因", "答复", "意见"]
    return Panel("延期", table=Table(heads, rows)) if rows else None


def _permits(look: Look) -> Panel | None:
    linked = list(look.hazard.permits.all())
    if not linked or look.account is None:
        return None
    seen = {one.id: one for one in permit_cards(look.account, [row.permit_id for row in linked])}
    rows = [
        ((row.label, seen[row.permit_id].url) if row.permit_id in seen else row.label,
         seen[row.permit_id].state if row.permit_id in seen else "", row.at)
        for row in linked
    ]  # fmt: skip
    return Panel("作业票", table=Table(["作业票", "状态", "关联时间"], rows), key="permits")


def _acceptance(look: Look) -> Panel:
    found = look.hazard
    given = {one.rank: one for one in found.steps.filter(deed=Deed.ACCEPT, round=found.round)}
    rows = [
        (RUNG_LABELS.get(rank, rank), *_given(given.get(rank)))
        for rank in needed_ranks(look.case.level, look.settings)
    ]
    return Panel("验收", table=Table(["层级", "结果", "验收人", "时间", "验收情况"], rows),
                 note=f"{len(given)} / {len(rows)}", key="acceptance")  # fmt: skip


def _given(one: Step | None) -> tuple[Any, ...]:
    if one is None:
        return Tag("待验收", "accent"), "", "", ""
    return Tag("通过", "good"), one.name, one.at, one.note


def _upload(found: Hazard) -> Panel | None:
    """The province's row: what is missing, or that it is prepared."""
    if found.state in (State.REPORTED,) or (found.state in CLOSED and not found.is_sent):
        return None
    against = [] if upload_row(found)["DELETED"] == "1" else upload_blockers(found)
    facts = [Fact("上报", "已写入待上报" if found.is_sent else "未上报"),
             Fact("删除标志", upload_row(found)["DELETED"])]  # fmt: skip
    facts += [Fact("缺", one.text, wide=True, tone="p3") for one in against]
    return Panel("省平台数据（表 6）", facts=facts, side=True, key="upload")


def _chain(found: Hazard) -> Panel:
    """Who did what when, newest first, each line with its seal; checked on demand."""
    rows = [
        {"at": one.at, "deed": one.get_deed_display(), "name": one.name, "note": one.note,
         "part": one.get_part_display(), "method": one.method, "sm3": one.sm3[:12]}
        for one in found.steps.order_by("-seq")
    ]  # fmt: skip
    last = found.steps.order_by("-seq").first()
    context = {"rows": rows, "key": fingerprint(last.public_key) if last else "",
               "verify": reverse("hazards:verify", args=[found.pk])}  # fmt: skip
    return Panel("经过", template="hazards/_chain.html", context=context, side=True, key="chain")
