"""The node in Prometheus' words."""

from collections.abc import Iterator

from anhuan.exchange.running.node import Node


def metrics(node: Node) -> str:
    """The exposition text."""
    return "".join(f"{line}\n" for line in _lines(node))


def _lines(node: Node) -> Iterator[str]:
    for name, pipe in node.all_pipes():
        label = f'{{pipe="{name}"}}'
        yield f"anhuan_exchange_pipe_up{label} {int(pipe.told.state == 'running')}"
        yield f"anhuan_exchange_pipe_fault{label} {int(bool(pipe.told.fault))}"
        yield f"anhuan_exchange_collected_total{label} {pipe.told.collected}"
        yield f"anhuan_exchange_dead_total{label} {pipe.told.buried}"
        for route, sender in pipe.senders.items():
            label = f'{{route="{route}"}}'
            yield f"anhuan_exchange_sent_total{label} {sender.sent}"
            yield f"anhuan_exchange_resent_total{label} {sender.resent}"
            yield f"anhuan_exchange_acked{label} {sender.sender.acked}"
            yield f"anhuan_exchange_backlog{label} {max(0, sender.last - sender.sender.acked)}"
            yield f"anhuan_exchange_failures{label} {sender.failures}"
            yield f"anhuan_exchange_dead_there{label} {sender.dead}"
        for route, looks in pipe.told.looks.items():
            found = sum(look.differences for look in looks)
            yield f'anhuan_exchange_differences{{route="{route}"}} {found}'
