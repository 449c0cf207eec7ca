"""Every address of the web process, slice by slice."""

from django.urls import URLPattern, URLResolver, include, path

from anhuan.web import health, home, retention, retention_deeds, system
from anhuan.web.admin import site as back_office
from anhuan.web.security.page import self_check

home_urls = [
    path("", home.root, name="root"),
    path("mine/", home.mine, name="mine"),
    path("more/", home.more, name="more"),
    path("pulse/", home.pulse, name="pulse"),
]
system_urls = [
    path("", system.state, name="state"),
    path("security/", self_check, name="security"),
    path("retention/", retention.retention, name="retention"),
    path("retention/check/", retention_deeds.check_tracks, name="check_tracks"),
    path("retention/export/", retention_deeds.export, name="export_tracks"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((home_urls, "home"))),
    path("", include("anhuan.desk.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("anhuan.domains.org.urls")),
    path("", include("anhuan.domains.plant.urls")),
    path("", include("anhuan.domains.audit.urls")),
    path("", include("anhuan.domains.documents.urls")),
    path("", include("anhuan.domains.notify.urls")),
    path("", include("anhuan.domains.field.urls")),
    path("", include("anhuan.domains.risk.urls")),
    path("", include("anhuan.domains.hazards.urls")),
    path("", include("anhuan.domains.inspection.urls")),
    path("", include("anhuan.domains.mechanism.urls")),
    path("", include("anhuan.domains.alarms.urls")),
    path("", include("anhuan.domains.positioning.urls")),
    path("", include("anhuan.domains.vehicles.urls")),
    path("", include("anhuan.domains.calibration.urls")),
    path("", include("anhuan.domains.emergency.urls")),
    path("", include("anhuan.domains.permits.urls")),
    path("", include("anhuan.domains.faces.urls")),
    path("", include("anhuan.domains.watch.urls")),
    path("", include("anhuan.domains.training.urls")),
    path("", include("anhuan.domains.contractors.urls")),
    path("", include("anhuan.domains.reporting.urls")),
    path("", include("anhuan.domains.province.urls")),
    path("", include("anhuan.domains.pipes.urls")),
    path("omlox/v2/", include("anhuan.domains.omlox.urls")),
    path("api/", include("anhuan.web.api_docs")),  # behind those of the slices
    path("healthz", health.healthz, name="healthz"),
    path("system/", include((system_urls, "system"))),
    path("live/", include("anhuan.web.live.urls")),
    path("", include("anhuan.web.login_urls")),
    path("admin/", back_office.urls),
]
