"""One version of a fence: what it was, what it changed, who did it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.details import Fact, Panel, respond_detail
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import page
from anhuan.domains.positioning.models import FenceVersion
from anhuan.domains.positioning.pages import fence_words as words
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.pages.drafts import changes_table
from anhuan.domains.positioning.pages.fence_panels import shape_panel
from anhuan.domains.positioning.pages.fences import VERBS
from anhuan.domains.positioning.queries import versions as queries
from anhuan.domains.positioning.rules.fences.changes import LABELS


@page("fences.view")
def fence_version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """As it was then, on the map it was drawn on."""
    found = queries.get_version_for(account_of(request), pk)
    fence = found.fence
    crumbs = [("电子围栏", reverse("positioning:fences"))]
    if not fence.is_retired:
        crumbs.append((fence.name, reverse("positioning:fence", args=[fence.pk])))
    is_now = found.number == fence.version
    return respond_detail(
        request,
        f"{found.content.get('name', fence.name)} · 版本 {found.number}",
        crumbs=crumbs,
        tags=[Mark("现行", "accent") if is_now else Mark("历史版本", "off")],
        facts=[Fact("时间", found.at), Fact("修改人", found.by_name),
               Fact("操作", VERBS.get(found.verb, found.verb)), Fact("说明", found.note)],
        panels=[_changes(found), _whole(found), _map(found)],
    )  # fmt: skip


def _changes(version: FenceVersion) -> Panel:
    earlier = queries.before(version)
    title = f"与版本 {earlier.number} 的差别" if earlier else "首个版本"
    found = queries.changes_of(version)
    return Panel(title, table=changes_table(found, version.fence.company, "内容没有变化。"))


def _whole(version: FenceVersion) -> Panel:
    content, company = version.content, version.fence.company
    said = ((LABELS[name], words.in_words(name, content.get(name), company)) for name in LABELS)
    return Panel("当时的全部设置", facts=[Fact(label, text) for label, text in said if text])


def _map(version: FenceVersion) -> Panel:
    content = version.content
    return shape_panel(
        version.fence, content.get("name", ""), content["outline"], content.get("radius_m")
    )
