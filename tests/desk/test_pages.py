"""Shell, details, forms, islands, errors: what every page shares."""

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django_vite.core.asset_loader import DjangoViteAssetLoader

from anhuan.desk.details import PANELS, Panel
from anhuan.desk.templatetags.islands import island
from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.tests.make import make_alarm
from anhuan.domains.org import actions
from anhuan.domains.org.models import DutyShift
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_person, sign_in
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


def page(client, url="/more/") -> str:
    return client.get(url).content.decode()


def test_the_header_says_where_we_are_who_is_on_duty_and_what_is_wrong():
    account = make_account(role=Role.OPERATOR)
    leader = make_person(account.company, name="李建国")
    now = clock.now()
    shift = {"company": account.company, "team": "乙班", "leader": leader}
    DutyShift.objects.create(
        **shift, starts_at=now.replace(year=2020), ends_at=now.replace(year=2100)
    )
    seed_kinds(account.company)
    make_alarm(account.company)
    text = page(sign_in(account))
    assert account.company.name in text and "乙班 当班：李建国" in text
    for priority in (1, 2, 3, 4):
        assert f'id="alarm-count-{priority}"' in text
    assert 'id="live-health"' in text
    counts = sign_in(account).get("/pulse/").json()["counts"]
    assert sum(counts.values()) == 1


def test_an_authority_s_header_counts_its_own_alarms_only_when_there_are_any(settings: Any) -> None:
    account = make_account(role=Role.ADMINISTRATOR)
    assert '<nav class="counts"' in page(sign_in(account))
    settings.ROLE = "province"
    assert '<nav class="counts only-open"' in page(sign_in(account))
    assert not re.search(r'class="count p\d on"', page(sign_in(account)))
    seed_kinds(account.company)
    make_alarm(account.company)
    assert re.search(r'class="count p\d on"', page(sign_in(account)))


def test_the_regulator_s_pages_are_listed_at_an_authority_only(settings: Any) -> None:
    client = sign_in(make_account(role=Role.ADMINISTRATOR))
    assert "/province/" not in page(client)
    settings.ROLE = "province"
    assert 'href="/province/governance/"' in page(client)


def test_the_rail_leads_only_where_one_may_go():
    worker, operator = make_account(role=Role.WORKER), make_account(role=Role.OPERATOR)
    assert 'href="/people/"' not in page(sign_in(worker))
    assert 'href="/people/"' in page(sign_in(operator))
    assert 'href="/accounts/"' not in page(sign_in(operator))


def test_nothing_on_more_leads_nowhere():
    client = sign_in(make_account(role=Role.ADMINISTRATOR))
    links = {part.split('"')[0] for part in page(client).split('class="tile" href="')[1:]}
    assert len(links) > 10
    for link in links:
        assert client.get(link).status_code in (200, 302), link


def test_an_account_without_a_company_sees_a_page_and_no_data():
    account = make_account()
    account.company = None
    account.save()
    client = sign_in(account)
    assert client.get("/mine/").status_code == 200
    assert client.get("/people/").status_code == 404


@pytest.mark.parametrize(("role", "url"), [("operator", "/control-room/"), ("worker", "/mine/")])
def test_the_front_door_leads_to_the_control_room_or_to_ones_own_page(role, url):
    assert sign_in(make_account(role=role)).get("/").url == url


def test_dark_and_english_are_remembered():
    client = sign_in(make_account())
    client.cookies["theme"] = "dark"
    assert '<html lang="zh-hans" data-theme="dark">' in page(client)
    client.post("/i18n/setlang/", {"language": "en", "next": "/more/"})
    text = page(client)
    assert '<html lang="en"' in text and ">People<" in text
    client.cookies["theme"] = '"><script>'
    assert "<script>" not in page(client).split("<head>")[0]


@pytest.mark.parametrize(
    ("url", "status", "sentence"),
    [
        ("/nowhere/", 404, "没有这一页"),
        ("/people/00000000-0000-0000-0000-000000000000/", 404, "没有这一页"),
        ("/accounts/", 403, "查看账号"),
    ],
)
def test_errors_say_one_clear_sentence(url, status, sentence):
    answer = sign_in(make_account()).get(url)
    assert answer.status_code == status
    assert sentence in answer.content.decode()


def test_a_stale_form_is_explained():
    account = make_account()
    client = Client(enforce_csrf_checks=True)
    client.force_login(account, backend="anhuan.web.backend.AccountBackend")
    answer = client.post("/people/new/", {})
    assert answer.status_code == 403
    assert "页面过期了" in answer.content.decode()


def test_a_crash_is_one_sentence_without_details(monkeypatch):
    from anhuan.web import home

    def crash(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(home, "places_for", crash)
    client = sign_in(make_account())
    client.raise_request_exception = False
    answer = client.get("/more/")
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()
    assert "secret detail" not in answer.content.decode()


def test_pages_carry_no_inline_script_or_style():
    for url in ("/more/", "/people/", "/people/new/", "/login/"):
        text = page(sign_in(make_account()), url)
        assert "<style" not in text and "onclick=" not in text
        assert all(
            'src="' in part[:200] or "json" in part[:80] for part in text.split("<script")[1:]
        )


def test_higher_slices_add_cards():
    person = make_person()
    made = [Panel("外加的卡片", note="来自上层")]
    PANELS.setdefault("org.person", []).append(lambda request, found: made[0])
    try:
        account = make_account(person.company)
        assert "外加的卡片" in page(sign_in(account), f"/people/{person.pk}/")
    finally:
        PANELS["org.person"].pop()


def test_what_was_typed_survives_a_refusal_word_for_word():
    account = make_account()
    form = {"number": "H1", "name": '<b>"王"</b>', "kind": "contractor", "sex": "male"}
    text = sign_in(account).post("/people/new/", form).content.decode()
    assert "&lt;b&gt;&quot;王&quot;&lt;/b&gt;" in text and '<b>"王"' not in text


def test_history_hides_nothing_it_should_show_and_shows_nothing_it_should_hide():
    account = make_account(role=Role.OPERATOR)
    person = make_person(account.company, phone="13812345678")
    actions.change_person(account, person, {"phone": "13900001111", "name": "王海"})
    text = page(sign_in(account), f"/people/{person.pk}/")
    assert "王海" in text and "•••" in text and "13900001111" not in text


def test_an_island_has_its_props_and_the_bundle_is_there_once(monkeypatch):
    loader = DjangoViteAssetLoader.instance()
    tags = '<script type="module" src="/static/islands/main.js"></script>'
    monkeypatch.setattr(loader, "generate_vite_asset", lambda *_, **__: tags)
    context = {"request": RequestFactory().get("/")}
    first = island(context, "mini_map", {"title": "</script><b>"}, "small")
    second = island(context, "chart")
    assert 'data-island="mini_map"' in first and 'class="island small"' in first
    assert "</script><b>" not in first
    assert first.count("main.js") == 1 and "main.js" not in second
    assert 'data-props-id="island-props-2"' in second


def test_without_built_islands_a_sentence_stands_there(monkeypatch):
    from django_vite.core.exceptions import DjangoViteAssetNotFoundError

    def missing(*_, **__):
        raise DjangoViteAssetNotFoundError("main", "manifest")

    monkeypatch.setattr(DjangoViteAssetLoader.instance(), "generate_vite_asset", missing)
    text = island({"request": RequestFactory().get("/")}, "control_room")
    assert "make islands" in text and "data-island" not in text


SIX = ("人员", "值班", "报警", "电子围栏", "轨迹", "报警统计")


@pytest.mark.clause("POS-080", "AQG-027")
def test_the_functions_of_positioning_are_one_click_away_from_whoever_is_on_duty():
    client = sign_in(make_account(role=Role.OPERATOR))
    text = page(client)
    for name in SIX:
        assert f">{name}<" in text, name
