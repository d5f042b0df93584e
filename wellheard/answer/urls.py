"""Pages of answering."""

from django.urls import URLPattern, URLResolver, path

from wellheard.answer.views import answers, ledger, opened, preview, several, solved, telling, unsubscribe, wordings

urlpatterns: list[URLPattern | URLResolver] = [
    path("answers/", ledger.answers, name="answers"),
    path("answers/filters/", ledger.filters, name="answers_filters"),
    path("answers/several/", several.several, name="answers_several"),
    path("answers/several/doing/", several.do, name="answers_several_doing"),
    path("answers/<int:answer_id>/", answers.answer, name="answer"),
    path("answers/<int:answer_id>/sending/", answers.send, name="answer_sending"),
    path("answers/<int:answer_id>/keeping/", answers.keep_back, name="answer_keeping"),
    path("answers/<int:answer_id>/telling/", answers.tell, name="answer_telling"),
    path("answers/<int:answer_id>/bouncing/", answers.bounce, name="answer_bouncing"),
    path("answers/<int:answer_id>/preview/", preview.preview, name="answer_preview"),
    path("settings/wordings/", wordings.wordings, name="settings_wordings"),
    path("answers/wordings/<int:wording_id>/undoing/", wordings.undoing, name="wording_undoing"),
    path("answers/wordings/<int:wording_id>/removal/", wordings.removal, name="wording_removal"),
    path("answers/wordings/<str:occasion>/<str:language>/", wordings.wording, name="wording"),
    path("ideas/<int:idea_id>/answers/sending/", several.about_idea, name="answers_sending"),
    path("ideas/<int:idea_id>/telling/", telling.about_idea, name="idea_telling"),
    path("work-items/<int:item_id>/telling/", telling.about_item, name="work_item_telling"),
    path("solved/<str:token>/", solved.solved, name="solved"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("opened/<str:token>/", opened.opened, name="opened"),
]
