"""The engine's compiled functions: see `kernel.jit`."""

from anhuan.kernel.jit import jit

__all__ = ["jit"]
