"""Kinds of place that lists of hazards, briefings and checks are kept for.

The values are those of plant areas and structures, so that a place on the map finds its lines.
"""

PLACES: dict[str, str] = {
    "production": "生产装置区",
    "tank_farm": "罐区",
    "warehouse": "仓库",
    "loading": "装卸区",
    "utility": "公用工程",
    "road": "道路",
    "tank": "储罐",
    "unit": "生产装置",
    "equipment": "设备",
    "rack": "管廊",
    "building": "建筑",
}
