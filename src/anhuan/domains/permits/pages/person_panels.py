"""What permits add to a person's page: the works they are on, the air around them (POS-074)."""

from django.http import HttpRequest
from django.urls import reverse

from anhuan.desk.details import Panel, Table
from anhuan.desk.marks import Tag, short_time
from anhuan.domains.org.models import Person
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits.models import Part
from anhuan.domains.permits.pages.words import kind_and_grade, state_tag
from anhuan.domains.permits.queries.of_person import Air, air_near, place_of, works_of


def works_panel(request: HttpRequest, person: Person) -> Panel | None:
    """Issued works the person is on, with their part; nothing where there is none."""
    account = account_of(request)
    if not account.may("permits.view"):
        return None
    rows = []
    for one in works_of(account, person):
        part = one.people.filter(person=person, left_at__isnull=True).values_list("part", flat=True)
        words = "、".join(str(Part(each).label) for each in part)
        link = (one.number, reverse("permits:permit", args=[one.pk]))
        rows.append([link, kind_and_grade(one), one.place, words, state_tag(one)])
    heads = ["作业票", "类型", "位置", "身份", "状态"]
    return Panel("在办作业", table=Table(heads, rows), key="works") if rows else None


def air_panel(request: HttpRequest, person: Person) -> Panel | None:
    """What fixed detectors near the person read now."""
    spot = place_of(account_of(request), person)
    found = air_near(person, spot) if spot else []
    if not found:
        return None
    table = Table(["探测器", "距离", "最新值"], [_row(one) for one in found])
    return Panel("附近气体", table=table, side=True, key="air", note="30 m 内或同一区域")


def _row(one: Air) -> list[object]:
    link = (one.detector.number, reverse("permits:detector", args=[one.detector.pk]))
    away = "同一区域" if one.distance_m is None else f"{one.distance_m:.0f} m"
    if one.is_alarm:
        return [link, away, Tag(f"报警 {one.text}", "p1")]
    said = f"{one.text}（{short_time(one.seen_at)}）" if one.text and one.seen_at else "无数据"
    return [link, away, said]
