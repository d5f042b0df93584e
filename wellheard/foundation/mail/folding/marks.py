"""How mail programs mark, in HTML, where the quoted history or the signature stands. Not standards: what they write."""

from wellheard.foundation.mail.folding.tags import Tag

NOTHING, ELEMENT, REST = "", "element", "rest"

# The element itself is the history or the signature.
_CLASSES = {
    "gmail_quote",
    "gmail_extra",
    "gmail_signature",
    "gmail_attr",
    "moz-cite-prefix",
    "moz-signature",
    "moz-forward-container",
    "protonmail_quote",
    "protonmail_signature_block",
    "yahoo_quoted",
    "yahooquoted",
    "yahoo-signature",
    "zmail_extra",
    "zimbra_quote",
    "front-blockquote",
    "front-signature",
    "cm_quote",
    "freemail_quote",
    "wisestamp_app",
    "quote_container",
    "mailplugin_quote",
    "tutanota_quote",
    "skiff_quote",
    "hey-quote",
    "missive_quote",
    "mb_sig",
    "foxmail_quote",
    "ntes_quote",
    "gw_quote",
}
_CLASS_STARTS = ("yahoo_quoted", "gmail_quote", "zmail_extra", "yandex_quote", "mail-quote", "js-mail-quote")
_IDS = {
    "applemailsignature",
    "signature",
    "yahoo_quoted",
    "isforwardcontent",
    "olk_src_body_section",
    "ms-outlook-mobile-signature",
    "isreplycontent",
    "ntes-pcmail-quote",
    "origbody",
    "reply-intro",
    "mailbox-conversation",
}
# All below it is history: Outlook and others put the header block and the old words beside each other.
_REST_IDS = {
    "divrplyfwdmsg",
    "appendonsend",
    "mail-editor-reference-message-container",
    "replysplit",
    "ymail_android_quote",
    "orimsghtmlseperator",
    "stopspelling",
}
_REST_CLASSES = {"outlookmessageheader", "gmail_quote_attribution", "wh-reply-above"}
_BLOCKS = {"div", "blockquote", "section", "table", "p", "span", "td", "pre", "hr", "includetail", "font"}


def kind_of(tag: Tag) -> str:
    """Tell whether a tag marks itself (ELEMENT) or all that follows (REST) as what was said before."""
    if tag.name not in _BLOCKS and tag.name != "a":
        return NOTHING
    if tag.name == "includetail":
        return ELEMENT
    identity = _own(tag.get("id").lower())
    classes = [_own(name) for name in tag.get("class").lower().split()[:20]]
    if identity in _REST_IDS or not _REST_CLASSES.isdisjoint(classes) or _is_outlook_line(tag):
        return REST
    if identity in _IDS or "yahoo_quoted" in identity or _has_class(classes) or _is_cited(tag):
        return ELEMENT
    return NOTHING


def _own(name: str) -> str:
    """Return a name without the x_ that Outlook puts before those of others each time a mail goes through it."""
    while name.startswith("x_"):
        name = name[2:]
    return name


def _has_class(classes: list[str]) -> bool:
    return any(name in _CLASSES or name.startswith(_CLASS_STARTS) for name in classes)


def _is_cited(tag: Tag) -> bool:
    """Apple Mail, Thunderbird, Zimbra, Newton."""
    if tag.name == "blockquote" and tag.get("type").lower() == "cite":
        return True
    return (
        tag.get("data-marker") in {"__QUOTED_TEXT__", "__SIG_PRE__", "__HEADERS__"}
        or "data-mailquote" in tag.attributes
    )


def _is_outlook_line(tag: Tag) -> bool:
    """The grey or blue line above `From:` in Outlook: nothing but a border at the top, one point thick."""
    style = "".join(tag.get("style")[:500].lower().split())
    return (
        tag.name == "div"
        and "border:none;border-top:solid#" in style
        and "1.0pt" in style
        and "padding:3.0pt0" in style
    )
