"""Know card and emergency card of an area, on the phone that scanned its code (RISK-014)."""

from typing import Any

from anhuan.domains.org.models import Account
from anhuan.domains.plant.models import Area
from anhuan.domains.risk import queries
from anhuan.domains.risk.models import AreaCard, RiskEvent
from anhuan.domains.risk.rules.levels import Level

MOST = 12
# The emergency card first: whoever scans in an emergency has no time to scroll.
LINES = (
    ("应急处置", "first_steps"), ("急救", "first_aid"), ("撤离与集合", "muster"),
    ("应急电话", "phones"), ("事故征兆", "signs"), ("安全须知", "must_know"),
    ("个体防护", "protection"), ("危险物料", "materials"),
)  # fmt: skip


def risk_cards(account: Account, area: Area) -> dict[str, Any]:
    """`cards`: titles with their lines, the empty left out; `risks`: the gravest events first."""
    if not account.may("risk.view"):
        return {"risks": [], "cards": []}
    found = queries.area_for(account, area.pk)
    events = [
        event for one in found.objects for unit in one.units.all() for event in unit.events.all()
    ]
    return {
        "cards": cards_of(area),
        "risks": [_risk(one) for one in sorted(events, key=_gravity)[:MOST]],
    }


def cards_of(area: Area) -> list[dict[str, Any]]:
    """What the two cards of an area say, the empty left out."""
    card = queries.card_of(area)
    cards = [{"title": title, "lines": _lines(card, key)} for title, key in LINES]
    return [one for one in cards if one["lines"]]


def _lines(card: AreaCard, key: str) -> list[str]:
    return [one.strip() for one in getattr(card, key).splitlines() if one.strip()]


def _gravity(event: RiskEvent) -> int:
    return list(Level).index(Level(event.level)) if event.level else len(Level)


def _risk(event: RiskEvent) -> dict[str, Any]:
    label = Level(event.level).label if event.level else "未评价"
    return {"name": event.name, "level": event.level, "level_label": label,
            "accidents": "、".join(event.accidents)}  # fmt: skip
