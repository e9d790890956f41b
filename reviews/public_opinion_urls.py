"""Forms for the public: opinions, mistakes, questionnaires. A site that stands alone has none."""

from django.urls import path

from . import addresses  # noqa: F401  registers <number:…>
from .views.public import mistakes, opinions, questionnaires

urlpatterns = [
    path(
        "public/publicity/<number:number>/opinion/",
        opinions.opinion_add,
        name="public-opinion-add",
    ),
    path("public/lists/<number:number>/mistake/", mistakes.mistake_add, name="public-mistake-add"),
    path("public/opinions/", opinions.opinion_find, name="public-opinion-find"),
    path("public/questionnaires/", questionnaires.questionnaire_list, name="public-questionnaires"),
    path(
        "public/questionnaires/<uuid:pk>/",
        questionnaires.questionnaire,
        name="public-questionnaire",
    ),
    path("public/challenge/<slug:key>.png", opinions.challenge_image, name="captcha-image"),
]
PUBLIC_OPINION_URL_NAMES = frozenset(pattern.name for pattern in urlpatterns)
