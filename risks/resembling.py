"""Which points of the register a text resembles: found by an index, compared by bigrams.

Two queries for all the texts of a form; the second reads the few texts that share most keys.
Of other units only what is open to the public answers (docs/adr/0019-likeness-across-units.md).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import F, Q

from .form_kinds import form_kind_of
from .likeness import bigrams, keys_of, likeness, text_of
from .models import LikenessKey, PointVersion
from .phrasing import Resemblance

# So many candidates a text are compared, those that share most keys first.
MOST = 20
CHUNK = 500
PARTS = ("source", "risk", "harm", "wording", "text")


@dataclass(frozen=True)
class Asked:
    """A text of a form and the point it belongs to: rows of one identity are never compared."""

    text: str
    point: int | None = None


def index(points):
    """Make the keys of these points anew from what is in force, struck ones too."""
    versions = PointVersion.objects.filter(in_force_for__in=points)
    rows = [
        LikenessKey(point_id=point, value=value)
        for point, *parts in versions.values_list("point", *PARTS)
        for value in sorted(set(keys_of(text_of(*parts))))
    ]
    LikenessKey.objects.filter(point__in=points).delete()
    LikenessKey.objects.bulk_create(rows, batch_size=CHUNK)


def resemblances(asked, paper):
    """{name: [Resemblance]} of texts {name: Asked}, closest first, seen from a paper's owner."""
    candidates = _candidates(asked, paper)
    known = _texts({point for points in candidates.values() for point in points})
    found = {}
    for name, points in candidates.items():
        mine = bigrams(asked[name].text)
        scored = [(likeness(mine, known[point][0]), point) for point in points if point in known]
        best = sorted((pair for pair in scored if pair[0]), reverse=True)
        found[name] = [_resemblance(score, known[point][1], paper) for score, point in best]
    return found


def _candidates(asked, paper):
    """{name: points that share most keys with it}"""
    names = defaultdict(list)
    for name, one in asked.items():
        for key in set(keys_of(one.text)):
            names[key].append(name)
    shared = defaultdict(Counter)
    for value, point in _hits(list(names), paper):
        for name in names[value]:
            if point != asked[name].point:
                shared[name][point] += 1
    return {
        name: [point for point, _ in counts.most_common(MOST)] for name, counts in shared.items()
    }


def _hits(keys, paper):
    """Of the own unit every point in force; of another only what anybody may read."""
    readable = Q(point__unit=paper.unit_id) | Q(
        point__in_force__visibility=PointVersion.Visibility.PUBLIC, point__in_force__struck=False
    )
    for start in range(0, len(keys), CHUNK):
        found = LikenessKey.objects.filter(readable, value__in=keys[start : start + CHUNK])
        yield from found.values_list("value", "point")


def _texts(points):
    """Point → (its bigrams, what a resemblance tells of it)."""
    found, points = {}, sorted(points)
    for start in range(0, len(points), CHUNK):
        versions = PointVersion.objects.filter(in_force_for__in=points[start : start + CHUNK])
        rows = versions.annotate(
            rank=F("level__rank"),
            unit=F("point__unit"),
            own_section=F("point__section"),
            post_section=F("point__post__section"),
            post=F("point__post"),
        ).values("point", *PARTS, "struck", "rank", "unit", "own_section", "post_section", "post")
        for row in rows:
            text = text_of(*(row[part] for part in PARTS))
            found[row["point"]] = bigrams(text), row
    return found


def _resemblance(score, row, paper):
    return Resemblance(_where(row, paper), round(score * 100), row["rank"])


def _where(row, paper):
    """Never whose text it is: only how near."""
    section = row["post_section"] or row["own_section"]
    owner = (row["post"], None) if row["post"] else (None, row["own_section"])
    kind, others = form_kind_of(paper), "其他岗位" if row["post"] else "的表里"
    if row["unit"] != paper.unit_id:
        near = "其他单位"
    elif owner == ((paper.post_id, None) if paper.post_id else (None, paper.section_id)):
        near = kind.owner
    elif section is not None and section == paper.section_id:
        near = f"本科室{others}"
    else:
        near = f"本单位{others}"
    return f"{near}已销号的一条" if row["struck"] else f"{near}现行的一条"
