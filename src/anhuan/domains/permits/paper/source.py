"""A permit as it is printed: one look, and what it names by id turned into words."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from anhuan.desk.paper import Picture
from anhuan.domains.documents.queries import path_of
from anhuan.domains.org.models import Person
from anhuan.domains.permits.models import Approval, Permit, Photo, Signature
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.photos import is_intact
from anhuan.domains.permits.rules.certificates import TRADE_LABELS
from anhuan.domains.permits.rules.forms import Field, FieldType, FormTemplate


class Source:
    """Everything the bands of one permit ask for, each read once."""

    def __init__(self, permit: Permit, now: datetime) -> None:
        self.permit = permit
        self.look = Look(permit, None, now)

    @property
    def form(self) -> FormTemplate:
        """The version the permit began with."""
        return self.look.form

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The form's fields by key."""
        return {one.key: one for one in self.form.fields}

    @cached_property
    def values(self) -> dict[str, Any]:
        """What is filled in, by key. The time of application only once there is one."""
        filled = self.look.filled
        return filled if self.permit.applied_at else filled | {"apply_at": ""}

    def time(self, moment: datetime | str | None) -> str:
        """To the minute, in the plant's time (annex A); "" for none."""
        if not moment:
            return ""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        at = at.astimezone(self.look.zone)
        return f"{at.year} 年 {at:%m} 月 {at:%d} 日 {at:%H} 时 {at:%M} 分"

    def short(self, moment: datetime) -> str:
        """Month to minute, for narrow columns."""
        return f"{moment.astimezone(self.look.zone):%m-%d %H:%M}"

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of everybody a field holds, by id."""
        kinds = (FieldType.PERSON, FieldType.PEOPLE)
        held = [self.values.get(one.key) for one in self.form.fields if one.type in kinds]
        tables = (one for one in self.form.fields if one.type is FieldType.TABLE)
        for one in tables:
            rows = self.values.get(one.key) or ()
            held += [row.get(c.key) for c in one.columns for row in rows if c.type in kinds]
        on_permit = {str(one.person_id): one.person.name for one in self.look.people}
        company = self.permit.company_id
        rows = Person.objects.filter(pk__in=list(_ids(held)), company=company)
        return {str(pk): name for pk, name in rows.values_list("pk", "name")} | on_permit

    @cached_property
    def certificates(self) -> dict[str, list[str]]:
        """Certificates as they were checked, by person: trade and number."""
        return {
            str(one.person_id): [_certificate(row) for row in one.certificates]
            for one in self.look.people
        }

    @cached_property
    def approvals(self) -> dict[str, Approval]:
        """Signatures of the approval and the acceptance by their key on the form."""
        return {one.key: one for one in (*self.look.approvals, *self.look.acceptances)}

    @cached_property
    def chain(self) -> list[Signature]:
        """Every deed in order."""
        return list(self.permit.signatures.order_by("seq"))

    @property
    def seal(self) -> str:
        """The digest of the newest: what this paper is a picture of."""
        return self.chain[-1].sm3 if self.chain else ""

    @cached_property
    def photos(self) -> list[Photo]:
        """All pictures, hand-written signatures among them."""
        return list(self.permit.photos.select_related("by__person", "measure"))

    def hand(self, account: UUID | None) -> Picture | None:
        """The signature somebody drew for this permit, if any, as long as it is the one drawn."""
        drawn = [one for one in self.photos if one.step == "signature" and one.by_id == account]
        if not (account and drawn and is_intact(drawn[-1])):
            return None
        return Picture(path_of(drawn[-1].file_sm3))


def _certificate(row: dict[str, Any]) -> str:
    return f"{TRADE_LABELS.get(row.get('trade', ''), '')} {row.get('number', '')}".strip()


def _ids(held: Iterable[Any]) -> Iterator[UUID]:
    for one in held:
        for text in one if isinstance(one, list) else [one]:
            try:
                yield UUID(str(text))
            except ValueError:
                continue
