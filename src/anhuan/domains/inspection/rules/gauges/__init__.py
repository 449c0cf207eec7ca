"""Reading gauges from pictures (INS-047): a proposal for a person to confirm, never an entry."""
