"""Inspection rounds on phones: walked without a network, sent in order, judged by their time."""
