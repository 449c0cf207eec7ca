"""Nodes, pipes with their versions, and what nodes have told."""

from anhuan.domains.pipes.models.letters import Letter
from anhuan.domains.pipes.models.nodes import Deed, Node
from anhuan.domains.pipes.models.pipes import Pipe, PipeVersion
from anhuan.domains.pipes.models.told import LogLine, Look, Receipt

__all__ = ["Deed", "Letter", "LogLine", "Look", "Node", "Pipe", "PipeVersion", "Receipt"]
