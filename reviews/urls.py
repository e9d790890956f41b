"""Addresses of everything a paper goes through; the public site has its own in `public_urls`."""

from django.urls import path

from .views import (
    beginning,
    confirming,
    deciding,
    editing,
    entering,
    importing,
    inbox,
    my_posts,
    papers,
    passing,
    printed,
    publicity,
    reorganising,
    suggestions,
    taking_over,
)

urlpatterns = [
    path("desk/", inbox.desk, name="desk"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/together/", passing.pass_together, name="pass-together"),
    path("inbox/meeting/", passing.meet_together, name="meet-together"),
    path("my-posts/", my_posts.my_posts, name="my-posts"),
    path("my-posts/others/", entering.entered_for, name="entered-for"),
    path("my-posts/<int:post_pk>/start/", beginning.start_form, name="form-start"),
    path(
        "sections/<int:section_pk>/sheet/start/",
        beginning.start_section_sheet,
        name="section-sheet-start",
    ),
    path(
        "posts/<int:post_pk>/shared/start/", beginning.start_shared_form, name="shared-form-start"
    ),
    path("units/<int:unit_pk>/sheet/start/", beginning.start_unit_sheet, name="unit-sheet-start"),
    path("units/<int:unit_pk>/catalogue/start/", beginning.start_catalogue, name="catalogue-start"),
    path("units/<int:unit_pk>/directory/start/", beginning.start_directory, name="directory-start"),
    path("suggestions/", suggestions.suggestion_list, name="suggestion-list"),
    path("suggestions/add/", suggestions.suggestion_add, name="suggestion-add"),
    path("suggestions/<int:pk>/", suggestions.suggestion_detail, name="suggestion-detail"),
    path(
        "suggestions/<int:pk>/take-up/",
        suggestions.suggestion_take_up,
        name="suggestion-take-up",
    ),
    path(
        "suggestions/<int:pk>/decline/", suggestions.suggestion_decline, name="suggestion-decline"
    ),
    path("papers/", papers.paper_list, name="paper-list"),
    path("papers/print/", printed.section_print, name="section-print"),
    path("papers/<int:pk>/", papers.paper_detail, name="paper-detail"),
    path("papers/<int:pk>/history/", papers.paper_history, name="paper-history"),
    path("papers/<int:pk>/revisions/<int:no>/", papers.revision_detail, name="revision-detail"),
    path("papers/<int:pk>/form.pdf", printed.paper_pdf, name="paper-pdf"),
    path("papers/<int:pk>/print/", printed.paper_print, name="paper-print"),
    path(
        "papers/<int:pk>/attachments/<int:attachment_pk>/",
        papers.paper_attachment,
        name="paper-attachment",
    ),
    path("papers/<int:pk>/sealed/", papers.attach_sealed, name="paper-sealed"),
    path("papers/<int:pk>/edit/", editing.paper_edit, name="paper-edit"),
    path("papers/<int:pk>/check/", editing.paper_check, name="paper-check"),
    path("papers/<int:pk>/submit/", editing.paper_submit, name="paper-submit"),
    path("papers/<int:pk>/take-over/", taking_over.paper_take_over, name="paper-take-over"),
    path("papers/<int:pk>/cancel/", editing.paper_cancel, name="paper-cancel"),
    path("papers/<int:pk>/recall/", editing.paper_recall, name="paper-recall"),
    path("papers/<int:pk>/compile/", editing.directory_compile, name="directory-compile"),
    path("papers/<int:pk>/rows/add/", editing.row_add, name="paper-row-add"),
    path("papers/<int:pk>/rows/preview/", editing.row_preview, name="paper-row-preview"),
    path("papers/<int:pk>/rows/catch-up/", editing.catch_up, name="paper-catch-up"),
    path("papers/<int:pk>/rows/examples/", editing.row_examples, name="paper-examples"),
    path("papers/<int:pk>/rows/shared/", editing.shared_rows, name="paper-shared"),
    path("papers/<int:pk>/rows/paste/", editing.rows_paste, name="paper-paste"),
    path("papers/<int:pk>/rows/import/", editing.rows_import, name="paper-import"),
    path("papers/<int:pk>/rows/offline/", editing.rows_offline, name="paper-offline"),
    path("papers/<int:pk>/rows/<int:line_pk>/", editing.row_edit, name="paper-row"),
    path("papers/<int:pk>/rows/<int:line_pk>/copy/", editing.row_copy, name="paper-row-copy"),
    path("papers/<int:pk>/rows/<int:line_pk>/strike/", editing.row_strike, name="paper-row-strike"),
    path(
        "papers/<int:pk>/rows/<int:line_pk>/restore/", editing.row_restore, name="paper-row-restore"
    ),
    path(
        "papers/<int:pk>/rows/<int:line_pk>/answers/", editing.row_answers, name="paper-row-answers"
    ),
    path("papers/<int:pk>/rows/<int:line_pk>/move/", editing.row_move, name="paper-row-move"),
    path("papers/<int:pk>/duties/add/", editing.duty_add, name="paper-duty-add"),
    path("papers/<int:pk>/duties/<int:line_pk>/", editing.duty_edit, name="paper-duty"),
    path(
        "papers/<int:pk>/duties/<int:line_pk>/strike/",
        editing.duty_strike,
        name="paper-duty-strike",
    ),
    path("papers/<int:pk>/files/", editing.paper_files, name="paper-files"),
    path("papers/<int:pk>/grade/", editing.grade, name="paper-grade"),
    path("papers/<int:pk>/steps/<int:step_pk>/decide/", deciding.decide, name="step-decide"),
    path("papers/<int:pk>/steps/<int:step_pk>/record/", deciding.record, name="step-record"),
    path("papers/<int:pk>/steps/<int:step_pk>/reassign/", deciding.reassign, name="step-reassign"),
    path("papers/<int:pk>/send-back/", confirming.send_back, name="paper-send-back"),
    path(
        "papers/<int:pk>/record-confirmation/", confirming.record, name="paper-confirmation-record"
    ),
    path("papers/<int:pk>/reopen/", publicity.rows_reopen, name="rows-reopen"),
    path("tables/import/", importing.table_imports, name="table-imports"),
    path("tables/import/<int:pk>/", importing.table_import, name="table-import"),
    path(
        "tables/import/<int:pk>/mapping/",
        importing.table_import_mapping,
        name="table-import-mapping",
    ),
    path(
        "tables/import/<int:pk>/report.xlsx",
        importing.table_import_report,
        name="table-import-report",
    ),
    path("tables/import/<int:pk>/file/", importing.table_import_file, name="table-import-file"),
    path("organisation/changes/", reorganising.reorganisation, name="reorganisation"),
    path("confirm/", confirming.confirm_list, name="confirm-list"),
    path("publicity/", publicity.publicity_list, name="publicity-list"),
    path("units/<int:unit_pk>/publicity/open/", publicity.publicity_open, name="publicity-open"),
    path("publicity/<int:pk>/close/", publicity.publicity_close, name="publicity-close"),
]
