"""What states and deeds are called."""

WISHES = {"running": "运行", "paused": "暂停", "stopped": "停止"}
WISH_TONES = {"running": "good", "paused": "p3", "stopped": "off"}
DEEDS = {
    "compare": "立即比对", "resend": "选择性重发", "replay": "重放死信", "discard": "作废死信",
    "resume": "恢复表",
}  # fmt: skip
LETTERS = {"waiting": "待处理", "done": "已重放", "discarded": "已作废", "ended": "已了结"}
LETTER_TONES = {"waiting": "p2", "done": "good", "discarded": "off", "ended": "off"}
LEVELS = {"info": "信息", "warning": "警告", "error": "错误"}
LEVEL_TONES = {"info": "", "warning": "p3", "error": "p2"}
SIDES = {"send": "发送", "receive": "接收"}
ROUTE_STATES = {
    "greeting": "握手中", "sending": "发送中", "fenced": "被其他发送方取代",
    "stopped": "已停止", "behind": "须比对补发",
}  # fmt: skip
