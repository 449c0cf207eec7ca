"""The site: where it is, and the whole map to look at."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.plant import actions, queries
from anhuan.domains.plant.forms.plant import SiteForm
from anhuan.domains.plant.models import Site
from anhuan.kernel.geo import wgs84_to_gcj02


@page("plant.view")
def site(request: HttpRequest) -> HttpResponse:
    """The site's place and map; without one, what to do first."""
    account = account_of(request)
    found = queries.known_site(company_of(account))
    edit = Action(
        "编辑", reverse("plant:site_edit"), "plant.edit", style="" if found else "primary"
    )
    if found is None:
        return respond_detail(request, "厂区", actions=[edit], template="plant/no_site.html")
    lon, lat = wgs84_to_gcj02(found.origin_lon, found.origin_lat)
    props = {"zoom": "plant", "aspect": 2.2}
    return respond_detail(
        request,
        found.name,
        target=found,
        actions=[edit],
        panels=[
            Panel("地图", template="plant/_place.html", context={"props": props}),
            Panel("位置", side=True, facts=[
                Fact("原点 CGCS2000", f"{found.origin_lon:.6f}, {found.origin_lat:.6f}"),
                Fact("原点 GCJ-02", f"{lon:.6f}, {lat:.6f}"),
                Fact("旋转", found.rotation_deg, "°"),
                Fact("东西长", found.width_m, "m"),
                Fact("南北宽", found.depth_m, "m"),
                Fact("时区", found.time_zone),
            ]),
        ],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("plant.edit")
def site_edit(request: HttpRequest) -> HttpResponse:
    """Register the site, or correct it."""
    account = account_of(request)
    company = company_of(account)
    found = queries.known_site(company) or Site(company=company)
    return respond_form(
        request,
        SiteForm(request.POST or None, instance=found),
        lambda data: actions.save_site(account, found, data),
        "厂区位置",
        reverse("plant:site"),
    )
