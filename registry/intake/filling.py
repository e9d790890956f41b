"""Values printed once for a block of rows: at its start, or in the middle of it."""


def filled(values):
    """(values with blanks filled, how each was filled: "" printed, "above", "middle", "unsure").

    Where the first row is blank the values stand in the middle of their blocks; blocks that fit
    no such layout are filled downwards, the rows before the first value with it, as unsure.
    """
    printed = [at for at, value in enumerate(values) if value]
    if not printed:
        return list(values), [""] * len(values)
    if printed[0] == 0:
        return _downwards(values, "above")
    blocks = centred_blocks(printed, len(values))
    if blocks is None:
        return _downwards(values, "unsure")
    out, how = list(values), [""] * len(values)
    for at, (start, end) in zip(printed, blocks, strict=True):
        for row in range(start, end):
            if row != at:
                out[row], how[row] = values[at], "middle"
    return out, how


def _downwards(values, said):
    out, how = list(values), [""] * len(values)
    last = next(value for value in values if value)
    for at, value in enumerate(values):
        if value:
            last = value
        else:
            out[at], how[at] = last, said
    return out, how


def centred_blocks(printed, count):
    """[(start, end)] of blocks that cover all rows, each with its value in the middle; or None."""
    reached = [{0: (0, None)}]  # for each block: where it may end → (even blocks, its start)
    for number, at in enumerate(printed):
        following = printed[number + 1] if number + 1 < len(printed) else count
        reached.append(_ends(reached[-1], at, following))
    if count not in reached[-1]:
        return None
    end, blocks = count, []
    for ends in reversed(reached[1:]):
        start = ends[end][1]
        blocks.append((start, end))
        end = start
    return blocks[::-1]


def _ends(starts, at, following):
    """Where a block with its value at `at` may end; one of even length has two middles, and of
    two ways to the same end the one with fewer of these is likelier.
    """
    found = {}
    for start, (even, _) in starts.items():
        above = at - start
        for length in (2 * above + 1, 2 * above + 2, 2 * above):
            if above >= 0 and at < start + length <= following:
                reached = (even + (length % 2 == 0), start)
                found[start + length] = min(found.get(start + length, reached), reached)
    return found
