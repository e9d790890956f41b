"""Pages of the questionnaires, for the discipline office that asks."""
