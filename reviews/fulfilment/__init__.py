"""措施落实: measures carried out by a day, and looked at by somebody else (ADR 0064)."""
