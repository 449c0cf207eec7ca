"""The organisation over REST. Same reads, same actions, same refusals as the pages."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.org import actions, queries, rules
from anhuan.domains.org.forms.accounts import ACCOUNT_FILTERS
from anhuan.domains.org.forms.company import DEPARTMENT_FILTERS, POST_FILTERS
from anhuan.domains.org.forms.people import PEOPLE_FILTERS, PEOPLE_SEARCH
from anhuan.domains.org.models import Account, Company, Department, Person, Post
from anhuan.kernel import clock

PRIVATE = {"phone": rules.mask_phone, "identity_no": rules.mask_identity}


def caller(request: Request) -> Account:
    """The account behind the call."""
    return cast(Account, request.user)


class PersonSerializer(serializers.ModelSerializer[Person]):
    """A person; private numbers are masked for callers without `people.private`."""

    class Meta:
        model = Person
        fields = (
            "id", "number", "name", "kind", "map_kind", "sex", "born_on", "department", "post",
            "employer", "host", "duty_title", "professional_title", "trade", "qualification",
            "is_special_worker", "phone", "identity_no", "valid_until", "is_retired", "updated_at",
        )  # fmt: skip
        read_only_fields = ("id", "map_kind", "is_retired", "updated_at")
        validators: ClassVar[list[Any]] = []  # the action says it better

    def to_representation(self, instance: Person) -> dict[str, Any]:
        """Masked where the caller's token or role does not reach."""
        shown = super().to_representation(instance)
        request = cast(Request, self.context["request"])
        if not may(request, "people.private"):
            shown |= {name: mask(shown[name]) for name, mask in PRIVATE.items()}
        return shown


class DepartmentSerializer(serializers.ModelSerializer[Department]):
    """A node of the organisation tree."""

    class Meta:
        model = Department
        fields = ("id", "name", "level", "parent", "position", "is_retired")


class PostSerializer(serializers.ModelSerializer[Post]):
    """A post."""

    class Meta:
        model = Post
        fields = ("id", "name", "department", "is_special", "is_retired")


class AccountSerializer(serializers.ModelSerializer[Account]):
    """A login; never its password."""

    roles = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Account
        fields = ("id", "username", "display_name", "person", "roles", "is_active", "last_login")


class CompanySerializer(serializers.ModelSerializer[Company]):
    """The company's card."""

    class Meta:
        model = Company
        exclude = ("kind", "is_retired")


class DutySerializer(serializers.Serializer[Any]):
    """Who is on duty."""

    team = serializers.CharField()
    leader = serializers.CharField(source="leader.name")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class PeopleApi(ListApi):
    """People: list and create."""

    rights: ClassVar[dict[str, str]] = {"GET": "people.view", "POST": "people.edit"}
    serializer_class = PersonSerializer
    filters = PEOPLE_FILTERS
    search = PEOPLE_SEARCH

    def get_queryset(self) -> QuerySet[Person]:
        """Those the caller may see."""
        return queries.visible_people(caller(self.request))

    @extend_schema(responses={201: PersonSerializer})
    def post(self, request: Request) -> Response:
        """A new person."""
        company = queries.company_of(caller(request))
        data = _checked(PersonSerializer(data=request.data, context={"request": request}), company)
        made = actions.create_person(caller(request), company, data)
        return Response(self.get_serializer(made).data, status=201)


class PersonApi(ApiView):
    """One person: read, change, retire."""

    rights: ClassVar[dict[str, str]] = {
        "GET": "people.view", "PATCH": "people.edit", "DELETE": "people.edit",
    }  # fmt: skip
    serializer_class = PersonSerializer

    def get(self, request: Request, pk: UUID) -> Response:
        """The person's facts."""
        found = queries.get_person_for(caller(request), pk)
        return Response(PersonSerializer(found, context={"request": request}).data)

    def patch(self, request: Request, pk: UUID) -> Response:
        """Change some facts."""
        found = queries.get_person_for(caller(request), pk, "people.edit")
        context = {"request": request}
        serializer = PersonSerializer(found, data=request.data, partial=True, context=context)
        changes = _checked(serializer, queries.company_of(caller(request)))
        actions.change_person(caller(request), found, changes)
        return Response(PersonSerializer(found, context=context).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """The person left; nothing is erased."""
        found = queries.get_person_for(caller(request), pk, "people.edit")
        actions.retire_person(caller(request), found)
        return Response(status=204)


class DepartmentsApi(ListApi):
    """Departments."""

    rights: ClassVar[dict[str, str]] = {"GET": "org.view"}
    serializer_class = DepartmentSerializer
    filters = DEPARTMENT_FILTERS
    search = ("name",)

    def get_queryset(self) -> QuerySet[Department]:
        """The company's."""
        return queries.visible_departments(caller(self.request))


class PostsApi(ListApi):
    """Posts."""

    rights: ClassVar[dict[str, str]] = {"GET": "org.view"}
    serializer_class = PostSerializer
    filters = POST_FILTERS
    search = ("name",)

    def get_queryset(self) -> QuerySet[Post]:
        """The company's."""
        return queries.visible_posts(caller(self.request))


class AccountsApi(ListApi):
    """Logins."""

    rights: ClassVar[dict[str, str]] = {"GET": "accounts.view"}
    serializer_class = AccountSerializer
    filters = ACCOUNT_FILTERS
    search = ("username", "person__name")

    def get_queryset(self) -> QuerySet[Account]:
        """The company's."""
        return queries.accounts_with_grants(caller(self.request))


class CompanyApi(ApiView):
    """The caller's company."""

    rights: ClassVar[dict[str, str]] = {"GET": "org.view"}
    serializer_class = CompanySerializer

    def get(self, request: Request) -> Response:
        """The card."""
        return Response(CompanySerializer(queries.company_of(caller(request))).data)


class DutyApi(ApiView):
    """Who is on duty now."""

    rights: ClassVar[dict[str, str]] = {"GET": "home.view"}
    serializer_class = DutySerializer

    def get(self, request: Request) -> Response:
        """The shift, or 204 when nobody is on the roster."""
        duty = queries.current_duty(queries.company_of(caller(request)), clock.now())
        return Response(DutySerializer(duty).data) if duty else Response(status=204)


def may(request: Request, right: str) -> bool:
    """The account's right, cut by its token's scopes."""
    scopes = getattr(request.auth, "scopes", None)
    return caller(request).may(right) and (not scopes or right in scopes)


def _checked(serializer: Any, company: Company) -> dict[str, Any]:
    """Valid input whose references stay inside the caller's company."""
    serializer.is_valid(raise_exception=True)
    data: dict[str, Any] = serializer.validated_data
    for name in ("department", "post", "host"):
        row = data.get(name)
        if row is not None and row.company_id != company.pk:
            raise serializers.ValidationError({name: f"{name} 不存在"})
    return data
