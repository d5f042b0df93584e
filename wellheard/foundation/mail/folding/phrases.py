"""What mail programs write around quoted words, in the languages people mail in; phrases in lower case."""

import re


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase for phrase in re.split(r"\s*[|\n]\s*", text.strip()) if phrase)


# Verbs of "On Friday Ann wrote:".
_SAID = _phrases("""
    wrote|writes|has written|said|quoting|schrieb|hat geschrieben|geschrieben|zitat von|a écrit|écrit|a ecrit
    escribió|escribio|ha escrito|escreveu|ha scritto|scritto|scrive|schreef|heeft geschreven|het volgende geschreven
    skrev|skreiv|kirjoitti|napisał|napisała|napisał(a)|napisal|napísal|napísal(a)|pisze|napsal|napsala|napsal(a)
    píše|yazdı|şunu yazdı|şunları yazdı|написал|написала|написал(а)|написали|пишет|писал|писал(а)|написав
    написав(-ла)|пише|rašė|parašė|rakstīja|kirjutas|írta|ezt írta|a scris|έγραψε|viết|đã viết|menulis|כתב|כתבה|כתב/ה
    מאת|كتب|كتبت|napisao|napisala|je napisal|je napisao|написао|skrifaði|va escriure|shkroi|ha escrit
""")
# Written without spaces around them.
_SAID_WITHIN = _phrases("""
    写道|寫道|写到|写信|書きました|のメッセージ|さんは書|님이 작성|님이 쓴 글|작성:|작성한|ได้เขียน|เขียนว่า|ने लिखा
    تمت كتابة ما يلي|כתב
""")
SAID = re.compile(
    rf"(?:^|[\s,>\"'(\]])(?:{'|'.join(map(re.escape, _SAID))})(?=$|[\s:：,(/<\"-])|{'|'.join(map(re.escape, _SAID_WITHIN))}",
    re.IGNORECASE,
)

# First words of such a line; a number or a day of the week may also begin it.
OPENERS = frozenset(
    _phrases("""
    on|at|in|am|um|le|el|em|il|op|den|dne|dnia|w|în|på|dana|dňa|a|в|у|от|на|в ответ на|тарихы|tarihinde|van|da|de
    från|fra|om|ngày|vào|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mo|di
    mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|seg|ter|qua|qui|sex|maandag|ma|ti|ke|to|pe|la|su
    man|tir|ons|tor|lør|søn|mån|tis|tors|fre|lör|sön|pon|wt|śr|czw|pt|sob|niedz|po|út|st|čt|pá|ne|пн|вт|ср|чт|пт|сб
    вс|нд|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|pr|an|tr|kt|pn|št|sk|在|于|於|אל|ב|בתאריך|في
    بتاريخ|tarih|pzt|sal|çar|per|cum|cmt|paz|στις|dia
""")
)

# Names of header lines, by what they say.
_FROM = _phrases("""
    from|von|de|da|van|od|från|fra|lähettäjä|kimden|gönderen|от|от кого|отправитель|від|від кого|відправник|nuo|no
    kellelt|saatja|发件人|寄件者|寄件人|差出人|送信者|送信元|보낸 사람|보낸사람|발신|من|מאת|expéditeur|remitente
    absender|afzender|avsändare|afsender|avsender|nadawca|odesílatel|mittente|remetente|feladó|de la|expeditor|από
    pošiljatelj|šalje|odosielateľ|từ|จาก|dari
""")
_TO = _phrases("""
    to|an|à|a|para|per|aan|naar|do|till|til|vastaanottaja|kime|alıcı|кому|получатель|одержувач|kam|kellele|收件人
    收件者|宛先|받는 사람|받는사람|수신|إلى|אל|komu|pro|címzett|către|προς|destinatario|destinataire|empfänger
    ontvanger|mottagare|modtager|mottaker|za|đến|ถึง|kepada
""")
_DATE = _phrases("""
    date|sent|datum|gesendet|gesendet am|envoyé|envoyé le|enviado|enviado el|enviada em|enviado em|enviada|fecha
    data|inviato|verzonden|wysłano|data wysłania|skickat|sendt|lähetetty|päivämäärä|päiväys|tarih|gönderme tarihi
    gönderilme tarihi|gönderildi|отправлено|дата|надіслано|відправлено|išsiųsta|nosūtīts|saadetud|发送时间|发送日期
    发件时间|日期|时间|寄件日期|傳送時間|傳送日期|送信日時|送信日|日付|日時|보낸 날짜|보낸날짜|날짜|발송|التاريخ
    تاريخ|تم الإرسال|تاريخ الإرسال|נשלח|תאריך|odesláno|dne|elküldve|dátum|trimis|στάλθηκε|ημερομηνία|message du|dato
    fecha de envío|poslano|ngày gửi|วันที่|tanggal|время|sent at|sendedatum
""")
_SUBJECT = _phrases("""
    subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|temat|ämne|emne|aihe|konu|тема|тема письма|tema
    teema|主题|主題|主旨|件名|제목|الموضوع|موضوع|נושא|הנושא|předmět|predmet|tárgy|subiect|θέμα|rubrik|chủ đề|เรื่อง
    subjek|temats
""")
_COPY = _phrases("""
    cc|bcc|kopie|kopie (cc)|copie|copie à|copia|copia a|kopia|kopi|kopio|bilgi|копия|копія|kopija|抄送|副本|참조
    نسخة|العתק|העתק|másolatot kap|reply-to|reply to|antwort an|répondre à|responder a|organization|importance
    priority|attachments|wichtigkeit|organisation|mailed-by
""")
HEADER_KINDS = {
    name: kind
    for kind, names in (("copy", _COPY), ("subject", _SUBJECT), ("date", _DATE), ("to", _TO), ("from", _FROM))
    for name in names
}

# -----Original Message-----, in dashes or underscores.
ORIGINAL = _phrases("""
    original message|original email|original e-mail|reply message|replied message|ursprüngliche nachricht
    originalnachricht|original-nachricht|ursprüngliche mail|message d'origine|message original|message originel
    courriel original|mensaje original|mensagem original|messaggio originale|messaggio originario
    oorspronkelijk bericht|origineel bericht|oprindelig meddelelse|original meddelelse|ursprungligt meddelande
    originalmeddelande|opprinnelig melding|original melding|alkuperäinen viesti|wiadomość oryginalna
    oryginalna wiadomość|pierwotna wiadomość|původní zpráva|původní e-mail|pôvodná správa|исходное сообщение
    исходное письмо|оригинальное сообщение|первоначальное сообщение|вихідне повідомлення|оригінальне повідомлення
    originalus laiškas|pradinis laiškas|originalus pranešimas|pradinis pranešimas|原始邮件|原始郵件|原邮件|原始信息
    原始訊息|原件|回复的原邮件|元のメッセージ|オリジナルメッセージ|원본 메시지|원본 메일|الرسالة الأصلية
    הודעה מקורית|orijinal mesaj|özgün ileti|orijinal ileti|αρχικό μήνυμα|mesaj original|mesajul original
    eredeti üzenet|algne kiri|sākotnējais ziņojums|izvorna poruka|izvirno sporočilo|pesan asli|thư gốc
""")
FORWARDED = _phrases("""
    forwarded message|forwarded email|forwarded by|begin forwarded message|weitergeleitete nachricht
    weitergeleitete e-mail|anfang der weitergeleiteten nachricht|message transféré|début du message réexpédié
    début du message transféré|mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada
    início da mensagem encaminhada|início da mensagem reencaminhada|messaggio inoltrato|inizio messaggio inoltrato
    doorgestuurd bericht|begin doorgestuurd bericht|videresendt meddelelse|videresendt melding
    vidarebefordrat meddelande|vidarebefordrat brev|välitetty viesti|przekazana wiadomość|wiadomość przekazana
    přeposlaná zpráva|пересылаемое сообщение|пересланное сообщение|переслане повідомлення
    перенаправлене повідомлення|persiunčiamas laiškas|persiųstas laiškas|persiųstas pranešimas|转发的邮件|轉寄的郵件
    轉寄郵件|转发邮件信息|転送されたメッセージ|転送メッセージ|전달된 메시지|전달된 메일|رسالة معاد توجيهها
    رسالة محولة|הודעה שהועברה|yönlendirilmiş ileti|iletilen ileti|iletilen mesaj|προωθημένο μήνυμα
    mesaj redirecționat|továbbított üzenet
""")
FORWARD_SUBJECTS = _phrases(
    "fw:|fwd:|wg:|tr:|rv:|enc:|i:|doorst:|vb:|pd:|пер:|fw：|转发:|转发：|轉寄:|轉寄：|vl:|ilt:|переслать:|persiųsta:"
)
REPLY_ABOVE = _phrases("""
    reply above this line|type your reply above|write above this line|respond above this line|write your reply above
    enter your reply above|add your reply above|reply above the line|antworten sie oberhalb
    antwort über dieser linie|bitte antworten sie über dieser|répondre au-dessus|répondez au-dessus
    saisissez votre réponse au-dessus|responda encima de esta|responda por encima|responda acima desta
    rispondi sopra questa|antwoord boven deze|svara ovanför|svar over denne|vastaa tämän rivin yläpuolelle
    odpowiedz powyżej|odpovězte nad|напишите ответ выше|ваш ответ выше|відповідайте вище|atsakykite virš šios
    请在此行之上回复|請在此行之上|この線より上に返信|이 줄 위에
""")

# What telephones add. The words before or after the device differ by language; the device is named.
DEVICES = (
    r"i-?phone|i-?pad|i-?pod|iphon|android|blackberry|smart-?phone|mobil|mobiel|handy|handheld|outlook|samsung|"
    r"galaxy|huawei|xiaomi|redmi|poco|oneplus|nokia|lumia|windows phone|windows mail|windows|mail|gmail|yahoo|"
    r"proton|tablet|device|telefon|téléphone|teléfono|telefone|telefono|puhelim|телефон|смартфон|手机|手機|"
    r"スマートフォン|携帯|휴대폰|xperia|htc|motorola|moto g|lg |pixel\b|spark|airmail|k-9|k9|newton|boxer|bluemail|"
    r"typeapp|thunderbird|mailbox|nine|tutanota|zoho|wiko|alcatel|fairphone|t-mobile|verizon|at&t|sprint|vodafone|"
    r"orange|cell|phone|apple watch|mac\b|acompli|cloudmagic|polymail|superhuman|nylas|edison|foxmail|qq邮箱|"
    r"邮箱大师|メール"
)
_SENT_FROM = _phrases("""
    sent from|sent via|sent with|sent using|sent by|sent on|sent through|get outlook|get bluemail
    gesendet von|gesendet mit|von meinem|von mein|versendet mit|diese nachricht wurde von|envoyé de|envoyé depuis
    envoyé à partir|envoyé avec|envoyé via|obtenez outlook|télécharger outlook|enviado desde|enviado de|enviado do
    enviado a partir|enviado mediante|enviado por|enviado via|obtener outlook|obter o outlook|inviato da|inviato dal
    inviato con|ottieni outlook|verstuurd vanaf|verzonden vanaf|verzonden met|outlook voor|download outlook
    skickat från|skickades från|hämta outlook|sendt fra|hent outlook|få outlook|lähetetty|hanki outlook|wysłano z
    wysłane z|pobierz outlook|odesláno z|odesláno ze|získejte outlook|odoslané z|gönderildi|outlook'u edinin
    отправлено с|отправлено из|отправлено через|послано с|надіслано з|відправлено з|išsiųsta iš|siųsta iš
    nosūtīts no|saadetud minu|发自我的|发自|發自我的|來自我的|获取|從我的|נשלח מ|מה-iphone שלי|مرسل من|مُرسَل من
    أرسلت من|elküldve|trimis de|στάλθηκε από|poslano s|poslano z
""")
SENT_FROM = re.compile(
    rf"^[\W_]{{0,5}}(?:{'|'.join(map(re.escape, _SENT_FROM))}).{{0,80}}?(?:{DEVICES})|"
    r"^.{0,40}(?:から送信|에서 보냄|에서 보냈|dan gönderildi|den gönderildi|umdan gönderildi|imden gönderildi)",
    re.IGNORECASE,
)

# Words of disclaimers; two different ones in one paragraph make one.
DISCLAIMER = re.compile(
    r"confidential|intended recipient|intended (?:solely|only)|privileged|unauthori[sz]ed|disclaimer|"
    r"received this (?:e-?mail|message) in error|legally (?:protected|privileged)|delete (?:it|this)|"
    r"not the addressee|virus|before printing|vertraulich|irrtümlich|nicht der (?:richtige|beabsichtigte)|"
    r"bestimmungsgemäß|unbefugt|vernichten sie|confidentiel|destinataire|par erreur|confidencial|destinatari|"
    r"por error|por engano|riservat|per errore|distruggere|vertrouwelijk|geadresseerde|konfidenti|fortrolig|"
    r"luottamuksel|poufn|adresat|důvěrn|конфиденц|по ошибке|адресат|конфіденц|konfidencial|per klaidą|gizli|保密|"
    r"机密|機密|收件人|误收|誤送|守秘|سري|חסוי",
    re.IGNORECASE,
)
