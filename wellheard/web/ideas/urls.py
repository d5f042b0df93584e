"""Addresses of ideas: the board, one idea, and every change to it."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.ideas.views import (
    board,
    deciding,
    editing,
    evidence,
    idea,
    many,
    merging,
    money,
    replies,
    translations,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("ideas/", board.ideas, name="ideas"),
    path("ideas/bulk/", many.bulk, name="ideas_bulk"),
    path("ideas/bulk/<int:edit_id>/undoing/", many.bulk_undoing, name="ideas_bulk_undoing"),
    path("ideas/views/", many.view_saving, name="ideas_view_saving"),
    path("ideas/views/<int:view_id>/removal/", many.view_removal, name="ideas_view_removal"),
    path("ideas/<int:idea_id>/moving/", many.moving, name="idea_moving"),
    path("ideas/new/", editing.idea_new, name="idea_new"),
    path("ideas/<int:idea_id>/", idea.idea, name="idea"),
    path("ideas/<int:idea_id>/words/", idea.words, name="idea_words"),
    path("ideas/<int:idea_id>/evidence/", idea.evidence, name="idea_evidence"),
    path("ideas/<int:idea_id>/money/", money.money, name="idea_money"),
    path("ideas/<int:idea_id>/weighing/", evidence.weighing, name="idea_weighing"),
    path("ideas/<int:idea_id>/edit/", editing.idea_edit, name="idea_edit"),
    path("ideas/<int:idea_id>/status/", editing.status, name="idea_status"),
    path("ideas/<int:idea_id>/publishing/", editing.publishing, name="idea_publishing"),
    path("ideas/<int:idea_id>/hiding/", editing.hiding, name="idea_hiding"),
    path("ideas/<int:idea_id>/decision/", deciding.decision, name="idea_decision"),
    path("ideas/<int:idea_id>/merging/", merging.merging, name="idea_merging"),
    path("ideas/merges/<int:merge_id>/undoing/", merging.unmerging, name="idea_unmerging"),
    path("ideas/<int:idea_id>/comments/", replies.comments, name="idea_comments"),
    path("ideas/<int:idea_id>/replies/", replies.replies, name="idea_replies"),
    path("ideas/<int:idea_id>/replies/<int:comment_id>/", replies.reply, name="idea_reply"),
    path(
        "ideas/<int:idea_id>/replies/<int:comment_id>/withdrawal/",
        replies.reply_withdrawal,
        name="idea_reply_withdrawal",
    ),
    path("ideas/<int:idea_id>/translations/", translations.translating, name="idea_translating"),
    path("ideas/<int:idea_id>/translations/<slug:language>/", translations.translation, name="idea_translation"),
    path(
        "ideas/<int:idea_id>/translations/<slug:language>/removal/",
        translations.translation_removal,
        name="idea_translation_removal",
    ),
    path("ideas/decisions/<int:decision_id>/<slug:language>/", translations.reason, name="decision_translation"),
    path(
        "ideas/decisions/<int:decision_id>/<slug:language>/removal/",
        translations.reason_removal,
        name="decision_translation_removal",
    ),
    path("ideas/<int:idea_id>/unlinking/<int:feedback_id>/", evidence.unlinking, name="idea_unlinking"),
    path("evidence/<int:evidence_id>/importance/", evidence.importance, name="evidence_importance"),
    path("evidence/<int:evidence_id>/withdrawal/", evidence.withdrawal, name="evidence_withdrawal"),
    path("evidence/<int:evidence_id>/reaffirmation/", evidence.reaffirmation, name="evidence_reaffirmation"),
]
