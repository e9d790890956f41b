"""Who did it, for the trail: a person, or an account that belongs to none (set-up)."""

from dataclasses import dataclass

from registry.organisation.models import Account


@dataclass(frozen=True)
class AccountOnly:
    """Stands where the trail wants a person; it has no post, so it reaches nothing."""

    account: Account
    pk: None = None
    name: str = ""

    @property
    def account_id(self):
        return self.account.pk


def actor_of(request):
    return request.person or AccountOnly(request.user)
