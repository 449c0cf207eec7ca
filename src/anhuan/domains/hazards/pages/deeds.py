"""A page for each deed: the form, why it is not possible yet, the action, back again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import Form, respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.hazards import actions
from anhuan.domains.hazards.actions import Assessment, Assignment, shot_of
from anhuan.domains.hazards.forms import deeds as f
from anhuan.domains.hazards.models import Hazard, Stage
from anhuan.domains.hazards.queries import duplicates_of, hazard_for, may, visible_hazards
from anhuan.domains.hazards.queries.may import Look
from anhuan.domains.hazards.queries.register import permit_cards
from anhuan.domains.hazards.rules.codes import Kind, Level, Way
from anhuan.domains.hazards.rules.criteria import CRITERIA, DOCUMENT
from anhuan.domains.hazards.rules.states import RIGHT_OF, Deed
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

Data = dict[str, Any]
D = Deed


@dataclass(frozen=True, slots=True)
class Page:
    """A deed's page."""

    deed: Deed
    make: Callable[[HttpRequest, Look], Form]
    act: Callable[[Account, Hazard, Data], Any]
    template: str = "hazards/deed.html"
    show: Callable[[Look], Data] | None = None


def deed_view(one: Page) -> Callable[..., HttpResponseBase]:
    """The view of a deed's page; the right is the API's."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        account = account_of(request)
        look = Look(hazard_for(account, pk), account, clock.now())
        return _answer(request, look, one)

    view.__name__, view.__doc__ = str(one.deed), one.deed.label
    return form_page(RIGHT_OF[one.deed])(view)


def _answer(request: HttpRequest, look: Look, one: Page) -> HttpResponse:
    account, hazard = account_of(request), look.hazard
    against = may(hazard, one.deed, account, look.now) if request.method == "GET" else []
    page = reverse("hazards:hazard", args=[hazard.pk])
    return respond_form(
        request, one.make(request, look), lambda data: one.act(account, hazard, data),
        f"{one.deed.label}：{hazard.number}", page, template=one.template, cancel=page,
        submit=one.deed.label, done=f"已{one.deed.label}", hazard=hazard, against=against,
        asked=hazard.extensions.filter(is_granted=None).select_related("asked_by").first(),
        crumbs=[("隐患", reverse("hazards:hazards")), (hazard.number, page)],
        **(one.show(look) if one.show else {}),
    )  # fmt: skip


def _sent(request: HttpRequest) -> Any:
    """What was sent; a button alone sends nothing and is an answer all the same."""
    return request.POST if request.method == "POST" else None


def _plain(form: type[Form]) -> Callable[[HttpRequest, Look], Form]:
    return lambda request, _look: form(_sent(request), request.FILES or None)


def _assess_form(request: HttpRequest, look: Look) -> Form:
    hazard = look.hazard
    names = ("level", "kind", "basis", "unit", "object_code", "funds_cny", "funds_source",
             "rectifier", "due_at", "opinion")  # fmt: skip
    first = {name: getattr(hazard, name) for name in names}
    if hazard.unit_id is None and hazard.area:
        first["unit"] = hazard.area.department
    first["way"] = Way.ON_THE_SPOT if hazard.is_fixed_on_spot else Way.BY_DEADLINE
    first["is_recurrence"] = hazard.recurrence_of_id is not None
    first |= {"risk_unit": hazard.risk_unit_id, "risk_measure": hazard.risk_measure_id}
    return f.AssessForm(_sent(request), hazard=hazard, initial=first)


def _assess(by: Account, hazard: Hazard, data: Data) -> Hazard:
    level, kind = data["level"], data["kind"]
    given = (data["rectifier"], data["due_at"])
    assignment = Assignment(*given, data["opinion"]) if any(given) else None
    return actions.assess(by, hazard, Assessment(
        level=None if level is None else Level(level), kind=None if kind is None else Kind(kind),
        unit=data["unit"], way=Way(data["way"]), basis=data["basis"], criterion=data["criterion"],
        object_code=data["object_code"], funds_cny=data["funds_cny"],
        funds_source=data["funds_source"], is_recurrence=data.get("is_recurrence"),
        risk_unit_id=data["risk_unit"], risk_measure_id=data["risk_measure"],
        assignment=assignment,
    ))  # fmt: skip


def _criteria(look: Look) -> Data:
    alike = duplicates_of(look.hazard, look.settings)
    return {"criteria": CRITERIA, "document": DOCUMENT, "alike": alike,
            "recurs": look.hazard.recurrence_of}  # fmt: skip


def _assign_form(request: HttpRequest, look: Look) -> Form:
    names = ("rectifier", "due_at", "opinion")
    first = {name: getattr(look.hazard, name) for name in names}
    return f.AssignForm(_sent(request), company=look.hazard.company, initial=first)


def _plan_form(request: HttpRequest, look: Look) -> Form:
    last = look.hazard.plans.order_by("-written_at").first()
    return f.PlanForm(_sent(request), initial=vars(last) if last else {})


def _submit_form(request: HttpRequest, look: Look) -> Form:
    names = ("cause", "treatment", "result", "funds_cny")
    first = {name: getattr(look.hazard, name) for name in names}
    return f.SubmitForm(_sent(request), request.FILES or None, initial=first)


def _submit(by: Account, hazard: Hazard, data: Data) -> Hazard:
    return actions.submit(by, hazard, data, [shot_of(p, Stage.FIXED) for p in data["photos_after"]])


def _accept(by: Account, hazard: Hazard, data: Data) -> Hazard:
    if data["password"] and not by.check_password(data["password"]):
        raise refuse("password_wrong", "密码不对，验收未生效")
    method = "password" if data["password"] else "session"
    shots = [shot_of(one, Stage.ACCEPTED) for one in data["photos"]]
    return actions.accept(by, hazard, data["comment"], shots, method)


def _photos(by: Account, hazard: Hazard, data: Data) -> Hazard:
    shots = [shot_of(one, Stage.FOUND) for one in data["photos"]]
    shots += [shot_of(one, Stage.FIXED) for one in data["photos_after"]]
    if not shots:
        raise refuse("photo_missing", "请选择照片")
    return actions.add_photos(by, hazard, shots)


def _merge_form(request: HttpRequest, look: Look) -> Form:
    return f.MergeForm(_sent(request), alike=duplicates_of(look.hazard, look.settings))


def _merge(by: Account, hazard: Hazard, data: Data) -> Hazard:
    rows, number = visible_hazards(by), data["number"].strip()
    chosen = rows.filter(pk=data["into"]) if data["into"] else rows.filter(number=number)
    into = chosen.first()
    if into is None and number:
        raise refuse("into_unknown", f"没有编号为“{number}”的隐患，或您无权查看")
    return actions.merge(by, hazard, into)


def _link_form(request: HttpRequest, look: Look) -> Form:
    return f.LinkForm(_sent(request), cards=permit_cards(look.account) if look.account else [])


PAGES: tuple[Page, ...] = (
    Page(D.ASSESS, _assess_form, _assess, "hazards/assess.html", _criteria),
    Page(D.DISMISS, _plain(f.ReasonForm), lambda by, h, d: actions.dismiss(by, h, d["reason"])),
    Page(D.SEND_BACK, _plain(f.ReasonForm), lambda by, h, d: actions.send_back(by, h, d["reason"])),
    Page(D.ASSIGN, _assign_form, lambda by, h, d: actions.assign(by, h, Assignment(**d))),
    Page(D.PLAN, _plan_form, actions.write_plan),
    Page(D.APPROVE_PLAN, _plain(f.RemarkForm),
         lambda by, h, d: actions.approve_plan(by, h, d["remark"])),
    Page(D.REJECT_PLAN, _plain(f.ReasonForm),
         lambda by, h, d: actions.reject_plan(by, h, d["reason"])),
    Page(D.ASK_EXTENSION, _plain(f.ExtensionForm),
         lambda by, h, d: actions.ask_extension(by, h, d["to_due"], d["reason"])),
    Page(D.GRANT_EXTENSION, _plain(f.RemarkForm),
         lambda by, h, d: actions.grant_extension(by, h, d["remark"])),
    Page(D.REFUSE_EXTENSION, _plain(f.ReasonForm),
         lambda by, h, d: actions.refuse_extension(by, h, d["reason"])),
    Page(D.SUBMIT, _submit_form, _submit),
    Page(D.ACCEPT, _plain(f.AcceptForm), _accept),
    Page(D.RETURN, _plain(f.ReworkForm),
         lambda by, h, d: actions.send_to_rework(by, h, d["reason"], d["due_at"])),
    Page(D.REOPEN, _plain(f.ReworkForm),
         lambda by, h, d: actions.reopen(by, h, d["reason"], d["due_at"])),
    Page(D.MERGE, _merge_form, _merge),
    Page(D.LINK, _link_form,
         lambda by, h, d: actions.link_permits(by, h, [UUID(one) for one in d["permits"]])),
    Page(D.NOTE, _plain(f.NoteForm), lambda by, h, d: actions.note(by, h, d["text"])),
    Page(D.ADD_PHOTO, _plain(f.PhotosForm), _photos),
    Page(D.DELETE, _plain(f.ReasonForm), lambda by, h, d: actions.delete(by, h, d["reason"])),
    Page(D.RESTORE, _plain(Form), lambda by, h, d: actions.restore(by, h)),
)  # fmt: skip
