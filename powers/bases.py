"""Legal bases (法律依据) as people write them: one law and its article, or several in one cell."""

import re
from itertools import pairwise
from typing import NamedTuple

LONGEST_LAW = 200
LONGEST_ARTICLE = 120

# 【法律】, 【部门规章】…: a mark of rank put before a law by those who compile lists.
_RANK = re.compile(r"【[^】]{1,12}】")
# 1. 2、 （3） ① at the beginning of a line or after a stop: the numbering of several laws.
_NUMBERING = re.compile(
    r"^\s*(?:[（(]?\d{1,2}[)）.．、](?!\d)|[①-⑳]|[（(][一二三四五六七八九十]{1,3}[)）])\s*"
)
_SEPARATORS = re.compile(r"[\n;；]+")
_FIRST_ARTICLE = re.compile(r"第\s*[〇零一二三四五六七八九十百千\d]+\s*[编章节条款项]")
_WHOLE_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")


class Basis(NamedTuple):
    law: str
    article: str


def plain_law(text):
    """The name of a law without the title marks around it: 《教育法》 → 教育法."""
    text = " ".join(text.split())
    whole = _WHOLE_TITLE.fullmatch(text)
    return whole[1].strip() if whole else text


def written_basis(law, article):
    """A basis as printed: 《中华人民共和国教育法》第二十八条."""
    named = law if "《" in law or not law else f"《{law}》"
    return f"{named}{article}"


def split_bases(text):
    """The laws named in one cell, in order: a proposal that whoever imports it looks at.

    A piece that names no law of its own (only articles) belongs to the law before it.
    """
    found = []
    for piece in _pieces(text):
        law, article = _parted(piece)
        if law:
            found.append(Basis(law, article))
        elif found:
            found[-1] = found[-1]._replace(article=_joined(found[-1].article, article))
    return list(dict.fromkeys(found))


def _pieces(text):
    for part in _SEPARATORS.split(_RANK.sub("\n", text)):
        part = _NUMBERING.sub("", part).strip(" \t，,、。.")
        yield from _by_titles(part)


def _by_titles(part):
    """《A》第一条、《B》第二条 in one line: cut before each further title."""
    starts = [match.start() for match in _WHOLE_TITLE.finditer(part)]
    cuts = [0, *starts[1:], len(part)]
    for start, end in pairwise(cuts):
        if piece := part[start:end].strip(" \t，,、。.和及"):
            yield piece


def _parted(piece):
    """(law, article): the article begins behind the title, or where 第…条 stands first."""
    title = _WHOLE_TITLE.match(piece)
    first = _FIRST_ARTICLE.search(piece, title.end() if title else 0)
    if first is None:
        return plain_law(piece), ""
    return plain_law(piece[: first.start()].rstrip(" ，,:：")), _tight(piece[first.start() :])


def _tight(article):
    """第 二十八 条 → 第二十八条; blanks between other words stay."""
    return re.sub(
        r"(?<=[第〇零一二三四五六七八九十百千\d])\s+|\s+(?=[编章节条款项])", "", article
    ).strip()


def _joined(before, after):
    return f"{before}、{after}" if before and after else before or after
