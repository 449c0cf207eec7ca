"""Conversions people get wrong, each with its unit in its name."""

MOLAR_VOLUME_L = 24.45  # of an ideal gas at 25 ℃ and 101.325 kPa


def vol_pct_from_lel_pct(reading_lel_pct: float, lel_vol_pct: float) -> float:
    """A detector's %LEL as % by volume: 10 %LEL of methane (LEL 5 %) is 0.5 % vol."""
    return reading_lel_pct / 100 * lel_vol_pct


def lel_pct_from_vol_pct(vol_pct: float, lel_vol_pct: float) -> float:
    """The inverse of `vol_pct_from_lel_pct`."""
    return vol_pct / lel_vol_pct * 100


def ppm_from_mg_m3(mg_m3: float, molar_mass_g: float) -> float:
    """Mass concentration to parts per million by volume, at 25 ℃."""
    return mg_m3 * MOLAR_VOLUME_L / molar_mass_g


def mg_m3_from_ppm(ppm: float, molar_mass_g: float) -> float:
    """The inverse of `ppm_from_mg_m3`."""
    return ppm * molar_mass_g / MOLAR_VOLUME_L


def kmh_from_mps(mps: float) -> float:
    """Speed as road signs give it."""
    return mps * 3.6


def mps_from_kmh(kmh: float) -> float:
    """The inverse of `kmh_from_mps`."""
    return kmh / 3.6


def span_text(seconds: float) -> str:
    """A duration as a shift worker says it: 14 秒, 1 分 48 秒, 3 小时 05 分, 2 天 4 小时."""
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} 天 {hours} 小时"
    if hours:
        return f"{hours} 小时 {minutes:02} 分"
    return f"{minutes} 分 {rest:02} 秒" if minutes else f"{rest} 秒"
