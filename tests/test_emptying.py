"""After a test that commits, the next one finds nothing of it."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.tests.factories import make_account
from anhuan.domains.plant.models import Area
from tests.emptying import empty

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_may_never_be_deleted_is_gone_too_and_the_kinds_of_content_stay():
    make_account()
    assert AuditRow.objects.exists()  # a trigger forbids deleting it
    kinds = ContentType.objects.count()
    assert empty()
    assert not any(model.objects.exists() for model in (Company, Account, AuditRow))
    assert ContentType.objects.count() == kinds > 100
    assert empty(), "twice does no harm"


def test_foreign_keys_hold_again_afterwards():
    assert empty()
    with pytest.raises(IntegrityError):
        Area.objects.create(company_id=Company().pk, name="无主", code="X", kind="production")
    connection.close()
