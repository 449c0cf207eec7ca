"""Cards on a person's page: certificates, and the file of training."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from anhuan.desk.details import Panel, Table
from anhuan.domains.org.models import Person
from anhuan.domains.org.queries import account_of
from anhuan.domains.training.pages.common import (
    certificate_tag,
    result_tag,
    score_of,
    today,
    url,
)
from anhuan.domains.training.queries.certificates import VIEW, certificates_of
from anhuan.domains.training.queries.courses import results_of
from anhuan.domains.training.queries.passed import lacking

SHOWN = 10


def certificates_panel(request: HttpRequest, person: Person) -> Panel | None:
    """What they hold."""
    if not account_of(request).may(VIEW):
        return None
    rows: list[Any] = [
        ((str(one.kind), url("certificate", one)), one.number, _day(one.good_until),
         certificate_tag(one))
        for one in certificates_of(person)[:SHOWN]
    ]  # fmt: skip
    table = Table(["证书", "编号", "到期日", "效力"], rows, "没有登记证书。")
    return Panel("证书", table=table, url=f"{reverse('training:certificates')}?q={person.number}")


def training_panel(request: HttpRequest, person: Person) -> Panel | None:
    """What they passed, and what they lack."""
    if not account_of(request).may(VIEW):
        return None
    rows: list[Any] = [
        (str(one.session.course), _day(one.session.held_on), score_of(one), result_tag(one))
        for one in results_of(person)[:SHOWN]
    ]
    lacks = "、".join(one.course.name for one in lacking(person.company, [person], today()))
    table = Table(["课程", "日期", "成绩", "结果"], rows, "没有培训记录。")
    link = f"{reverse('training:results')}?q={person.number}"
    return Panel("培训", table=table, url=link, note=f"缺少：{lacks}" if lacks else "")


def _day(day: Any) -> str:
    return f"{day:%Y-%m-%d}" if day else "长期"
