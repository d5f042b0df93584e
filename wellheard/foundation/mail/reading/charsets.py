"""Bytes to words, whatever their charset is said to be, or is.

Declared charsets are read as their wider relatives, which is what mail programs write: windows-1252 as iso-8859-1, gb18030 as
gb2312, cp949 as ks_c_5601-1987. Who declares UTF-8 and does not write it, or declares nothing, is guessed.
"""

import codecs
import re

from charset_normalizer import from_bytes

_WIDER = {
    "": "utf-8",
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso_8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-8-i": "cp1255",
    "iso-8859-8-e": "cp1255",
    "iso-8859-8": "cp1255",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big-5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-jp-ms": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode-1-1-utf-7": "utf-7",
    "utf8": "utf-8",
    "x-utf-8": "utf-8",
    "utf8mb4": "utf-8",
}
# Those a mail without a right declaration is found to be in.
_GUESSED = [
    "cp1251",
    "koi8_r",
    "cp1252",
    "cp1250",
    "cp1257",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "gb18030",
    "big5",
    "cp932",
    "euc_jp",
    "cp949",
]
_SAMPLE = 20_000
_SURROGATES = re.compile("[\ud800-\udfff]")
# Python knows codecs that are no charsets (rot13, zip), and asks the system for idna and mbcs.
_NO_CHARSET = {
    "rot13",
    "rot_13",
    "zip",
    "zlib",
    "bz2",
    "hex",
    "base64",
    "uu",
    "quopri",
    "idna",
    "punycode",
    "mbcs",
    "oem",
}
_DIGITS = re.compile(r"(?:windows|cp|win|x-cp|ibm)?[-_]?(\d{3,4})")
# What ISO-2022-JP and the like switch alphabets with.
_ESCAPES = (b"\x1b$", b"\x1b(")


def codec_of(charset: str) -> str | None:
    """Return the codec a charset is read with; None for one that nobody knows."""
    name = charset.strip().strip("\"'").lower().removeprefix("charset=").removeprefix("cs")
    if digits := _DIGITS.fullmatch(name):
        name = f"cp{digits.group(1)}"
    name = _WIDER.get(name, name)
    if name in _NO_CHARSET or len(name) > 40 or not name.isascii() or "\0" in name:  # noqa: PLR2004
        return None
    try:
        return name if codecs.lookup(name)._is_text_encoding else None  # noqa: SLF001
    except (LookupError, ValueError, UnicodeError):
        return None


def words_of(data: bytes, charset: str = "") -> tuple[str, str]:
    """Return the words and a problem's code: empty, "charset_unknown" or "charset_wrong". Never raises."""
    codec = codec_of(charset)
    problem = "" if codec else "charset_unknown"
    if codec in {None, "utf-8", "cp1252"} and (plain := _strictly(data, "utf-8")) is not None:
        return _plain(_escaped(data, plain)), problem
    if codec and (text := _strictly(data, codec)) is not None:
        return _plain(text), problem
    if codec and codec not in {"utf-8", "cp1252"}:
        # One broken character in a text that is otherwise right is no reason to guess another charset.
        text = _forgivingly(data, codec)
        if text.count("\ufffd") * 50 <= len(text):
            return _plain(text), problem
    text = _guessed(data) if codec != "cp1252" else _forgivingly(data, "cp1252")
    return _plain(text), problem or "charset_wrong"


def header_words(data: bytes) -> str:
    """Return the words of a header that was written in 8 bits, which is UTF-8 nowadays (RFC 6532)."""
    return words_of(data, "")[0]


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, OverflowError, LookupError, AssertionError):
        return None


def _forgivingly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec, "replace")
    except (UnicodeError, ValueError, OverflowError, LookupError, AssertionError):
        return data.decode("utf-8", "replace")


def _escaped(data: bytes, plain: str) -> str:
    """Return Japanese that was sent in seven bits without saying so."""
    if data.isascii() and any(escape in data for escape in _ESCAPES):
        return _strictly(data, "iso2022_jp_ext") or plain
    return plain


def _guessed(data: bytes) -> str:
    forgiving = data.decode("utf-8", "replace")
    # A few broken characters in a long text: UTF-8 that was cut.
    if forgiving.count("\ufffd") * 50 <= len(data.translate(None, bytes(range(128)))):
        return forgiving
    best = from_bytes(data[:_SAMPLE], cp_isolation=_GUESSED, steps=5, chunk_size=1024, threshold=0.5).best()
    return _forgivingly(data, best.encoding) if best else _forgivingly(data, "cp1252")


def _plain(text: str) -> str:
    return _SURROGATES.sub("\ufffd", text.replace("\0", ""))
