"""Positions from one set of observations, many sets at a time.

`twr`, `tdoa` and `rssi` are the doors; all three are one robust Gauss-Newton solver
(`gauss_newton`) with another observation model (`model`).
"""

from anhuan.engine.core.solve.angles import solve_aoa
from anhuan.engine.core.solve.doors import solve_rssi, solve_tdoa, solve_twr
from anhuan.engine.core.solve.solution import Quality, Solutions

__all__ = ["Quality", "Solutions", "solve_aoa", "solve_rssi", "solve_tdoa", "solve_twr"]
