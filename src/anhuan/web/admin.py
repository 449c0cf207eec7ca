"""The back office: every table to look at, nothing to change (ADR 6). Writes go through actions."""

from typing import Any, cast

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from anhuan.desk.pages import RightsHolder

SLICES = (
    "audit",
    "outbox",
    "org",
    "plant",
    "notify",
    "documents",
    "alarms",
    "positioning",
)
SECRETS = frozenset({"password", "digest", "identity_no", "payload", "blob", "url", "phone"})


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


site = BackOffice(name="admin")
for slice_name in SLICES:
    for model in apps.get_app_config(slice_name).get_models():
        if not isinstance(model._meta.pk, models.CompositePrimaryKey):
            site.register(model, ReadOnly)
