"""Units below the bureau for the bench of lists, with all that a superior reads of them."""

import datetime

from django.utils import timezone

CHUNK = 50  # units written at once
POSTS, STATES = 10, ("review", "review", "review", "ready", "draft", "cleared")
PUBLISHED = 3  # rows of a catalogue, and of a directory


def add_units(rows, count, points):
    """Each with three sections, ten posts, people and seats, six forms, points in force with a
    measure, a catalogue and a directory published, and what a year of prevention leaves.
    """
    for _ in range(0, count, CHUNK):
        units = rows.units(min(CHUNK, count))
        posts = posts_of(rows, units)
        people = rows.people_on(posts)
        seats_of(posts)
        forms_of(rows, posts)
        points_of(rows, posts, points)
        publications_of(rows, units)
        year_of(rows, posts, people)


def posts_of(rows, units):
    from registry.organisation.models import Post, Section

    sections = Section.objects.bulk_create(
        Section(unit=unit, name=f"第{number}科", order=number)
        for unit in units
        for number in (1, 2, 3)
    )
    return Post.objects.bulk_create(
        Post(
            unit=sections[index * 3].unit,
            section=sections[index * 3 + number % 3],
            name=f"第{number}岗",
        )
        for index in range(len(units))
        for number in range(POSTS)
    )


def seats_of(posts):
    """In each unit an office, a principal, a group, and a head and a leader of each section."""
    from registry.organisation.models import Mandate
    from tests.cast import SINCE

    whole = ("prevention_office", "principal", "leading_group")
    mandates = []
    for start in range(0, len(posts), POSTS):
        of_unit = posts[start : start + POSTS]
        sections = [post.section for post in of_unit[:3]]
        seats = [(post, seat, None) for post, seat in zip(of_unit, whole, strict=False)]
        seats += [(of_unit[3], "section_head", section) for section in sections]
        seats += [(of_unit[4], "supervising_leader", section) for section in sections]
        mandates += [
            Mandate(
                post=post, seat=seat, unit=post.unit, section=section, rank="head", starts=SINCE
            )
            for post, seat, section in seats
        ]
    Mandate.objects.bulk_create(mandates)


def forms_of(rows, posts):
    from registry.papers.models import Paper
    from tests.architecture.many_in_office import copied

    model = rows.model
    papers = [
        copied(
            model,
            post=post,
            unit=post.unit,
            section=post.section,
            state=state,
            position=model.position if state == "review" else None,
            number=f"{model.number}-{number}",
        )
        for start in range(0, len(posts), POSTS)
        for post, state, number in zip(posts[start:], STATES, rows.next(len(STATES)), strict=False)
    ]
    rows._steps(Paper.objects.bulk_create(papers))


def points_of(rows, posts, points):
    from django.db.models import OuterRef, Subquery

    from risks.models import Measure, MeasureVersion, PointVersion, RiskPoint
    from tests.architecture.many_in_office import copied

    line = rows.model.current.point_lines.select_related("version").first()
    each = points // POSTS
    made = RiskPoint.objects.bulk_create(
        RiskPoint(unit=post.unit, post=post) for post in posts for _ in range(each)
    )
    versions = PointVersion.objects.bulk_create(
        copied(line.version, point=point, written_in=rows.model, base=None) for point in made
    )
    measures = Measure.objects.bulk_create(Measure(point=point) for point in made)
    old = line.version.measures.first()
    MeasureVersion.objects.bulk_create(
        copied(old, measure=measure, version=version)
        for measure, version in zip(measures, versions, strict=True)
    )
    said = PointVersion.objects.filter(point=OuterRef("pk")).values("pk")[:1]
    RiskPoint.objects.filter(post__in=posts).update(in_force=Subquery(said))


def publications_of(rows, units):
    """A catalogue and a directory of each, and a publicity of one in ten that runs."""
    from reviews.models import PublicationRow
    from tests.architecture.many_in_office import copied

    rows.published_by(units)
    rows.publications(len(units[::10]), rows.publicity, units=units[::10])
    one_each = list(PublicationRow.objects.filter(publication__unit__in=units))
    PublicationRow.objects.bulk_create(
        copied(row, position=row.position + more)
        for row in one_each
        for more in range(1, PUBLISHED)
    )


def year_of(rows, posts, people):
    """What comes after the register: of each unit a few of everything that has a ledger."""
    for start in range(0, len(posts), POSTS):
        one = slice(start, start + POSTS)
        tasks_of(rows, posts[one], people[one])
        meetings_of(rows, posts[one], people[one])
        supervision_of(rows, posts[one], people[one])


def tasks_of(rows, posts, people):
    """Recurring ones done, open and late; measures to carry out; a self-check handed in."""
    from registry.tasks.models import Task
    from reviews.fulfilment.models import MeasureTurn
    from reviews.self_checks.models import SelfCheck
    from risks.models import MeasureVersion

    today, now = timezone.localdate(), timezone.now()
    late = today - datetime.timedelta(days=10)
    kinds = [("recurring", today, now), ("recurring", today, None), ("recurring", late, None)]
    kinds += [("measure", today, None), ("measure", today, now), ("self-check", today, now)]
    tasks = Task.objects.bulk_create(
        Task(
            unit=post.unit,
            section=post.section,
            post=post,
            kind=kind,
            title="每月自查",
            opens_on=late,
            due_on=due,
            done_at=done,
            done_by=person if done else None,
            key=f"bench:{number}",
        )
        for post, person, number, (kind, due, done) in zip(
            posts, people, rows.next(len(kinds)), kinds, strict=False
        )
    )
    measure = MeasureVersion.objects.filter(version__point__post=posts[3]).first()
    MeasureTurn.objects.bulk_create(MeasureTurn(task=task, version=measure) for task in tasks[3:5])
    SelfCheck.objects.create(task=tasks[5], seed=1)


def meetings_of(rows, posts, people):
    """Two activities, one of them held; a talk to come and one that is settled."""
    from reviews.activities.models import Activity, ActivityKind
    from reviews.talks.models import Talk, TalkKind

    today, now, unit = timezone.localdate(), timezone.now(), posts[0].unit
    held = {"held_on": today, "held_at": now, "held_by": people[0]}
    planned = {"unit": unit, "kind": ActivityKind.objects.first(), "planned_on": today}
    Activity.objects.bulk_create(
        Activity(
            **planned,
            about="警示教育",
            place="会议室",
            holder=people[1],
            planned_by=people[0],
            **of,
        )
        for of in ({}, held)
    )
    settled = {"record_no": 1, "held_on": today, "settled_at": now}
    Talk.objects.bulk_create(
        Talk(
            unit=unit,
            kind=TalkKind.objects.get(name="例行谈话"),
            holder=people[4],
            holder_post=posts[4],
            partner=people[3],
            partner_post=posts[3],
            planned_on=today,
            topic="选人用人",
            planned_by=people[4],
            **of,
        )
        for of in ({}, settled)
    )


def supervision_of(rows, posts, people):
    """An alert, an inspection, a warning, an act and a use of a power."""
    from uuid import uuid4

    from reviews.alerts.models import Alert, AlertAddressee
    from reviews.disposal.models import Disposal
    from reviews.exercises.models import Exercise, ExerciseFinding
    from reviews.inspections.models import Inspection
    from reviews.sources.models import Source
    from tests.architecture.many_in_office import copied

    unit, post, number = posts[0].unit, posts[3], rows.next(1)[0]
    now, today = timezone.now(), timezone.localdate()
    alert = copied(Alert.objects.get(pk=rows.alert_pk), unit=unit)
    alert.save()
    AlertAddressee.objects.create(alert=alert, post=post)
    alert.issued_by, alert.issued_at, alert.number = people[0], now, 1
    alert.save()
    model = Inspection.objects.get(pk=rows.inspection_pk)
    copied(model, unit=unit, office_unit=unit, created_by=people[0]).save()
    given = {"unit": unit, "matter": uuid4(), "number": f"BENCH-{number}"}
    act = copied(Disposal.objects.get(pk=rows.act_pk), **given)
    act.id = uuid4()
    Disposal.objects.bulk_create([act])
    given = {"unit": unit, "section": post.section, "post": post, "written_by": people[3]}
    use = copied(Exercise.objects.get(pk=rows.exercise_pk), **given)
    use.save()
    ExerciseFinding.objects.create(exercise=use, kind="late", sentence="超过期限", noticed_at=now)
    said = {"office": rows.cast.bureau, "channel": "audit", "weight": "low", "text": "一件事"}
    entered = {"came_on": today, "entered_by": rows.people.discipline}
    Source.objects.create(unit=unit, number=100_000 + number, **said, **entered)
