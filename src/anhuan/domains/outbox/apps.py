from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "anhuan.domains.outbox"
    label = "outbox"
    verbose_name = "事件"
    default_auto_field = "django.db.models.BigAutoField"
