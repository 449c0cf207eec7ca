"""What is checked under which plan; weekly scores, rewards and what a plant has set."""

from anhuan.domains.mechanism.models.awards import Award
from anhuan.domains.mechanism.models.lines import CheckLine
from anhuan.domains.mechanism.models.scores import MechanismSettings, WeekScore

__all__ = ["Award", "CheckLine", "MechanismSettings", "WeekScore"]
