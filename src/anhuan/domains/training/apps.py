from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "anhuan.domains.training"
    label = "training"
    verbose_name = "人员资格"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What permits, fences and the history learn from here."""
        from anhuan.desk.history import VERBS
        from anhuan.domains.permits.queries.qualifications import SOURCES
        from anhuan.domains.positioning.queries.qualifications import PROVIDERS, Provider
        from anhuan.domains.training.queries import entitled

        SOURCES.append(entitled.TrainingSource())
        PROVIDERS["training"] = Provider("training", "培训合格", entitled.options, entitled.holders)
        VERBS.update(make_void="作废")
