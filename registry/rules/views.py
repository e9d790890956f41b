"""Pages of the rules register, but for that of one rule, which `risks` shows with what cites it.

Everybody reads the rules that bind their unit; the prevention office of a unit keeps its own.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from registry.access.guards import seat_required
from registry.files.storing import FileRefused, attachment_response
from registry.organisation.models import Seat, Unit
from registry.standing.import_pages import ImportPages
from registry.standing.keeping import Refused, may_replace
from registry.tables.table_file import table_file
from registry.trail.recording import record_now

from . import keeping
from .forms import RuleChangeForm, RuleFilter, RuleForm
from .models import Rule, RuleChange
from .sheets import RULES, table_of

PAGE = 50
FAULTY, STALE = 422, 409
editing = require_http_methods(["GET", "HEAD", "POST"])
office = seat_required(Seat.PREVENTION_OFFICE)


@require_safe
@vary_on_headers("HX-Request")
def rule_list(request):
    today = timezone.localdate()
    form = RuleFilter(request.GET, rules=Rule.objects.visible_to(request.reach), day=today)
    page = Paginator(form.narrowed().listed(), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "rows": [
            {"rule": rule, "state": rule.state_on(today), "successor": rule.successor_on(today)}
            for rule in page
        ],
        "today": today,
        "may_keep": request.reach.holds_any(Seat.PREVENTION_OFFICE),
    }
    fragment = request.htmx and not request.htmx.boosted
    return render(request, f"rules/{'_rule_rows' if fragment else 'rule_list'}.html", context)


@require_safe
def rule_export(request):
    """The list as it is narrowed now, as XLSX; rules are few enough to be written at once."""
    if not request.reach.takes_part:
        raise Http404
    today = timezone.localdate()
    form = RuleFilter(request.GET, rules=Rule.objects.visible_to(request.reach), day=today)
    rules = list(form.narrowed().listed().prefetch_related("posts"))
    units = {rule.unit for rule in rules}
    table = table_of(rules, today, next(iter(units)).name if len(units) == 1 else "")
    by = request.person
    record_now(by=by, action="export.downloaded", unit=by.unit, target_kind="rules.rule")
    return table_file(table, "xlsx")


@require_safe
def rule_file(request, pk):
    """The text of a rule, for whoever reads the rule."""
    rules = Rule.objects.visible_to(request.reach).select_related("file", "unit")
    rule = get_object_or_404(rules, pk=pk, file__isnull=False)
    record_now(by=request.person, action="rule.downloaded", unit=rule.unit, target=rule)
    return attachment_response(rule.file)


@editing
@office
def rule_add(request):
    units = office_units(request)
    form = RuleForm(request.POST or None, request.FILES or None, current={}, units=units)
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data.get("unit") or units[0]
        if rule := _kept_by(keeping.add_rule, form, request.person, unit=unit):
            messages.success(request, f"{rule}已入库。")
            return redirect("rule-detail", rule.pk)
    return _page(request, "rules/rule_form.html", form, None, "添加制度")


@editing
@office
def rule_edit(request, pk):
    """Read, compared and written under one lock."""
    with transaction.atomic():
        rule = _kept(request, pk, Rule.objects.select_for_update(of=("self",)))
        current = keeping.facts_of(rule)
        form = RuleForm(
            request.POST or None,
            request.FILES or None,
            current=current,
            initial=current,
            rule=rule,
        )
        posted = request.method == "POST" and form.is_valid()
        if posted and _kept_by(keeping.save_rule, form, request.person, rule=rule):
            messages.success(request, "已保存。")
            return redirect("rule-detail", rule.pk)
    return _page(request, "rules/rule_form.html", form, rule, "修改")


@editing
@office
def rule_change(request, pk):
    """Superseded or repealed; the points whose measures cite it are listed as to be mended."""
    rule = _kept(request, pk)
    others = may_replace(rule).order_by("title", "pk")
    form = RuleChangeForm(request.POST or None, rules=others)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.tell_change(rule=rule, **form.cleaned_data, by=request.person)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.text)
        else:
            messages.success(request, "已登记。引用它的风险点列在下面，请提醒填报人更新。")
            return redirect("rule-detail", rule.pk)
    return _page(request, "rules/rule_change.html", form, rule, "登记替代或废止")


@require_POST
@office
def rule_take_back(request, pk, change_pk):
    rule = _kept(request, pk)
    change = get_object_or_404(rule.changes.exclude(kind=RuleChange.Kind.TAKEN_BACK), pk=change_pk)
    keeping.take_back(change=change, by=request.person)
    messages.success(request, "已撤回这次登记，经过仍留在历次变动里。")
    return redirect("rule-detail", rule.pk)


def office_units(request):
    """The units whose rules this person keeps."""
    return Unit.objects.filter(pk__in=request.reach.units_of(Seat.PREVENTION_OFFICE))


def crumbs(rule, here):
    found = [{"label": "制度", "url": reverse("rule-list")}]
    if rule is not None:
        found.append({"label": str(rule), "url": reverse("rule-detail", args=[rule.pk])})
    return [*found, {"label": here}]


IMPORT = ImportPages(
    register=RULES,
    place="制度台账",
    list_name="rule-list",
    key="rule-import",
    units=office_units,
    crumbs=crumbs,
    advice="同名、同文号的按更新处理，空着的格子不改；正文、适用岗位、替代和废止请在那项制度的页面登记。",
)


@editing
@office
def rule_import(request):
    return IMPORT.answer(request)


def _kept_by(keep, form, by, **given):
    """What keeping wrote, or None with the refusal in the form."""
    try:
        with transaction.atomic():
            upload = form.cleaned_data["file"]
            return keep(facts=form.cleaned_data, upload=upload or None, by=by, **given)
    except FileRefused as refusal:
        form.add_error("file", refusal.messages)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.text)
    return None


def _kept(request, pk, rules=Rule.objects):
    """A rule of this person's office; one that another office keeps may be read only."""
    if rule := rules.kept_by(request.reach).select_related("unit").filter(pk=pk).first():
        return rule
    get_object_or_404(Rule.objects.visible_to(request.reach), pk=pk)
    raise PermissionDenied("这项制度由所在单位的防控办维护。")


def _page(request, template, form, rule, here):
    stale = getattr(form, "is_stale", False)
    status = 200 if not form.is_bound else STALE if stale else FAULTY
    context = {"form": form, "rule": rule, "here": here, "crumbs": crumbs(rule, here)}
    return render(request, template, context, status=status)
