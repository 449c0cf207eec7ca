"""What people enter about anchors and solving is what the engine solves by."""

import numpy as np
import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.tests import factories as make
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.core.pipeline import rows_of
from anhuan.engine.core.plant import plant_of
from anhuan.engine.core.reports import reports_of
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.make_company(code="plant")


def test_an_anchors_figures_reach_the_solver(company):
    make.make_anchor(company, number="A-1", heading_deg=90.0, angle_sd_deg=2.5, reach_m=8.0,
                     tx_power_dbm=-63.0, range_age_ms=120)  # fmt: skip
    make.make_anchor(company, number="A-2")
    one, usual = load_plant(company).config.anchors
    assert (one.heading_deg, one.angle_sd_deg, one.reach_m) == (90.0, 2.5, 8.0)
    assert (one.rssi_at_1m_dbm, one.range_age_ms) == (-63.0, 120)
    assert (usual.heading_deg, usual.angle_sd_deg, usual.reach_m) == (0.0, 5.0, 3.0)
    assert (usual.rssi_at_1m_dbm, usual.range_age_ms) == (-59.0, None)
    site = plant_of(load_plant(company).config).site
    assert site.heading[0] == pytest.approx(np.pi / 2)
    assert site.angle_sd[0] == pytest.approx(np.radians(2.5)) and site.reach_m[0] == 8.0


def test_ranges_are_as_old_as_their_own_network_says(company):
    actions.change_settings(SYSTEM, company, range_age_ms=50)
    make.make_anchor(company, number="A-1", range_age_ms=120)
    make.make_anchor(company, number="A-2")
    make.make_tag(company)
    plant = plant_of(load_plant(company).config)
    made = reports_of(
        [(0, 10_000, tech, a, 9.0, np.nan, np.nan) for a in (0, 1) for tech in (0, 1)]
    )
    rows = rows_of(made, plant, 10_000)
    found = {(int(a), int(t)): int(ms) for a, t, ms in zip(rows.anchor, rows.tech, rows.t_ms,
                                                           strict=True)}  # fmt: skip
    assert found == {(0, 0): 9_880, (1, 0): 9_950, (0, 1): 10_000, (1, 1): 10_000}


def test_solving_and_stillness_go_by_the_plants_settings_and_the_engine_is_told(company):
    before = OutboxEvent.objects.count()
    actions.change_settings(
        SYSTEM, company, tag_height_m=1.4, path_loss_exponent=2.9, still_after_s=8,
        still_within_m=0.9, slow_after_s=90, slow_every_ms=2000, fast_every_ms=500,
    )  # fmt: skip
    told = OutboxEvent.objects.order_by("pk")[before:]
    assert [(one.type, one.data["what"]) for one in told] == [
        ("positioning.config.changed", "settings")
    ]
    plant = load_plant(company)
    settings = plant.config.settings
    assert (settings.tag_height_m, settings.path_loss_exponent) == (1.4, 2.9)
    assert (settings.tuning.still_ms, settings.tuning.still_m) == (8_000, 0.9)
    assert (plant.rates.slow_after_ms, plant.rates.fast_every_ms) == (90_000, 500)
    actions.change_settings(SYSTEM, company, adapts_rates=False)
    assert load_plant(company).rates is None


@pytest.mark.clause("AQL-087")
@pytest.mark.parametrize(("every_ms", "codes"), [(2000, set()), (2001, {"rate_too_slow"})])
def test_the_slow_rate_is_never_below_thirty_a_minute(company, every_ms, codes):
    found = set()
    try:
        actions.change_settings(SYSTEM, company, slow_every_ms=every_ms)
    except Refused as refused:
        found = {one.code for one in refused.blockers}
    assert found == codes
