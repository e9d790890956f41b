"""Internal matters on the board of a unit: written, shown, taken down; each step in the trail."""

from django.db import transaction
from django.utils import timezone

from registry.access.reach import reach_of
from registry.files.storing import check_scan, discard, store
from registry.papers.stamps import stamp_of
from registry.trail.recording import record

from . import personal_data
from .models import Announcement, AnnouncementFile
from .models.announcements import KEEPING_SEATS
from .refusals import NotReady

MOST_FILES = 10
NOT_YOURS = "内部公开事项由本单位的防控办或者信息员起草、发布和撤下。"
NOT_DRAFT = "这份内容已经发布，不能再改。内容有变化的，请撤下并写明理由，再发布新的一份。"
NOT_SHOWN = "这份内容现在不在公开栏上，不用撤下。"
OVER = "公开截止日期已经过了。请先改到今天或者以后，再发布。"
TOO_MANY = f"一份内容最多附 {MOST_FILES} 个文件。请把几页合成一个 PDF 再上传。"
CHANGED = "您打开页面之后，草稿又改过。请看过新的内容再发布。"
FIELDS = ("matter", "title", "text", "for_below", "starts_on", "ends_on")
PARTS = {"title": "标题", "text": "内容"}


def may_keep(unit, person):
    """Whoever holds the prevention office of the unit, or keeps its information."""
    return any(reach_of(person).holds(seat, unit) for seat in KEEPING_SEATS)


@transaction.atomic
def draft(*, unit, content, by):
    """A new one that nobody else sees; `content` as `AnnouncementForm` gives it."""
    _require_keeper(unit, by)
    announcement = Announcement.objects.create(unit=unit, created_by=by, **content)
    record(by=by, action="announcement.saved", unit=unit, target=announcement)
    return announcement


@transaction.atomic
def change(*, announcement, content, by):
    """Other words for a draft."""
    announcement = lock_draft(announcement, by)
    for field, value in content.items():
        setattr(announcement, field, value)
    announcement.save()
    record(by=by, action="announcement.saved", unit=announcement.unit, target=announcement)
    return announcement


@transaction.atomic
def publish(*, announcement, seen, by):
    """On the board from its first day on; from now on nothing in it changes. `seen` is the
    `stamp` of what stood on the page.
    """
    announcement = lock_draft(announcement, by)
    if seen != stamp(announcement):
        raise NotReady([CHANGED])
    if announcement.ends_on and announcement.ends_on < timezone.localdate():
        raise NotReady([OVER])
    _move(announcement, state="published", published_at=timezone.now(), published_by=by)
    record(by=by, action="announcement.published", unit=announcement.unit, target=announcement)


@transaction.atomic
def take_down(*, announcement, why, by):
    """Off the board; its head and the reason stay to be read."""
    announcement = _locked(announcement, by)
    if not announcement.is_published:
        raise NotReady([NOT_SHOWN])
    _move(
        announcement,
        state="taken_down",
        taken_down_at=timezone.now(),
        taken_down_by=by,
        taken_down_why=why,
    )
    record(by=by, action="announcement.taken_down", unit=announcement.unit, target=announcement)


@transaction.atomic
def enclose(*, announcement, upload, by):
    """A file into a draft; raises `registry.files.storing.FileRefused`."""
    announcement = lock_draft(announcement, by)
    if announcement.files.count() >= MOST_FILES:
        raise NotReady([TOO_MANY])
    content_type = check_scan(upload, upload.name)
    stored = store(stream=upload, name=upload.name, content_type=content_type, by=by)
    record(by=by, action="attachment.added", unit=announcement.unit, target=announcement)
    return AnnouncementFile.objects.create(announcement=announcement, file=stored)


@transaction.atomic
def take_out(*, announcement, file_id, by):
    """A file out of a draft; none where it has gone already."""
    announcement = lock_draft(announcement, by)
    found = announcement.files.select_related("file").filter(pk=file_id).first()
    if found is not None:
        found.delete()
        discard(found.file)
        record(by=by, action="attachment.removed", unit=announcement.unit, target=announcement)


def content_of(announcement):
    """As the stamp compares it and as the form begins with it."""
    told = {field: getattr(announcement, field) for field in FIELDS}
    days = {name: told[name].isoformat() if told[name] else "" for name in ("starts_on", "ends_on")}
    return told | days


def stamp(announcement):
    """Of what readers would see: the words and the files."""
    files = list(announcement.files.order_by("pk").values_list("pk", flat=True))
    return stamp_of([content_of(announcement), files])


def lock_draft(announcement, by):
    """The draft as it stands, until the transaction ends; NotReady where it is none."""
    announcement = _locked(announcement, by)
    if not announcement.is_draft:
        raise NotReady([NOT_DRAFT])
    return announcement


def personal_data_in(announcement):
    """What looks like personal data, in words; an inside text only warns [4]."""
    return [
        f"{title}里有{found.kind.label}（{found.masked}）"
        for part, title in PARTS.items()
        for found in personal_data.found_in(getattr(announcement, part))
    ]


def _locked(announcement, by):
    rows = Announcement.objects.select_for_update(of=("self",)).select_related("unit")
    announcement = rows.get(pk=announcement.pk)
    _require_keeper(announcement.unit, by)
    return announcement


def _require_keeper(unit, by):
    if not may_keep(unit, by):
        raise NotReady([NOT_YOURS])


def _move(announcement, **changes):
    """Only from the state that was looked at."""
    same = Announcement.objects.filter(pk=announcement.pk, state=announcement.state)
    if not same.update(**changes):
        raise NotReady([NOT_DRAFT])
