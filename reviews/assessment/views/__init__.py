"""Pages of the assessment and of the study."""
