"""Trackables: a new one is a vehicle; people come and go only through the register of people."""

from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor
from anhuan.domains.omlox.actions.extras import keep_extra
from anhuan.domains.omlox.models import Extra
from anhuan.domains.omlox.queries.directory import Directory, Holder, Trackable
from anhuan.domains.org.models import Company, Person
from anhuan.domains.positioning import actions as positioning
from anhuan.domains.positioning.models import Vehicle
from anhuan.kernel.errors import refuse
from anhuan.kernel.ids import uuid7

TRACKABLE = Extra.Kind.TRACKABLE


@transaction.atomic
def create_trackable(
    actor: Actor, company: Company, directory: Directory, values: dict[str, Any]
) -> Vehicle:
    """Register a vehicle or mobile asset, and give it the tags named."""
    made = uuid7().hex[-8:].upper()
    name = values["name"] or f"设备 {made}"
    vehicle = positioning.register_vehicle(actor, company, plate=f"OMLOX-{made}", name=name)
    _keep(actor, vehicle, values)
    _bind(actor, vehicle, set(), set(values["providers"] or ()), directory)
    return vehicle


@transaction.atomic
def change_trackable(
    actor: Actor, trackable: Trackable, directory: Directory, values: dict[str, Any]
) -> None:
    """Attributes, properties, which tags it carries; a vehicle's name, never a person's."""
    holder, name = trackable.holder, values["name"]
    if name and name != holder.name:
        if isinstance(holder, Person):
            raise refuse("person_name", "人员姓名只能在人员档案里改，请去掉 name 或保持一致")
        positioning.edit_vehicle(actor, holder, name=name)
    _keep(actor, holder, values)
    if values["providers"] is not None:
        carried = {provider.tag.number for provider in trackable.providers}
        _bind(actor, holder, carried, set(values["providers"]), directory)


@transaction.atomic
def retire_trackable(actor: Actor, trackable: Trackable) -> None:
    """Take a vehicle out of use, its tags returned first."""
    if isinstance(trackable.holder, Person):
        raise refuse("person_stays", "人员不能经 omlox 接口删除，请在人员档案里办理离厂")
    for provider in trackable.providers:
        positioning.unbind_tag(actor, provider.tag, reason="omlox 接口删除")
    positioning.retire_vehicle(actor, trackable.holder, "omlox 接口删除")


def _keep(actor: Actor, holder: Holder, values: dict[str, Any]) -> None:
    changes = {"attributes": values["attributes"], "properties": values["properties"]}
    keep_extra(actor, holder.company, TRACKABLE, holder.pk, changes)


def _bind(
    actor: Actor, holder: Holder, carried: set[str], wanted: set[str], directory: Directory
) -> None:
    tags = {p.tag.number: p.tag for p in directory.providers.values()}
    if unknown := wanted - tags.keys():
        raise refuse("unknown_provider", f"没有这些定位源：{'、'.join(sorted(unknown))[:200]}")
    for number in sorted(carried - wanted):
        positioning.unbind_tag(actor, tags[number], reason="omlox 接口")
    for number in sorted(wanted - carried):
        positioning.bind_tag(actor, tags[number], holder)
