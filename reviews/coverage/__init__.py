"""The board 找全: the sheets of `risks.coverage`, with the forms of the year and who mends what."""
