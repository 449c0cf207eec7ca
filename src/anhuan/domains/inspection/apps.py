from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "anhuan.domains.inspection"
    label = "inspection"
    verbose_name = "智能巡检"
    default_auto_field = "django.db.models.BigAutoField"
