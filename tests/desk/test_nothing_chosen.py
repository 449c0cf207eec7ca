"""What a select says for nothing chosen."""

import pytest
from django import forms as django_forms

from anhuan.desk.forms import Form, ModelForm
from anhuan.domains.org.models import Department, Person


class Chosen(Form):
    unit = django_forms.ModelChoiceField(Department.objects.none(), required=False)
    scope = django_forms.ModelChoiceField(
        Department.objects.none(), required=False, empty_label="全企业"
    )


class Worker(ModelForm):
    class Meta:
        model = Person
        fields = ("sex", "department")


@pytest.mark.django_db
def test_nothing_chosen_is_a_dash_or_what_the_form_calls_it():
    said = str(Chosen()["unit"]), str(Chosen()["scope"]), str(Worker()["sex"])
    assert "—" in said[0] and "全企业" in said[1] and "—" in said[2]
    assert not any("----" in one for one in (*said, str(Worker()["department"])))
