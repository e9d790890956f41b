"""What a list of papers is narrowed by: by unit, section, kind, state, year, number or post."""

from django.db.models import Q

from registry.organisation.models import Programme, Section
from registry.papers.models import PaperKind, PaperState
from risks.filters import UNIT_ITSELF

from .year_progress import YEARS_FORM, YEARS_FORMS

OF_POSTS = (YEARS_FORM, "岗位的表（每岗每年一张）")


def choices_of():
    """What a list of papers may be narrowed by, beside its units and their sections."""
    years = Programme.objects.order_by("-year").values_list("year", flat=True).distinct()
    return {
        "kind": [OF_POSTS, *PaperKind.choices],
        "state": PaperState.choices,
        "year": [(year, f"{year} 年") for year in years],
    }


def sections_of(papers):
    """Those of papers of one unit."""
    found = Section.objects.filter(pk__in=papers.values("section")).order_by("order", "pk")
    return [(UNIT_ITSELF.pk, UNIT_ITSELF.name), *found.values_list("pk", "name")]


def narrowed(papers, form):
    """As the form says; what it does not offer narrows nothing."""
    if not form.is_valid():
        return papers
    data = form.cleaned_data
    kind = data["kind"]
    if kind == YEARS_FORM:
        papers, kind = papers.filter(YEARS_FORMS), ""
    if data.get("section") is not None:
        papers = papers.filter(section=data["section"] or None)
    exact = {"kind": kind, "state": data.get("state"), "programme__year": data["year"]}
    papers = papers.filter(form.place.narrowed())
    papers = papers.filter(**{name: value for name, value in exact.items() if value})
    if text := data["text"].strip():
        named = Q(post__name__icontains=text) | Q(section__name__icontains=text)
        papers = papers.filter(Q(number__icontains=text) | named)
    return papers
