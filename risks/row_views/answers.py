"""How every row page answers: back to the form, or a refusal that keeps what was typed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from registry.tables.text import number_in
from risks.draft import CLOSED, ONLY_NOTED_ROWS, FormDraft
from risks.measures_round import ONLY_MEASURES

STALE, FAULTY = 409, 422
NOT_OPEN = "这张表已经提交，现在不能修改。如需修改，请先撤回，或等审核人退回。"


def back(paper, anchor=""):
    address = reverse("paper-edit", args=[paper.pk])
    return redirect(f"{address}#{anchor}" if anchor else address)


def done(request, paper, text, anchor=""):
    messages.success(request, text)
    return back(paper, anchor)


def refused(request, paper, text, anchor=""):
    """Nothing was typed that could be lost: say why and lead back."""
    messages.warning(request, text)
    return back(paper, anchor)


def place_in(data):
    """The place for a new row that the page asked for: the same sent twice lands on it once."""
    return number_in(data.get("place", ""))


def why_closed(revision, line=None):
    """The reason this row cannot be opened for writing, or an empty text."""
    if not revision.is_open:
        return NOT_OPEN
    if revision.adds_measures and (line is None or line.version.struck):
        return ONLY_MEASURES
    return CLOSED if line is not None and not line.open else ""


def why_none_added(revision):
    """The reason no new row can be begun, or an empty text: said before anything is typed."""
    if text := why_closed(revision):
        return text
    return "" if FormDraft(revision).takes_new_rows else ONLY_NOTED_ROWS
