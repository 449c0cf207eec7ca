from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from anhuan.desk.search import Hit


class AlarmsConfig(AppConfig):
    name = "anhuan.domains.alarms"
    label = "alarms"
    verbose_name = "报警"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history, alarms on the pages of people and areas, and in the search box."""
        from anhuan.desk.details import PANELS
        from anhuan.desk.history import VERBS
        from anhuan.desk.search import FINDERS, Finder

        VERBS.update(
            alarm_raise="报警", alarm_update="报警变化", alarm_worsen="报警升级",
            alarm_recur="再次发生", alarm_return="恢复", alarm_acknowledge="确认报警",
            alarm_clear="消警", alarm_handle="处理报警", alarm_close="关闭报警",
            alarm_shelve="搁置报警", alarm_unshelve="取消搁置", alarm_unsuppress="静默结束",
            alarm_approve="聚集研判", alarm_approval_over="研判到期", suppress="设置静默",
            end_suppression="结束静默", finish_study="完成分析",
        )  # fmt: skip
        PANELS.setdefault("org.person", []).append(_of_person)
        PANELS.setdefault("plant.area", []).append(_of_area)
        FINDERS.append(Finder("报警", "alarms.view", _find))


def _of_person(request: Any, person: Any) -> Any:
    from anhuan.domains.alarms.queries import alarms_of_person

    return _panel(request, alarms_of_person(person), f"person={person.name}")


def _of_area(request: Any, area: Any) -> Any:
    from anhuan.domains.alarms.queries import alarms_of_area

    return _panel(request, alarms_of_area(area), f"area={area.pk}")


def _panel(request: Any, rows: Any, query: str) -> Any:
    """The last five, for those who may see alarms."""
    from django.urls import reverse

    from anhuan.desk.details import Panel, Table
    from anhuan.desk.marks import short_time

    if not request.user.may("alarms.view"):
        return None
    cells = [
        [short_time(alarm.raised_at), (alarm.title, reverse("alarms:alarm", args=[alarm.pk])),
         alarm.kind.name]
        for alarm in rows[:5]
    ]  # fmt: skip
    url = f"{reverse('alarms:alarms')}?{query}"
    table = Table(["时间", "报警", "类型"], cells, "没有报警")
    return Panel("报警", table=table, url=url, side=True)


def _find(account: Any, text: str, limit: int) -> "Iterable[Hit]":
    from django.urls import reverse

    from anhuan.desk.marks import short_time
    from anhuan.desk.search import Hit
    from anhuan.domains.alarms.queries import visible_alarms

    for alarm in visible_alarms(account).filter(title__icontains=text)[:limit]:
        note = f"{short_time(alarm.raised_at)} {alarm.kind.name}"
        yield Hit(alarm.title, note, reverse("alarms:alarm", args=[alarm.pk]))
