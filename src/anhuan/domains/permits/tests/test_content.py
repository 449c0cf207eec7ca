"""One statement reads a permit exactly as its models hold it: what was sealed stays provable."""

from uuid import UUID

import pytest

from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Going
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries import content
from anhuan.domains.permits.tests.make import conditions_of, working


def text(value):
    """As digests take it: moments in ISO, ids as text."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def by_models(source, permit):
    rows = source.model._default_manager.filter(**{source.of: permit.pk}, **source.when)
    return {
        str(row.pop("pk")): {name: text(value) for name, value in row.items()}
        for row in rows.values("pk", *source.fields)
    }


@pytest.mark.clause("GBW-048")
def test_what_one_statement_reads_is_what_the_models_hold(plant):
    plant.hand.go(microseconds=120_000)  # PostgreSQL writes .12, Python .120000
    permit = working(plant)
    Permit.objects.filter(pk=permit.pk).update(radius_m=5.0)  # and 5 for 5.0
    permit = Permit.objects.get(pk=permit.pk)
    found = content.contents_of(permit.pk)
    assert {"permit", "named", "gas", "measure", "approval", "risk", "briefing"} <= set(found)
    for key, source in content._SOURCES.items():
        assert dict(found.get(key, ())) == by_models(source, permit), key


def test_rows_of_the_whole_course_are_read(plant):
    permit = working(plant)
    actions.remark(plant.worker, permit, "现场整洁")
    actions.suspend(plant.worker, permit, "下雨")
    permit = actions.resume(plant.guardian, permit)
    actions.enter(plant.guardian, permit, Going(tool="扳手", count=3))
    entry = permit.entries.get()
    actions.leave(plant.guardian, permit, entry, 3)
    permit = actions.finish(plant.guardian, permit)
    permit = actions.accept(plant.head, permit, conditions_of(permit))
    found = content.contents_of(permit.pk)
    assert {"remark", "stop", "resumed", "in", "out"} <= set(found)
    for key, source in content._SOURCES.items():
        assert dict(found.get(key, ())) == by_models(source, permit), key
