"""Addresses of the inspection slice."""

from django.urls import path

from anhuan.domains.inspection.pages import plans, setup, tasks

app_name = "inspection"
urlpatterns = [
    path("inspection/", tasks.tasks, name="rounds"),
    path("inspection/tasks/<uuid:pk>/", tasks.task, name="task"),
    path("inspection/plans/", plans.plans, name="plans"),
    path("inspection/plans/new/", plans.plan_create, name="plan_create"),
    path("inspection/plans/<uuid:pk>/", plans.plan, name="plan"),
    path("inspection/plans/<uuid:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("inspection/plans/<uuid:pk>/retire/", plans.plan_retire, name="plan_retire"),
    path("inspection/standards/", setup.standards, name="standards"),
    path("inspection/standards/import/", setup.standards_import, name="standards_import"),
    path("inspection/standards/<uuid:pk>/", setup.standard, name="standard"),
    path("inspection/points/", setup.points, name="points"),
    path("inspection/points/new/", setup.point_create, name="point_create"),
    path("inspection/points/<uuid:pk>/edit/", setup.point_edit, name="point_edit"),
    path("inspection/routes/", setup.routes, name="routes"),
    path("inspection/routes/new/", setup.route_create, name="route_create"),
    path("inspection/routes/<uuid:pk>/edit/", setup.route_edit, name="route_edit"),
    path("inspection/standstills/", setup.standstills, name="standstills"),
    path("inspection/standstills/new/", setup.standstill_create, name="standstill_create"),
    path("inspection/standstills/<uuid:pk>/", setup.standstill, name="standstill"),
    path(
        "inspection/standstills/<uuid:pk>/withdraw/", setup.standstill_withdraw,
        name="standstill_withdraw",
    ),
    path("inspection/settings/", setup.settings, name="settings"),
]  # fmt: skip
