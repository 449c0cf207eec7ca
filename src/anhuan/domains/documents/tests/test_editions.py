"""Rules of the plant in editions: in force from a day, earlier ones kept, read by whom."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.documents import actions
from anhuan.domains.documents.models import Edition, Reading
from anhuan.domains.documents.rules import in_force
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OLD, NEW = b"%PDF-1.7 first", b"%PDF-1.7 second"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_URL = f"file://{tmp_path}"


def pdf(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("制度.pdf", content)


@pytest.fixture
def keeper():
    return make_account(make_company(), Role.SAFETY_MANAGER)


@pytest.fixture
def rule(keeper):
    changes = {"kind": "rule", "title": "特殊作业和视频监控系统运行、维护与考核管理制度",
               "effective_on": date(2026, 1, 1)}  # fmt: skip
    return actions.file_document(keeper, changes, pdf(OLD))


def taken(client, name, pk) -> bytes:
    return client.get(reverse(f"documents:{name}", args=[pk])).getvalue()


@pytest.mark.parametrize(
    ("day", "found"), [(date(2026, 1, 31), None), (date(2026, 2, 1), 0), (date(2026, 2, 28), 0),
                       (date(2026, 3, 1), 1)],
)  # fmt: skip
def test_the_last_edition_that_began_is_in_force(day, found):
    assert in_force([date(2026, 2, 1), date(2026, 3, 1)], day) == found


@pytest.mark.clause("PTW-013")
def test_a_new_edition_holds_from_its_day_and_the_old_one_is_kept(keeper, rule):
    client, today = sign_in(keeper), timezone.localdate()
    coming = {"label": "2.0", "effective_on": today + DAY, "what_changed": "增加视频系统考核"}
    answer = client.post(reverse("documents:revise", args=[rule.pk]), coming | {"upload": pdf(NEW)})
    assert answer.status_code == 302
    assert taken(client, "content", rule.pk) == OLD
    page = client.get(reverse("documents:document", args=[rule.pk])).content.decode()
    assert "待实施" in page and "增加视频系统考核" in page
    Edition.objects.filter(label="2.0").update(effective_on=today)
    assert taken(client, "content", rule.pk) == NEW
    first = rule.editions.first()
    assert taken(client, "edition", first.pk) == OLD
    rows = client.get(reverse("documents:api_editions", args=[rule.pk])).json()
    assert [(row["label"], row["is_in_force"]) for row in rows] == [("1", False), ("2.0", True)]


@pytest.mark.parametrize(
    ("label", "days", "codes"),
    [("1", 0, ["edition_known"]), ("2", -1, ["edition_backdated"]), ("2", 0, []),
     ("1", -1, ["edition_known", "edition_backdated"])],
)  # fmt: skip
def test_an_edition_has_its_own_name_and_does_not_go_back(keeper, rule, label, days, codes):
    changes = {"label": label, "effective_on": date(2026, 1, 1) + days * DAY, "what_changed": ""}
    if not codes:
        assert actions.revise(keeper, rule, changes, None).label == "2"
        return
    with pytest.raises(Refused) as refused:
        actions.revise(keeper, rule, changes, None)
    assert [one.code for one in refused.value.blockers] == codes


def test_what_is_uploaded_as_an_edition_is_checked_like_all_uploads(keeper, rule):
    changes = {"label": "2", "effective_on": date(2026, 2, 1), "what_changed": ""}
    with pytest.raises(Refused, match="文件内容不是 pdf"):
        actions.revise(keeper, rule, changes, pdf(b"MZ\x90\x00"))
    assert rule.editions.count() == 1


@pytest.mark.clause("PTW-013")
def test_who_read_it_is_on_record_after_opening_it(keeper, rule):
    worker = make_account(rule.company, Role.WORKER)
    client, edition = sign_in(worker), rule.editions.get()
    address = reverse("documents:api_read", args=[edition.pk])
    refused = client.post(address)
    assert refused.status_code == 422 and refused.json()["blockers"][0]["code"] == "not_opened"
    assert taken(client, "content", rule.pk) == OLD
    assert client.post(address).json()["read_by"] == 1
    assert client.post(address).json()["blockers"][0]["code"] == "already_read"
    assert Reading.objects.get().account == worker
    page = sign_in(keeper).get(reverse("documents:document", args=[rule.pk])).content.decode()
    assert worker.display_name in page and "还有 1 人未读" in page
    stranger = sign_in(make_account(make_company(), Role.WORKER))
    assert stranger.post(address).status_code == 404
    assert stranger.get(reverse("documents:edition", args=[edition.pk])).status_code == 404
