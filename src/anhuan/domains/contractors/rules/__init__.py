"""Pure decisions about contractors: who may work here, and everything that stands against it."""
