"""Lists: remembered filters, saved views, sorting, paging, columns, fragments, bad input."""

import pytest
from django.core.cache import caches

from anhuan.desk.lists.counting import count_of
from anhuan.desk.models import SavedView
from anhuan.domains.org.models import Person
from anhuan.domains.org.tests.factories import make_account, make_person, sign_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def account():
    return make_account()


@pytest.fixture
def client(account):
    return sign_in(account)


def names(page: str) -> list[str]:
    """The first column's words, in order."""
    return [cell.split("<")[0] for cell in page.split('/">')[1:] if "</a></td>" in cell[:40]]


def get(client, url: str, **headers) -> str:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_filters_are_remembered_until_cleared(account, client):
    make_person(account.company, name="甲一", kind="visitor")
    make_person(account.company, name="乙二")
    assert names(get(client, "/people/?kind=visitor")) == ["甲一"]
    assert names(get(client, "/people/")) == ["甲一"]
    assert names(get(sign_in(account), "/people/")) == ["甲一", "乙二"]  # another session
    assert client.get("/people/?clear=1").url == "/people/"
    assert names(get(client, "/people/")) == ["甲一", "乙二"]


def test_emptied_filters_are_remembered_as_empty(account, client):
    make_person(account.company, name="甲一", kind="visitor")
    make_person(account.company, name="乙二")
    get(client, "/people/?kind=visitor")
    assert len(names(get(client, "/people/", **HTMX))) == 2  # htmx sends nothing for nothing
    assert len(names(get(client, "/people/"))) == 2


def test_htmx_gets_the_table_alone_and_history_the_whole_page(client):
    part = get(client, "/people/?q=x", **HTMX)
    assert part.lstrip().startswith('<section id="list"') and "<html" not in part
    whole = get(client, "/people/?q=x", **HTMX, **{"HX-History-Restore-Request": "true"})
    assert "<html" in whole
    assert "HX-Request" in client.get("/people/", headers=HTMX).headers["Vary"]


def test_counts_say_what_is_seen_and_what_there_is(account, client):
    make_person(account.company, kind="visitor")
    make_person(account.company)
    page = get(client, "/people/?kind=visitor")
    assert "<b>1</b> 人<small> / 共 2</small>" in page
    assert "<b>2</b> 人" in get(client, "/people/?kind=")


def test_sorting_by_a_column_and_back(account, client):
    make_person(account.company, name="乙二", number="H1")
    make_person(account.company, name="甲一", number="H2")
    assert names(get(client, "/people/?sort=number")) == ["乙二", "甲一"]
    page = get(client, "/people/?sort=-number")
    assert names(page) == ["甲一", "乙二"]
    assert 'aria-sort="descending"' in page


def test_fifty_rows_a_page(account, client):
    for _ in range(51):
        make_person(account.company)
    assert len(names(get(client, "/people/"))) == 50
    assert len(names(get(client, "/people/?page=2"))) == 1
    assert len(names(get(client, "/people/?page=99"))) == 1  # the last one there is


def test_far_pages_show_the_same_rows_in_the_same_order(account, client, monkeypatch):
    for n in range(110):
        make_person(account.company, name=f"员工{n % 7}", number=f"F{n:03}")
    urls = [f"/people/?sort={sort}&page={n}" for sort in ("name", "-name", "") for n in (1, 2, 3)]
    near = [names(get(client, url)) for url in urls]
    monkeypatch.setattr("anhuan.desk.lists.respond.LONG", 50)
    assert [names(get(client, url)) for url in urls] == near


def test_columns_are_chosen(account, client):
    make_person(account.company, trade="焊工")
    assert "焊工" not in get(client, "/people/")
    page = get(client, "/people/?cols=name&cols=trade")
    assert "焊工" in page and "aria-sort" not in page
    assert "焊工" in get(client, "/people/")  # remembered


def test_an_empty_list_says_what_to_do_first(client):
    page = get(client, "/people/")
    assert "还没有人员" in page and 'href="/people/new/"' in page
    assert "没有符合条件的记录" in get(client, "/people/?q=nobody")


def test_those_who_may_not_write_are_not_offered_to(account):
    page = get(sign_in(make_account(account.company, "operator")), "/people/")
    assert "/people/new/" not in page and "/people/import/" not in page
    assert 'name="ids"' not in page


@pytest.mark.parametrize(
    "query",
    [
        "department=not-a-uuid", "kind=ghost", "special=maybe", "sort=drop", "sort=-",
        "page=x", "page=-1", "cols=nothing", "q=%00", "q=" + "x" * 500, "post=%27%3B--",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_harms_nobody(account, client, query):
    make_person(account.company)
    get(client, f"/people/?{query}")


def test_days_are_whole_days_of_plant_time(client):
    page = get(client, "/audit/?day_from=2000-01-01&day_to=2999-12-31")
    assert "新建" in page
    assert "没有符合条件的记录" in get(client, "/audit/?day_from=2000-01-01&day_to=2000-01-02")
    get(client, "/audit/?day_from=yesterday&day_to=2026-02-31")


def test_a_view_is_saved_opened_and_deleted_by_its_owner_alone(account, client):
    make_person(account.company, name="甲一", kind="visitor")
    make_person(account.company, name="乙二")
    form = {"page": "/people/", "query": "kind=visitor", "name": "访客"}
    assert client.post("/views/save/", form).url == "/people/?kind=visitor"
    view = SavedView.objects.get()
    assert "访客</a>" in get(client, "/people/")
    colleague = sign_in(make_account(account.company))
    assert "访客</a>" not in get(colleague, "/people/")
    assert colleague.post(f"/views/{view.pk}/delete/").status_code == 404
    assert client.post(f"/views/{view.pk}/delete/").url == "/people/"
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_view_leads_nowhere_else(client, page):
    form = {"page": page, "query": "", "name": "x"}
    assert client.post("/views/save/", form).url == "/"


def test_search_finds_people_by_initials_and_only_those_one_may_see(account, client):
    make_person(account.company, name="欧阳晓")
    make_person(name="欧阳外")
    page = get(client, "/search/?q=oyx", **HTMX)
    assert "欧阳晓" in page and "欧阳外" not in page and "<html" not in page
    assert "<html" in get(client, "/search/?q=oyx")
    visitor = sign_in(make_account(account.company, "visitor"))
    assert "欧阳晓" not in get(visitor, "/search/?q=欧阳")


def test_a_long_list_is_counted_once_a_minute_a_short_one_each_time(account, monkeypatch):
    monkeypatch.setattr("anhuan.desk.lists.counting.MANY", 3)
    people = Person.objects.filter(company=account.company)
    for expected in (1, 2, 3, 4):
        make_person(account.company)
        assert count_of(people) == expected
    make_person(account.company)
    assert (count_of(people), people.count()) == (4, 5)
    caches["counts"].clear()
    assert count_of(people) == 5
