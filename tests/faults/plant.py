"""A small plant for fault tests and benchmarks, and what its gateways would measure.

`python -m tests.faults.plant TAGS` fills an empty database (the box runs it as a step);
`python -m tests.faults.plant TAGS OTHERS` makes a neighbour beside it that has OTHERS tags.
`ANHUAN_TEST_SIDE_M` makes it larger than 400 m.
"""

import os
import sys
from datetime import UTC, datetime
from math import dist
from pathlib import Path
from random import Random

SIDE_M = float(os.environ.get("ANHUAN_TEST_SIDE_M") or 400)  # the plant is a square
PITCH_M = 40.0  # from anchor to anchor
HEARD_M = 60.0
GATEWAYS = 20
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
CODE, NEIGHBOUR = "plant", "neighbour"
FIRST_OF_NEIGHBOUR = 10_000  # its tags have other numbers; its ground and anchors are the same
LIMIT = 6  # people in the tank farm
TANK_FARM = (300.0, 300.0, 60.0)  # x, y, side
NO_ENTRY = (340.0, 40.0, 20.0)


def anchors() -> dict[str, tuple[float, float, float]]:
    """Number and place of every anchor: a grid, 5 m high."""
    steps = [PITCH_M * k for k in range(int(SIDE_M / PITCH_M) + 1)]
    return {f"A{i:02}{j:02}": (x, y, 5.0) for i, x in enumerate(steps) for j, y in enumerate(steps)}


def tag_number(k: int) -> str:
    """What the k-th tag calls itself."""
    return f"T{k:05}"


def iso(t_ms: int) -> str:
    """Epoch milliseconds as devices write them."""
    return datetime.fromtimestamp(t_ms / 1000, UTC).isoformat(timespec="milliseconds")


def ranges(x: float, y: float, random: Random) -> list[dict]:
    """Two-way ranges to the six nearest anchors, 10 cm of noise."""
    i, j = int(x // PITCH_M), int(y // PITCH_M)
    around = (f"A{a:02}{b:02}" for a in range(i - 1, i + 3) for b in range(j - 1, j + 3))
    far = sorted((dist((x, y, 1.0), ANCHORS[n]), n) for n in around if n in ANCHORS)
    near = [(m, number) for m, number in far[:6] if m <= HEARD_M]
    return [{"anchor": n, "range_m": round(m + random.gauss(0, 0.1), 3)} for m, n in near]


def report(k: int, t_ms: int, x: float, y: float, random: Random) -> dict:
    """One range report of the k-th tag."""
    return {"tag": tag_number(k), "t": iso(t_ms), "tech": "uwb-twr", "obs": ranges(x, y, random)}


ANCHORS = anchors()


def box(x: float, y: float, side: float) -> dict:
    """A square polygon."""
    corners = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [corners]}


def fill(code: str, numbers: range) -> None:
    """A company, its places, people with tags of these numbers, and the kinds of alarm."""
    from anhuan.domains.alarms.actions import seed_kinds
    from anhuan.domains.org.models import Company
    from anhuan.domains.plant.models import Area, Site
    from anhuan.domains.positioning.models import Anchor, Fence

    if Company.objects.filter(code=code).exists():
        return
    company = Company.objects.create(code=code, name="测试化工")
    seed_kinds(company)
    Site.objects.create(
        company=company, name="厂区", origin_lon=118.7, origin_lat=37.9,
        width_m=SIDE_M, depth_m=SIDE_M,
    )  # fmt: skip
    Area.objects.create(company=company, code="ALL", name="厂区", kind="other",
                        geometry=box(-5, -5, SIDE_M + 10))  # fmt: skip
    Area.objects.create(company=company, code="TF1", name="一号罐区", kind="tank_farm",
                        geometry=box(*TANK_FARM), max_people=LIMIT)  # fmt: skip
    Fence.objects.create(company=company, name="危险区", purpose="restricted",
                         geometry=box(*NO_ENTRY))  # fmt: skip
    Anchor.objects.bulk_create(
        Anchor(company=company, number=n, technology="uwb-twr", x_m=x, y_m=y, z_m=z)
        for n, (x, y, z) in ANCHORS.items()
    )
    _people(company, numbers)
    if code == CODE:
        _operator(company)


def _operator(company) -> None:
    """Somebody in the control room, signed in; the session's key lies in the data folder."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from anhuan.domains.org.models import Account, RoleGrant
    from anhuan.domains.org.rules import Role

    account = Account.objects.create_user("operator", password=None, company=company)
    RoleGrant.objects.create(account=account, role=Role.OPERATOR)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "anhuan.web.backend.AccountBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    folder = Path(os.environ["ANHUAN_DATA"])
    (folder / "session").write_text(session.session_key or "", encoding="utf-8")


def _people(company, numbers: range) -> None:
    from anhuan.domains.org.models import Person
    from anhuan.domains.positioning.models import Assignment, Tag

    people = Person.objects.bulk_create(
        Person(company=company, number=f"P{k:05}", name=f"人员{k:03}", kind="employee", sex="male")
        for k in numbers
    )
    rows = Tag.objects.bulk_create(Tag(company=company, number=tag_number(k)) for k in numbers)
    Assignment.objects.bulk_create(
        Assignment(tag=tag, person=person, since=LONG_AGO)
        for tag, person in zip(rows, people, strict=True)
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
    import django

    django.setup()
    fill(CODE, range(int(sys.argv[1])))
    for count in map(int, sys.argv[2:]):
        fill(NEIGHBOUR, range(FIRST_OF_NEIGHBOUR, FIRST_OF_NEIGHBOUR + count))
