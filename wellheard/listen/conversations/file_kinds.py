"""Which kinds of files come in and go out: by the ending of the name, which is what a computer goes by that opens it."""

import mimetypes
from pathlib import PurePosixPath

UNKNOWN = "application/octet-stream"
_TO_LOOK_AT = """
    png jpg jpeg jfif gif webp avif bmp tif tiff heic heif ico svg psd ai eps dwg dxf mp3 m4a wav ogg oga opus flac aac mp4 m4v
    mov webm avi mkv mpg mpeg 3gp wmv
"""
_TO_READ = """
    txt text md markdown rst rtf pdf ps doc docx dot dotx odt ott pages xls xlsx xlsb xlt xltx ods numbers csv tsv ppt pptx pps
    ppsx pot potx odp key vsd vsdx epub xps one tex htm html mhtml eml msg mbox ics vcf vcard
"""
# What programs note and exchange, and what holds several files.
_OF_PROGRAMS = """
    xml xsd xsl json jsonl ndjson yaml yml toml ini cfg conf config properties env log out err trace dmp mdmp crash har pcap
    pcapng evtx etl sql db sqlite parquet avro geojson gpx kml kmz srt vtt po strings diff patch css less ts tsx java cs go rs
    c h cpp hpp swift kt dart ipynb proto graphql dat p7s p7m sig asc pgp gpg pem crt cer csr pub bin bak tmp
    zip gz tgz bz2 xz zst 7z rar tar
"""
_TAKEN = frozenset(f"{_TO_LOOK_AT} {_TO_READ} {_OF_PROGRAMS}".split())
_LONGEST_ENDING = 12


def is_taken(name: str) -> bool:
    """Tell whether a file of this name is taken: what a computer would run when somebody opens it is not.

    An ending of digits (log.1), or none, opens with nothing.
    """
    # Windows leaves dots and spaces at the end away.
    ending = PurePosixPath(name.rstrip(". ")).suffix.removeprefix(".").lower()
    is_ending = ending.isascii() and ending.isalnum() and len(ending) <= _LONGEST_ENDING
    return not is_ending or ending.isdigit() or ending in _TAKEN


def media_type_of(name: str) -> str:
    """Return what a file is by its name; what a browser claims is not asked."""
    return mimetypes.guess_type(name, strict=False)[0] or UNKNOWN
