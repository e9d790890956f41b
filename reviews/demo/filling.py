"""Filling in papers with the rows of the files: beginning, changing and handing in."""

from powers.chart_samples import Sample
from powers.draft import open_draft as open_catalogue
from powers.first_check import answering
from powers.first_check import findings as first_check
from registry.files.storing import store
from registry.papers.models import FORM_OF_TIER, Attachment, Paper, PaperKind
from reviews import filing, workflow
from risks import answering as answering_rows
from risks.content import content_of, point_content
from risks.draft import open_draft as open_form
from risks.models import MeasureVersion

from .kinds import particulars_of
from .plans import REASONED
from .scans import scan_of_signature

AS_WRITTEN = ("wording", "source", "risk", "harm", "kind", "found_by", "way", "visibility")
FACTORS = ("likelihood", "severity")


# --- beginning -----------------------------------------------------------------------------


def begin_form(world, unit, post, year, holder=None):
    """The form of a post, or of one holder where each has one, begun by whose it is, or by the
    keeper for somebody without an account.
    """
    post = world.organisation.posts[unit, post]
    programme = world.organisation.programme(post.unit, year)
    kind = FORM_OF_TIER[post.tier]
    blank = Paper(
        kind=kind,
        unit=post.unit,
        section=post.section,
        post=post,
        holder=holder,
        programme=programme,
    )
    by = filing.fillers(blank, world.today)[0]
    paper = filing.start_form(post=post, programme=programme, by=by, holder=holder)
    if holder is None:
        world.papers[unit, post.name, year] = paper
    return paper


def begin_sheet(world, sheet):
    """The sheet of a section by whoever is in charge of it, that of a unit by its office."""
    unit, section = world.unit(sheet["unit"]), sheet["section"]
    programme = world.organisation.programme(unit, world.this_year)
    section = section and world.organisation.sections[unit.code, section]
    kind = PaperKind.SECTION_SHEET if section else PaperKind.UNIT_SHEET
    blank = Paper(kind=kind, unit=unit, section=section, programme=programme)
    by = filing.fillers(blank, world.today)[0]
    if section:
        return filing.start_section_sheet(section=section, programme=programme, by=by)
    return filing.start_unit_sheet(unit=unit, programme=programme, by=by)


def begin_catalogue(world, unit, year):
    unit = world.unit(unit)
    programme = world.organisation.programme(unit, year)
    blank = Paper(kind=PaperKind.CATALOGUE, unit=unit, programme=programme)
    by = filing.fillers(blank, world.today)[0]
    return filing.start_catalogue(unit=unit, programme=programme, by=by)


def begin_directory(world, unit, year, covers):
    unit = world.unit(unit)
    programme = world.organisation.programme(unit, year)
    blank = Paper(kind=PaperKind.DIRECTORY, unit=unit, programme=programme)
    by = filing.fillers(blank, world.today)[0]
    return filing.start_directory(unit=unit, programme=programme, covers=covers, by=by)


# --- forms ---------------------------------------------------------------------------------


def fill_form(world, paper):
    """Last year's form: the duties of the post and the points the files give it."""
    key = (paper.unit.code, paper.post.name)
    with open_form(paper=paper, by=filler(world, paper)) as draft:
        duties = {
            row["text"]: draft.duties.add(row).version.duty_id
            for row in world.organisation.duties[key]
        }
        for row in points_of(world, paper, world.last_year):
            _add_point(world, draft, row, duties)


def fill_sheet(world, paper, sheet):
    """The duties and points of a section or a unit, none of which any file had before."""
    with open_form(paper=paper, by=filler(world, paper)) as draft:
        duties = {row["text"]: draft.duties.add(row).version.duty_id for row in sheet["duties"]}
        for row in sheet["points"]:
            row = {**row, "unit": sheet["unit"], "power": None, "step": None}
            draft.points.add(_content_of_row(world, row, duties[row["duty"]]))


def revise_form(world, paper):
    """This year's form: what the files change, strike and add to last year's."""
    with open_form(paper=paper, by=filler(world, paper)) as draft:
        duties = duties_of(draft)
        lines = {line.version.point_id: line for line in draft.points.lines}
        for row in points_of(world, paper, world.last_year):
            _revise_point(world, draft, lines[world.points[row["key"]]], row["key"])
        for row in points_of(world, paper, world.this_year):
            _add_point(world, draft, row, duties)


def leave_standing(world, paper):
    """A row that breaks a rule of wording and stays so, with the filler's word of reason."""
    row = REASONED.get((paper.unit.code, paper.post.name))
    if row is None:
        return
    by, measure = filler(world, paper), {"text": row["measure"], "post": paper.post_id}
    with open_form(paper=paper, by=by) as draft:
        duty = next(iter(duties_of(draft).values()))
        line = draft.points.add(point_content(duty=duty, measures=[measure], **row["content"]))
    reasons = {row["about"]: row["answer"]}
    answering_rows.answer(paper=paper, line_id=line.pk, answers=reasons, by=by)


def change_point(world, paper, key, **changes):
    """Write over one row of a draft: fields of the plain content, measures as plain data."""
    with open_form(paper=paper, by=filler(world, paper)) as draft:
        line = line_of(world, draft, key)
        changed = {**content_of(line.version), **changes}
        draft.points.change(line, changed, line.version.why)


def add_measure(world, paper, key, text, **fields):
    with open_form(paper=paper, by=filler(world, paper)) as draft:
        line = line_of(world, draft, key)
        content = content_of(line.version)
        measures = point_content(measures=[{"text": text, **fields}])["measures"]
        changed = {**content, "measures": [*content["measures"], *measures]}
        draft.points.change(line, changed, line.version.why)


def add_unfinished_point(world, paper, **parts):
    """A row of which only the first parts are written yet."""
    with open_form(paper=paper, by=filler(world, paper)) as draft:
        duty = next(iter(duties_of(draft).values()))
        draft.points.add(point_content(duty=duty, **parts))


def line_of(world, draft, key):
    return next(line for line in draft.points.lines if line.version.point_id == world.points[key])


def duties_of(draft):
    return {line.version.text: line.version.duty_id for line in draft.duties.lines}


def points_of(world, paper, year):
    """The rows of a post and year: of the one holder whose form it is, else those of the post."""
    holder = paper.holder and paper.holder.name
    wanted = (paper.unit.code, paper.post.name, year, holder)
    return [
        row
        for row in world.rows["points"]
        if (row["unit"], row["post"], row["year"], row.get("holder")) == wanted
    ]


def _add_point(world, draft, row, duties):
    line = draft.points.add(_content_of_row(world, row, duties.get(row["duty"])))
    world.points[row["key"]] = line.version.point_id


def _revise_point(world, draft, line, key):
    change = world.rows["changes"].get(key)
    if change is None:
        return
    content = content_of(line.version)
    if change["change"] == "struck":
        draft.points.strike(line, change["why"], content)
        return
    fields = dict(change["fields"])
    answers = {factor: fields.pop(factor) for factor in FACTORS if factor in fields}
    answers = {**content["answers"], **answers}
    if "after" in fields:
        fields["level_after"] = world.level(fields.pop("after"))
    content = {**content, "answers": answers, "level": None, **fields}
    draft.points.change(line, content, change["why"])


def _content_of_row(world, row, duty):
    step = world.steps.get((row["power"], row["step"]))
    return point_content(
        **{name: row[name] for name in AS_WRITTEN},
        duty=duty,
        step=step,
        power=None if step else world.powers.get(row["power"]),
        answers={factor: row[factor] for factor in FACTORS},
        level_after=world.level(row["after"]) if "after" in row else None,
        measures=[_measure(world, row, measure) for measure in row["measures"]],
    )


def _measure(world, point, row):
    post = world.organisation.posts.get((point["unit"], row["post"]))
    rests = row["kind"] == MeasureVersion.Kind.INSTITUTION
    due_on = row.get("due_on")
    return {
        **{name: row[name] for name in ("text", "stage", "kind", "rhythm")},
        "post": post and post.pk,
        "rule": world.cited_rules.get(point.get("key")) if rests else None,
        "due_on": due_on and due_on.isoformat(),
    }


# --- catalogues ----------------------------------------------------------------------------


def fill_catalogue(world, paper):
    """Every power of the unit, as the files list them."""
    with open_catalogue(paper=paper, by=filler(world, paper)) as draft:
        for row in world.rows["powers"]:
            if row["unit"] == paper.unit.code:
                add_power(world, draft, row)
    answer_first_check(world, paper)


def revise_catalogue(world, paper):
    """This year's catalogue of one school: changed, added and struck powers."""
    changes = world.rows["catalogue"]
    with open_catalogue(paper=paper, by=filler(world, paper)) as draft:
        lines = {line.version.power_id: line for line in draft.lines}
        rows = {row["key"]: row for row in world.rows["powers"]}
        for change in changes["changed"]:
            row = {**rows[change["key"]], **change["fields"]}
            line = lines[world.powers[change["key"]]]
            draft.change(line, power_content(world, row), change["why"])
        for change in changes["struck"]:
            draft.strike(lines[world.powers[change["key"]]], change["why"])
        for row in changes["added"]:
            add_power(world, draft, row)


def add_power(world, draft, row):
    version = draft.add(power_content(world, row)).version
    world.powers[row["key"]] = version.power_id
    for node in version.nodes.all():
        world.steps[row["key"], node.label] = node.step_id


def answer_first_check(world, paper):
    """A word of reason on what the first check asks, from the files."""
    words = world.rows["laws"]["answers"]
    revision, by = paper.current, filler(world, paper)
    lines = list(revision.power_lines.of_register_rows())
    for pk, found in first_check.by_line(revision, lines).items():
        answers = {one.key: words[one.rule] for one in found if one.wants_answer}
        if answers:
            answering.answer(paper=paper, line_id=pk, answers=answers, by=by)


def power_content(world, row):
    sections = [world.organisation.sections[row["unit"], name].pk for name in row["sections"]]
    texts = {name: text for name, text in row.items() if name not in ("unit", "key")}
    more = particulars_of(world.rows["particulars"], row["key"])
    return {"ground": "", **texts, "sections": sorted(sections), **_chart(world, row), **more}


def _chart(world, row):
    """What charts.json draws of the power: it holds the steps of the row, and more."""
    steps = world.rows["charts"].get(row["key"])
    return Sample(row["name"], steps).content if steps else {}


# --- handing in ----------------------------------------------------------------------------


def filler(world, paper):
    """Who writes in the draft today: a holder with an account, else keeper or office."""
    return filing.fillers(paper, world.today)[0]


def hand_in(world, paper):
    """Submit what was filled in; for somebody without an account with the signed sheet."""
    refresh(paper)
    by = filler(world, paper)
    scan = None
    if filing.fills_for_another(paper, by, world.today):
        scan = attach_scan(world, paper, Attachment.Kind.SIGNED_SHEET, "本人签字表.png", by)
    workflow.submit(paper=paper, by=by, counter=paper.current.counter, scan=scan)
    refresh(paper)


def refresh(paper):
    """How far the paper is by now."""
    paper.refresh_from_db(fields=["state", "position", "lap", "number"])


def attach_scan(world, paper, kind, name, by):
    """A picture of a signed sheet, attached to the paper at the moment of the story."""
    stream = scan_of_signature(f"{paper.pk} {name}")
    stored = store(stream=stream, name=name, content_type="image/png", by=by)
    return Attachment.objects.create(
        paper=paper, kind=kind, file=stored, added_at=world.clock.moment, added_by=by
    )
