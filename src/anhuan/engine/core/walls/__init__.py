"""What a plant's walls and stairs say about where somebody can be."""

from anhuan.engine.core.walls.keep import keep_inside
from anhuan.engine.core.walls.tables import (
    PassageTable,
    WallTable,
    passage_table,
    wall_table,
)

__all__ = ["PassageTable", "WallTable", "keep_inside", "passage_table", "wall_table"]
