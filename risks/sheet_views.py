"""The sheets of the register, inside: on screen page by page, as a file whole."""

from secrets import token_hex

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from powers.background import scope_of
from registry.jobs.queueing import enqueue
from registry.tables.formats import FORMATS

from .background import SHEET_EXPORT
from .ledgers import SHEETS, dated

PAGE = 50


@require_safe
def register_sheet(request, name):
    sheet = _sheet(name)
    form = sheet.asks(request.GET, reach=request.reach)
    page = sheet.pages(form, PAGE).get_page(request.GET.get("page"))
    context = {
        "name": name,
        "form": form,
        "page_obj": page,
        "table": sheet.draw(form, list(page), form.day, page.start_index()),
        "formats": FORMATS,
        "token": token_hex(8),
        "sheet_tabs": sheet_tabs(name),
    }
    return render(request, "risks/register_sheet.html", context)


@require_POST
def sheet_export(request, name):
    """Queue the whole sheet as it is narrowed now; the file waits under "my downloads"."""
    sheet = _sheet(name)
    form = sheet.asks(request.GET, reach=request.reach)
    chosen = FORMATS.get(request.POST.get("format"))
    if chosen is None or not request.reach.takes_part:
        raise Http404
    enqueue(
        kind=SHEET_EXPORT,
        arguments={
            "sheet": name,
            "format": request.POST["format"],
            "query": request.GET.urlencode(),
            "scope": scope_of(request.reach),
        },
        title=f"{dated(sheet.title, form)}（{chosen.label}）",
        by=request.person,
        key=f"{SHEET_EXPORT}:{name}:{request.person.pk}:{request.POST.get('token', '')[:32]}",
    )
    messages.success(request, "正在生成文件，完成后在这里下载。")
    return redirect("downloads")


def sheet_tabs(active=""):
    """The list of points and the sheets made of the same register; blank: the list is shown."""
    tabs = [{"label": "风险点", "url": reverse("point-list"), "active": not active}]
    for name, sheet in SHEETS.items():
        url = reverse("register-sheet", args=[name])
        tabs.append({"label": sheet.title, "url": url, "active": name == active})
    return tabs


def _sheet(name):
    if name not in SHEETS:
        raise Http404
    return SHEETS[name]
