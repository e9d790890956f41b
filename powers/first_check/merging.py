"""Two rows that are one power become one, with the undertaking sections of both [3]."""

from powers.content import content_of
from powers.draft import RowRefused, open_draft
from powers.models import PowerVersion
from powers.particulars import content as particulars


def merge(*, paper, line_id, other_id, by):
    """The row keeps its words and takes the sections and bases of the other, which goes,
    and of its particulars the lists that are blank here.

    Of a new row and one that stands in the register the latter stays. Where both stand, the other
    is struck with the reason; a new one simply disappears.
    """
    if line_id == other_id:
        raise RowRefused("请选另外一行来合并。")
    with open_draft(paper=paper, by=by) as draft:
        line, other = draft.line(line_id), draft.line(other_id)
        if _stands(draft, other) and not _stands(draft, line):
            line, other = other, line
        merged = _merged(*(_content(each.version) for each in (line, other)))
        name, gone = line.version.name, other.version.name
        if not _stands(draft, other):
            draft.restore(other)
        else:
            draft.strike(other, f"与“{name}”是同一项职权，并入后由几个科室共同承办。")
        return draft.change(line, merged, line.version.why or f"“{gone}”并入本项，共同承办。")


def _stands(draft, line):
    """Whether the register knows the power of this row."""
    base = draft.standing(line.version)
    return base is not None and not base.struck


def _content(version):
    return content_of(PowerVersion.objects.with_content().get(pk=version.pk))


def _merged(one, other):
    known = {(basis["law"], basis["article"]) for basis in one["bases"]}
    more = [each for each in other["bases"] if (each["law"], each["article"]) not in known]
    sections = sorted({*one["sections"], *other["sections"]})
    lists = {key: one[key] or other[key] for key in particulars.BY_KEY}
    return {**one, **lists, "sections": sections, "bases": [*one["bases"], *more]}
