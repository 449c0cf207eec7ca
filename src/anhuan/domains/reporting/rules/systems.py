"""Receivers: which level, which system, which form; and what goes through their hands."""

LEVELS = {"province": "省", "city": "市", "county": "县（区）", "park": "化工园区"}
SYSTEMS = {
    "2021": "风险监测预警系统（2021）",
    "2024": "安全风险数字化管控系统（2024）",
    "aq3064": "园区平台（AQ 3064）",
    "other": "其他",
}
FORMS = {
    "aq_business": "AQ 3064.1 业务数据（HTTPS）",
    "aq_sensing": "AQ 3064.1 感知数据（HTTPS）",
    "datas": "省级 datas 加密报文（HTTP）",
    "frames": "TCP 长连接 @@ 报文",
    "mqtt": "MQTT",
    "generic": "通用（模板 JSON）",
}
FIRST_TABLES: dict[str, tuple[str, ...]] = {
    "2021": ("DUAL_T1", "DUAL_T2", "DUAL_T3", "DUAL_T4", "DUAL_T5", "DUAL_T6", "PROMISE",
             "PTW_T1", "POS_T1", "VID_T2", "VID_T3", "VID_T4"),
    "2024": ("PTW_T1", "POS_T1", "AQL_POS"),
    "aq3064": ("AQL_B1", "AQL_B2", "PTW_A1", "PTW_A3", "AQL_B3", "AQL_B4", "AQL_B5", "AQL_POS"),
    "other": (),
}  # fmt: skip
SCHEMES = {
    "aq_business": ("http", "https"), "aq_sensing": ("http", "https"),
    "datas": ("http", "https"), "generic": ("http", "https"), "frames": ("tcp", "tcps"),
    "mqtt": ("mqtt", "mqtts"),
}  # fmt: skip
