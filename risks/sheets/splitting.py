"""Several items in one cell: told apart by their numbers, or by the signs between them.

A number counts only in its place: first 1, then 2. So "3 个工作日" or "2023 年" starts no item.
Every split is a proposal; whoever imports confirms it.
"""

import re

from registry.intake.cells import one_line

SHORTEST = 4
_CHINESE = {sign: at for at, sign in enumerate("一二三四五六七八九十", start=1)}
_CIRCLED = {sign: at for at, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", start=1)}
_EDGE = r"(?:(?<=^)|(?<=[\n；;。！ ：:，,]))"
# What a number may look like: 1.1 · 1. 1、 1） 1 · （1） · ① · 一是 · 第一， · 一、 · （一）
STYLES = (
    re.compile(_EDGE + r"\s*\d{1,2}\.(?P<n>\d{1,2})(?!\d)[.、．\s]*"),
    re.compile(_EDGE + r"\s*(?P<n>\d{1,2})\s*(?:[.．](?!\d)|[、)）])\s*"),
    re.compile(_EDGE + r"\s*[(（]\s*(?P<n>\d{1,2})\s*[)）]\s*"),
    re.compile(r"\s*(?P<n>[①-⑳])\s*"),
    re.compile(_EDGE + r"\s*(?P<n>[一二三四五六七八九十])是"),
    re.compile(_EDGE + r"\s*第(?P<n>[一二三四五六七八九十])[，,、：:]\s*"),
    re.compile(_EDGE + r"\s*(?P<n>[一二三四五六七八九十])、\s*"),
    re.compile(_EDGE + r"\s*[(（](?P<n>[一二三四五六七八九十])[)）]\s*"),
    re.compile(_EDGE + r"\s*(?P<n>\d{1,2})\s+(?=\D)"),
)
_MAY_BE_NUMBER = re.compile(r"\s*[\d(（①-⑳一二三四五六七八九十第]")  # as all of these begin
_LEAD = re.compile(r"[^。；;]{0,14}[:：]\s*")
_ENDS = re.compile(r"[。；;！]\s*$")
_TRIMMED = " \n；;"
# The bracket of 1） in front of a text shuts none, that of （1） or （不超过 10） does.
_SIGNS = re.compile(r"(?<![\d（(])\d{1,2}[)）](?=[^\s；;，,、。.)）])|[；;（()）]")


def items_of(text):
    """(the items of a cell, each on one line; whether that is a proposal to look at)."""
    numbered = _by_numbers(text)
    if numbered is not None:
        return numbered, len(numbered) > 1
    pieces = [piece for piece in _pieces(text) if piece.strip(_TRIMMED)]
    if len(pieces) > 1 and all(len(piece.strip(_TRIMMED)) >= SHORTEST for piece in pieces):
        return _tidy(pieces), True
    lines = text.split("\n")
    if len(lines) > 1 and all(_ENDS.search(line) for line in lines):
        return _tidy(lines), True
    return _tidy([text]), False


def _pieces(text):
    """The text between its semicolons; one within a pair of brackets separates nothing.

    A bracket that is never shut holds nothing.
    """
    cuts, opened = [], []
    for found in _SIGNS.finditer(text):
        if found.group() in "；;":
            cuts.append(found.start())
        elif found.group() in "（(":
            opened.append(len(cuts))
        elif opened and len(found.group()) == 1:
            del cuts[opened.pop() :]
    starts = [0, *(cut + 1 for cut in cuts)]
    return [text[start:end] for start, end in zip(starts, [*cuts, len(text)], strict=True)]


def starts_item(text):
    """Whether a text begins with a number as an item does."""
    return any(style.match(text.lstrip()) for style in STYLES)


def ends_sentence(text):
    return bool(_ENDS.search(text))


def _by_numbers(text):
    """The items, where the cell begins with number one; None where it does not."""
    lead = _LEAD.match(text)
    starts = [0] if lead is None else [0, lead.end()]
    if not any(_MAY_BE_NUMBER.match(text, start) for start in starts):
        return None
    for style in STYLES:
        chain = _chain(style, text, starts)
        if chain:
            return _between(text, chain)
    return None


def _chain(style, text, starts):
    wanted, chain = 1, []
    for found in style.finditer(text):
        if _value(found.group("n")) != wanted:
            continue
        if wanted == 1 and found.start() not in starts:
            return []
        chain.append(found)
        wanted += 1
    return chain


def _value(sign):
    return int(sign) if sign.isdecimal() else _CHINESE.get(sign) or _CIRCLED.get(sign)


def _between(text, chain):
    ends = [*(found.start() for found in chain[1:]), len(text)]
    return _tidy(
        [text[found.end() : end] for found, end in zip(chain, ends, strict=True)]
    ) or _tidy([text])


def _tidy(pieces):
    return [tidy for piece in pieces if (tidy := one_line(piece.strip(_TRIMMED)).strip())]
