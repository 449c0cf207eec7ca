"""The demo plant's permits: about two dozen of many kinds in every state, done deed by deed."""

from datetime import datetime, timedelta

from anhuan.devices.plant.shifts import local_day, midnight_s
from anhuan.devices.seeding.permits.cast import Cast, sow_posts
from anhuan.devices.seeding.permits.hand import by_hand, tell
from anhuan.devices.seeding.permits.places import sow_points
from anhuan.devices.seeding.permits.story import story
from anhuan.devices.seeding.permits.works import WORKS, Work
from anhuan.devices.seeding.sown import Sown
from anhuan.kernel import clock

BOOKED_H, APART = 15.0, timedelta(minutes=4)  # reservations come in the afternoon before


def sow_permits(sown: Sown, now: datetime) -> None:
    """Points, posts, and every permit through the actions as if on its day."""
    cast = Cast(sown, local_day(now.timestamp()))
    sow_points(sown)
    sow_posts(sown)
    with by_hand(now) as hand:
        stories = []
        for count, work in enumerate(WORKS):
            zero = _start_of(work, now)
            booked = _plant_day(zero - timedelta(days=1), BOOKED_H) + count * APART
            if booked > now:  # asked for today, for the days to come
                booked = now - (len(WORKS) - count) * APART - timedelta(minutes=50)
            stories.append(story(work, cast, now, zero, booked))
        tell(hand, stories, now)


def _start_of(work: Work, now: datetime) -> datetime:
    if work.day:
        return _plant_day(now + timedelta(days=work.day), work.hour)
    return (now + timedelta(minutes=work.minutes)).replace(microsecond=0)


def _plant_day(moment: datetime, hour: float) -> datetime:
    """That hour of the moment's plant day."""
    zero_s = midnight_s(local_day(moment.timestamp()))
    return clock.from_ms(round(1000 * (zero_s + 3600 * hour)))
