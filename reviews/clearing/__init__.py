"""清权: who exercises a power clears it; what posts, sections and the unit declared is gathered."""
