"""The table of progress as a file: at once for some hundred units, else by a job."""

from django.http import QueryDict
from django.utils import timezone

from registry.access.reach import ANSWERING_SEATS, reach_of
from registry.jobs.queueing import enqueue
from registry.organisation.models import Section

from . import holdups, progress_table, year_progress
from .progress_forms import YearFilter

JOB = "progress.export"
UNITS_AT_ONCE = 500  # about a second of work; docs/performance.md


def is_small(form):
    """Whether the reader gets the file at once, without a job."""
    return form.whole_units.count() <= UNITS_AT_ONCE


def may_export(person, arguments):
    return reach_of(person).holds_any(*ANSWERING_SEATS)


def queue(*, form, query, by):
    """One job a minute for ten equal clicks."""
    return enqueue(
        kind=JOB,
        arguments={"query": query.urlencode()},
        title=progress_table.title_of(form.year),
        by=by,
        key=f"{JOB}:{by.pk}:{form.year}:{timezone.now():%Y%m%d%H%M}",
    )


def table_for(person, query):
    """The table as the person reads it now; `query` as it was asked for."""
    today = timezone.localdate()
    form = YearFilter(QueryDict(query), reach=reach_of(person), today=today)
    return table_of(person, form, today)


def table_of(person, form, day):
    """Of all units that are read as a whole; where there is none, of the own sections."""
    named = {"year": form.year, "day": day}
    if units := list(form.whole_units):
        rows = unit_rows(person, units, form.year, day)
        name = units[0].name if len(units) == 1 else ""
        return progress_table.table_of(progress_table.UNITS, rows, unit_name=name, **named)
    unit = unit_of(person, form)
    rows = section_rows(person, unit, form.year, day)
    return progress_table.table_of(
        progress_table.SECTIONS, rows, unit_name=str(unit or ""), **named
    )


def unit_of(person, form):
    """The unit that was chosen, else the own one where the person answers for any of it, else the
    first; None where there is none.
    """
    if form.unit_asked:
        return form.unit_asked
    return form.units.filter(pk=person.unit_id).first() or form.units.first()


def unit_rows(person, units, year, day):
    """Rows of these units, and the sum of all that the person reads as a whole."""
    if not units:
        return []
    lines = year_progress.by_unit(person, units=units, year=year, day=day)
    reach = reach_of(person)
    steps = holdups.due_steps(reach, day).filter(paper__programme__year=year)
    steps = steps.filter(reach.units_q("paper__unit"))
    held_up = holdups.by_unit(steps.filter(paper__unit__in=units), day)
    whole = year_progress.of_all_units(person, year=year, day=day)
    return [
        *progress_table.unit_rows(units, lines, held_up, year),
        progress_table.sum_row(whole, steps.count()),
    ]


def section_rows(person, unit, year, day):
    """Of the sections of a unit that the person answers for; none where there is no unit."""
    if unit is None:
        return []
    lines = year_progress.by_section(person, unit, year=year, day=day)
    sections = Section.objects.filter(unit=unit).order_by("order", "pk")
    return progress_table.section_rows(unit, sections, lines, year)
