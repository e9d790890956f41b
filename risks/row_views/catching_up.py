"""Bringing a draft up to what is in force now."""

from registry.papers.drafts import NotDraft
from risks import editing

from .answers import back, done, refused


def catch_up(request, paper, revision):
    """POST: untouched rows take what is in force; points that came since are taken in."""
    if request.method != "POST":
        return back(paper)
    try:
        count = editing.catch_up(paper=paper, by=request.person)
    except NotDraft as refusal:
        return refused(request, paper, refusal.text)
    return done(request, paper, f"已更新到现行内容，共 {count} 行。您改过的行没有动。")
