"""Pages of the desk of risk information."""
