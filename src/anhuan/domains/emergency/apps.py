from typing import Any

from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    name = "anhuan.domains.emergency"
    label = "emergency"
    verbose_name = "应急疏散"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history; evacuations in the search box."""
        from anhuan.desk.history import VERBS
        from anhuan.desk.search import FINDERS, Finder

        VERBS.update(
            evacuate="下达疏散令", tell_again="再次下令", tick="点到", untick="撤销点到",
            add="补登", evacuation_state="疏散进展", stand_down="解除疏散",
        )  # fmt: skip
        FINDERS.append(Finder("疏散", "emergency.view", _find))


def _find(account: Any, text: str, limit: int) -> Any:
    from django.urls import reverse

    from anhuan.desk.marks import short_time
    from anhuan.desk.search import Hit
    from anhuan.domains.emergency.queries import visible_evacuations

    for one in visible_evacuations(account).filter(title__icontains=text)[:limit]:
        url = reverse("emergency:evacuation", args=[one.pk])
        yield Hit(str(one), f"{short_time(one.ordered_at)} {one.get_state_display()}", url)
