"""The weather as it is entered or told by a station; works in the open follow it (PTW-080)."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.actions import note_weather
from anhuan.domains.permits.forms.duties import WeatherForm
from anhuan.domains.permits.models import WeatherNote
from anhuan.domains.permits.rules.weather import SKY_LABELS, Sky, beaufort


def _sky(row: WeatherNote) -> str:
    return "、".join(SKY_LABELS[Sky(one)] for one in row.sky) or SKY_LABELS[Sky.CLEAR]


def _source(row: WeatherNote) -> str:
    return row.by.display_name if row.by else row.source


@page("permits.view")
def weather(request: HttpRequest) -> HttpResponseBase:
    """What was written down, the newest first."""
    spec = ListSpec(
        title="作业天气", noun="次", default_sort="-at",
        columns=[
            Column("at", "时间", kind="time", sort="at"),
            Column("wind_mps", "阵风", kind="number", unit="m/s", sort="wind_mps"),
            Column("level", "风力", lambda row: f"{beaufort(row.wind_mps)} 级"),
            Column("sky", "天气", _sky),
            Column("temperature_c", "气温", kind="number", unit="℃", sort="temperature_c"),
            Column("by", "来源", _source),
        ],
        create_url=reverse("permits:weather_create"), create_right="permits.apply",
        create_label="登记天气",
        empty="还没有天气记录。登记风力、降水和气温，露天动火、高处和吊装作业按限值自动核对。",
    )  # fmt: skip
    rows = WeatherNote.objects.filter(company=company_of(account_of(request)))
    return respond_list(request, spec, rows.select_related("by__person"))


@form_page("permits.apply")
def weather_create(request: HttpRequest) -> HttpResponse:
    """Works that may not go on in it are stopped at once, with the reason."""
    account = account_of(request)
    form = WeatherForm(request.POST or None)
    return respond_form(
        request, form, lambda _: note_weather(account, company_of(account), **form.told()),
        "登记天气", reverse("permits:weather"), done="已登记，露天作业已核对",
        crumbs=[("作业天气", reverse("permits:weather"))],
    )  # fmt: skip
