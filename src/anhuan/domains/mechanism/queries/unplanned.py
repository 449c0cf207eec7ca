"""Measures of the register as groups that are looked at together."""

from anhuan.domains.mechanism.rules.planning import Group, can_plan
from anhuan.domains.org.models import Company, Person
from anhuan.domains.risk.models import RiskMeasure
from anhuan.domains.risk.queries import department_of, person_of
from anhuan.domains.risk.rules.classes import cycle_words

ABOVE = ("event__unit__object__department", "event__unit__object__person",
         "event__unit__department", "event__unit__person", "post", "person")  # fmt: skip


def groups_of(company: Company) -> dict[Group, list[RiskMeasure]]:
    """Every measure in use that people check and that has a cycle, in the register's order."""
    rows = RiskMeasure.objects.filter(company=company, is_retired=False, event__is_retired=False)
    rows = rows.exclude(data_source="1").filter(cycle_count__isnull=False)
    found: dict[Group, list[RiskMeasure]] = {}
    for one in rows.select_related(*ABOVE).order_by("event__unit__position", "position", "pk"):
        if one.cycle_count and can_plan(one.cycle_unit):
            found.setdefault(_group(one, one.cycle_count), []).append(one)
    return found


def _group(one: RiskMeasure, count: int) -> Group:
    unit = one.event.unit
    person = one.person_id or (None if one.post_id else person_of(unit).pk)
    return Group(department_of(unit).pk, count, one.cycle_unit, one.post_id, person)


def people_of_group(group: Group) -> list[Person]:
    """Who looks: the person named, else whoever holds the post."""
    rows = Person.objects.filter(is_retired=False)
    wanted = {"pk": group.person} if group.person else {"post": group.post}
    return list(rows.filter(**wanted).order_by("number"))


def name_of_group(group: Group, measures: list[RiskMeasure]) -> str:
    """ "合成车间 每周 外操 排查": the same again, so that the plan is found."""
    one = measures[0]
    who = one.person or one.post or person_of(one.event.unit)
    cycle = cycle_words(group.cycle_count, group.cycle_unit)
    return f"{department_of(one.event.unit)} {who} {cycle}排查"[:100]
