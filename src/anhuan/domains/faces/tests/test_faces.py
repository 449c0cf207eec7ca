"""Consent before anything is kept, deletion when it is taken back, the password always beside it.

What needs the networks is skipped where the folder of `/work/shared` is absent.
"""

from io import BytesIO

import numpy as np
import pytest
from cryptography.exceptions import InvalidTag
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.faces import actions
from anhuan.domains.faces.models import FaceConsent, FaceTemplate
from anhuan.domains.faces.queries import identify, is_offered
from anhuan.domains.faces.queries.sealing import opened, sealed
from anhuan.domains.faces.rules.deciding import Verdict
from anhuan.domains.faces.tests.make import MODELS, PICTURES, needs_networks, someone
from anhuan.domains.org.actions import retire_person
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_company,
    make_person,
    sign_in,
)
from anhuan.domains.permits.queries.proofs import method_of
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def safety(company):
    return make_account(company, Role.SAFETY_MANAGER)


@pytest.fixture
def signer(company):
    return make_account(company, Role.SHIFT_LEADER, person=make_person(company))


@pytest.fixture
def installed(settings):
    cache.clear()
    settings.FACE_MODELS = str(MODELS)


def kept(person, by):
    """A consent with a vector, without any network."""
    now = clock.now()
    consent = FaceConsent.objects.create(
        company=person.company, person=person, words="告知", given_at=now, recorded_by=by
    )
    vector = np.ones(4, np.float32)
    FaceTemplate.objects.create(
        consent=consent, sealed=sealed(person.pk, vector), network="n", enrolled_at=now
    )
    return consent


def test_without_networks_it_is_off_and_cannot_be_switched_on(company, safety, signer, settings):
    settings.FACE_MODELS = ""
    assert identify(signer.person, b"").verdict is Verdict.OFF
    assert not is_offered(signer.person)
    with pytest.raises(Refused) as refused:
        actions.save_settings(safety, company, {"is_on": True})
    assert "ANHUAN_FACE_MODELS" in str(refused.value)
    with pytest.raises(Refused) as refused:
        actions.prove_by_face(signer, b"")
    assert "密码" in str(refused.value)


def test_a_vector_is_sealed_to_its_person():
    one, other = make_person(), make_person()
    vector = np.arange(4, dtype=np.float32)
    content = sealed(one.pk, vector)
    assert vector.tobytes() not in content
    assert np.array_equal(opened(one.pk, content), vector)
    with pytest.raises(InvalidTag):
        opened(other.pk, content)


def test_taking_consent_back_deletes_the_vector_and_keeps_the_record(safety, signer):
    kept(signer.person, safety)
    client = sign_in(signer)
    assert "同意中" in client.get(reverse("faces:mine")).content.decode()
    assert client.post(reverse("faces:withdraw")).status_code == 302
    assert not FaceTemplate.objects.exists()
    assert FaceConsent.objects.get().withdrawn_at is not None
    assert AuditRow.objects.filter(verb="face_forget", actor_id=signer.pk).exists()
    with pytest.raises(Refused):
        actions.forget(signer, signer.person)


def test_whoever_leaves_is_forgotten(safety, signer):
    kept(signer.person, safety)
    assert actions.forget_gone() == 0
    retire_person(safety, signer.person)
    assert actions.forget_gone() == 1
    assert not FaceTemplate.objects.exists()


@needs_networks
def test_no_consent_no_vector(installed, safety, signer):
    with pytest.raises(Refused) as refused:
        actions.enrol(safety, signer.person, someone(PICTURES[0]), agreed=False)
    assert refused.value.blockers[0].code == "consent_missing"
    assert not FaceTemplate.objects.exists()


@needs_networks
@pytest.mark.clause("PTW-052", "AQP-036")
def test_the_own_face_proves_who_signs_and_anothers_does_not(installed, company, safety, signer):
    actions.save_settings(safety, company, {"is_on": True})
    me, other = someone(PICTURES[0]), someone(PICTURES[1])
    assert identify(signer.person, me).verdict is Verdict.NOT_ENROLLED
    actions.enrol(safety, signer.person, me, agreed=True)
    client, address = sign_in(signer), reverse("faces:api_proofs")
    assert client.get(address).json() == {"is_offered": True}
    answer = client.post(address, {"picture": SimpleUploadedFile("a.png", me, "image/png")})
    assert method_of(signer, answer.json()["proof"]) == "face"
    answer = client.post(address, {"picture": SimpleUploadedFile("a.png", other, "image/png")})
    assert answer.status_code == 422
    assert answer.json()["blockers"][0]["code"] == "face_no_match"
    assert "密码" in answer.json()["blockers"][0]["text"]
    checks = AuditRow.objects.filter(verb="face_check", actor_id=signer.pk)
    assert {row.after["verdict"] for row in checks} == {"match", "no_match"}


@needs_networks
def test_a_picture_without_one_clear_face_says_why(installed, company, safety, signer):
    actions.save_settings(safety, company, {"is_on": True})
    actions.enrol(safety, signer.person, someone(PICTURES[0]), agreed=True)
    shown = BytesIO()
    Image.new("RGB", (300, 300), "grey").save(shown, "PNG")
    assert identify(signer.person, shown.getvalue()).verdict is Verdict.NO_FACE
    assert identify(signer.person, b"not a picture").verdict is Verdict.UNREADABLE
    actions.save_settings(safety, company, {"is_on": False})
    assert identify(signer.person, someone(PICTURES[0])).verdict is Verdict.OFF
