"""Location providers: tags of our ledger, and what their sensors say."""

from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor
from anhuan.domains.omlox.actions.extras import keep_extra
from anhuan.domains.omlox.models import Extra
from anhuan.domains.omlox.queries.directory import Provider
from anhuan.domains.org.models import Company
from anhuan.domains.positioning import actions as positioning
from anhuan.domains.positioning.models import Tag
from anhuan.kernel.errors import refuse

TECHNOLOGIES = {"uwb": "UWB", "gps": "GNSS", "wifi": "Wi-Fi", "rfid": "RFID", "ibeacon": "BLE"}
PROVIDER = Extra.Kind.PROVIDER


@transaction.atomic
def create_provider(actor: Actor, company: Company, values: dict[str, Any]) -> Tag:
    """Register a tag; its ledger row (explosion protection …) is completed on its page."""
    technology = TECHNOLOGIES.get(values["type"], "")
    tag = positioning.register_tag(
        actor, company, number=values["id"], technology=technology, has_sos=False
    )
    _keep(actor, tag, values)
    return tag


@transaction.atomic
def change_provider(actor: Actor, provider: Provider, values: dict[str, Any]) -> None:
    """Set type, attributes and properties; the id of a provider stays."""
    if values["id"] != provider.tag.number:
        raise refuse("provider_id_differs", "请求体的 id 与地址中的定位源不一致，编号不能改")
    if provider.extra and "sensors" not in values["attributes"]:
        kept = provider.extra.attributes.get("sensors")
        values["attributes"] |= {"sensors": kept} if kept is not None else {}
    _keep(actor, provider.tag, values)


def keep_sensors(actor: Actor, provider: Provider, sensors: Any) -> None:
    """Keep what the sensors of a provider say, in place of what they said before."""
    given = provider.extra.attributes if provider.extra else {}
    changes = {"attributes": given | {"sensors": sensors}}
    with transaction.atomic():
        keep_extra(actor, provider.tag.company, PROVIDER, provider.tag.pk, changes)


def retire_provider(actor: Actor, provider: Provider) -> None:
    """Take a tag out of use; refused while somebody carries it."""
    positioning.retire_tag(actor, provider.tag, "omlox 接口删除")


def _keep(actor: Actor, tag: Tag, values: dict[str, Any]) -> None:
    attributes = values["attributes"] | {"type": values["type"]}
    changes = {"attributes": attributes, "properties": values["properties"]}
    keep_extra(actor, tag.company, PROVIDER, tag.pk, changes)
