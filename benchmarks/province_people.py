"""The park's page of people over 2,000 plants with 300 people each. One JSON line.

Rows are written beside the receiver; the page and both ways of searching are asked for as a
regulator does, in this process. Limit: each within 2 s, in the median of `--times`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import start

SERVERS = start()
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"
os.environ["ANHUAN_ROLE"] = "province"
import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from anhuan.domains.org.rules import Role  # noqa: E402
from anhuan.domains.org.tests.factories import make_account, sign_in  # noqa: E402
from anhuan.domains.province.models import Enterprise  # noqa: E402
from anhuan.domains.province.tests.make import make_authority, make_bureau  # noqa: E402

LIMIT_S = 2.0
_COLUMNS = (
    'id, enterprise_id, "table", key, content, kind, state, grade, title, place, code, at,'
    " sent_at, received_at, changed_at"
)
_PERSON = f"""
INSERT INTO province_receivedrow ({_COLUMNS})
SELECT gen_random_uuid(), e.id, 'AQL_B1', 'p' || n,
    jsonb_build_object('ID', 'p' || n, 'PERSON_NAME', '员工' || n, 'PERSON_TYPE',
        '0' || 1 + n %% 3, 'DELETED', '0', 'POSITION_NAME', '外操',
        'AFFILIATED_DEPARTMENT', '储运部'),
    'other', '', '', '员工' || n, '', '', now(), now(), now(), now()
FROM province_enterprise e, generate_series(1, %s) n
"""
_PACKET = f"""
INSERT INTO province_receivedrow ({_COLUMNS})
SELECT gen_random_uuid(), e.id, 'AQL_POS', '*',
    jsonb_build_object('COLLECT_TIME', now(), 'POSITIONS', (
        SELECT jsonb_agg(jsonb_build_object('PERSON_ID', 'p' || n, 'CARD_NO', e.code || '-' || n,
            'TIME', now(), 'FLOOR', '1', 'LONGITUDE', 118.5 + random() / 100,
            'LATITUDE', 37.5 + random() / 100, 'ZONE_ID', 'z' || n %% 20))
        FROM generate_series(1, %s) n)),
    'people', '', '', '', '', %s, now(), now(), now(), now()
FROM province_enterprise e
"""


def fill(count: int, people: int) -> Any:
    """Plants, their people, a packet of each; somebody who looks."""
    company = make_authority()
    bureau = make_bureau(company)
    Enterprise.objects.bulk_create([
        Enterprise(company=company, bureau=bureau, code=f"B{n:06d}", name=f"虚构{n}厂",
                   longitude=117 + n % 50 / 20, latitude=36 + n // 50 / 20)
        for n in range(count)
    ])  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_PERSON, [people])
        cursor.execute(_PACKET, [people, str(people)])
        cursor.execute("VACUUM ANALYZE province_receivedrow")
    return sign_in(make_account(company, Role.REGULATOR))


def timed(client: Any, times: int, **asked: str) -> dict[str, float]:
    """Median and slowest of one question, s."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        answer = client.get(reverse("province:people"), asked)
        taken.append(time.perf_counter() - begin)
        assert answer.status_code == 200
        assert not asked or "没有找到" not in answer.content.decode()
    return {"median_s": round(median(taken), 3), "slowest_s": round(max(taken), 3)}


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plants", type=int, default=2000)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="always so")
    given = parser.parse_args()
    SERVERS.wait()
    with tempfile.TemporaryDirectory() as folder, override_settings(DATA=Path(folder)):
        call_command("migrate", verbosity=0)
        client = fill(given.plants, given.people)
        found = {
            "page": timed(client, given.times),
            "by_name": timed(client, given.times, q="员工123", purpose="应急救援"),
            "by_card": timed(client, given.times, q="B000001-12", purpose="应急救援"),
        }
    held = all(one["median_s"] <= LIMIT_S for one in found.values())
    sizes = {"plants": given.plants, "people": given.people}
    print(json.dumps({"benchmark": "province_people", **sizes, **found, "ok": held}))
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
