"""A hot-work permit's way through the field on phones at 390 × 844, cut off in every step.

A web server of the test's own; the desk's part is done by actions. The clock shows a working
Tuesday; the phones' own clocks are wrong by as much, which they find out.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser, Page, expect

from anhuan.domains.faces import actions as faces
from anhuan.domains.faces.tests.make import MODELS, PICTURES, needs_networks, someone
from anhuan.domains.org.models import Account
from anhuan.domains.org.tests.factories import PASSWORD
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Settled
from anhuan.domains.permits.models import Permit, PermitPoint, PermitSettings
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.tests.make import (
    AWAY,
    TEN,
    Hand,
    Plant,
    analysed,
    answer_to,
    make_plant,
    sample,
    settle_measures,
)
from anhuan.kernel import clock
from tests.flows.phone import (
    PHONE,
    draw,
    hold,
    install,
    photograph,
    sent,
    shot,
    sign_in,
    without_network,
)

CODE = "ZYD-01"


@dataclass
class Site:
    """The plant, its permit, its address, its phones."""

    plant: Plant
    permit: Permit
    url: str
    browser: Browser

    def state(self) -> str:
        return str(Permit.objects.values_list("state", flat=True).get(pk=self.permit.pk))

    def phone(self, who: Account, *, installed: bool = False) -> Page:
        context = self.browser.new_context(**PHONE)
        context.set_default_timeout(60_000)
        page = context.new_page()
        sign_in(page, self.url, who.username, PASSWORD)
        if installed:
            install(page)
        return page

    def go(self, page: Page, step: str = "") -> None:
        page.goto(f"{self.url}/m/permits/{self.permit.pk}{step}")
        expect(page.get_by_text(self.permit.number).first).to_be_visible()


@pytest.fixture(scope="module", autouse=True)
def _beside_a_loop() -> Iterator[None]:
    """Playwright keeps an event loop in this process; the rows are ours alone. Ends last."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def site(
    transactional_db: None, live_server: Any, browser: Browser, settings: Any, tmp_path: Any
) -> Iterator[Site]:  # fmt: skip
    settings.FILES_URL = f"file://{tmp_path}"
    began = time.monotonic()
    hand = Hand()
    hand.now = lambda: TEN + timedelta(seconds=time.monotonic() - began)  # type: ignore[method-assign]
    with patch.object(clock, "now", hand.now):
        plant = make_plant(hand)
        fresh = {"position_fresh_s": 600}
        PermitSettings.objects.update_or_create(company=plant.company, defaults=fresh)
        PermitPoint.objects.create(
            company=plant.company, code=CODE, name="一号泵房", x_m=102, y_m=102, floor=1
        )
        site = Site(plant, analysed(plant), live_server.url, browser)
        yield site
        for context in browser.contexts:
            context.close()


def samples_the_air(site: Site) -> None:
    """Limits while typing; the sample is kept without a network and judged as old as it is."""
    page = site.phone(site.plant.analyst)
    page.get_by_role("link", name="作业票").click()
    page.get_by_text(site.permit.content).click()
    page.get_by_role("link", name="气体分析", exact=True).first.click()
    page.get_by_role("combobox").first.select_option("methane")
    page.locator(".row input").fill("0.6")
    expect(page.get_by_text("超过 0.5 %vol")).to_be_visible()
    shot(page, "permit_gas_bad")
    with without_network(page):
        page.locator(".row input").fill("0.1")
        photograph(page)
        page.get_by_role("button", name="保存").click()
        expect(page.locator("[data-state=waiting]")).to_be_visible()
        shot(page, "permit_gas_offline")
        assert site.state() == "analysed"
    sent(page, "气体分析")
    assert site.state() == "tested"


def settles_measures(site: Site) -> None:
    """Two by thumb, one of them without a network; the others by the desk's hand."""
    page = site.phone(site.plant.guardian)
    site.go(page, "/measures/8")
    shot(page, "permit_measure")
    with without_network(page):
        for label, value in (("灭火器", "2"), ("灭火毯", "1")):
            page.get_by_label(label, exact=False).first.fill(value)
        page.get_by_label("消防蒸汽带").fill("1 条")
        photograph(page)
        page.get_by_role("button", name="确认这一条").click()
        expect(page.get_by_role("heading", name="第 9 条措施")).to_be_visible()
    site.go(page, "/measures/1")
    page.get_by_role("radio", name="不涉及").click()
    page.get_by_label("不涉及的理由").fill("管线外壁，无内部介质")
    page.get_by_role("button", name="确认这一条").click()
    expect(page.get_by_role("heading", name="第 2 条措施")).to_be_visible()
    site.go(page, "/measures")
    expect(page.locator(".measure.done")).to_have_count(2, timeout=20_000)
    page.context.close()
    _settle_the_rest(site)


def _settle_the_rest(site: Site) -> None:
    plant = site.plant
    look = Look(Permit.objects.get(pk=site.permit.pk), plant.guardian, plant.hand.now())
    owed = {one.no: one for one in (*look.form.measures, *look.form.extras)}
    done = {one.no for one in look.measures if one.confirmed_at}
    assert done == {1, 8} and look.measures[7].photos.count() == 1
    for row in look.measures:
        if row.no in done:
            continue
        inputs = {one.key: answer_to(one) for one in owed[row.no].inputs}
        settled = Settled(row.no, row.is_forced, inputs if row.is_forced else {}, "不涉及此项")
        actions.confirm_measure(plant.guardian, site.permit, settled)


def hears_the_briefing(site: Site) -> None:
    """Read to its end, promised, signed by hand without a network."""
    actions.brief(site.plant.applicant, site.permit, "")
    page = site.phone(site.plant.worker)
    site.go(page, "/briefing")
    with without_network(page):
        expect(page.get_by_role("checkbox")).to_be_disabled()
        page.locator("i.end").scroll_into_view_if_needed()
        page.get_by_role("checkbox").check()
        draw(page)
        page.get_by_role("button", name="签字接受交底").click()
        expect(page.locator("[data-state=waiting]")).to_be_visible()
    sent(page, "接受交底")
    assert site.state() == "briefed"
    page.context.close()


def signs_only_with_a_network(site: Site) -> None:
    """Without one the screen says why; with one the signature stands under what was seen."""
    actions.submit(site.plant.applicant, site.permit)
    page = site.phone(site.plant.guardian)
    site.go(page, "/sign/approve")
    with without_network(page):
        expect(page.get_by_text("这一步不能离线办理")).to_be_visible()
        expect(page.get_by_role("button", name="签批", exact=True)).to_be_disabled()
        shot(page, "permit_sign_offline")
    draw(page)
    page.get_by_role("button", name="签批", exact=True).click()
    sent(page, "签批")
    for by in (site.plant.leader, site.plant.head, site.plant.head):
        actions.approve(by, site.permit, "同意")
    actions.verify_issue(site.plant.shift, site.permit)
    page.context.close()


def begins_the_work(site: Site) -> None:
    """Where the tag is not located the scanned point speaks, and how it was read is kept."""
    site.plant.put(site.plant.guardian, AWAY)
    page = site.phone(site.plant.guardian)
    site.go(page, "/sign/start")
    page.get_by_role("button", name="扫点").click()
    page.get_by_label("点位编号").fill(CODE)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("扫码（手工输入） 一号泵房，距作业点 0 m")).to_be_visible()
    draw(page)
    page.get_by_role("button", name="开工", exact=True).click()
    sent(page, "开工")
    assert site.state() == "working"
    page.context.close()


def stops_the_work(site: Site) -> None:
    """The stop waits for nothing but a network, and says so; the reason is spoken afterwards."""
    page = site.phone(site.plant.worker, installed=True)
    site.go(page)
    with without_network(page):
        hold(page, "停止作业")
        expect(page.get_by_text("停止作业还没有发出")).to_be_visible()
        shot(page, "permit_stop_unsent")
    expect(page.get_by_role("heading", name="作业已停止")).to_be_visible(timeout=20_000)
    assert site.state() == "suspended"
    page.get_by_role("button", name="泄漏、着火、冒烟").click()
    page.get_by_role("button", name="录音").click()
    page.wait_for_timeout(1_500)
    page.get_by_role("button", name="停止录音").click()
    expect(page.locator("audio")).to_be_visible()
    page.get_by_role("button", name="提交原因").click()
    sent(page, "停工原因")
    page.context.close()


def ends_and_accepts(site: Site) -> None:
    """Going on and accepting want a network; finishing does not."""
    page = site.phone(site.plant.guardian)
    site.go(page, "/sign/resume")
    draw(page)
    page.get_by_role("button", name="恢复", exact=True).click()
    sent(page, "恢复")
    site.go(page, "/finish")
    with without_network(page):
        page.get_by_role("button", name="完工", exact=True).click()
        expect(page.locator("[data-state=waiting]")).to_be_visible()
    sent(page, "完工")
    page.context.close()
    page = site.phone(site.plant.head)
    site.go(page, "/sign/accept")
    for box in page.get_by_role("checkbox").all():
        box.click()
    draw(page)
    page.get_by_role("button", name="验收", exact=True).click()
    sent(page, "验收")
    assert site.state() == "accepted"


@pytest.mark.clause("PTW-022", "PTW-026", "PTW-137", "PTW-138", "PTW-139", "AQP-041", "GBW-023")
def test_hot_work_goes_through_the_field_and_every_step_survives_a_lost_network(site: Site) -> None:
    samples_the_air(site)
    settles_measures(site)
    hears_the_briefing(site)
    signs_only_with_a_network(site)
    begins_the_work(site)
    stops_the_work(site)
    ends_and_accepts(site)
    kinds = set(site.permit.photos.values_list("media_type", flat=True))
    assert kinds == {"image/jpeg", "image/png", "audio/webm"}


def _waits_for_a_signature(site: Site) -> None:
    """Everything before the approvals, by the desk's hand."""
    plant = site.plant
    permit = actions.record_gas_test(plant.analyst, site.permit, sample(plant))
    actions.brief(plant.applicant, settle_measures(plant, permit), "")
    actions.sign_briefing(plant.worker, permit, 40)
    actions.submit(plant.applicant, permit)


def _shows_a_face(page: Page, picture: bytes) -> None:
    box = page.locator("input[type=file][capture=user]")
    box.set_input_files({"name": "face.png", "mimeType": "image/png", "buffer": picture})


@needs_networks
@pytest.mark.clause("AQP-051", "PTW-052")
def test_a_face_may_stand_for_the_password_and_only_one_s_own(site: Site, settings: Any) -> None:
    settings.FACE_MODELS = str(MODELS)
    plant, me, other = site.plant, *(someone(one) for one in PICTURES)
    assert plant.guardian.person is not None
    faces.save_settings(plant.safety, plant.company, {"is_on": True})
    faces.enrol(plant.safety, plant.guardian.person, me, agreed=True)
    actions.save_settings(plant.safety, plant.company, {"asks_password": True})
    _waits_for_a_signature(site)
    page = site.phone(plant.guardian)
    site.go(page, "/sign/approve")
    draw(page)
    expect(page.get_by_role("button", name="签批", exact=True)).to_be_disabled()
    _shows_a_face(page, other)
    expect(page.get_by_role("alert").filter(has_text="密码")).to_be_visible()
    _shows_a_face(page, me)
    expect(page.get_by_text("人脸已核验，两分钟内签字有效")).to_be_visible()
    shot(page, "permit_sign_face")
    page.get_by_role("button", name="签批", exact=True).click()
    sent(page, "签批")
    assert site.permit.signatures.get(deed="approve").method == "face"
