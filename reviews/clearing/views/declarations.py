"""清理申报: begun, its rows, handed in, taken back, gathered."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.organisation.models import Post, Section
from registry.papers.drafts import NotDraft
from registry.papers.stamps import status_of
from registry.tables.text import number_in
from reviews import filing
from reviews.clearing import declaring, gathering, owners, row_list
from reviews.clearing.forms import HandInForm, RowForm
from reviews.clearing.models import Declaration, DeclaredPower
from reviews.refusals import NotReady, Refused

from .fetch import crumbs, fetch_declaration, fetch_own, fetch_round


@require_POST
def declaration_begin(request, pk):
    """Of the post or section that is named, of the unit where none is."""
    clearing = fetch_round(request, pk)
    owner = _owner(request, clearing)
    wanted = Declaration(round=clearing, **owner)
    if not owners.may_write(wanted, request.person, timezone.localdate()):
        raise PermissionDenied(declaring.NOT_YOURS)
    try:
        declaration = declaring.begin(clearing=clearing, by=request.person, **owner)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
        return redirect("clearing-round", clearing.pk)
    return redirect("declaration", declaration.pk)


def _owner(request, clearing):
    if asked := request.POST.get("post"):
        posts = Post.objects.filter(unit=clearing.unit, closed_on__isnull=True)
        return {"post": get_object_or_404(posts, pk=number_in(asked))}
    if asked := request.POST.get("section"):
        sections = Section.objects.filter(unit=clearing.unit, closed_on__isnull=True)
        return {"section": get_object_or_404(sections, pk=number_in(asked))}
    return {}


@require_safe
def declaration(request, pk):
    found, is_mine = fetch_declaration(request, pk)
    return _page(request, found, is_mine, HandInForm())


def _page(request, found, is_mine, form, status=200):
    is_open = found.round.is_open and found.handed_in_at is None and is_mine
    gathers = owners.may_gather(found, request.person, timezone.localdate())
    context = {
        "declaration": found,
        "list": row_list.shown(found, request.GET),
        "unsaid": found.rows.filter(disposition="").count(),
        "form": form,
        "is_mine": is_mine,
        "is_open": is_open,
        "powers": row_list.offered(found, _pick(request)) if is_open else None,
        "duties": declaring.duties_to_add(found) if is_open else (),
        "below": _below(found, request) if is_mine else (),
        "may_take_back": is_mine and found.handed_in_at and not found.gathered_at,
        "draft": gathering.draft_of(found) if gathers else None,
        "may_gather": gathers and found.handed_in_at and not found.gathered_at,
        "crumbs": crumbs(_round_crumb(found), found.owner_name),
    }
    return render(request, "clearing/declaration.html", context, status=status)


def _pick(request):
    """A part of the names of the powers to add."""
    return " ".join(request.GET.get("pick", "").split())[:100]


def _below(found, request):
    """Of a section or the unit: what its posts (leaders) have handed in and waits for it."""
    if found.post_id:
        return ()
    waiting = Declaration.objects.visible_to(request.reach).filter(
        round=found.round,
        post__isnull=False,
        post__section=found.section,
        handed_in_at__isnull=False,
        gathered_at__isnull=True,
    )
    return waiting.listed()


@require_POST
def declaration_rows(request, pk):
    """Rows of what was ticked; or `keep`: what nothing was said of is to be kept."""
    found = fetch_own(request, pk)
    try:
        if "keep" in request.POST:
            number = declaring.keep_the_rest(declaration=found, by=request.person)
            messages.success(request, f"{number} 项按“保留”写好了。")
        else:
            number = declaring.add_known(
                declaration=found,
                powers=_numbers(request, "power"),
                duties=_numbers(request, "duty"),
                by=request.person,
            )
            messages.success(request, f"列入了 {number} 项，请逐项写清理意见。")
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    return redirect("declaration", found.pk)


def _numbers(request, name):
    numbers = [number_in(value) for value in request.POST.getlist(name)]
    return [number for number in numbers if number]


def declaration_row_add(request, pk):
    """A power that the register does not know."""
    found = fetch_own(request, pk)
    form = RowForm(request.POST or None, declaration=found, current={}, initial=_blank())
    if request.method == "POST" and form.is_valid():
        try:
            row = declaring.add_found(
                declaration=found, content=form.content_typed, by=request.person
            )
            messages.success(request, "已列入。")
            return redirect(row_list.place_of(found, row.pk, QueryDict()))
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
    return _row_page(request, found, None, form)


def declaration_row(request, pk, row_pk):
    """Read, compared and written under one lock."""
    found = fetch_own(request, pk)
    row = get_object_or_404(found.rows.listed(), pk=row_pk)
    row.declaration = found
    form = _row_form(None, found, row)
    if request.method == "POST":
        try:
            with transaction.atomic():
                locked = declaring.lock_draft(found, request.person)
                row = declaring.row_of(locked, row_pk)
                form = _row_form(request.POST, found, row)
                if form.is_valid():
                    declaring.change(
                        declaration=found,
                        row_id=row.pk,
                        content=form.content_typed,
                        by=request.person,
                    )
                    messages.success(request, "已保存。")
                    return redirect(row_list.place_of(found, row.pk, request.GET))
        except Refused as refusal:
            form = _row_form(request.POST, found, row)  # what was typed stays on the page
            form.add_error(None, refusal.in_one_line)
    return _row_page(request, found, row, form)


def _row_form(data, found, row):
    said = declaring.content_of(row)
    initial = {**said, "to_unit": said["to_unit_id"], "to_section": said["to_section_id"]}
    if row.disposition == DeclaredPower.Disposition.HAND_DOWN and row.to_unit_id:
        initial.update(to_units=[row.to_unit_id], to_unit=None)
    return RowForm(data, declaration=found, row=row, current=said, initial=initial)


def _blank():
    return {"side": "internal", "kind": "other", "disposition": "keep"}


def _row_page(request, found, row, form):
    context = {
        "declaration": found,
        "row": row,
        "form": form,
        "stale_rows": list(form.stale_rows(_texts_of(form))),
        "back": _back(request, found, row),
        "crumbs": crumbs(
            _round_crumb(found),
            (found.owner_name, _back(request, found, row)),
            row.said_name if row else "添加职权",
        ),
    }
    return render(request, "clearing/row_form.html", context, status=status_of(form))


def _back(request, found, row):
    if row is None:
        return reverse("declaration", args=[found.pk])
    return row_list.place_of(found, row.pk, request.GET)


@require_POST
def declaration_row_remove(request, pk, row_pk):
    found = fetch_own(request, pk)
    if not DeclaredPower.objects.filter(declaration=found, pk=row_pk).exists():
        raise Http404
    _say(
        request,
        lambda: declaring.remove(declaration=found, row_id=row_pk, by=request.person),
        "已从这一份里拿掉，职权目录没有变。",
    )
    return redirect(row_list.place_of(found, row_pk, request.GET))


@require_POST
def declaration_hand_in(request, pk):
    found = fetch_own(request, pk)
    form = HandInForm(request.POST)
    if not form.is_valid():
        return _page(request, found, True, form, status=422)
    because = form.cleaned_data["none_because"]
    try:
        declaring.hand_in(declaration=found, none_because=because, by=request.person)
    except NotReady as refusal:
        for problem in refusal.problems:
            form.add_error(None, problem)
        return _page(request, found, True, form, status=422)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
        return redirect("declaration", found.pk)
    messages.success(request, "已申报，谢谢。汇总以前还可以取回来改。")
    return redirect("declaration", found.pk)


@require_POST
def declaration_take_back(request, pk):
    found = fetch_own(request, pk)
    _say(
        request,
        lambda: declaring.take_back(declaration=found, by=request.person),
        "已取回，改好以后再申报。",
    )
    return redirect("declaration", found.pk)


@require_POST
def declaration_gather(request, pk):
    """A post's into its section's, a section's or the unit's into the catalogue."""
    found, _ = fetch_declaration(request, pk)
    if not owners.may_gather(found, request.person, timezone.localdate()):
        raise PermissionDenied(gathering.NOT_YOURS)
    try:
        if found.post_id:
            upper = gathering.gather_up(declaration=found, by=request.person)
            messages.success(request, f"已汇总到{upper.owner_name}的申报。")
            return redirect("declaration", upper.pk)
        gathered = gathering.into_catalogue(declaration=found, by=request.person)
        messages.success(request, _in_words(gathered))
    except filing.NotYours as refusal:
        raise PermissionDenied(refusal.text) from refusal
    except (Refused, NotDraft) as refusal:
        messages.warning(request, getattr(refusal, "in_one_line", str(refusal)))
    return redirect("declaration", found.pk)


def _in_words(gathered):
    said = [
        f"{label} {len(names)} 项"
        for label, names in (
            ("新增", gathered.added),
            ("写明清理意见", gathered.said),
            ("销号", gathered.struck),
            ("不变", gathered.kept),
        )
        if names
    ]
    text = f"已汇总进职权目录草稿：{'、'.join(said) or '没有要改的'}。"
    if gathered.left:
        text += f"几个科室说法不一致、先放着的：{'、'.join(gathered.left)}。"
    return text


def _say(request, act, said):
    try:
        act()
        messages.success(request, said)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)


def _round_crumb(found):
    return str(found.round), reverse("clearing-round", args=[found.round_id])


def _texts_of(form):
    """The fields whose saved value is text, as two texts can be held against each other."""
    return [name for name in form.fields if isinstance(form.current.get(name), str)]
