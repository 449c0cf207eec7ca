"""Fences as people work with them: versions, drafts, templates, trials, their pages and REST."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.models import DutyShift
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import Fence, FenceTrial, FenceVersion
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.queries.versions import changes_of
from anhuan.domains.positioning.rules import fences as rules
from anhuan.domains.positioning.rules.fences.templates import template_of
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    return company


@pytest.fixture
def manager(plant):
    return make.make_account(plant)


@pytest.fixture
def desk(manager):
    client = Client()
    client.force_login(manager)
    return client


def at(name, *args):
    return reverse(f"positioning:{name}", args=args)


def text(answer):
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def refused(act, *args, **fields):
    with pytest.raises(Refused) as caught:
        act(*args, **fields)
    return [one.code for one in caught.value.blockers]


# --- versions --------------------------------------------------------------------------------


def test_every_change_keeps_what_was_before_readable(plant, manager, desk):
    area = make.make_area(plant, name="一号罐区", geometry=make.box(0, 0, 20))
    fence = make.make_fence(plant, name="罐区", area=area, geometry=None, max_people=5)
    actions.save_fence(manager, plant, fence, max_people=3, note="装置检修")
    actions.disable_fence(manager, fence, "停车")
    kept = list(FenceVersion.objects.filter(fence=fence).order_by("number"))
    assert [(v.number, v.verb, v.note) for v in kept] == [
        (1, "create", ""), (2, "update", "装置检修"), (3, "disable", "停车"),
    ]  # fmt: skip
    assert [v.content["max_people"] for v in kept] == [5, 3, 3]
    assert kept[0].content["outline"] == area.geometry  # though areas move on without versions
    assert [(c.label, c.before, c.after) for c in changes_of(kept[1])] == [("限员", 5, 3)]
    assert [c.label for c in changes_of(kept[2])] == ["启用"]
    assert kept[1].by_name == manager.display_name
    shown = text(desk.get(at("fence_version", kept[1].pk)))
    assert all(word in shown for word in ("版本 2", "与版本 1 的差别", "装置检修", "一号罐区"))
    assert "现行" in text(desk.get(at("fence_version", kept[2].pk)))


def test_nobody_changes_a_version_afterwards(plant):
    make.make_fence(plant)
    for change in (lambda rows: rows.update(note="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change(FenceVersion.objects.all())


def test_versions_of_a_withdrawn_fence_stay_readable(plant, manager, desk):
    fence = make.make_fence(plant)
    actions.disable_fence(manager, fence, "撤")
    actions.retire_fence(manager, fence, "撤")
    last = FenceVersion.objects.get(fence=fence, verb="retire")
    assert "撤" in text(desk.get(at("fence_version", last.pk)))


# --- drafts ----------------------------------------------------------------------------------


def test_a_draft_of_a_fence_is_published_as_its_next_version(plant, manager):
    team = make.make_department(plant)
    fence = make.make_fence(plant, allowed_departments=[team], kind_limits={"contractor": 2})
    draft = actions.begin_draft(manager, fence)
    assert actions.begin_draft(manager, fence) == draft
    assert list(draft.allowed_departments.all()) == [team]
    actions.save_draft(manager, plant, draft, radius_m=3.0, allowed_departments=[])
    fence.refresh_from_db()
    assert (fence.version, fence.radius_m, fence.is_enabled) == (1, None, True)
    live = actions.publish_draft(manager, draft, "外扩 3 米")
    assert (live.pk, live.version, live.radius_m) == (fence.pk, 2, 3.0)
    assert not live.allowed_departments.exists()
    assert live.versions.get(number=2).note == "外扩 3 米"
    assert queries.visible_drafts(manager).count() == 0


def test_a_draft_of_a_new_fence_goes_live_when_published(plant, manager):
    draft = actions.save_draft(manager, plant, name="新", purpose="restricted",
                               geometry=make.box(0, 0))  # fmt: skip
    assert queries.visible_fences(manager).count() == 0
    assert refused(actions.enable_fence, manager, draft) == ["fence_is_draft"]
    live = actions.publish_draft(manager, draft)
    assert (live.is_draft, live.is_enabled, live.version) == (False, True, 1)
    assert queries.visible_fences(manager).get() == draft


def test_a_draft_that_was_overtaken_is_not_published(plant, manager):
    fence = make.make_fence(plant)
    draft = actions.begin_draft(manager, fence)
    actions.save_fence(manager, plant, fence, name="改了")
    assert refused(actions.publish_draft, manager, draft) == ["draft_outdated"]
    actions.discard_draft(manager, draft)
    assert actions.begin_draft(manager, fence).name == "改了"
    assert refused(actions.discard_draft, manager, fence) == ["not_a_draft"]


def test_a_bad_draft_is_refused_like_a_bad_fence(plant, manager):
    fields = {"name": "x", "purpose": "speed", "geometry": make.box(0, 0), "buffer_m": 6.0}
    codes = ["fence_buffer_too_wide", "fence_speed_limit_kmh_missing"]
    assert refused(actions.save_draft, manager, plant, **fields) == codes
    assert not Fence.objects.exists()


def test_a_draft_is_drawn_compared_tried_and_published_on_pages(plant, manager, desk):
    fence = make.make_fence(plant, name="卸车区")
    begun = desk.post(at("fence_draft", fence.pk))
    draft = Fence.objects.get(is_draft=True)
    assert begun.url == at("draft", draft.pk)
    assert "与现行版本相同" in text(desk.get(at("draft", draft.pk)))
    changed = fence_data(
        name="卸车区", buffer_m="1", max_people="4", **{"kind_limits-visitor": "1"}
    )
    assert desk.post(at("draft_edit", draft.pk), changed).status_code == 302
    shown = text(desk.get(at("draft", draft.pk)))
    assert all(word in shown for word in ("与现行版本 1 的差别", "缓冲带", "访客限 1"))
    assert "卸车区" in text(desk.get(at("fences")))
    period = {"since": "2026-11-20T08:00", "until": "2026-11-20T09:00"}
    asked = desk.post(at("draft_try", draft.pk), period)
    trial = FenceTrial.objects.get()
    assert asked.url == at("trial", trial.pk)
    assert "排队中" in text(desk.get(asked.url))
    assert desk.post(at("draft_publish", draft.pk), {"note": "好"}).url == at("fence", fence.pk)
    fence.refresh_from_db()
    assert (fence.version, fence.kind_limits, fence.buffer_m) == (2, {"visitor": 1}, 1.0)


def fence_data(**changes):
    corners = [[118.7, 37.9], [118.7001, 37.9], [118.7001, 37.9001], [118.7, 37.9]]
    drawn = {"type": "Polygon", "coordinates": [corners]}
    return {"name": "围栏", "purpose": "restricted", "geometry": json.dumps(drawn), **changes}


# --- the form --------------------------------------------------------------------------------


@pytest.mark.clause("POS-008", "POS-093")
def test_as_many_periods_as_one_wants(plant, desk):
    rows = {}
    for number in range(7):
        row = f"schedule-{number * 3}"
        rows |= {f"{row}-days": str(number + 1), f"{row}-from": "08:00", f"{row}-to": "18:00"}
    rows |= {"schedule-40-from": "22:00", "schedule-40-to": "06:00",
             "schedule-40-first": "2026-12-01", "schedule-40-last": "2026-12-24"}  # fmt: skip
    desk.post(at("fence_create"), fence_data(**rows))
    fence = Fence.objects.get()
    assert [p["days"] for p in fence.schedule] == [[n] for n in range(1, 8)] + [[]]
    assert fence.schedule[-1]["last"] == "2026-12-24"
    form = text(desk.get(at("fence_edit", fence.pk)))
    assert form.count('class="week-row"') == 8 + 1 + 1  # the rows, an empty one, the pattern
    assert "2026-12-24" in form
    assert "每天 22:00–06:00（2026-12-01 至 2026-12-24）" in text(desk.get(at("fence", fence.pk)))


def test_a_line_without_width_is_a_tripwire(plant, desk):
    line = {"type": "LineString", "coordinates": [[118.7, 37.9], [118.701, 37.9]]}
    desk.post(at("fence_create"), fence_data(geometry=json.dumps(line)))
    fence = Fence.objects.get()
    assert fence.radius_m is None
    assert "警戒线" in text(desk.get(at("fence", fence.pk)))


@pytest.mark.parametrize("one", rules.TEMPLATES, ids=lambda t: t.key)
def test_a_template_fills_the_form_and_is_itself_sound(plant, desk, manager, one):
    assert one.name in text(desk.get(at("fences")))
    form = text(desk.get(at("fence_create") + f"?template={one.key}"))
    assert one.name in form
    fields = {"name": one.name, "geometry": make.box(0, 0, 30), **one.fields}
    assert actions.save_fence(manager, plant, **fields).version == 1


def test_a_template_takes_the_only_area_of_its_kind(plant, desk):
    room = make.make_area(plant, name="中控室", kind="control_room")
    form = text(desk.get(at("fence_create") + "?template=control_room"))
    assert f'<option value="{room.pk}" selected' in form
    assert 'value="2"' in form
    assert template_of("nonsense") is None


def test_the_form_says_honestly_what_nobody_provides(plant, desk):
    form = text(desk.get(at("fence_create")))
    assert "还没有排班" in form
    fence = make.make_fence(plant, allowed_qualifications=["training:gds"], teams=["甲班"])
    assert "来源未接入，不放行任何人" in text(desk.get(at("fence", fence.pk)))
    DutyShift.objects.create(company=plant, team="丁班", leader=make.make_person(plant),
                             starts_at=NOW, ends_at=NOW + timedelta(hours=8))  # fmt: skip
    assert "丁班" in text(desk.get(at("fence_edit", fence.pk)))


def test_many_people_are_found_by_typing_and_those_chosen_stand_first(plant, desk):
    people = [make.make_person(plant, f"某{n}", pinyin=f"mou{n}") for n in range(12)]
    fence = make.make_fence(plant, allowed_people=[people[-1]])
    form = text(desk.get(at("fence_edit", fence.pk)))
    assert form.index(str(people[-1].pk)) < form.index(str(people[0].pk))
    assert "mou" in form  # pinyin is searched, not shown
    tag = make.make_tag(plant)
    page = text(desk.get(at("tag_bind", tag.pk)))
    assert 'data-pick="输入姓名、拼音或编号"' in page
    assert "data-words=" in page


# --- trials ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (NOW - timedelta(hours=2), NOW - timedelta(minutes=25), None),
        (NOW - timedelta(hours=2), NOW - timedelta(minutes=24), "trial_too_new"),
        (NOW - timedelta(days=8), NOW - timedelta(days=1), None),
        (NOW - timedelta(days=8), NOW - timedelta(days=1, seconds=-1), "trial_too_long"),
        (NOW - timedelta(days=1), NOW - timedelta(days=1), "trial_period"),
    ],
)
def test_what_may_be_tried(plant, manager, since, until, code):
    fence = make.make_fence(plant)
    if code:
        assert refused(actions.ask_trial, manager, fence, since, until, NOW) == [code]
        return
    trial = actions.ask_trial(manager, fence, since, until, NOW)
    assert trial.state == "waiting"
    assert AuditRow.objects.get(verb="try").after["since"] == since.isoformat()


def test_a_finished_trial_shows_who_when_where_and_how_much(plant, manager, desk):
    person = make.make_person(plant, "赵磊")
    trial = actions.ask_trial(manager, make.make_fence(plant), NOW - timedelta(days=1),
                              NOW - timedelta(hours=1), NOW)  # fmt: skip
    FenceTrial.objects.update(
        state="done", findings=[finding(person)],
        figures={"alarms": 1, "people": 1, "entries": 4, "visitors": 3, "most": 2},
    )  # fmt: skip
    shown = text(desk.get(at("trial", trial.pk)))
    assert all(
        word in shown for word in ("越界 · 赵磊", "1 分 30 秒", "同时最多", "11-21 18:00:00")
    )
    row = desk.get(f"/api/v1/fence-trials/{trial.pk}").json()
    assert (row["state"], row["findings"][0]["name"]) == ("done", "赵磊")


def test_names_outside_ones_scope_are_left_out(plant):
    ours, theirs = make.make_department(plant, "我"), make.make_department(plant, "他")
    head = make.make_account(plant, Role.SAFETY_MANAGER, ours)
    mine = make.make_person(plant, "自己人", department=ours)
    other = make.make_person(plant, "别处人", department=theirs)
    trial = actions.ask_trial(SYSTEM, make.make_fence(plant), NOW - timedelta(days=1),
                              NOW - timedelta(hours=1), NOW)  # fmt: skip
    FenceTrial.objects.update(state="done", findings=[finding(mine), finding(other)],
                              figures={"alarms": 2})  # fmt: skip
    client = Client()
    client.force_login(head)
    for url in (at("trial", trial.pk), f"/api/v1/fence-trials/{trial.pk}"):
        shown = client.get(url).content.decode()
        assert ("自己人" in shown, "别处人" in shown) == (True, False)


def finding(person):
    return {
        "id": str(person.pk), "rule": "entered", "kind": "boundary", "way": "entry",
        "label": "越界", "title": f"越界 · {person.name}", "text": f"{person.name}无权进入",
        "onset": "2026-11-21T10:00:00+00:00", "at": "2026-11-21T10:00:00+00:00",
        "until": "2026-11-21T10:01:30+00:00", "subject": str(person.pk), "name": person.name,
        "person_kind": "staff", "x_m": 5.0, "y_m": 5.0, "floor": 1, "inputs": {},
    }  # fmt: skip


# --- REST ------------------------------------------------------------------------------------


def post(client, url, body):
    return client.post(url, json.dumps(body), content_type="application/json")


def test_the_whole_life_of_a_draft_over_rest(plant, desk):
    assert {row["key"] for row in desk.get("/api/v1/fence-templates").json()} >= {"tank_farm"}
    body = json.loads(fence_data()["geometry"])
    made = post(desk, "/api/v1/fence-drafts", {
        "name": "试", "purpose": "capacity", "geometry": body, "kind_limits": {"contractor": 2},
        "z_min_m": 4, "z_max_m": 9, "teams": ["甲班"], "buffer_m": 1,
    })  # fmt: skip
    assert made.status_code == 201
    url = f"/api/v1/fence-drafts/{made.json()['id']}"
    bad = desk.patch(url, json.dumps({"z_min_m": 10}), content_type="application/json")
    assert [b["code"] for b in bad.json()["blockers"]] == ["fence_heights"]
    good = desk.patch(url, json.dumps({"z_min_m": 5}), content_type="application/json")
    assert (good.json()["z_min_m"], good.json()["is_draft"]) == (5, True)
    yesterday = clock.now() - timedelta(days=1)
    period = {"since": (yesterday - timedelta(hours=1)).isoformat(), "until": yesterday.isoformat()}
    asked = post(desk, f"{url}/try", period)
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    live = post(desk, f"{url}/publish", {"note": "发布"}).json()
    assert (live["is_enabled"], live["is_draft"], live["version"]) == (True, False, 1)
    versions = desk.get(f"/api/v1/fences/{live['id']}/versions").json()
    assert [(v["number"], v["note"]) for v in versions] == [(1, "发布")]
    draft = post(desk, f"/api/v1/fences/{live['id']}/draft", {}).json()
    assert draft["replaces"] == live["id"]
    assert post(desk, f"/api/v1/fence-drafts/{draft['id']}/discard", {}).status_code == 204
    assert post(desk, f"/api/v1/fences/{live['id']}/disable", {"reason": "撤"}).status_code == 200
    assert post(desk, f"/api/v1/fences/{live['id']}/retire", {"reason": "撤"}).status_code == 200
    assert desk.get("/api/v1/fences").json()["results"] == []
