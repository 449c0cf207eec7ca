from django.apps import AppConfig


class MechanismConfig(AppConfig):
    name = "anhuan.domains.mechanism"
    label = "mechanism"
    verbose_name = "双重预防机制运行"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history."""
        from anhuan.desk.history import VERBS

        VERBS.update({"award": "奖惩", "award_withdraw": "撤销奖惩"})
