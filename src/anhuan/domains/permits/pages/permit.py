"""One permit: every step, what is next and what stands against it, the work live, the evidence."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.details import Action, Panel, respond_detail
from anhuan.desk.marks import Tag
from anhuan.desk.pages import page
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.pages import evidence, filled, in_area, live, people, signing
from anhuan.domains.permits.pages.buttons import Deeds, Way, head_buttons, other_ways
from anhuan.domains.permits.pages.steps import steps_of
from anhuan.domains.permits.pages.words import grade_label, short_kind, state_tag
from anhuan.domains.permits.queries import permit_for
from anhuan.domains.permits.queries.beside import works_beside
from anhuan.domains.permits.queries.content import contents_of
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.may import deeds_at, reasons
from anhuan.domains.permits.queries.next import next_for, waits_for
from anhuan.domains.permits.rules.lifecycle import TABLE
from anhuan.domains.permits.rules.states import CLOSED, Deed
from anhuan.domains.positioning.queries.links import track_url
from anhuan.kernel import clock


@page("permits.view")
def permit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one permit on one page."""
    account, now = account_of(request), clock.now()
    found = permit_for(account, pk)
    contents = contents_of(found.pk)
    asked = Look(found, account, now, {"asking": True})
    asked.held = frozenset(contents)
    deeds, main = deeds_at(asked), next_for(asked)
    awaited, look = _next(asked, deeds, main), asked.asking({})
    signatures = list(found.signatures.order_by("seq"))
    around = [] if look.state in CLOSED else works_beside(look)
    panels: list[Panel | None] = [
        *filled.panels(look), people.panel(look), people.related(look),
        people.beside(look, around), evidence.brought(look), evidence.risks(look),
        evidence.gas(look, deeds), evidence.measures(look, deeds), evidence.briefing(look),
        signing.approvals(look), evidence.course(look), signing.acceptance(look),
        evidence.photos(look), *live.panels(look, account, around),
        None if look.state in CLOSED else in_area.panel(found, account), _ways(found, deeds, main),
        _papers(found), signing.chain(look, contents, signatures),
    ]  # fmt: skip
    return respond_detail(
        request, f"{found.number} {found.place}", target=found,
        template="permits/permit.html", crumbs=[("作业票", reverse("permits:permits"))],
        tags=_tags(found), actions=[*_tracks(look),
                                   Action("打印", reverse("permits:print", args=[found.pk])),
                                   *head_buttons(found, deeds, main)],
        steps=list(steps_of(look, signatures)), facts=filled.facts(look), panels=panels,
        next=awaited, permit=found,
        mark=live.mark_of(found, len(look.ringing)) if look.state not in CLOSED else "",
    )  # fmt: skip


def _tracks(look: Look) -> list[Action]:
    """Where its people went from the first spark to the last (POS-122)."""
    permit = look.permit
    if permit.started_at is None or not look.people:
        return []
    people = dict.fromkeys(one.person_id for one in look.people)
    url = track_url(people, permit.started_at, permit.finished_at or look.now)
    return [Action("人员轨迹", url, "tracks.view")]


def _tags(found: Permit) -> list[Tag]:
    words = [short_kind(found), grade_label(found), "紧急预约" if found.is_urgent else ""]
    return [state_tag(found), *(Tag(word) for word in words if word)]


def _next(look: Look, deeds: Deeds, main: Deed | None) -> dict[str, object] | None:
    """What is next and whose it is, with the reasons against it, for who is not to do it."""
    if main is None or main in deeds:
        return None
    row = TABLE.get((look.state, main))
    against = [one for one in reasons(look, main) if one.code != "not_yours"]
    return {"label": main.label, "who": waits_for(look, row), "blockers": against}


def _ways(found: Permit, deeds: Deeds, main: Deed | None) -> Panel | None:
    ways = other_ways(found, deeds, main)
    if not ways:
        return None
    ready = [way for way in ways if not way.blockers]
    context = {"ready": ready, "not_yet": [way for way in ways if way.blockers]}
    return Panel("办理", template="permits/_ways.html", context=context, side=True, key="ways")


def _papers(found: Permit) -> Panel:
    """The permit in its copies, and its hazard analysis alone; the permit itself is above."""
    pages = [
        Way("作业票各联", reverse("permits:print", args=[found.pk]) + "?copies=1", ()),
        Way("作业危害分析表", reverse("permits:print_hazards", args=[found.pk]), ()),
    ]
    return Panel("打印", template="permits/_ways.html", context={"ready": pages}, side=True,
                 key="papers")  # fmt: skip
