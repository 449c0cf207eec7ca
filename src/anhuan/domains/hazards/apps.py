from typing import Any

from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "anhuan.domains.hazards"
    label = "hazards"
    verbose_name = "隐患治理"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history, kinds of alarm, the search box."""
        from anhuan.desk.history import VERBS
        from anhuan.desk.search import FINDERS, Finder
        from anhuan.domains.alarms.rules import KINDS, Kind
        from anhuan.domains.hazards.rules.states import Deed

        VERBS.update({f"hazard_{deed}": deed.label for deed in Deed})
        VERBS.update({"hazard_print": "打印", "new_key": "启用签名密钥"})
        for code, name, priority, sounds in (
            ("hazard_overdue", "隐患整改逾期", 4, False),
            ("major_hazard_overdue", "重大隐患整改逾期", 2, True),
        ):
            KINDS[code] = Kind(
                code, name, priority, sounds=sounds, cause="整改期限已过，隐患没有验收闭环",
                consequence="隐患可能发展为事故",
                action="联系整改责任人，核实现场，采取临时管控措施并限时闭环",
            )  # fmt: skip
        FINDERS.append(Finder("隐患", "hazards.view", _find))


def _find(account: Any, text: str, limit: int) -> Any:
    from django.db.models import Q
    from django.urls import reverse

    from anhuan.desk.search import Hit
    from anhuan.domains.hazards.queries import visible_hazards

    hit = Q(number__istartswith=text) | Q(name__icontains=text)
    for one in visible_hazards(account).filter(hit)[:limit]:
        url = reverse("hazards:hazard", args=[one.pk])
        yield Hit(str(one), f"{one.get_state_display()} · {one.place}", url)
