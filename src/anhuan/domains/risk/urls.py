"""Addresses of the risk slice."""

from typing import Any

app_name = "risk"
urlpatterns: list[Any] = []
