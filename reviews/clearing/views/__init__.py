"""Pages of the clearing: rounds, declarations with their rows, offers."""
