"""Keeping, naming and deleting one's own views of lists; what was deleted can be had back."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone

from .addresses import without_place
from .models import LONGEST_QUERY, SavedView

MOST = 30  # views of one person for one list
DAYS_TO_UNDO = 30
LONGEST_NAME = SavedView._meta.get_field("name").max_length


class ViewRefused(Exception):
    def __init__(self, text):
        super().__init__(text)
        self.text = text


def save_view(*, page, name, query, by):
    """Keep the list as its address shows it now, without which of its pages."""
    asked = without_place(QueryDict(query))
    if not asked:
        raise ViewRefused("现在没有筛选条件，也没有选过列。先筛选或选列，再存为常用视图。")
    if len(asked) > LONGEST_QUERY:
        raise ViewRefused("筛选条件太长，存不下。请减少几个条件再存。")
    with transaction.atomic():
        if SavedView.objects.of(by).kept().filter(page=page).count() >= MOST:
            raise ViewRefused(f"常用视图最多存 {MOST} 个，请先删去不用的。")
        return _named(SavedView(owner=by, page=page, query=asked), name)


def rename_view(*, view, name):
    return _named(view, name)


def delete_view(*, view):
    """It can be had back for some days; what is older goes for good."""
    now, mine = timezone.now(), SavedView.objects.of(view.owner)
    mine.kept().filter(pk=view.pk).update(deleted_at=now)
    mine.filter(deleted_at__lt=now - timedelta(days=DAYS_TO_UNDO)).delete()


def restore_view(*, view):
    """Undo: it stands again under its name, unless another has it by now."""
    view.deleted_at = None
    return _named(view, view.name)


def _named(view, name):
    view.name = " ".join(name.replace("\0", " ").split())
    if not view.name:
        raise ViewRefused("请给这个视图起个名称。")
    if len(view.name) > LONGEST_NAME:
        raise ViewRefused(f"名称请控制在 {LONGEST_NAME} 个字以内。")
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as twice:
        said = f"已有叫“{view.name}”的常用视图，请换个名称。"
        raise ViewRefused(said) from twice
    return view
