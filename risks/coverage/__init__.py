"""找全: which steps, powers, points, measures and posts are covered, and what is missing.

`sheets.SHEETS` says of each sort of row what may be missing; counts and lists ask the same
conditions, so a count is the length of its list (ADR 0042). `no_risk`: 无风险说明.
"""
