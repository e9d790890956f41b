"""Whose points the rows of a file are: posts of the unit, found by name or chosen by a person."""

from dataclasses import dataclass, field

from django.utils import timezone

from powers.checklist import name_key
from registry.organisation.models import Appointment, Post
from registry.tables.text import number_in

NEW, SKIP = "new", "skip"
NO_PLACE = "表里没有写科室和岗位的行"


@dataclass
class Place:
    """Rows that say the same section, post and (where it matters) person.

    `post` is saved, or new and not yet saved; `problem` says why there is none. `unit` is another
    unit that the rows name; empty where they are of the own one.
    """

    section: str
    name: str
    person: str
    unit: str = ""
    post: Post | None = None
    holder: object = None
    skipped: bool = False
    problem: str = ""
    note: str = ""
    rows: list = field(default_factory=list)

    @property
    def label(self):
        said = filter(None, (self.unit, self.section, self.name, self.person))
        return " / ".join(said) or NO_PLACE

    @property
    def form_key(self):
        """(post id, holder id) of the form that these rows go into."""
        return self.post and self.post.pk, self.holder and self.holder.pk

    @property
    def may_be_new(self):
        return bool(self.section and self.name)


class Places:
    """The open posts of a unit and who sits on them today. `chosen`: label → post id, new, skip."""

    def __init__(self, unit, chosen=None):
        self.unit, self.chosen = unit, chosen or {}
        posts = unit.posts.filter(closed_on__isnull=True).select_related("section")
        self.posts = {post.pk: post for post in posts}
        self.sections = {
            name_key(section.name): section
            for section in unit.sections.filter(closed_on__isnull=True)
        }
        sitting = Appointment.objects.on(timezone.localdate()).filter(post__in=self.posts)
        self.sitting = [(one.post_id, one.person) for one in sitting.select_related("person")]
        self.found = {}

    def place(self, texts):
        """The place of a row, by what its cells say."""
        unit = self._other_unit(texts.get("unit", ""))
        said = [texts.get(name, "") for name in ("section", "post", "person")]
        key = tuple(map(name_key, (unit, *said)))
        if key not in self.found:
            place = Place(*said, unit=unit)
            self._settle(place)
            self.found[key] = place
        return self.found[key]

    def people(self):
        return {person.name for _, person in self.sitting if len(person.name) > 1}

    def responsible(self, text):
        """The post that a responsible person or post of the unit names, if exactly one does."""
        key = name_key(text)
        posts = {post.pk for post in self.posts.values() if name_key(post.name) == key}
        posts |= {pk for pk, person in self.sitting if name_key(person.name) == key}
        return posts.pop() if len(posts) == 1 else None

    def _other_unit(self, text):
        """The unit that a cell names, unless it is the own one, also by the end of its name.

        责任单位 names a section or a post of the own unit as often.
        """
        key, own = name_key(text), name_key(self.unit.name)
        if not key or own.endswith(key) or key.endswith(own):
            return ""
        inside = {name_key(post.name) for post in self.posts.values()}
        return "" if key in self.sections or key in inside else text

    def _settle(self, place):
        choice = self.chosen.get(place.label, "")
        if choice == SKIP:
            place.skipped = True
        elif choice == NEW and place.may_be_new:
            place.post = self._new_post(place)
        elif post := self.posts.get(number_in(choice)):
            place.post = post
        elif place.unit:
            place.problem = (
                f"这一行写的是“{place.unit}”，不是本单位。"
                "请选“不导入”，由该单位自己导入；如果确是本单位的，请选一个岗位。"
            )
        else:
            self._match(place)
        if place.post is not None:
            self._find_holder(place)

    def _new_post(self, place):
        section = self.sections.get(name_key(place.section))
        section = section or self.unit.sections.model(unit=self.unit, name=place.section)
        self.sections[name_key(place.section)] = section
        post = Post(unit=self.unit, section=section, name=place.name)
        place.note = "确认时新建岗位"
        return self._known_new(post)

    def _known_new(self, post):
        """Two places that differ only in the person name one new post."""
        for other in self.found.values():
            same = other.post is not None and other.post.pk is None
            if same and (other.post.section, name_key(other.post.name)) == (
                post.section,
                name_key(post.name),
            ):
                return other.post
        return post

    def _match(self, place):
        posts = self._by_name(place) if place.name else self._by_person(place)
        if len(posts) == 1:
            (place.post,) = posts
        elif posts:
            place.problem = f"本单位有几个叫“{place.name or place.person}”的岗位，请选一个。"
        elif place.name:
            place.problem = f"本单位没有“{place.name}”这个岗位，请选一个岗位，或者新建。"
        else:
            place.problem = "没有写岗位，请选这些行属于哪个岗位。"

    def _by_name(self, place):
        named = [p for p in self.posts.values() if name_key(p.name) == name_key(place.name)]
        section = name_key(place.section)
        within = [p for p in named if p.section and name_key(p.section.name) == section]
        return within or (named if not section or len(named) == 1 else [])

    def _by_person(self, place):
        key = name_key(place.person)
        found = {pk for pk, person in self.sitting if key and name_key(person.name) == key}
        place.note = "按姓名找到岗位" if found else ""
        return [self.posts[pk] for pk in found]

    def _find_holder(self, place):
        """A post with one form per holder needs to know whose."""
        if place.post.forms != Post.Forms.EACH_HOLDER:
            return
        holders = [person for pk, person in self.sitting if pk == place.post.pk]
        named = [person for person in holders if name_key(person.name) == name_key(place.person)]
        if len(named) == 1:
            (place.holder,) = named
        else:
            place.problem = f"“{place.post.name}”一人一表，请在表里加“姓名”一栏，写清是谁的。"
