"""For the fragments of a form: what stands around the rows they are given."""

from django import template

from risks.row_views.overview import form_overview as overview_of
from risks.wording import measure_facts as facts_of

register = template.Library()


@register.simple_tag
def form_overview(revision, rows):
    """Rows by duty, grade, what could be taken in; see `risks.row_views.overview`."""
    return overview_of(revision, rows)


@register.filter
def measure_facts(measure):
    """阶段、种类、频次 of a measure."""
    return facts_of(measure)
