"""The field app in a real browser at 390 × 844: installed, cut off in the middle of each step, and
back again with everything done exactly once."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.flows.conftest import RunningPlant
from tests.flows.phone import PHONE, hold, install, shot, sign_in


def calls_for_help(page: Page, url: str) -> list[str]:
    """Ids of the calls made with phones, as the control room sees them."""
    rows = page.request.get(f"{url}/api/v1/alarms?kind=sos&limit=100").json()["results"]
    return [row["id"] for row in rows if "手机求救" in row["title"]]


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone of its own."""
    context = browser.new_context(**PHONE)
    yield context
    context.close()


@pytest.mark.clause("PTW-065")
def test_a_call_for_help_without_a_network_says_so_and_goes_out_once(
    plant: RunningPlant, phone: BrowserContext, accounts: dict[str, tuple[str, str]]
) -> None:
    """Cut off before the press, again while it is sent, then back: one alarm."""
    page = phone.new_page()
    sign_in(page, plant.url, *accounts["值班员"])
    before = calls_for_help(page, plant.url)
    install(page)
    shot(page, "home")
    phone.set_offline(True)
    page.reload()  # the shell comes from the phone
    page.get_by_role("link", name="SOS").click()
    expect(page.get_by_text("现在没有网络：求救会存下")).to_be_visible()
    shot(page, "sos_offline")
    hold(page, "求救")
    expect(page.get_by_text("求救还没有发出")).to_be_visible(timeout=10_000)
    shot(page, "sos_unsent")
    page.reload()  # the page dies, the queue does not
    expect(page.get_by_text("待传 1").first).to_be_visible()
    phone.set_offline(False)
    page.goto(f"{plant.url}/m/sync")
    expect(page.locator("[data-state=accepted]")).to_have_count(1, timeout=20_000)
    shot(page, "sync_sent")
    assert len(calls_for_help(page, plant.url)) == len(before) + 1


def test_a_lost_answer_does_nothing_twice(
    plant: RunningPlant, phone: BrowserContext, accounts: dict[str, tuple[str, str]]
) -> None:
    """The server has it, the phone does not know: it asks again and gets the first answer."""
    page = phone.new_page()
    sign_in(page, plant.url, *accounts["班组长"])
    sent: list[str] = []

    def lose(route: Any) -> None:
        sent.append(route.request.post_data or "")
        route.fetch()  # arrives
        route.abort()  # the answer does not

    page.route("**/api/v1/field/operations", lose, times=1)
    page.get_by_role("link", name="SOS").click()
    hold(page, "求救")
    expect(page.get_by_text("值班室已收到求救")).to_be_visible(timeout=40_000)
    shot(page, "sos_received")
    assert len(sent) == 1
    page.goto(f"{plant.url}/m/sync")
    expect(page.locator("[data-state=accepted]")).to_have_count(1)


def test_screens_open_without_a_network_with_the_age_of_what_they_show(
    plant: RunningPlant, phone: BrowserContext, accounts: dict[str, tuple[str, str]]
) -> None:
    """Home, position, a place and myself: read once, shown later with its age."""
    page = phone.new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if "Content Security" in m.text else None)
    sign_in(page, plant.url, *accounts["值班员"])
    install(page)
    code = page.request.get(f"{plant.url}/api/v1/areas").json()["results"][0]["code"]
    for path in ("", "where", f"p/{code}", "scan", "me"):
        page.goto(f"{plant.url}/m/{path}")
        page.wait_for_timeout(1_500)
        shot(page, (path or "home").split("/")[0])
    phone.set_offline(True)
    page.goto(f"{plant.url}/m/p/{code}")
    expect(page.get_by_text("的数据")).to_be_visible()
    expect(page.get_by_text("没有网络").first).to_be_visible()
    shot(page, "place_offline")
    assert not errors


def test_nobody_leaves_with_unsent_work_unwarned(
    plant: RunningPlant, phone: BrowserContext, accounts: dict[str, tuple[str, str]]
) -> None:
    """The warning names how many; saying no stays; what was done is still there."""
    page = phone.new_page()
    sign_in(page, plant.url, *accounts["值班员"])
    install(page)
    page.get_by_role("link", name="SOS").click()
    phone.set_offline(True)
    hold(page, "求救")
    page.goto(f"{plant.url}/m/me")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("还有 1 条没有上传")).to_be_visible()
    shot(page, "leave_warned")
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_text("待传 1").first).to_be_visible()
    phone.set_offline(False)
    expect(page.get_by_text("待传 1")).to_have_count(0, timeout=20_000)
