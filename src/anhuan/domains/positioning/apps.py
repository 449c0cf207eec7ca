from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from anhuan.desk.search import Hit


class PositioningConfig(AppConfig):
    name = "anhuan.domains.positioning"
    label = "positioning"
    verbose_name = "人员定位"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Layers of the map, words for the history, things for the search box."""
        from anhuan.desk.history import VERBS
        from anhuan.desk.search import FINDERS, Finder
        from anhuan.domains.plant.queries import MAP_LAYERS
        from anhuan.domains.positioning.queries import layers

        MAP_LAYERS["fences"] = layers.fence_layer
        MAP_LAYERS["job_areas"] = layers.job_layer
        MAP_LAYERS["anchors"] = layers.anchor_layer
        VERBS.update(
            bind="发放", unbind="收回", enable="启用", disable="停用", prune="清理轨迹",
            view_positions="查看人员分布", view_place="查询到过此处的人", test="测试",
            close="关闭", check_tracks="核对轨迹", export_tracks="导出轨迹",
            **{"pass": "登记出入", "try": "试算"},
        )  # fmt: skip
        FINDERS += [
            Finder("标签", "devices.view", _tags),
            Finder("基站", "devices.view", _anchors),
            Finder("车辆", "devices.view", _vehicles),
            Finder("电子围栏", "fences.view", _fences),
        ]


def _tags(account: Any, text: str, limit: int) -> "Iterable[Hit]":
    from django.urls import reverse

    from anhuan.desk.search import Hit
    from anhuan.domains.positioning.queries import devices

    for tag in devices.visible_tags(account).filter(number__icontains=text)[:limit]:
        holder = devices.holder_of(tag)
        url = reverse("positioning:tag", args=[tag.pk])
        yield Hit(tag.number, str(holder or "未发放"), url)


def _anchors(account: Any, text: str, limit: int) -> "Iterable[Hit]":
    from django.urls import reverse

    from anhuan.desk.search import Hit
    from anhuan.domains.positioning.queries import devices

    for anchor in devices.visible_anchors(account).filter(number__icontains=text)[:limit]:
        where = anchor.area.name if anchor.area else "未划区域"
        yield Hit(anchor.number, where, reverse("positioning:anchor", args=[anchor.pk]))


def _vehicles(account: Any, text: str, limit: int) -> "Iterable[Hit]":
    from django.db.models import Q
    from django.urls import reverse

    from anhuan.desk.search import Hit
    from anhuan.domains.positioning.queries import devices

    named = Q(plate__icontains=text) | Q(name__icontains=text)
    for one in devices.visible_vehicles(account).filter(named)[:limit]:
        url = reverse("positioning:vehicle", args=[one.pk])
        yield Hit(one.plate, f"{one.name} · {one.department or ''}", url)


def _fences(account: Any, text: str, limit: int) -> "Iterable[Hit]":
    from django.urls import reverse

    from anhuan.desk.search import Hit
    from anhuan.domains.positioning.queries import fences

    for one in fences.visible_fences(account).filter(name__icontains=text)[:limit]:
        url = reverse("positioning:fence", args=[one.pk])
        yield Hit(one.name, one.get_purpose_display(), url)
