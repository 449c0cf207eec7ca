"""Which tables make a scene of the law, so that one can say which scenes a plant has built."""

SCENES: dict[str, tuple[str, tuple[str, ...]]] = {
    "promise": ("安全承诺", ("PROMISE",)),
    "dual": ("双重预防", ("DUAL_T1", "DUAL_T2", "DUAL_T3", "DUAL_T4", "DUAL_T5", "DUAL_T6")),
    "works": ("特殊作业", ("PTW_A1", "PTW_A3", "PTW_T1")),
    "people": ("人员定位", ("POS_T1", "AQL_B1", "AQL_B2", "AQL_B3", "AQL_B4", "AQL_B5", "AQL_POS")),
    "sensing": ("感知监测", ("SENSING",)),
    "video": ("视频智能分析", ("VID_T2", "VID_T3", "VID_T4", "GAS_T2", "GAS_T3", "GAS_T4")),
}
SENSING = "SENSING"  # packets of AQ 3064.1-2025 table A.2
ALARMS = ("POS_T1", "AQL_B3", "AQL_B4", "AQL_B5", "PTW_A3", "VID_T4", "GAS_T4", SENSING)


def scene_of(table: str) -> str:
    """The scene a table belongs to; empty: none."""
    return next((key for key, (_, tables) in SCENES.items() if table in tables), "")


def scenes_of(tables: set[str]) -> dict[str, bool]:
    """Every scene, and whether any of its tables is among these."""
    return {key: not tables.isdisjoint(known) for key, (_, known) in SCENES.items()}
