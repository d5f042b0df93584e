"""Quoted text: which of a mail's words were said before, and what stands below the words.

`fold(text, html=…)` returns places in the text to show folded; nothing is ever cut off. Told by the marks of mail programs in
HTML (`marks`) and by shape in plain text (`text`), in many languages, in time that grows as the text does. Forwards, answers
between quoted lines, and mail of which nothing would be left stay whole. `text_of_html` makes plain words of HTML.
"""

from wellheard.foundation.mail.folding.fold import fold, visible
from wellheard.foundation.mail.folding.plain import PlainText, plain_of_html, text_of_html

__all__ = ["PlainText", "fold", "plain_of_html", "text_of_html", "visible"]
