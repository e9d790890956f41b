"""Addresses of warnings and disposal."""

from django.urls import path

from .views import doing, filing, issuing, ladder, paper, reading

urlpatterns = [
    path("disposals/", reading.disposal_list, name="disposal-list"),
    path("disposals/issue/", issuing.disposal_issue, name="disposal-issue"),
    path("disposals/ladder/", ladder.ladder, name="ladder"),
    path("disposals/ladder/add/<slug:for_whom>/", ladder.ladder_add, name="ladder-add"),
    path("disposals/ladder/<int:pk>/", ladder.ladder_step, name="ladder-step"),
    path("disposals/warnings/", reading.warning_list, name="warning-list"),
    path("disposals/warnings/<uuid:pk>/", issuing.warning_detail, name="warning-detail"),
    path("disposals/volume/", filing.disposal_volume, name="disposal-volume"),
    path("disposals/<uuid:pk>/papers.pdf", filing.disposal_papers, name="disposal-papers"),
    path("disposals/<uuid:pk>/", reading.disposal, name="disposal"),
    path("disposals/<uuid:pk>/sign/", doing.disposal_sign, name="disposal-sign"),
    path("disposals/<uuid:pk>/reply/", doing.disposal_reply, name="disposal-reply"),
    path("disposals/<uuid:pk>/rectify/", doing.disposal_rectify, name="disposal-rectify"),
    path("disposals/<uuid:pk>/recheck/", doing.disposal_recheck, name="disposal-recheck"),
    path("disposals/<uuid:pk>/withdraw/", doing.disposal_withdraw, name="disposal-withdraw"),
    path("disposals/<uuid:pk>/hand-over/", doing.disposal_hand_over, name="disposal-hand-over"),
    path("disposals/<uuid:pk>/follow-up/", doing.disposal_follow_up, name="disposal-follow-up"),
    path(
        "disposals/<uuid:pk>/notice.<slug:format_name>",
        reading.disposal_notice,
        name="disposal-notice",
    ),
    path(
        "disposals/<uuid:pk>/record.<slug:format_name>",
        reading.disposal_record,
        name="disposal-record",
    ),
    path("disposals/<uuid:pk>/paper/<slug:what>/", paper.disposal_paper, name="disposal-paper"),
    path("disposals/<uuid:pk>/sheets/<int:sheet_pk>/", paper.disposal_sheet, name="disposal-sheet"),
    path("disposals/<uuid:pk>/files/<int:file_pk>/", reading.disposal_file, name="disposal-file"),
]
