"""The back office: every table to look at, nothing to change (ADR 6). Writes go through actions."""

from typing import Any, cast

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from anhuan.desk.pages import RightsHolder
from anhuan.domains.org.models import Account, Company

SLICES = (
    "audit",
    "outbox",
    "org",
    "plant",
    "notify",
    "documents",
    "alarms",
    "positioning",
    "emergency",
    "vehicles",
    "calibration",
    "permits",
)
SECRETS = frozenset({
    "password", "digest", "identity_no", "payload", "blob", "url", "phone", "code_sm3",
    "driver_phone", "escort_phone",
})  # fmt: skip


class BackOffice(admin.AdminSite):
    """Open to holders of `system.edit` (the administrator)."""

    site_header = site_title = "安环 · 后台"
    index_title = "只读数据表"

    def has_permission(self, request: HttpRequest) -> bool:
        """Signed in and an administrator."""
        return request.user.is_authenticated and cast(RightsHolder, request.user).may("system.edit")


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # not a generic at run time
    """A table: list, search by id, look at a row. No secrets, no packed data."""

    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows of the administrator's own company."""
        return rows_of(super().get_queryset(request), cast(Account, request.user).company)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The site has checked already."""
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Shown in the index."""
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Every column but secrets and packed data."""
        return tuple(field.name for field in self.opts.fields if field.name not in SECRETS)


def rows_of(rows: models.QuerySet[Any], company: Company | None) -> models.QuerySet[Any]:
    """Those of one company; all where the administrator is the installation's own.

    Rows that belong to no company (what came in and could not be read) are shown while the
    installation holds a single plant.
    """
    if company is None:
        return rows
    where = company_path(rows.model)
    if where:
        path, is_code = where
        return rows.filter(**{path: company.code if is_code else company.pk})
    plants = Company.objects.filter(kind=company.kind)
    return rows.none() if plants.count() > 1 else rows


def company_path(model: type[models.Model]) -> tuple[str, bool] | None:
    """The way from a row to its company, and whether that is a code instead of an id."""
    if model is Company:
        return "pk", False
    fields = {field.name: field for field in model._meta.fields}
    for name in ("company", "company_id"):
        if name in fields:
            return name, isinstance(fields[name], models.CharField)
    for field in fields.values():
        target = field.related_model if field.is_relation and not field.null else None
        if isinstance(target, type) and target is not model and (way := company_path(target)):
            return f"{field.name}__{way[0]}", way[1]
    return None


site = BackOffice(name="admin")
for slice_name in SLICES:
    for model in apps.get_app_config(slice_name).get_models():
        if not isinstance(model._meta.pk, models.CompositePrimaryKey):
            site.register(model, ReadOnly)
