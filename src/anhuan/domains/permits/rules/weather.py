"""Wind, rain, snow, fog and heat against work in the open. GB 30871-2022 5.2.15, 8.2.6, 9.2.4."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.settings import Settings

# Beaufort: the speed from which each level counts, m/s.
_BEAUFORT_MPS = (0.3, 1.6, 3.4, 5.5, 8.0, 10.8, 13.9, 17.2, 20.8, 24.5, 28.5, 32.7)
HOT_WORK_WIND, HEIGHT_WIND, LIFTING_WIND = 5, 5, 6


class Sky(StrEnum):
    """What falls or hangs in the air."""

    CLEAR = "clear"
    RAIN = "rain"
    RAINSTORM = "rainstorm"
    SNOW = "snow"
    HEAVY_SNOW = "heavy_snow"
    FOG = "fog"
    DENSE_FOG = "dense_fog"
    THUNDER = "thunder"


SKY_LABELS: dict[Sky, str] = {
    Sky.CLEAR: "无降水",
    Sky.RAIN: "雨",
    Sky.RAINSTORM: "暴雨",
    Sky.SNOW: "雪",
    Sky.HEAVY_SNOW: "大雪",
    Sky.FOG: "大雾",
    Sky.DENSE_FOG: "浓雾",
    Sky.THUNDER: "雷电",
}


@dataclass(frozen=True, slots=True)
class Weather:
    """What is measured or entered for a place now."""

    wind_mps: float = 0.0  # gusts
    sky: frozenset[Sky] = frozenset()
    temperature_c: float | None = None

    @property
    def wind_level(self) -> int:
        """Beaufort."""
        return beaufort(self.wind_mps)


@dataclass(frozen=True, slots=True)
class WeatherFault:
    """A reason of the weather. `may_upgrade`: not forbidden when managed one grade higher."""

    code: str
    text: str
    clause: str
    may_upgrade: bool = False


def beaufort(wind_mps: float) -> int:
    """The wind's level: 5 from 8.0 m/s, 6 from 10.8 m/s."""
    return sum(wind_mps >= limit for limit in _BEAUFORT_MPS)


def weather_faults(
    kind: Kind, facts: Facts, weather: Weather, settings: Settings
) -> list[WeatherFault]:
    """Why this work, if it is in the open, may not go on in this weather."""
    if not facts.has(Flag.OUTDOOR):
        return []
    return [*_wind(kind, weather), *_sky(kind, weather), *_heat(weather, settings)]


_WIND: dict[Kind, tuple[int, str, str]] = {
    Kind.HOT_WORK: (HOT_WORK_WIND, "禁止露天动火，确需动火须升级管理", "GB 30871-2022 5.2.15"),
    Kind.WORK_AT_HEIGHT: (HEIGHT_WIND, "不应进行高处作业", "GB 30871-2022 8.2.6"),
    Kind.LIFTING: (LIFTING_WIND, "不应露天吊装", "GB 30871-2022 9.2.4"),
}
_BAD_SKY: dict[Kind, tuple[frozenset[Sky], str]] = {
    Kind.WORK_AT_HEIGHT: (
        frozenset({Sky.DENSE_FOG, Sky.RAINSTORM, Sky.HEAVY_SNOW, Sky.THUNDER}),
        "GB 30871-2022 8.2.6",
    ),
    Kind.LIFTING: (
        frozenset({Sky.FOG, Sky.DENSE_FOG, Sky.RAINSTORM, Sky.HEAVY_SNOW, Sky.THUNDER}),
        "GB 30871-2022 9.2.4",
    ),
}


def _wind(kind: Kind, weather: Weather) -> Iterator[WeatherFault]:
    if kind not in _WIND:
        return
    limit, verdict, clause = _WIND[kind]
    if weather.wind_level >= limit:
        text = f"风力 {weather.wind_level} 级（{weather.wind_mps:g} m/s），{verdict}"
        yield WeatherFault("wind", text, clause, may_upgrade=kind is Kind.HOT_WORK)


def _sky(kind: Kind, weather: Weather) -> Iterator[WeatherFault]:
    bad, clause = _BAD_SKY.get(kind, (frozenset(), ""))
    for sky in Sky:
        if sky in bad and sky in weather.sky:
            text = f"{SKY_LABELS[sky]}天气，不应露天{kind.label}"
            yield WeatherFault(f"sky_{sky}", text, clause)


def _heat(weather: Weather, settings: Settings) -> Iterator[WeatherFault]:
    limit_c = settings.heat_stop_c
    if weather.temperature_c is not None and weather.temperature_c >= limit_c:
        text = f"气温 {weather.temperature_c:g} ℃，达到 {limit_c:g} ℃，停止室外作业"
        yield WeatherFault("heat", text, "企业制度")


CHECKED_AFTER = (Kind.WORK_AT_HEIGHT, Kind.EXCAVATION)


def owes_check_after(kind: Kind, weather: Weather) -> str:
    """What must be looked at before work goes on after this weather; "" for nothing
    (GB 30871-2022 8.2.6, 11.5 d)."""
    storm = {Sky.RAINSTORM, Sky.HEAVY_SNOW} & weather.sky
    if kind is Kind.WORK_AT_HEIGHT and (storm or weather.wind_level >= 8):
        return "暴风雪、台风、暴雨后，须检查脚手架等作业安全设施"
    if kind is Kind.EXCAVATION and weather.sky & {
        Sky.RAIN,
        Sky.RAINSTORM,
        Sky.SNOW,
        Sky.HEAVY_SNOW,
    }:
        return "雨雪后须检查边坡和支撑"
    return ""


def facts_in(weather: Weather, facts: Facts) -> Facts:
    """The job's facts with what the weather adds: grade and measures of outdoor work follow it."""
    if not facts.has(Flag.OUTDOOR):
        return facts
    falls = {
        Flag.RAIN: {Sky.RAIN, Sky.RAINSTORM},
        Flag.SNOW: {Sky.SNOW, Sky.HEAVY_SNOW},
        Flag.FOG: {Sky.FOG, Sky.DENSE_FOG},
    }
    flags = [flag for flag, skies in falls.items() if skies & weather.sky]
    gust = [Flag.GUST] if weather.wind_level >= 5 else []
    cold = weather.temperature_c is not None and weather.temperature_c <= 5
    return facts.plus(*flags, *gust, *([Flag.COLD_AIR] if cold else []))
