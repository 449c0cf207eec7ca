"""Much falls due at once: decided in a handful of queries, as one by one would; the grave first."""

from datetime import timedelta

from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import ticking
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.due import fallen_due, looks_at, urgent_first
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.timing import dues_of
from anhuan.domains.permits.rules.states import State
from anhuan.domains.permits.tests.make import approving, reserved
from anhuan.domains.plant.tests.factories import box


def test_many_are_decided_as_one_by_one_and_what_stops_a_work_is_done_first(
    hot, plant, django_assert_max_num_queries, monkeypatch
):
    plant.everybody_on_site()
    work = actions.start(plant.guardian, hot)
    actions.suspend(plant.worker, work, "下雨")
    plant.hand.go(minutes=10)
    plant.everybody_on_site()
    actions.resume(plant.guardian, work)
    signing = approving(plant, geometry=box(300, 300, 4), place="二号泵房")
    plans = [
        reserved(plant, geometry=box(400 + 10 * n, 400, 4), ends_at=work.ends_at) for n in range(3)
    ]
    keys = [one.pk for one in (*plans, signing, work)]

    now = work.ends_at + timedelta(seconds=1)
    with django_assert_max_num_queries(8):
        looks = list(looks_at(keys, now))
    for look in looks:
        alone = Look(Permit.objects.get(pk=look.permit.pk), None, now)
        assert dues_of(look) == dues_of(alone) and fallen_due(look) == fallen_due(alone)
    order = urgent_first(keys, now)
    assert order[0] == work.pk

    plant.hand.at = now
    Permit.objects.filter(pk__in=keys).update(due_at=now)
    monkeypatch.setattr(ticking, "_MOST", 1)
    assert actions.tick_due(now) == 1
    states = dict(Permit.objects.filter(pk__in=keys).values_list("pk", "state"))
    assert states[work.pk] == State.EXPIRED
    assert {states[one.pk] for one in plans} == {State.RESERVED}
