"""Addresses of the reporting slice."""

from django.urls import path

from anhuan.domains.reporting.api import endpoints as api
from anhuan.domains.reporting.pages import (
    commitment,
    deliveries,
    orders,
    overview,
    readiness,
    targets,
)

app_name = "reporting"
_pages = [
    path("reporting/", overview.overview, name="overview"),
    path("reporting/settings/", commitment.settings, name="settings"),
    path("reporting/commit/", commitment.commit, name="commit"),
    path("reporting/commitments/", commitment.commitments, name="commitments"),
    path("reporting/commitments/<uuid:pk>/", commitment.commitment, name="commitment"),
    path("reporting/deliveries/", deliveries.deliveries, name="deliveries"),
    path("reporting/deliveries/resend/", deliveries.resend_many, name="resend_many"),
    path("reporting/deliveries/<uuid:pk>/", deliveries.delivery, name="delivery"),
    path("reporting/deliveries/<uuid:pk>/resend/", deliveries.resend, name="delivery_resend"),
    path("reporting/deliveries/<uuid:pk>/drop/", deliveries.drop, name="delivery_drop"),
    path("reporting/batches/<uuid:pk>/", deliveries.batch, name="batch"),
    path("reporting/orders/", orders.orders, name="orders"),
    path("reporting/orders/<uuid:pk>/", orders.order, name="order"),
    path("reporting/orders/<uuid:pk>/reply/", orders.reply, name="order_reply"),
    path("reporting/targets/new/", targets.create, name="target_create"),
    path("reporting/targets/<uuid:pk>/", targets.target, name="target"),
    path("reporting/targets/<uuid:pk>/edit/", targets.edit, name="target_edit"),
    path("reporting/targets/<uuid:pk>/start/", targets.start, name="target_start"),
    path("reporting/targets/<uuid:pk>/stop/", targets.stop, name="target_stop"),
    path("reporting/targets/<uuid:pk>/test/", targets.test, name="target_test"),
    path("reporting/targets/<uuid:pk>/recheck/", targets.recheck, name="target_recheck"),
    path("reporting/targets/<uuid:pk>/readiness/", readiness.readiness, name="target_readiness"),
    path("reporting/targets/<uuid:pk>/port/", readiness.port, name="target_port"),
]
_api = [
    path("report-targets", api.TargetsApi.as_view(), name="api_targets"),
    path("report-targets/<uuid:pk>", api.TargetApi.as_view(), name="api_target"),
    path("report-targets/<uuid:pk>/test", api.TestApi.as_view(), name="api_target_test"),
    path("reports", api.DeliveriesApi.as_view(), name="api_deliveries"),
    path("reports/<uuid:pk>", api.DeliveryApi.as_view(), name="api_delivery"),
    path("reports/<uuid:pk>/resend", api.ResendApi.as_view(), name="api_delivery_resend"),
    path("reports/<uuid:pk>/drop", api.DropApi.as_view(), name="api_delivery_drop"),
    path("report-score", api.ScoreApi.as_view(), name="api_score"),
    path("commitments", api.CommitmentsApi.as_view(), name="api_commitments"),
]
urlpatterns = [
    *_pages,
    *(path("api/v1/" + str(one.pattern), one.callback, name=one.name) for one in _api),
]
