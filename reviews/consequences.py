"""What a reorganisation brings with it: who, which seats, which papers, what of the register.

Read before it is decided and again on its day. `problems` keep it from being carried out: nothing
that is under way is cancelled behind anybody's back, so whatever could not go on is named with
what to do first.

The system administrator reads it too, whose role opens no content (design §4): posts, people,
seats, titles and states of papers, and counts of what is in the register; never what a point or a
paper says, and of powers only names that anybody may read.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from powers.models import PowerVersion
from registry.organisation.models import Mandate, Post, Reorganisation, Seat
from registry.papers.digest import digest_of
from registry.papers.models import OVER, POST_FORMS, Paper, PaperKind, PaperState
from registry.tables.text import chinese_date
from risks.models import Duty, MeasureVersion, RiskPoint

from . import seats

Kind = Reorganisation.Kind
PEOPLE, SEATS, PAPERS, REGISTER = "任职", "席位", "办件", "台账和目录"


@dataclass
class Consequences:
    """`lines`: heading → sentences. `ends` are the mandates that end with it."""

    lines: dict = field(default_factory=lambda: {PEOPLE: [], SEATS: [], PAPERS: [], REGISTER: []})
    problems: list = field(default_factory=list)
    ends: list = field(default_factory=list)

    @property
    def fingerprint(self):
        """What was read in the preview; confirming carries out exactly that or nothing."""
        return digest_of([self.lines, self.problems])[:16]

    @property
    def groups(self):
        return [(heading, lines) for heading, lines in self.lines.items() if lines]


def follow(change, *, may_end_seats):
    """The consequences of a `Reorganisation`, saved or not."""
    found = Consequences()
    planned = Reorganisation.objects.planned().exclude(pk=change.pk)
    same = planned.filter(post=change.post, section=change.section, kind=change.kind)
    if change.post_id:
        same = planned.filter(post=change.post)
    if other := same.first():
        found.problems.append(f"已经有一项没有执行的调整：{other}（{other.on}）。请先撤回那一项。")
    _LOOKS[Kind(change.kind)](change, found)
    if found.ends and not may_end_seats:
        found.problems.append("这样调整会终止席位（见下面“席位”），请由系统管理员办理。")
    return found


def last_day(change):
    """Of the old order."""
    return change.on - timedelta(days=1)


def moved_posts(change):
    """The posts that come into another section."""
    if change.kind == Kind.MERGE_SECTIONS:
        return list(change.section.posts.filter(closed_on__isnull=True).order_by("pk"))
    return [change.post] if change.kind == Kind.MOVE_POST else []


def running(posts):
    """Forms of these posts that are under way, in any year."""
    forms = Paper.objects.filter(kind__in=POST_FORMS, post__in=posts).exclude(state__in=OVER)
    return forms.select_related("post", "programme", "holder", "section", "unit").order_by("pk")


def ended_seats(change):
    """Mandates that end with a section or a post."""
    open_ones = Mandate.objects.exclude(ends__lte=last_day(change))
    over = {"section": change.section} if change.kind == Kind.MERGE_SECTIONS else {}
    over = {"post": change.post} if change.kind == Kind.ABOLISH_POST else over
    found = open_ones.filter(**over) if over else open_ones.none()
    return list(found.select_related("post", "unit", "section").order_by("pk"))


def appointments_to_end(change):
    """Of an abolished post: whoever sits there on the last day, or is to come later."""
    found = change.post.appointments.exclude(ends__lte=last_day(change))
    return list(found.select_related("person").order_by("pk"))


# --- kind by kind ---------------------------------------------------------------------------------


def _move(change, found):
    post, into = change.post, change.into_section
    if post.section_id != change.section_id or post.closed_on:
        found.problems.append(f"“{post}”现在已经不在{change.section}，请重新办理。")
    _check_place(change, [post], found)
    _people_stay(change, post, found)
    for mandate in Mandate.objects.on(change.on).filter(post=post).select_related("section"):
        found.lines[SEATS].append(f"{mandate}：不变，仍在这个岗位上。")
    for seat in (Seat.SECTION_HEAD, Seat.SUPERVISING_LEADER):
        who = seats.holders(seat, unit=change.unit, section=into, day=change.on)
        names = "、".join(holder.label for holder in who) or "空缺，按顺延的规则办"
        found.lines[SEATS].append(f"以后由{into}的{seat.label}审核：{names}。")
    _papers_follow(change, [post], found)
    _register_follows(change, [post], found)


def _merge(change, found):
    posts = moved_posts(change)
    if change.section.closed_on:
        found.problems.append(f"{change.section}已经撤销，请重新选择。")
    _check_place(change, posts, found)
    for post in posts:
        _people_stay(change, post, found)
    _seats_end(change, found)
    _papers_follow(change, posts, found)
    _section_sheets(change, found)
    _register_follows(change, posts, found)
    moved = [model.objects.in_force().filter(section=change.section) for model in (RiskPoint, Duty)]
    points, duties = (rows.filter(post=None).count() for rows in moved)
    if points or duties:
        own = f"{change.section}自己的 {points} 个风险点、{duties} 条职责"
        found.lines[REGISTER].append(f"{own}划给{change.into_section}。")
    powers = PowerVersion.objects.filter(
        in_force_for__isnull=False, struck=False, undertakings__section=change.section
    )
    shown = powers.filter(visibility=PowerVersion.Visibility.PUBLIC).distinct()
    for power in shown.order_by("pk"):
        text = f"职权“{power.name}”的承办科室是{change.section}，请在下一次职权目录里改。"
        found.lines[REGISTER].append(text)
    if hidden := powers.distinct().count() - shown.count():
        text = f"另有 {hidden} 项不公开的职权，承办科室是{change.section}，请在下一次职权目录里改。"
        found.lines[REGISTER].append(text)


def _abolish(change, found):
    post = change.post
    if post.closed_on:
        found.problems.append(f"“{post}”已经撤销。")
    for one in appointments_to_end(change):
        if one.starts > last_day(change):
            since = chinese_date(one.starts)
            text = f"{one.person.name}从 {since} 起任“{post}”，晚于调整生效，请先改任职。"
            found.problems.append(text)
        else:
            found.lines[PEOPLE].append(
                f"{one.person.name}任“{post}”到 {chinese_date(last_day(change))} 为止。"
            )
    _seats_end(change, found)
    for paper in running([post]):
        found.problems.append(
            f"{paper.title_inside}（{paper.get_state_display()}）：{_first(paper)}"
        )
    _points_of_abolished(change, found)
    # Its own points are there too: another post takes them over with their measures.
    measures = MeasureVersion.objects.filter(
        post=post, version__in_force_for__isnull=False, version__struck=False
    )
    if count := measures.count():
        text = f"有 {count} 条措施的责任岗位是“{post}”，请在下一次填表时改。"
        found.lines[REGISTER].append(text)


_LOOKS = {Kind.MOVE_POST: _move, Kind.MERGE_SECTIONS: _merge, Kind.ABOLISH_POST: _abolish}


# --- what several kinds bring ---------------------------------------------------------------------


def _check_place(change, posts, found):
    into = change.into_section
    if into.closed_on or into.unit_id != change.unit_id:
        found.problems.append(f"{into}不能接收岗位，请另选一个科室。")
    names = [post.name for post in posts]
    same = Post.objects.filter(section=into, name__in=names, closed_on__isnull=True)
    for post in same.exclude(pk__in=[post.pk for post in posts]).order_by("pk"):
        found.problems.append(f"{into}已有叫“{post.name}”的岗位，请先给其中一个改名。")


def _people_stay(change, post, found):
    names = "、".join(person.name for person in post.holders(change.on)) or "空缺"
    found.lines[PEOPLE].append(f"{post}：任职不变（{names}），到{change.into_section}。")


def _seats_end(change, found):
    found.ends = ended_seats(change)
    for mandate in found.ends:
        seat = f"{mandate}（{mandate.post}）"
        if mandate.starts > last_day(change):
            text = f"{seat}从 {chinese_date(mandate.starts)} 起，晚于调整生效，请先改席位。"
            found.problems.append(text)
        else:
            found.lines[SEATS].append(f"{seat}到 {chinese_date(last_day(change))} 为止。")


def _papers_follow(change, posts, found):
    for paper in running(posts):
        if paper.state == PaperState.DRAFT:
            said = f"草稿随岗位到{change.into_section}，提交以后走那里的审核程序。"
        else:
            said = f"按{paper.section}的程序办完；那里空缺的步骤按顺延的规则办。"
        found.lines[PAPERS].append(f"{paper.title_inside}（{paper.get_state_display()}）：{said}")


def _section_sheets(change, found):
    sheets = Paper.objects.filter(
        kind=PaperKind.SECTION_SHEET, section__in=[change.section, change.into_section]
    ).exclude(state__in=OVER)
    for paper in sheets.select_related("section", "programme", "unit").order_by("pk"):
        said = f"{paper.title}（{paper.get_state_display()}）"
        if paper.section_id == change.section_id:
            found.problems.append(f"{said}：{_first(paper)}")
        else:
            found.lines[PAPERS].append(f"{said}：划入的风险点要补进这张表，打开时会提示。")


def _first(paper):
    """What to do with a paper that could not go on."""
    if paper.state == PaperState.DRAFT:
        return "调整以后没有人能接着填，请填报人先交掉并办完，或者写明理由撤销。"
    return "调整以后办不下去，请先办完，或者退回后撤销。"


def _register_follows(change, posts, found):
    points = RiskPoint.objects.in_force().filter(post__in=posts).count()
    duties = Duty.objects.in_force().filter(post__in=posts).count()
    if points or duties:
        text = f"{points} 个风险点、{duties} 条职责随岗位到{change.into_section}，内容不变。"
        found.lines[REGISTER].append(text)


def _points_of_abolished(change, found):
    points = RiskPoint.objects.in_force().filter(post=change.post).count()
    duties = Duty.objects.in_force().filter(post=change.post).count()
    into = change.into_post
    if into is None:
        if points or duties:
            found.problems.append(
                f"“{change.post}”在台账里还有 {points} 个风险点、{duties} 条职责。"
                "请选一个岗位接管，或者先由这个岗位提出调整，办完销号。"
            )
        return
    if into.closed_on or into.unit_id != change.unit_id:
        found.problems.append(f"“{into}”不能接管，请另选一个岗位。")
    if points or duties:
        # What single holders found stays theirs, there as here.
        becomes_shared = (change.post.forms, into.forms) == (Post.Forms.ONE, Post.Forms.EACH_HOLDER)
        shared = "，成为那里共同的内容" if becomes_shared else ""
        text = f"{points} 个风险点、{duties} 条职责划给“{into}”{shared}，内容不变。"
        found.lines[REGISTER].append(text)
        for paper in running([into]):
            told = f"{paper.title_inside}（{paper.get_state_display()}）"
            found.lines[PAPERS].append(f"{told}：划入的风险点要补进这张表。")
