"""Thumbs on a phone: signing in, holding, drawing a signature, taking a picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.flows.conftest import SHOTS

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True,
    "is_mobile": True, "device_scale_factor": 2,
    "permissions": ["camera", "microphone", "geolocation"],
    "geolocation": {"longitude": 117.98, "latitude": 36.82, "accuracy": 8},
}  # fmt: skip
HELD_MS = 2_300
expect.set_options(timeout=20_000)  # a busy machine is no fault of the app


def sign_in(page: Page, url: str, login: str, password: str) -> None:
    """By the house's own login page, back into the app."""
    page.goto(f"{url}/m/")
    page.get_by_role("link", name="登录").click()
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/m/")
    expect(page.get_by_role("link", name="SOS")).to_be_visible()


def install(page: Page) -> None:
    """Until the service worker holds the shell."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")


@contextmanager
def without_network(page: Page) -> Iterator[BrowserContext]:
    """Cut off, and back."""
    page.context.set_offline(True)
    expect(page.get_by_text("没有网络").first).to_be_visible()
    yield page.context
    page.context.set_offline(False)


def sent(page: Page, title: str = "") -> None:
    """What was done has arrived and was taken."""
    box = page.locator("[data-state=accepted]").filter(has_text=title).first
    expect(box).to_be_visible(timeout=20_000)


def hold(page: Page, name: str) -> None:
    """As a thumb in a glove does it."""
    box = page.get_by_role("button", name=name).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(HELD_MS)
    page.mouse.up()


def draw(page: Page) -> None:
    """A signature over the whole screen."""
    page.get_by_role("button", name="签名", exact=True).click()
    pad = page.get_by_role("dialog", name="签名")
    page.wait_for_timeout(400)  # the pad fits itself to the turned screen
    box = pad.locator("canvas").bounding_box()
    assert box
    for k in range(2):
        page.mouse.move(box["x"] + 40, box["y"] + 60 + 50 * k)
        page.mouse.down()
        for step in range(1, 12):
            page.mouse.move(box["x"] + 40 + 22 * step, box["y"] + 60 + 50 * k + (step % 3) * 14)
        page.mouse.up()
    pad.get_by_role("button", name="确认签名").click()
    expect(page.locator("img.signed")).to_be_visible()


def photograph(page: Page) -> None:
    """One picture by the camera."""
    before = page.locator(".pictures img").count()
    page.get_by_role("button", name="拍照", exact=True).click()
    page.get_by_role("button", name="拍下").click()
    expect(page.locator(".pictures img")).to_have_count(before + 1)


def shot(page: Page, name: str) -> None:
    """For the eyes."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"field_{name}.png")
