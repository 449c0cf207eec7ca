"""The life of one version of a row at one receiver."""

HELD = "held"
WAITING = "waiting"
SENDING = "sending"
SENT = "sent"
REFUSED = "refused"
SUPERSEDED = "superseded"
STATES = {
    HELD: "校验未过", WAITING: "待发", SENDING: "发送中", SENT: "已送达", REFUSED: "被退回",
    SUPERSEDED: "已被新数据取代",
}  # fmt: skip
OPEN = (HELD, WAITING, SENDING)
TONES = {HELD: "p2", WAITING: "", SENDING: "accent", SENT: "good", REFUSED: "p1", SUPERSEDED: "off"}


def blocks_later(state: str, *, is_chain: bool) -> bool:
    """Whether a version in that state keeps later ones of its row back. Of a chain the earlier
    must have arrived: a receiver never hears of an end without its beginning."""
    return state in (WAITING, SENDING) or (is_chain and state in (HELD, REFUSED))
