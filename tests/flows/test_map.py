"""What a hand does with the maps: flat and in three dimensions, and what they show of people."""

import re
from collections.abc import Callable
from io import BytesIO
from math import dist
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from anhuan.devices.plant.buildings import BUILDINGS
from anhuan.kernel.geometry import inside_ring
from tests.flows.conftest import RunningPlant
from tests.flows.test_operator import SEEN_S, sign_in

KINDS = ("员工", "承包商", "访客", "车辆")
PEOPLE = {"staff", "contractor", "visitor"}
HERE = {"live", "still"}
CLIMB_S = 120  # the way to the third storey, and the engine's certainty of it


@pytest.fixture
def desk(page: Page, plant: RunningPlant, accounts) -> Page:
    """The control room of whoever is on duty, with its map."""
    page.set_viewport_size({"width": 1366, "height": 768})
    sign_in(page, plant, accounts["值班员"])
    expect(page.locator(".maplibregl-canvas")).to_be_visible(timeout=SEEN_S)
    expect(page.locator(".total b").first).to_have_text(re.compile(r"^\d{2,}$"), timeout=SEEN_S)
    return page


def numbers(host: Locator, name: str) -> list[float]:
    return [float(word) for word in (host.get_attribute(f"data-{name}") or "").split()]


def upstairs(last: dict[str, Any]) -> bool:
    """Where the scenario's climber stays; others only pass through second floors."""
    return bool(last["floor"] == 3)


def indoors(last: dict[str, Any]) -> bool:
    control_room = next(one for one in BUILDINGS if one.code == "CCR")
    return inside_ring(last["x_m"], last["y_m"], control_room.ring)


def wearer(page: Page, plant: RunningPlant, wanted: Callable[..., bool]) -> dict[str, Any]:
    """A tag that a person wears at such a place now, as the API tells it; waited for."""
    for _ in range(CLIMB_S):
        for tag in page.request.get(f"{plant.url}/api/v1/tags?limit=500").json()["results"]:
            last, holder = tag["last"], tag["holder"]
            is_worn = holder and holder["kind"] in PEOPLE and last and last["state"] in HERE
            if is_worn and wanted(last):
                return dict(tag)
        page.wait_for_timeout(1_000)
    raise AssertionError("nobody is there")


def stands_out(page: Page, spot: list[float]) -> float:
    """How much the colours at a place of the scene differ from those around it, 0 to 255."""
    box = page.locator(".gl").bounding_box()
    x, y = box["x"] + spot[0], box["y"] + spot[1]
    clip = {"x": x - 40, "y": y - 4, "width": 80, "height": 8}
    with Image.open(BytesIO(page.screenshot(clip=clip))) as picture:
        colours = np.asarray(picture.convert("RGB"), dtype=float)
    around = np.median(np.concatenate([colours[:, :16], colours[:, -16:]], axis=1), axis=(0, 1))
    return float(np.abs(colours[:, 38:42].mean(axis=(0, 1)) - around).max())


def pull(page: Page, dx: float, dy: float, button: str = "left") -> None:
    """Drag in the middle of the map."""
    box = page.locator(".gl").bounding_box()
    x, y = box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.6
    page.mouse.move(x, y)
    page.mouse.down(button=button)
    page.mouse.move(x + dx, y + dy, steps=6)
    page.mouse.up(button=button)


def until(page: Page, act: Callable[[], None], is_done: Callable[[], bool]) -> None:
    """What a hand does again when a busy machine has not followed; five times at the most."""
    for _ in range(5):
        act()
        page.wait_for_timeout(1_200)  # the map glides to a stop
        if is_done():
            return
    raise AssertionError("the map did not follow")


@pytest.mark.clause("AQL-059", "AQL-069", "POS-041")
def test_the_flat_map_moves_zooms_and_turns_under_an_alarm_that_tells_its_age(desk, plant, shot):
    plant.play("sos", 25)
    mark = desk.locator(".ah-mark.unack").filter(has_text="求救").first
    expect(mark).to_be_visible(timeout=SEEN_S)
    before = mark.locator("time").text_content()
    expect(mark.locator("time")).not_to_have_text(before or "", timeout=5_000)
    scale, north = desk.locator(".scale span"), desk.locator(".zoom svg").first
    far = scale.text_content()
    mark.hover(force=True)  # over a mark the wheel zooms as well
    until(desk, lambda: desk.mouse.wheel(0, -500), lambda: scale.text_content() != far)
    shown, upright = scale.text_content() or "", north.get_attribute("style") or ""
    at = mark.bounding_box()

    def has_moved() -> bool:
        now = mark.bounding_box()
        return dist((at["x"], at["y"]), (now["x"], now["y"])) > 60

    until(desk, lambda: pull(desk, 120, 40), has_moved)
    until(desk, lambda: desk.mouse.wheel(0, -600), lambda: scale.text_content() != shown)
    until(
        desk,
        lambda: pull(desk, 150, 0, button="right"),
        lambda: north.get_attribute("style") != upright,
    )
    shot("turned")
    row = desk.locator("[data-alarm]").filter(has_text="一键求救").first
    row.get_by_role("button", name="定位").click()
    expect(desk.locator(".pcard")).to_be_visible(
        timeout=SEEN_S
    )  # who called, and how to reach them


@pytest.mark.clause("AQL-060", "POS-118", "POS-124", "POS-134")
def test_every_kind_has_its_own_mark_and_a_person_is_followed_with_a_card(desk, plant, shot):
    legend = desk.locator(".legend .kinds button")
    expect(legend).to_have_text([re.compile(kind) for kind in KINDS])
    marks = legend.locator("svg").evaluate_all("all => all.map(one => one.innerHTML)")
    assert len(set(marks)) == len(KINDS)
    someone = wearer(desk, plant, indoors)
    name = someone["holder"]["name"]
    desk.get_by_placeholder("人员、标签、区域").fill(someone["number"])
    desk.get_by_role("option").filter(has_text=name).click()
    card = desk.locator(".pcard")
    expect(card).to_be_visible(timeout=SEEN_S)
    for word in (name, "性别", "部门", "区域", "位置", "定位时间"):
        expect(card).to_contain_text(word)
    following = card.get_by_role("button", name="跟随")
    expect(following).to_have_text("跟随中")  # whoever is looked for is followed
    following.click()
    expect(following).to_have_attribute("aria-pressed", "false")
    following.click()
    expect(following).to_have_attribute("aria-pressed", "true")
    shot("card")


@pytest.mark.clause("AQL-062", "AQL-063", "POS-024", "POS-090", "POS-126")
def test_in_space_one_turns_moves_and_follows_somebody_at_their_height(desk, plant, shot):
    plant.play("upstairs", 300)
    up = wearer(desk, plant, upstairs)
    desk.goto(f"{plant.url}/space/")
    host = desk.locator(".gl")
    expect(host).to_have_attribute("data-eye", re.compile(r"\d"), timeout=SEEN_S)
    expect(desk.locator(".foot b")).to_have_text(re.compile(r"^\d{2,} 人$"), timeout=SEEN_S)
    eye = numbers(host, "eye")
    until(desk, lambda: pull(desk, 160, 30), lambda: dist(eye, numbers(host, "eye")) > 5)
    turned = numbers(host, "eye")
    assert dist(numbers(host, "aim")[:2], turned[:2]) > 5
    aim = numbers(host, "aim")
    until(
        desk,
        lambda: pull(desk, 120, 0, button="right"),
        lambda: dist(aim, numbers(host, "aim")) > 5,
    )
    until(
        desk,
        lambda: desk.mouse.wheel(0, -500),
        lambda: dist(numbers(host, "eye"), numbers(host, "aim")) < dist(turned, aim),
    )
    desk.get_by_label("搜索人员、标签、区域").fill(up["number"])
    desk.keyboard.press("Enter")
    card = desk.locator(".card")
    expect(card).to_contain_text(f"{up['last']['floor']}F", timeout=SEEN_S)
    desk.wait_for_timeout(1_500)
    height = numbers(host, "aim")[2]
    assert height > 2.5  # not on the ground
    for view in ("平视", "俯视"):
        desk.get_by_role("button", name=view).click()
        desk.wait_for_timeout(400)
        assert numbers(host, "aim")[2] == pytest.approx(height, abs=1.5)
    above = numbers(host, "eye")[2]
    desk.get_by_role("button", name="平视").click()
    desk.wait_for_timeout(400)
    assert numbers(host, "eye")[2] < above - 20
    shot("followed")
    floors = desk.get_by_role("group", name="楼层")
    other, theirs = (floors.get_by_role("button", name=f"{n}F", exact=True)
                     for n in (1, up["last"]["floor"]))  # fmt: skip
    other.click()
    expect(other).to_have_attribute("aria-pressed", "true")
    following = card.get_by_role("button", name="跟随")
    following.click()
    following.click()  # taken up again: the floor shown alone is theirs
    expect(theirs).to_have_attribute("aria-pressed", "true", timeout=5_000)


@pytest.mark.clause("AQL-065")
def test_in_space_somebody_behind_a_wall_shines_through(desk, plant, shot):
    inside = wearer(desk, plant, indoors)
    desk.goto(f"{plant.url}/space/")
    host = desk.locator(".gl")
    expect(desk.locator(".foot b")).to_have_text(re.compile(r"^\d{2,} 人$"), timeout=SEEN_S)
    desk.get_by_label("搜索人员、标签、区域").fill(inside["number"])
    desk.keyboard.press("Enter")
    expect(desk.locator(".card")).to_contain_text("中控室", timeout=SEEN_S)
    desk.get_by_role("button", name="平视").click()  # from the side: the wall is before them
    desk.wait_for_timeout(1_500)
    shot("behind-a-wall")
    assert stands_out(desk, numbers(host, "spot")) > 25
