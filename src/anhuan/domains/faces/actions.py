"""Agreeing, enrolling, taking it back, and showing one's face before a signature."""

from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import SYSTEM, Actor, record, save_checked
from anhuan.domains.faces.events import FaceConsentChanged
from anhuan.domains.faces.models import FaceConsent, FaceSettings, FaceTemplate
from anhuan.domains.faces.queries import consent_of, identify, settings_of
from anhuan.domains.faces.queries.identifying import seen_in
from anhuan.domains.faces.queries.networks import missing, networks
from anhuan.domains.faces.queries.sealing import sealed
from anhuan.domains.faces.rules.deciding import VERDICT_WORDS, Outcome, Verdict
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.outbox.actions import emit
from anhuan.domains.permits.queries.proofs import prove
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

CONSENT = (
    "人脸特征只用于本企业作业票签批时核验本人，加密存放在本企业服务器，不保存照片、不对外提供；"
    "不同意不影响工作，可始终用账号密码核验；可随时撤回，撤回即删除。"
)


def enrol(by: Account, person: Person, picture: bytes, *, agreed: bool) -> FaceConsent:
    """Keep somebody's vector on their consent, in place of an earlier one; never the picture."""
    nets = networks()
    if nets is None:
        raise refuse("face_unavailable", missing())
    if not agreed:
        raise refuse("consent_missing", "须本人同意后才能登记", "个人信息保护法 第二十九条")
    seen = seen_in(nets, picture)
    if isinstance(seen, Outcome):
        raise refuse(f"face_{seen.verdict}", VERDICT_WORDS[seen.verdict])
    now = clock.now()
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        _take_back(consent_of(person), now, "重新登记")
        consent = FaceConsent.objects.create(
            company=person.company, person=person, words=CONSENT, given_at=now, recorded_by=by
        )
        FaceTemplate.objects.create(
            consent=consent, sealed=sealed(person.pk, seen), network=nets.name, enrolled_at=now
        )
        record(by, "face_enrol", person, note=CONSENT)
        emit(person.company.code, FaceConsentChanged(person.pk, is_given=True))
    return consent


def forget(by: Actor, person: Person, reason: str = "本人撤回") -> None:
    """Consent is taken back: the vector is deleted, that it was given stays on record."""
    consent = consent_of(person)
    if consent is None:
        raise refuse("face_unknown", f"{person.name}没有登记人脸")
    with transaction.atomic():
        _take_back(consent, clock.now(), reason)
        record(by, "face_forget", person, note=reason)
        emit(person.company.code, FaceConsentChanged(person.pk, is_given=False))


def _take_back(consent: FaceConsent | None, now: datetime, reason: str) -> None:
    if consent is None:
        return
    FaceTemplate.objects.filter(consent=consent).delete()
    consent.withdrawn_at, consent.withdrawn_why = now, reason[:100]
    consent.save(update_fields=["withdrawn_at", "withdrawn_why"])


def forget_gone() -> int:
    """Whoever left the plant is forgotten; how many."""
    rows = FaceConsent.objects.filter(withdrawn_at__isnull=True, person__is_retired=True)
    gone = [one.person for one in rows.select_related("person__company")]
    for person in gone:
        forget(SYSTEM, person, "离职/离厂")
    return len(gone)


def prove_by_face(by: Account, picture: bytes) -> str:
    """A proof of who signs, for two minutes (AQP-036); refused with the other way named."""
    if by.person is None:
        raise refuse("face_unknown", "账号没有关联人员；请用账号密码核验")
    found = identify(by.person, picture)
    shown = None if found.score_pct is None else round(found.score_pct, 1)
    record(by, "face_check", by.person, after={"verdict": found.verdict, "score_pct": shown})
    if found.verdict is not Verdict.MATCH:
        raise refuse(f"face_{found.verdict}", found.text)
    return prove(by, "face")


def save_settings(actor: Actor, company: Company, changes: dict[str, Any]) -> FaceSettings:
    """Switch it on or off; switching on wants the networks installed."""
    if changes.get("is_on") and (why := missing()):
        raise refuse("face_unavailable", f"不能启用：{why}")
    return save_checked(actor, settings_of(company), changes)
