"""Is the person in the picture who they say they are?"""

from django.db.models import QuerySet
from PIL import Image

from anhuan.domains.faces.models import FaceConsent, FaceSettings, FaceTemplate
from anhuan.domains.faces.queries.networks import Floats, Networks, find, networks, read_picture
from anhuan.domains.faces.queries.networks import vector_of as vector_in
from anhuan.domains.faces.queries.sealing import opened
from anhuan.domains.faces.rules.deciding import (
    LEAST_FACE_PX,
    Outcome,
    Verdict,
    decided,
    likeness_pct,
)
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.queries import company_of


def settings_of(company: Company) -> FaceSettings:
    """The plant's settings, or the defaults unsaved: off."""
    found = FaceSettings.objects.filter(company=company).first()
    return found or FaceSettings(company=company)


def consent_of(person: Person) -> FaceConsent | None:
    """The consent in force."""
    rows = FaceConsent.objects.filter(person=person, withdrawn_at__isnull=True)
    return rows.select_related("template").first()


def visible_consents(account: Account) -> QuerySet[FaceConsent]:
    """The plant's consents, withdrawn ones too."""
    rows = FaceConsent.objects.filter(company=company_of(account))
    return rows.select_related("person__employer", "person__department", "recorded_by__person")


def is_offered(person: Person | None) -> bool:
    """Whether the face may stand for the password: on, installed, and the person has agreed."""
    if person is None or not settings_of(person.company).is_on or networks() is None:
        return False
    return FaceTemplate.objects.filter(
        consent__person=person, consent__withdrawn_at__isnull=True
    ).exists()


def identify(person: Person, picture: bytes) -> Outcome:
    """Compare a picture with what is kept of the person; the caller leaves the trace."""
    nets, tuned = networks(), settings_of(person.company)
    if nets is None or not tuned.is_on:
        return Outcome(Verdict.OFF)
    kept = FaceTemplate.objects.filter(
        consent__person=person, consent__withdrawn_at__isnull=True, network=nets.name
    ).first()
    if kept is None:
        return Outcome(Verdict.NOT_ENROLLED)
    seen = seen_in(nets, picture)
    if isinstance(seen, Outcome):
        return seen
    return decided(likeness_pct(seen, opened(person.pk, bytes(kept.sealed))), tuned.threshold_pct)


def seen_in(nets: Networks, content: bytes) -> Floats | Outcome:
    """The vector of the one face in a picture, or why there is none."""
    picture: Image.Image | None = read_picture(content)
    if picture is None:
        return Outcome(Verdict.UNREADABLE)
    faces, scale = find(nets, picture)
    if not faces:
        return Outcome(Verdict.NO_FACE)
    large = [one for one in faces if one.size_px >= faces[0].size_px / 2]
    if len(large) > 1:
        return Outcome(Verdict.MANY_FACES)
    if faces[0].size_px / scale < LEAST_FACE_PX:
        return Outcome(Verdict.TOO_SMALL)
    return vector_in(nets, picture, faces[0], scale)
