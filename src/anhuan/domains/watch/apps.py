from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "anhuan.domains.watch"
    label = "watch"
    verbose_name = "值班值守"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history."""
        from anhuan.desk.history import VERBS

        VERBS.update(watch_give="交班", watch_take="接班", watch_note="值班记录")
