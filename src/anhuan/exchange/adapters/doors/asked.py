"""A question that came over a broker or by post, with its token: answered, or noise."""

from anhuan.exchange.adapters.doors.guard import Guard
from anhuan.exchange.adapters.doors.tcp import Answer
from anhuan.exchange.core import addressed
from anhuan.exchange.core.addressed import Addressed
from anhuan.exchange.core.answers import NOT_ALLOWED, Refusal
from anhuan.exchange.core.frames import BadFrame, Frame, Kind, decode


def replied(payload: bytes, answer: Answer, guard: Guard) -> bytes | None:
    """The answer with the question's number; None for noise: who asks in earnest asks again."""
    try:
        asked = addressed.decode(payload)
        said = answered(asked.token, decode(asked.content), answer, guard)
    except BadFrame:
        return None
    return Addressed(asked.number, "", said.encode()).encode()


def answered(token: str, frame: Frame, answer: Answer, guard: Guard) -> Frame:
    """The answer, or a refusal for a token that is nobody's."""
    allowed = guard.allowed(token)
    if allowed is None:
        refusal = Refusal(NOT_ALLOWED, "令牌无效，请重新登记该节点")
        return Frame(Kind.REFUSED, refusal.encode())
    return answer(frame, allowed)
