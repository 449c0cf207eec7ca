"""Addresses of the province node."""

from django.urls import path

from anhuan.domains.province.api.people import PeopleApi
from anhuan.domains.province.pages import (
    checks,
    enterprises,
    governance,
    nodes,
    orders,
    overview,
    points,
    reports,
    rows,
    statistics,
    tallies,
    works_map,
)

app_name = "province"
_plant = "province/enterprises/<uuid:pk>/"
urlpatterns = [
    path("province/", overview.overview, name="overview"),
    path("province/enterprises/", enterprises.enterprises, name="enterprises"),
    path("province/enterprises/new/", enterprises.create, name="enterprise_create"),
    path(_plant, enterprises.enterprise, name="enterprise"),
    path(f"{_plant}edit/", enterprises.edit, name="enterprise_edit"),
    path(f"{_plant}key/", enterprises.key, name="enterprise_key"),
    path(f"{_plant}order/", orders.create, name="enterprise_order"),
    path(f"{_plant}check/", checks.create, name="enterprise_check"),
    path(f"{_plant}point/", points.create, name="enterprise_point"),
    path("province/nodes/", nodes.nodes, name="nodes"),
    path("province/nodes/new/", nodes.create, name="node_create"),
    path("province/nodes/<uuid:pk>/", nodes.node, name="node"),
    path("province/nodes/<uuid:pk>/edit/", nodes.edit, name="node_edit"),
    path("province/nodes/<uuid:pk>/key/", nodes.key, name="node_key"),
    path(f"{_plant}report/", reports.create, name="enterprise_report"),
    path("province/reports/", reports.reports, name="reports"),
    path("province/reports/<uuid:pk>/edit/", reports.edit, name="report_edit"),
    path("province/alarms/", rows.alarms, name="alarms"),
    path("province/works/", rows.works, name="works"),
    path("province/works/statistics/", tallies.works, name="works_tallies"),
    path("province/risks/", tallies.risks, name="risks"),
    path("province/duties/", tallies.duties, name="duties"),
    path("province/works/map/", works_map.works_map, name="works_map"),
    path("province/hazards/", rows.hazards, name="hazards"),
    path("province/rows/<uuid:pk>/", rows.row, name="row"),
    path("province/orders/", orders.orders, name="orders"),
    path("province/orders/<uuid:pk>/", orders.order, name="order"),
    path("province/orders/<uuid:pk>/close/", orders.close, name="order_close"),
    path("province/orders/<uuid:pk>/return/", orders.send_back, name="order_return"),
    path("province/checks/", checks.checks, name="checks"),
    path("province/points/", points.points, name="points"),
    path("province/points/<uuid:pk>/", points.point, name="point"),
    path("province/points/<uuid:pk>/edit/", points.edit, name="point_edit"),
    path("province/points/<uuid:pk>/limits/", points.ask, name="point_limits"),
    path("province/limits/<uuid:pk>/", points.limits, name="limits"),
    path("province/limits/<uuid:pk>/decide/", points.decide, name="limits_decide"),
    path("province/governance/", governance.governance, name="governance"),
    path("province/statistics/", statistics.report, name="statistics"),
    path("api/v1/province/people", PeopleApi.as_view(), name="api_people"),
    path("province/settings/", governance.settings, name="settings"),
]
