"""The simulated plant: speaks the real protocols from outside and knows nothing of the engine."""
