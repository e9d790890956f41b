"""What the register of risk points is narrowed by; the exports take the same words."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from registry.organisation.models import Post, Programme, ScaleLevel, Section
from registry.organisation.unit_choice import UnitChoiceForm, units_with
from registry.tables.text import chinese_date

from . import past
from .compiled_levels import levels_said
from .models import Duty, PointVersion, RiskPoint

# What belongs to no section: chosen like one.
UNIT_ITSELF = Section(pk=0, name="单位（班子）")


class PlaceFilter(UnitChoiceForm):
    """By unit, section and post. Offers only what this person may see; a value that is not offered
    narrows nothing. `of` is what is asked about, `noun` how it is called."""

    of, noun = RiskPoint, "风险点"
    offers_more_of_one_unit = True

    section = forms.ModelChoiceField(
        label="科室", queryset=Section.objects.none(), required=False, empty_label="全部科室"
    )
    post = forms.ModelChoiceField(
        label="岗位", queryset=Post.objects.none(), required=False, empty_label="全部岗位"
    )

    def __init__(self, data, *, reach):
        super().__init__(data)
        self.reach = reach
        self.visible = self.known(self.of).visible_to(reach)
        self.offer_units(units_with(self.visible).filter(reach.touched_q()))
        self.several_units = self.place.several
        # Sections and posts are offered of one unit only: the chosen, or the only one there is.
        self.one_unit = self.place.one
        self._offer_places(self.one_unit)

    is_past = False
    said = before_it_began = ""

    @property
    def day(self):
        """The day whose register is shown."""
        return timezone.localdate()

    def known(self, model):
        """All points or duties of the register on the day, whoever may see them."""
        return model.objects.in_force()

    def standing(self, things):
        """What these points or duties said on the day, in the order of a directory."""
        return things.model.versions.rel.related_model.objects.of_register(things)

    def versions(self):
        """What was asked for said on the day that was asked for, in the order of a directory."""
        kept = self.of.versions.rel
        now = kept.related_model.objects.readable_now(self.reach).with_owner()
        return now.filter(self.at_place("in_force_for__")).in_order_of_register()

    # From a version that was asked for to its point: by the join that finds it.
    way = "in_force_for__"

    def counted(self):
        """(rows, the way to the point) to count what was asked for: points, whose wording need not
        be read for it, and otherwise versions.
        """
        return self.narrowed().order_by(), ""

    def count(self):
        """How many `versions` there are."""
        rows, _ = self.counted()
        return rows.count()

    def saying(self, **said):
        """Of `versions` those that say so. Where no unit is chosen they are looked for by what they
        say: nearly all of the register is in question, and none of it need be read for that.
        """
        versions = self.versions().order_by()
        if self.one_unit or self.is_past:
            return versions.filter(**said)
        known = self.of.versions.rel.related_model.objects
        return known.filter(Exists(versions.filter(pk=OuterRef("pk"))), **said)

    @property
    def compiling_line(self):
        """Codes of the unit that compiles what is asked for, and of those above it, nearest first:
        the one unit, else the nearest that all of them are under; empty: there is none.
        """
        return self.one_unit.line if self.one_unit else self.place.nearest_above_all()

    def narrowed(self):
        """The points (or duties) that this person may see and asked for."""
        return self.visible.filter(self.at_place())

    def at_place(self, way=""):
        """A condition: of the chosen unit, section and post; `way` leads to the point or duty."""
        self.is_valid()
        asked = self.cleaned_data
        found = self.place.narrowed(f"{way}unit")
        if section := asked.get("section"):
            found &= self.of.of_section_q(None if section is UNIT_ITSELF else section, way)
        return found & Q(**{f"{way}post": asked["post"]}) if asked.get("post") else found

    def _offer_places(self, unit):
        posts, sections = [], []
        if unit is not None:
            with_points = self.visible.filter(unit=unit).values("post")
            posts = list(unit.posts.filter(pk__in=with_points).select_related("section"))
            sections = self._sections(unit, posts)
        self._offer("section", sections if len(sections) > 1 else [])
        self._offer("post", posts if len(posts) > 1 else [])

    def _sections(self, unit, posts):
        """Those of the posts, those with something of their own, and what belongs to none."""
        of_no_post = self.visible.filter(unit=unit, post__isnull=True).order_by()
        own = set(of_no_post.values_list("section", flat=True).distinct())
        found = {post.section_id: post.section for post in posts} | dict.fromkeys(own - {None})
        missing = [pk for pk, section in found.items() if pk and section is None]
        found |= Section.objects.in_bulk(missing)
        outside = [UNIT_ITSELF] if None in found or None in own else []
        return outside + [section for pk, section in found.items() if pk is not None]

    def _offer(self, name, found):
        """Choices that are checked without asking the database again; no field for no choice."""
        field = self.fields[name]
        by_pk = {str(item.pk): item for item in found}
        if not by_pk:
            del self.fields[name]
            return
        self.fields[name] = forms.TypedChoiceField(
            label=field.label,
            choices=[("", field.empty_label), *((pk, str(item)) for pk, item in by_pk.items())],
            coerce=by_pk.get,
            required=False,
            empty_value=None,
        )


class DayFilter(PlaceFilter):
    """The same on an earlier day; a day that cannot be meant shows nothing and says why."""

    on = forms.DateField(
        label="哪一天的台账",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请写成 2026-09-01 这样的日期。"},
    )

    def __init__(self, data, *, reach):
        self.today = timezone.localdate()
        self.asked_day = _day_in(data.get("on", ""))
        super().__init__(data, reach=reach)
        self.fields["on"].widget.attrs["max"] = f"{self.today:%Y-%m-%d}"

    @property
    def day(self):
        return self.asked_day if self.is_past else self.today

    @property
    def is_past(self):
        return self.asked_day is not None and self.asked_day < self.today

    def known(self, model):
        """On an earlier day what has been struck since, too."""
        if self.is_past:
            return model.objects.filter(in_force__isnull=False)
        return super().known(model)

    def standing(self, things):
        if self.is_past:
            return past.versions_on(things, self.day)
        return super().standing(things).none() if self.said else super().standing(things)

    @property
    def way(self):
        return f"{self.of.versions.rel.field.name}__" if self.is_aside else super().way

    def counted(self):
        return (self.versions().order_by(), self.way) if self.is_aside else super().counted()

    def versions(self):
        return self.standing(self.narrowed()) if self.is_aside else super().versions()

    @property
    def is_aside(self):
        """Whether something else is asked for than what stands today: an earlier day, or none."""
        return bool(self.is_past or self.said)

    @property
    def said(self):
        """Why the day that was asked for is none; blank where it is one."""
        self.is_valid()
        if self.errors.get("on"):
            return self.errors["on"][0]
        if self.asked_day and self.asked_day > self.today:
            return "这一天还没有到，请选今天或者以前的日子。"
        return ""

    @property
    def before_it_began(self):
        """What to say of an earlier day on which nothing of this stood; asked where nothing did."""
        began = past.began_on(self.narrowed()) if self.is_past else None
        if began is None or began <= self.day:
            return ""
        day = chinese_date(self.day)
        return f"这里的台账从{chinese_date(began)}开始，{day}还没有已生效的内容。"


class DutyFilter(DayFilter):
    """The same of duties."""

    of, noun = Duty, "职责"


def _day_in(text):
    """The day that is typed; None where it is none, which the form says."""
    try:
        return forms.DateField(required=False).clean(text)
    except forms.ValidationError:
        return None


class PointFilter(PlaceFilter):
    """The same by words, level and kind too."""

    words = forms.CharField(label="关键词", required=False, max_length=100)
    level = forms.ModelChoiceField(
        label="风险等级", queryset=ScaleLevel.objects.none(), required=False, empty_label="全部"
    )
    kind = forms.ChoiceField(
        label="风险类型", choices=[("", "全部"), *PointVersion.Kind.choices], required=False
    )
    year = forms.TypedChoiceField(
        label="现行内容的年度", required=False, coerce=int, empty_value=None
    )
    field_order = ("words", "unit_named", "unit", "section", "post", "level", "kind", "year")

    def __init__(self, data, *, reach):
        super().__init__(data, reach=reach)
        readable = PointVersion.objects.readable_now(reach).filter(pk=OuterRef("pk"))
        levels = levels_said(PointVersion.objects.filter(Exists(readable)).filter, "level")
        self._offer("level", levels.order_by("scale", "-rank"))
        years = Programme.objects.order_by("-year").values_list("year", flat=True).distinct()
        self.fields["year"].choices = [("", "全部"), *((year, f"{year} 年") for year in years)]

    def counted(self):
        self.is_valid()
        by_wording = any(self.cleaned_data.get(name) for name in ("words", "level", "kind", "year"))
        return (self.versions().order_by(), self.way) if by_wording else super().counted()

    def versions(self):
        found = super().versions()
        asked = self.cleaned_data
        exact = {
            "level": asked.get("level"),
            "kind": asked.get("kind"),
            "written_in__programme__year": asked.get("year"),
        }
        found = found.filter(**{lookup: value for lookup, value in exact.items() if value})
        return found.mentioning(asked.get("words") or "")
