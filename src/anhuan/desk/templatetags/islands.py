"""`{% island "control_room" props %}`: a place where a TypeScript island mounts itself."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError

register = template.Library()
ENTRY = "src/main.ts"
COUNT = "islands_drawn"


@register.simple_tag(takes_context=True)
def island(context: Context, name: str, props: Any = None, css: str = "") -> SafeString:
    """The mount point with its props as JSON; the bundle is loaded once for each page.

    Where the islands are not built the page says so in one sentence and works without.
    """
    request = context["request"]
    number = getattr(request, COUNT, 0) + 1
    setattr(request, COUNT, number)
    bundle = _bundle()
    if not bundle:
        sentence = gettext("地图与图表尚未构建，请运行 make islands 后刷新页面。")
        return format_html('<p class="island-missing" role="status">{}</p>', sentence)
    props_id = f"island-props-{number}"
    place = format_html(
        '<div class="island {}" data-island="{}" data-props-id="{}"></div>', css, name, props_id
    )
    data = json_script(props if props is not None else {}, props_id)
    return format_html("{}{}{}", place, data, bundle if number == 1 else "")


@register.simple_tag(takes_context=True)
def live(context: Context, *slices: str) -> SafeString:
    """`{% live "inspection" %}`: the event `live` on the body whenever these slices have news, for
    parts with `hx-trigger="live from:body throttle:1s, every 30s"`. The half minute is for a line
    that is down."""
    return island(context, "live_part", {"slices": slices}, "live-part")


def _bundle() -> SafeString:
    """Style sheets and the module script of the entry; empty when not built."""
    try:
        tags: str = DjangoViteAssetLoader.instance().generate_vite_asset(ENTRY, app="default")
    except DjangoViteAssetNotFoundError:
        return mark_safe("")
    return mark_safe(tags)
