"""The library: what may be filed, who may read it, what is left behind."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.documents import actions, queries, rules
from anhuan.domains.documents.models import Document
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a rule of the plant"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_URL = f"file://{tmp_path}"


def upload(name: str = "制度.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def make_document(account, file=None, **changes) -> Document:
    defaults = {"kind": "rule", "title": "人员定位系统运行管理制度"}
    return actions.file_document(account, defaults | changes, file)


@pytest.mark.parametrize(
    ("name", "size", "head", "codes"),
    [
        ("a.pdf", 1, b"%PDF-1.7", []),
        ("a.PNG", 1, b"\x89PNG\r\n\x1a\n", []),
        ("a.pdf", 0, b"", ["file_content", "file_empty"]),
        ("a.pdf", 1, b"<html>", ["file_content"]),
        ("a.html", 1, b"<html>", ["file_kind"]),
        ("a", 1, b"%PDF-1.7", ["file_kind"]),
        ("a.pdf", 52_428_800, b"%PDF-1.7", []),
        ("a.pdf", 52_428_801, b"%PDF-1.7", ["file_too_large"]),
    ],
)
def test_what_may_be_filed(name, size, head, codes):
    assert [blocker.code for blocker in rules.file_blockers(name, size, head)] == codes


@pytest.mark.clause("BASE-016", "BASE-018", "BASE-019", "POS-018")
def test_a_filed_document_can_be_found_opened_and_leaves_traces():
    account = make_account(role=Role.SAFETY_MANAGER)
    made = make_document(account, upload(), review_on="2027-06-30", scope="全厂")
    client = sign_in(account)
    page = client.get(reverse("documents:document", args=[made.pk])).content.decode()
    assert "人员定位系统运行管理制度" in page and "2027" in page and "全厂" in page
    taken = client.get(reverse("documents:content", args=[made.pk]))
    assert b"".join(taken.streaming_content) == PDF
    assert "attachment" in taken.headers["Content-Disposition"]
    verbs = AuditRow.objects.filter(target_id=str(made.pk)).values_list("verb", flat=True)
    assert set(verbs) == {"create", "download"}


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept():
    account = make_account(role=Role.SAFETY_MANAGER)
    with pytest.raises(Refused, match="文件内容不是 pdf"):
        make_document(account, upload(content=b"MZ\x90\x00"))
    assert not Document.objects.exists()
    assert not queries.folder().exists()


def test_the_form_says_every_reason_and_keeps_what_was_typed():
    client = sign_in(make_account(role=Role.SAFETY_MANAGER))
    answer = client.post(
        reverse("documents:document_create"),
        {"kind": "law", "title": "安全生产法", "issued_on": "2026-05-01",
         "effective_on": "2026-04-01"},
    )  # fmt: skip
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "实施日期早于发布日期" in page and "安全生产法" in page


def test_another_companys_documents_do_not_exist():
    made = make_document(make_account(role=Role.SAFETY_MANAGER), upload())
    stranger = sign_in(make_account(make_company(), role=Role.SAFETY_MANAGER))
    for name in ("documents:document", "documents:content"):
        assert stranger.get(reverse(name, args=[made.pk])).status_code == 404


def test_who_may_read_may_not_write():
    reader = sign_in(make_account(role=Role.WORKER))
    assert reader.get(reverse("documents:documents")).status_code == 200
    assert reader.get(reverse("documents:document_create")).status_code == 403
