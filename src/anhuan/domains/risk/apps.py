from django.apps import AppConfig


class RiskConfig(AppConfig):
    name = "anhuan.domains.risk"
    label = "risk"
    verbose_name = "风险分级管控"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history; units and events for the search box."""
        from typing import Any

        from django.urls import reverse

        from anhuan.desk.history import VERBS
        from anhuan.desk.search import FINDERS, Finder, Hit
        from anhuan.domains.risk import queries

        def lines(account: Any, text: str, limit: int) -> list[Hit]:
            return [
                Hit(event.name, f"{event.unit.object} · {event.unit}",
                    reverse("risk:event", args=[event.pk]))
                for event in queries.search_events(account, text, limit)
            ]  # fmt: skip

        FINDERS.append(Finder("风险", "risk.view", lines))
        VERBS.update(
            assess="评价", identify="辨识", perform="履职", register_change="登记变更",
            confirm_registered="确认已更新", print_card="打印",
        )  # fmt: skip
