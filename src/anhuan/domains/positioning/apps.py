from django.apps import AppConfig


class PositioningConfig(AppConfig):
    name = "anhuan.domains.positioning"
    label = "positioning"
    verbose_name = "人员定位"
    default_auto_field = "django.db.models.BigAutoField"
