from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "anhuan.domains.alarms"
    label = "alarms"
    verbose_name = "报警"
    default_auto_field = "django.db.models.BigAutoField"
