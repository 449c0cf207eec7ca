"""Forms in the house's look, and answering a form page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.choices import BlankChoiceIterator

from anhuan.kernel.errors import Refused

HYPHENS = "---------"  # Django's, for nothing chosen
M = TypeVar("M", bound=Model)
Group = tuple[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One field as drawn: the bound field, its unit, whether it takes the whole width."""

    field: forms.BoundField
    unit: str = ""
    wide: bool = False


class House:
    """What `Form` and `ModelForm` share. `groups` orders the fields under headings."""

    groups: ClassVar[Sequence[Group]] = ()
    units: ClassVar[Mapping[str, str]] = {}
    wide: ClassVar[Sequence[str]] = ()

    def drawn(self) -> Iterator[tuple[str, list[Row]]]:
        """Headings with their visible fields; fields in no group come last."""
        bound = {field.name: field for field in self.visible_fields()}  # type: ignore[attr-defined]
        placed = {name for _, names in self.groups for name in names}
        rest = [name for name in bound if name not in placed]
        for heading, names in (*self.groups, ("", rest)):
            rows = [self._row(bound[name]) for name in names if name in bound]
            if rows:
                yield heading, rows

    def _row(self, field: forms.BoundField) -> Row:
        is_wide = isinstance(field.field.widget, forms.Textarea) or field.name in self.wide
        return Row(field, self.units.get(field.name, ""), is_wide)

    def _dress(self) -> None:
        for field in self.fields.values():  # type: ignore[attr-defined]
            if isinstance(field, forms.DateField) and not isinstance(field, forms.DateTimeField):
                field.widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            elif isinstance(field, forms.DateTimeField):
                field.widget = forms.DateTimeInput(
                    {"type": "datetime-local", "step": 60}, format="%Y-%m-%dT%H:%M"
                )
            if isinstance(field, forms.IntegerField | forms.FloatField):
                field.widget.attrs["inputmode"] = "decimal"
            _name_nothing(field)
            field.widget.attrs.setdefault("autocomplete", "off")


def _name_nothing(field: forms.Field) -> None:
    """A dash for Django's row of hyphens; what a form calls no choice at all stays."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == HYPHENS:
            field.empty_label = "—"
    elif isinstance(field, forms.ChoiceField) and isinstance(field.choices, BlankChoiceIterator):
        field.choices = [(key, "—" if word == HYPHENS else word) for key, word in field.choices]


class Form(House, forms.Form):
    """A plain form in the house's look."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress()


if TYPE_CHECKING:
    _ModelForm = forms.ModelForm
else:

    class _ModelForm(forms.ModelForm):
        """Django's, which is generic to type checkers only."""

        def __class_getitem__(cls, model: Any) -> Any:
            return cls


class ModelForm(House, _ModelForm[M]):
    """Fields taken from a model. It never saves: the slice's action does, given `changes`.

    `company` limits every choice of rows to that company's own, retired ones left out.
    """

    def __init__(self, *args: Any, company: Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if company is not None:
            self._limit_to(company)
        self._dress()

    @property
    def changes(self) -> dict[str, Any]:
        """The checked values, ready for `audit.actions.save_audited`."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data}

    def _post_clean(self) -> None:
        """The instance stays as it is; what the model demands, the action says all at once."""

    def save(self, commit: bool = True) -> M:
        """Refused: only actions write."""
        raise TypeError("forms do not save; call the slice's action with form.changes")

    def _limit_to(self, company: Model) -> None:
        for name, field in self.fields.items():
            if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
                continue
            known = {f.name for f in field.queryset.model._meta.get_fields()}
            rows = field.queryset.filter(company=company) if "company" in known else field.queryset
            if "is_retired" in known:
                current = getattr(self.instance, f"{name}_id", None)
                rows = rows.filter(is_retired=False) | rows.filter(pk=current)
            field.queryset = rows


def respond_form(
    request: HttpRequest,
    form: forms.BaseForm,
    save: Callable[[dict[str, Any]], Any],
    title: str,
    back: str | Callable[[Any], str],
    *,
    template: str = "desk/form.html",
    done: str = "已保存",
    submit: str = "保存",
    cancel: str = "",
    **context: Any,
) -> HttpResponse:
    """Show the form, or take it back: `save(cleaned_data)` calls the action.

    A `Refused` becomes one box with every reason; the answer is 422 and nothing typed is lost.
    `back` is an address, or a function of what `save` returned.
    """
    blockers = []
    if request.method == "POST" and form.is_valid():
        try:
            result = save(form.cleaned_data)
        except Refused as refused:
            blockers = refused.blockers
        else:
            if done:
                messages.success(request, done)
            return HttpResponseRedirect(back(result) if callable(back) else back)
    context |= {
        "form": form,
        "title": title,
        "blockers": blockers,
        "submit": submit,
        "cancel": cancel or (back if isinstance(back, str) else ""),
    }
    failed = request.method == "POST"
    return render(request, template, context, status=422 if failed else 200)


def do_or_say(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """For buttons: run the action; say what was done, or every reason why not."""
    try:
        act()
    except Refused as refused:
        for blocker in refused.blockers:
            clause = f"（{blocker.clause}）" if blocker.clause else ""
            messages.error(request, blocker.text + clause)
        return False
    messages.success(request, done)
    return True
