"""Every address, every role: whoever holds the right gets in, nobody else does, and another
company's rows do not exist. An address that this file cannot account for is a failure."""

from functools import cache as cache_of_process
from typing import Any
from zlib import crc32

import pytest
from django.core.cache import cache
from django.http import FileResponse
from django.test import Client
from django.urls import reverse

from anhuan.domains.org.models import RoleGrant
from anhuan.domains.org.rules import RIGHTS, Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_company,
    make_department,
    make_person,
    sign_in,
)
from tests.module_rows import module_rows
from tests.routes import OWN, PUBLIC, WITHOUT_RIGHT, Route, every_route
from tests.world import World, about, make_world

__all__ = ["module_rows"]
STREAMS = ("live:",)  # need the hub of a running process; their own tests have them
# What a holder may get besides 200 and a redirect.
ALSO = {
    "documents:content": {404},  # the row has no file
    "documents:edition": {404},
    "org:api_duty": {204},
    "positioning:api_tracks": {400, 404, 422},  # asks for a subject and a span
    "positioning:api_at": {400, 422},
    "positioning:api_timeline": {400, 422},
    "positioning:api_counts": {422},
    "positioning:api_film": {422},
    "positioning:api_heat": {422},
    "positioning:api_near": {422},
    "positioning:api_contacts": {422},
    "positioning:api_passed": {422},
    "positioning:api_dwell": {422},
    "positioning:api_attendance": {422},
    "field:api_file": {404},  # somebody else's file
    "field:api_operations": {422},
    "field:api_files": {422},
    "notify:open": {404},  # somebody else's notice
    "omlox:trackable_location": {404},  # no position yet
    "omlox:trackable_motion": {404},
    "omlox:provider_location": {404},
    "desk:delete_view": {404},
    "permits:api_photo": {404},  # the row has no file
    "risk:picture": {404},  # the row has no file
    "training:certificate_scan": {404},
    "training:session_evidence": {404},
    "contractors:paper_scan": {404},
    "permits:photo": {404},
    "permits:pulse": {204},
    "province:api_people": {422},  # asks for a place
    "province:track": {404},  # asks for a plant
}
FILES = {"permits:api_photo", "permits:photo"}  # the row has no file
ROUTES = every_route()
# A permit exists for whom it concerns and for nobody else, whatever rights they hold: who sees the
# permits of its unit (the right below, in a scope that reaches it), who asked for it, and whom it
# names. Its libraries and forms are the plant's: there the address's own right decides.
CONCERNS = {
    "permit": "permits.all", "permit_photo": "permits.all", "inspection_task": "inspection.all",
    "abnormality": "inspection.all",
    "hazard": "hazards.all", "hazard_photo": "hazards.all",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_throttling(settings):
    cache.clear()
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}


@pytest.fixture(scope="module")
def made_world(module_rows: None) -> World:
    return make_world()


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """What a test does to it is gone after the test."""
    return made_world


def url_of(route: Route, world: World) -> str:
    return reverse(route.name, args=[world.pk_for(route.name)] if route.wants_pk else [])


def ask(client: Client, method: str, url: str, **headers: str) -> Any:
    answer = client.generic(method, url, "{}", "application/json", headers=headers)
    if isinstance(answer, FileResponse):
        b"".join(answer)  # closed by its reader; closing it ourselves would end the connection
    elif answer.streaming:
        answer.close()
    return answer


def test_every_address_declares_a_right_or_is_listed():
    unknown = [r.name for r in ROUTES if not r.rights and r.name not in WITHOUT_RIGHT]
    assert not unknown, f"no right declared: {unknown}"


def test_every_declared_right_exists():
    wrong = {(r.name, right) for r in ROUTES for right in r.rights.values() if right not in RIGHTS}
    assert not wrong


def test_the_list_of_exceptions_names_only_addresses_that_exist():
    names = {route.name for route in ROUTES}
    assert set(WITHOUT_RIGHT) <= names
    assert set(ALSO) <= names


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_exactly_what_the_table_says(role, world):
    person = make_person(world.company)
    client = sign_in(make_account(world.company, role, person=person))
    wrong = []
    for route in ROUTES:
        for method, right in route.rights.items():
            allowed = role in RIGHTS[right]
            if route.name.startswith(STREAMS) or not is_tried(role, method, route, allowed):
                continue
            # A refusal is asked for as a part: a sentence instead of a page a thousand times.
            part = {} if allowed else {"HX-Request": "true"}
            status = ask(client, method, url_of(route, world), **part).status_code
            good = answers(route, role) if allowed else {403}
            if status not in good:
                wrong.append(f"{method} {route.name} ({right}): {status}, expected {sorted(good)}")
    assert not wrong, "\n".join(wrong)


def is_tried(role: Role, method: str, route: Route, allowed: bool) -> bool:
    """Whether this role is one to try. Of those who may, reading only: writes of those who may are
    the slices' own tests. Of those who may, and of those who may not, the narrowest and the widest
    everywhere, each other role at its own quarter of the addresses."""
    if allowed and method != "GET":
        return False
    holders = RIGHTS[route.rights[method]]
    alike = [one for one in Role if (one in holders) == allowed]
    alike.sort(key=lambda one: (rights_of(one), one))
    mine = crc32(f"{role} {route.name}".encode()) % 4 == 0
    return mine or role in (alike[0], alike[-1])


@cache_of_process
def rights_of(role: Role) -> int:
    return sum(role in holders for holders in RIGHTS.values())


def answers(route: Route, role: Role) -> set[int]:
    """What somebody with the right may be told who is neither named nor the applicant."""
    wider = CONCERNS.get(about(route.name)) if route.wants_pk else None
    if wider and role not in RIGHTS[wider]:
        return {404}
    return {200, 302} | ALSO.get(route.name, set())


@pytest.mark.parametrize("role", [one for one in Role if one in RIGHTS["permits.view"]])
def test_a_permit_exists_for_whom_it_concerns(role, world):
    """Of a unit beyond one's scope it is not there, not even to be refused; named on it, every
    role opens what its rights open."""
    person = make_person(world.company)
    elsewhere = make_department(world.company)
    client = sign_in(make_account(world.company, role, person=person, department=elsewhere))
    permit = world.rows["permit"]
    mine = [
        route for route in ROUTES
        if route.wants_pk and about(route.name) in ("permit", "permit_photo")
        and route.name not in FILES and role in RIGHTS.get(route.rights.get("GET", ""), ())
    ]  # fmt: skip

    def wrong(*expected: int) -> list[str]:
        found = {one.name: ask(client, "GET", url_of(one, world)).status_code for one in mine}
        return [f"{name}: {status}" for name, status in found.items() if status not in expected]

    assert wrong(404) == []
    permit.people.create(person=person, part="worker", joined_at=permit.reserved_at)
    assert wrong(200, 204) == []


def test_without_a_login_pages_lead_to_the_login_and_programs_are_refused(world):
    wrong, nobody = [], Client()
    for route in ROUTES:
        for method in route.rights or {"GET": ""}:
            kind = WITHOUT_RIGHT.get(route.name)
            if kind == PUBLIC or route.name.startswith(STREAMS):
                continue
            answer = ask(nobody, method, url_of(route, world))
            if route.is_machine:
                fine = answer.status_code in (401, 403)
            else:
                fine = answer.status_code == 302 and answer.url.startswith("/login/")
            if not fine:
                wrong.append(f"{method} {route.name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_public_addresses_answer_anybody(world):
    for route in ROUTES:
        if WITHOUT_RIGHT.get(route.name) == PUBLIC and route.name != "healthz":
            assert Client().get(url_of(route, world)).status_code in (200, 302, 404, 405)


def test_own_addresses_are_open_to_every_role(world):
    client = sign_in(make_account(world.company, Role.VISITOR))
    for route in ROUTES:
        if WITHOUT_RIGHT.get(route.name) == OWN:
            assert client.get(url_of(route, world)).status_code in (200, 302, 404), route.name


def test_another_companys_rows_do_not_exist(world):
    """Somebody with every role, elsewhere."""
    stranger = make_account(make_company(), Role.ADMINISTRATOR)
    RoleGrant.objects.bulk_create(
        RoleGrant(account=stranger, role=role) for role in Role if role != Role.ADMINISTRATOR
    )
    client = sign_in(stranger)
    shared = {
        "org:contractor", "org:contractor_edit", "org:contractor_switch",  # see org.queries
        "field:api_view",  # the name of a view, not of a row
    }  # fmt: skip
    wrong = []
    for route in ROUTES:
        if not route.wants_pk or route.name in shared:
            continue
        for method in route.rights:
            status = ask(client, method, url_of(route, world)).status_code
            if status not in (404, 405):
                wrong.append(f"{method} {route.name}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", list(Role))
def test_the_back_office_is_the_administrators_alone(role, db):
    client = sign_in(make_account(role=role))
    expected = 200 if role == Role.ADMINISTRATOR else 302  # to the login page of the back office
    assert client.get("/admin/").status_code == expected


def test_a_closed_account_gets_nowhere(world):
    account = make_account(world.company, Role.SAFETY_MANAGER)
    client = sign_in(account)
    account.is_active = False
    account.save()
    assert client.get("/people/").status_code == 302
    assert client.get("/api/v1/people").status_code in (401, 403)
