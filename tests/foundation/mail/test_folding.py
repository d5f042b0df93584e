"""Which words of a mail are folded: quoted history, signatures, footers; never what the customer says now."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wellheard.foundation.mail.folding import fold, text_of_html, visible

WORDS = "The export stops at row 1000.\n\nCan you help?"


def left(text: str, *, html: str = "", subject: str = "") -> str:
    return visible(text, fold(text, html=html, subject=subject))


# How programs in each language say who wrote what is below.
SAID = [
    "On Fri, Nov 20, 2026 at 10:15 AM Ann Lee <ann@example.com> wrote:",
    "On 20 Nov 2026, at 10:15, Ann Lee <ann@example.com> wrote:",
    "On Fri, Nov 20, 2026 at 10:15 AM Ann Lee\n<ann@example.com>\nwrote:",
    "On Wednesday, November 18,\n2026 at 10:15 AM, Ann Lee <ann@example.com> wrote:",
    "---- On Fri, 20 Nov 2026 10:15:00 +0100 Ann Lee <ann@example.com> wrote ----",
    "2026-11-20 10:15 GMT+01:00 Ann Lee <ann@example.com>:",
    "Am 20.11.26 um 10:15 schrieb Ann Lee:",
    "Am Fr., 20. Nov. 2026 um 10:15 Uhr schrieb Ann Lee <ann@example.com>:",
    "Ann Lee <ann@example.com> schrieb am Fr., 20. Nov. 2026, 10:15:",
    "Le ven. 20 nov. 2026 à 10:15, Ann Lee <ann@example.com> a écrit\u00a0:",
    "El vie, 20 nov 2026 a las 10:15, Ann Lee (<ann@example.com>) escribió:",
    "Em sex., 20 de nov. de 2026 às 10:15, Ann Lee <ann@example.com> escreveu:",
    "Il giorno ven 20 nov 2026 alle ore 10:15 Ann Lee <ann@example.com> ha scritto:",
    "Op vr 20 nov 2026 om 10:15 schreef Ann Lee <ann@example.com>:",
    "pt., 20 lis 2026 o 10:15 Ann Lee <ann@example.com> napisał(a):",
    "W dniu 20.11.2026 o 10:15, Ann Lee pisze:",
    "Den fre 20 nov. 2026 kl 10:15 skrev Ann Lee <ann@example.com>:",
    "Den fre. 20. nov. 2026 kl. 10.15 skrev Ann Lee <ann@example.com>:",
    "fre. 20. nov. 2026 kl. 10:15 skrev Ann Lee <ann@example.com>:",
    "pe 20. marrask. 2026 klo 10.15 Ann Lee (ann@example.com) kirjoitti:",
    "pá 20. 11. 2026 v 10:15 odesílatel Ann Lee <ann@example.com> napsal:",
    "Ann Lee <ann@example.com>, 20 Kas 2026 Cum, 10:15 tarihinde şunu yazdı:",
    "пт, 20 нояб. 2026 г. в 10:15, Ann Lee <ann@example.com>:",
    "20.11.2026 10:15, Ann Lee пишет:",
    "20 ноября 2026 г., в 10:15, Анна Ли <ann@example.com> написал(а):",
    "Пятница, 20 ноября 2026, 10:15 +03:00 от Анна Ли <ann@example.com>:",
    "20.11.2026, 10:15, «Ann Lee» <ann@example.com>:",
    "пт, 20 лист. 2026 о 10:15 Ann Lee <ann@example.com> пише:",
    "2026-11-20, pn, 10:15 Ona Kazlauskienė <ona@example.com> rašė:",
    "2026 m. lapkričio 20 d., penktadienis 10:15 Ona <ona@example.com> parašė:",
    "在 2026年11月20日，10:15，李安 <ann@example.com> 写道：",
    '在 2026-11-20 10:15:00，"李安" <ann@example.com> 写道：',
    "李安 <ann@example.com> 於 2026年11月20日 週五 上午10:15寫道：",
    "2026年11月20日(金) 10:15 Ann Lee <ann@example.com>:",
    "2026/11/20 10:15、Ann Lee <ann@example.com>のメール:",
    "2026년 11월 20일 (금) 오전 10:15, Ann Lee <ann@example.com>님이 작성:",
    "في الجمعة، 20 نوفمبر 2026 في 10:15 ص تمت كتابة ما يلي بواسطة \u202aAnn Lee\u202c\u200f <\u202aann@example.com\u202c\u200f>:",
    "\u202bבתאריך יום ו׳, 20 בנוב׳ 2026 ב-10:15 מאת \u202aAnn Lee\u202c\u200f <\u202aann@example.com\u202c\u200f>:\u202c",
    "Dana 20.11.2026. u 10:15, Ann Lee je napisao/la:",
    "Ann Lee <ann@example.com> hat am 20.11.2026 10:15 CET geschrieben:",
    "Ann Lee <ann@example.com> 于2026年11月20日周五 上午10:15写道：",
    "Quoting Ann Lee <ann@example.com>:",
    "---- Ann Lee wrote ----",
    "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐",
    "From: Ann Lee Sent: Friday, November 20, 2026 10:15 AM To: Support Subject: RE: Export",
    "-----Original Message-----",
    "-----Ursprüngliche Nachricht-----",
    "-------- Message d'origine --------",
    "-------- Исходное сообщение --------",
    "-------- Originalus laiškas --------",
    "------------------ 原始邮件 ------------------",
    "-----元のメッセージ-----",
    "##- Please type your reply above this line -##",
    "From: Ann Lee <ann@example.com>\nSent: Friday, November 20, 2026 10:15 AM\nTo: Support\nSubject: RE: Export",
    "________________________________\nFrom: Ann Lee <ann@example.com>\nSent: Friday\nTo: Support\nCc: Bo\nSubject: RE: Export",
    "*From:* Ann Lee [mailto:ann@example.com]\n*Sent:* Friday\n*To:* Support\n*Subject:* Export",
    "Von: Ann Lee\nGesendet: Freitag, 20. November 2026 10:15\nAn: Support\nBetreff: Export",
    "De : Ann Lee\nEnvoyé : vendredi 20 novembre 2026\nÀ : Support\nObjet : Export",
    "De: Ann Lee\nEnviado el: viernes\nPara: Soporte\nAsunto: Exportar",
    "De: Ann Lee\nEnviada em: sexta-feira\nPara: Suporte\nAssunto: Exportar",
    "Da: Ann Lee\nInviato: venerdì\nA: Supporto\nOggetto: Esporta",
    "Van: Ann Lee\nVerzonden: vrijdag\nAan: Support\nOnderwerp: Export",
    "Od: Ann Lee\nWysłano: piątek\nDo: Wsparcie\nTemat: Eksport",
    "Från: Ann Lee\nSkickat: fredag\nTill: Support\nÄmne: Export",
    "Fra: Ann Lee\nSendt: fredag\nTil: Support\nEmne: Eksport",
    "Lähettäjä: Ann Lee\nLähetetty: perjantai\nVastaanottaja: Tuki\nAihe: Vienti",
    "Kimden: Ann Lee\nGönderildi: Cuma\nKime: Destek\nKonu: Aktar",
    "От: Ann Lee\nОтправлено: пятница\nКому: Поддержка\nТема: Экспорт",
    "Від: Ann Lee\nНадіслано: п'ятниця\nКому: Підтримка\nТема: Експорт",
    "Nuo: Ann Lee\nIšsiųsta: penktadienis\nKam: Pagalba\nTema: Eksportas",
    "发件人: Ann Lee\n发送时间: 2026年11月20日\n收件人: 支持\n主题: 导出",
    "差出人: Ann Lee\n送信日時: 2026年11月20日\n宛先: サポート\n件名: エクスポート",
    "보낸 사람: Ann Lee\n보낸 날짜: 2026년\n받는 사람: 지원\n제목: 내보내기",
    "من: Ann Lee\nتم الإرسال: الجمعة\nإلى: الدعم\nالموضوع: تصدير",
    "מאת: Ann Lee\nנשלח: יום שישי\nאל: תמיכה\nנושא: ייצוא",
]  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_what_follows_who_wrote_it_is_folded_in_every_language(said: str) -> None:
    assert left(f"{WORDS}\n\n{said}\n\nWe looked at it.\nRegards") == WORDS


@pytest.mark.parametrize("said", SAID[:43])
def test_quoted_lines_are_folded_with_the_line_above_them(said: str) -> None:
    assert left(f"{WORDS}\n\n{said}\n> We looked at it.\n>\n> Regards") == WORDS


@pytest.mark.parametrize(
    "words",
    [
        "On Thursday I tried it:\n\nit failed.",
        "From: 2026-01-01\nTo: 2026-02-01\n\nThe report is empty for these days.",
        "I wrote:\nhello",
        "Here is the log:\n-----\nERROR 17 could not connect to the host.\nIt was retried twice.\n-----\nWhat does it mean?",
        "Steps to reproduce:\n===================\nOpen https://example.org\nPress Export",
        "Expected:\n\nit plays\n\n---\nThis is on Debian 13, installed from the main archive, and only on one site",
        "Download and run the installer on Windows 10\n\nActual results:\n\nit does not start",
        "Notes:\n- \n- does not happen elsewhere",
        "- first\n- second\n\nTwo:\n- third",
        "Sent from my desk, is much easier than my telephone.",
        "This -- as you know -- is no signature.",
        "At 10:15 the server said:\n\n500",
        "Is it 2026 already? My colleague Bob said:\nno.",
    ],
)
def test_words_that_only_look_like_it_stay(words: str) -> None:
    assert left(words) == words


@pytest.mark.parametrize(
    "closing",
    [
        "-- \nOna\nACME UAB",
        "--\nOna",
        "—\nOna\nACME",
        "Sent from my iPhone",
        "Sent from Outlook for iOS<https://aka.ms/o0ukef>",
        "Get Outlook for Android <https://aka.ms/AAb9ysg>",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Отправлено с iPhone",
        "Išsiųsta iš mano „iPhone“",
        "发自我的iPhone",
        "iPhoneから送信",
        "나의 iPhone에서 보냄",
        "Skickat från min iPhone",
        "_______________________________________________\nusers mailing list\nusers@lists.example.org\nhttps://lists.example.org/users",
        "CONFIDENTIALITY NOTICE: this e-mail is meant for the intended recipient only. If you are not, delete it and tell us.",
    ],
)
def test_what_stands_below_the_words_is_folded(closing: str) -> None:
    assert left(f"{WORDS}\n\n{closing}") == WORDS


def test_a_signature_below_the_quoted_lines_is_folded_with_them() -> None:
    assert left(f"{WORDS}\n\nOn Friday, Nov 20, 2026, Ann wrote:\n> Hello\n\n-- \nOna, ACME") == WORDS


def test_a_name_below_the_quoted_lines_is_folded_and_an_answer_there_is_not() -> None:
    quoted = f"{WORDS}\n\nAnn Lee wrote:\n> Hello"
    assert left(f"{quoted}\n\nOna Kazlauskienė\nACME") == WORDS
    assert left(f"{quoted}\n\nand hello to you, too.").endswith("too.")


def test_what_pgp_writes_around_words_is_folded() -> None:
    begin = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256"
    end = "-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----"
    assert left(f"{begin}\n\n{WORDS}\n{end}") == WORDS


@pytest.mark.parametrize("mark", ["> ", ">", "| ", "AL> ", "＞"])
def test_quoted_lines_are_told_by_what_stands_before_them(mark: str) -> None:
    assert left(f"{WORDS}\n\n{mark}Hello\n{mark}there") == WORDS


def test_a_table_is_not_quoted() -> None:
    table = f"{WORDS}\n\n| row | count |\n| 1 | 1000 |"
    assert left(table) == table


def test_an_answer_below_what_it_quotes_is_what_is_left() -> None:
    assert left(f"On Friday, Nov 20, 2026, Ann wrote:\n> Hello\n> there\n\n{WORDS}") == WORDS


def test_one_quoted_mail_between_words_is_folded_alone() -> None:
    quoted = "On Friday, Nov 20, 2026, Ann wrote:\n> Which version?\n> And which system?"
    assert fold(f"Hi,\n{quoted}\n\nwe use 4.2 on Debian.") == [(4, 4 + len(quoted) + 1)]
    said = "You asked\n\n> Which version?\n\nIt is 4.2."
    assert left(said) == said


def test_answers_between_quoted_lines_stay_together_with_them() -> None:
    said = "On Friday, Nov 20, 2026, Ann wrote:\n> Which version?\n\n4.2\n\n> And which system?\n\nDebian"
    assert left(f"{said}\n\n> Regards, Ann") == said


def test_lines_broken_off_long_quoted_ones_are_quoted_too() -> None:
    broken = "> This line was so long that some program on its way broke it, at this\nvery place\n> and went on."
    assert left(f"{WORDS}\n\nOn 20.11.2026 Ann wrote:\n{broken}") == WORDS


@pytest.mark.parametrize(
    "text",
    [
        "See below\n\n---------- Forwarded message ---------\nFrom: Ann\nDate: Friday\nSubject: Export\nTo: Bo\n\nIt stops.",
        "FYI\n\nBegin forwarded message:\n\nFrom: Ann\nSubject: Export\nDate: Friday\n\nIt stops.",
        "From: Ann\nSent: Friday\nTo: Bo\nSubject: Export\n\nIt stops.",
        "> only\n> quoted",
        "-- \nOna",
        "Sent from my iPhone",
        "",
    ],
)
def test_a_forward_and_mail_of_which_nothing_would_be_left_stay_whole(text: str) -> None:
    assert fold(text) == []


def test_a_subject_tells_a_forward() -> None:
    text = "See below\n\nFrom: Ann\nSent: Friday\nTo: Bo\nSubject: Export\n\nIt stops."
    assert left(text, subject="FW: Export") == text
    assert left(text, subject="RE: Export") == "See below"


QUOTING_HTML = [
    '<div>{new}</div><div class="gmail_quote"><div class="gmail_attr">Ann:</div><blockquote>old words</blockquote></div>',
    '<div>{new}</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Ann</b></div><div>old words</div>',
    "<p>{new}</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>Ann</div><p>old words</p>",
    '<div>{new}</div><blockquote type="cite"><div>old words</div></blockquote>',
    '<div>{new}</div><div class="moz-cite-prefix">Ann</div><blockquote type="cite" cite="mid:a@b">old words</blockquote>',
    '<div>{new}</div><div class="protonmail_quote">Ann old words</div>',
    '<div>{new}</div><div id="ydp1yahoo_quoted_123" class="ydp1yahoo_quoted"><div>old words</div></div>',
    '<div>{new}</div><div data-marker="__QUOTED_TEXT__">old words</div>',
    '<div>{new}</div><div class="gmail_signature">Ona, ACME</div>',
]


@pytest.mark.parametrize("html", QUOTING_HTML)
def test_what_programs_mark_in_html_is_folded_in_the_words_made_of_it(html: str) -> None:
    filled = html.format(new="Can you help?")
    text = text_of_html(filled)
    assert text != "Can you help?"
    assert left(text, html=filled) == "Can you help?"


def test_what_is_marked_in_html_is_found_again_in_other_plain_words() -> None:
    html = QUOTING_HTML[1].format(new="Can you <b>help</b>?").replace("old words", "These are the old words of Ann")
    assert left("Can you *help*?\n\nAnn\n\nThese are the old words of Ann", html=html) == "Can you *help*?"


def test_answers_inside_what_gmail_marks_stay() -> None:
    html = '<div class="gmail_quote">Ann:<blockquote>Which version?</blockquote><div>4.2</div></div>'
    text = "> Which version?\n\n4.2"
    assert "4.2" in left(text, html=html)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.sampled_from(list("ab>-_:@.,12\n\n\n *—“Onwrote ")), max_size=300), st.text(max_size=80))
def test_ranges_are_always_in_order_apart_and_inside(shaped: str, free: str) -> None:
    text = f"{shaped}\nOn Fri, Nov 20, 2026, Ann <a@b.c> wrote:\n{free}"
    at = 0
    for begin, end in fold(text, html=f"<div>{free}</div><div class=gmail_quote>{shaped}</div>"):
        assert at <= begin < end <= len(text)
        at = end + 1


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text())
def test_whatever_was_said_something_of_it_is_left(text: str) -> None:
    if text.strip():
        assert visible(text, fold(text))
