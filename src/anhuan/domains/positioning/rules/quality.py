"""How good a position is, in a word: its honest radius, and how much of what was heard fitted.

Ranges through a wall or a body are too long. The filter refuses or weighs them down; the more of
them, the less speaks for the place (AQ 3064.3-2025 7.1 asks for 3 m at rest, 5 m on the move).
"""

GOOD_M, FAIR_M = 3.0, 5.0
GOOD_SHARE, FAIR_SHARE = 0.35, 0.65
WORDS = {"good": "好", "fair": "一般", "poor": "差"}


def quality_of(r68_m: float, blocked: float) -> str:
    """good, fair or poor, by the worse of radius (m) and share of weight lost (0..1)."""
    if r68_m <= GOOD_M and blocked <= GOOD_SHARE:
        return "good"
    return "fair" if r68_m <= FAIR_M and blocked <= FAIR_SHARE else "poor"
