from django.apps import AppConfig


class PlantConfig(AppConfig):
    name = "anhuan.domains.plant"
    label = "plant"
    verbose_name = "厂区"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Areas and structures for the search box."""
        from typing import Any

        from django.urls import reverse

        from anhuan.desk.search import FINDERS, Finder, Hit
        from anhuan.domains.plant import queries

        def areas(account: Any, text: str, limit: int) -> list[Hit]:
            return [
                Hit(
                    a.name, f"{a.code} · {a.get_kind_display()}", reverse("plant:area", args=[a.pk])
                )
                for a in queries.search_areas(account, text, limit)
            ]

        def structures(account: Any, text: str, limit: int) -> list[Hit]:
            return [
                Hit(f"{s.code} {s.name}", s.get_kind_display(),
                    reverse("plant:structure", args=[s.pk]))
                for s in queries.search_structures(account, text, limit)
            ]  # fmt: skip

        FINDERS.append(Finder("区域", "plant.view", areas))
        FINDERS.append(Finder("装置设施", "plant.view", structures))
