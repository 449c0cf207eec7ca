"""The control room of the demo plant: watched since the last shift, which was handed over."""

from datetime import datetime, timedelta

from anhuan.devices.seeding.sown import Sown
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import DutyShift
from anhuan.domains.watch import actions
from anhuan.domains.watch.models import Turn, WatchPost

_WORD = "T-201 液位计偏高 3 %，仪表班已报修；泵房东侧照明已更换。"


def sow_watch(sown: Sown, now: datetime) -> None:
    """Three turns with somebody who can log in on each; the first handed over to the second."""
    shifts = DutyShift.objects.filter(company=sown.company, ends_at__gt=now - timedelta(hours=12))
    last, running, coming = shifts.order_by("starts_at")[:3]
    post = WatchPost(company=sown.company, since=last.starts_at)
    actions.save_post(SYSTEM, post, {"name": "中控室"})
    for shift, login in ((last, "leader"), (running, "operator"), (coming, "leader")):
        turn = Turn.objects.get(post=post, shift=shift)
        person = sown.accounts[login].person
        assert person is not None
        actions.seat(SYSTEM, turn, {shift.leader, person})
    turn = Turn.objects.get(post=post, shift=last)
    before = last.ends_at - timedelta(minutes=10)
    actions.note(sown.accounts["leader"], turn, "22 号罐区巡检正常，消防水压 0.8 MPa", before)
    actions.give(sown.accounts["leader"], turn, _WORD, before)
    actions.take(sown.accounts["operator"], turn, "现场核对无误", last.ends_at)
