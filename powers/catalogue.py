"""The content of a catalogue paper (职权目录): protocol in `registry.papers.rows`."""

from django.urls import reverse

from registry.organisation.models import Post
from registry.papers.digest import digest_of
from registry.papers.models import Paper, PaperKind, PaperState
from registry.papers.register import Change, Overtaken, change_of, is_editable, is_overtaken
from registry.papers.register import put_in_force as move_pointers
from registry.papers.rows import Problem, carry_lines, row_of

from .causes import stating
from .checklist import faults, gaps, name_key
from .content import content_of, differences, in_words, labelled, sealed_content
from .first_check import findings
from .models import Power, PowerLine, PowerVersion, content_lists
from .row_list import place_of

_SIDES = list(PowerVersion.Side)


def begin(*, revision):
    """Every power of the unit in force: as in the last catalogue, external before internal [3]."""
    paper = revision.paper
    serials = last_serials(paper.unit_id)
    powers = list(_powers_in_force(paper).select_related("in_force"))
    powers.sort(
        key=lambda power: (
            _SIDES.index(power.in_force.side),
            serials.get(power.pk, len(serials) + 1),
            power.pk,
        )
    )
    PowerLine.objects.bulk_create(
        PowerLine(revision=revision, version=power.in_force, serial=serial)
        for serial, power in enumerate(powers, start=1)
    )


def carry(*, old, new, open_ids):
    carry_lines(
        old_lines=old.power_lines.order_by("serial"),
        new=new,
        order_field="serial",
        open_ids=open_ids,
    )
    findings.carry(old, new)
    stating.carry(old, new)


def rows(revision, previous=None):
    """In order, with what is in force beside them; as many queries for 5 rows as for 500.

    `details`: `words` (field → text), `labelled` (the same as pairs), `differences` from the base,
    `overtaken` (what is in force now, if that is no longer the base), `findings` of the first
    check, `cause` of a change, room for a reviewer's `notes`; with a `previous` revision also
    `since` (unchanged, changed, new) and `since_differences`.
    """
    earlier = None if previous is None else _versions_of(previous)
    lines = list(revision.power_lines.of_register_rows())
    found = [_row(line, revision.paper, earlier) for line in lines]
    findings.attach(revision, found)
    stating.attach(found)
    return found


def bare_rows(revision, lines):
    """Rows of lines that are read already, without details: what a list is narrowed by."""
    return [row_of(line, revision.paper) for line in lines]


def problems(revision, rows=None):
    """What must be mended before the catalogue is handed in; only rows that may be changed now."""
    if rows is None:
        lines = list(revision.power_lines.of_register_rows())
        shown = findings.by_line(revision, lines)
    else:
        lines = [row.line for row in rows]
        shown = {row.line.pk: row.details["findings"] for row in rows}
    if not any(not line.version.struck for line in lines):
        return [Problem("目录里还没有职权。请先添加本单位的职权，或从 Excel 导入。", "#catalogue")]
    found = []
    for line in lines:
        if line.open:
            found += _line_problems(line, revision.paper)
    found += _closed_posts(lines)
    found += findings.problems(revision.paper_id, lines, shown)
    found += stating.problems(
        revision.paper, lines, reverse("paper-changes", args=[revision.paper_id])
    )
    return [*found, *_repeated_names(lines), *_missing_powers(revision.paper, lines)]


def freeze(revision):
    """Seal every draft version of this paper; what is sealed already stays untouched."""
    if revision.is_open:
        register_lines = list(revision.power_lines.of_register_rows())
        findings.keep(revision, register_lines)
        stating.keep(revision, register_lines)
    lines = list(
        revision.power_lines.select_related("version")
        .prefetch_related(*content_lists("version__"))
        .order_by("serial")
    )
    drafts = [line.version for line in lines if is_editable(line.version, revision.paper)]
    for version in drafts:
        version.digest = digest_of(sealed_content(version))
    PowerVersion.objects.bulk_update(drafts, ["digest"], batch_size=200)
    answers, causes = findings.sealed_answers(revision), stating.sealed(revision)
    return [
        *(
            {"serial": line.serial, "power": line.version.power_id, "digest": line.version.digest}
            for line in lines
        ),
        *([{"answers": answers}] if answers else []),
        *([{"causes": causes}] if causes else []),
    ]


def put_in_force(revision, settled=()):
    """Point each power to its version here, struck ones too; all of them or `Overtaken`."""
    paper = revision.paper
    lines = list(revision.power_lines.select_related("version").order_by("serial"))
    if missing := left_out(paper, lines):
        raise Overtaken([power.in_force for power in missing])
    versions = {line.version.power_id: line.version for line in lines}
    move_pointers(Power.objects, versions, paper, dict(settled).get(Power, ()))


def _versions_of(revision):
    """What a revision said of each power."""
    versions = PowerVersion.objects.filter(lines__revision=revision).with_content()
    return {version.power_id: version for version in versions}


def _row(line, paper, earlier):
    row = row_of(line, paper)
    in_force = line.version.power.in_force
    in_force_id = line.version.power.in_force_id
    overtaken = paper.is_running and is_overtaken(line.version, paper, in_force_id)
    words = in_words(line.version)
    row.details = {
        "words": words,
        "labelled": labelled(words),
        "differences": differences(in_words(row.base), words)
        if row.change == Change.ADJUSTED
        else [],
        "overtaken": in_force if overtaken else None,
        "notes": [],
    }
    if earlier is not None:
        row.details |= _since(line.version, words, earlier.get(line.version.power_id))
    return row


def _since(version, words, before):
    """What became of the row since an earlier revision of the same paper."""
    if before is None:
        return {"since": "new"}
    found = differences(in_words(before), words)
    if version.pk == before.pk or (not found and version.struck == before.struck):
        return {"since": "unchanged"}
    return {"since": "changed", "since_differences": found}


def _line_problems(line, paper):
    version = line.version
    if is_overtaken(version, paper, version.power.in_force_id):
        yield _problem(line, "这一项的现行内容在您填写期间已由其他办件更新，请打开对照后再保存。")
    if change_of(version, paper) == Change.STRUCK:
        if not version.why.strip():
            yield _problem(line, "请写明销号的理由。")
        return
    content = content_of(version)
    for fault in [*faults(content), *gaps(content)]:
        yield _problem(line, fault.text)
    for undertaking in version.undertakings.all():
        if undertaking.section.closed_on:
            yield _problem(
                line, f"承办科室“{undertaking.section.name}”已经撤销，请改选现在的承办科室。"
            )


def _closed_posts(lines):
    """A step whose post has been abolished is taken by nobody."""
    named = {
        node: line
        for line in lines
        if line.open and not line.version.struck
        for node in line.version.nodes.all()
        if node.post_id
    }
    posts = Post.objects.filter(pk__in={node.post_id for node in named}, closed_on__isnull=False)
    closed = posts.in_bulk() if named else {}
    for node, line in named.items():
        if post := closed.get(node.post_id):
            yield _problem(
                line, f"流程图“{node.label}”一步的岗位“{post.name}”已经撤销，请改选现在的岗位。"
            )


def _repeated_names(lines):
    first = {}
    for line in lines:
        if line.version.struck:
            continue
        earlier = first.setdefault(name_key(line.version.name), line)
        if earlier is not line:
            yield _problem(
                line if line.open else earlier,
                f"与第 {(earlier if line.open else line).serial} 行是同一个名称。同一职权只列一项，"
                "几个科室共同承办的，在承办科室里一起选上。",
            )


def _missing_powers(paper, lines):
    return [
        Problem(
            f"“{power.in_force.name}”在您填写期间已经生效，但还不在本目录里，"
            "请先把目录更新到现行内容。",
            "#catalogue",
        )
        for power in left_out(paper, lines)
    ]


def left_out(paper, lines):
    """Powers in force that the catalogue has no line for: they came after it was begun.

    An amendment within the year carries every row too: what is published is a whole catalogue.
    """
    known = {line.version.power_id for line in lines}
    return [
        power
        for power in _powers_in_force(paper).select_related("in_force").order_by("pk")
        if power.pk not in known
    ]


def _powers_in_force(paper):
    return Power.objects.in_force().filter(unit_id=paper.unit_id)


def last_serials(unit_id):
    """Serial by power in the catalogue of the unit that was confirmed last."""
    last = (
        Paper.objects.filter(unit_id=unit_id, kind=PaperKind.CATALOGUE, state=PaperState.CONFIRMED)
        .order_by("-confirmed_at", "-pk")
        .first()
    )
    if last is None:
        return {}
    return dict(last.current.power_lines.values_list("version__power_id", "serial"))


def _problem(line, text):
    said = f"第 {line.serial} 行“{line.version.name}”：{text}"
    return Problem(said, place_of(line), line.pk)
