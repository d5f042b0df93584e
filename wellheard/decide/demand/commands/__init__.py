"""Every change to what is estimated, scored and asked about demand."""

from wellheard.decide.demand.commands.asking import AskingError, answer_still_needed, begin_round, send_round

__all__ = ["AskingError", "answer_still_needed", "begin_round", "send_round"]
