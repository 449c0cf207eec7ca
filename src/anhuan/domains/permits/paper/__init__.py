"""Permits on paper: each kind as annex A of GB 30871-2022 draws it, with what it holds.

`layouts/` says which box stands where, as data; a field a plant has added to its form, and that no
layout knows, is printed below the others. What the form does not print follows as an appendix.
"""

from anhuan.domains.permits.paper.hazards import hazard_paper
from anhuan.domains.permits.paper.permit import permit_papers

__all__ = ["hazard_paper", "permit_papers"]
