"""Hazards that air, weather, neighbours and people bring while work goes on (PTW-046)."""

from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.hazards import HazardRow

# By what is wrong around the work: step, consequence, measure.
_BROUGHT: dict[Alarm, tuple[str, str, str]] = {
    Alarm.GAS_OUT: (
        "气体变化", "中毒、窒息、火灾、爆炸",
        "立即停止作业并撤离，查明来源，通风置换，重新分析合格后恢复",
    ),
    Alarm.NOT_CONTINUOUS: (
        "气体监测中断", "气体超限不能及时发现",
        "停止作业，恢复或更换检测仪，补做气体分析后恢复",
    ),
    Alarm.CONFLICT: (
        "相邻作业", "火灾、爆炸、物体打击",
        "停止其中一项，由交叉作业协调人重新辨识，错开时间或位置",
    ),
    Alarm.STRANGER: ("无关人员进入", "误入作业区受伤", "劝离无关人员，补设警戒"),
    Alarm.HEADCOUNT: ("人员增多", "疏散困难，伤害扩大", "清点人员，多余人员撤出作业区"),
    Alarm.GUARDIAN_AWAY: ("失去监护", "险情不能及时发现", "停止作业，监护人到岗后恢复"),
}  # fmt: skip
_WEATHER = "停止露天作业，人员撤至安全处，好转后重新确认措施"


def hazard_of_alarm(alarm: Alarm, text: str) -> HazardRow | None:
    """The line a standing alarm adds to the analysis; None for those about paper."""
    found = _BROUGHT.get(alarm)
    if found is None:
        return None
    step, consequence, measure = found
    return HazardRow(f"alarm:{alarm}", step, text, consequence, measure)


def hazard_of_weather(code: str, text: str) -> HazardRow:
    """The line a change of the weather adds."""
    return HazardRow(f"weather:{code}", "天气变化", text, "坠落、倾覆、火势蔓延", _WEATHER)
