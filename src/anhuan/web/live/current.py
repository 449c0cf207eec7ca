"""The hub of this process, set by `web.main` for as long as it runs."""

from anhuan.web.live.hub import Hub

_current: list[Hub] = []


def set_hub(hub: Hub | None) -> None:
    """Install or remove the hub."""
    _current[:] = [hub] if hub else []


def current_hub() -> Hub | None:
    """The hub, or None when this process has none or is stopping."""
    return next((hub for hub in _current if not hub.is_closing), None)
