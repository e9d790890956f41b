"""谈话类型: everybody who takes part reads them; the offices of a unit add their own."""

from django.views.decorators.http import require_http_methods

from reviews import own_kinds

from .forms import TalkKindForm
from .models import TalkKind

KINDS = own_kinds.Kinds(
    model=TalkKind,
    form=TalkKindForm,
    noun="talk_kind",
    title="谈话类型",
    added="已加上，安排谈话时就可以选了。",
    list_of=("廉政谈话", "talk-list"),
    address="talk-kinds",
    template="talks/talk_kinds.html",
)


@require_http_methods(["GET", "HEAD", "POST"])
def talk_kinds(request):
    return own_kinds.page(request, KINDS)
