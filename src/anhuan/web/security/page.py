"""The self-check as a page: what is weak first, then everything by chapter."""

from itertools import groupby

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from anhuan.desk.details import Fact, Panel, Table, Tag, respond_detail
from anhuan.desk.marks import short_time
from anhuan.desk.pages import page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel import clock
from anhuan.web.security.facts import measure
from anhuan.web.security.findings import Finding, State, findings

TAGS = {
    State.GOOD: Tag("符合", "good"),
    State.WEAK: Tag("待整改", "p2"),
    State.PLANT: Tag("企业自查", "off"),
}


@page("system.edit")
def self_check(request: HttpRequest) -> HttpResponseBase:
    """Measured anew at every look. AQ 3064.1-2025 6.1 e, 7.1, 7.2."""
    now = clock.now()
    found = findings(measure(company_of(account_of(request)), now))
    weak = [finding for finding in found if finding.state is State.WEAK]
    return respond_detail(
        request,
        "安全自查",
        tags=[Tag(f"{len(weak)} 项待整改", "p2") if weak else Tag("没有待整改项", "good")],
        facts=[
            Fact("依据", "GB/T 22239-2019 第三级相关要求，AQ 3064.1-2025 第 7 章", wide=True),
            Fact("检查时间", short_time(now)),
            Fact("检查项", len(found), "项"),
        ],
        panels=[_chapter(name, list(part)) for name, part in groupby(found, _chapter_of)],
    )


def _chapter_of(finding: Finding) -> str:
    return finding.chapter


def _chapter(name: str, found: list[Finding]) -> Panel:
    rows = [[one.control, TAGS[one.state], one.says, one.todo] for one in found]
    return Panel(name, table=Table(["检查项", "结论", "现状", "整改"], rows))
