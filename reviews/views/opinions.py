"""公示 inside: reading one, giving an opinion, finding its answer, what is printed (`answering`
has what the office does with opinions).

An opinion without a name leaves nothing in session, message, address or log (ADR 0027): the page
that takes it shows the receipt itself, and a receipt is asked for by POST.
"""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from registry.organisation.working_days import years_without_holidays
from registry.trail.recording import record_now
from reviews import exporting, offices, opinions, publicity, publicity_letters
from reviews.letter_file import letter_file
from reviews.models import Opinion, Publication
from reviews.opinion_forms import NAMED, OpinionForm, ReceiptForm
from reviews.refusals import Refused
from reviews.visibility import publications_visible_to

ROWS_SHOWN = 50
OPINIONS_SHOWN = 30


def fetch_publicity(request, pk):
    """A publicity this person may read, or 404."""
    shown = publications_visible_to(request.person).filter(kind=Publication.Kind.PUBLICITY)
    return get_object_or_404(shown.select_related("unit"), pk=pk)


def crumbs(publication=None, label=""):
    """公示 › the publicity › this page."""
    found = [{"label": "公示", "url": reverse("publicity-list")}]
    if publication is not None:
        url = reverse("publicity-detail", args=[publication.pk])
        found.append({"label": publication.number, "url": url})
    return [*found, {"label": label}] if label else found


@require_safe
def publicity_detail(request, pk):
    """What is shown and until when; the office finds the opinions here, everybody their own."""
    found, today = fetch_publicity(request, pk), timezone.localdate()
    rows = found.rows.order_by("position").values_list("content", flat=True)
    page = Paginator(rows, ROWS_SHOWN).get_page(request.GET.get("page"))
    takes = opinions.takes_opinions(found, today)
    may_give = takes and opinions.may_give(found, request.person)
    given = found.opinions.listed()
    context = {
        "publication": found,
        "crumbs": crumbs(found),
        "page_obj": page,
        **exporting.on_screen(found, list(page)),
        **publicity.course_of(found, today),
        "years_missing": years_without_holidays(today, found.ends_on) if takes else [],
        "give_url": reverse("opinion-add", args=[pk]) if may_give else "",
        "mine": given.filter(given_by=request.person) if request.person else given.none(),
        "has_report": found.closed_at is not None and _reads_whole(request, found),
        **_of_office(request, found, given),
    }
    return render(request, "reviews/publicity_detail.html", context)


def _reads_whole(request, publication):
    """Whoever reads the whole unit: its group and offices, and those of a superior."""
    own = Publication.objects.filter(request.reach.units_q(), pk=publication.pk)
    return own.exists()


def _of_office(request, publication, given):
    """For the office over the unit: every opinion; which it answers; which rows wait for it."""
    managed = Publication.objects.filter(offices.managed(request.reach), pk=publication.pk)
    in_charge = managed.exists()
    to_answer = given.filter(offices.answering(request.reach)).unanswered()
    seen = given if in_charge else given.none()
    elsewhere = seen.unanswered().exclude(pk__in=to_answer.values("pk"))
    return {
        "in_charge": in_charge,
        "to_answer": part_of(request, to_answer, "waiting"),
        "elsewhere": elsewhere.count(),
        "answered": part_of(request, seen.filter(answer__isnull=False), "answered"),
        "to_reopen": part_of(request, _to_reopen(seen), "reopen"),
        "extend_url": _extend_url(publication) if in_charge else "",
        "running": _still_shown(publication) if in_charge else (),
    }


def part_of(request, given, name):
    """A page of a list that anybody can make long; the address has its number under `name`."""
    return Paginator(given, OPINIONS_SHOWN).get_page(request.GET.get(name))


def _to_reopen(given):
    paper = "shown__revision__paper"
    return given.to_reopen().select_related(
        f"{paper}__post__unit", f"{paper}__section", f"{paper}__unit"
    )


def _extend_url(publication):
    runs = opinions.takes_opinions(publication, timezone.localdate())
    return reverse("publicity-extend", args=[publication.pk]) if runs else ""


def _still_shown(publication):
    shown = publication.publicity_papers.filter(outcome="", publication__closed_at=None)
    return shown.select_related(
        "revision__paper__post__unit", "revision__paper__section", "revision__paper__unit"
    ).order_by("pk")


def keeps_no_time(view):
    """The session is not renewed here: it carries the person, and would date what they send."""

    @wraps(view)
    def page(request, *args, **kwargs):
        request.renews_session = False
        return view(request, *args, **kwargs)

    return page


@keeps_no_time
@sensitive_post_parameters()
def opinion_add(request, pk):
    """Give an opinion; the answer to the POST is the page with the receipt itself."""
    publication = fetch_publicity(request, pk)
    if not opinions.may_give(publication, request.person):
        raise PermissionDenied(opinions.NOT_OF_UNIT)
    form = OpinionForm(
        request.POST or None, publication=publication, initial=_initial(request, publication)
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = _said(request, form.cleaned_data)
            receipt = form.cleaned_data["receipt"]
            given = opinions.give(publication=publication, receipt=receipt, **said)
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            context = {
                "opinion": given,
                "is_first": opinions.is_as_sent(given, **said),
                "crumbs": crumbs(publication, "回执"),
            }
            return render(request, "reviews/opinion_receipt.html", context)
    context = {
        "publication": publication,
        "form": form,
        "takes": opinions.takes_opinions(publication, timezone.localdate()),
        "crumbs": crumbs(publication, "提意见"),
    }
    return render(request, "reviews/opinion_add.html", context, status=422 if form.errors else 200)


def _initial(request, publication):
    row = request.GET.get("row", "")
    known = row.isdecimal() and len(row) < 7 and 0 < int(row) <= publication.row_count
    return {"receipt": opinions.new_receipt(publication), "row": int(row) if known else None}


def _said(request, typed):
    by = request.person if typed["naming"] == NAMED else None
    return {"text": typed["text"], "row": typed["row"], "by": by}


@keeps_no_time
@sensitive_post_parameters()
def opinion_find(request):
    """The answer to an opinion by its receipt, for whoever is of that unit."""
    if request.person is None or not request.reach.takes_part:
        raise Http404
    form, found = ReceiptForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        readable = publications_visible_to(request.person).filter(
            unit__in=opinions.units_heard(request.person)
        )
        given = Opinion.objects.listed().filter(publication__in=readable)
        found = given.filter(receipt=form.cleaned_data["receipt"]).first()
        if found is None:
            form.add_error("receipt", "没有找到这个回执号，请核对。只能查本单位公示的意见。")
    context = {"form": form, "opinion": found, "crumbs": crumbs(label="查答复")}
    return render(request, "reviews/opinion_find.html", context, status=422 if form.errors else 200)


@require_safe
def publicity_notice(request, pk, format_name):
    """The notice for the wall."""
    found = fetch_publicity(request, pk)
    return _letter(request, found, publicity_letters.notice_of, "公示公告", format_name)


@require_safe
def publicity_report(request, pk, format_name):
    """公示情况报告, when the publicity is over."""
    found = fetch_publicity(request, pk)
    if not _reads_whole(request, found):
        raise PermissionDenied("公示情况报告由领导小组、防控办和上级查看。")
    if found.closed_at is None:
        messages.info(request, "公示结束以后才有公示情况报告。")
        return redirect("publicity-detail", pk)
    return _letter(request, found, publicity_letters.report_of, "公示情况报告", format_name)


def _letter(request, publication, letter_of, label, format_name):
    file = letter_file(letter_of(publication), f"{label}-{publication.number}", format_name)
    record_now(
        by=request.person, action="export.downloaded", unit=publication.unit, target=publication
    )
    return file
