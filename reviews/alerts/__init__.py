"""风险提示: what a month's key work could go wrong with, told to the posts it touches [1][4]."""
