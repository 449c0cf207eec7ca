"""The administrator's first minutes: the second step is set up, and asked for from then on."""

import base64
import hashlib
import hmac
import re
import struct
import time

from playwright.sync_api import Browser, Page, expect

from tests.flows.conftest import RunningPlant

SEEN_S = 20_000  # ms
STEP_S = 30  # RFC 6238


def code_of(secret: str, moment: float) -> str:
    """Six digits of a phone's authenticator (RFC 6238, SHA-1)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(moment // STEP_S)), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def sign_in(page: Page, url: str, account: tuple[str, str]) -> None:
    page.goto(f"{url}/login/")
    page.fill("input[name=login]", account[0])
    page.fill("input[name=password]", account[1])
    page.keyboard.press("Enter")


def test_an_administrator_sets_the_second_step_up_and_comes_in_with_it(
    page: Page, browser: Browser, plant: RunningPlant, accounts, shot
):
    sign_in(page, plant.url, accounts["系统管理员"])
    page.wait_for_url(re.compile("/account/second-step/on/"), timeout=SEEN_S)
    begun = page.evaluate("performance.timeOrigin")
    page.fill("#id_code", "12")
    page.wait_for_timeout(2500)  # the header has asked for its figures meanwhile
    assert page.evaluate("performance.timeOrigin") == begun  # what is typed stays
    shot("set-up")
    (secret,) = re.findall(r"[A-Z2-7]{32}", page.inner_text("main"))
    page.fill("#id_code", code_of(secret, time.time()))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/account/codes/"), timeout=SEEN_S)
    page.goto(f"{plant.url}/system/")
    expect(page.get_by_role("heading", name="运行状态")).to_be_visible(timeout=SEEN_S)
    with browser.new_context() as another:
        window = another.new_page()
        sign_in(window, plant.url, accounts["系统管理员"])
        expect(window.locator("#id_code")).to_be_visible(timeout=SEEN_S)
        window.fill("#id_code", code_of(secret, time.time() + STEP_S))  # the first one is used up
        window.keyboard.press("Enter")
        window.wait_for_url(lambda url: "login" not in url and "second" not in url, timeout=SEEN_S)
