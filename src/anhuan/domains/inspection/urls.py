"""Addresses of the inspection slice."""

from django.urls import path

from anhuan.domains.inspection.api import abnormal as abnormal_api
from anhuan.domains.inspection.api import rounds
from anhuan.domains.inspection.api import setup as setup_api
from anhuan.domains.inspection.pages import (
    abnormal,
    board,
    coverage,
    libraries,
    plans,
    points,
    routes,
    scene,
    settings,
    sheet,
    standards,
    standstills,
    tasks,
)

app_name = "inspection"
_pages = [
    path("inspection/", board.board, name="board"),
    path("inspection/tasks/", tasks.tasks, name="rounds"),
    path("inspection/coverage/", coverage.coverage, name="coverage"),
    path("inspection/tasks/<uuid:pk>/", tasks.task, name="task"),
    path("inspection/tasks/<uuid:pk>/scene/", scene.scene, name="scene"),
    path("inspection/abnormal/", abnormal.abnormalities, name="abnormalities"),
    path("inspection/abnormal/<uuid:pk>/", abnormal.abnormality, name="abnormality"),
    path("inspection/abnormal/<uuid:pk>/close/", abnormal.abnormality_close,
         name="abnormality_close"),
    path("inspection/plans/", plans.plans, name="plans"),
    path("inspection/plans/new/", plans.plan_create, name="plan_create"),
    path("inspection/plans/<uuid:pk>/", plans.plan, name="plan"),
    path("inspection/plans/<uuid:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("inspection/plans/<uuid:pk>/retire/", plans.plan_retire, name="plan_retire"),
    path("inspection/standards/", standards.standards, name="standards"),
    path("inspection/standards/import/", standards.standards_import, name="standards_import"),
    path("inspection/standards/take/", libraries.take, name="take"),
    path("inspection/standards/from-risks/", libraries.from_risks, name="from_risks"),
    path("inspection/standards/<uuid:pk>/", standards.standard, name="standard"),
    path("inspection/points/", points.points, name="points"),
    path("inspection/points/new/", points.point_create, name="point_create"),
    path("inspection/points/<uuid:pk>/edit/", points.point_edit, name="point_edit"),
    path("inspection/routes/", routes.routes, name="routes"),
    path("inspection/routes/new/", routes.route_create, name="route_create"),
    path("inspection/routes/<uuid:pk>/", scene.route, name="route"),
    path("inspection/routes/<uuid:pk>/sheet/", sheet.route_sheet, name="route_sheet"),
    path("inspection/routes/<uuid:pk>/edit/", routes.route_edit, name="route_edit"),
    path("inspection/standstills/", standstills.standstills, name="standstills"),
    path("inspection/standstills/new/", standstills.standstill_create, name="standstill_create"),
    path("inspection/standstills/<uuid:pk>/", standstills.standstill, name="standstill"),
    path(
        "inspection/standstills/<uuid:pk>/withdraw/", standstills.standstill_withdraw,
        name="standstill_withdraw",
    ),
    path("inspection/settings/", settings.settings, name="settings"),
]  # fmt: skip
_api = [
    path("inspection-standards", setup_api.StandardsApi.as_view(), name="api_standards"),
    path("inspection-standards/<uuid:pk>", setup_api.StandardApi.as_view(), name="api_standard"),
    path("inspection-points", setup_api.PointsApi.as_view(), name="api_points"),
    path("inspection-points/<uuid:pk>", setup_api.PointApi.as_view(), name="api_point"),
    path("inspection-routes", setup_api.RoutesApi.as_view(), name="api_routes"),
    path("inspection-routes/<uuid:pk>", setup_api.RouteApi.as_view(), name="api_route"),
    path("inspection-plans", setup_api.PlansApi.as_view(), name="api_plans"),
    path("inspection-plans/<uuid:pk>", setup_api.PlanApi.as_view(), name="api_plan"),
    path("standstills", setup_api.StandstillsApi.as_view(), name="api_standstills"),
    path("standstills/<uuid:pk>", setup_api.StandstillApi.as_view(), name="api_standstill"),
    path("standstills/<uuid:pk>/withdraw", setup_api.StandstillWithdrawApi.as_view(),
         name="api_standstill_withdraw"),
    path("inspection-tasks", rounds.TasksApi.as_view(), name="api_tasks"),
    path("inspection-tasks/<uuid:pk>", rounds.TaskApi.as_view(), name="api_task"),
    path("inspection-readings", rounds.ReadingsApi.as_view(), name="api_readings"),
    path("abnormalities", abnormal_api.AbnormalitiesApi.as_view(), name="api_abnormalities"),
    path("abnormalities/<uuid:pk>", abnormal_api.AbnormalityApi.as_view(), name="api_abnormality"),
    path("abnormalities/<uuid:pk>/close", abnormal_api.AbnormalityCloseApi.as_view(),
         name="api_abnormality_close"),
    path("gauge-readings", abnormal_api.GaugeApi.as_view(), name="api_gauge"),
    *(
        path(f"inspection-tasks/<uuid:pk>/{name}", one.as_view(), name=f"api_task_{name}")
        for name, one in rounds.DEEDS.items()
    ),
]  # fmt: skip
_FOLDERS = (("", _pages), ("api/v1/", _api))
urlpatterns = [
    path(folder + str(one.pattern), one.callback, name=one.name)
    for folder, some in _FOLDERS
    for one in some
]
