"""A year of commitments: the bureau's words for each tier, a post with its own, nearly everybody
signed, one school's before the public.
"""

from datetime import timedelta

from django.utils import timezone

from reviews.commitments import publishing, signing, writing
from reviews.models import Publication

WORDS = {
    "leader": (
        "大事集体研究，会议记录写清每个人的意见。\n"
        "分管的采购、工程、人事，不打招呼、不指定。\n"
        "亲属和身边的人来办事，按规定回避。"
    ),
    "middle": (
        "科室的事项、条件、时限都公开，一次说清要什么材料。\n"
        "经手钱物两人以上，当天登记。\n"
        "不收服务对象的礼品、礼金和有价证券。"
    ),
    "ordinary": (
        "对每一位学生、每一位家长一样对待。\n"
        "不收礼品礼金，不参加可能影响公正的宴请。\n"
        "不有偿补课，不推销教辅。"
    ),
}
OWN = {
    "post": ("DEMO-1", "总务主任"),
    "by": "office-1",
    "text": (
        "采购先列需求、再比价、再验收，三件事不由一个人办。\n"
        "供货商名单和价格每学期在公开栏公布。\n"
        "家长代表可以随时来看验收。"
    ),
}
BEGUN, SIGNED_FROM, SHOWN = 180, 176, 150  # working days before today
# In each unit so many come last and have not signed yet.
LEFT = {"DEMO": 2, "DEMO-1": 3, "DEMO-2": 4, "DEMO-3": 1}
PUBLIC = ("DEMO-1", "office-1")


def stories(world):
    yield written(world)
    for code, left in LEFT.items():
        yield signed(world, code, left)
    yield published(world)


def in_this_year(world, ago):
    """That many working days ago; early in a year, when the year had begun."""
    day = world.days.ago(ago)
    first = day.replace(year=world.this_year, month=1, day=1)
    return day if day >= first else max(first, world.days.ago(5))


def written(world):
    day = in_this_year(world, BEGUN)
    yield world.days.at(day, "commitments begun")
    for tier, text in WORDS.items():
        switch_on(world.unit("DEMO"), world.account("office"), text, tier=tier, post=None)
    post = world.organisation.posts[OWN["post"]]
    switch_on(post.unit, world.account(OWN["by"]), OWN["text"], tier="", post=post)


def switch_on(unit, by, text, *, tier, post):
    today = timezone.localdate()
    said = {"text": text, "due_on": today + timedelta(days=30)}
    made = writing.write(unit=unit, year=today.year, tier=tier, post=post, said=said, by=by)
    writing.switch_on(text=made, by=by)


def signed(world, code, left):
    """Some each day, in the order of the sections."""
    yield world.days.at(in_this_year(world, SIGNED_FROM), f"{code} signs")
    places = [
        place
        for place in signing.places_in(world.unit(code), timezone.localdate())
        if place.appointment.person.has_account
    ]
    for place in places[: len(places) - left]:
        person = place.appointment.person
        signing.sign(appointment=place.appointment, digest=place.digest, by=person)


def published(world):
    code, office = PUBLIC
    yield world.days.at(in_this_year(world, SHOWN), "commitments published")
    publishing.publish(
        unit=world.unit(code),
        year=timezone.localdate().year,
        edition=Publication.Edition.PUBLIC,
        by=world.account(office),
    )
