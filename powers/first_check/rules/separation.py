"""Separation 分权: no post on two sides of a split that are to be apart [4]."""

from powers.separation import CLAUSE, conflicts

from .finding import WARNING, Hit, rule


@rule(
    part="steps",
    severity=WARNING,
    clause=CLAUSE,
    message="{said}。建议分给两个岗位办理；重大、复杂、敏感的事项，改为集体决策。",
    better="审核由科室经办，决定由局长办公会集体作出",
)
def one_post_on_two_sides(content, around):
    for conflict in conflicts(content):
        yield Hit(conflict.about, conflict.said, post_id=conflict.post_id)
