"""kill -9 at every step of a real reporter: nothing is missing, nothing doubled, order kept."""

import signal

import pytest

from anhuan.domains.org.tests.factories import make_company
from anhuan.domains.plant.tests.factories import make_site
from anhuan.domains.reporting.models import Batch, Delivery
from anhuan.domains.reporting.tests.make import alarm, handled, make_target, take
from tests.reporting.make import PATIENCE_S, receiver, reporter, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
OPTIONS = {"most_rows": 3, "timeout_s": 1}


def plant_with_alarms(url, count):
    company = make_company()
    make_site(company)
    target = make_target(company, address=url, options=OPTIONS)
    rows = [alarm() for _ in range(count)]
    for row in rows:
        take(company, "POS_T1", row)
    return target, company, rows


def settled(target):
    return not Delivery.objects.filter(target=target).exclude(state="sent").exists()


@pytest.mark.parametrize("step", ["claimed", "carried"])
def test_killed_between_its_two_marks_it_sends_again_and_the_other_side_counts_once(tmp_path, step):
    with receiver(tmp_path) as other:
        target, company, rows = plant_with_alarms(other.url, 7)
        with reporter(tmp_path, dies_at=step) as first:
            assert first.wait(PATIENCE_S) == -signal.SIGKILL
        assert Batch.objects.filter(state="sending").count() == 1
        take(company, "POS_T1", handled(rows[0]))
        with reporter(tmp_path):
            wait_for(lambda: settled(target))
        got = [(row["id"], row["type"]) for line in other.lines() for row in line["body"]["rows"]]
        assert len(got) == len(set(got)) == 8
        assert {key for key, _ in got} == {row["id"] for row in rows}
        assert got.index((rows[0]["id"], "alarm")) < got.index((rows[0]["id"], "alarm:handle"))


def test_killed_at_random_moments_while_rows_keep_coming(tmp_path):
    with receiver(tmp_path) as other:
        target, company, rows = plant_with_alarms(other.url, 6)
        for _ in range(3):
            with reporter(tmp_path) as child:
                before = len(other.lines())
                wait_for(lambda before=before: len(other.lines()) > before)
                child.kill()
                child.wait()
            rows.append(alarm())
            take(company, "POS_T1", rows[-1])
        with reporter(tmp_path):
            wait_for(lambda: settled(target))
        assert sorted(other.rows()) == sorted(row["id"] for row in rows)


def test_two_reporters_do_not_send_twice(tmp_path):
    with receiver(tmp_path) as other:
        target, _, rows = plant_with_alarms(other.url, 6)
        with reporter(tmp_path), reporter(tmp_path):
            wait_for(lambda: settled(target))
        assert sorted(other.rows()) == sorted(row["id"] for row in rows)
        assert all(one.attempts == 1 for one in Batch.objects.all())
