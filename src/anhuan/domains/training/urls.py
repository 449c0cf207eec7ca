"""Addresses of certificates and training."""

from django.urls import path

from anhuan.desk.details import PANELS
from anhuan.domains.training.api import certificates as papers
from anhuan.domains.training.api import training as api
from anhuan.domains.training.pages import (
    certificates,
    courses,
    kinds,
    panels,
    results,
    sessions,
    settings,
)

app_name = "training"
PANELS.setdefault("org.person", []).extend((panels.certificates_panel, panels.training_panel))
_certificates = [
    path("", certificates.certificates, name="certificates"),
    path("new/", certificates.certificate_create, name="certificate_create"),
    path("import/", certificates.certificates_import, name="certificates_import"),
    path("settings/", settings.settings, name="settings"),
    path("kinds/", kinds.kinds, name="kinds"),
    path("kinds/new/", kinds.kind_create, name="kind_create"),
    path("kinds/usual/", kinds.seed, name="seed"),
    path("kinds/<uuid:pk>/", kinds.kind_edit, name="kind_edit"),
    path("<uuid:pk>/", certificates.certificate, name="certificate"),
    path("<uuid:pk>/edit/", certificates.certificate_edit, name="certificate_edit"),
    path("<uuid:pk>/void/", certificates.certificate_void, name="certificate_void"),
    path("<uuid:pk>/scan/", certificates.certificate_scan, name="certificate_scan"),
]
_training = [
    path("courses/", courses.courses, name="courses"),
    path("courses/new/", courses.course_create, name="course_create"),
    path("courses/<uuid:pk>/", courses.course, name="course"),
    path("courses/<uuid:pk>/edit/", courses.course_edit, name="course_edit"),
    path("needs/", courses.needs, name="needs"),
    path("needs/new/", courses.need_create, name="need_create"),
    path("needs/<uuid:pk>/", courses.need, name="need"),
    path("needs/<uuid:pk>/delete/", courses.need_delete, name="need_delete"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/new/", sessions.session_create, name="session_create"),
    path("sessions/<uuid:pk>/", sessions.session, name="session"),
    path("sessions/<uuid:pk>/edit/", sessions.session_edit, name="session_edit"),
    path("sessions/<uuid:pk>/results/", sessions.session_results, name="session_results"),
    path("sessions/<uuid:pk>/evidence/", sessions.session_evidence, name="session_evidence"),
    path("results/", results.results, name="results"),
    path("results/import/", results.results_import, name="results_import"),
    path("results/<uuid:pk>/", results.result, name="result"),
    path("results/<uuid:pk>/void/", results.result_void, name="result_void"),
    path("gaps/", results.gaps, name="gaps"),
]
_api = [
    path("certificate-kinds", papers.KindsApi.as_view(), name="api_kinds"),
    path("certificate-kinds/<uuid:pk>", papers.KindApi.as_view(), name="api_kind"),
    path("certificates", papers.CertificatesApi.as_view(), name="api_certificates"),
    path("certificates/<uuid:pk>", papers.CertificateApi.as_view(), name="api_certificate"),
    path("certificates/<uuid:pk>/void", papers.CertificateVoidApi.as_view(),
         name="api_certificate_void"),
    path("certificates/<uuid:pk>/scan", papers.CertificateScanApi.as_view(),
         name="api_certificate_scan"),
    path("courses", api.CoursesApi.as_view(), name="api_courses"),
    path("courses/<uuid:pk>", api.CourseApi.as_view(), name="api_course"),
    path("course-needs", api.NeedsApi.as_view(), name="api_needs"),
    path("course-needs/<uuid:pk>", api.NeedApi.as_view(), name="api_need"),
    path("training-sessions", api.SessionsApi.as_view(), name="api_sessions"),
    path("training-sessions/<uuid:pk>", api.SessionApi.as_view(), name="api_session"),
    path("training-sessions/<uuid:pk>/results", api.OutcomesApi.as_view(), name="api_outcomes"),
    path("training-results", api.ResultsApi.as_view(), name="api_results"),
    path("training-results/<uuid:pk>/void", api.ResultVoidApi.as_view(), name="api_result_void"),
    path("people/<uuid:pk>/entitled", api.EntitledApi.as_view(), name="api_entitled"),
]  # fmt: skip
_FOLDERS = (
    ("certificates/", _certificates), ("training/", _training), ("api/v1/", _api),
)  # fmt: skip
urlpatterns = [
    path(folder + str(one.pattern), one.callback, name=one.name)
    for folder, some in _FOLDERS
    for one in some
]
