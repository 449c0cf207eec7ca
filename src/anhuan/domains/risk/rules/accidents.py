"""Kinds of accident by GB 6441-2025 (27, in force since 2026-07-01), and what the twenty kinds of
GB 6441-1986 are called now, so that an old register can be brought in as it is."""

from collections.abc import Iterable

KINDS = (
    "物体打击", "厂（场）内车辆致害", "道路（轨道）车辆致害", "机械致害", "起重致害", "触电",
    "淹溺", "灼烫", "火灾", "高处坠落", "跌落", "坍塌", "水害", "容器爆炸", "管道爆炸",
    "可燃气体爆炸", "可燃液体蒸气爆炸", "粉尘爆炸", "民用爆炸物品爆炸", "烟花爆竹爆炸",
    "其他可燃固体爆炸", "高温熔融物爆炸", "中毒", "窒息", "滑坡", "泄漏", "其他",
)  # fmt: skip
# What one old kind became may be two; what stands in no table becomes 其他, never a guess.
OLD: dict[str, tuple[str, ...]] = {
    "车辆伤害": ("厂（场）内车辆致害",), "车辆致害": ("厂（场）内车辆致害",),
    "机械伤害": ("机械致害",), "起重伤害": ("起重致害",), "冒顶片帮": ("坍塌",), "透水": ("水害",),
    "放炮": ("民用爆炸物品爆炸",), "火药爆炸": ("民用爆炸物品爆炸",), "瓦斯爆炸": ("可燃气体爆炸",),
    "锅炉爆炸": ("容器爆炸",), "其他爆炸": ("其他",), "中毒和窒息": ("中毒", "窒息"),
    "其他伤害": ("其他",),
}  # fmt: skip


def renamed(words: Iterable[str], known: Iterable[str]) -> list[str]:
    """Old words in the new ones, each once and in order; a word the plant still uses stays."""
    kept = set(known)
    found = (new for word in words for new in ((word,) if word in kept else OLD.get(word, (word,))))
    return list(dict.fromkeys(found))
