"""A power that was handed down or transferred, and taken up: it does not stay in two lists [3]."""

from .finding import WARNING, Hit, rule


@rule(
    part="disposition",
    severity=WARNING,
    clause="[3] 下放、转移的职权，由接收的单位行使",
    message="{said}已经接收这一项，写进了那里的职权目录。请在这里销号，免得两处同时列着；本单位仍要保留一部分的，写一句说明。",
    better="部分下放：跨区的由本单位办理，其余由学校办理",
    again=True,
)
def taken_up_elsewhere(content, around):
    if around.taken_up_by:
        said = "、".join(around.taken_up_by)
        yield Hit(said, said, strike=f"已交由{said}行使，本单位不再保留。"[:400])
