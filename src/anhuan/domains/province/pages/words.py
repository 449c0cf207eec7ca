"""Tags and links that several pages share."""

from django.urls import reverse

from anhuan.desk.details import Tag
from anhuan.domains.province.models import Enterprise, Order, ReceivedRow, Standing
from anhuan.domains.province.rules.facts import ENDED, OPEN, WORK_STATES
from anhuan.domains.province.rules.levels import LEVELS
from anhuan.domains.province.rules.levels import TONES as LEVEL_TONES
from anhuan.domains.province.rules.orders import STATES, TONES

HOME = ("监管总览", "province:overview")
STATE_WORDS = {
    "alarm": {OPEN: ("未销", "p2"), ENDED: ("已销", "good")},
    "hazard": {OPEN: ("整改中", ""), ENDED: ("已闭环", "good")},
    "plan": {OPEN: ("计划", ""), ENDED: ("已取消", "off")},
    "commitment": {OPEN: ("有效", "good"), ENDED: ("已删除", "off")},
    "device": {OPEN: ("异常", "p3"), ENDED: ("正常", "good")},
}  # fmt: skip
WORK_TONES = {"2": "accent", "3": "good", "4": "off", "5": "off", "6": "p3"}


def crumbs() -> list[tuple[str, str]]:
    """Back to the map."""
    return [(HOME[0], reverse(HOME[1]))]


def standing_of(one: Enterprise) -> Standing:
    """As judged last; a plant nobody has judged yet is blue and away."""
    return getattr(one, "standing", None) or Standing(enterprise=one)


def level_tag(level: str) -> Tag:
    """A colour, always with its word."""
    return Tag(LEVELS[level], LEVEL_TONES[level]) if level in LEVELS else Tag("—")


def online_tag(one: Enterprise) -> Tag:
    """Connected or not."""
    return Tag("在线", "good") if standing_of(one).is_online else Tag("离线", "off")


def order_tag(one: Order) -> Tag:
    """Where an order stands."""
    return Tag(STATES[one.state], TONES[one.state])


def place_word(kind: str) -> str:
    """What a row's `place` is: table 6 tells who answers for a hazard, not where it is."""
    return "责任人" if kind == "hazard" else "位置"


def row_tag(one: ReceivedRow) -> Tag:
    """How a row stands."""
    if one.kind == "work":
        return Tag(WORK_STATES.get(one.state, "未知"), WORK_TONES.get(one.state, ""))
    word, tone = STATE_WORDS.get(one.kind, {}).get(one.state, ("", ""))
    return Tag(word or "—", tone)


def enterprise_url(one: Enterprise) -> str:
    """A plant's page."""
    return reverse("province:enterprise", args=[one.pk])


def row_url(one: ReceivedRow) -> str:
    """A row's page."""
    return reverse("province:row", args=[one.pk])
