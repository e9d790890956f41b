"""Pages of the law register, but for that of one law, which `powers` shows with what rests on it.

Everybody reads the laws that count for their unit; the prevention office of a unit keeps its own,
the office at the top also those that come with the software.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from registry.access.guards import seat_required
from registry.organisation.models import Seat, Unit
from registry.standing.keeping import Refused, may_replace

from . import keeping
from .forms import LawArticleForm, LawChangeForm, LawFilter, LawForm
from .models import Law, LawChange, LawLevel

PAGE = 50
FAULTY, STALE = 422, 409
editing = require_http_methods(["GET", "HEAD", "POST"])
office = seat_required(Seat.PREVENTION_OFFICE)


@require_safe
@vary_on_headers("HX-Request")
def law_list(request):
    form = LawFilter(request.GET)
    laws = form.narrowed(Law.objects.visible_to(request.reach)).listed()
    page = Paginator(laws, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "rows": [{"law": law, "state": law.state_on(form.on)} for law in page],
        "day": form.on,
        "may_keep": request.reach.holds_any(Seat.PREVENTION_OFFICE),
    }
    fragment = request.htmx and not request.htmx.boosted
    return render(request, f"laws/{'_law_rows' if fragment else 'law_list'}.html", context)


@editing
@office
def law_add(request):
    units = office_units(request)
    form = LawForm(request.POST or None, current={}, units=units)
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data.get("unit") or units[0]
        try:
            law = keeping.add_law(unit=unit, facts=form.cleaned_data, by=request.person)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.text)
        else:
            messages.success(request, f"{law}已入库。")
            return redirect("law-detail", law.pk)
    return _page(request, "laws/law_form.html", form, None, "添加法规")


@editing
@office
def law_edit(request, pk):
    """Read, compared and written under one lock."""
    with transaction.atomic():
        law = _kept(request, pk, Law.objects.select_for_update(of=("self",)))
        current = keeping.facts_of(law)
        form = LawForm(request.POST or None, current=current, initial=current)
        if request.method == "POST" and form.is_valid():
            try:
                keeping.save_law(law=law, facts=form.cleaned_data, by=request.person)
            except Refused as refusal:
                form.add_error(refusal.field, refusal.text)
            else:
                messages.success(request, "已保存。")
                return redirect("law-detail", law.pk)
    return _page(request, "laws/law_form.html", form, law, "修改")


@editing
@office
def law_change(request, pk):
    """Amended or repealed; the units whose powers rest on it are asked to look."""
    law = _kept(request, pk)
    others = may_replace(law).order_by("title")
    form = LawChangeForm(request.POST or None, laws=others)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.tell_change(law=law, **form.cleaned_data, by=request.person)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.text)
        else:
            messages.success(request, "已登记。以它为依据的职权列在下面，各单位会收到提醒。")
            return redirect("law-detail", law.pk)
    return _page(request, "laws/law_change.html", form, law, "登记修改或废止")


@require_POST
@office
def law_take_back(request, pk, change_pk):
    law = _kept(request, pk)
    change = get_object_or_404(law.changes.exclude(kind=LawChange.Kind.TAKEN_BACK), pk=change_pk)
    keeping.take_back(change=change, by=request.person)
    messages.success(request, "已撤回这次登记，经过仍留在历次变动里。")
    return redirect("law-detail", law.pk)


@editing
@office
def law_article(request, pk, article_pk=None):
    """One article, new or mended."""
    with transaction.atomic():
        law = _kept(request, pk, Law.objects.select_for_update(of=("self",)))
        article = get_object_or_404(law.articles, pk=article_pk) if article_pk else None
        current = keeping.article_facts(article) if article else {}
        form = LawArticleForm(
            request.POST or None, current=current, initial=current, article=article
        )
        posted = request.method == "POST" and form.is_valid()
        if posted and _save_article(form, law, article, request.person):
            messages.success(request, "条文已保存。")
            return redirect("law-detail", law.pk)
    return _page(request, "laws/law_article.html", form, law, str(article or "添加一条"))


def _save_article(form, law, article, by):
    given = form.cleaned_data
    number, inserted = (article.number, article.inserted) if article else given["number"]
    try:
        keeping.save_article(
            law=law,
            number=number,
            inserted=inserted,
            text=given["text"],
            repealed_from=given["repealed_from"],
            article=article,
            by=by,
        )
    except Refused as refusal:
        form.add_error(refusal.field, refusal.text)
        return False
    return True


@editing
@office
def law_levels(request):
    """The order of levels, the same for all: kept by the office at the top."""
    if request.method == "POST":
        if not at_the_top(request):
            raise PermissionDenied("层级次序由最上级单位的防控办维护。")
        level = get_object_or_404(LawLevel, pk=_number(request.POST.get("level")))
        keeping.move_level(level=level, up="up" in request.POST, by=request.person)
        return redirect(f"{request.path}#level-{level.pk}")
    context = {
        "levels": LawLevel.objects.all(),
        "may_order": at_the_top(request),
        "crumbs": crumbs(None, "层级次序"),
    }
    return render(request, "laws/law_levels.html", context)


def office_units(request):
    """The units whose law register this person keeps."""
    return Unit.objects.filter(pk__in=request.reach.units_of(Seat.PREVENTION_OFFICE))


def at_the_top(request):
    return office_units(request).filter(parent__isnull=True).exists()


def crumbs(law, here):
    found = [{"label": "法规库", "url": reverse("law-list")}]
    if law is not None:
        found.append({"label": str(law), "url": reverse("law-detail", args=[law.pk])})
    return [*found, {"label": here}]


def _kept(request, pk, laws=Law.objects):
    """A law of this person's office; one that another office keeps may be read only."""
    if law := laws.kept_by(request.reach).filter(pk=pk).first():
        return law
    get_object_or_404(Law.objects.visible_to(request.reach), pk=pk)
    raise PermissionDenied("这部法规由入库的单位防控办维护。")


def _page(request, template, form, law, here):
    stale = getattr(form, "is_stale", False)
    status = 200 if not form.is_bound else STALE if stale else FAULTY
    context = {"form": form, "law": law, "here": here, "crumbs": crumbs(law, here)}
    return render(request, template, context, status=status)


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
