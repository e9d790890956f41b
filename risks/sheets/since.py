"""Rows that came once before and were adjusted in the register since (已调整).

Taking such a row again would undo by a table what somebody changed by hand: it is marked, and
whoever imports decides.
"""

from risks.content import content_of
from risks.models import PointVersion
from risks.wording import sentence

from .finding import WARNING

RULE = "adjusted_since"
ADJUSTED = "已调整：这一条以前写过，台账里后来改成了“{now}”。再导入会另加一条；{else_}"
STRUCK = "已调整：这一条以前写过，台账里后来销号了。再导入会另加一条；{else_}"
REVERTED = "已调整：台账里后来改过{what}，表里还是改动以前的。再导入会改回去；{else_}"
ELSE = "不需要的请选“不导入这一行”。"


def mark_adjusted(rows):
    """Find the planned rows whose text the register has left behind; two queries."""
    posts = {row.place.post.pk for row in rows if row.place.post and row.place.post.pk}
    known = _History(posts)
    for planned in rows:
        if not planned.place.post or planned.skipped:
            continue
        if text := known.told(planned.place.post.pk, planned.content):
            planned.row.find(RULE, WARNING, "risk", text)


class _History:
    """Frozen versions of the posts' points, by what they say."""

    def __init__(self, posts):
        versions = (
            PointVersion.objects.filter(point__post__in=posts, digest__isnull=False)
            .select_related("point", "duty")
            .prefetch_related("measures")
            .order_by("pk")
        )
        self.in_force, self.said, self.of_point = {}, {}, {}
        for version in versions:
            key = (version.point.post_id, version.sentence)
            self.of_point.setdefault(version.point_id, []).append(version)
            if version.point.in_force_id == version.pk:
                self.in_force[version.point_id] = version
            if not version.struck:
                self.said.setdefault(key, version)
        standing = [version for version in self.in_force.values() if not version.struck]
        self.standing = {(v.point.post_id, v.sentence): v for v in standing}

    def told(self, post, content):
        """What there is to say about a row, or blank."""
        said = sentence(content)
        if standing := self.standing.get((post, said)):
            return self._reverted(standing, content)
        earlier = self.said.get((post, said))
        now = earlier and self.in_force.get(earlier.point_id)
        if now is None:
            return ""
        if now.struck:
            return STRUCK.format(else_=ELSE)
        return ADJUSTED.format(now=now.sentence, else_=ELSE)

    def _reverted(self, standing, content):
        """Level or measures of the file that the register had once and has no more."""
        now = _facts(content_of(standing))
        wanted = _facts(content)
        moved = {
            name: wanted[name] for name in wanted if wanted[name] and wanted[name] != now[name]
        }
        earlier = [
            _facts(content_of(version))
            for version in self.of_point[standing.point_id]
            if version.pk < standing.pk
        ]
        if moved and any(moved.items() <= each.items() for each in earlier):
            return REVERTED.format(what="和".join(moved), else_=ELSE)
        return ""


def _facts(content):
    measures = tuple(measure["text"] for measure in content["measures"])
    return {
        "等级": content["level"],
        "措施后等级": content["level_after"],
        "措施": measures,
    }
