"""Every change to surveys, and everything people do with them."""

from wellheard.listen.surveys.commands.answering import answer_survey
from wellheard.listen.surveys.commands.drawing import Plan, begin_wave, draw_sample, remove_wave, stop_wave
from wellheard.listen.surveys.commands.inviting import cancel_invitations, invite, personal_link
from wellheard.listen.surveys.commands.quiet import change_rules, end_quiet, keep_quiet
from wellheard.listen.surveys.commands.rewards import (
    add_codes,
    agree_to_thanks,
    draw_winners,
    set_incentive,
    take_back_thanks,
)
from wellheard.listen.surveys.commands.showing import dismiss_survey, show_survey, start_response
from wellheard.listen.surveys.commands.states import end_survey, pause_survey, start_survey
from wellheard.listen.surveys.commands.surveys import (
    SurveyFields,
    change_survey,
    copy_survey,
    make_survey,
    remove_survey,
)

__all__ = [
    "Plan",
    "SurveyFields",
    "add_codes",
    "agree_to_thanks",
    "answer_survey",
    "begin_wave",
    "cancel_invitations",
    "change_rules",
    "change_survey",
    "copy_survey",
    "dismiss_survey",
    "draw_sample",
    "draw_winners",
    "end_quiet",
    "end_survey",
    "invite",
    "keep_quiet",
    "make_survey",
    "pause_survey",
    "personal_link",
    "remove_survey",
    "remove_wave",
    "set_incentive",
    "show_survey",
    "start_response",
    "start_survey",
    "stop_wave",
    "take_back_thanks",
]
