"""Mailboxes of persons; one that the words before it call the office's own is left alone."""

import re

from .finding import Kind

_AT = r" {0,2}(?:@|\[ ?at ?\]|\( ?at ?\)|【 ?at ?】|艾特| at (?=[^ ]+ ?(?:\.|dot|点)))"
_DOT = r" {0,2}(?:\.|\[dot\]|\(dot\)| dot |点) {0,2}"
_MAILBOX = re.compile(
    rf"(?<![A-Za-z0-9._%+*-])[A-Za-z0-9][A-Za-z0-9._%+-]*{_AT} {{0,2}}"
    rf"(?:[A-Za-z0-9][A-Za-z0-9-]*{_DOT})+[A-Za-z]{{2,12}}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"(?:监督|举报|投诉|咨询|服务|受理|信访|公开|办公|公共|单位|官方|征求意见|意见征集)"
    r"[^。；;!?]{0,8}$"
)
_PERSONAL = re.compile(r"个人|本人|私人")
LOOKS_BACK = 16


def mailboxes_in(legible):
    for found in _MAILBOX.finditer(legible.signs):
        before = legible.signs[max(0, found.start() - LOOKS_BACK) : found.start()]
        if _OFFICIAL.search(before) and not _PERSONAL.search(before):
            continue
        yield legible.finding(Kind.EMAIL, found.start(), found.end(), _masked(found.group()))


def _masked(mailbox):
    """The first sign and where the mailbox is: z***@qq.com."""
    where = re.split(_AT, mailbox, maxsplit=1, flags=re.IGNORECASE)[-1].strip()
    return f"{mailbox[0]}***@{re.sub(_DOT, '.', where, flags=re.IGNORECASE)}"
