from django.apps import AppConfig


class OmloxConfig(AppConfig):
    name = "anhuan.domains.omlox"
    label = "omlox"
    verbose_name = "omlox 接口"
    default_auto_field = "django.db.models.BigAutoField"
