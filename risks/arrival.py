"""到岗风险告知: a new holder reads the points of the post and signs that they were read.

Risks stay with the post when its holder changes [1][4]: whoever comes takes them over knowingly.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from registry.files.signed_sheets import HAS_ACCOUNT, keep_sheet
from registry.organisation.models import Appointment
from registry.papers.digest import digest_of
from registry.papers.models import Revision
from registry.tables.description import Column, Source, Table
from registry.tables.text import chinese_date
from registry.trail.recording import record

from .ledgers import grade_of_post
from .models import Acknowledgement, PointVersion, RiskPoint
from .responsibility import Responsibilities, told
from .tables import numbered

TITLE = "到岗风险告知书"
SIGNED = "已经签收过，不用再补录。"
COLUMNS = (
    Column("serial", "序号", width=10, align="center"),
    Column("risk", "风险点", width=64),
    Column("level", "风险等级", width=20, align="center"),
    Column("measures", "防控措施", width=68),
    Column("manages", "管理责任人", width=36, align="center"),
    Column("answers", "领导责任人", width=36, align="center"),
)


class Changed(Exception):
    """The points of the post are not those that were read; nothing is signed."""

    text = "这个岗位的风险点刚刚有变化，请再看一遍，然后签收。"


class NotEntered(Exception):
    """The office has nothing to enter: they can sign in, or have signed already."""

    def __init__(self, text):
        super().__init__(text)
        self.text = text


def rows_of(post):
    """The points in force of the post, as plain data."""
    versions = PointVersion.objects.filter(in_force_for__post=post, struck=False)
    versions = versions.select_related("level", "point__unit", "point__post__section")
    versions = list(versions.prefetch_related("measures").order_by("point"))
    responsibilities = Responsibilities(versions, timezone.localdate())
    return [_row(version, responsibilities.of(version)) for version in versions]


def _row(version, responsible):
    return {
        "risk": version.sentence,
        "level": str(version.level),
        "measures": [measure.told for measure in version.measures.all()],
        "manages": told(responsible.manages),
        "answers": told(responsible.answers),
    }


def shown_of(post):
    """All that is read and signed for: the points, the grade of the post, who is responsible."""
    points = PointVersion.objects.filter(in_force_for__post=post, struck=False)
    grades = grade_of_post(points, timezone.localdate())
    return {"grade": grades.get(post.pk, ""), "rows": rows_of(post)}


def seal_of(shown):
    """What the form carries: that nothing of it has changed since."""
    return digest_of(shown)


def unread(day):
    """Appointments of the day whose points were neither signed for nor covered by a form since.

    A form handed in under an earlier appointment says nothing of what has come since.
    """
    written = Revision.objects.filter(
        submitted_by=OuterRef("person"),
        paper__post=OuterRef("post"),
        submitted_at__date__gte=OuterRef("starts"),
    )
    points = RiskPoint.objects.filter(post=OuterRef("post"), in_force__struck=False)
    found = Appointment.objects.on(day).filter(
        ~Exists(written), Exists(points), acknowledgement=None
    )
    return with_points_since(found)


def signed_in(year):
    """Appointments whose notice was signed in a year."""
    return with_points_since(Appointment.objects.filter(acknowledgement__signed_at__year=year))


def with_points_since(appointments):
    """With the moment since which their posts have points in force, as `points_since`."""
    return appointments.annotate(points_since=Subquery(_points_since()))


def _points_since():
    """When the first point of the outer post came into force."""
    versions = PointVersion.objects.filter(
        point__post=OuterRef("post"), written_in__confirmed_at__isnull=False
    )
    return versions.order_by("written_in__confirmed_at").values("written_in__confirmed_at")[:1]


def unread_posts(person, day):
    """Ids of the posts that this person has to sign for."""
    return set(unread(day).filter(person=person).values_list("post", flat=True))


@transaction.atomic
def acknowledge(*, appointment, digest, by):
    """Sign for what was read; a second time answers with the first."""
    signed, is_new = _signed(appointment, digest, by)
    if is_new:
        post = appointment.post
        record(by=by, action="risks.acknowledged", unit=post.unit, target=post)
    return signed


@transaction.atomic
def acknowledge_on_paper(*, appointment, digest, signed_on, scan, by):
    """补录: they cannot sign in and have signed the printed notice; once, like on screen."""
    person, post = appointment.person, appointment.post
    if person.has_account:
        raise NotEntered(HAS_ACCOUNT.format(person.name))
    sheet = keep_sheet(signed_on=signed_on, scan=scan, by=by)
    signed, is_new = _signed(appointment, digest, person, sheet)
    if not is_new:
        raise NotEntered(SIGNED)  # and the scan goes with the transaction
    record(by=by, action="risks.recorded", unit=post.unit, target=post)
    return signed


def _signed(appointment, digest, person, sheet=None):
    """(the signed notice, whether it is new)"""
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if signed := Acknowledgement.objects.filter(appointment=appointment).first():
        return signed, False
    shown = shown_of(appointment.post)
    if not shown["rows"] or seal_of(shown) != digest:
        raise Changed
    given, now = {**_named(appointment, person), **shown}, timezone.now()
    return Acknowledgement.objects.create(
        appointment=appointment,
        signed_at=now,
        sheet=sheet,
        digest=digest_of({**given, "at": now.isoformat()}),
        **given,
    ), True


def _named(appointment, person):
    post = appointment.post
    return {"name": person.name, "post_name": str(post), "unit_name": post.unit.name}


def _graded(grade):
    return f"，岗位风险等级 {grade}" if grade else ""


def sheet_of(signed):
    """The signed notice as a table, to be printed."""
    day = timezone.localdate(signed.signed_at)
    if signed.sheet is None:
        how = chinese_date(day)
    else:
        entered = signed.sheet.recorded_by.name
        how = f"{chinese_date(signed.sheet.signed_on)}在纸上签字，{entered}{chinese_date(day)}补录"
    said = f"本人已阅读，到岗后按防控措施办理。签收人：{signed.name}　{how}"
    return _sheet(signed, day, signed.digest, said)


def sheet_to_sign(appointment, shown):
    """The same before anybody signed, for whoever signs on paper; sealed as what was read."""
    notice = Acknowledgement(**_named(appointment, appointment.person), **shown)
    said = f"本人已阅读，到岗后按防控措施办理。签收人：{notice.name}　　日期：＿＿＿＿＿＿＿＿"
    return _sheet(notice, timezone.localdate(), seal_of(shown), said)


def _sheet(notice, day, digest, said):
    rows = [
        {"serial": serial, **row, "measures": numbered(row["measures"])}
        for serial, row in enumerate(notice.rows, start=1)
    ]
    return Table(
        title=TITLE,
        source=Source.register(day),
        columns=COLUMNS,
        rows=rows,
        unit_name=notice.unit_name,
        digest=digest,
        notes=(
            f"岗位：{notice.post_name}{_graded(notice.grade)}。以上风险点和防控措施在用，跟着岗位走，不跟着人走。",
            said,
            "签名：＿＿＿＿＿＿＿＿＿＿",
        ),
    )
