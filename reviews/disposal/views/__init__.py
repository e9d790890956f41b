"""Pages of warnings and disposal; none of them has a line in the log."""
