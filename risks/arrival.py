"""到岗风险告知: a new holder reads the points of the post and signs that they were read.

Risks stay with the post when its holder changes [1][4]: whoever comes takes them over knowingly.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from registry.organisation.models import Appointment
from registry.papers.digest import digest_of
from registry.papers.models import Revision
from registry.tables.description import Column, Source, Table
from registry.tables.text import chinese_date
from registry.trail.recording import record

from .models import Acknowledgement, PointVersion
from .tables import numbered

TITLE = "到岗风险告知书"
COLUMNS = (
    Column("serial", "序号", width=10, align="center"),
    Column("risk", "风险点", width=80),
    Column("level", "风险等级", width=20, align="center"),
    Column("measures", "防控措施", width=80),
)


class Changed(Exception):
    """The points of the post are not those that were read; nothing is signed."""

    text = "这个岗位的风险点刚刚有变化，请再看一遍，然后签收。"


def rows_of(post):
    """The points in force of the post, as plain data."""
    versions = PointVersion.objects.filter(in_force_for__post=post, struck=False)
    versions = versions.select_related("level").prefetch_related("measures").order_by("point")
    return [
        {
            "risk": version.sentence,
            "level": str(version.level),
            "measures": [measure.told for measure in version.measures.all()],
        }
        for version in versions
    ]


def unread_posts(person, day):
    """Ids of the posts whose points this person has neither signed for nor handed a form in for.

    A form handed in under an earlier appointment says nothing of what has come since.
    """
    written = Revision.objects.filter(
        submitted_by=person,
        paper__post=OuterRef("post"),
        submitted_at__date__gte=OuterRef("starts"),
    )
    appointments = Appointment.objects.on(day).filter(
        ~Exists(written),
        person=person,
        acknowledgement=None,
        post__points__in_force__struck=False,
    )
    return set(appointments.values_list("post", flat=True))


@transaction.atomic
def acknowledge(*, appointment, digest, by):
    """Sign for what was read; a second time answers with the first."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    signed = Acknowledgement.objects.filter(appointment=appointment).first()
    if signed:
        return signed
    rows = rows_of(appointment.post)
    if not rows or digest_of(rows) != digest:
        raise Changed
    post = appointment.post
    given = {"name": by.name, "post_name": str(post), "unit_name": post.unit.name, "rows": rows}
    now = timezone.now()
    signed = Acknowledgement.objects.create(
        appointment=appointment,
        signed_at=now,
        digest=digest_of({**given, "at": now.isoformat()}),
        **given,
    )
    record(by=by, action="risks.acknowledged", unit=post.unit, target=post)
    return signed


def sheet_of(signed):
    """The signed notice as a table, to be printed."""
    day = timezone.localdate(signed.signed_at)
    rows = [
        {"serial": serial, **row, "measures": numbered(row["measures"])}
        for serial, row in enumerate(signed.rows, start=1)
    ]
    return Table(
        title=TITLE,
        source=Source.register(day),
        columns=COLUMNS,
        rows=rows,
        unit_name=signed.unit_name,
        digest=signed.digest,
        notes=(
            f"岗位：{signed.post_name}。以上风险点和防控措施在用，跟着岗位走，不跟着人走。",
            f"本人已阅读，到岗后按防控措施办理。签收人：{signed.name}　{chinese_date(day)}",
            "签名：＿＿＿＿＿＿＿＿＿＿",
        ),
    )
