"""告知名单: whom the office has to tell of an alert by mouth or by message, and whom it has told.

Messages are sent by the office's own means: the system has no numbers and sends none. The column
for them is empty and filled in by hand; what the alert says is not in the list.
"""

from django.utils import timezone

from registry.organisation.models import Appointment
from registry.tables.description import Column, Source, Table
from registry.tables.text import chinese_date

TITLES = {"oral": "口头提示告知名单", "message": "短信提示告知名单"}
NOBODY = ["（现在没有人）"]
COLUMNS = (
    Column("serial", "序号", width=10, align="center"),
    Column("section", "科室", width=32),
    Column("post", "岗位", width=40),
    Column("name", "姓名", width=20),
    Column("phone", "手机号", width=30),
    Column("told", "告知日期", width=30),
)


def table_of(alert, day):
    """Everybody who sits on a post it goes to; an empty post stands there without a name."""
    addressees = list(alert.addressees.select_related("post__section", "post__unit"))
    seated = {}
    posts = [each.post_id for each in addressees]
    for each in Appointment.objects.on(day).filter(post__in=posts).select_related("person"):
        seated.setdefault(each.post_id, []).append(each.person.name)
    found = [_row(each, name) for each in addressees for name in seated.get(each.post_id, NOBODY)]
    return Table(
        title=TITLES[alert.manner],
        source=Source.alert(alert.numbered, day),
        columns=COLUMNS,
        rows=[{"serial": serial, **row} for serial, row in enumerate(found, start=1)],
        unit_name=alert.unit.name,
        compiled_on=timezone.localdate(),
        notes=("手机号由防控办自行填写；告知以后请在系统里记录告知情况。",),
    )


def _row(addressee, name):
    post = addressee.post
    return {
        "section": post.section.name if post.section_id else "单位（班子）",
        "post": post.name,
        "name": name,
        "phone": "",
        "told": chinese_date(addressee.told_on) if addressee.told_on else "",
    }
