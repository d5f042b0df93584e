"""Pages of answering."""

from django.urls import URLPattern, URLResolver, path

from wellheard.answer.views import answers, opened, preview, solved, unsubscribe

urlpatterns: list[URLPattern | URLResolver] = [
    path("answers/", answers.answers, name="answers"),
    path("answers/<int:answer_id>/", answers.answer, name="answer"),
    path("answers/<int:answer_id>/sending/", answers.send, name="answer_sending"),
    path("answers/<int:answer_id>/keeping/", answers.keep_back, name="answer_keeping"),
    path("answers/<int:answer_id>/telling/", answers.tell, name="answer_telling"),
    path("answers/<int:answer_id>/bouncing/", answers.bounce, name="answer_bouncing"),
    path("answers/<int:answer_id>/preview/", preview.preview, name="answer_preview"),
    path("ideas/<int:idea_id>/answers/sending/", answers.send_all, name="answers_sending"),
    path("solved/<str:token>/", solved.solved, name="solved"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("opened/<str:token>/", opened.opened, name="opened"),
]
