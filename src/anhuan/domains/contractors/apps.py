from django.apps import AppConfig


class ContractorsConfig(AppConfig):
    name = "anhuan.domains.contractors"
    label = "contractors"
    verbose_name = "承包商"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What permits, fences and the history learn from here."""
        from anhuan.desk.history import VERBS
        from anhuan.domains.contractors.queries import entitled
        from anhuan.domains.permits.queries.qualifications import SOURCES
        from anhuan.domains.positioning.queries.qualifications import PROVIDERS, Provider

        SOURCES.append(entitled.ContractorSource())
        PROVIDERS["contractor"] = Provider(
            "contractor", "承包商准入", entitled.options, entitled.holders
        )
        VERBS.update(decide="审核", bar="列入黑名单", lift="解除黑名单")
