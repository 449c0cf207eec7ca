"""A call for help from a phone rings as one from a tag does (POS-013, B.3/0)."""

from typing import Any

from anhuan.domains.alarms.actions import raise_alarm
from anhuan.domains.alarms.rules import AlarmRaise, Place
from anhuan.domains.field.queries import Done
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.kernel.errors import refuse
from anhuan.kernel.ids import uuid_of
from anhuan.web.fieldwork.whereabouts import place_of

LATE_S = 60


def call_help(account: Account, done: Done) -> dict[str, Any]:
    """Raised once, however often it is sent; a late one says how late it came."""
    place = place_of(account, done.payload.get("position"), done.received_at)
    name = account.display_name
    alarm = raise_alarm(
        company_of(account),
        AlarmRaise(
            "sos", f"sos:phone:{account.pk}", done.happened_at, f"{name} 手机求救", _text(done),
            uuid_of("alarm", "field", done.id), source="field", place=place,
            people=_people(account, place), rule="field.sos",
            inputs={"operation": str(done.id), "doubt_s": done.doubt_s},
        ),
    )  # fmt: skip
    if alarm is None:
        raise refuse("sos_off", "本厂停用了求救报警，请用对讲机或电话呼叫")
    area = Area.objects.filter(pk=place.area).first() if place.area else None
    return {"alarm": str(alarm.pk), "area": area.name if area else ""}


def _text(done: Done) -> str:
    late_s = (done.received_at - done.happened_at).total_seconds()
    if late_s < LATE_S:
        return "通过现场应用求救，请立即联系本人"
    return f"手机断网，求救在 {late_s / 60:.0f} 分钟前按下，刚刚送达，请立即联系本人"


def _people(account: Account, place: Place) -> tuple[dict[str, Any], ...]:
    person = account.person
    if person is None:
        return ()
    return ({
        "id": str(person.pk), "name": person.name, "kind": person.map_kind, "x_m": place.x_m,
        "y_m": place.y_m, "floor": place.floor,
    },)  # fmt: skip
