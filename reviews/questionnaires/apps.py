from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "reviews.questionnaires"
    label = "questionnaires"
    verbose_name = "问卷调查"
