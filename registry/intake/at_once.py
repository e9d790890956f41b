"""Whether the rows of a file are written while somebody waits, or by a job."""

# So many are written within a second; whoever waits longer is shown how far it is.
ROWS_AT_ONCE = 200


def are_few(rows):
    """Of a file that nobody has counted (None) it is not known: a job takes any number."""
    return rows is not None and rows <= ROWS_AT_ONCE
