"""What is said to people. An exercise says so first, everywhere."""

DRILL = "演练"
ORDER_TEXT = "请立即停止作业，撤离至最近的集合点"
CLEAR_TEXT = "险情解除，请听从现场指挥"


def said(text: str, *, is_drill: bool) -> str:
    """The words of an order as devices show them."""
    return f"【{DRILL}】{text}" if is_drill else text


def span(seconds: float | None) -> str:
    """ "3 分 08 秒"; a dash when it has not come to that."""
    if seconds is None:
        return "—"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} 分 {rest:02} 秒" if minutes else f"{rest} 秒"
