"""The five states a park's map shows works in (AQ 3064.2-2025 6.4.1)."""

STATES = {
    "reserved": "已预约", "applied": "已申请", "running": "进行中", "done": "已完成",
    "cancelled": "已取消",
}  # fmt: skip
_OF_TICKET = {"0": "applied", "1": "applied", "2": "running", "6": "running", "3": "done",
              "4": "cancelled", "5": "cancelled"}  # fmt: skip


def state_of(kind: str, state: str) -> str:
    """Of a permit by the code of its ticket; of a line of the day's plan, reserved or cancelled."""
    if kind == "plan":
        return "reserved" if state == "open" else "cancelled"
    return _OF_TICKET.get(state, "applied")


# The codes of a ticket's type carry the class of the work (AQ 3064.2-2025 表A.1 4).
TYPES = {
    "hot": ("动火作业", ("01", "02", "03")), "power": ("临时用电作业", ("10",)),
    "height": ("高处作业", ("21", "22", "23", "24")), "earth": ("动土作业", ("30",)),
    "road": ("断路作业", ("40",)), "blind": ("盲板抽堵作业", ("50",)),
    "lifting": ("吊装作业", ("61", "62", "63")), "confined": ("受限空间作业", ("70",)),
}  # fmt: skip
LEVELS = {
    "special": ("特级", ("01",)), "first": ("一级", ("02", "21", "61")),
    "second": ("二级", ("03", "22", "62")), "third": ("三级", ("23", "63")),
    "fourth": ("四级", ("24",)), "none": ("不分级", ("10", "30", "40", "50", "70")),
}  # fmt: skip
Words = dict[str, tuple[str, tuple[str, ...]]]


def word_of(words: Words, code: str) -> str:
    """The type, or the class, of a ticket's code."""
    return next((word for word, codes in words.values() if code in codes), "未知")
