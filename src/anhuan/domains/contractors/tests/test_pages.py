"""Pages and REST of contractors, as those who use them meet them."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.contractors.models import Bar, Contractor, FirmPaper, Member, Team
from anhuan.domains.contractors.tests import make
from anhuan.domains.org.tests.factories import make_company, sign_in
from anhuan.domains.permits.tests.make import TEN, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings):
    cache.clear()
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}
    with at(TEN):
        yield


@pytest.fixture
def by():
    return make.approver(make_company())


@pytest.fixture
def client(by):
    return sign_in(by)


def url(name, row=None):
    return reverse(f"contractors:{name}", args=[row.pk] if row else [])


@pytest.mark.clause("CON-002", "ELM-031")
def test_from_a_name_to_people_who_may_work(client, by):
    """Firm, papers, decision, team, people: the way a plant goes."""
    client.post(url("enlist"), {"name": "鲁建安装", "scope": "管道"})
    row = Contractor.objects.get()
    page = client.get(url("contractor", row)).content.decode()
    assert "资质审核待审核" in page and "没有登记营业执照" in page
    refused = client.post(url("decide", row), {"admission": "approved"})
    assert refused.status_code == 422 and "没有登记安全管理协议" in refused.content.decode()
    for kind, until in (("licence", ""), ("agreement", "2027-06-30")):
        sent = {"kind": kind, "valid_until": until}
        assert client.post(url("paper_create", row), sent).status_code == 302
    assert client.post(url("decide", row), {"admission": "approved"}).status_code == 302
    person = make.sent_by(row)
    client.post(url("team_create", row), {"name": "管工班", "leader": person.pk})
    client.post(url("member_assign", person), {"team": Team.objects.get().pk})
    client.post(url("members_approve"), {"ids": [str(person.pk)], "confirmed": "1"})
    assert Member.objects.get().admission == "approved"
    assert "可用" in client.get(url("member", person)).content.decode()
    card = client.get(reverse("org:person", args=[person.pk])).content.decode()
    assert "可以参加作业" in card
    assert (
        "可以参加作业" in client.get(reverse("org:contractor", args=[row.firm_id])).content.decode()
    )


def test_the_lists_cost_the_same_for_many(client, by):
    assert_flat(client, url("contractors"), lambda: make.approved(by))
    row = make.approved(by)
    assert_flat(client, url("members"), lambda: make.admitted(by, row))
    page = client.get(url("members") + "?admission=pending").content.decode()
    assert "没有" in page


def test_the_blacklist_is_kept_and_lifted(client, by):
    person = make.admitted(by, make.approved(by))
    assert client.post(url("bar_create"), {"reason": "违章"}).status_code == 422
    client.post(url("bar_create"), {"person": person.pk, "reason": "违章", "until": "2027-01-01"})
    bar = Bar.objects.get()
    assert "在黑名单内（至 2027-01-01）" in client.get(url("member", person)).content.decode()
    assert client.post(url("bar_lift", bar), {"reason": ""}).status_code == 422
    client.post(url("bar_lift", bar), {"reason": "到期前复训"})
    assert "在黑名单内" not in client.get(url("member", person)).content.decode()


def test_papers_change_and_go(client, by):
    row = make.approved(by)
    paper = row.papers.get(kind="agreement")
    client.post(url("paper_edit", paper), {"kind": "agreement", "valid_until": "2026-11-23"})
    assert "须到 2026-11-24 仍有效" in client.get(url("contractor", row)).content.decode()
    client.post(url("paper_retire", paper))
    assert FirmPaper.objects.get(pk=paper.pk).is_retired
    assert "没有登记安全管理协议" in client.get(url("contractor", row)).content.decode()
    client.post(url("settings"), {"demanded": ["licence"]})
    assert "没有登记" not in client.get(url("contractor", row)).content.decode()


def test_rest_says_what_stands_against_whom(client, by):
    made = client.post(url("api_contractors"), {"name": "磐岳"}, "application/json").json()
    row = Contractor.objects.get(pk=made["id"])
    against = client.get(url("api_standing", row)).json()
    assert {one["code"] for one in against} == {"firm_not_approved", "firm_paper_missing"}
    for kind in ("licence", "agreement"):
        sent = {"kind": kind, "valid_until": "2027-01-01"}
        assert client.post(url("api_papers", row), sent, "application/json").status_code == 201
    body = {"admission": "approved", "approved_until": "2026-12-31"}
    decided = client.post(url("api_decide", row), body, "application/json").json()
    assert decided["admission"] == "approved" and decided["approved_until"] == "2026-12-31"
    person = make.sent_by(row)
    refused = client.post(url("api_member_decide", person), {"admission": "rejected"},
                          "application/json")  # fmt: skip
    assert refused.json()["blockers"][0]["code"] == "reason_missing"
    done = client.post(url("api_member_decide", person), {"admission": "approved"},
                       "application/json").json()  # fmt: skip
    assert done["admission"] == "approved"
    assert client.get(url("api_member_standing", person)).json() == []
    sent = {"person": str(person.pk), "reason": "酒后上岗"}
    bar = client.post(url("api_bars"), sent, "application/json").json()
    against = client.get(url("api_member_standing", person)).json()
    assert [one["code"] for one in against] == ["person_barred"]
    lift = reverse("contractors:api_bar_lift", args=[bar["id"]])
    assert client.post(lift, {"reason": "查无此事"}, "application/json").json()["lifted_at"]
