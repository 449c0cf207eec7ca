"""Sirens and lamps: one for each area that has them."""

SOUNDING = ("SYN", "DST", "TKF", "LDG", "WHS", "UTL")


def sounder_number(count: int) -> str:
    """The number the platform calls it by."""
    return f"S-{count:03}"


SOUNDERS = frozenset(sounder_number(n) for n, _ in enumerate(SOUNDING, start=1))
