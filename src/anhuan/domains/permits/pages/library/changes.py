"""Changes of process and controls, and the forms they put in question (AQ 3064.2-2025 5.13.3)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.actions.changes import keep_form, note_change
from anhuan.domains.permits.forms.changes import REVIEW_FILTERS, ChangeForm, KeepForm
from anhuan.domains.permits.models import FormReview
from anhuan.domains.permits.queries.changes import visible_reviews

CRUMBS = (("作业票模板", "permits:templates"), ("模板复核", "permits:form_reviews"))
TONES = {"": "p3", "revised": "good", "kept": ""}


def _state(row: FormReview) -> Tag:
    return Tag(row.get_outcome_display(), TONES[row.outcome])


@page("permits.view")
def form_reviews(request: HttpRequest) -> HttpResponseBase:
    """Every form in question, and what came of it."""
    spec = ListSpec(
        title="模板复核", noun="项", default_sort="-asked_at", filters=REVIEW_FILTERS,
        columns=[
            Column("number", "变更单号", kind="link", sort="number"),
            Column("kind", "作业类型", FormReview.get_kind_display, sort="kind"),
            Column("change", "变更内容"), Column("approved_on", "批准日期", kind="date"),
            Column("outcome", "状态", _state, kind="tag"),
            Column("settled_by", "复核人", lambda row: row.settled_by or ""),
            Column("note", "复核说明", phone=False),
        ],
        search=["number", "change"], search_hint="变更单号、内容",
        row_url=lambda row: reverse("permits:form_review", args=[row.pk]),
        create_url=reverse("permits:change_create"), create_right="permits.edit",
        create_label="登记变更",
        empty="没有待复核的模板。工艺条件或风险管控措施变更获批后在这里登记，受影响的模板随即标为须复核。",
    )  # fmt: skip
    return respond_list(request, spec, visible_reviews(account_of(request)))


@form_page("permits.edit")
def change_create(request: HttpRequest) -> HttpResponse:
    """An approved change; its kinds of work are flagged at once."""
    account = account_of(request)
    form = ChangeForm(request.POST or None)
    return respond_form(
        request, form, lambda _: note_change(account, company_of(account), form.changed()),
        "登记变更", reverse("permits:form_reviews"), done="受影响的模板已标为须复核",
        crumbs=[(label, reverse(name)) for label, name in CRUMBS],
    )  # fmt: skip


@form_page("permits.edit")
def form_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the form as it is, with the reason; revising it settles the review by itself."""
    account = account_of(request)
    found = get_object_or_404(visible_reviews(account), pk=pk)
    form = KeepForm(request.POST or None, initial={"note": found.note})
    return respond_form(
        request, form, lambda data: keep_form(account, found, data["note"]), str(found),
        reverse("permits:form_reviews"), done="已复核", submit="无需修改模板",
        template="permits/form_review.html", found=found, state=_state(found),
        crumbs=[(label, reverse(name)) for label, name in CRUMBS],
    )  # fmt: skip
