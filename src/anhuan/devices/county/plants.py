"""Thirty plants of a county that does not exist; where they stand, and how each behaves."""

from dataclasses import dataclass

TOWNS = ("示范县", "演示区", "样板市")
BUREAUS = {"示范县": "示范县应急管理局", "演示区": "演示区应急管理局", "样板市": "样板市应急管理局"}
_WORDS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸")
_TRADES = ("精细化工", "石化储运", "氯碱", "新材料", "涂料", "肥业", "溶剂", "树脂", "气体", "助剂")
_MIDDLES = {"示范县": (118.40, 37.40), "演示区": (118.62, 37.56), "样板市": (118.84, 37.38)}
MANNERS = ("calm", "busy", "alarm", "late", "silent", "major", "faulty")
TABLES = ("PROMISE", "POS_T1", "PTW_A1", "DUAL_T6", "AQL_POS", "VID_T3")


@dataclass(frozen=True, slots=True)
class Paper:
    """One plant on paper. `manner`: what goes on there."""

    code: str
    name: str
    town: str
    manner: str
    kind: str
    longitude: float
    latitude: float
    has_hazard_source: bool


def plants() -> list[Paper]:
    """All thirty, the same every time."""
    found = []
    for number in range(30):
        town = TOWNS[number // 10]
        east, north = _MIDDLES[town]
        place = number % 10
        found.append(Paper(
            code=f"3799{number + 1:05d}", name=f"虚构{_WORDS[place]}{_TRADES[place]}（{town[:2]}）",
            town=town, manner=_manner(number), kind="storage" if place == 1 else "producer",
            longitude=round(east + 0.05 * (place % 4 - 1.5) + 0.02 * (place * 7 % 5 - 2) / 2, 5),
            latitude=round(north + 0.06 * (place // 4 - 1) + 0.02 * (place * 3 % 7 - 3) / 3, 5),
            has_hazard_source=place % 2 == 0,
        ))  # fmt: skip
    return found


def _manner(number: int) -> str:
    special = {3: "alarm", 7: "late", 11: "major", 16: "silent", 18: "faulty", 22: "alarm",
               25: "late", 28: "busy", 5: "busy", 14: "busy"}  # fmt: skip
    return special.get(number, "calm")
