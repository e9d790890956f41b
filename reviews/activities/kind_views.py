"""活动类型: everybody who takes part reads them; the offices of a unit add their own."""

from django.views.decorators.http import require_http_methods

from reviews import own_kinds

from .forms import ActivityKindForm
from .models import ActivityKind

KINDS = own_kinds.Kinds(
    model=ActivityKind,
    form=ActivityKindForm,
    noun="activity_kind",
    title="活动类型",
    added="已加上，安排活动时就可以选了。",
    list_of=("廉政活动", "activity-list"),
    address="activity-kinds",
    template="activities/activity_kinds.html",
)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_kinds(request):
    return own_kinds.page(request, KINDS)
