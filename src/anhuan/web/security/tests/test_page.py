"""The page measures this installation."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from anhuan.domains.audit.actions import record
from anhuan.domains.org import actions
from anhuan.domains.org.models import RoleGrant
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_person, sign_in
from anhuan.kernel import clock
from anhuan.node.backup import note_backup
from anhuan.node.data_folder import DataFolder
from anhuan.web.security.facts import measure

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(settings, tmp_path):
    settings.DATA = tmp_path
    DataFolder(tmp_path).prepare()
    return make_account(role=Role.ADMINISTRATOR)


def facts_of(account):
    return measure(account.company, clock.now())


def test_the_page_says_what_to_put_right(administrator):
    page = sign_in(administrator).get("/system/security/").content.decode()
    for wanted in ("安全自查", "定期备份", "还没有备份过", "HTTP 明文", "企业自查"):
        assert wanted in page, wanted


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SAFETY_MANAGER, Role.PLANT_HEAD])
def test_weaknesses_are_shown_to_administrators_alone(role):
    assert sign_in(make_account(role=role)).get("/system/security/").status_code == 403


def test_accounts_are_measured(administrator):
    company = administrator.company
    gone = make_person(company)
    make_account(company, Role.WORKER, person=gone)
    gone.is_retired = True
    gone.save()
    idle = make_account(company, Role.WORKER)
    type(idle).objects.filter(pk=idle.pk).update(last_login=clock.now() - timedelta(days=91))
    RoleGrant.objects.create(account=administrator, role=Role.OPERATOR)
    found = facts_of(administrator)
    assert (found.accounts_of_people_gone, found.accounts_idle) == (1, 1)
    assert found.administrators_with_other_roles == 1


def test_the_second_step_is_seen(administrator):
    Authenticator.objects.all().delete()
    assert facts_of(administrator).administrators_without_second_step == 1
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={})
    assert facts_of(administrator).administrators_without_second_step == 0


def test_a_password_given_with_the_account_counts_until_it_is_changed(administrator):
    given = facts_of(administrator).passwords_never_changed
    type(administrator).objects.update(date_joined=clock.now() - timedelta(days=1))
    actions.change_own_password(administrator, "Another-2026-word")
    assert given - facts_of(administrator).passwords_never_changed == 1


def test_files_and_backups_are_measured(administrator, tmp_path):
    secret = tmp_path / "secrets" / "django"
    secret.write_text("x")
    secret.chmod(0o644)
    assert facts_of(administrator).secrets_open == ("django",)
    secret.chmod(0o600)
    note_backup(DataFolder(tmp_path))
    found = facts_of(administrator)
    assert found.secrets_open == ()
    assert found.backed_up_at is not None
    assert found.now - found.backed_up_at < timedelta(minutes=1)


def test_a_look_without_a_purpose_is_counted(administrator):
    person = make_person(administrator.company)
    for purpose in ("", "核实报警"):
        record(administrator, "view_track", person, after={"目的": purpose})
    found = facts_of(administrator)
    assert (found.looks_month, found.looks_without_purpose_month) == (2, 1)
