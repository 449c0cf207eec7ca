"""The demo plant's risk register, as if it had been imported, assessed and signed by people."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from anhuan.devices.plant.people import people
from anhuan.devices.plant.risks import Event, Object, Unit, register
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Person, Post
from anhuan.domains.plant.models import Structure
from anhuan.domains.risk import actions
from anhuan.domains.risk.models import RiskObject
from anhuan.domains.risk.rules.major_hazards import Stock
from anhuan.domains.risk.rules.methods import METHODS, Method
from anhuan.domains.risk.rules.scoring import Scale


def sow_risks(sown: Sown) -> None:
    """Register, cards, the judgement of the tank farm, duties of the responsible persons."""
    structures = {one.code: one for one in Structure.objects.filter(company=sown.company)}
    importer = actions.Importer(SYSTEM, sown.company)
    for above in register().objects:
        for values, assessed in _lines(sown, above, structures):
            importer.put(values, assessed)
    importer.finish()
    for code, card in register().cards.items():
        actions.save_card(sown.accounts["safety"], sown.areas[code], card)
    _judge(sown)
    actions.seed_duties(sown.company)
    actions.watch_holders(sown.company)


def _lines(
    sown: Sown, above: Object, structures: dict[str, Structure]
) -> Iterator[tuple[dict[str, object], actions.Assessed]]:
    head = {
        "object": above.name, "kind": above.kind, "code": above.code or None,
        "own_code": above.own_code or None, "area": sown.areas[above.area],
        "department": sown.departments[above.department], "person": _holder(sown, above.post),
    }  # fmt: skip
    post = _post(sown, above.checks)
    for unit in above.units:
        place = {"unit": unit.name, "unit_kind": unit.kind,
                 "structure": structures.get(unit.structure)}  # fmt: skip
        for event in unit.events:
            assessed = _assessed(unit, event)
            yield from ((head | place | line, assessed) for line in _measures(event, post))


def _measures(event: Event, post: Post | None) -> Iterator[dict[str, object]]:
    said = {
        "event": event.name, "hazard": event.hazard, "consequence": event.consequence,
        "accidents": event.accidents.split("、"), "post": post,
    }  # fmt: skip
    for one in event.measures:
        count, _, unit = one.cycle.partition(" ")
        yield said | {
            "measure": one.text, "class_2": one.code, "data_source": one.by,
            "check_content": one.check, "problem": one.problem or None,
            "cycle_count": int(count) if count else None, "cycle_unit": unit or None,
        }  # fmt: skip


def _assessed(unit: Unit, event: Event) -> actions.Assessed:
    method = Method(event.method.lower())
    scale = Scale.LEC if len(event.scores) == 3 else Scale.LS
    factors = ("l", "e", "c") if scale is Scale.LEC else ("l", "s")
    scores: dict[str, Decimal | None] = {
        key: Decimal(text) for key, text in zip(factors, event.scores, strict=True)
    }
    boxes = dict(zip([key for key, _ in METHODS[method].boxes], (unit.name, event.hazard),
                     strict=False))  # fmt: skip
    return actions.Assessed(method, scale, scores, boxes | {"consequence": event.consequence})


def _judge(sown: Sown) -> None:
    """The tank farm, as GB 18218 has it; its source takes the level and R that come out."""
    said, farm = register(), register().objects[0]
    stocks = tuple(Stock(name, Fraction(q), (category,)) for name, q, category in said.stocks)
    row = RiskObject.objects.get(company=sown.company, name=farm.name)
    unit = actions.Unit(
        farm.name, "storage", stocks, said.neighbours, row, "储罐按充装系数取最大量"
    )
    judged = actions.identify_unit(SYSTEM, sown.company, unit)
    actions.register_source(SYSTEM, judged, farm.code, sown.areas[farm.area])


def _holder(sown: Sown, post: str) -> Person:
    """The first holder of a post."""
    return sown.people[next(one.number for one in people() if one.post.code == post)]


def _post(sown: Sown, code: str) -> Post | None:
    wanted = next(one.post for one in people() if one.post.code == code)
    return sown.posts.get((wanted.department, wanted.name))
