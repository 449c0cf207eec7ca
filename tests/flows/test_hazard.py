"""From a line of the register to a closed hazard: imported, found, judged, put right, accepted.

It is the walk of docs/tutorials/dual-prevention.md; ANHUAN_TUTORIAL=folder writes the page's
pictures, ANHUAN_TUTORIAL_URL=http://… walks in a demo plant that is up already.
"""

import os
import re
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from anhuan.devices.plant.people import people
from anhuan.devices.seeding.accounts import PASSWORD

PLANT_TIME = ZoneInfo("Asia/Shanghai")
SEEN_S = 30_000  # ms
SIZES = {"desk": (1366, 768), "phone": (390, 844)}
MEASURES = {"desk": "罐顶平台照明完好", "phone": "罐顶平台护栏完好"}  # one for each walk
LINE = {
    "装置/罐区/库区": "一号罐区", "风险分析单元": "甲醇储罐 A", "风险事件": "甲醇储罐泄漏着火",
    "管控措施分类": "1-5 其它", "管控方式": "隐患排查",
    "隐患排查内容": "是否完好", "隐患问题描述": "破损",
    "排查周期": "1", "周期单位": "周",
}  # fmt: skip


class Walk:
    """The people of the story, each with a browser of their own, and the hazard."""

    def __init__(self, browser: Browser, url: str, size: str) -> None:
        self.browser, self.url, self.size = browser, url, size
        self.pages: dict[str, Page] = {}
        self.hazard, self.count = "", 0

    def at(self, name: str, path: str, size: str = "") -> Page:
        """Somebody's browser, signed in, at an address; "./assess/" is below the hazard."""
        page = self.pages.get(name) or self._signed_in(name, size or self.size)
        page.goto(self.hazard + path[2:] if path.startswith("./") else self.url + path)
        return page

    def _signed_in(self, name: str, size: str) -> Page:
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN"
        )
        page = self.pages[name] = context.new_page()
        page.set_default_timeout(SEEN_S)
        page.goto(f"{self.url}/login/")
        page.fill("input[name=login]", name)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    def send(self, page: Page) -> None:
        """Press the form's own button; it must not be refused."""
        before = page.url
        page.locator(".dock button.primary").click()
        page.wait_for_url(lambda url: url != before)

    def shoot(self, page: Page, name: str) -> None:
        """A picture for the tutorial, when one was asked for; never wider than the window."""
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{page.url} is {wide} px wider than the window"
        folder = os.environ.get("ANHUAN_TUTORIAL")
        if folder:
            page.wait_for_load_state("networkidle")
            self.count += 1
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/hazard-{self.size}-{self.count:02}-{name}.png")


def choose(page: Page, field: str, text: str) -> None:
    """The option of a drop-down that holds these words."""
    option = page.locator(f"[name={field}] option").filter(has_text=text).first
    value = option.get_attribute("value")
    page.select_option(f"[name={field}]", value, force=True)  # one found by typing is hidden


def find(page: Page, field: str, words: str) -> None:
    """Type into a field that finds, and take the first hit."""
    page.fill(f"#id_{field}", words)
    page.press(f"#id_{field}", "Enter")
    assert page.input_value(f"[name={field}]"), f"nothing found by {words}"


def sheet(folder: Path, measure: str) -> Path:
    """One line of the register as a plant writes it."""
    path = folder / "register.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("清单")
        for place, (label, value) in enumerate((LINE | {"管控措施": measure}).items()):
            page.write_string(0, place, label)
            page.write_string(1, place, value)
    return path


def picture(folder: Path, words: str) -> Path:
    """What a camera might have seen."""
    path = folder / f"{len(words)}.jpg"
    image = Image.new("RGB", (320, 240), "#8a97a3")
    ImageDraw.Draw(image).rectangle((90, 60, 230, 180), fill="#c9d2da")
    image.save(path, "JPEG")
    return path


def bring_in(walk: Walk, folder: Path, measure: str) -> None:
    """The safety manager imports the line and finds it in the register."""
    page = walk.at("safety", "/risks/register/import/")
    page.set_input_files("input[name=file]", sheet(folder, measure))
    page.get_by_role("button", name="检查并预览").click()
    expect(page.get_by_role("button", name="确定导入")).to_be_visible(timeout=SEEN_S)
    walk.shoot(page, "preview")
    page.get_by_role("button", name="确定导入").click()
    page = walk.at("safety", f"/risks/register/?q={measure}")
    expect(page.get_by_text(measure).first).to_be_visible()


def report(walk: Walk, folder: Path, measure: str) -> None:
    """A worker tells it on the spot: object and unit follow from the measure."""
    page = walk.at("worker", "/hazards/new/", "phone")
    page.fill("[name=name]", "罐顶照明灯具破损")
    page.fill("[name=place]", "V-1101 罐顶平台")
    page.set_input_files("[name=photos]", picture(folder, "found"))
    find(page, "risk_measure", measure)
    walk.shoot(page, "report")
    walk.send(page)
    page.wait_for_url(re.compile(r"/hazards/[0-9a-f-]{36}/$"))
    walk.hazard = page.url
    expect(page.get_by_text("BA-370000-001").first).to_be_visible()


def judge(walk: Walk) -> None:
    """Is it one, how grave, whose, until when."""
    page = walk.at("safety", "./assess/")
    page.check("[name=level][value='0']")
    choose(page, "kind", "电气")
    choose(page, "unit", "合成车间")
    find(page, "rectifier", walk_name())
    due = datetime.now(PLANT_TIME) + timedelta(days=3)
    page.fill("[name=due_at]", f"{due:%Y-%m-%dT%H:%M}")
    page.fill("[name=opinion]", "更换防爆灯具")
    walk.shoot(page, "assess")
    walk.send(page)


def walk_name() -> str:
    """Whoever holds the worker's login in the demo plant."""
    return next(one.name for one in people() if one.post.code == "syn-field")


def put_right(walk: Walk, folder: Path) -> None:
    """Cause, what was done, a picture of how it is now."""
    page = walk.at("worker", "./submit/")
    page.fill("[name=cause]", "灯罩老化开裂")
    page.fill("[name=treatment]", "更换防爆灯具")
    page.fill("[name=result]", "已更换，照明正常")
    page.set_input_files("[name=photos_after]", picture(folder, "put right"))
    walk.shoot(page, "submit")
    walk.send(page)


def accept(walk: Walk) -> None:
    """The head of the department looks and signs; the hazard is closed."""
    page = walk.at("workshop", "./accept/")
    page.fill("[name=comment]", "现场复查合格")
    walk.send(page)
    expect(page.get_by_text("已验收").first).to_be_visible()
    walk.shoot(page, "closed")


def look(walk: Walk) -> None:
    """The board of measures and how the mechanism runs."""
    page = walk.at("safety", "/mechanism/measures/")
    expect(page.get_by_text("没有排查计划").first).to_be_visible()
    walk.shoot(page, "measures")
    page = walk.at("safety", "/mechanism/")
    expect(page.get_by_text("本周得分").first).to_be_visible()
    walk.shoot(page, "mechanism")


def tell(browser: Browser, url: str, size: str) -> None:
    """The whole story."""
    walk, measure = Walk(browser, url, size), MEASURES[size]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        steps: list[Callable[[], None]] = [
            lambda: bring_in(walk, folder, measure), lambda: report(walk, folder, measure),
            lambda: judge(walk), lambda: put_right(walk, folder), lambda: accept(walk),
            lambda: look(walk),
        ]  # fmt: skip
        for step in steps:
            step()


@pytest.mark.parametrize("size", SIZES)
def test_a_line_of_the_register_becomes_a_hazard_that_is_closed(size, browser, request):
    url = os.environ.get("ANHUAN_TUTORIAL_URL") or request.getfixturevalue("plant").url
    tell(browser, url, size)
