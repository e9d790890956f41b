"""自查: a post answers for its measures; a second person confirms a sample (ADR 0065)."""
