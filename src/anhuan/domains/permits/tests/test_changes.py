"""An approved change puts forms in question until they are revised or somebody says why not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits.actions import save_form, seed_permits
from anhuan.domains.permits.actions.changes import Changed, keep_form, note_change
from anhuan.domains.permits.models import FormReview
from anhuan.domains.permits.queries.forms import current_form
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
BOTH = (Kind.HOT_WORK, Kind.LIFTING)


def noted(plant, number="MOC-2026-7", kinds=BOTH, ahead_days=0):
    day = plant.hand.now().date() + timedelta(days=ahead_days)
    return note_change(plant.safety, plant.company, Changed(number, "介质改为氢气", day, kinds))


def codes(act):
    with pytest.raises(Refused) as refused:
        act()
    return {one.code for one in refused.value.blockers}


@pytest.mark.clause("AQP-101")
def test_an_approved_change_flags_forms_until_they_are_revised_or_kept(plant):
    seed_permits(plant.company)
    forms = {kind: current_form(plant.company, kind) for kind in BOTH}
    desk, url = sign_in(plant.safety), reverse("permits:templates")
    assert "须复核" not in desk.get(url).content.decode()
    assert len(noted(plant)) == 2 and noted(plant) == []  # told twice, asked once
    assert desk.get(url).content.decode().count("须复核") == 2
    content = forms[Kind.HOT_WORK].content | {"title": "动火作业票（氢气）"}
    made = save_form(plant.safety, Kind.HOT_WORK, content)
    revised, kept = (FormReview.objects.get(kind=kind) for kind in BOTH)
    assert (revised.outcome, kept.outcome) == ("revised", "")
    assert f"第 {made.version} 版" in revised.note
    page = reverse("permits:form_review", args=[kept.pk])
    assert "介质改为氢气" in desk.get(page).content.decode()
    assert desk.post(page, {"note": "不接触介质"}).status_code == 302
    assert "须复核" not in desk.get(url).content.decode()
    assert [row.verb for row in history_of(kept)] == ["update", "create"]
    assert codes(lambda: keep_form(plant.head, kept, "再看")) == {"review_settled"}


def test_what_is_not_approved_yet_or_says_nothing_is_refused(plant):
    assert codes(lambda: noted(plant, " ", (), 1)) == {
        "number_missing", "kinds_missing", "approved_in_future",
    }  # fmt: skip
    (review,) = noted(plant, kinds=(Kind.LIFTING,))
    assert codes(lambda: keep_form(plant.safety, review, " ")) == {"note_missing"}
    post = sign_in(plant.guardian).post
    assert post(reverse("permits:change_create"), {"number": "1"}).status_code == 403
