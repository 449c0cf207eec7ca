"""The operator's story: somebody presses SOS; it is seen, heard, acknowledged and written down."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.flows.conftest import RunningPlant

SEEN_S = 20_000  # ms; the product's own budget is a second, a busy CI machine is granted more


def sign_in(page: Page, plant: RunningPlant, account: tuple[str, str]) -> None:
    """Through the login page, like anybody."""
    page.goto(f"{plant.url}/login/")
    page.fill("input[name=login]", account[0])
    page.fill("input[name=password]", account[1])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/control-room/"), timeout=SEEN_S)


@pytest.mark.clause("POS-013", "POS-036", "POS-095", "POS-132", "AQL-029", "AQL-033", "AQL-051")
def test_an_sos_is_seen_acknowledged_and_written_down(page: Page, plant, accounts, shot):
    page.set_viewport_size({"width": 1366, "height": 768})
    sign_in(page, plant, accounts["值班员"])
    expect(page.get_by_text("厂内人数")).to_be_visible(timeout=SEEN_S)
    plant.play("sos", 20)
    new = (
        page.locator("[data-alarm]")
        .filter(has_text="一键求救")
        .filter(has=page.get_by_role("button", name="确认"))
    )
    expect(new.first).to_be_visible(timeout=SEEN_S)
    alarm = new.first.get_attribute("data-alarm")
    row = page.locator(f'[data-alarm="{alarm}"]')
    shot("raised")
    row.click()
    row.get_by_role("button", name="确认").click()
    row.get_by_role("button", name="消警").click(timeout=SEEN_S)  # an SOS never ends by itself
    dialog = page.get_by_role("dialog")
    dialog.locator("textarea").fill("电话联系本人，已有人到场")
    dialog.locator("button[type=submit]").click()
    expect(dialog).to_be_hidden(timeout=SEEN_S)
    row.get_by_role("button", name="填写处理").click(timeout=SEEN_S)
    shot("handling")
    dialog.get_by_text("真实", exact=True).click()
    dialog.locator("textarea").fill("现场查看，人员扭伤，已送医务室")
    dialog.locator("button[type=submit]").click()
    expect(dialog).to_be_hidden(timeout=SEEN_S)
    page.goto(f"{plant.url}/alarms/?q=一键求救")
    page.locator(f'a[href="/alarms/{alarm}/"]').first.click()  # another may have rung since
    expect(page.locator("main")).to_contain_text("现场查看，人员扭伤，已送医务室")
    shot("written-down")


@pytest.mark.clause("POS-002", "POS-086", "AQL-005", "AQL-068")
def test_the_control_room_fits_its_screen_and_counts_people(page: Page, plant, accounts, shot):
    page.set_viewport_size({"width": 1366, "height": 768})
    sign_in(page, plant, accounts["值班员"])
    total = page.locator(".total b").first
    expect(total).to_have_text(re.compile(r"^\d{2,3}$"), timeout=SEEN_S)
    scrolls = "document.documentElement.scrollHeight > innerHeight"
    assert page.evaluate(scrolls) is False
    shot("desk")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot("phone")


def test_the_plant_is_well(plant):
    assert plant.health()["ok"] is True
