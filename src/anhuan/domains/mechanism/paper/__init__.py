"""On paper."""

from anhuan.domains.mechanism.paper.effect import effect_paper

__all__ = ["effect_paper"]
