"""Firms, papers, people and the blacklist as JSON."""

from typing import Any, ClassVar

from rest_framework import serializers as s

from anhuan.desk.endpoints import Mine
from anhuan.domains.contractors.models import Bar, Contractor, FirmPaper
from anhuan.domains.contractors.models.decisions import ADMISSIONS
from anhuan.domains.org.models import Company, Person

FIRMS = Company.objects.filter(kind=Company.Kind.CONTRACTOR)
DECISIONS = [one for one in ADMISSIONS if one[0] != "pending"]


class ContractorRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A firm of the library."""

    name = s.CharField(source="firm.name", read_only=True)
    present = s.IntegerField(read_only=True)

    class Meta:
        model = Contractor
        fields = (
            "id", "firm", "name", "scope", "contact", "contact_phone", "admission", "reason",
            "decided_at", "approved_until", "present",
        )  # fmt: skip
        read_only_fields = ("firm", "admission", "reason", "decided_at", "approved_until")


class EnlistBody(s.ModelSerializer):  # type: ignore[type-arg]
    """A firm this node knows, or a new one by name."""

    firm = s.PrimaryKeyRelatedField(queryset=FIRMS, required=False, allow_null=True)
    name = s.CharField(max_length=100, required=False, default="")

    class Meta:
        model = Contractor
        fields = ("firm", "name", "scope", "contact", "contact_phone")
        validators: ClassVar[list[Any]] = []


class DecisionBody(s.Serializer):  # type: ignore[type-arg]
    """What is decided; of firms until when."""

    admission = s.ChoiceField(choices=DECISIONS)
    reason = s.CharField(max_length=300, allow_blank=True, default="")
    approved_until = s.DateField(required=False, allow_null=True, default=None)


class PaperRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A qualification document."""

    contractor: "s.PrimaryKeyRelatedField[Contractor]" = s.PrimaryKeyRelatedField(read_only=True)

    class Meta:
        model = FirmPaper
        fields = ("id", "contractor", "kind", "name", "number", "issuer", "valid_until",
                  "file_name", "file_sm3")  # fmt: skip
        read_only_fields = ("file_name", "file_sm3")


class BlockerRow(s.Serializer):  # type: ignore[type-arg]
    """A reason against."""

    code = s.CharField()
    text = s.CharField()
    clause = s.CharField()


class MemberRow(s.ModelSerializer):  # type: ignore[type-arg]
    """Somebody of a contractor."""

    employer_name = s.CharField(source="employer.name", read_only=True)
    admission = s.SerializerMethodField()

    class Meta:
        model = Person
        fields = ("id", "number", "name", "kind", "employer", "employer_name", "trade",
                  "valid_until", "admission")  # fmt: skip

    def get_admission(self, person: Any) -> str:
        """Nobody decided yet is pending."""
        return getattr(person, "admission", None) or "pending"


class BarRow(s.ModelSerializer):  # type: ignore[type-arg]
    """An entry of the blacklist."""

    firm = s.PrimaryKeyRelatedField(queryset=FIRMS, required=False, allow_null=True)
    person = Mine(queryset=Person.objects.all(), required=False, allow_null=True)
    whom = s.CharField(source="__str__", read_only=True)

    class Meta:
        model = Bar
        fields = ("id", "firm", "person", "whom", "reason", "since", "until", "lifted_at",
                  "lifted_why")  # fmt: skip
        read_only_fields = ("lifted_at", "lifted_why")
        extra_kwargs: ClassVar[dict[str, Any]] = {"since": {"required": False}}


class ReasonBody(s.Serializer):  # type: ignore[type-arg]
    """Why."""

    reason = s.CharField(max_length=300, allow_blank=True, default="")
