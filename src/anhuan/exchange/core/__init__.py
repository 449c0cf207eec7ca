"""The protocol and its decisions, without sockets, databases or clocks."""
