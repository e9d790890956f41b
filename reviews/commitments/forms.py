"""Forms of commitments: the words and until when; what goes before whom."""

from django import forms
from django.utils import timezone

from registry.organisation.models import Post
from registry.organisation.unit_choice import UnitChoiceForm
from registry.papers.stamps import StampedForm
from reviews.models import Publication


class TextForm(StampedForm):
    """`for_whom` says a tier or, as its key, a post; it stays once the text is there."""

    for_whom = forms.ChoiceField(
        label="哪些岗位签", error_messages={"required": "请选哪些岗位签这份承诺。"}
    )
    text = forms.CharField(
        label="承诺内容",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="一行一条，写做得到、看得见的事。例：不收受学生家长的礼品、礼金和有价证券。",
        error_messages={"required": "请写承诺的内容。"},
    )
    due_on = forms.DateField(
        label="请在哪一天前签完",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选日期。", "invalid": "请写成 2026-03-31 这样的日期。"},
    )

    def __init__(self, *args, unit=None, **kwargs):
        super().__init__(*args, **kwargs)
        if unit is None:
            del self.fields["for_whom"]
            return
        posts = unit.posts.filter(closed_on__isnull=True).select_related("section")
        self._posts = {str(post.pk): post for post in posts}
        own = [(pk, f"{post.section or unit.name} {post.name}") for pk, post in self._posts.items()]
        tiers = list(Post.Tier.choices)
        self.fields["for_whom"].choices = [("", "请选择"), ("按岗位层次", tiers), ("单个岗位", own)]

    @property
    def owner(self):
        """{tier, post}: one of them says something."""
        chosen = self.cleaned_data["for_whom"]
        post = self._posts.get(chosen)
        return {"tier": "" if post else chosen, "post": post}

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError("截止日期已经过了，请往后选。")
        return day


class PublishForm(forms.Form):
    edition = forms.ChoiceField(
        label="给谁看",
        choices=Publication.Edition,
        widget=forms.RadioSelect,
        error_messages={"required": "请选给谁看。"},
    )


class BoardFilter(UnitChoiceForm):
    stands = forms.ChoiceField(
        label="谁",
        choices=[("", "全部"), ("unsigned", "还没有签的"), ("signed", "已签的")],
        required=False,
    )

    def __init__(self, data, *, units):
        super().__init__(data)
        self.offer_units(units, empty="本单位")
        self.is_valid()

    def unit_asked(self, own):
        return self.place.chosen or own

    def narrowed(self, places):
        stands = self.cleaned_data.get("stands")
        if not stands:
            return places
        return [each for each in places if (each.signed is None) == (stands == "unsigned")]
