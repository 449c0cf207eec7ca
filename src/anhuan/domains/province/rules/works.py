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
