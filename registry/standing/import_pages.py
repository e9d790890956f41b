"""Laws or rules from a spreadsheet: template → upload → preview → confirm, at one address."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render

from registry.files.storing import store
from registry.intake.forms import UnitTableForm
from registry.intake.kept import sheets_of
from registry.intake.limited_reader import UnreadableFile
from registry.intake.waiting import Waiting

from .sheets import NoTable, NotAsSeen, Register, apply, make_plan, make_template

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200
FAULTY, STALE = 422, 409


@dataclass(frozen=True)
class ImportPages:
    """The pages of one register; `units(request)` are those that this person keeps it for."""

    register: Register
    place: str  # how the register is called
    list_name: str
    key: str
    units: Callable
    crumbs: Callable
    advice: str

    def answer(self, request):
        if "template" in request.GET:
            return self._template()
        waiting = Waiting(request, self.key)
        if request.method != "POST":
            known = waiting and self._unit(request, waiting) is not None
            return self._preview(request, waiting) if known else self._ask(request)
        if "discard" in request.POST:
            waiting.forget()
            return redirect(request.path)
        confirming = "seen" in request.POST
        return self._confirm(request, waiting) if confirming else self._take_in(request, waiting)

    def _template(self):
        stream = BytesIO()
        make_template(self.register).save(stream)
        stream.seek(0)
        name = f"{self.place}导入模板.xlsx"
        return FileResponse(stream, as_attachment=True, filename=name, content_type=CONTENT_TYPE)

    def _ask(self, request, form=None, status=200):
        context = self._context(
            form=form or UnitTableForm(units=self.units(request)),
            columns=[(column.header, column.hint) for column in self.register.columns],
        )
        return render(request, "standing/import_upload.html", context, status=status)

    def _take_in(self, request, waiting):
        form = UnitTableForm(request.POST, request.FILES, units=self.units(request))
        if not form.is_valid():
            return self._ask(request, form, FAULTY)
        file, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
        try:
            stored = store(
                stream=file, name=file.name, content_type=CONTENT_TYPE, by=request.person
            )
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
            return self._ask(request, form, FAULTY)
        waiting.keep(stored, {"unit": unit.pk})
        try:
            make_plan(self.register, sheets_of(stored), unit)
        except (NoTable, UnreadableFile) as refusal:
            waiting.forget()
            form.add_error("file", str(refusal))
            return self._ask(request, form, FAULTY)
        return redirect(request.path)

    def _confirm(self, request, waiting):
        seen = request.POST["seen"]
        if said := waiting.said_before(seen):
            messages.success(request, said)
            return redirect(self.list_name)
        unit = self._unit(request, waiting)
        if not waiting or unit is None:
            messages.info(request, "没有等待确认的表格，可能已经导入过了。")
            return redirect(self.list_name)
        given = {"register": self.register, "unit": unit, "seen": seen, "by": request.person}
        try:
            counts = apply(sheets=sheets_of(waiting.stored), **given).counts
        except (NotAsSeen, NoTable, UnreadableFile):
            notice = f"核对期间{self.place}有了变化，什么也没有写入，请再核对一遍。"
            return self._preview(request, waiting, notice=notice, status=STALE)
        counted = self.register.counted
        said = f"已导入：新增 {counts['new']} {counted}，更新 {counts['adjusted']} {counted}。"
        waiting.forget()
        waiting.taken(seen, said)
        messages.success(request, said)
        return redirect(self.list_name)

    def _preview(self, request, waiting, *, notice="", status=200):
        unit = self._unit(request, waiting)
        try:
            plan = make_plan(self.register, sheets_of(waiting.stored), unit)
        except (NoTable, UnreadableFile) as refusal:
            waiting.forget()
            messages.error(request, str(refusal))
            return self._ask(request, status=FAULTY)
        rows = sorted(plan.rows, key=lambda row: not row.errors)
        context = self._context(
            name=waiting.stored.original_name,
            unit=unit,
            plan=plan,
            headers=[column.header for column in self.register.columns],
            rows=[(row, plan.cells(row)) for row in rows[:SHOWN]],
            more=max(len(rows) - SHOWN, 0),
            notice=notice,
        )
        return render(request, "standing/import_preview.html", context, status=status)

    def _unit(self, request, waiting):
        """The unit the file was sent for, as long as its office is this person's."""
        return self.units(request).filter(pk=waiting.chosen.get("unit")).first()

    def _context(self, **given):
        return {"pages": self, "crumbs": self.crumbs(None, "从 Excel 导入"), **given}
