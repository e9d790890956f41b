"""What a self-check asks: the measures of the points in force of its post, in a lasting order."""

from django.db.models import Min

from registry.organisation.models import Appointment, Post, ScaleLevel
from risks.models import RiskPoint
from risks.resting.grounds import measures_in_force


def measures_of(task, day):
    """Of the post; of a person, whose task it is, those of their posts with a form for each."""
    points = RiskPoint.objects.in_force().filter(post__in=posts_of(task, day))
    found = measures_in_force(points).select_related("version__level", "version__point__post")
    return list(found.order_by("version__point", "position", "pk"))


def posts_of(task, day):
    if task.post_id:
        return [task.post_id]
    held = Appointment.objects.on(day).filter(person=task.person_id, post__unit=task.unit_id)
    return list(held.filter(post__forms=Post.Forms.EACH_HOLDER).values_list("post", flat=True))


def weights_of(measures):
    """{id: how many steps above the lowest level of its scale the point of a measure stands}."""
    levels = {each.pk: each.version.level for each in measures}
    scales = {level.scale_id for level in levels.values() if level}
    ranks = ScaleLevel.objects.filter(scale__in=scales).order_by()
    lowest = dict(ranks.values_list("scale").annotate(Min("rank")))
    return {pk: level.rank - lowest[level.scale_id] if level else 0 for pk, level in levels.items()}
