"""Which slices of a company have news: boards read themselves anew when theirs has. Pure."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(slots=True)
class Changed:
    """Slices named since the last look, by company; many events of a moment are one word."""

    _news: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def note(self, company: str, event_type: str) -> None:
        """An event happened; its slice is the first word of its type: `inspection.task_changed`."""
        self._news[company].add(event_type.partition(".")[0])

    def taken(self) -> dict[str, list[str]]:
        """What has changed since the last call, slices in their order, and begin anew."""
        found = {company: sorted(slices) for company, slices in self._news.items()}
        self._news.clear()
        return found
