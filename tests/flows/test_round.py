"""A round walked on a phone at 390 × 844 without a network, and what the desk sees of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from anhuan.domains.inspection.actions import generate
from anhuan.domains.inspection.models import Abnormality, Task
from anhuan.domains.inspection.tests.make import make_plan, make_walker, points_of
from anhuan.domains.org.tests.factories import PASSWORD, make_company
from anhuan.kernel import clock
from tests.flows.phone import PHONE, install, sent, shot, sign_in, without_network


@pytest.fixture(scope="module", autouse=True)
def _beside_a_loop() -> Iterator[None]:
    """Playwright keeps an event loop in this process; the rows are ours alone. Ends last."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def task(transactional_db: None, settings: Any, tmp_path: Any) -> Task:
    settings.FILES_URL = f"file://{tmp_path}"
    company, now = make_company(), clock.now()
    plan = make_plan(company, make_walker(company), every="hour", hours=[])
    generate(plan, now)
    found: Task = plan.tasks.get(begins_at__lte=now, ends_at__gt=now)
    return found


@pytest.fixture
def page(task: Task, live_server: Any, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**PHONE)
    context.set_default_timeout(60_000)
    page = context.new_page()
    walker = task.people.get().account
    sign_in(page, live_server.url, walker.username, PASSWORD)
    install(page)
    yield page
    context.close()


def arrives(page: Page, code: str) -> None:
    page.get_by_role("button", name="扫码或碰标签").click()
    page.get_by_label("点位编号").fill(code)
    page.get_by_role("button", name="查看").click()


def looks(page: Page, pressure: str = "0.45") -> None:
    """Both items of a point, one at a time."""
    page.get_by_role("radio", name="正常").click()
    page.get_by_role("button", name="保存，下一项").click()
    expect(page.get_by_role("heading", name="出口压力")).to_be_visible()
    page.locator(".row input").fill(pressure)


@pytest.mark.clause("INS-002", "INS-041", "INS-045", "INS-049", "INS-054", "POS-063")
def test_a_round_is_walked_without_a_network_and_comes_in_whole(page: Page, task: Task) -> None:
    first, second, third = points_of(task)
    page.get_by_text(f"巡检：{task.name}").first.click()
    expect(page.get_by_role("link", name="去 1号点（还有 3 个点位）")).to_be_visible()
    shot(page, "round")
    page.get_by_role("link", name="去 1号点（还有 3 个点位）").click()
    expect(page.get_by_text("先签到，再检查")).to_be_visible()
    with without_network(page):
        arrives(page, second.code)
        expect(page.get_by_text("这是“2号点”的标签，应到“1号点”")).to_be_visible()
        page.get_by_label("点位编号").fill(first.code)
        page.get_by_role("button", name="查看").click()
        looks(page, "0.7")
        expect(page.get_by_text("超过 0.6 MPa")).to_be_visible()
        page.get_by_label("异常情况").fill("压力偏高")
        page.get_by_role("radio", name="设备故障").click()
        shot(page, "round_abnormal")
        page.get_by_role("button", name="保存，下一项").click()
        page.get_by_role("button", name="完成，去下一点").click()
        for point, way in ((second, "向东 50 m"), (third, "向北 50 m")):
            expect(page.get_by_role("heading", name=point.name)).to_be_visible()
            expect(page.get_by_text(way)).to_be_visible()
            arrives(page, point.code)
            looks(page)
            page.get_by_role("button", name="保存，下一项").click()
            page.get_by_role("button", name="完成，去下一点").click()
        page.get_by_role("button", name="结束巡检").click()
        expect(page.locator("[data-state=waiting]").first).to_be_visible()
        assert Task.objects.get(pk=task.pk).started_at is None
    sent(page, "结束巡检")
    task.refresh_from_db()
    assert (task.outcome, task.abnormal, task.visits.count()) == ("done", 1, 3)
    assert Abnormality.objects.get(entry__task=task).text == "压力偏高"
