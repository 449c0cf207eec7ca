"""The audit chain: rows are sealed in order, and tampering shows."""

import pytest
from django.db import DatabaseError, connection, transaction

from anhuan.domains.audit import rules
from anhuan.domains.audit.actions import SYSTEM, record, save_audited, seal_waiting
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.audit.queries import history_of, verify_chain
from anhuan.domains.org.models import Company

pytestmark = pytest.mark.django_db


def make_company() -> Company:
    return save_audited(SYSTEM, Company(), {"code": "demo", "name": "海晟化工"})


def test_a_write_leaves_what_changed_and_only_that():
    company = make_company()
    save_audited(SYSTEM, company, {"name": "海晟新材料", "code": "demo"})
    newest = history_of(company)[0]
    assert (newest.verb, newest.before, newest.after) == (
        "update",
        {"name": "海晟化工"},
        {"name": "海晟新材料"},
    )


def test_saving_without_a_change_leaves_nothing():
    company = make_company()
    save_audited(SYSTEM, company, {"name": "海晟化工"})
    assert history_of(company).count() == 1


def test_sealed_rows_form_a_whole_chain():
    company = make_company()
    for number in range(5):
        record(SYSTEM, "look", company, note=str(number))
    assert seal_waiting() == 6
    assert verify_chain() == {"ok": True, "rows": 6, "unsealed": 0, "broken_at": None}


def test_the_database_refuses_to_change_or_delete_a_row():
    make_company()
    seal_waiting()
    for tamper in (
        lambda: AuditRow.objects.update(actor_name="别人"),
        lambda: AuditRow.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            tamper()


def test_tampering_around_the_trigger_is_found():
    company = make_company()
    record(SYSTEM, "look", company)
    record(SYSTEM, "look", company)
    seal_waiting()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditrow DISABLE TRIGGER audit_append_only")
        cursor.execute("UPDATE audit_auditrow SET actor_name = '别人' WHERE seq = 2")
    assert verify_chain()["broken_at"] == 2


def test_a_missing_row_breaks_the_chain():
    content = {"a": 1}
    seal = rules.seal_of(rules.GENESIS, content)
    assert rules.first_break([(1, seal, content)]) is None
    assert rules.first_break([(2, seal, content)]) == 1
