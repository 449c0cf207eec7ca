"""What can be done to an alarm now, and why the rest cannot."""

from datetime import timedelta

from django.urls import reverse

from anhuan.desk.details import Action
from anhuan.domains.alarms import rules
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.queries import life_of
from anhuan.domains.alarms.rules import Life
from anhuan.kernel import clock

RIGHT = "alarms.handle"


def buttons_of(alarm: Alarm) -> list[Action]:
    """Buttons that make sense in this state; one that is blocked stays and says why."""
    life = life_of(alarm)
    if life.is_closed:
        return []
    if life.is_shelved:
        return [Action("取消搁置", _url(alarm, "unshelve"), RIGHT, "post", "primary")]
    return [*_seeing(alarm, life), *_ending(alarm, life)]


def _seeing(alarm: Alarm, life: Life) -> list[Action]:
    now = clock.now()
    shelving = rules.shelve_blockers(life, now + timedelta(hours=1), "x", now, kind=alarm.kind.code)
    buttons = []
    if not life.is_acknowledged:
        buttons.append(Action("确认", _url(alarm, "acknowledge"), RIGHT, "post", "primary"))
    if alarm.kind.code in rules.CROWD_CODES and life.is_active:
        buttons.append(Action("聚集研判", _url(alarm, "approve"), RIGHT))
    if not list(shelving):
        buttons.append(Action("搁置", _url(alarm, "shelve"), RIGHT))
    return buttons


def _ending(alarm: Alarm, life: Life) -> list[Action]:
    buttons = []
    clearing = list(rules.clear_blockers(life, "x"))
    if life.is_active and (life.needs_clearing or not clearing):
        buttons.append(Action("消警", _url(alarm, "clear"), RIGHT, blockers=clearing))
    label = "修改处理" if life.is_handled else "处理"
    buttons.append(Action(label, _url(alarm, "handle"), RIGHT))
    if life.is_handled:
        closing = list(rules.close_blockers(life))
        buttons.append(Action("关闭", _url(alarm, "close"), RIGHT, "post", blockers=closing))
    return buttons


def _url(alarm: Alarm, name: str) -> str:
    return reverse(f"alarms:{name}", args=[alarm.pk])
