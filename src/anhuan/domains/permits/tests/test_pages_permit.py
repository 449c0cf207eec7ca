"""The desk pages of permits: board, permit, deeds one by one, as people of the trade use them."""

import pytest

from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import FormTemplate, GasEntry, HazardEntry, Permit
from anhuan.domains.permits.pages.deeds import PAGES
from anhuan.domains.permits.tests.make import (
    application,
    at,
    conditions_of,
    make_plant,
    reserved,
    sample,
    settle_measures,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    with at() as hand:
        yield make_plant(hand)


def read(account, url):
    answer = sign_in(account).get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def course(plant):
    """The states of one permit, one after the other."""
    permit = reserved(plant)
    yield permit
    actions.approve_reservation(plant.head, permit)
    yield actions.apply(plant.applicant, permit, application(plant))
    actions.analyse(plant.applicant, permit)
    yield actions.test_gas(plant.analyst, permit, sample(plant))
    yield settle_measures(plant, permit)
    actions.brief(plant.applicant, permit, "")
    actions.sign_briefing(plant.worker, permit, 40)
    yield actions.submit(plant.applicant, permit)
    for by in (plant.guardian, plant.leader, plant.head, plant.head):
        actions.approve(by, permit, "同意")
    actions.verify_issue(plant.shift, permit)
    yield actions.start(plant.guardian, permit)
    yield actions.suspend(plant.guardian, permit, "下雨")
    actions.resume(plant.guardian, permit)
    yield actions.finish(plant.guardian, permit)
    actions.accept(plant.head, permit, conditions_of(permit))
    yield actions.archive(plant.head, permit)


def test_the_page_shows_every_step_and_the_board_follows(plant):
    states = []
    for permit in course(plant):
        page = read(plant.safety, f"/permits/{permit.pk}/")
        assert permit.number in page
        assert "签字链校验通过" in page
        assert permit.number in read(plant.guardian, "/permits/")
        states.append(Permit.objects.get().state)
    assert states[0] == "reserved" and states[-1] == "archived"


def test_every_deed_has_a_page_and_says_why_it_is_not_possible_yet(plant):
    permit = reserved(plant)
    wrong = []
    for one in PAGES:
        url = f"/permits/{permit.pk}/{one.deed.replace('_', '-')}/"
        for by in (plant.shift, plant.head, plant.analyst):
            answer = sign_in(by).get(url)
            if answer.status_code not in (200, 403):
                wrong.append((url, answer.status_code))
    assert not wrong
    page = read(plant.shift, f"/permits/{permit.pk}/start/")
    assert "现在还不能办理" in page and "只能在：" in page


def test_other_pages(plant):
    permit = reserved(plant)
    form, gas = FormTemplate.objects.first(), GasEntry.objects.first()
    urls = [
        "ledger/", "map/", "map/feed/", "statistics/", "gases/", "hazards/", "points/", "forms/",
        "settings/", "gases/new/", "hazards/new/", "points/new/", f"gases/{gas.pk}/",
        f"forms/{form.pk}/", f"forms/{form.pk}/edit/", f"{permit.pk}/scene/",
    ]  # fmt: skip
    for url in urls:
        read(plant.safety, f"/permits/{url}")
    for url in ("kinds/", "reserve/?kind=hot_work", "reserve/?kind=lifting"):
        read(plant.applicant, f"/permits/{url}")
    assert HazardEntry.objects.count() >= 0
