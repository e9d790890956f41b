"""The demo: a district education bureau and three schools, told over two years.

Everything is done by the domain functions that the pages call, so numbers, digests, decisions,
trail and notices are genuine; only the clock is set (`clock`). What happens is written as stories
(`last_year`, `this_year`): generators that yield the moment of their next scene; `timeline` plays
all of them together in the order of time. The words come from fixtures/demo.
"""
