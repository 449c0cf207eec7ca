"""What the slice ships with: the tables of GB 18218-2018 and the duties of 包保责任."""

from anhuan.domains.risk.seeds.duties import shipped_duties
from anhuan.domains.risk.seeds.gb18218 import shipped_tables

__all__ = ["shipped_duties", "shipped_tables"]
