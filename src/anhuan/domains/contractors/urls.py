"""Addresses of the contractors' slice."""

from django.urls import path

from anhuan.desk.details import PANELS
from anhuan.domains.contractors.api import endpoints as api
from anhuan.domains.contractors.pages import bars, firms, members, panels, papers

app_name = "contractors"
PANELS.setdefault("org.person", []).append(panels.person_panel)
PANELS.setdefault("org.company", []).append(panels.firm_panel)
_pages = [
    path("", firms.contractors, name="contractors"),
    path("new/", firms.enlist, name="enlist"),
    path("settings/", firms.settings, name="settings"),
    path("people/", members.members, name="members"),
    path("people/approve/", members.members_approve, name="members_approve"),
    path("people/<uuid:pk>/", members.member, name="member"),
    path("people/<uuid:pk>/decide/", members.member_decide, name="member_decide"),
    path("people/<uuid:pk>/team/", members.member_assign, name="member_assign"),
    path("barred/", bars.bars, name="bars"),
    path("barred/new/", bars.bar_create, name="bar_create"),
    path("barred/<uuid:pk>/", bars.bar, name="bar"),
    path("barred/<uuid:pk>/lift/", bars.bar_lift, name="bar_lift"),
    path("papers/<uuid:pk>/", papers.paper, name="paper"),
    path("papers/<uuid:pk>/edit/", papers.paper_edit, name="paper_edit"),
    path("papers/<uuid:pk>/retire/", papers.paper_retire, name="paper_retire"),
    path("papers/<uuid:pk>/scan/", papers.paper_scan, name="paper_scan"),
    path("teams/<uuid:pk>/", papers.team_edit, name="team_edit"),
    path("<uuid:pk>/", firms.contractor, name="contractor"),
    path("<uuid:pk>/edit/", firms.contractor_edit, name="contractor_edit"),
    path("<uuid:pk>/decide/", firms.decide, name="decide"),
    path("<uuid:pk>/papers/new/", papers.paper_create, name="paper_create"),
    path("<uuid:pk>/teams/new/", papers.team_create, name="team_create"),
]
_api = [
    path("contractors", api.ContractorsApi.as_view(), name="api_contractors"),
    path("contractors/<uuid:pk>", api.ContractorApi.as_view(), name="api_contractor"),
    path("contractors/<uuid:pk>/decide", api.FirmDecisionApi.as_view(), name="api_decide"),
    path("contractors/<uuid:pk>/papers", api.PapersApi.as_view(), name="api_papers"),
    path("contractors/<uuid:pk>/standing", api.FirmStandingApi.as_view(), name="api_standing"),
    path("contractor-people", api.MembersApi.as_view(), name="api_members"),
    path("contractor-people/<uuid:pk>/decide", api.MemberDecisionApi.as_view(),
         name="api_member_decide"),
    path("contractor-people/<uuid:pk>/standing", api.MemberStandingApi.as_view(),
         name="api_member_standing"),
    path("contractor-bars", api.BarsApi.as_view(), name="api_bars"),
    path("contractor-bars/<uuid:pk>/lift", api.BarLiftApi.as_view(), name="api_bar_lift"),
]  # fmt: skip
_FOLDERS = (("contractors/", _pages), ("api/v1/", _api))
urlpatterns = [
    path(folder + str(one.pattern), one.callback, name=one.name)
    for folder, some in _FOLDERS
    for one in some
]
