"""Work found without a permit, and places where being is work (AQ 3064.2 A.4, code 60)."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from anhuan.desk.forms import Form, respond_form
from anhuan.desk.lists import Column, Filter, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits import actions
from anhuan.domains.permits.forms.devices import PlaceForm
from anhuan.domains.permits.models import PermitPlace, Unpermitted
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.plant.models import Area


class FoundForm(Form):
    """What was come across."""

    kind = forms.ChoiceField(label="作业类型", choices=KIND_CHOICES)
    place = forms.CharField(label="位置", max_length=200, required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label="区域", required=False)
    text = forms.CharField(
        label="情况", max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: object, areas: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]


class SettleForm(Form):
    """What became of it."""

    how = forms.CharField(
        label="处理结果", max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


@page("permits.all")
def unpermitted(request: HttpRequest) -> HttpResponseBase:
    """Everything that was found, the newest first."""
    may_settle = account_of(request).may("permits.approve")
    spec = ListSpec(
        title="无票作业", noun="起", default_sort="-at",
        columns=[
            Column("place", "位置", kind="link", sort="place"),
            Column("kind", "作业类型", lambda row: row.get_kind_display()),
            Column("text", "情况"), Column("at", "发现时间", kind="time", sort="at"),
            Column("by", "发现人", lambda row: row.by.display_name if row.by else "定位"),
            Column("state", "状态", _state, kind="tag"),
            Column("ended_how", "处理结果", hidden=True),
        ],
        filters=[Filter("kind", "作业类型", choices=KIND_CHOICES),
                 Filter("is_open", "未处理", kind="bool",
                        apply=lambda rows, yes: rows.filter(ended_at__isnull=yes))],
        search=["place", "text"], search_hint="位置、情况",
        row_url=lambda row: reverse("permits:unpermitted_settle", args=[row.pk])
        if may_settle and row.ended_at is None else "",
        create_url=reverse("permits:unpermitted_report"), create_right="permits.join",
        create_label="报告无票作业", empty="没有发现无票作业。",
    )  # fmt: skip
    rows = Unpermitted.objects.filter(company=company_of(account_of(request)))
    return respond_list(request, spec, rows.select_related("by__person", "area"))


def _state(row: Unpermitted) -> Tag:
    return Tag("已处理", "off") if row.ended_at else Tag("未处理", "p1")


@form_page("permits.join")
def unpermitted_report(request: HttpRequest) -> HttpResponse:
    """Tell of it: an alarm for everybody."""
    account = account_of(request)
    areas = Area.objects.filter(company=company_of(account), is_retired=False)
    form = FoundForm(request.POST or None, areas=areas)

    def tell(data: dict[str, object]) -> Unpermitted:
        found = actions.Found(
            Kind(str(data["kind"])), str(data["place"] or data["area"] or ""), str(data["text"]),
            data["area"],  # type: ignore[arg-type]  # an Area of the field
        )  # fmt: skip
        return actions.report_unpermitted(account, found)

    back = reverse("permits:unpermitted") if account.may("permits.all") else "/"
    return respond_form(request, form, tell, "报告无票作业", back, submit="报警", done="已报警")


@form_page("permits.approve")
def unpermitted_settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stopped, sent away, or a permit made afterwards."""
    account = account_of(request)
    row = get_object_or_404(Unpermitted, pk=pk, company=company_of(account))
    form = SettleForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.settle_unpermitted(account, row, data["how"]),
        f"处理无票作业：{row.place}", reverse("permits:unpermitted"), submit="结束",
    )  # fmt: skip


@page("permits.edit")
def places(request: HttpRequest) -> HttpResponseBase:
    """Where people without a running permit are an alarm."""
    spec = ListSpec(
        title="须凭票进入的场所", noun="处", default_sort="area__code",
        columns=[
            Column("area", "区域", lambda row: row.area, kind="link", sort="area__code"),
            Column("kind", "须办作业票", lambda row: row.get_kind_display()),
            Column("is_retired", "停用", kind="bool"),
        ],
        row_tone=lambda row: "off" if row.is_retired else "",
        row_url=lambda row: reverse("permits:place_edit", args=[row.pk]),
        create_url=reverse("permits:place_create"), create_right="permits.edit",
        create_label="添加场所",
        empty="还没有场所。添加后，定位发现有人在内而没有作业票开工即报警。",
    )  # fmt: skip
    rows = PermitPlace.objects.filter(company=company_of(account_of(request)))
    return respond_list(request, spec, rows.select_related("area"))


@form_page("permits.edit")
def place_create(request: HttpRequest) -> HttpResponse:
    """Another one."""
    return _form(request, PermitPlace(company=company_of(account_of(request))), "添加场所")


@form_page("permits.edit")
def place_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct or retire one."""
    row = get_object_or_404(PermitPlace, pk=pk, company=company_of(account_of(request)))
    return _form(request, row, f"编辑 {row}")


def _form(request: HttpRequest, row: PermitPlace, title: str) -> HttpResponse:
    account = account_of(request)
    form = PlaceForm(request.POST or None, instance=row, company=row.company)
    return respond_form(
        request, form, lambda _: actions.save_place(account, row, form.changes), title,
        reverse("permits:places"),
    )  # fmt: skip
