"""Which powers rest on which law of the register, and what follows when a law changes."""
