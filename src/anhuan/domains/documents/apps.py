from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "anhuan.domains.documents"
    label = "documents"
    verbose_name = "文件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history."""
        from anhuan.desk.history import VERBS

        VERBS.update(read="已阅读")
