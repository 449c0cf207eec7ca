"""A page for each deed, by the name of the deed."""

from anhuan.domains.permits.pages.deeds.air import AIR, judged
from anhuan.domains.permits.pages.deeds.common import Page
from anhuan.domains.permits.pages.deeds.crew import CREW
from anhuan.domains.permits.pages.deeds.evidence import EVIDENCE
from anhuan.domains.permits.pages.deeds.handing_in import HANDING_IN
from anhuan.domains.permits.pages.deeds.simple import SIMPLE

PAGES: tuple[Page, ...] = (*SIMPLE, *HANDING_IN, *AIR, *EVIDENCE, *CREW)

__all__ = ["PAGES", "judged"]
