"""A part's headers: lines to names and values, unfolded (RFC 5322 2.2.3), and the words in them (RFC 2047, 2231)."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from wellheard.foundation.mail.reading import limits
from wellheard.foundation.mail.reading.charsets import header_words, words_of

# A name of printable ASCII without a colon (RFC 5322 2.2); some write spaces before the colon.
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_LINE_ENDS = re.compile(rb"\r\n|\n|\r")
_SPACES = re.compile(r"\s+")
_LONGEST_CHARSET = 60
_NO_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))


@dataclass(frozen=True)
class Fields:
    """The headers of one part in their order, raw: bytes as they came, unfolded."""

    pairs: tuple[tuple[str, bytes], ...]
    was_cut: bool = False

    def raw(self, name: str) -> bytes:
        """Return the first value, empty when absent."""
        return next((value for key, value in self.pairs if key == name), b"")

    def all(self, name: str) -> list[bytes]:
        return [value for key, value in self.pairs if key == name]

    def words(self, name: str) -> str:
        """Return the first value as a person reads it: one line."""
        return decoded(self.raw(name), self.charset)

    @property
    def charset(self) -> str:
        """The charset of the words below: what headers that name none are in, when they are no UTF-8."""
        return self.parameters("content-type").get("charset", "") if self.has("content-type") else ""

    def has(self, name: str) -> bool:
        return any(key == name for key, _value in self.pairs)

    def token(self, name: str) -> str:
        """Return the first value up to a parameter, in lower case."""
        return header_words(self.raw(name)[:1000]).split(";", 1)[0].strip().lower()

    def parameters(self, name: str) -> dict[str, str]:
        """Return what follows the semicolons: charset, boundary, filename."""
        return parameters_of(self.raw(name))


def fields_of(block: bytes) -> Fields:
    """Read a block of headers. A line that is none is passed over; one that begins with a space goes on with the last."""
    was_cut = len(block) > limits.MOST_HEADER_BYTES
    found: list[tuple[str, list[bytes]]] = []
    for line in _LINE_ENDS.split(block[: limits.MOST_HEADER_BYTES]):
        if line[:1] in {b" ", b"\t"} and found:
            found[-1][1].append(line.strip())
        elif match := _FIELD.match(line):
            if len(found) == limits.MOST_HEADERS:
                return Fields(_joined(found), was_cut=True)
            found.append((match.group(1).decode("ascii").lower(), [line[match.end() :].strip()]))
    return Fields(_joined(found), was_cut)


def _joined(found: list[tuple[str, list[bytes]]]) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, b" ".join(lines).strip()) for name, lines in found)


def decoded(value: bytes, charset: str = "") -> str:
    """Return a value's words on one line, encoded words decoded. Eight bits are UTF-8, else the charset of the words below."""
    plain = value[: limits.MOST_VALUE]
    words = header_words(plain) if plain.isascii() else words_of(plain, charset)[0]
    return _SPACES.sub(" ", encoded_words(words)).strip()


def encoded_words(text: str) -> str:
    """Decode =?charset?q?words?=. Neighbours of one charset are joined before they are decoded: some cut characters in two."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    pending: list[tuple[str, bytes]] = []
    for literal, charset, data in _pieces(text):
        if literal and (literal.strip() or not pending):
            pieces.extend(_flushed(pending))
            pieces.append(literal)
        if charset:
            pending.append((charset, data))
    return "".join([*pieces, *_flushed(pending)])


def _flushed(pending: list[tuple[str, bytes]]) -> Iterator[str]:
    run: list[bytes] = []
    for number, (charset, data) in enumerate(pending):
        run.append(data)
        if number + 1 == len(pending) or pending[number + 1][0] != charset:
            yield words_of(b"".join(run), charset)[0]
            run = []
    pending.clear()


def _pieces(text: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield literals and encoded words, each character looked at a bounded number of times."""
    done = at = 0
    while (begin := text.find("=?", at)) >= 0:
        word = _encoded_word(text, begin)
        if word is None:
            at = begin + 2
            continue
        end, charset, data = word
        if end < 0:
            break
        yield text[done:begin], charset, data
        done = at = end
    yield text[done:], "", b""


def _encoded_word(text: str, begin: int) -> tuple[int, str, bytes] | None:
    """Return where the word that begins here ends and what it holds; an end of -1 when no word can end any more."""
    middle = text.find("?", begin + 2, begin + 2 + _LONGEST_CHARSET)
    kind = text[middle + 1 : middle + 2].lower()
    if middle < 0 or kind not in {"q", "b"} or text[middle + 2 : middle + 3] != "?":
        return None
    end = text.find("?=", middle + 3)
    if end < 0:
        return -1, "", b""
    # RFC 2231 5: a language may follow the charset.
    charset = text[begin + 2 : middle].split("*", 1)[0].lower()
    payload = text[middle + 3 : end]
    return end + 2, charset or "utf-8", _from_base64(payload) if kind == "b" else _from_q(payload)


def _from_q(payload: str) -> bytes:
    return binascii.a2b_qp(payload.encode("utf-8", "replace"), header=True)


def _from_base64(payload: str) -> bytes:
    """Return the bytes; where somebody wrote plain words, those words."""
    data = payload.encode("utf-8", "replace")
    return data if not payload.isascii() else from_base64(data)


def from_base64(data: bytes) -> bytes:
    """Decode base64 however broken: other characters passed over, padding added, several pieces joined."""
    decoded_pieces = []
    for piece in data.translate(None, _NO_BASE64).split(b"="):
        if piece:
            usable = piece if len(piece) % 4 != 1 else piece[:-1]
            decoded_pieces.append(binascii.a2b_base64(usable + b"=" * (-len(usable) % 4)))
    return b"".join(decoded_pieces)


def parameters_of(value: bytes) -> dict[str, str]:
    """Return a value's parameters, continuations joined (RFC 2231), quotes and encoded words undone."""
    plain: dict[str, str] = {}
    numbered: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for name, raw in _raw_parameters(value[: limits.MOST_VALUE]):
        base, _star, rest = name.partition("*")
        if not _star:
            plain.setdefault(base, decoded(raw))
            continue
        digits = rest.rstrip("*")
        number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 4 else 0  # noqa: PLR2004
        numbered.setdefault(base, {}).setdefault(number, (raw, rest.endswith("*") or not rest))
    for base, sections in numbered.items():
        plain[base] = _continued([sections[number] for number in sorted(sections)])
    return plain


def _continued(sections: list[tuple[bytes, bool]]) -> str:
    """Join the sections of charset'language'percent-encoded words."""
    charset = ""
    data = b""
    for number, (raw, is_encoded) in enumerate(sections):
        piece = raw
        if is_encoded and not number and raw.count(b"'") >= 2:  # noqa: PLR2004
            named, _language, piece = raw.split(b"'", 2)
            charset = named.decode("ascii", "replace")
        data += unquote_to_bytes(piece) if is_encoded else piece
    text = words_of(data, charset)[0]
    return _SPACES.sub(" ", encoded_words(text)).strip()


def _raw_parameters(value: bytes) -> Iterator[tuple[str, bytes]]:
    for piece in _split_outside_quotes(value)[1:]:
        name, equals, raw = piece.partition(b"=")
        if equals:
            yield name.strip().decode("ascii", "replace").lower(), _unquoted(raw.strip())


def _split_outside_quotes(value: bytes) -> list[bytes]:
    """Split at semicolons that stand in no quotes; a quote nobody closes reaches to the end."""
    pieces = [b""]
    for number, piece in enumerate(re.split(rb'((?<!\\)")', value)):
        is_quoted = (number // 2) % 2 == 1
        if number % 2 or is_quoted:
            pieces[-1] += piece
            continue
        first, *more = piece.split(b";")
        pieces[-1] += first
        pieces.extend(more)
    return pieces


def _unquoted(raw: bytes) -> bytes:
    if raw[:1] == b'"':
        end = raw.rfind(b'"')
        inner = raw[1:end] if end > 0 else raw[1:]
        return re.sub(rb"\\(.)", rb"\1", inner) if b'\\"' in inner or rb"\\" in inner else inner
    return raw
