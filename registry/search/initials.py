"""Names by the first letters of their pinyin: zwjs finds 职务晋升.

A column filled by `initials_text` holds the letters of names and titles only; two letters and more
are asked for there, besides the text itself. What has no pinyin stands for itself.
"""

from .words import index_text


def initials_of(text):
    """As many characters as the text has: for each its letter, in lower case.

    Which of several readings counts is decided by the words around it (银行行长: yhhz).
    """
    from pypinyin import Style, lazy_pinyin  # its dictionary takes a quarter of a second

    text = str(text)
    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors=list, strict=False)
    if len(letters) != len(text):
        return text
    return "".join(
        letter[:1].lower() if letter[:1].isascii() and letter else character
        for letter, character in zip(letters, text, strict=True)
    )


def initials_text(*names):
    """What the column holds: the letters of each name, names apart from each other."""
    written = (index_text(name) for name in names if name)
    return " ".join(initials_of(name).replace(" ", "") for name in dict.fromkeys(written))
