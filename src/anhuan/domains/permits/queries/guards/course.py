"""The course of a permit: reasons given, spans kept, interruptions, people inside, endings."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from anhuan.domains.permits.models import Entry, Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.who import is_exposed
from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.forms import Stage
from anhuan.domains.permits.rules.gas import is_in_time, retest_owed
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.states import Who
from anhuan.domains.permits.rules.validity import extension_blockers
from anhuan.kernel.errors import Blocker


def _asking(look: Look) -> bool:
    """Only asked whether: what will be given is not there yet."""
    return bool(look.given.get("asking"))


def reason(look: Look) -> Iterator[Blocker]:
    """A stop, a refusal or an ending says why."""
    if not _asking(look) and not str(look.given.get("reason") or "").strip():
        yield Blocker("reason_missing", "请填写原因")


def findings(look: Look) -> Iterator[Blocker]:
    """Whoever looked after the weather says what was found."""
    if not _asking(look) and not str(look.given.get("findings") or "").strip():
        yield Blocker("findings_missing", "请填写复查结果")


def not_own(look: Look) -> Iterator[Blocker]:
    """Nobody approves what he asked for himself."""
    if look.asker and look.asker.pk == look.permit.reserved_by_id:
        yield Blocker("own_reservation", "不能批准自己的预约，请由其他审批人员办理")


def never_applied(look: Look) -> Iterator[Blocker]:
    """What was sent back as a reservation goes back as one."""
    if look.permit.applied_at is not None:
        yield Blocker("already_applied", "这张票已经申请过，请用“修改后重报”")


def was_applied(look: Look) -> Iterator[Blocker]:
    """What was sent back as an application goes back as one."""
    if look.permit.applied_at is None:
        yield Blocker("not_applied", "退回的是预约，请用“重新预约”")


def window(look: Look) -> Iterator[Blocker]:
    """A permit is not signed for a span that is over."""
    if look.now >= look.permit.ends_at:
        text = f"计划作业时间已过（至 {_local(look, look.permit.ends_at)}），请重新预约"
        yield Blocker("window_over", text, "GB 30871-2022 4.16")


def validity_now(look: Look) -> Iterator[Blocker]:
    """Work goes on between the times that were approved, not before and not after (alarm 10)."""
    permit = look.permit
    until = permit.valid_until or permit.ends_at
    if look.now < permit.starts_at:
        text = f"未到批准的作业时间（{_local(look, permit.starts_at)}）"
        yield Blocker("too_early", text, "GB 30871-2022 4.16")
    if look.now > until:
        text = f"作业票已于 {_local(look, until)} 到期，请关闭原票重新办理"
        yield Blocker("expired", text, "GB 30871-2022 4.16")


def needs_check(look: Look) -> Iterator[Blocker]:
    """Only forms that have the shift leader's check."""
    if not look.owes(Stage.CHECK):
        yield Blocker("check_not_needed", "这张票不需要当班班长验票")


def no_check_open(look: Look) -> Iterator[Blocker]:
    """Hot work begins after the shift leader has looked at the permit (form A.1)."""
    if look.state.value == "issued" and look.owes(Stage.CHECK):
        yield Blocker("check_missing", "当班班长还没有验票", "GB 30871-2022 附录A.1")


def retest(look: Look) -> Iterator[Blocker]:
    """After too long a rest the air is tested anew (5.3.1 d, 6.3 f; alarm 03)."""
    since, test = look.permit.suspended_at, look.test
    if since is None or not look.needs_gas:
        return
    if retest_owed(look.kind, look.level, look.facts, since, look.now) and (
        test is None or test.sampled_at < since or not is_in_time(test.sampled_at, look.now)
    ):
        minutes = int((look.now - since).total_seconds() // 60)
        text = f"中断 {minutes} 分钟，恢复前须重新气体分析"
        yield Blocker("retest_missing", text, "GB 30871-2022 5.3.1 d)")


def causes_over(look: Look) -> Iterator[Blocker]:
    """What the system stopped the work for has ended."""
    stop = look.stop
    if stop is None or not stop.code:
        return
    standing = look.permit.alarms.filter(ended_at__isnull=True, condition__contains=stop.code)
    if standing.exists():
        yield Blocker("cause_stands", f"暂停原因未消除：{stop.why}", "GB 30871-2022 4.8")
    if stop.code == Alarm.GAS_OUT and look.needs_gas and not _tested_since(look, stop.at):
        yield Blocker("gas_not_retested", "气体超限后须重新检测合格", "GB 30871-2022 6.5")


def reconfirmed(look: Look) -> Iterator[Blocker]:
    """Work at height goes on after surroundings and measures were looked at again (8.2.11)."""
    is_height = look.kind is Kind.WORK_AT_HEIGHT
    if is_height and not _asking(look) and not str(look.given.get("findings") or "").strip():
        text = "高处作业中断后再次作业，须重新确认环境条件和安全措施：请在意见中填写确认结果"
        yield Blocker("reconfirm_missing", text, "GB 30871-2022 8.2.11")


def released(look: Look) -> Iterator[Blocker]:
    """What was dug up is dealt with, and the approving unit lets the work go on (11.4)."""
    if is_exposed(look.stop) and look.part is not Who.RELEASER:
        text = "挖出电缆、管线或不明物品，须报告审批单位，处置后由审批人恢复作业"
        yield Blocker("not_released", text, "GB 30871-2022 11.4")


def _tested_since(look: Look, moment: datetime) -> bool:
    test = look.test
    return test is not None and test.is_good and test.sampled_at > moment


def taker(look: Look) -> Iterator[Blocker]:
    """Somebody takes over, and it is somebody else (AQP-048)."""
    person = look.given.get("taker")
    if _asking(look):
        return
    if person is None:
        yield Blocker("taker_missing", "请选择接替的监护人", "AQ 3064.2-2025 5.6.4")
    elif any(one.person_id == person.pk for one in look.people):
        yield Blocker("taker_on_permit", f"{person.name}已在票上，请选择其他持证监护人")


def extension(look: Look) -> Iterator[Blocker]:
    """Only as far as the standard lets it (4.16, 10.8)."""
    until = look.given.get("until")
    if _asking(look):
        until = look.permit.valid_until
    if until is None:
        yield Blocker("until_missing", "请填写延期至何时")
        return
    yield from extension_blockers(
        look.kind, look.level, look.permit.starts_at, until, look.figures, is_exceptional=True
    )


def entry(look: Look) -> Iterator[Blocker]:
    """Only who is on the permit goes in, and who is inside does not go in again (6.8)."""
    person, tool = look.given.get("person"), look.given.get("tool")
    if _asking(look):
        return
    if person is None and not tool:
        yield Blocker("entry_empty", "请选择进入的人员，或填写工器具")
    elif person is not None:
        if not any(one.person_id == person.pk for one in look.people):
            text = f"{person.name}不在票上，不能进入"
            yield Blocker("entry_foreign", text, "GB 30871-2022 6.8")
        if inside_of(look.permit).filter(person=person).exists():
            yield Blocker("entry_twice", f"{person.name}已登记进入，尚未离开")
        most = look.permit.values.get("max_people")
        if most and inside_of(look.permit).filter(person__isnull=False).count() >= most:
            yield Blocker("space_full", f"空间内已有 {most:g} 人，达到票面人数上限")


def inside(look: Look) -> Iterator[Blocker]:
    """What comes out had gone in."""
    row = look.given.get("entry")
    if not _asking(look) and (row is None or row.left_at is not None):
        yield Blocker("entry_unknown", "没有这条未离开的进入登记")


def nobody_inside(look: Look) -> Iterator[Blocker]:
    """All people and tools are out (R30; GB 6.8 c, 6.9 g)."""
    rows = [one for one in look.entries if one.left_at is None]
    if people := [str(one.person) for one in rows if one.person_id]:
        yield Blocker("people_inside", f"{'、'.join(people)} 尚未离开", "GB 30871-2022 6.8")
    left = [*(one.tool for one in rows if one.tool), *short_of(look.entries)]
    if left:
        yield Blocker(
            "tools_inside", f"工器具未清点带出：{'、'.join(left)}", "GB 30871-2022 6.8 c)"
        )


def inside_of(permit: Permit) -> QuerySet[Entry]:
    """What is registered as inside."""
    return Entry.objects.filter(permit=permit, left_at__isnull=True)


def short_of(entries: Iterable[Entry]) -> Iterator[str]:
    """Tools of which fewer came out than went in."""
    for one in entries:
        is_back = one.left_at is not None and one.person_id is None
        if is_back and one.left_count < one.count:
            yield f"{one.tool}（少 {one.count - one.left_count}）"


def conditions(look: Look) -> Iterator[Blocker]:
    """Every condition of acceptance is met (4.14, 4.15; AQP-085)."""
    met = set(look.given.get("conditions") or ())
    if _asking(look):
        return
    for item in look.form.items_for(look.form.acceptance, look.level):
        if item.key not in met:
            yield Blocker(
                f"condition_{item.key}", f"验收条件未确认：{item.text}", "GB 30871-2022 4.14"
            )


def cancel_asked(look: Look) -> Iterator[Blocker]:
    """Cancelling has two: one asks with a reason, another approves (AQ 3064.2-2025 5.7.1)."""
    if look.permit.cancel_asked_by_id is None:
        yield Blocker("cancel_not_asked", "请先由申请人填写取消原因并提出")
    elif look.asker and look.permit.cancel_asked_by_id == look.asker.pk:
        yield Blocker("own_cancel", "不能批准自己提出的取消")


def not_working(look: Look) -> Iterator[Blocker]:
    """What was begun is finished and accepted before it is filed."""
    if look.state.value == "expired" and look.permit.started_at is not None:
        yield Blocker("finish_first", "作业已开始过，请先完工并验收，再归档")


def was_started(look: Look) -> Iterator[Blocker]:
    """What never began cannot be finished."""
    if look.permit.started_at is None:
        yield Blocker("never_started", "作业没有开始过，可直接归档")


def _local(look: Look, moment: datetime) -> str:
    return f"{moment.astimezone(look.zone):%m-%d %H:%M}"


COURSE_GUARDS = {
    "reason": reason,
    "findings": findings,
    "not_own": not_own,
    "never_applied": never_applied,
    "was_applied": was_applied,
    "window": window,
    "validity_now": validity_now,
    "needs_check": needs_check,
    "no_check_open": no_check_open,
    "retest": retest,
    "causes_over": causes_over,
    "reconfirmed": reconfirmed,
    "released": released,
    "taker": taker,
    "extension": extension,
    "entry": entry,
    "inside": inside,
    "nobody_inside": nobody_inside,
    "conditions": conditions,
    "cancel_asked": cancel_asked,
    "not_working": not_working,
    "was_started": was_started,
}
