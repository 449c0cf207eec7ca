"""What is asked about a document."""

from collections.abc import Sequence
from typing import ClassVar

from django import forms

from anhuan.desk.forms import Group, ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.documents.models import Document, Edition

FIELDS = (
    "kind", "number", "title", "scope", "issued_on", "effective_on", "review_on", "is_void",
)  # fmt: skip


class DocumentForm(ModelForm[Document]):
    """A document and, once or anew, its file."""

    upload = forms.FileField(
        label="文件",
        required=False,
        help_text="PDF、Office、图片或 DWG，50 MB 以内；再次上传即新版本，旧版保留",
    )
    groups: ClassVar[Sequence[Group]] = (("文件", ("title", "kind", "number", "scope")),
                                         ("日期与效力", ("issued_on", "effective_on", "review_on",
                                                    "is_void")),
                                         ("内容", ("upload",)))  # fmt: skip
    wide: ClassVar[Sequence[str]] = ("title", "scope", "upload")

    class Meta:
        model = Document
        fields = FIELDS


class EditionForm(ModelForm[Edition]):
    """The next edition of a document."""

    upload = forms.FileField(
        label="文件", required=False, help_text="PDF、Office、图片或 DWG，50 MB 以内"
    )
    groups: ClassVar[Sequence[Group]] = (
        ("版本", ("label", "effective_on", "what_changed")), ("内容", ("upload",)),
    )  # fmt: skip
    wide: ClassVar[Sequence[str]] = ("what_changed", "upload")

    class Meta:
        model = Edition
        fields = ("label", "effective_on", "what_changed")


DOCUMENT_FILTERS = (
    Filter("kind", "类别", choices=Document.Kind.choices),
    Filter("void", "已作废", kind="bool", apply="is_void"),
    Filter("issued", "发布日期", kind="date_range", apply="issued_on"),
)
DOCUMENT_SEARCH = ("title", "number", "scope")
