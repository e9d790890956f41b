"""Addresses that `test_query_counts` leaves out."""

# Pages of one thing, forms, files, doors: what they show does not grow with the rows of a list.
OF_ONE_THING = """
sign-in sign-out demo-sign-in password-change password-change-done help help-page
health-live health-ready desk
notice-open notices-read download-file download-retry download-cancel trail-export
organisation-import-template organisation-import-detail organisation-import-file
organisation-import-confirm organisation-import-seats
kind-add kind-edit power-sheet public-power-sheet
records record-schema record record-begin record-attach record-token-revoke
exercise-export exercise-add exercise-edit exercise-throw-away exercise-correct exercise-file
finding-answer finding-look registered-power-add registered-power-edit registered-power-stop
clearing-open clearing-close clearing-remind clearing-register clearing-offer declaration-begin
declaration-rows declaration-row declaration-row-add declaration-row-remove declaration-hand-in
declaration-take-back declaration-gather
alert-sheet alert-scan alert-recipients talk-sheet talk-scan disposal-paper disposal-sheet
disposal-papers disposal-volume
webhook-add webhook-edit webhook-trial arrival-paper arrival-paper-pdf arrival-paper-scan
alert-add alert-edit alert-points alert-read alert-reply alert-issue alert-told alert-discard
self-check-export self-check-confirm self-check-sheet
measure-take-back measure-check measure-switch
alert-letter inspection-add inspection-bulletin inspection-call-off inspection-mended
inspection-letter
activity-xlsx activity-replan activity-call-off activity-record activity-note activity-file-add
activity-file activity-file-remove activity-print
commitment-sign commitment-remind commitment-poster commitment-text-add commitment-text
commitment-text-switch
talk-plan talk-replan talk talk-record talk-drop talk-remark talk-confirm talk-print
talk-ledger-xlsx talk-volume
source-add source-edit source-withdraw source-link source-link-drop source-attach source-file
source-order source-take-over source-from-answer source-coverage
assessment-post assessment-rules study-open study-item
questionnaire-add questionnaire-edit questionnaire-switch-on questionnaire-close
questionnaire-notice questionnaire-results question-add question-edit question-up question-remove
public-questionnaire
disposal-issue disposal-sign disposal-reply disposal-rectify disposal-recheck disposal-withdraw
disposal-hand-over disposal-follow-up disposal-notice disposal-record disposal-file
cycle-board warning-detail ladder ladder-add ladder-step
law-add law-edit law-change law-take-back law-article law-article-add law-levels law-import
law-looked-at coverage-step coverage-export
task-export task-feed task-feed-file task-take-back task-waive task-file task-file-remove
recurring-add recurring-edit recurring-switch recurring-inherit
rule-add rule-edit rule-change rule-take-back rule-import rule-export rule-file
power-detail power-export power-chart power-lanes power-guard power-charts-export
point-detail point-export post-workflow post-workflow-file
form-start catalogue-start directory-start directory-compile
paper-charts paper-filing-sheet step-waive
paper-take-over paper-pdf paper-attachment paper-sealed paper-submit paper-cancel paper-recall
paper-catch-up paper-import paper-row paper-row-add paper-row-preview paper-row-strike
paper-row-duties paper-row-benchmark paper-row-restore paper-row-move
paper-duty paper-duty-add paper-duty-strike paper-grade
step-decide step-record step-reassign step-urge progress-xlsx publicity-open publicity-close
change-counts change-counts-xlsx
publicity-extend opinion-reopen opinion-add opinion-find opinion-answer publicity-notice
publicity-report announcement announcement-file announcement-add announcement-edit
announcement-files announcement-publish announcement-take-down missive-detail archive-volume
public-opinion-add public-opinion-find public-mistake-add mistake-detail captcha-image
public-feed public-unit-feed paper-changes
paper-publish publication-correct publication-withdraw publication-download register-export
publication-charts
public-power public-power-chart public-power-lanes public-compare
public-search public-download public-statement check
mail-wish mail-channel mail-trial public-data-about public-data public-robots
paper-print section-print paper-examples paper-paste paper-row-answers paper-row-copy
paper-row-measures
paper-shared paper-offline paper-check-answers paper-row-merge
paper-row-separation
paper-many-undo view-save view-rename view-delete view-restore
register-sheet-export section-sheet-start shared-form-start unit-sheet-start arrival-notice-pdf
responsibility-tables responsibility-edit
scale-edit scale-copy scheme-edit scheme-copy scheme-remove scheme-switch
suggestion-add suggestion-detail suggestion-decline suggestion-take-up
table-import table-import-mapping table-import-report table-import-file
admin:index admin:app_list admin:login admin:logout admin:jsi18n admin:autocomplete
admin:view_on_site admin:password_change admin:password_change_done
admin:organisation_post_hand_over
"""
