"""A whole day of support, driven in a browser: mail by SMTP, answered, filed, parked on an issue, told, asked how it was."""

import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formataddr

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.github.conftest import Connected
from tests.journeys.look import PHONE
from tests.mail_in.doors import open_door
from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.tasks import send_due_replies
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox
from wellheard.listen.satisfaction.models import Rating
from wellheard.listen.satisfaction.tasks import ask_how_it_went
from wellheard.workspace.models import Area, Category, Staff

Show = Callable[[Page, str], None]


@dataclass(frozen=True)
class Spoken:
    """What is said in the day, in one language; `code` is the language of the pages."""

    code: str
    subject: str
    words: str
    answer: str
    thanks: str
    later: str
    news: str


DAYS = {
    "en": Spoken(
        "en",
        "Job sheets vanish",
        "Half our lifts are in basements. When the signal goes, the job sheet goes with it.",
        "That should not happen. We have put it on our list and write to you here.",
        "Thank you, that was quick.",
        "Our developers work on it now.",
        "It is live: your job sheets stay on the phone now.",
    ),
    "zh": Spoken(
        "zh-hans",
        "工单消失了",
        "我们一半的电梯在地下室。没有信号的时候，工单就不见了，师傅只好写在手上。",
        "这样的事不应该发生。我们已经记下来了，有消息会在这里告诉您。",
        "谢谢，回复得很快。",
        "我们的开发人员正在做。",
        "已经上线了：没有信号的时候，工单会留在手机上。",
    ),
}
# What the buttons say in any of these languages.
KEEP_OPEN, SEND_AND_CLOSE, LINK = (
    re.compile("keep open|保持打开"), re.compile("Send and close|发送并关闭"), re.compile("Link the issue|关联 issue")
)  # fmt: skip


class Customer:
    """Somebody with a mail program of their own."""

    def __init__(self, contact: Contact, mailbox: Mailbox, port: int) -> None:
        self.address = contact.identities.get(kind="email").value
        self.name, self.mailbox, self.port = contact.name, mailbox, port

    def write(self, subject: str, words: str, *, answering: OutgoingMail | None = None) -> None:
        """Send a mail; as an answer it quotes what it answers, as mail programs do."""
        mail = EmailMessage()
        mail["From"] = formataddr((self.name, self.address))
        mail["To"] = self.mailbox.address
        mail["Subject"] = f"Re: {subject}" if answering else subject
        if answering:
            mail["In-Reply-To"] = mail["References"] = answering.message_id
            quoted = "".join(f"> {line}\n" for line in answering.body.splitlines())
            words = f"{words}\n\nOn Mon, 2 Nov 2026 at 10:00, Support <{self.mailbox.address}> wrote:\n{quoted}"
        mail.set_content(words)
        with smtplib.SMTP("127.0.0.1", self.port, timeout=60) as server:
            server.send_message(mail)
        run_waiting_jobs()


@dataclass
class Day:
    """One agent, one customer, one issue. `show` looks at each page on the way, or takes its picture."""

    page: Page
    server: LiveServer
    github: Connected
    spoken: Spoken
    agent: Staff
    contact: Contact
    mailbox: Mailbox
    filed: tuple[Area, Category]
    show: Show

    def live(self) -> Conversation:
        """Live it from the first mail to the thumb, and assert at each step that it went as it should."""
        with open_door(IncomingMail.Way.SMTP) as port:
            customer = Customer(self.contact, self.mailbox, port)
            conversation = self.it_arrives(customer)
            first = self.answer(self.spoken.answer, KEEP_OPEN)
            customer.write(self.spoken.subject, self.spoken.thanks, answering=first)
        self.it_is_one_thread(conversation)
        self.it_waits_for_an_issue(conversation)
        self.the_issue_is_closed(conversation)
        self.they_are_told(conversation)
        self.they_say_how_it_was(customer, conversation)
        return conversation

    def it_arrives(self, customer: Customer) -> Conversation:
        customer.write(self.spoken.subject, self.spoken.words)
        conversation = Conversation.objects.latest("pk")
        assert (conversation.subject, conversation.requester) == (self.spoken.subject, self.contact)
        assert conversation.company is not None
        self.open(conversation)
        expect(self.page.locator(".message").first).to_contain_text(self.spoken.words)
        self.show(self.page, "arrived")
        return conversation

    def it_is_one_thread(self, conversation: Conversation) -> None:
        self.open(conversation)
        expect(self.page.locator(".message").filter(has_text=self.spoken.thanks)).to_have_count(1)
        assert Conversation.objects.latest("pk") == conversation
        assert conversation.messages.latest("pk").folds != []

    def it_waits_for_an_issue(self, conversation: Conversation) -> None:
        number = self.github.there.open_issue("northwind/app", "Work offline")["number"]
        self.page.goto(f"{self.server.url}/inbox/{conversation.pk}/work-items/")
        self.page.locator("input[name=address]").fill(self.github.address(number))
        self.page.get_by_role("button", name=LINK).click()
        expect(self.page.get_by_text(f"northwind/app#{number}").first).to_be_visible()
        run_waiting_jobs()
        self.open(conversation)
        self.answer(self.spoken.later, KEEP_OPEN)
        conversation.refresh_from_db()
        assert (conversation.state, conversation.waits_for) == ("snoozed", "product")
        self.open(conversation, view="product")
        self.show(self.page, "waits")

    def the_issue_is_closed(self, conversation: Conversation) -> None:
        self.github.there.close("northwind/app", 1)
        run_waiting_jobs()
        conversation.refresh_from_db()
        back = (conversation.state, conversation.news_outcome, conversation.assignee)
        assert back == ("open", "shipped", self.agent)

    def they_are_told(self, conversation: Conversation) -> None:
        """On a phone: why not."""
        self.open(conversation, view="tell")
        self.show(self.page, "ready-to-tell")
        self.page.set_viewport_size(PHONE)
        for name, filed in zip(("area", "category"), self.filed, strict=True):
            self.page.locator(f"select[name={name}]:visible").first.select_option(str(filed.pk))
        told = self.answer(self.spoken.news, SEND_AND_CLOSE)
        assert told.body.startswith(self.spoken.news)
        assert told.in_reply_to == conversation.messages.filter(kind="heard").latest("pk").message_id
        conversation.refresh_from_db()
        assert (conversation.state, conversation.news_at) == ("closed", None)
        confirmed = conversation.tags.exclude(confirmed_at=None).get()
        assert (confirmed.area, confirmed.category) == self.filed

    def they_say_how_it_was(self, customer: Customer, conversation: Conversation) -> None:
        """Follow the link of the mail that asks, and press one button."""
        with clock.at(clock.now() + timedelta(hours=3)):
            ask_how_it_went(0)
            run_waiting_jobs()
        mail = OutgoingMail.objects.filter(to_address=customer.address).latest("pk")
        link = re.search(r"/rate/[^\s>]+", mail.body)
        assert link
        self.page.goto(f"{self.server.url}{link.group()}")
        self.show(self.page, "how-was-it")
        self.page.locator("button[name=score][value='3']").click()
        expect(self.page.locator("button[name=score][value='3']")).to_have_attribute("aria-pressed", "true")
        rating = Rating.objects.get(conversation=conversation)
        assert (rating.score, rating.staff) == (Rating.Score.GOOD, self.agent)

    def open(self, conversation: Conversation, *, view: str = "") -> None:
        """Open the conversation, in one of the lists."""
        self.page.goto(f"{self.server.url}/inbox/{conversation.pk}/" + (f"?view={view}" if view else ""))

    def answer(self, words: str, button: re.Pattern[str]) -> OutgoingMail:
        """Write a reply on the page and send it; return the mail it became once it could not be taken back any more."""
        self.page.locator("#thread textarea[name=words]").first.fill(words)
        self.page.get_by_role("button", name=button).first.click()
        # Whatever the page shows next, and in whichever language.
        for _wait in range(100):
            if Message.objects.filter(kind="reply", words=words).exists():
                break
            self.page.wait_for_timeout(100)
        with clock.at(clock.now() + timedelta(seconds=11)):
            send_due_replies(0)
            run_waiting_jobs()
        return OutgoingMail.objects.latest("pk")
