"""Nothing is changed quietly: lines, fields, pictures; nothing is ever deleted."""

import pytest
from django.db import DatabaseError, connection, transaction

from anhuan.domains.documents.queries import path_of
from anhuan.domains.hazards import actions, queries
from anhuan.domains.hazards.models import Hazard, Stage, Step
from anhuan.domains.hazards.tests.make import accepted, judged, make_plant, shot, told
from anhuan.domains.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db


def faults(hazard) -> set[str]:
    return {one.code for one in queries.verify_hazard(Hazard.objects.get(pk=hazard.pk))}


@pytest.mark.clause("DUAL-049")
def test_the_database_refuses_to_change_or_remove_a_signed_line_and_to_delete_a_hazard():
    hazard = told(make_plant())
    for write in (
        lambda: Step.objects.filter(hazard=hazard).update(name="别人"),
        lambda: Step.objects.filter(hazard=hazard).delete(),
        lambda: Hazard.objects.filter(pk=hazard.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert faults(hazard) == set()


def test_a_field_or_a_picture_changed_behind_the_product_is_named():
    plant = make_plant()
    hazard = accepted(plant)
    Hazard.objects.filter(pk=hazard.pk).update(result="已更换，另一种说法")
    assert faults(hazard) == {"content_changed"}
    other = told(plant, name="另一处", photos=(shot(Stage.FOUND, color="red"),))
    path_of(other.photos.get().file_sm3).write_bytes(b"another picture")
    assert faults(other) == {"photo_changed"}


def test_a_line_put_in_by_hand_has_no_signature_of_the_plant():
    hazard = told(make_plant())
    row = hazard.steps.get()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE hazards_step DISABLE TRIGGER hazard_steps_append_only")
    Step.objects.filter(pk=row.pk).update(name="别人")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hazards_step ENABLE TRIGGER hazard_steps_append_only")
    assert faults(hazard) == {"line_changed"}


def rows_sent(hazard) -> list[dict]:
    events = OutboxEvent.objects.filter(type="hazards.row", data__hazard=str(hazard.pk))
    return [one.data["row"] for one in events.order_by("at", "id")]


@pytest.mark.clause("EXC-012", "EXC-013")
def test_rows_for_the_province_follow_every_change_and_a_deleted_one_says_so():
    plant = make_plant()
    hazard = told(plant)
    assert rows_sent(hazard) == [], "before it is judged the table has no state for it"
    hazard = accepted(plant, None)
    states = [row["DANGER_STATE"] for row in rows_sent(hazard)]
    assert states == [0, 1, 9]
    assert rows_sent(hazard)[-1]["HAZARD_CODE"] == "370500001"
    actions.delete(plant.keeper, hazard, "误登")
    assert rows_sent(hazard)[-1]["DELETED"] == "1"
    assert Hazard.objects.filter(pk=hazard.pk).exists()


@pytest.mark.clause("EXC-013")
def test_what_was_sent_and_turns_out_to_be_none_is_sent_as_deleted():
    plant = make_plant()
    hazard = actions.dismiss(plant.safety, judged(plant), "不是隐患")
    assert [row["DELETED"] for row in rows_sent(hazard)] == ["0", "1"]
    never = actions.dismiss(plant.safety, told(plant, name="别的"), "不是隐患")
    assert rows_sent(never) == []
