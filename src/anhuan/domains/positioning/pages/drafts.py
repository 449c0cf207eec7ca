"""Drafts of fences: what would change, what it would have done, publishing, throwing away."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.models import Company
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms.fences import PublishForm
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.pages import fence_words as words
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.pages.fence_drawing import url_of
from anhuan.domains.positioning.pages.fence_panels import map_panel, trials_panel, who_panel
from anhuan.domains.positioning.pages.fences import facts
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.queries.versions import content_of
from anhuan.domains.positioning.rules.fences import Change, changed


@post_only("fences.edit")
def fence_draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a draft of a fence's next version, or go to the one there is."""
    account = account_of(request)
    found = queries.get_fence_for(account, pk)
    draft = actions.begin_draft(account, found)
    return redirect("positioning:draft", pk=draft.pk)


@page("fences.view")
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One draft beside what is in force."""
    account = account_of(request)
    found = queries.get_draft_for(account, pk)
    return respond_detail(
        request,
        found.name,
        crumbs=[("电子围栏", reverse("positioning:fences"))],
        tags=[Mark(found.get_purpose_display()), words.state(found)],
        actions=_actions(found),
        facts=facts(found),
        panels=[_changes(found), who_panel(found), trials_panel(account, found), map_panel(found)],
        history=history_of(found)[:30],
    )


def _actions(draft: Fence) -> list[Action]:
    def url(name: str) -> str:
        return reverse(f"positioning:{name}", args=[draft.pk])

    return [
        Action("放弃", url("draft_discard"), "fences.edit", method="post", style="danger",
               confirm="放弃这个草稿，确定吗？"),
        Action("编辑", url("draft_edit"), "fences.edit"),
        Action("试算", url("draft_try"), "fences.try"),
        Action("发布", url("draft_publish"), "fences.edit", style="primary"),
    ]  # fmt: skip


def _changes(draft: Fence) -> Panel | None:
    if draft.replaces is None:
        return None
    live = draft.replaces
    found = [
        one for one in changed(content_of(live), content_of(draft))
        if one.field not in ("is_enabled", "is_retired")
    ]  # fmt: skip
    title = f"与现行版本 {live.version} 的差别"
    url = reverse("positioning:fence", args=[live.pk])
    empty = "与现行版本相同。先编辑草稿。"
    return Panel(title, table=changes_table(found, draft.company, empty), url=url)


def changes_table(found: list[Change], company: Company, empty: str) -> Table:
    """Field, before, after."""
    rows = [
        (one.label, words.in_words(one.field, one.before, company) or "—",
         words.in_words(one.field, one.after, company) or "—")
        for one in found
    ]  # fmt: skip
    return Table(["项目", "原来", "现在"], rows, empty)


@form_page("fences.edit")
def draft_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a draft go live."""
    account = account_of(request)
    found = queries.get_draft_for(account, pk)
    form = PublishForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.publish_draft(account, found, data["note"]),
        f"发布 {found.name}", url_of, submit="发布", done="已发布并生效",
        cancel=reverse("positioning:draft", args=[pk]),
    )  # fmt: skip


@post_only("fences.edit")
def draft_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away."""
    account = account_of(request)
    found = queries.get_draft_for(account, pk)
    do_or_say(request, lambda: actions.discard_draft(account, found), "草稿已放弃")
    return redirect("positioning:fences")
