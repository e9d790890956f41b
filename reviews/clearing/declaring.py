"""Writing a declaration: begun with what the register knows, handed in, taken back.

Each function locks the declaration and raises `reviews.refusals.Refused` with a sentence for the
person in front of the screen. `content` is plain data: a dict of `FIELDS`, see `content_of`.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from powers.checklist import name_key
from powers.content import COLUMNS
from powers.models import FlowNode, Power
from registry.organisation.models import Unit
from registry.trail.recording import record
from reviews.refusals import NotReady, Refused
from risks.models import Duty, PointVersion

from . import owners, rounds
from .models import Declaration, DeclaredPower, ReceivingUnit

NOT_YOURS = "谁行使谁清理：这一份由行使职权的岗位、科室自己填写。"
HANDED_IN = "这一份已经申报，现在不能修改。需要改的，先取回来。"
GATHERED = "这一份已经汇总，不能再取回。还要改的，请告诉汇总的人，在职权目录里改。"
GONE = "这一行已经在别处删去了。"
NOTHING = "还没有列出职权。确实没有的，请写一句说明。"
UNSAID = "“{}”还没有写清理意见。"
MORE_UNSAID = "还有 {} 项没有写：筛选“还没有写”可以逐项写，确定都保留的按“没有写的都按‘保留’”。"
MOST_SAID = 10
TWICE = "这一份里已经有“{}”。"
NOT_BELOW = "下放是交给所属的单位，请从下级单位里选。"
NOT_ITSELF = "移交是交给别的单位或者科室，请另选。"
SAID = (
    "disposition",
    "reason",
    "to_all",
    "to_several",
    "to_unit_id",
    "to_section_id",
    "to_other",
)
FOUND = ("name", "side", "kind", "content", "bases")
OF_POST = (
    "should_do",
    "must_not",
    "how_far",
    "political",
    "administrative",
    "disciplinary",
    "moral",
)
FIELDS = (*FOUND, *SAID, *OF_POST)


def content_of(row):
    """`to_units`: ids of the units where it is for several of them."""
    said = {field: getattr(row, COLUMNS.get(field, field)) for field in FIELDS}
    return {**said, "to_units": [each.unit_id for each in row.receiving.all()]}


@transaction.atomic
def begin(*, clearing, by, section=None, post=None):
    """The declaration of this owner: the one begun already, or a new one with what is in force."""
    clearing = rounds.lock_open(clearing.pk)
    wanted = Declaration(round=clearing, section=section, post=post, begun_by=by)
    _require_writer(wanted, by)
    found = clearing.declarations.filter(section=section, post=post).first()
    if found is not None:
        return found
    wanted.save()
    powers = powers_of(wanted)
    DeclaredPower.objects.bulk_create(
        DeclaredPower(declaration=wanted, power=power) for power in powers
    )
    record(by=by, action="clearing.begun", unit=clearing.unit, target=wanted)
    return wanted


def powers_of(declaration):
    """What the register knows of this owner: of a post the powers that its risk points hang on or
    that it takes a step of, of
    a section what it undertakes, of the unit what no section undertakes.
    """
    powers = Power.objects.in_force().filter(unit=declaration.round.unit_id).order_by("pk")
    if declaration.post_id:
        points = PointVersion.objects.filter(in_force_for__post=declaration.post, struck=False)
        named = points.values("power"), points.values("step__power")
        steps = FlowNode.objects.filter(post=declaration.post, version__in_force_for__isnull=False)
        taken = steps.values("version__power")
        return powers.filter(Q(pk__in=named[0]) | Q(pk__in=named[1]) | Q(pk__in=taken))
    if declaration.section_id:
        return powers.filter(in_force__undertakings__section=declaration.section)
    of_sections = declaration.round.unit.sections.filter(closed_on__isnull=True)
    return powers.exclude(in_force__undertakings__section__in=of_sections)


def powers_to_add(declaration):
    """Powers in force that are not listed: of a post those of its section, else of the unit."""
    powers = Power.objects.in_force().filter(unit=declaration.round.unit_id)
    if declaration.post_id and declaration.post.section_id:
        section = declaration.post.section_id
        powers = powers.filter(in_force__undertakings__section=section)
    listed = declaration.rows.filter(power__isnull=False).values("power")
    return powers.exclude(pk__in=listed).select_related("in_force").order_by("pk").distinct()


def duties_to_add(declaration):
    """Duties in force of the register (岗位职责权力登记簿) that no row was made of."""
    duties = Duty.objects.in_force().filter(
        unit=declaration.round.unit_id, section=declaration.section_id, post=declaration.post_id
    )
    taken = declaration.rows.filter(duty__isnull=False).values("duty")
    return duties.exclude(pk__in=taken).select_related("in_force").order_by("pk")


@transaction.atomic
def add_known(*, declaration, powers, duties, by):
    """Rows of what was ticked: powers as the register has them, duties as powers newly found.

    What is listed by now is left out. Answers with how many rows were added.
    """
    declaration = lock_draft(declaration, by)
    names = {name_key(row.name) for row in declaration.rows.all()}
    rows = [
        DeclaredPower(declaration=declaration, power=power)
        for power in powers_to_add(declaration).filter(pk__in=powers)
    ]
    for duty in duties_to_add(declaration).filter(pk__in=duties):
        text = " ".join(duty.in_force.text.split())
        row = DeclaredPower(
            declaration=declaration, duty=duty, name=text[:200], content=duty.in_force.text
        )
        if name_key(row.name) not in names:
            names.add(name_key(row.name))
            rows.append(row)
    DeclaredPower.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def add_found(*, declaration, content, by):
    """A power that the register does not know."""
    declaration = lock_draft(declaration, by)
    row = DeclaredPower(declaration=declaration)
    return _write(row, content)


@transaction.atomic
def change(*, declaration, row_id, content, by):
    """What is said of one row; of a power in the register its name and content stay as they are."""
    declaration = lock_draft(declaration, by)
    return _write(row_of(declaration, row_id), content)


@transaction.atomic
def remove(*, declaration, row_id, by):
    """A row out of the list; the power stays in the register whatever is listed."""
    declaration = lock_draft(declaration, by)
    row_of(declaration, row_id).delete()


@transaction.atomic
def keep_the_rest(*, declaration, by):
    """Rows of which nothing was said yet are to be kept; how many."""
    declaration = lock_draft(declaration, by)
    unsaid = declaration.rows.filter(disposition="")
    return unsaid.update(disposition=DeclaredPower.Disposition.KEEP)


@transaction.atomic
def hand_in(*, declaration, none_because, by):
    """Of a declaration without rows a word says why; every row says what shall be."""
    rounds.lock_open(declaration.round_id)  # it is not closed meanwhile
    declaration = lock_draft(declaration, by)
    if problems := problems_of(declaration, none_because):
        raise NotReady(problems)
    has_rows = declaration.rows.exists()
    _move(
        declaration,
        Q(handed_in_at__isnull=True),
        handed_in_by=by,
        handed_in_at=timezone.now(),
        none_because="" if has_rows else none_because.strip(),
    )
    record(by=by, action="clearing.handed_in", unit=declaration.round.unit, target=declaration)


@transaction.atomic
def take_back(*, declaration, by):
    """Back into one's hands, as long as nobody has gathered it."""
    declaration = _locked(declaration)
    _require_writer(declaration, by)
    if declaration.gathered_at is not None:
        raise Refused(GATHERED)
    _move(declaration, Q(gathered_at__isnull=True), handed_in_by=None, handed_in_at=None)
    record(by=by, action="clearing.taken_back", unit=declaration.round.unit, target=declaration)


def problems_of(declaration, none_because=""):
    """What is still missing, in words."""
    rows = list(declaration.rows.listed())
    if not rows:
        return [] if none_because.strip() else [NOTHING]
    unsaid = [UNSAID.format(row.said_name) for row in rows if not row.disposition]
    more = len(unsaid) - MOST_SAID
    return [*unsaid[:MOST_SAID], MORE_UNSAID.format(more)] if more > 0 else unsaid


def lock_draft(declaration, by):
    """As it stands, until the transaction ends, for whoever writes it; an open round's, not handed
    in.
    """
    declaration = _locked(declaration)
    _require_writer(declaration, by)
    if declaration.handed_in_at is not None:
        raise Refused(HANDED_IN)
    return declaration


def row_of(declaration, row_id):
    row = declaration.rows.listed().filter(pk=row_id).first()
    if row is None:
        raise Refused(GONE)
    row.declaration = declaration
    return row


def _locked(declaration):
    rows = Declaration.objects.select_for_update(of=("self",)).listed()
    declaration = rows.get(pk=declaration.pk)
    if not declaration.round.is_open:
        raise Refused(rounds.OVER)
    return declaration


def _require_writer(declaration, by):
    if not owners.may_write(declaration, by, timezone.localdate()):
        raise Refused(NOT_YOURS)


def _write(row, content):
    for field in FIELDS:
        if row.power_id is None or field not in FOUND:
            setattr(row, COLUMNS.get(field, field), content[field])
    units = list(Unit.objects.filter(pk__in=content["to_units"]))
    _check_names(row)
    _check_target(row, units)
    row.save()
    name_receivers(row, units)
    return row


def name_receivers(row, units):
    """Exactly these are asked, each for itself."""
    row.receiving.exclude(unit__in=units).delete()
    known = set(row.receiving.values_list("unit", flat=True))
    row.receiving.bulk_create(
        ReceivingUnit(row=row, unit=unit) for unit in units if unit.pk not in known
    )


def _check_names(row):
    others = row.declaration.rows.exclude(pk=row.pk).listed()
    if any(name_key(other.said_name) == name_key(row.said_name) for other in others):
        raise Refused(TWICE.format(row.said_name))


def _check_target(row, named):
    """Down is below; a transfer leads to somebody else. `named` are the several, if there are."""
    unit, section = row.declaration.round.unit, row.declaration.section
    if row.declaration.post_id:
        section = row.declaration.post.section
    asked = named if row.to_several else [row.to_unit]
    below = all(each and each != unit and unit.contains(each) for each in asked)
    below = (below and bool(asked)) or (row.to_all and unit.children.open().exists())
    if row.disposition == DeclaredPower.Disposition.HAND_DOWN and not below:
        raise Refused(NOT_BELOW)
    elsewhere = row.to_section is None or row.to_section.unit_id == unit.pk
    if row.to_unit == unit or not elsewhere or (section and row.to_section == section):
        raise Refused(NOT_ITSELF)


def _move(declaration, from_where, **changes):
    """Only from where it was looked at."""
    if not Declaration.objects.filter(from_where, pk=declaration.pk).update(**changes):
        raise Refused(HANDED_IN)
