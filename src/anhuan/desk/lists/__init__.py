"""Lists, declared: columns, filters, search, saved views, export of what is seen."""

from anhuan.desk.lists.bulk import respond_bulk, selected
from anhuan.desk.lists.filters import apply_filters, apply_search
from anhuan.desk.lists.respond import respond_list
from anhuan.desk.lists.spec import BulkAction, Column, Filter, Link, ListSpec
from anhuan.desk.marks import Tag

__all__ = [
    "BulkAction",
    "Column",
    "Filter",
    "Link",
    "ListSpec",
    "Tag",
    "apply_filters",
    "apply_search",
    "respond_bulk",
    "respond_list",
    "selected",
]
