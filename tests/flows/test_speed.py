"""How soon a position is on the screen, and how soon a page answers, while the plant works."""

import statistics

import pytest
from playwright.sync_api import Page, expect

from tests.flows.test_operator import SEEN_S, sign_in

# How old positions are when the page that shows them draws its next picture; ms.
LISTEN = """seconds => new Promise(done => {
  const ages = [], seen = new Map(), feed = new EventSource('/live/positions')
  const began = Date.now()
  feed.addEventListener('change', event => {
    const rows = (JSON.parse(event.data).frame ?? {}).rows ?? []
    requestAnimationFrame(() => {
      for (const row of rows) {
        if (row[1] < began || seen.get(row[0]) === row[1]) continue
        seen.set(row[0], row[1])
        ages.push(Date.now() - row[1])
      }
    })
  })
  setTimeout(() => { feed.close(); done(ages) }, 1000 * seconds)
})"""
PAGES = (
    "/control-room/", "/alarms/", "/people/", "/people-now/", "/counts/", "/visits/", "/fences/",
    "/tags/", "/anchors/", "/coverage/", "/cards/", "/abnormal-people/", "/alarms/statistics/",
)  # fmt: skip


@pytest.fixture
def desk(page: Page, plant, accounts) -> Page:
    """The control room with its map at work."""
    page.set_viewport_size({"width": 1366, "height": 768})
    sign_in(page, plant, accounts["值班员"])
    expect(page.locator(".maplibregl-canvas")).to_be_visible(timeout=SEEN_S)
    return page


@pytest.mark.clause("POS-115", "TECH-011")
def test_a_position_is_on_the_screen_within_three_seconds(desk):
    ages_ms = desk.evaluate(LISTEN, 20)
    assert len(ages_ms) > 100
    assert min(ages_ms) > 0
    assert statistics.quantiles(ages_ms, n=20)[-1] <= 3_000


@pytest.mark.clause("AQL-089")
def test_pages_answer_within_a_second(desk, plant):
    took_ms = []
    for _ in range(3):
        for address in PAGES:
            answer = desk.goto(plant.url + address, wait_until="domcontentloaded")
            assert answer is not None and answer.status == 200, address
            timing = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
            took_ms.append(desk.evaluate(timing))
    assert statistics.quantiles(took_ms[len(PAGES) :], n=20)[-1] <= 1_000  # after a first round
