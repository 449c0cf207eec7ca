"""What somebody wants to see of a list: filters, search, sorting, columns, page."""

from dataclasses import dataclass, field

from django.http import HttpRequest, QueryDict

from anhuan.desk.lists.filters import chosen
from anhuan.desk.lists.spec import Column, Filter, ListSpec
from anhuan.desk.pages import wants_fragment

OWN = ("q", "sort", "cols", "page")
MEMORY = "lists"


@dataclass(slots=True)
class ListState:
    """The wish as read from the address or, on a plain visit, from the session."""

    given: QueryDict
    filters: dict[str, str] = field(default_factory=dict)
    q: str = ""
    sort: str = ""
    columns: list[Column] = field(default_factory=list)
    active: list[str] = field(default_factory=list)  # keys of filters in use

    @property
    def page(self) -> str:
        """The page number as given."""
        return self.given.get("page", "1")

    def query(self, **changes: str) -> str:
        """The wish as a query string; `page` starts over unless asked for."""
        found = self.given.copy()
        for key in ("page", "format"):
            found.pop(key, None)
        for key, value in changes.items():
            found[key] = value
        return found.urlencode()


def page_key(request: HttpRequest) -> str:
    """The list's name in the session and in saved views."""
    return request.path


def read_state(request: HttpRequest, spec: ListSpec) -> ListState:
    """Parameters win and are remembered; a plain visit finds what was wanted last."""
    memory = request.session.get(MEMORY, {})
    given = request.GET
    if given or wants_fragment(request):  # htmx sends nothing when everything was emptied
        _remember(request, memory, given)
    elif page_key(request) in memory:
        given = QueryDict(memory[page_key(request)])
    state = ListState(given=given.copy(), q=given.get("q", "").strip())
    state.filters = {key: given.get(key, "") for key in _keys(spec.filters)}
    state.active = [f.key for f in spec.filters if chosen(request, f, given) is not None]
    state.sort = _sort(spec, given.get("sort", ""))
    state.columns = _columns(spec, given.getlist("cols"))
    return state


def forget(request: HttpRequest) -> None:
    """Back to the list as it was made."""
    memory = request.session.get(MEMORY, {})
    memory.pop(page_key(request), None)
    request.session[MEMORY] = memory


def _remember(request: HttpRequest, memory: dict[str, str], given: QueryDict) -> None:
    kept = given.copy()
    for key in ("page", "format", "clear"):
        kept.pop(key, None)
    if memory.get(page_key(request)) != kept.urlencode():
        memory[page_key(request)] = kept.urlencode()
        request.session[MEMORY] = memory


def _keys(filters: tuple[Filter, ...] | list[Filter] | object) -> list[str]:
    keys: list[str] = []
    for one in filters if isinstance(filters, list | tuple) else ():
        ends = ("_from", "_to") if one.kind == "date_range" else ("",)
        keys += [one.key + end for end in ends]
    return keys


def _sort(spec: ListSpec, wanted: str) -> str:
    sortable = {column.key for column in spec.columns if column.sort}
    return wanted if wanted.removeprefix("-") in sortable else ""


def _columns(spec: ListSpec, wanted: list[str]) -> list[Column]:
    shown = [column for column in spec.columns if column.key in wanted]
    return shown or [column for column in spec.columns if not column.hidden]


def order_by(spec: ListSpec, state: ListState) -> list[str]:
    """The queryset's ordering: the wish, else the default; the key last, for stable pages.

    Under a wish the key runs the other way, as the indexes of long tables do: (field, -id).
    """
    if not state.sort:
        return [spec.default_sort, "pk"] if spec.default_sort else []
    field = next(c.sort for c in spec.columns if c.key == state.sort.removeprefix("-"))
    down = state.sort.startswith("-") != field.startswith("-")
    name = field.removeprefix("-")
    return [f"-{name}", "pk"] if down else [name, "-pk"]
