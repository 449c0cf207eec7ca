"""The desk's own addresses: saved views of lists, and search over everything."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme

from anhuan.desk.models import SavedView
from anhuan.desk.pages import asker, page, post_only, wants_fragment
from anhuan.desk.search import find_everywhere

VIEW_LIMIT = 12


@post_only("home.view")
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the list's present filters, sorting and columns under a name."""
    back, query = _own_page(request), request.POST.get("query", "")[:2000]
    name = request.POST.get("name", "").strip()[:30]
    mine = SavedView.objects.filter(account_id=asker(request).pk, page=back)
    if not name:
        messages.error(request, "请给视图起个名字")
    elif mine.exclude(name=name).count() >= VIEW_LIMIT:
        messages.error(request, f"一个列表最多存 {VIEW_LIMIT} 个视图，请先删除不用的")
    else:
        SavedView.objects.update_or_create(
            account_id=asker(request).pk, page=back, name=name, defaults={"query": query}
        )
    return HttpResponseRedirect(f"{back}?{query}" if query else back)


@post_only("home.view")
def delete_view(request: HttpRequest, pk: str) -> HttpResponse:
    """Delete one of one's own."""
    view = get_object_or_404(SavedView, pk=pk, account_id=asker(request).pk)
    view.delete()
    return HttpResponseRedirect(view.page)


@page("home.view")
def search(request: HttpRequest) -> HttpResponse:
    """Hits of every kind: a whole page, or the drop-down under the search box."""
    text = request.GET.get("q", "")
    limit = 6 if wants_fragment(request) else 50
    groups = find_everywhere(request.user, text, limit)
    context = {"q": text, "groups": groups, "more": f"?{urlencode({'q': text})}"}
    part = "desk/_search_hits.html" if wants_fragment(request) else "desk/search.html"
    answer = render(request, part, context)
    answer.headers["Vary"] = "HX-Request"
    return answer


def _own_page(request: HttpRequest) -> str:
    """The list the view belongs to: a path of this site, nothing else."""
    path = request.POST.get("page", "/")
    is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.startswith("/")
    return path.split("?")[0][:200] if is_ours else "/"
