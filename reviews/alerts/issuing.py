"""An alert from draft to what comes back: each step once, by whoever may, with its trail."""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from registry.notices.notifying import notify
from registry.organisation.models import Appointment, Unit
from registry.papers.stamps import stamp_of
from registry.tables.text import month_and_day
from registry.trail.recording import record
from reviews import offices
from reviews.refusals import NotReady, Refused

from .models import Alert, AlertAddressee, AlertPoint
from .proposing import chosen, posts_for

FIELDS = ("year", "month", "key_work", "words", "manner", "text", "reply_by")
NOT_YOURS = "风险提示由本单位防控办起草和发出；没有防控办的，由上一级的防控办办理。"
NOT_DRAFT = "这份提示已经发出，不能再改。有要补充的，请再发一份。"
NO_POINTS = "请先选好这次提示涉及的风险点，系统才知道发给谁。"
CHANGED = "您打开页面之后，草稿又改过。请看过新的内容再发出。"
NOT_ADDRESSED = "这份提示不是发给您的岗位的。"
READ_FIRST = "请先点“已阅”，再写回复。"
REPLIED = "您的岗位已经由{}回复过。"


def units_kept(reach):
    """Units for which the person writes alerts."""
    return offices.units_looked_after(reach)


@transaction.atomic
def draft(*, unit, content, by):
    """A new one that only the office sees; `content` as `AlertForm` gives it."""
    alert = Alert(unit=unit, created_by=by, **content)
    alert.save()
    record(by=by, action="alert.saved", unit=unit, target=alert)
    return alert


@transaction.atomic
def change(*, alert, content, by):
    """Other words for a draft."""
    alert = lock_draft(alert)
    for field, value in content.items():
        setattr(alert, field, value)
    alert.save()
    record(by=by, action="alert.saved", unit=alert.unit, target=alert)
    return alert


@transaction.atomic
def choose_points(*, alert, versions, by):
    """The points it is about, in place of those chosen before, and with them whom it goes to."""
    alert = lock_draft(alert)
    alert.points.all().delete()
    alert.addressees.all().delete()
    AlertPoint.objects.bulk_create(AlertPoint(alert=alert, version=each) for each in versions)
    posts = posts_for(chosen(alert))
    AlertAddressee.objects.bulk_create(AlertAddressee(alert=alert, post=each) for each in posts)
    record(by=by, action="alert.saved", unit=alert.unit, target=alert)


@transaction.atomic
def discard(*, alert, by):
    """A draft nobody else has seen goes without a trace but in the trail."""
    alert = lock_draft(alert)
    record(by=by, action="alert.discarded", unit=alert.unit, target=alert)
    alert.delete()


@transaction.atomic
def issue(*, alert, seen, by):
    """Numbered, and told to all it goes to; `seen` is the `stamp` of what stood on the page."""
    _lock_numbers(alert)
    alert = lock_draft(alert)
    if seen != stamp(alert):
        raise NotReady([CHANGED])
    if not alert.addressees.exists():
        raise NotReady([NO_POINTS])
    last = Alert.objects.filter(unit=alert.unit, year=alert.year).aggregate(no=Max("number"))["no"]
    _send_out(alert, issued_by=by, issued_at=timezone.now(), number=(last or 0) + 1)
    record(by=by, action="alert.issued", unit=alert.unit, target=alert)
    if not alert.is_spoken:
        _tell(alert)


@transaction.atomic
def record_told(*, alert, posts, on, by):
    """By mouth or by message: the office notes whom it told, and when; none is noted twice."""
    waiting = alert.addressees.filter(post__in=posts, told_on=None)
    noted = waiting.update(told_on=on, told_by=by)
    record(by=by, action="alert.told", unit=alert.unit, target=alert)
    return noted


@transaction.atomic
def acknowledge(*, alert, by, reach):
    """已阅, for every post of the person that it goes to; a second time changes nothing."""
    mine = addressed(alert, reach)
    if not mine.exists():
        raise Refused(NOT_ADDRESSED)
    if mine.filter(read_at=None).update(read_at=timezone.now(), read_by=by):
        record(by=by, action="alert.read", unit=alert.unit, target=alert)


@transaction.atomic
def reply(*, alert, text, by, reach):
    """What the post answers; the first answer stands."""
    mine = addressed(alert, reach)
    if not mine.exists():
        raise Refused(NOT_ADDRESSED)
    if not mine.filter(read_at__isnull=False).exists():
        raise Refused(READ_FIRST)
    open_ones = mine.filter(read_at__isnull=False, replied_at=None)
    if not open_ones.update(reply=text, replied_by=by, replied_at=timezone.now()):
        raise Refused(REPLIED.format(mine.first().replied_by.name))
    record(by=by, action="alert.replied", unit=alert.unit, target=alert)


def addressed(alert, reach):
    """Which of the addressees the person answers for: the posts they sit on."""
    return alert.addressees.filter(post__in=reach.post_ids)


def content_of(alert):
    """As the stamp compares it and as the form begins with it."""
    told = {field: getattr(alert, field) for field in FIELDS}
    return told | {"reply_by": alert.reply_by.isoformat() if alert.reply_by else ""}


def stamp(alert):
    """Of what would go out: the words, the points, the posts."""
    points = list(alert.points.order_by("pk").values_list("version", flat=True))
    posts = list(alert.addressees.order_by("pk").values_list("post", flat=True))
    return stamp_of([content_of(alert), points, posts])


def lock_draft(alert):
    """The draft as it stands, until the transaction ends; NotReady where it is none."""
    rows = Alert.objects.select_for_update(of=("self",)).select_related("unit")
    alert = rows.get(pk=alert.pk)
    if not alert.is_draft:
        raise NotReady([NOT_DRAFT])
    return alert


def _lock_numbers(alert):
    """They follow each other within a unit, also where two alerts go out at once."""
    Unit.objects.select_for_update().get(pk=alert.unit_id)


def _send_out(alert, **issued):
    """Only what is a draft still."""
    if not Alert.objects.filter(pk=alert.pk, issued_at=None).update(**issued):
        raise NotReady([NOT_DRAFT])


def _tell(alert):
    posts = alert.addressees.order_by().values("post")
    reached = Appointment.objects.reached(posts, timezone.localdate())
    people = [person for each in reached.values() for person in each]
    wanted = f"，请在 {month_and_day(alert.reply_by)} 前回复" if alert.reply_by else ""
    text = f"{alert}，请抽空看看{wanted}。"
    url = reverse("alert", args=[alert.pk])
    transaction.on_commit(lambda: notify(people=people, text=text, url=url))
