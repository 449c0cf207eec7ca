"""What was signed stays what it was: rows, order, photos. And two who sign at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from anhuan.domains.documents.queries import path_of
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.actions import Shot
from anhuan.domains.permits.models import Approval, MeasureCheck, Permit, Signature
from anhuan.domains.permits.tests.make import approving, at, make_plant, working
from anhuan.kernel.errors import Refused

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def plant(db):
    with at() as hand:
        yield make_plant(hand)


def faults(permit):
    return {(one.code, one.key.split(":")[0]) for one in queries.verify(permit)}


@pytest.mark.clause("GBW-048")
def test_every_altered_row_is_named(plant):
    permit = working(plant)
    assert faults(permit) == set()
    Permit.objects.update(content="随便改的内容")
    assert faults(permit) == {
        ("content_changed", "reservation"),
        ("content_changed", "application"),
    }
    permit.gas_tests.update(readings=[])
    MeasureCheck.objects.filter(no=1).delete()
    assert {("content_changed", "gas"), ("content_missing", "measure")} <= faults(permit)


@pytest.mark.clause("GBW-048")
def test_nobody_signs_on_after_an_alteration_but_anybody_may_stop_the_work(plant):
    permit = working(plant)
    Approval.objects.filter(key="approver").update(decided_name="别人", opinion="补签")
    with pytest.raises(Refused) as refused:
        actions.finish(plant.guardian, permit)
    assert {one.code for one in refused.value.blockers} == {"content_tampered"}
    assert actions.suspend(plant.worker, permit, "票面被改").state == "suspended"
    assert ("content_changed", "approval") in faults(permit)


def test_the_database_refuses_to_change_a_signature(plant):
    permit = working(plant)
    for act in (lambda: Signature.objects.update(name="别人"), permit.signatures.all().delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE permits_signature DISABLE TRIGGER USER")
    Signature.objects.filter(deed="approve", seq__gt=1).update(name="别人")
    Signature.objects.filter(deed="brief").delete()
    assert {"signature_changed", "chain_broken"} <= {one.code for one in queries.verify(permit)}


@pytest.mark.clause("PTW-055")
def test_a_photo_changed_on_the_disk_is_found(plant, settings, tmp_path):
    settings.FILES_URL = f"file://{tmp_path}"
    permit = working(plant)
    shot = Shot(SimpleUploadedFile("a.png", PNG), "start", plant.hand.now())
    photo = actions.add_photo(plant.guardian, permit, shot)
    assert faults(permit) == set()
    path_of(photo.file_sm3).write_bytes(PNG + b"1")
    assert {code for code, _ in faults(permit)} == {"photo_changed"}


def test_a_photo_from_the_future_is_refused(plant, settings, tmp_path):
    settings.FILES_URL = f"file://{tmp_path}"
    permit = working(plant)
    late = plant.hand.now() + timedelta(minutes=1)
    with pytest.raises(Refused):
        actions.add_photo(
            plant.guardian, permit, Shot(SimpleUploadedFile("a.png", PNG), "start", late)
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_sign_once():
    with at() as hand:
        plant = make_plant(hand)
        permit = approving(plant)
        results, ready = [], Barrier(2)

        def sign():
            ready.wait()
            try:
                actions.approve(plant.guardian, permit, "同意")
                results.append("done")
            except Refused:
                results.append("refused")
            finally:
                connection.close()

        threads = [Thread(target=sign) for _ in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert sorted(results) == ["done", "refused"]
        assert permit.signatures.filter(deed="approve").count() == 1
        assert queries.verify(permit) == []
