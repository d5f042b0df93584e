"""Which of a mail's parts are the words, which are files (RFC 2046, 2183, 2387; and what programs make of them)."""

import mimetypes
import re
from dataclasses import dataclass, field, replace
from html import escape

from wellheard.foundation.mail.folding.plain import text_of_html
from wellheard.foundation.mail.reading import files, limits, tnef
from wellheard.foundation.mail.reading.charsets import words_of
from wellheard.foundation.mail.reading.fields import decoded
from wellheard.foundation.mail.reading.parts import Part, Splitting, uudecoded
from wellheard.foundation.mail.reading.shape import Attachment, Problem, Protection
from wellheard.foundation.text.clean import clean_words

_CHARSET_IN_HTML = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
_UU_BEGIN = re.compile(r"^begin [0-7]{3,4} ([^\r\n]{1,200})$", re.MULTILINE)
# A text part that only says to look at the other one.
_SHORT_TEXT = 300
_WORDS = {"text/plain", "text/html", "text/enriched", "text/richtext", "text/x-amp-html", "application/xhtml+xml"}
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}


@dataclass(frozen=True)
class Words:
    """What one part says in plain words and in HTML, either may be empty."""

    text: str = ""
    html: str = ""

    @property
    def as_text(self) -> str:
        return self.text or text_of_html(self.html)

    @property
    def as_html(self) -> str:
        return self.html or (f"<pre>{escape(self.text)}</pre>" if self.text.strip() else "")


@dataclass
class Body:
    """One mail's words and files while its parts are gone through."""

    splitting: Splitting
    files: list[Attachment] = field(default_factory=list)
    protection: Protection = Protection.NONE
    has_calendar: bool = False

    def read(self, root: Part) -> Words:
        """Return the words; the files are in `files` afterwards, each with a name of its own."""
        words = self._words(root, is_root=True)
        names = files.each_its_own([found.filename for found in self.files])
        self.files = [replace(found, filename=name) for found, name in zip(self.files, names, strict=True)]
        return self._limited(words)

    def _words(self, part: Part, *, is_root: bool = False) -> Words:
        self._note_protection(part)
        if part.main_type == "multipart" and part.children:
            if part.media_type == "multipart/alternative":
                return self._alternative(part)
            return _joined([self._words(child) for child in part.children if not _is_report(child)])
        if part.main_type == "multipart" or _is_words(part, is_root=is_root):
            return self._own_words(part)
        self._keep_file(part)
        return Words()

    def _alternative(self, part: Part) -> Words:
        """Return the same words in two forms; the last form of each kind is the richest (RFC 2046 5.1.4)."""
        found = [self._words(child) for child in part.children]
        text = next((words.text for words in found if words.text.strip()), "")
        html = next((words.html for words in reversed(found) if words.html.strip()), "")
        return Words(text, html)

    def _own_words(self, part: Part) -> Words:
        data = self.splitting.content_of(part)
        is_html = part.media_type in {"text/html", "application/xhtml+xml"}
        charset = part.parameters.get("charset", "")
        if is_html and not charset and (declared := _CHARSET_IN_HTML.search(data[:5000])):
            charset = declared.group(1).decode("ascii")
        text, problem = words_of(data, charset)
        if problem:
            self.splitting.note(Problem(problem))
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        if is_html:
            return Words(html=text)
        if part.media_type in {"text/enriched", "text/richtext", "text/x-amp-html"}:
            return Words(text=text_of_html(text)) if part.media_type != "text/x-amp-html" else Words()
        if part.parameters.get("format", "").lower() == "flowed":
            text = unflowed(text, drops_space=part.parameters.get("delsp", "").lower() == "yes")
        return Words(text=self._without_uuencoded(text))

    def _without_uuencoded(self, text: str) -> str:
        """Take files out of the words that were put there as `begin 644 name` ... `end`."""
        if "\nend" not in text or (opening := _UU_BEGIN.search(text)) is None:
            return text
        kept, at = [], 0
        while opening is not None:
            end = text.find("\nend", opening.end())
            if end < 0:
                break
            kept.append(text[at : opening.start()])
            data = uudecoded(text[opening.end() : end].encode("ascii", "replace"))
            self._add(opening.group(1), "application/octet-stream", data)
            at = end + len("\nend")
            opening = _UU_BEGIN.search(text, at)
        return "".join([*kept, text[at:]])

    def _keep_file(self, part: Part) -> None:
        self.has_calendar = self.has_calendar or part.media_type == "text/calendar"
        if part.media_type in _SIGNATURES:
            return
        data = self.splitting.content_of(part)
        content_id = part.fields.words("content-id").strip("<> ")
        named = _name_of(part)
        if not data.strip() and not named and not content_id:
            return
        is_inline = bool(content_id) and not part.disposition.startswith("attachment")
        self._add(
            named, part.media_type, data, content_id=content_id, is_inline=is_inline or part.disposition == "inline"
        )

    def _add(self, name: str, media_type: str, data: bytes, *, content_id: str = "", is_inline: bool = False) -> None:
        safe = files.safe_name(name, media_type=media_type, number=len(self.files) + 1)
        self.files.append(Attachment(safe, media_type, data, content_id[:250], is_inline and bool(data)))
        if media_type in _TNEF or safe.lower() == "winmail.dat":
            self.splitting.note(Problem.TNEF)
            for inner, content in tnef.files_in(data):
                self._add_from_tnef(inner, content)

    def _add_from_tnef(self, name: str, data: bytes) -> None:
        # A winmail.dat in another is kept as it is.
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        safe = files.safe_name(name, media_type=media_type, number=len(self.files) + 1)
        self.files.append(Attachment(safe, media_type, data))

    def _note_protection(self, part: Part) -> None:
        if part.media_type == "multipart/encrypted" or part.media_type in _SEALED:
            signed = "signed-data" in part.parameters.get("smime-type", "")
            self.protection = Protection.SIGNED if signed else Protection.ENCRYPTED
        elif part.media_type == "multipart/signed" and not self.protection:
            self.protection = Protection.SIGNED

    def _limited(self, words: Words) -> Words:
        """Return the words as they are shown: plain ones from the HTML where none came, and not more than a person reads."""
        text = words.text
        if words.html and (not text.strip() or _only_points_to_html(text)):
            text = text_of_html(words.html) or text
        text = text.strip()
        if len(text) > limits.MOST_TEXT or len(words.html) > limits.MOST_TEXT:
            self.splitting.note(Problem.TEXT_CUT)
        if not self.protection and "-----BEGIN PGP " in text:
            is_sealed = "-----BEGIN PGP MESSAGE-----" in text
            self.protection = Protection.ENCRYPTED if is_sealed else Protection.SIGNED
        # Cleaned here, so that whoever stores it changes nothing: what is folded is told as places in these words.
        return Words(clean_words(text[: limits.MOST_TEXT]), words.html[: limits.MOST_TEXT])


def _joined(found: list[Words]) -> Words:
    """Join what stands one below the other: Apple Mail writes words, a picture, and words again."""
    said = [words for words in found if words.text.strip() or words.html.strip()]
    if len(said) == 1:
        return said[0]
    if not any(words.html for words in said):
        return Words("\n".join(words.text for words in said))
    text = "\n".join(words.as_text for words in said) if any(words.text for words in said) else ""
    return Words(text, "\n".join(words.as_html for words in said))


def _is_words(part: Part, *, is_root: bool) -> bool:
    if part.media_type not in _WORDS or part.disposition.startswith("attachment"):
        return False
    return is_root or not _name_of(part)


def _is_report(part: Part) -> bool:
    """Tell parts that machines read; bounces and complaints are read from them elsewhere."""
    return part.media_type in {
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
        "application/pgp-encrypted",
    }


def _only_points_to_html(text: str) -> bool:
    return len(text) < _SHORT_TEXT and "html" in text.lower()


def _name_of(part: Part) -> str:
    disposition = part.fields.parameters("content-disposition")
    named = disposition.get("filename") or part.parameters.get("name") or ""
    if named or part.media_type not in {"message/rfc822", "message/global"} or not part.children:
        return named
    subject = decoded(part.children[0].fields.raw("subject"))
    return f"{subject.replace('/', '_')[: limits.MOST_FILENAME]}.eml" if subject else ""


def unflowed(text: str, *, drops_space: bool) -> str:
    """Join the lines of format=flowed (RFC 3676) that end in a space, each quote depth for itself; "-- " stays a line."""
    lines: list[str] = []
    last_depth, flows = -1, False
    for line in text.split("\n"):
        rest = line.lstrip(">")
        depth = len(line) - len(rest)
        rest = rest.removeprefix(" ")
        if flows and depth == last_depth and rest != "-- ":
            lines[-1] = (lines[-1][:-1] if drops_space else lines[-1]) + rest
        else:
            lines.append(("> " * depth if rest else ">" * depth) + rest)
        last_depth, flows = depth, rest.endswith(" ") and rest != "-- "
    return "\n".join(lines)
