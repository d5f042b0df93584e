"""Every operation of the API. Made by generate.py; change the API instead."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from wellheard_client import shapes
from wellheard_client.transport import LEFT_OUT, LeftOut, Transport, place_in


class Operations(Transport):
    """One method for each operation."""

    def list_facts(
        self, *, after: int | LeftOut = LEFT_OUT, page_size: int | LeftOut = LEFT_OUT, name: str | LeftOut = LEFT_OUT
    ) -> Iterator[shapes.FactTold]:
        """What happened since.

        Return facts after one you know, oldest first. Scope: facts:read.
        """
        told: Iterator[shapes.FactTold] = self._pages("/facts", {"after": after, "limit": page_size, "name": name})
        return told

    def identify(
        self,
        *,
        external_id: str,
        email: str | LeftOut = LEFT_OUT,
        email_verified: bool | LeftOut = LEFT_OUT,
        name: str | LeftOut = LEFT_OUT,
        language: str | LeftOut = LEFT_OUT,
        traits: Mapping[str, Any] | LeftOut = LEFT_OUT,
        device_id: str | LeftOut = LEFT_OUT,
        company: shapes.CompanyTraits | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.Identified:
        """Tell who uses your product.

        Make the contact and their company, or bring them up to date. Sending the same again changes nothing. Scope:
        companies:write.
        """
        told: shapes.Identified = self._change(
            "POST",
            "/identify",
            {
                "external_id": external_id,
                "email": email,
                "email_verified": email_verified,
                "name": name,
                "language": language,
                "traits": traits,
                "device_id": device_id,
                "company": company,
            },
            idempotency_key,
        )
        return told

    def list_companies(
        self,
        *,
        page_size: int | LeftOut = LEFT_OUT,
        q: str | LeftOut = LEFT_OUT,
        external_id: str | LeftOut = LEFT_OUT,
        stage: shapes.Stage | LeftOut = LEFT_OUT,
        segment: int | LeftOut = LEFT_OUT,
    ) -> Iterator[shapes.CompanyTold]:
        """List companies.

        Return companies, the oldest first. Scope: companies:read.
        """
        told: Iterator[shapes.CompanyTold] = self._pages(
            "/companies", {"limit": page_size, "q": q, "external_id": external_id, "stage": stage, "segment": segment}
        )
        return told

    def create_company(
        self,
        *,
        name: str | LeftOut = LEFT_OUT,
        domain: str | LeftOut = LEFT_OUT,
        stage: shapes.Stage | LeftOut = LEFT_OUT,
        industry: str | LeftOut = LEFT_OUT,
        country: str | LeftOut = LEFT_OUT,
        plan: str | LeftOut = LEFT_OUT,
        seats: int | LeftOut | None = LEFT_OUT,
        joined_on: date | str | LeftOut | None = LEFT_OUT,
        renews_on: date | str | LeftOut | None = LEFT_OUT,
        tags: Sequence[str] | LeftOut = LEFT_OUT,
        attributes: Mapping[str, Any] | LeftOut = LEFT_OUT,
        owner_id: int | LeftOut | None = LEFT_OUT,
        tier_id: int | LeftOut | None = LEFT_OUT,
        external_id: str | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.CompanyTold:
        """Add a company.

        Add a company. 422 where another one has its external id. Scope: companies:write.
        """
        told: shapes.CompanyTold = self._change(
            "POST",
            "/companies",
            {
                "name": name,
                "domain": domain,
                "stage": stage,
                "industry": industry,
                "country": country,
                "plan": plan,
                "seats": seats,
                "joined_on": joined_on,
                "renews_on": renews_on,
                "tags": tags,
                "attributes": attributes,
                "owner_id": owner_id,
                "tier_id": tier_id,
                "external_id": external_id,
            },
            idempotency_key,
        )
        return told

    def read_company(self, company_id: int) -> shapes.CompanyTold:
        """Read a company.

        Return one company; one that was merged leads on to where it went. Scope: companies:read.
        """
        told: shapes.CompanyTold = self._read(f"/companies/{place_in(company_id)}", {})
        return told

    def change_company(
        self,
        company_id: int,
        *,
        version: int | LeftOut | None = LEFT_OUT,
        name: str | LeftOut = LEFT_OUT,
        domain: str | LeftOut = LEFT_OUT,
        stage: shapes.Stage | LeftOut = LEFT_OUT,
        industry: str | LeftOut = LEFT_OUT,
        country: str | LeftOut = LEFT_OUT,
        plan: str | LeftOut = LEFT_OUT,
        seats: int | LeftOut | None = LEFT_OUT,
        joined_on: date | str | LeftOut | None = LEFT_OUT,
        renews_on: date | str | LeftOut | None = LEFT_OUT,
        tags: Sequence[str] | LeftOut = LEFT_OUT,
        attributes: Mapping[str, Any] | LeftOut = LEFT_OUT,
        owner_id: int | LeftOut | None = LEFT_OUT,
        tier_id: int | LeftOut | None = LEFT_OUT,
        external_id: str | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.CompanyTold:
        """Change a company.

        Change what you name; the rest stays. Scope: companies:write.
        """
        told: shapes.CompanyTold = self._change(
            "PATCH",
            f"/companies/{place_in(company_id)}",
            {
                "version": version,
                "name": name,
                "domain": domain,
                "stage": stage,
                "industry": industry,
                "country": country,
                "plan": plan,
                "seats": seats,
                "joined_on": joined_on,
                "renews_on": renews_on,
                "tags": tags,
                "attributes": attributes,
                "owner_id": owner_id,
                "tier_id": tier_id,
                "external_id": external_id,
            },
            idempotency_key,
        )
        return told

    def put_company(
        self,
        external_id: str,
        *,
        name: str | LeftOut = LEFT_OUT,
        domain: str | LeftOut = LEFT_OUT,
        stage: shapes.Stage | LeftOut = LEFT_OUT,
        industry: str | LeftOut = LEFT_OUT,
        country: str | LeftOut = LEFT_OUT,
        plan: str | LeftOut = LEFT_OUT,
        seats: int | LeftOut | None = LEFT_OUT,
        joined_on: date | str | LeftOut | None = LEFT_OUT,
        renews_on: date | str | LeftOut | None = LEFT_OUT,
        tags: Sequence[str] | LeftOut = LEFT_OUT,
        attributes: Mapping[str, Any] | LeftOut = LEFT_OUT,
        owner_id: int | LeftOut | None = LEFT_OUT,
        tier_id: int | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.CompanyTold:
        """Add or change a company by your own id.

        Add the company your system knows by this id, or bring it up to date. Sending the same again changes nothing.
        Scope: companies:write.
        """
        told: shapes.CompanyTold = self._change(
            "PUT",
            f"/companies/external/{place_in(external_id)}",
            {
                "name": name,
                "domain": domain,
                "stage": stage,
                "industry": industry,
                "country": country,
                "plan": plan,
                "seats": seats,
                "joined_on": joined_on,
                "renews_on": renews_on,
                "tags": tags,
                "attributes": attributes,
                "owner_id": owner_id,
                "tier_id": tier_id,
            },
            idempotency_key,
        )
        return told

    def list_subscriptions(
        self, company_id: int, *, page_size: int | LeftOut = LEFT_OUT
    ) -> Iterator[shapes.SubscriptionTold]:
        """List what a company pays for.

        Return a company's subscriptions, the oldest first. Scope: companies:read.
        """
        told: Iterator[shapes.SubscriptionTold] = self._pages(
            f"/companies/{place_in(company_id)}/subscriptions", {"limit": page_size}
        )
        return told

    def put_subscription(
        self,
        external_id: str,
        *,
        company_id: int,
        product_id: int | LeftOut | None = LEFT_OUT,
        plan: str | LeftOut = LEFT_OUT,
        seats: int | LeftOut | None = LEFT_OUT,
        amount_minor: int | LeftOut = LEFT_OUT,
        currency: str | LeftOut = LEFT_OUT,
        from_on: date | str | LeftOut | None = LEFT_OUT,
        until: date | str | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.SubscriptionTold:
        """Add or change a subscription.

        Add the subscription your billing system knows by this id, or bring it up to date. Scope: companies:write.
        """
        told: shapes.SubscriptionTold = self._change(
            "PUT",
            f"/subscriptions/external/{place_in(external_id)}",
            {
                "company_id": company_id,
                "product_id": product_id,
                "plan": plan,
                "seats": seats,
                "amount_minor": amount_minor,
                "currency": currency,
                "from_on": from_on,
                "until": until,
            },
            idempotency_key,
        )
        return told

    def list_contacts(
        self,
        *,
        page_size: int | LeftOut = LEFT_OUT,
        email: str | LeftOut = LEFT_OUT,
        external_id: str | LeftOut = LEFT_OUT,
        company: int | LeftOut = LEFT_OUT,
        segment: int | LeftOut = LEFT_OUT,
    ) -> Iterator[shapes.ContactTold]:
        """List contacts.

        Return contacts, the oldest first. Scope: companies:read.
        """
        told: Iterator[shapes.ContactTold] = self._pages(
            "/contacts",
            {"limit": page_size, "email": email, "external_id": external_id, "company": company, "segment": segment},
        )
        return told

    def create_contact(
        self,
        *,
        name: str | LeftOut = LEFT_OUT,
        language: str | LeftOut = LEFT_OUT,
        emails: Sequence[str] | LeftOut = LEFT_OUT,
        places: Sequence[shapes.PlaceSaid] | LeftOut = LEFT_OUT,
        attributes: Mapping[str, Any] | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.ContactTold:
        """Add a contact.

        Add a contact. 422 where an address belongs to another one; `identify` finds or adds one by your own id.
        Scope: companies:write.
        """
        told: shapes.ContactTold = self._change(
            "POST",
            "/contacts",
            {"name": name, "language": language, "emails": emails, "places": places, "attributes": attributes},
            idempotency_key,
        )
        return told

    def read_contact(self, contact_id: int) -> shapes.ContactTold:
        """Read a contact.

        Return one contact; one that was merged leads on to where they went. Scope: companies:read.
        """
        told: shapes.ContactTold = self._read(f"/contacts/{place_in(contact_id)}", {})
        return told

    def change_contact(
        self,
        contact_id: int,
        *,
        version: int | LeftOut | None = LEFT_OUT,
        name: str | LeftOut = LEFT_OUT,
        language: str | LeftOut = LEFT_OUT,
        emails: Sequence[str] | LeftOut = LEFT_OUT,
        places: Sequence[shapes.PlaceSaid] | LeftOut = LEFT_OUT,
        attributes: Mapping[str, Any] | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.ContactTold:
        """Change a contact.

        Change what you name; the rest stays. Scope: companies:write.
        """
        told: shapes.ContactTold = self._change(
            "PATCH",
            f"/contacts/{place_in(contact_id)}",
            {
                "version": version,
                "name": name,
                "language": language,
                "emails": emails,
                "places": places,
                "attributes": attributes,
            },
            idempotency_key,
        )
        return told

    def list_segments(self, *, page_size: int | LeftOut = LEFT_OUT) -> Iterator[shapes.SegmentTold]:
        """List segments.

        Return segments, the oldest first. Scope: companies:read.
        """
        told: Iterator[shapes.SegmentTold] = self._pages("/segments", {"limit": page_size})
        return told

    def read_segment(self, segment_id: int) -> shapes.SegmentTold:
        """Read a segment.

        Return one segment. Scope: companies:read.
        """
        told: shapes.SegmentTold = self._read(f"/segments/{place_in(segment_id)}", {})
        return told

    def list_segment_members(
        self, segment_id: int, *, page_size: int | LeftOut = LEFT_OUT
    ) -> Iterator[shapes.CompanyTold]:
        """List the companies of a segment.

        Return the companies that meet a segment's rule now, the oldest first. Scope: companies:read.
        """
        told: Iterator[shapes.CompanyTold] = self._pages(
            f"/segments/{place_in(segment_id)}/members", {"limit": page_size}
        )
        return told

    def create_feedback(
        self,
        *,
        words: str,
        contact: shapes.ContactSaid | LeftOut | None = LEFT_OUT,
        company: shapes.CompanySaid | LeftOut | None = LEFT_OUT,
        heard_at: datetime | str | LeftOut | None = LEFT_OUT,
        url: str | LeftOut = LEFT_OUT,
        version: str | LeftOut = LEFT_OUT,
        language: str | LeftOut = LEFT_OUT,
        quotable: shapes.Quotable | LeftOut = LEFT_OUT,
        origin: str | LeftOut = LEFT_OUT,
        origin_key: str | LeftOut = LEFT_OUT,
        acknowledge: Literal["mail", "none"] | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.FeedbackKept:
        """Tell what a customer said.

        Keep what a customer said. 201 when it is new, 200 when the same origin_key told us before. Scope:
        feedback:write.
        """
        told: shapes.FeedbackKept = self._change(
            "POST",
            "/feedback",
            {
                "words": words,
                "contact": contact,
                "company": company,
                "heard_at": heard_at,
                "url": url,
                "version": version,
                "language": language,
                "quotable": quotable,
                "origin": origin,
                "origin_key": origin_key,
                "acknowledge": acknowledge,
            },
            idempotency_key,
        )
        return told

    def list_feedback(
        self,
        *,
        page_size: int | LeftOut = LEFT_OUT,
        contact: int | LeftOut = LEFT_OUT,
        company: int | LeftOut = LEFT_OUT,
        area: int | LeftOut = LEFT_OUT,
        category: int | LeftOut = LEFT_OUT,
        source: shapes.Source | LeftOut = LEFT_OUT,
        state: Literal["waiting", "filed", "aside"] | LeftOut = LEFT_OUT,
        heard_after: datetime | str | LeftOut = LEFT_OUT,
    ) -> Iterator[shapes.FeedbackKept]:
        """List what customers said.

        Return what customers said, the newest first. Scope: feedback:read.
        """
        told: Iterator[shapes.FeedbackKept] = self._pages(
            "/feedback",
            {
                "limit": page_size,
                "contact": contact,
                "company": company,
                "area": area,
                "category": category,
                "source": source,
                "state": state,
                "heard_after": heard_after,
            },
        )
        return told

    def read_feedback(self, feedback_id: int) -> shapes.FeedbackKept:
        """Read it.

        Return one piece of feedback. Scope: feedback:read.
        """
        told: shapes.FeedbackKept = self._read(f"/feedback/{place_in(feedback_id)}", {})
        return told

    def change_feedback(
        self,
        feedback_id: int,
        *,
        contact_id: int | LeftOut | None = LEFT_OUT,
        company_id: int | LeftOut | None = LEFT_OUT,
        quotable: shapes.Quotable | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.FeedbackKept:
        """Say who said it, or whether it may be quoted.

        Place feedback with a contact or company, and note whether it may be quoted. Scope: feedback:write.
        """
        told: shapes.FeedbackKept = self._change(
            "PATCH",
            f"/feedback/{place_in(feedback_id)}",
            {"contact_id": contact_id, "company_id": company_id, "quotable": quotable},
            idempotency_key,
        )
        return told

    def list_imports(self, *, page_size: int | LeftOut = LEFT_OUT) -> Iterator[shapes.ImportTold]:
        """List imports.

        Return imports, the newest first. Scope: imports:read.
        """
        told: Iterator[shapes.ImportTold] = self._pages("/imports", {"limit": page_size})
        return told

    def read_import(self, import_id: int) -> shapes.ImportTold:
        """Read how far an import is.

        Return one import. Scope: imports:read.
        """
        told: shapes.ImportTold = self._read(f"/imports/{place_in(import_id)}", {})
        return told

    def create_conversation(
        self,
        *,
        words: str,
        subject: str | LeftOut = LEFT_OUT,
        contact: shapes.Writer | LeftOut | None = LEFT_OUT,
        company_id: int | LeftOut | None = LEFT_OUT,
        mailbox_id: int | LeftOut | None = LEFT_OUT,
        origin: str | LeftOut = LEFT_OUT,
        origin_key: str | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.ConversationTold:
        """Begin a conversation.

        Begin a conversation with what a customer wrote. 201 when it is new, 200 when the same origin_key told us
        before. Scope: conversations:write.
        """
        told: shapes.ConversationTold = self._change(
            "POST",
            "/conversations",
            {
                "words": words,
                "subject": subject,
                "contact": contact,
                "company_id": company_id,
                "mailbox_id": mailbox_id,
                "origin": origin,
                "origin_key": origin_key,
            },
            idempotency_key,
        )
        return told

    def list_conversations(
        self,
        *,
        page_size: int | LeftOut = LEFT_OUT,
        state: shapes.ConversationState | LeftOut = LEFT_OUT,
        waits_for: shapes.WaitsFor | LeftOut = LEFT_OUT,
        assignee: int | LeftOut = LEFT_OUT,
        team: int | LeftOut = LEFT_OUT,
        company: int | LeftOut = LEFT_OUT,
        contact: int | LeftOut = LEFT_OUT,
        area: int | LeftOut = LEFT_OUT,
        category: int | LeftOut = LEFT_OUT,
        aside: Literal["no", "yes"] | LeftOut = LEFT_OUT,
    ) -> Iterator[shapes.ConversationTold]:
        """List conversations.

        Return conversations, those with the newest message first. Scope: conversations:read.
        """
        told: Iterator[shapes.ConversationTold] = self._pages(
            "/conversations",
            {
                "limit": page_size,
                "state": state,
                "waits_for": waits_for,
                "assignee": assignee,
                "team": team,
                "company": company,
                "contact": contact,
                "area": area,
                "category": category,
                "aside": aside,
            },
        )
        return told

    def read_conversation(self, conversation_id: int) -> shapes.ConversationTold:
        """Read one.

        Return one conversation; one that was joined to another says to which. Scope: conversations:read.
        """
        told: shapes.ConversationTold = self._read(f"/conversations/{place_in(conversation_id)}", {})
        return told

    def list_messages(
        self, conversation_id: int, *, page_size: int | LeftOut = LEFT_OUT
    ) -> Iterator[shapes.MessageTold]:
        """Read what was written.

        Return the messages of a conversation, the first first, notes too. Scope: conversations:read.
        """
        told: Iterator[shapes.MessageTold] = self._pages(
            f"/conversations/{place_in(conversation_id)}/messages", {"limit": page_size}
        )
        return told

    def create_message(
        self,
        conversation_id: int,
        *,
        words: str,
        contact: shapes.Writer | LeftOut | None = LEFT_OUT,
        origin: str | LeftOut = LEFT_OUT,
        origin_key: str | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.MessageTold:
        """Add what a customer wrote.

        Keep one more message of a customer; the conversation waits for us again. Scope: conversations:write.
        """
        told: shapes.MessageTold = self._change(
            "POST",
            f"/conversations/{place_in(conversation_id)}/messages",
            {"words": words, "contact": contact, "origin": origin, "origin_key": origin_key},
            idempotency_key,
        )
        return told

    def create_reply(
        self,
        conversation_id: int,
        *,
        words: str,
        staff_id: int,
        seen_message_id: int,
        send_at: datetime | str | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.MessageTold:
        """Answer the customer.

        Answer as one of us. Refused when others wrote what the writer has not seen; the same Idempotency-Key sends
        once. Scope: conversations:write.
        """
        told: shapes.MessageTold = self._change(
            "POST",
            f"/conversations/{place_in(conversation_id)}/replies",
            {"words": words, "staff_id": staff_id, "seen_message_id": seen_message_id, "send_at": send_at},
            idempotency_key,
        )
        return told

    def create_note(
        self, conversation_id: int, *, words: str, staff_id: int, idempotency_key: str | None = None
    ) -> shapes.MessageTold:
        """Write a note.

        Write a note that only we read. Scope: conversations:write.
        """
        told: shapes.MessageTold = self._change(
            "POST",
            f"/conversations/{place_in(conversation_id)}/notes",
            {"words": words, "staff_id": staff_id},
            idempotency_key,
        )
        return told

    def tag_conversation(
        self, conversation_id: int, *, area_id: int, category_id: int, idempotency_key: str | None = None
    ) -> shapes.ConversationTold:
        """Say what it was about.

        Give it an area and a category; several where several things were asked. Scope: conversations:write.
        """
        told: shapes.ConversationTold = self._change(
            "POST",
            f"/conversations/{place_in(conversation_id)}/tags",
            {"area_id": area_id, "category_id": category_id},
            idempotency_key,
        )
        return told

    def close_conversation(
        self,
        conversation_id: int,
        *,
        tags: Sequence[shapes.Pair] | LeftOut = LEFT_OUT,
        staff_id: int | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.ConversationTold:
        """Close it.

        Close it. Refused where neither this nor anybody before said what it was about. Scope: conversations:write.
        """
        told: shapes.ConversationTold = self._change(
            "POST",
            f"/conversations/{place_in(conversation_id)}/close",
            {"tags": tags, "staff_id": staff_id},
            idempotency_key,
        )
        return told

    def reopen_conversation(
        self, conversation_id: int, *, idempotency_key: str | None = None
    ) -> shapes.ConversationTold:
        """Open it again.

        Open a conversation that was closed or put off. Scope: conversations:write.
        """
        told: shapes.ConversationTold = self._change(
            "POST", f"/conversations/{place_in(conversation_id)}/reopen", None, idempotency_key
        )
        return told

    def snooze_conversation(
        self,
        conversation_id: int,
        *,
        until: datetime | str | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.ConversationTold:
        """Put it off.

        Put it off until a moment, or until they reply. Scope: conversations:write.
        """
        told: shapes.ConversationTold = self._change(
            "POST", f"/conversations/{place_in(conversation_id)}/snooze", {"until": until}, idempotency_key
        )
        return told

    def assign_conversation(
        self,
        conversation_id: int,
        *,
        staff_id: int | LeftOut | None = LEFT_OUT,
        team_id: int | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.ConversationTold:
        """Say who answers.

        Give it to somebody, to a team, or to nobody. Scope: conversations:write.
        """
        told: shapes.ConversationTold = self._change(
            "PUT",
            f"/conversations/{place_in(conversation_id)}/assignee",
            {"staff_id": staff_id, "team_id": team_id},
            idempotency_key,
        )
        return told

    def set_conversation_aside(
        self, conversation_id: int, *, reason: shapes.ConversationAside, idempotency_key: str | None = None
    ) -> shapes.ConversationTold:
        """Set it aside.

        Say that it is nobody's work, and why; it is kept, closed, and counts nowhere. Scope: conversations:write.
        """
        told: shapes.ConversationTold = self._change(
            "POST", f"/conversations/{place_in(conversation_id)}/aside", {"reason": reason}, idempotency_key
        )
        return told

    def list_surveys(self, *, page_size: int | LeftOut = LEFT_OUT) -> Iterator[shapes.SurveyTold]:
        """List surveys.

        Return surveys, the oldest first. Scope: surveys:read.
        """
        told: Iterator[shapes.SurveyTold] = self._pages("/surveys", {"limit": page_size})
        return told

    def read_survey(self, survey_id: int) -> shapes.SurveyTold:
        """Read a survey.

        Return one survey. Scope: surveys:read.
        """
        told: shapes.SurveyTold = self._read(f"/surveys/{place_in(survey_id)}", {})
        return told

    def list_survey_responses(
        self, survey_id: int, *, page_size: int | LeftOut = LEFT_OUT
    ) -> Iterator[shapes.ResponseTold]:
        """List the answers to a survey.

        Return answers, the oldest first, with everything that was said. Scope: surveys:read.
        """
        told: Iterator[shapes.ResponseTold] = self._pages(
            f"/surveys/{place_in(survey_id)}/responses", {"limit": page_size}
        )
        return told

    def read_survey_results(
        self, survey_id: int, *, begin: date | str | LeftOut = LEFT_OUT, end: date | str | LeftOut = LEFT_OUT
    ) -> shapes.ResultsTold:
        """Read what a survey found.

        Return the results of a survey, each number with how sure it is; docs/survey-statistics.md says what they
        mean. Scope: surveys:read.
        """
        told: shapes.ResultsTold = self._read(f"/surveys/{place_in(survey_id)}/results", {"begin": begin, "end": end})
        return told

    def withdraw_deal_told(
        self,
        source: str,
        external_id: str,
        *,
        deleted_at: datetime | str | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.DealTold:
        """Say that a deal was deleted.

        Let a deal count nowhere, because your system deleted it. Telling of it later brings it back. Scope:
        deals:write.
        """
        told: shapes.DealTold = self._change(
            "POST",
            f"/deals/external/{place_in(source)}/{place_in(external_id)}/withdrawal",
            {"deleted_at": deleted_at},
            idempotency_key,
        )
        return told

    def put_deal(
        self,
        source: str,
        external_id: str,
        *,
        title: str | LeftOut = LEFT_OUT,
        company_id: int | LeftOut | None = LEFT_OUT,
        company_external_id: str | LeftOut = LEFT_OUT,
        company_name: str | LeftOut = LEFT_OUT,
        company_domain: str | LeftOut = LEFT_OUT,
        contact_email: str | LeftOut = LEFT_OUT,
        owner: str | LeftOut = LEFT_OUT,
        pipeline: str | LeftOut = LEFT_OUT,
        stage: str | LeftOut = LEFT_OUT,
        stage_name: str | LeftOut = LEFT_OUT,
        outcome: Literal["open", "won", "lost", "lost_competitor", "lost_no_decision", "lost_unknown"]
        | LeftOut
        | None = LEFT_OUT,
        amount_minor: int | LeftOut | None = LEFT_OUT,
        currency: str | LeftOut = LEFT_OUT,
        industry: str | LeftOut = LEFT_OUT,
        competitor: str | LeftOut = LEFT_OUT,
        reasons: Sequence[shapes.ReasonSaid] | LeftOut = LEFT_OUT,
        missing: Sequence[str] | LeftOut = LEFT_OUT,
        opened_on: date | str | LeftOut | None = LEFT_OUT,
        closed_on: date | str | LeftOut | None = LEFT_OUT,
        changed_at: datetime | str | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.DealHeard:
        """Tell of a deal by your own id.

        Keep what your system says of a deal. The same again changes nothing, and neither does what is older than we
        know. Scope: deals:write.
        """
        told: shapes.DealHeard = self._change(
            "PUT",
            f"/deals/external/{place_in(source)}/{place_in(external_id)}",
            {
                "title": title,
                "company_id": company_id,
                "company_external_id": company_external_id,
                "company_name": company_name,
                "company_domain": company_domain,
                "contact_email": contact_email,
                "owner": owner,
                "pipeline": pipeline,
                "stage": stage,
                "stage_name": stage_name,
                "outcome": outcome,
                "amount_minor": amount_minor,
                "currency": currency,
                "industry": industry,
                "competitor": competitor,
                "reasons": reasons,
                "missing": missing,
                "opened_on": opened_on,
                "closed_on": closed_on,
                "changed_at": changed_at,
            },
            idempotency_key,
        )
        return told

    def put_deals(
        self, *, deals: Sequence[shapes.DealInBatch], idempotency_key: str | None = None
    ) -> shapes.DealsHeard:
        """Tell of up to 500 deals.

        Keep what your system says of many deals, in this order. One that cannot be kept says why and holds up no
        other. Scope: deals:write.
        """
        told: shapes.DealsHeard = self._change("POST", "/deals/batch", {"deals": deals}, idempotency_key)
        return told

    def note_deal_reason(
        self,
        deal_id: int,
        *,
        reason_id: int,
        said_by: shapes.SaidBy,
        said: str | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.DealTold:
        """Note a reason and who said it.

        Add one more reason beside what its source and our people say. The same reason of the same speaker is noted
        once. Scope: deals:write.
        """
        told: shapes.DealTold = self._change(
            "POST",
            f"/deals/{place_in(deal_id)}/reasons",
            {"reason_id": reason_id, "said_by": said_by, "said": said},
            idempotency_key,
        )
        return told

    def list_deals(
        self,
        *,
        page_size: int | LeftOut = LEFT_OUT,
        q: str | LeftOut = LEFT_OUT,
        view: Literal["all", "open", "won", "lost", "to_decide", "withdrawn"] | LeftOut = LEFT_OUT,
        outcome: Literal["open", "won", "lost_competitor", "lost_no_decision", "lost_unknown"] | LeftOut = LEFT_OUT,
        reason: int | LeftOut = LEFT_OUT,
        exactly: str | LeftOut = LEFT_OUT,
        competitor: int | LeftOut = LEFT_OUT,
        company: int | LeftOut = LEFT_OUT,
        industry: str | LeftOut = LEFT_OUT,
        source: str | LeftOut = LEFT_OUT,
        since: date | str | LeftOut = LEFT_OUT,
        until: date | str | LeftOut = LEFT_OUT,
    ) -> Iterator[shapes.DealTold]:
        """List deals.

        Return deals, the newest first. Those deleted at their source are in the view `withdrawn` alone. Scope:
        deals:read.
        """
        told: Iterator[shapes.DealTold] = self._pages(
            "/deals",
            {
                "limit": page_size,
                "q": q,
                "view": view,
                "outcome": outcome,
                "reason": reason,
                "exactly": exactly,
                "competitor": competitor,
                "company": company,
                "industry": industry,
                "source": source,
                "since": since,
                "until": until,
            },
        )
        return told

    def read_deal(self, deal_id: int) -> shapes.DealTold:
        """Read a deal.

        Return one deal, with its reasons and who said each. Scope: deals:read.
        """
        told: shapes.DealTold = self._read(f"/deals/{place_in(deal_id)}", {})
        return told

    def list_competitors(
        self, *, page_size: int | LeftOut = LEFT_OUT, name: str | LeftOut = LEFT_OUT
    ) -> Iterator[shapes.CompetitorTold]:
        """List competitors.

        Return competitors, the newest first, with what else they are called. Scope: deals:read.
        """
        told: Iterator[shapes.CompetitorTold] = self._pages("/competitors", {"limit": page_size, "name": name})
        return told

    def read_competitor(self, competitor_id: int) -> shapes.CompetitorTold:
        """Read a competitor.

        Return one competitor. Scope: deals:read.
        """
        told: shapes.CompetitorTold = self._read(f"/competitors/{place_in(competitor_id)}", {})
        return told

    def list_departures(
        self,
        *,
        page_size: int | LeftOut = LEFT_OUT,
        company: int | LeftOut = LEFT_OUT,
        reason: int | LeftOut = LEFT_OUT,
        source: str | LeftOut = LEFT_OUT,
        state: Literal["away", "returned"] | LeftOut = LEFT_OUT,
    ) -> Iterator[shapes.DepartureTold]:
        """List departures.

        Return departures, the newest first. Scope: departures:read.
        """
        told: Iterator[shapes.DepartureTold] = self._pages(
            "/departures", {"limit": page_size, "company": company, "reason": reason, "source": source, "state": state}
        )
        return told

    def create_departure(
        self,
        *,
        source: str,
        external_id: str,
        left_on: date | str,
        company_id: int | LeftOut | None = LEFT_OUT,
        company_external_id: str | LeftOut = LEFT_OUT,
        reported_by: Literal["customer", "billing"] | LeftOut = LEFT_OUT,
        reason_id: int | LeftOut | None = LEFT_OUT,
        reason_said: str | LeftOut = LEFT_OUT,
        competitor_id: int | LeftOut | None = LEFT_OUT,
        contact_id: int | LeftOut | None = LEFT_OUT,
        words: str | LeftOut = LEFT_OUT,
        could_have: str | LeftOut = LEFT_OUT,
        mrr_minor: int | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.DepartureTold:
        """Record a departure.

        Record that a company left. 201 when it is new; 200 when this source told us of this id before, which changes
        nothing. Scope: departures:write.
        """
        told: shapes.DepartureTold = self._change(
            "POST",
            "/departures",
            {
                "source": source,
                "external_id": external_id,
                "left_on": left_on,
                "company_id": company_id,
                "company_external_id": company_external_id,
                "reported_by": reported_by,
                "reason_id": reason_id,
                "reason_said": reason_said,
                "competitor_id": competitor_id,
                "contact_id": contact_id,
                "words": words,
                "could_have": could_have,
                "mrr_minor": mrr_minor,
            },
            idempotency_key,
        )
        return told

    def read_departure(self, departure_id: int) -> shapes.DepartureTold:
        """Read a departure.

        Return one departure. Scope: departures:read.
        """
        told: shapes.DepartureTold = self._read(f"/departures/{place_in(departure_id)}", {})
        return told

    def record_company_return(
        self,
        departure_id: int,
        *,
        returned_on: date | str,
        mrr_minor: int | LeftOut | None = LEFT_OUT,
        helped: str | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.DepartureTold:
        """Record that a company came back.

        Record a return; the same day once more changes nothing. What they pay is asked of their subscriptions where
        left out. Scope: departures:write.
        """
        told: shapes.DepartureTold = self._change(
            "POST",
            f"/departures/{place_in(departure_id)}/return",
            {"returned_on": returned_on, "mrr_minor": mrr_minor, "helped": helped},
            idempotency_key,
        )
        return told

    def list_talks(
        self,
        *,
        page_size: int | LeftOut = LEFT_OUT,
        company: int | LeftOut = LEFT_OUT,
        host: int | LeftOut = LEFT_OUT,
        kind: shapes.Kind | LeftOut = LEFT_OUT,
        state: shapes.InterviewState | LeftOut = LEFT_OUT,
        planned_after: datetime | str | LeftOut = LEFT_OUT,
    ) -> Iterator[shapes.TalkTold]:
        """List talks.

        Return talks, the latest first, those to come too. Scope: talks:read.
        """
        told: Iterator[shapes.TalkTold] = self._pages(
            "/talks",
            {
                "limit": page_size,
                "company": company,
                "host": host,
                "kind": kind,
                "state": state,
                "planned_after": planned_after,
            },
        )
        return told

    def plan_talk(
        self,
        *,
        company_id: int,
        planned_at: datetime | str,
        kind: shapes.Kind | LeftOut = LEFT_OUT,
        minutes: int | LeftOut = LEFT_OUT,
        title: str | LeftOut = LEFT_OUT,
        place: str | LeftOut = LEFT_OUT,
        contact_ids: Sequence[int] | LeftOut = LEFT_OUT,
        host_id: int | LeftOut | None = LEFT_OUT,
        companion_ids: Sequence[int] | LeftOut = LEFT_OUT,
        guide_id: int | LeftOut | None = LEFT_OUT,
        invites: bool | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.TalkTold:
        """Plan a talk.

        Plan a talk. 201 when it is new; 200 when the same is there: company, kind, moment and host. Scope:
        talks:write.
        """
        told: shapes.TalkTold = self._change(
            "POST",
            "/talks",
            {
                "company_id": company_id,
                "planned_at": planned_at,
                "kind": kind,
                "minutes": minutes,
                "title": title,
                "place": place,
                "contact_ids": contact_ids,
                "host_id": host_id,
                "companion_ids": companion_ids,
                "guide_id": guide_id,
                "invites": invites,
            },
            idempotency_key,
        )
        return told

    def read_talk(self, talk_id: int) -> shapes.TalkTold:
        """Read a talk.

        Return one talk. Scope: talks:read.
        """
        told: shapes.TalkTold = self._read(f"/talks/{place_in(talk_id)}", {})
        return told

    def list_filings(self) -> shapes.Filings:
        """List areas and categories.

        Return the areas and categories under which feedback can be filed. Scope: feedback:read.
        """
        told: shapes.Filings = self._read("/filings", {})
        return told

    def file_feedback(
        self,
        feedback_id: int,
        *,
        area_id: int | LeftOut | None = LEFT_OUT,
        category_id: int | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.FeedbackKept:
        """File it.

        Say what feedback is about and of what kind it is; filing it the same again changes nothing. Scope:
        feedback:write.
        """
        told: shapes.FeedbackKept = self._change(
            "PUT",
            f"/feedback/{place_in(feedback_id)}/filing",
            {"area_id": area_id, "category_id": category_id},
            idempotency_key,
        )
        return told

    def list_ideas(
        self,
        *,
        page_size: int | LeftOut = LEFT_OUT,
        status: shapes.Status | LeftOut = LEFT_OUT,
        area: int | LeftOut = LEFT_OUT,
        owner: int | LeftOut = LEFT_OUT,
        segment: int | LeftOut = LEFT_OUT,
        sort: Literal["worth", "money", "new"] | LeftOut = LEFT_OUT,
        public: bool | LeftOut = LEFT_OUT,
    ) -> Iterator[shapes.IdeaInList]:
        """List ideas by what they are worth to those who ask.

        Return ideas that stand for themselves, those that are worth most first. Scope: ideas:read.
        """
        told: Iterator[shapes.IdeaInList] = self._pages(
            "/ideas",
            {
                "limit": page_size,
                "status": status,
                "area": area,
                "owner": owner,
                "segment": segment,
                "sort": sort,
                "public": public,
            },
        )
        return told

    def create_idea(
        self,
        *,
        title: str,
        problem: str | LeftOut = LEFT_OUT,
        workaround: str | LeftOut = LEFT_OUT,
        public_text: str | LeftOut = LEFT_OUT,
        internal_text: str | LeftOut = LEFT_OUT,
        area_id: int | LeftOut | None = LEFT_OUT,
        language: str | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.IdeaTold:
        """Write an idea down.

        Write down something you might do for customers. Scope: ideas:write.
        """
        told: shapes.IdeaTold = self._change(
            "POST",
            "/ideas",
            {
                "title": title,
                "problem": problem,
                "workaround": workaround,
                "public_text": public_text,
                "internal_text": internal_text,
                "area_id": area_id,
                "language": language,
            },
            idempotency_key,
        )
        return told

    def read_idea(self, idea_id: int) -> shapes.IdeaTold:
        """Read an idea.

        Return one idea; one that was merged leads on to where it went. Scope: ideas:read.
        """
        told: shapes.IdeaTold = self._read(f"/ideas/{place_in(idea_id)}", {})
        return told

    def change_idea(
        self,
        idea_id: int,
        *,
        version: int | LeftOut | None = LEFT_OUT,
        title: str | LeftOut | None = LEFT_OUT,
        problem: str | LeftOut | None = LEFT_OUT,
        workaround: str | LeftOut | None = LEFT_OUT,
        public_text: str | LeftOut | None = LEFT_OUT,
        internal_text: str | LeftOut | None = LEFT_OUT,
        area_id: int | LeftOut | None = LEFT_OUT,
        owner_id: int | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.IdeaTold:
        """Change an idea.

        Change what you name; the rest stays. Scope: ideas:write.
        """
        told: shapes.IdeaTold = self._change(
            "PATCH",
            f"/ideas/{place_in(idea_id)}",
            {
                "version": version,
                "title": title,
                "problem": problem,
                "workaround": workaround,
                "public_text": public_text,
                "internal_text": internal_text,
                "area_id": area_id,
                "owner_id": owner_id,
            },
            idempotency_key,
        )
        return told

    def move_idea(
        self,
        idea_id: int,
        *,
        status: Literal["heard", "under_review", "building", "beta"],
        idempotency_key: str | None = None,
    ) -> shapes.IdeaTold:
        """Move an idea.

        Move an idea by hand. Planned, not now and already possible come with a decision, shipped with a release.
        Scope: ideas:write.
        """
        told: shapes.IdeaTold = self._change(
            "PUT", f"/ideas/{place_in(idea_id)}/status", {"status": status}, idempotency_key
        )
        return told

    def set_idea_visibility(
        self, idea_id: int, *, is_public: bool, idempotency_key: str | None = None
    ) -> shapes.IdeaTold:
        """Publish or hide an idea.

        Show an idea on the portal, or take it off. Scope: ideas:write.
        """
        told: shapes.IdeaTold = self._change(
            "PUT", f"/ideas/{place_in(idea_id)}/visibility", {"is_public": is_public}, idempotency_key
        )
        return told

    def merge_idea(self, idea_id: int, *, into: int, idempotency_key: str | None = None) -> shapes.IdeaTold:
        """Merge an idea into another.

        Make an idea part of another with everybody who asked; it answers with the one that stands for both. Scope:
        ideas:write.
        """
        told: shapes.IdeaTold = self._change(
            "POST", f"/ideas/{place_in(idea_id)}/merge", {"into": into}, idempotency_key
        )
        return told

    def list_decisions(self, idea_id: int, *, page_size: int | LeftOut = LEFT_OUT) -> Iterator[shapes.DecisionTold]:
        """List the decisions about an idea.

        Return what was decided about an idea, the newest first. Scope: ideas:read.
        """
        told: Iterator[shapes.DecisionTold] = self._pages(f"/ideas/{place_in(idea_id)}/decisions", {"limit": page_size})
        return told

    def create_decision(
        self,
        idea_id: int,
        *,
        outcome: shapes.Outcome,
        reason: str,
        public_reason: str,
        version: int | LeftOut | None = LEFT_OUT,
        revisit_on: date | str | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.DecisionTold:
        """Record a decision.

        Record what was decided and why; everyone who asked is owed an answer. Deciding the same again changes
        nothing. Scope: ideas:write.
        """
        told: shapes.DecisionTold = self._change(
            "POST",
            f"/ideas/{place_in(idea_id)}/decisions",
            {
                "outcome": outcome,
                "reason": reason,
                "public_reason": public_reason,
                "version": version,
                "revisit_on": revisit_on,
            },
            idempotency_key,
        )
        return told

    def list_evidence(self, idea_id: int, *, page_size: int | LeftOut = LEFT_OUT) -> Iterator[shapes.EvidenceTold]:
        """List who needs an idea.

        Return who needs an idea, one row a company, also what was withdrawn; the oldest first. Scope: ideas:read.
        """
        told: Iterator[shapes.EvidenceTold] = self._pages(f"/ideas/{place_in(idea_id)}/evidence", {"limit": page_size})
        return told

    def link_feedback(
        self,
        idea_id: int,
        *,
        feedback_id: int,
        importance: int | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.EvidenceTold:
        """Link feedback to an idea.

        Make feedback evidence for an idea; linking it again changes nothing. Scope: ideas:write.
        """
        told: shapes.EvidenceTold = self._change(
            "POST",
            f"/ideas/{place_in(idea_id)}/feedback",
            {"feedback_id": feedback_id, "importance": importance},
            idempotency_key,
        )
        return told

    def unlink_feedback(self, idea_id: int, feedback_id: int, *, idempotency_key: str | None = None) -> shapes.IdeaTold:
        """Take a link back.

        Let feedback be no evidence for an idea any more; the feedback stays. Scope: ideas:write.
        """
        told: shapes.IdeaTold = self._change(
            "DELETE", f"/ideas/{place_in(idea_id)}/feedback/{place_in(feedback_id)}", None, idempotency_key
        )
        return told

    def change_evidence(
        self,
        evidence_id: int,
        *,
        importance: int | LeftOut | None = LEFT_OUT,
        withdrawn_reason: str | LeftOut | None = LEFT_OUT,
        reaffirmed: bool | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.EvidenceTold:
        """Say how much it is needed.

        Set how much a company needs an idea, withdraw it with a reason, or reaffirm it. Scope: ideas:write.
        """
        told: shapes.EvidenceTold = self._change(
            "PATCH",
            f"/evidence/{place_in(evidence_id)}",
            {"importance": importance, "withdrawn_reason": withdrawn_reason, "reaffirmed": reaffirmed},
            idempotency_key,
        )
        return told

    def set_feedback_aside(
        self,
        feedback_id: int,
        *,
        reason: shapes.AsideReason,
        note: str | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.FeedbackKept:
        """Set feedback aside.

        Note that there is nothing to do about it: it leaves the queue and is evidence for nothing. It stays readable.
        Scope: ideas:write.
        """
        told: shapes.FeedbackKept = self._change(
            "PUT", f"/feedback/{place_in(feedback_id)}/aside", {"reason": reason, "note": note}, idempotency_key
        )
        return told

    def bring_feedback_back(self, feedback_id: int, *, idempotency_key: str | None = None) -> shapes.FeedbackKept:
        """Bring feedback back.

        Put what was set aside back into the queue. Scope: ideas:write.
        """
        told: shapes.FeedbackKept = self._change(
            "DELETE", f"/feedback/{place_in(feedback_id)}/aside", None, idempotency_key
        )
        return told

    def list_votes(self, idea_id: int, *, page_size: int | LeftOut = LEFT_OUT) -> Iterator[shapes.VoteTold]:
        """List who voted for an idea.

        Return the votes for an idea, the oldest first. Scope: ideas:read.
        """
        told: Iterator[shapes.VoteTold] = self._pages(f"/ideas/{place_in(idea_id)}/votes", {"limit": page_size})
        return told

    def vote(self, idea_id: int, contact_id: int, *, idempotency_key: str | None = None) -> shapes.VoteTold:
        """Vote on behalf of a contact.

        Note that a contact wants an idea and wants to hear about it; voting again changes nothing. Scope:
        ideas:write.
        """
        told: shapes.VoteTold = self._change(
            "PUT", f"/ideas/{place_in(idea_id)}/votes/{place_in(contact_id)}", None, idempotency_key
        )
        return told

    def withdraw_vote(self, idea_id: int, contact_id: int, *, idempotency_key: str | None = None) -> shapes.IdeaTold:
        """Take a vote back.

        Take a contact's vote back; what they said stays evidence. Scope: ideas:write.
        """
        told: shapes.IdeaTold = self._change(
            "DELETE", f"/ideas/{place_in(idea_id)}/votes/{place_in(contact_id)}", None, idempotency_key
        )
        return told

    def list_comments(self, idea_id: int, *, page_size: int | LeftOut = LEFT_OUT) -> Iterator[shapes.CommentTold]:
        """List the comments below an idea.

        Return the comments below an idea, also what nobody has published yet; the oldest first. Scope: ideas:read.
        """
        told: Iterator[shapes.CommentTold] = self._pages(f"/ideas/{place_in(idea_id)}/comments", {"limit": page_size})
        return told

    def create_comment(
        self,
        idea_id: int,
        *,
        contact_id: int,
        words: str,
        quotable: shapes.Quotable | LeftOut = LEFT_OUT,
        origin: str | LeftOut = LEFT_OUT,
        origin_key: str | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.CommentTold:
        """Comment on behalf of a contact.

        Put what a contact said below an idea: it is feedback and evidence like any other, private until published.
        Scope: ideas:write.
        """
        told: shapes.CommentTold = self._change(
            "POST",
            f"/ideas/{place_in(idea_id)}/comments",
            {
                "contact_id": contact_id,
                "words": words,
                "quotable": quotable,
                "origin": origin,
                "origin_key": origin_key,
            },
            idempotency_key,
        )
        return told

    def list_suggestions(
        self, *, words: str, language: str | LeftOut = LEFT_OUT, contact_id: int | LeftOut = LEFT_OUT
    ) -> shapes.Suggested:
        """Look for suggestions.

        Return articles and public ideas about some words. Nothing is counted. Scope: articles:read.
        """
        told: shapes.Suggested = self._read(
            "/suggestions", {"words": words, "language": language, "contact_id": contact_id}
        )
        return told

    def create_suggestions(
        self,
        *,
        words: str,
        language: str | LeftOut = LEFT_OUT,
        contact_id: int | LeftOut | None = LEFT_OUT,
        showing: str | LeftOut | None = LEFT_OUT,
        place: Literal["widget", "api"] | LeftOut = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.Shown:
        """Suggest while somebody writes.

        Return articles and public ideas about what is being written, and count that they were shown, not to whom.
        Scope: articles:write.
        """
        told: shapes.Shown = self._change(
            "POST",
            "/suggestions",
            {"words": words, "language": language, "contact_id": contact_id, "showing": showing, "place": place},
            idempotency_key,
        )
        return told

    def create_outcome(
        self,
        showing: str,
        *,
        outcome: Literal["opened", "solved", "voted", "sent", "came_back"],
        article_id: int | LeftOut | None = LEFT_OUT,
        idea_id: int | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.Counted:
        """Say what came of suggestions.

        Count that a suggestion was opened, solved it or was voted for, or that the words were sent all the same.
        Scope: articles:write.
        """
        told: shapes.Counted = self._change(
            "POST",
            f"/suggestions/{place_in(showing)}/outcomes",
            {"outcome": outcome, "article_id": article_id, "idea_id": idea_id},
            idempotency_key,
        )
        return told

    def list_reviews(
        self, *, page_size: int | LeftOut = LEFT_OUT, state: shapes.ReviewState | LeftOut = LEFT_OUT
    ) -> Iterator[shapes.ReviewTold]:
        """List review meetings.

        Return meetings, the latest first. Scope: reviews:read.
        """
        told: Iterator[shapes.ReviewTold] = self._pages("/reviews", {"limit": page_size, "state": state})
        return told

    def read_review(self, review_id: int) -> shapes.WholeReview:
        """Read a review meeting.

        Return a meeting with its ideas in the order of the table, and what was decided about each. Scope:
        reviews:read.
        """
        told: shapes.WholeReview = self._read(f"/reviews/{place_in(review_id)}", {})
        return told

    def read_review_minutes(self, review_id: int) -> shapes.MinutesTold:
        """Read the minutes of a meeting.

        Return the minutes as Markdown; 404 before the meeting is over. Scope: reviews:read.
        """
        told: shapes.MinutesTold = self._read(f"/reviews/{place_in(review_id)}/minutes", {})
        return told

    def list_releases(
        self, *, page_size: int | LeftOut = LEFT_OUT, state: Literal["draft", "published"] | LeftOut = LEFT_OUT
    ) -> Iterator[shapes.ReleaseTold]:
        """List releases.

        Return releases, the newest first. Scope: releases:read.
        """
        told: Iterator[shapes.ReleaseTold] = self._pages("/releases", {"limit": page_size, "state": state})
        return told

    def create_release(
        self,
        *,
        title: str,
        notes: str | LeftOut = LEFT_OUT,
        idea_ids: Sequence[int] | LeftOut = LEFT_OUT,
        version_name: str | LeftOut = LEFT_OUT,
        product_id: int | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.ReleaseTold:
        """Draft a release.

        Draft a release; nobody outside sees it and nobody is told. Scope: releases:write.
        """
        told: shapes.ReleaseTold = self._change(
            "POST",
            "/releases",
            {
                "title": title,
                "notes": notes,
                "idea_ids": idea_ids,
                "version_name": version_name,
                "product_id": product_id,
            },
            idempotency_key,
        )
        return told

    def read_release(self, release_id: int) -> shapes.ReleaseTold:
        """Read a release.

        Return one release. Scope: releases:read.
        """
        told: shapes.ReleaseTold = self._read(f"/releases/{place_in(release_id)}", {})
        return told

    def change_release(
        self,
        release_id: int,
        *,
        version: int | LeftOut | None = LEFT_OUT,
        title: str | LeftOut | None = LEFT_OUT,
        notes: str | LeftOut | None = LEFT_OUT,
        idea_ids: Sequence[int] | LeftOut | None = LEFT_OUT,
        version_name: str | LeftOut | None = LEFT_OUT,
        product_id: int | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.ReleaseTold:
        """Change a release.

        Change what you name; the rest stays. Scope: releases:write.
        """
        told: shapes.ReleaseTold = self._change(
            "PATCH",
            f"/releases/{place_in(release_id)}",
            {
                "version": version,
                "title": title,
                "notes": notes,
                "idea_ids": idea_ids,
                "version_name": version_name,
                "product_id": product_id,
            },
            idempotency_key,
        )
        return told

    def publish_release(self, release_id: int, *, idempotency_key: str | None = None) -> shapes.ReleaseTold:
        """Publish a release.

        Publish a release: its ideas are shipped and everyone who asked is owed an answer. Once more changes nothing.
        Scope: releases:write.
        """
        told: shapes.ReleaseTold = self._change(
            "POST", f"/releases/{place_in(release_id)}/publication", None, idempotency_key
        )
        return told

    def list_answers(
        self,
        *,
        page_size: int | LeftOut = LEFT_OUT,
        state: shapes.AnswerState | LeftOut = LEFT_OUT,
        standing: Literal["outstanding", "told"] | LeftOut = LEFT_OUT,
        idea: int | LeftOut = LEFT_OUT,
        contact: int | LeftOut = LEFT_OUT,
        release: int | LeftOut = LEFT_OUT,
    ) -> Iterator[shapes.AnswerTold]:
        """List answers.

        Return answers, the longest waiting first. Scope: answers:read.
        """
        told: Iterator[shapes.AnswerTold] = self._pages(
            "/answers",
            {
                "limit": page_size,
                "state": state,
                "standing": standing,
                "idea": idea,
                "contact": contact,
                "release": release,
            },
        )
        return told

    def read_answer(self, answer_id: int) -> shapes.AnswerTold:
        """Read an answer.

        Return one answer and how it stands. Scope: answers:read.
        """
        told: shapes.AnswerTold = self._read(f"/answers/{place_in(answer_id)}", {})
        return told

    def note_answer_told(self, answer_id: int, *, how: str, idempotency_key: str | None = None) -> shapes.AnswerTold:
        """Note that a person told them.

        Note that somebody told them in person, so that no mail follows. 422 when it has gone out already. Scope:
        answers:write.
        """
        told: shapes.AnswerTold = self._change(
            "POST", f"/answers/{place_in(answer_id)}/told", {"how": how}, idempotency_key
        )
        return told

    def list_objectives(
        self,
        *,
        page_size: int | LeftOut = LEFT_OUT,
        state: Literal["open", "closed"] | LeftOut = LEFT_OUT,
        on: date | str | LeftOut = LEFT_OUT,
        team: int | LeftOut = LEFT_OUT,
    ) -> Iterator[shapes.ObjectiveTold]:
        """List objectives.

        Return objectives with their key results, those that end last first. Scope: goals:read.
        """
        told: Iterator[shapes.ObjectiveTold] = self._pages(
            "/objectives", {"limit": page_size, "state": state, "on": on, "team": team}
        )
        return told

    def read_objective(self, objective_id: int) -> shapes.ObjectiveTold:
        """Read an objective.

        Return one objective with its key results. Scope: goals:read.
        """
        told: shapes.ObjectiveTold = self._read(f"/objectives/{place_in(objective_id)}", {})
        return told

    def list_check_ins(self, result_id: int, *, page_size: int | LeftOut = LEFT_OUT) -> Iterator[shapes.CheckInTold]:
        """List what was said of a key result.

        Return all that was said and noted of a key result, the latest first. Scope: goals:read.
        """
        told: Iterator[shapes.CheckInTold] = self._pages(
            f"/key-results/{place_in(result_id)}/check-ins", {"limit": page_size}
        )
        return told

    def create_check_in(
        self,
        result_id: int,
        *,
        confidence: shapes.Confidence,
        words: str | LeftOut = LEFT_OUT,
        value: float | LeftOut | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> shapes.CheckInTold:
        """Say how a key result goes.

        Say how a key result goes. The same once more on the same day is the same word, not another. Scope:
        goals:write.
        """
        told: shapes.CheckInTold = self._change(
            "POST",
            f"/key-results/{place_in(result_id)}/check-ins",
            {"confidence": confidence, "words": words, "value": value},
            idempotency_key,
        )
        return told
