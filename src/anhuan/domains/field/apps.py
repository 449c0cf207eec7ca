from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "anhuan.domains.field"
    label = "field"
    verbose_name = "现场应用"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history."""
        from anhuan.desk.history import VERBS

        VERBS.update(report="现场上报", block="停用手机", unblock="恢复手机", enrol="首次使用")
