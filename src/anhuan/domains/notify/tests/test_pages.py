"""The bell, and setting up a way out."""

import pytest
from django.urls import reverse

from anhuan.domains.notify.actions import Message, post
from anhuan.domains.notify.models import Channel, Notice
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:.imghdr. is deprecated:DeprecationWarning"),  # apprise
]


@pytest.fixture
def company():
    return make_company()


def test_my_notices_are_mine_and_opening_one_reads_it(company):
    me, other = make_account(company, "operator"), make_account(company, "operator")
    post(company, [me], Message("a", "一号装置超员", url="/alarms/"))
    browser = sign_in(me)
    assert "一号装置超员" in browser.get(reverse("notify:notices")).content.decode()
    assert "一号装置超员" not in sign_in(other).get(reverse("notify:notices")).content.decode()
    notice = Notice.objects.get()
    assert sign_in(other).get(reverse("notify:open", args=[notice.pk])).status_code == 404
    assert browser.get(reverse("notify:open", args=[notice.pk])).headers["Location"] == "/alarms/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_a_notice_never_leads_out_of_the_house(company):
    me = make_account(company, "operator")
    post(company, [me], Message("a", "x", url="https://evil.example/"))
    answer = sign_in(me).get(reverse("notify:open", args=[Notice.objects.get().pk]))
    assert answer.headers["Location"] == reverse("notify:notices")


def test_all_are_read_at_once(company):
    me = make_account(company, "operator")
    post(company, [me], Message("a", "x"))
    post(company, [me], Message("b", "y"))
    sign_in(me).post(reverse("notify:read_all"))
    assert not Notice.objects.filter(read_at__isnull=True).exists()


def test_notices_over_rest(company):
    me = make_account(company, "operator")
    post(company, [me], Message("a", "x"))
    browser = sign_in(me)
    (one,) = browser.get("/api/v1/notices").json()["results"]
    assert (one["title"], one["read"]) == ("x", False)
    answer = browser.post("/api/v1/notices/read", {"ids": [one["id"]]}, "application/json")
    assert answer.json() == {"unread": 0}


def test_a_channel_is_made_shown_without_its_key_and_tried(company):
    browser = sign_in(make_account(company, "safety_manager"))
    values = {"name": "钉钉", "min_priority": 2, "is_enabled": "on"}
    wrong = browser.post(reverse("notify:channel_create"), values | {"url": "not an address"})
    assert wrong.status_code == 422
    url = "json://127.0.0.1:9/SECRETKEY1234"
    browser.post(reverse("notify:channel_create"), values | {"url": url})
    channel = Channel.objects.get()
    page = browser.get(reverse("notify:channel", args=[channel.pk])).content.decode()
    assert "SECRETKEY" not in page
    assert "json://…1234" in page
    answer = browser.post(reverse("notify:channel_test", args=[channel.pk]), follow=True)
    assert "测试消息没有发出" in answer.content.decode()


def test_operators_set_up_no_channels(company):
    browser = sign_in(make_account(company, "operator"))
    assert browser.get(reverse("notify:channels")).status_code == 403
