"""Times of silence: begun when noticed, ended when something is heard again (GOV-024)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from anhuan.domains.province.models import Enterprise, Outage
from anhuan.domains.province.queries.pictures import Known, open_outages
from anhuan.domains.province.rules.governance import Limits
from anhuan.domains.province.rules.model import Picture


def note_outages(
    plants: Iterable[Enterprise], pictures: Mapping[UUID, Picture], known: Known, now: datetime
) -> None:
    """Of the three kinds: system, collection of data, video."""
    plants = list(plants)
    running = open_outages(one.pk for one in plants)
    fresh, over = [], []
    for plant in plants:
        for what, since in _silences(plant, pictures[plant.pk], known, now).items():
            outage = running.get((plant.pk, what))
            if since is not None and outage is None:
                fresh.append(Outage(enterprise=plant, what=what, began_at=since))
            elif since is None and outage is not None:
                outage.ended_at = now
                over.append(outage)
    Outage.objects.bulk_create(fresh, ignore_conflicts=True)
    Outage.objects.bulk_update(over, ["ended_at"])


def _silences(
    plant: Enterprise, picture: Picture, known: Known, now: datetime
) -> dict[str, datetime | None]:
    sensed = known.sensed.get(plant.pk)
    is_silent = sensed is not None and now - sensed > timedelta(minutes=Limits().collection_min)
    last = known.contacts.get(plant.pk, plant.made_at)
    return {
        "system": None if picture.is_online else last,
        "sensing": sensed if is_silent else None,
        "video": now if picture.videos_off else None,
    }
