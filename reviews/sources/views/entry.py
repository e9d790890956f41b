"""One entry: what it says and said, what it touches, its files, orders; changed and withdrawn."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.files.storing import attachment_response
from registry.organisation.models import Post
from registry.papers.stamps import status_of
from registry.tables.text import number_in
from registry.trail.models import TrailEntry
from reviews import overseen
from reviews.refusals import Refused
from reviews.sources import entering, ordering, targets
from reviews.sources.forms import LinkSearch, SourceFileForm, SourceForm, WithdrawSourceForm
from reviews.sources.models import MEANING, Source
from risks.forms import SuggestionForm

from .fetch import crumbs, fetch_source, unlogged

editing = require_http_methods(["GET", "HEAD", "POST"])
MOST_MOVES = 50


@unlogged
@require_safe
def source_detail(request, pk):
    source = fetch_source(request, pk)
    entering.note("opened", source=source, by=request.person)
    return _detail(request, source, SourceFileForm())


def _detail(request, source, file_form, status=200):
    moves = TrailEntry.objects.sealed_about(source).order_by("-id")
    context = {
        "source": source,
        "meaning": MEANING[source.weight],
        "earlier": source.earlier.select_related("unit", "replaced_by"),
        "links": targets.labelled(source.links.standing().listed()),
        "is_covered": Source.objects.covered().filter(pk=source.pk).exists(),
        "orders": source.orders.select_related("suggestion__post__section", "by"),
        "files": source.files.select_related("file", "by"),
        "moves": moves[:MOST_MOVES],
        "file_form": file_form,
        "crumbs": crumbs(f"第 {source.number} 号"),
    }
    return render(request, "sources/source_detail.html", context, status=status)


@unlogged
@sensitive_post_parameters()
@editing
def source_edit(request, pk):
    """Read, compared and written under one lock."""
    with transaction.atomic():
        source = entering.locked(fetch_source(request, pk))
        current = entering.facts_of(source)
        units = overseen.units_of(request.reach)
        form = SourceForm(request.POST or None, units=units, current=current, initial=current)
        if request.method == "POST" and form.is_valid():
            try:
                entering.change(source=source, facts=form.cleaned_data, by=request.person)
            except Refused as refusal:
                form.add_error(None, refusal.text)
            else:
                messages.success(request, "已保存，原来的写法留在“历次修改”里。")
                return redirect("source-detail", pk)
    context = {"form": form, "source": source, "here": "修改", **_crumbs(source, "修改")}
    return render(request, "sources/source_form.html", context, status=status_of(form))


@unlogged
@editing
def source_withdraw(request, pk):
    source = fetch_source(request, pk)
    form = WithdrawSourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entering.withdraw(source=source, why=form.cleaned_data["why"], by=request.person)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, "已撤回，不再计入评估和统计。")
            return redirect("source-detail", pk)
    context = {"form": form, "source": source, **_crumbs(source, "撤回")}
    return render(request, "sources/source_withdraw.html", context, status=status_of(form))


@unlogged
@editing
def source_link(request, pk):
    """Look for posts, points, powers and steps of the unit, and link them one by one."""
    source = fetch_source(request, pk)
    if request.method == "POST":
        return _link(request, source)
    form = LinkSearch(request.GET)
    kind, words = form.asked
    linked = {getattr(each, f"{kind}_id") for each in source.links.standing()}
    context = {
        "source": source,
        "form": form,
        "kind": kind,
        "words": words,
        "found": [(each, each.pk in linked) for each in targets.found(source.unit, kind, words)],
        "shown": targets.SHOWN,
        **_crumbs(source, "关联"),
    }
    return render(request, "sources/source_link.html", context)


def _link(request, source):
    form = LinkSearch(request.POST)
    kind, words = form.asked
    target = targets.fetch(source.unit, kind, number_in(request.POST.get("target", "")) or 0)
    if target is None:
        raise Http404
    try:
        entering.link(source=source, kind=kind, target=target, by=request.person)
        messages.success(request, "已关联。")
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    asked = urlencode({"kind": kind, "words": words})
    return redirect(f"{reverse('source-link', args=[source.pk])}?{asked}")


@unlogged
@require_POST
def source_link_drop(request, pk, link_pk):
    source = fetch_source(request, pk)
    found = get_object_or_404(source.links.select_related("source"), pk=link_pk)
    try:
        entering.drop(found=found, by=request.person)
        messages.success(request, "已解除关联。")
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    return redirect("source-detail", pk)


@unlogged
@require_POST
def source_attach(request, pk):
    source = fetch_source(request, pk)
    form = SourceFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            entering.attach(source=source, upload=form.cleaned_data["file"], by=request.person)
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, "已上传。")
            return redirect("source-detail", pk)
    return _detail(request, source, form, status=422)


@unlogged
@require_safe
def source_file(request, pk, file_pk):
    source = fetch_source(request, pk)
    kept = get_object_or_404(source.files.select_related("file"), pk=file_pk)
    entering.note("downloaded", source=source, by=request.person)
    kept.file.original_name = kept.name
    return attachment_response(kept.file)


@unlogged
@sensitive_post_parameters()
@editing
def source_order(request, pk):
    """可能漏查: words of its own for a post of the unit; they may not repeat the entry's."""
    source = fetch_source(request, pk)
    own = [post.pk for post in request.person.posts_on(timezone.localdate())]
    posts = Post.objects.filter(unit=source.unit, closed_on=None).exclude(pk__in=own)
    posts = posts.select_related("unit", "section").order_by("section__order", "pk")
    form = SuggestionForm(request.POST or None, posts=posts, reach=request.reach)
    if request.method == "POST" and form.is_valid():
        for name, said in ordering.copied_words(source, form.cleaned_data).items():
            form.add_error(name, said)
        if form.is_valid() and _ordered(request, source, form):
            messages.success(request, "已提给这个岗位。岗位上看到的和其他建议没有区别。")
            return redirect("source-detail", pk)
    context = {"form": form, "source": source, **_crumbs(source, "可能漏查")}
    return render(request, "sources/source_order.html", context, status=status_of(form))


def _ordered(request, source, form):
    try:
        return ordering.order(entry=source, by=request.person, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.text)
        return None


def _crumbs(source, here):
    url = reverse("source-detail", args=[source.pk])
    return {"crumbs": crumbs((f"第 {source.number} 号", url), here)}
