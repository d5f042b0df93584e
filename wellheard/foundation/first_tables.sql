-- The tables of a new installation, made by the steps named here. Written by bin/first-tables; never edit it by hand.
-- step account.0001_initial
-- step account.0002_email_max_length
-- step account.0003_alter_emailaddress_create_unique_verified_email
-- step account.0004_alter_emailaddress_drop_unique_email
-- step account.0005_emailaddress_idx_upper_email
-- step account.0006_emailaddress_lower
-- step account.0007_emailaddress_idx_email
-- step account.0008_emailaddress_unique_primary_email_fixup
-- step account.0009_emailaddress_unique_primary_email
-- step analyses.0001_initial
-- step answer.0001_initial
-- step answer.0002_digests_wordings_and_opt_outs
-- step answer.0003_what_stood_before_in_wordings
-- step answer.0004_answers_by_verdict
-- step answer.0005_words
-- step answer.0006_words_in_any_form
-- step answer.0007_in_product
-- step articles.0001_initial
-- step auth.0001_initial
-- step auth.0002_alter_permission_name_max_length
-- step auth.0003_alter_user_email_max_length
-- step auth.0004_alter_user_username_opts
-- step auth.0005_alter_user_last_login_null
-- step auth.0006_require_contenttypes_0002
-- step auth.0007_alter_validators_add_error_messages
-- step auth.0008_alter_user_username_max_length
-- step auth.0009_alter_user_last_name_max_length
-- step auth.0010_alter_group_name_max_length
-- step auth.0011_update_proxy_permissions
-- step auth.0012_alter_user_first_name_max_length
-- step automations.0001_initial
-- step contenttypes.0001_initial
-- step contenttypes.0002_remove_content_type_name
-- step conversations.0001_initial
-- step conversations.0002_subject_words
-- step conversations.0003_ordered_by_arrival
-- step conversations.0004_waits_know_when_told
-- step conversations.0005_takes_part_from
-- step conversations.0006_newest_of_all
-- step conversations.0007_left_out
-- step conversations.0008_awaits_filing
-- step conversations.0009_draft_files
-- step conversations.0010_history
-- step conversations.0011_in_product
-- step crm.0001_initial
-- step crm.0002_when_to_read_again
-- step crm.0003_what_is_left_there
-- step customers.0001_initial
-- step customers.0002_tiers_tags_and_renewal
-- step customers.0003_attributes_rates_and_versions
-- step customers.0004_merges_consents_identity_keys
-- step customers.0005_lost_subscriptions
-- step deals.0001_initial
-- step deals.0002_doubtful_rows
-- step deals.0003_withdrawn_at_their_source
-- step deals.0004_reasons_of_programs
-- step deals.0005_words_of_deals
-- step decide.0001_initial
-- step decide.0002_board_orders
-- step decide.0003_merged_ideas
-- step decide.0004_comments_followers_translations
-- step decide.0005_decision_translations
-- step decide.0006_imported_ideas
-- step decide.0007_boards
-- step decide.0008_money_and_ranks
-- step decide.0009_bulk_edits
-- step decide.0010_imported_paths
-- step decide.0011_versions_of_translations
-- step decide.0012_kept_months_and_quotes
-- step decide.0013_public_quotes
-- step decide.0014_segment_rankings
-- step decide.0015_words
-- step decide.0016_words_in_any_form
-- step decide.0017_demand
-- step decide.0018_worth
-- step deliver.0001_initial
-- step deliver.0002_subscribers
-- step deliver.0003_release_translations
-- step deliver.0004_versions_of_translations
-- step deliver.0005_thanks
-- step deliver.0006_release_event
-- step demand.0001_initial
-- step departures.0001_initial
-- step departures.0002_open_once_at_the_end
-- step departures.0003_named_returns_and_offers_by_language
-- step desk.0001_initial
-- step desk.0002_auto_replies
-- step discourse.0001_initial
-- step discourse.0002_topics_read
-- step foundation.0001_initial
-- step foundation.0002_tallies
-- step foundation.0003_mail_failures
-- step foundation.0004_jobs_are_looked_for
-- step foundation.0005_mail_to_several
-- step foundation.0006_waiting_for
-- step github.0001_initial
-- step github.0002_refused
-- step goals.0001_initial
-- step goals.0002_decisions_for_key_results
-- step interviews.0001_initial
-- step interviews.0002_words_of_talks
-- step interviews.0003_calendar_answers
-- step learn.0001_targets
-- step learn.0002_snapshots
-- step learn.0003_benchmarks
-- step listen.0001_initial
-- step listen.0002_imports
-- step listen.0003_import_runs
-- step listen.0004_triage
-- step listen.0005_posts_and_suspects
-- step listen.0006_pictures
-- step listen.0007_counted_by_key
-- step listen.0008_history
-- step listen.0009_deals_come_in
-- step listen.0010_departures_come_in
-- step mail_in.0001_initial
-- step mailboxes.0001_initial
-- step mailboxes.0002_further_addresses
-- step mailboxes.0003_since_when
-- step mailboxes.0004_what_mail_waits_for
-- step mailboxes.0005_oauth_for_sending
-- step mailboxes.0006_breaking_mail_and_backlog
-- step mfa.0001_initial
-- step mfa.0002_authenticator_timestamps
-- step mfa.0003_authenticator_type_uniq
-- step playbooks.0001_initial
-- step playbooks.0002_conditions
-- step procrastinate.0001_initial
-- step procrastinate.0002_drop_started_at_column
-- step procrastinate.0003_drop_started_at_column
-- step procrastinate.0004_drop_procrastinate_version_table
-- step procrastinate.0005_fix_procrastinate_fetch_job
-- step procrastinate.0006_fix_trigger_status_events_insert
-- step procrastinate.0007_add_queueing_lock_column
-- step procrastinate.0008_close_fetch_job_race_condition
-- step procrastinate.0009_add_defer_job_function
-- step procrastinate.0010_add_procrastinate_periodic_defers
-- step procrastinate.0011_add_foreign_key_index
-- step procrastinate.0012_add_locks_to_periodic_defer
-- step procrastinate.0013_fix_procrastinate_defer_periodic_job
-- step procrastinate.0014_add_finish_job_and_retry_job_functions
-- step procrastinate.0015_add_trigger_on_job_deletion
-- step procrastinate.0016_delete_finished_jobs
-- step procrastinate.0017_add_checks_to_finish_job
-- step procrastinate.0018_add_checks_to_retry_job
-- step procrastinate.0019_fix_finish_job_compat_issue
-- step procrastinate.0020_add_index_on_procrastinate_jobs
-- step procrastinate.0021_add_kwargs_to_defer_periodic_job
-- step procrastinate.0022_null_locks_excluded
-- step procrastinate.0023_remove_old_finish_job_function
-- step procrastinate.0024_job_id_bigint
-- step procrastinate.0025_add_models
-- step procrastinate.0026_add_job_priority
-- step procrastinate.0027_add_periodic_job_priority
-- step procrastinate.0028_add_cancel_states
-- step procrastinate.0029_add_additional_params_to_retry_job
-- step procrastinate.0030_alter_procrastinateevent_options
-- step procrastinate.0031_add_indexes_for_fetch_job
-- step procrastinate.0032_pre_cancel_notification
-- step procrastinate.0033_post_cancel_notification
-- step procrastinate.0034_pre_add_heartbeat
-- step procrastinate.0035_post_add_heartbeat
-- step procrastinate.0036_add_worker_model
-- step procrastinate.0037_pre_batch_defer_jobs
-- step procrastinate.0038_post_batch_defer_jobs
-- step procrastinate.0039_pre_priority_lock_fetch_job
-- step procrastinate.0040_pre_retry_failed_job
-- step procrastinate.0041_post_retry_failed_job
-- step reports.0001_initial
-- step reviews.0001_initial
-- step reviews.0002_room_as_it_was
-- step reviews.0003_calendars_and_answers
-- step reviews.0004_calendar_answers
-- step satisfaction.0001_initial
-- step sessions.0001_initial
-- step socialaccount.0001_initial
-- step socialaccount.0002_token_max_lengths
-- step socialaccount.0003_extra_data_default_dict
-- step socialaccount.0004_app_provider_id_settings
-- step socialaccount.0005_socialtoken_nullable_app
-- step socialaccount.0006_alter_socialaccount_extra_data
-- step sources.0001_initial
-- step surveys.0001_initial
-- step surveys.0002_visits
-- step surveys.0003_invitations
-- step surveys.0004_margins_of_waves
-- step surveys.0005_link_for
-- step trends.0001_initial
-- step trends.0002_examples
-- step trends.0003_usual_alerts
-- step trends.0004_day_total
-- step understand.0001_initial
-- step understand.0002_others_apart_from_feedback
-- step usage.0001_initial
-- step usage.0002_counting
-- step usage.0003_keeping
-- step webhooks.0001_initial
-- step webhooks.0002_slow_endpoints
-- step work_items.0001_initial
-- step work_items.0002_spikes
-- step workspace.0001_initial
-- step workspace.0002_versions_and_set_up
-- step workspace.0003_tiers_and_tasks
-- step workspace.0004_what_the_owner_sets
-- step workspace.0005_saved_views
-- step workspace.0006_setting_up_and_notifications
-- step workspace.0007_token_scopes_and_kept_answers
-- step workspace.0008_handing_on
-- step workspace.0009_sealed_answers
-- step workspace.0010_owner_notifications
-- step workspace.0011_answer_times
-- step workspace.0012_inbox_keys
-- step workspace.0013_spike_notifications
-- step workspace.0014_refused
-- step workspace.0015_competitors_and_reasons
-- step workspace.0016_told_of_drafts
-- step workspace.0017_competitor_spellings

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);
CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);
CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);
CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;



CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);
CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;
CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;
CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.analyses_analysis (
    id bigint NOT NULL,
    state character varying(7) NOT NULL,
    finding text NOT NULL,
    why_not text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    deal_id bigint NOT NULL,
    ended_by_id bigint,
    feedback_id bigint,
    idea_id bigint,
    task_id bigint,
    CONSTRAINT analysis_found_something CHECK (((NOT ((state)::text = 'found'::text)) OR (NOT (finding = ''::text)))),
    CONSTRAINT analysis_open_until_ended CHECK (((((state)::text = 'open'::text) OR (NOT (ended_at IS NULL))) AND (1 = (
CASE
    WHEN ((state)::text = 'open'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (NOT (ended_at IS NULL)) THEN 1
    ELSE 0
END)))),
    CONSTRAINT analysis_says_why_not CHECK (((NOT ((state)::text = 'nothing'::text)) OR (NOT (why_not = ''::text))))
);
ALTER TABLE public.analyses_analysis ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.analyses_analysis_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.analyses_analysisstep (
    id bigint NOT NULL,
    step character varying(7) NOT NULL,
    note text NOT NULL,
    done_at timestamp with time zone NOT NULL,
    analysis_id bigint NOT NULL,
    done_by_id bigint
);
ALTER TABLE public.analyses_analysisstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.analyses_analysisstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.analyses_lossrule (
    id bigint NOT NULL,
    industries character varying(80)[] NOT NULL,
    working_days smallint NOT NULL,
    lost_within_days smallint NOT NULL,
    version integer NOT NULL,
    CONSTRAINT analyses_lossrule_lost_within_days_check CHECK ((lost_within_days >= 0)),
    CONSTRAINT analyses_lossrule_version_check CHECK ((version >= 0)),
    CONSTRAINT analyses_lossrule_working_days_check CHECK ((working_days >= 0)),
    CONSTRAINT one_loss_rule CHECK ((id = 1))
);
ALTER TABLE public.analyses_lossrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.analyses_lossrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.answer_answer (
    id bigint NOT NULL,
    occasion character varying(16) NOT NULL,
    state character varying(8) NOT NULL,
    subject_line character varying(300) NOT NULL,
    words text NOT NULL,
    waiting_since timestamp with time zone NOT NULL,
    owed_at timestamp with time zone NOT NULL,
    hold_until timestamp with time zone,
    version integer NOT NULL,
    told_at timestamp with time zone,
    told_how character varying(200) NOT NULL,
    solved character varying(6) NOT NULL,
    solved_at timestamp with time zone,
    solved_comment text NOT NULL,
    contact_id bigint NOT NULL,
    decision_id bigint,
    edited_by_id bigint,
    feedback_id bigint,
    idea_id bigint,
    mail_id bigint,
    quote_id bigint,
    release_id bigint,
    told_by_id bigint,
    asked_again_at timestamp with time zone,
    language character varying(10) NOT NULL,
    round smallint NOT NULL,
    staff_language character varying(10) NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT answer_answer_round_check CHECK ((round >= 0)),
    CONSTRAINT answer_answer_version_check CHECK ((version >= 0)),
    CONSTRAINT answer_has_one_subject CHECK ((((idea_id IS NULL) OR (feedback_id IS NULL)) AND (1 = (
CASE
    WHEN (idea_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (feedback_id IS NULL) THEN 1
    ELSE 0
END))))
);
ALTER TABLE public.answer_answer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.answer_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.answer_ideaoptout (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    contact_id bigint NOT NULL,
    idea_id bigint NOT NULL
);
ALTER TABLE public.answer_ideaoptout ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.answer_ideaoptout_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.answer_wording (
    id bigint NOT NULL,
    occasion character varying(16) NOT NULL,
    language character varying(10) NOT NULL,
    source character varying(12) NOT NULL,
    subject_line character varying(300) NOT NULL,
    words text NOT NULL,
    edited_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    edited_by_id bigint,
    idea_id bigint,
    before_subject_line character varying(300) NOT NULL,
    before_words text NOT NULL,
    CONSTRAINT answer_wording_version_check CHECK ((version >= 0))
);
ALTER TABLE public.answer_wording ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.answer_wording_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_article (
    id bigint NOT NULL,
    state character varying(9) NOT NULL,
    audience character varying(9) NOT NULL,
    section character varying(80) NOT NULL,
    "position" smallint NOT NULL,
    language character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    reviewed_at timestamp with time zone,
    helpful_count integer NOT NULL,
    unhelpful_count integer NOT NULL,
    version integer NOT NULL,
    area_id bigint,
    owner_id bigint,
    segment_id bigint,
    CONSTRAINT articles_article_helpful_count_check CHECK ((helpful_count >= 0)),
    CONSTRAINT articles_article_position_check CHECK (("position" >= 0)),
    CONSTRAINT articles_article_unhelpful_count_check CHECK ((unhelpful_count >= 0)),
    CONSTRAINT articles_article_version_check CHECK ((version >= 0))
);
ALTER TABLE public.articles_article ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_article_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_articleimage (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    file character varying(200) NOT NULL,
    media_type character varying(20) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    byte_count integer NOT NULL,
    shows character varying(300) NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL,
    kept_by_id bigint,
    CONSTRAINT articles_articleimage_byte_count_check CHECK ((byte_count >= 0)),
    CONSTRAINT articles_articleimage_height_check CHECK ((height >= 0)),
    CONSTRAINT articles_articleimage_width_check CHECK ((width >= 0))
);
ALTER TABLE public.articles_articleimage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_articleimage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_articlerating (
    id bigint NOT NULL,
    language character varying(10) NOT NULL,
    was_helpful boolean NOT NULL,
    visitor character varying(32) NOT NULL,
    rated_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL,
    contact_id bigint,
    feedback_id bigint
);
ALTER TABLE public.articles_articlerating ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_articlerating_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_articleredirect (
    id bigint NOT NULL,
    language character varying(10) NOT NULL,
    slug character varying(100) NOT NULL,
    article_id bigint NOT NULL
);
ALTER TABLE public.articles_articleredirect ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_articleredirect_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_articletext (
    id bigint NOT NULL,
    language character varying(10) NOT NULL,
    title character varying(200) NOT NULL,
    summary character varying(300) NOT NULL,
    body text NOT NULL,
    slug character varying(100) NOT NULL,
    published_at timestamp with time zone,
    draft_title character varying(200) NOT NULL,
    draft_summary character varying(300) NOT NULL,
    draft_body text NOT NULL,
    draft_slug character varying(100) NOT NULL,
    has_draft boolean NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    article_id bigint NOT NULL,
    updated_by_id bigint,
    CONSTRAINT articles_articletext_version_check CHECK ((version >= 0))
);
ALTER TABLE public.articles_articletext ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_articletext_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_articleversion (
    id bigint NOT NULL,
    language character varying(10) NOT NULL,
    number integer NOT NULL,
    title character varying(200) NOT NULL,
    summary character varying(300) NOT NULL,
    body text NOT NULL,
    slug character varying(100) NOT NULL,
    published_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL,
    published_by_id bigint,
    CONSTRAINT articles_articleversion_number_check CHECK ((number >= 0))
);
ALTER TABLE public.articles_articleversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_articleversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_showing (
    id bigint NOT NULL,
    key character varying(32) NOT NULL,
    place character varying(8) NOT NULL,
    language character varying(10) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    solved_at timestamp with time zone,
    voted_at timestamp with time zone,
    sent_at timestamp with time zone,
    came_back_at timestamp with time zone
);
ALTER TABLE public.articles_showing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_showing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_shownsuggestion (
    id bigint NOT NULL,
    subject_type character varying(8) NOT NULL,
    subject_id bigint NOT NULL,
    shown_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    chosen_at timestamp with time zone,
    showing_id bigint NOT NULL
);
ALTER TABLE public.articles_shownsuggestion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_shownsuggestion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_wishsource (
    id bigint NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id bigint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by_id bigint,
    wish_id bigint NOT NULL
);
ALTER TABLE public.articles_wishsource ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_wishsource_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_writingwish (
    id bigint NOT NULL,
    title character varying(200) NOT NULL,
    language character varying(10) NOT NULL,
    source_count integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    outcome character varying(8) NOT NULL,
    area_id bigint,
    article_id bigint,
    made_by_id bigint,
    CONSTRAINT articles_writingwish_source_count_check CHECK ((source_count >= 0)),
    CONSTRAINT writing_wish_has_title CHECK ((NOT ((title)::text = ''::text)))
);
ALTER TABLE public.articles_writingwish ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_writingwish_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.automations_automation (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    "position" smallint NOT NULL,
    "when" character varying(60) NOT NULL,
    conditions jsonb NOT NULL,
    does jsonb NOT NULL,
    switched_on_at timestamp with time zone,
    off_reason character varying(7) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    made_by_id bigint,
    CONSTRAINT automations_automation_position_check CHECK (("position" >= 0)),
    CONSTRAINT automations_automation_version_check CHECK ((version >= 0))
);
ALTER TABLE public.automations_automation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.automations_automation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.automations_automationversion (
    id bigint NOT NULL,
    version integer NOT NULL,
    name character varying(120) NOT NULL,
    "when" character varying(60) NOT NULL,
    conditions jsonb NOT NULL,
    does jsonb NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    automation_id bigint NOT NULL,
    saved_by_id bigint,
    CONSTRAINT automations_automationversion_version_check CHECK ((version >= 0))
);
ALTER TABLE public.automations_automationversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.automations_automationversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.automations_consequence (
    id bigint NOT NULL,
    fact_id bigint NOT NULL,
    firing_id bigint NOT NULL
);
ALTER TABLE public.automations_consequence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.automations_consequence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.automations_firing (
    id bigint NOT NULL,
    version integer NOT NULL,
    fact_id bigint NOT NULL,
    depth smallint NOT NULL,
    outcome character varying(7) NOT NULL,
    problem character varying(300) NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    automation_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    CONSTRAINT automations_firing_depth_check CHECK ((depth >= 0)),
    CONSTRAINT automations_firing_version_check CHECK ((version >= 0))
);
ALTER TABLE public.automations_firing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.automations_firing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_attachment (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    file character varying(200) NOT NULL,
    media_type character varying(120) NOT NULL,
    byte_count bigint NOT NULL,
    content_id character varying(200) NOT NULL,
    is_inline boolean NOT NULL,
    dropped_reason character varying(10) NOT NULL,
    message_id bigint NOT NULL,
    url character varying(2000) NOT NULL,
    CONSTRAINT conversations_attachment_byte_count_check CHECK ((byte_count >= 0))
);
ALTER TABLE public.conversations_attachment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_attachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_conversation (
    id bigint NOT NULL,
    subject character varying(300) NOT NULL,
    channel character varying(9) NOT NULL,
    state character varying(7) NOT NULL,
    waits_for character varying(8) NOT NULL,
    snoozed_until timestamp with time zone,
    snooze_kind character varying(7) NOT NULL,
    priority smallint NOT NULL,
    language character varying(10) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    last_message_at timestamp with time zone NOT NULL,
    last_heard_at timestamp with time zone,
    waiting_since timestamp with time zone,
    first_answer_at timestamp with time zone,
    first_answer_seconds integer,
    answer_due_at timestamp with time zone,
    closed_at timestamp with time zone,
    reopened_count smallint NOT NULL,
    aside_reason character varying(9) NOT NULL,
    news_at timestamp with time zone,
    news_outcome character varying(16) NOT NULL,
    preview character varying(200) NOT NULL,
    message_count integer NOT NULL,
    origin character varying(60) NOT NULL,
    origin_key character varying(200) NOT NULL,
    imported_stats jsonb NOT NULL,
    version integer NOT NULL,
    assignee_id bigint,
    closed_by_id bigint,
    company_id bigint,
    mailbox_id bigint,
    merged_into_id bigint,
    requester_id bigint,
    split_from_id bigint,
    team_id bigint,
    awaits_filing boolean NOT NULL,
    CONSTRAINT conversation_closed_waits_for_nobody CHECK (((((state)::text = 'closed'::text) AND ((waits_for)::text = ''::text)) OR ((NOT ((state)::text = 'closed'::text)) AND (NOT ((waits_for)::text = ''::text))))),
    CONSTRAINT conversations_conversation_first_answer_seconds_check CHECK ((first_answer_seconds >= 0)),
    CONSTRAINT conversations_conversation_message_count_check CHECK ((message_count >= 0)),
    CONSTRAINT conversations_conversation_priority_check CHECK ((priority >= 0)),
    CONSTRAINT conversations_conversation_reopened_count_check CHECK ((reopened_count >= 0)),
    CONSTRAINT conversations_conversation_version_check CHECK ((version >= 0))
);
ALTER TABLE public.conversations_conversation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_conversation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_conversationmerge (
    id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    moved jsonb NOT NULL,
    undone_at timestamp with time zone,
    gone_id bigint NOT NULL,
    kept_id bigint NOT NULL,
    made_by_id bigint
);
ALTER TABLE public.conversations_conversationmerge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_conversationmerge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_draft (
    id bigint NOT NULL,
    kind character varying(5) NOT NULL,
    words text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    conversation_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    seen_message_id bigint
);
ALTER TABLE public.conversations_draft ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_draft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_draftfile (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    file character varying(200) NOT NULL,
    media_type character varying(120) NOT NULL,
    byte_count bigint NOT NULL,
    digest character varying(64) NOT NULL,
    added_at timestamp with time zone NOT NULL,
    draft_id bigint NOT NULL,
    CONSTRAINT conversations_draftfile_byte_count_check CHECK ((byte_count >= 0))
);
ALTER TABLE public.conversations_draftfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_draftfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_follower (
    id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    staff_id bigint NOT NULL
);
ALTER TABLE public.conversations_follower ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_follower_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_mention (
    id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone,
    conversation_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    message_id bigint NOT NULL
);
ALTER TABLE public.conversations_mention ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_mention_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_message (
    id bigint NOT NULL,
    kind character varying(5) NOT NULL,
    author_name character varying(200) NOT NULL,
    author_address character varying(320) NOT NULL,
    words text NOT NULL,
    html text NOT NULL,
    folds jsonb NOT NULL,
    language character varying(10) NOT NULL,
    said_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    state character varying(9) NOT NULL,
    send_at timestamp with time zone,
    sent_at timestamp with time zone,
    message_id character varying(500) NOT NULL,
    in_reply_to character varying(500) NOT NULL,
    "to" jsonb NOT NULL,
    cc jsonb NOT NULL,
    is_automatic boolean NOT NULL,
    placed_by character varying(9) NOT NULL,
    placed_score smallint,
    undo jsonb NOT NULL,
    origin character varying(60) NOT NULL,
    origin_key character varying(200) NOT NULL,
    contact_id bigint,
    conversation_id bigint NOT NULL,
    incoming_id bigint,
    mail_id bigint,
    staff_id bigint,
    left_out jsonb NOT NULL,
    CONSTRAINT note_is_never_sent CHECK (((NOT ((kind)::text = 'note'::text)) OR ((cc = '[]'::jsonb) AND (mail_id IS NULL) AND ((message_id)::text = ''::text) AND ((state)::text = 'kept'::text) AND ("to" = '[]'::jsonb))))
);
ALTER TABLE public.conversations_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_participant (
    id bigint NOT NULL,
    address character varying(320) NOT NULL,
    name character varying(200) NOT NULL,
    role character varying(9) NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    left_at timestamp with time zone,
    contact_id bigint,
    conversation_id bigint NOT NULL,
    seen_message_id bigint
);
ALTER TABLE public.conversations_participant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_participant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_passage (
    id bigint NOT NULL,
    begin integer NOT NULL,
    "end" integer NOT NULL,
    feedback_id bigint NOT NULL,
    message_id bigint NOT NULL,
    CONSTRAINT conversations_passage_begin_check CHECK ((begin >= 0)),
    CONSTRAINT conversations_passage_end_check CHECK (("end" >= 0)),
    CONSTRAINT passage_has_words CHECK (("end" > begin))
);
ALTER TABLE public.conversations_passage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_passage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_productwait (
    id bigint NOT NULL,
    subject_type character varying(20) NOT NULL,
    subject_id bigint NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    outcome character varying(16) NOT NULL,
    conversation_id bigint NOT NULL,
    told_at timestamp with time zone
);
ALTER TABLE public.conversations_productwait ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_productwait_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_readmark (
    id bigint NOT NULL,
    read_at timestamp with time zone NOT NULL,
    conversation_id bigint NOT NULL,
    message_id bigint NOT NULL,
    staff_id bigint NOT NULL
);
ALTER TABLE public.conversations_readmark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_readmark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_surroundings (
    id bigint NOT NULL,
    url character varying(2000) NOT NULL,
    version character varying(60) NOT NULL,
    attributes jsonb NOT NULL,
    message_id bigint NOT NULL
);
ALTER TABLE public.conversations_surroundings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_surroundings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conversations_tag (
    id bigint NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    made_by character varying(9) NOT NULL,
    confirmed_at timestamp with time zone,
    area_id bigint NOT NULL,
    category_id bigint NOT NULL,
    confirmed_by_id bigint,
    conversation_id bigint NOT NULL
);
ALTER TABLE public.conversations_tag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.conversations_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.crm_crmarrival (
    id bigint NOT NULL,
    key character varying(80) NOT NULL,
    body bytea NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    state character varying(8) NOT NULL,
    connection_id bigint NOT NULL
);
ALTER TABLE public.crm_crmarrival ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.crm_crmarrival_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.crm_crmconnection (
    id bigint NOT NULL,
    system character varying(10) NOT NULL,
    source character varying(20) NOT NULL,
    url character varying(260) NOT NULL,
    path character varying(40) NOT NULL,
    key_sealed text NOT NULL,
    client_id character varying(200) NOT NULL,
    hook_secret_sealed text NOT NULL,
    account character varying(200) NOT NULL,
    fields jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone,
    read_until timestamp with time zone,
    paused_at timestamp with time zone,
    refused_at timestamp with time zone,
    problem text NOT NULL,
    made_by_id bigint,
    wait_until timestamp with time zone,
    compared_to bigint NOT NULL
);
ALTER TABLE public.crm_crmconnection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.crm_crmconnection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.crm_crmreading (
    id bigint NOT NULL,
    external_id character varying(100) NOT NULL,
    wanted integer NOT NULL,
    state character varying(7) NOT NULL,
    wanted_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    tries smallint NOT NULL,
    problem text NOT NULL,
    connection_id bigint NOT NULL,
    changed_at timestamp with time zone,
    due_at timestamp with time zone NOT NULL,
    CONSTRAINT crm_crmreading_tries_check CHECK ((tries >= 0)),
    CONSTRAINT crm_crmreading_wanted_check CHECK ((wanted >= 0))
);
ALTER TABLE public.crm_crmreading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.crm_crmreading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_attribute (
    id bigint NOT NULL,
    of character varying(7) NOT NULL,
    key character varying(60) NOT NULL,
    label character varying(80) NOT NULL,
    kind character varying(6) NOT NULL,
    choices character varying(80)[] NOT NULL,
    "position" smallint NOT NULL,
    version integer NOT NULL,
    CONSTRAINT customers_attribute_position_check CHECK (("position" >= 0)),
    CONSTRAINT customers_attribute_version_check CHECK ((version >= 0))
);
ALTER TABLE public.customers_attribute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_attribute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_company (
    id bigint NOT NULL,
    external_id character varying(100) NOT NULL,
    name character varying(200) NOT NULL,
    domain character varying(253) NOT NULL,
    stage character varying(10) NOT NULL,
    industry character varying(80) NOT NULL,
    country character varying(2) NOT NULL,
    plan character varying(80) NOT NULL,
    seats integer,
    joined_on date,
    attributes jsonb NOT NULL,
    mrr_minor bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    owner_id bigint,
    renews_on date,
    tags character varying(40)[] NOT NULL,
    tier_id bigint,
    version integer NOT NULL,
    merged_into_id bigint,
    CONSTRAINT company_has_name CHECK ((NOT ((name)::text = ''::text))),
    CONSTRAINT customers_company_seats_check CHECK ((seats >= 0)),
    CONSTRAINT customers_company_version_check CHECK ((version >= 0))
);
ALTER TABLE public.customers_company ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_company_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_companyalias (
    id bigint NOT NULL,
    external_id character varying(100) NOT NULL,
    company_id bigint NOT NULL
);
ALTER TABLE public.customers_companyalias ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_companyalias_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_consent (
    id bigint NOT NULL,
    purpose character varying(8) NOT NULL,
    source character varying(6) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    contact_id bigint NOT NULL,
    noted_by_id bigint
);
ALTER TABLE public.customers_consent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_consent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_contact (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    language character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    attributes jsonb NOT NULL,
    version integer NOT NULL,
    erased_at timestamp with time zone,
    merged_into_id bigint,
    CONSTRAINT customers_contact_version_check CHECK ((version >= 0))
);
ALTER TABLE public.customers_contact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_contact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_contactidentity (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    value character varying(320) NOT NULL,
    verified_at timestamp with time zone,
    contact_id bigint NOT NULL,
    claimed_at timestamp with time zone
);
ALTER TABLE public.customers_contactidentity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_contactidentity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_emailcode (
    id bigint NOT NULL,
    email character varying(320) NOT NULL,
    code_sha256 character varying(64) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    tries smallint NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT customers_emailcode_tries_check CHECK ((tries >= 0))
);
ALTER TABLE public.customers_emailcode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_emailcode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_erasedaddress (
    id bigint NOT NULL,
    address_hash character varying(64) NOT NULL,
    erased_at timestamp with time zone NOT NULL
);
ALTER TABLE public.customers_erasedaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_erasedaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_exchangerate (
    id bigint NOT NULL,
    currency character varying(3) NOT NULL,
    "into" character varying(3) NOT NULL,
    "on" date NOT NULL,
    rate numeric(24,12) NOT NULL,
    source character varying(80) NOT NULL,
    CONSTRAINT rate_above_zero CHECK ((rate > (0)::numeric))
);
ALTER TABLE public.customers_exchangerate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_exchangerate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_identitykey (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    key_id character varying(40) NOT NULL,
    algorithm character varying(5) NOT NULL,
    audience character varying(200) NOT NULL,
    issuer character varying(200) NOT NULL,
    sealed_secret text NOT NULL,
    public_key text NOT NULL,
    jwks_url character varying(2000) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    last_used_on date,
    revoked_at timestamp with time zone,
    made_by_id bigint
);
ALTER TABLE public.customers_identitykey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_identitykey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_membership (
    id bigint NOT NULL,
    role character varying(10) NOT NULL,
    is_primary boolean NOT NULL,
    company_id bigint NOT NULL,
    contact_id bigint NOT NULL
);
ALTER TABLE public.customers_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_merge (
    id bigint NOT NULL,
    kind character varying(7) NOT NULL,
    kept_id bigint NOT NULL,
    gone_id bigint NOT NULL,
    remembered jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    sealed_at timestamp with time zone,
    made_by_id bigint,
    undone_by_id bigint,
    CONSTRAINT merged_with_another CHECK ((NOT (kept_id = gone_id)))
);
ALTER TABLE public.customers_merge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_merge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_segment (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    rule jsonb NOT NULL,
    company_count integer NOT NULL,
    refreshed_at timestamp with time zone,
    made_by_id bigint,
    CONSTRAINT customers_segment_company_count_check CHECK ((company_count >= 0))
);
ALTER TABLE public.customers_segment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_segment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_segmentmember (
    id bigint NOT NULL,
    company_id bigint NOT NULL,
    segment_id bigint NOT NULL
);
ALTER TABLE public.customers_segmentmember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_segmentmember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_subscription (
    id bigint NOT NULL,
    external_id character varying(100) NOT NULL,
    plan character varying(80) NOT NULL,
    seats integer,
    amount_minor bigint NOT NULL,
    currency character varying(3) NOT NULL,
    from_on date NOT NULL,
    until date,
    company_id bigint NOT NULL,
    product_id bigint,
    lost_on date,
    CONSTRAINT customers_subscription_seats_check CHECK ((seats >= 0)),
    CONSTRAINT subscription_ends_after_start CHECK (((until IS NULL) OR (until >= from_on))),
    CONSTRAINT subscription_not_negative CHECK ((amount_minor >= 0))
);
ALTER TABLE public.customers_subscription ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_subscription_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.customers_suppression (
    id bigint NOT NULL,
    email character varying(320) NOT NULL,
    reason character varying(10) NOT NULL,
    since timestamp with time zone NOT NULL
);
ALTER TABLE public.customers_suppression ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_suppression_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deals_deal (
    id bigint NOT NULL,
    source character varying(40) NOT NULL,
    external_id character varying(100) NOT NULL,
    title character varying(300) NOT NULL,
    company_by character varying(7) NOT NULL,
    company_said character varying(200) NOT NULL,
    company_key_said character varying(100) NOT NULL,
    company_domain_said character varying(253) NOT NULL,
    owner_said character varying(200) NOT NULL,
    pipeline_said character varying(100) NOT NULL,
    stage_said character varying(100) NOT NULL,
    outcome_said character varying(16) NOT NULL,
    outcome character varying(16) NOT NULL,
    outcome_by character varying(7) NOT NULL,
    amount_minor bigint,
    currency character varying(3) NOT NULL,
    reporting_minor bigint,
    industry character varying(80) NOT NULL,
    opened_on date,
    closed_on date,
    close_said_on date,
    changed_at timestamp with time zone,
    day date NOT NULL,
    raw jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    company_id bigint,
    competitor_id bigint,
    contact_id bigint,
    owner_id bigint,
    withdrawn_at timestamp with time zone,
    CONSTRAINT deal_amount_has_currency CHECK (((amount_minor IS NULL) OR (NOT ((currency)::text = ''::text)))),
    CONSTRAINT deal_has_title CHECK ((NOT ((title)::text = ''::text))),
    CONSTRAINT deal_not_negative CHECK (((amount_minor IS NULL) OR (amount_minor >= 0))),
    CONSTRAINT deal_open_is_not_closed CHECK (((NOT ((outcome)::text = 'open'::text)) OR (closed_on IS NULL))),
    CONSTRAINT deals_deal_version_check CHECK ((version >= 0))
);
ALTER TABLE public.deals_deal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deals_deal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deals_dealdoubt (
    id bigint NOT NULL,
    number bigint NOT NULL,
    kind character varying(10) NOT NULL,
    said character varying(200) NOT NULL,
    settled_at timestamp with time zone,
    deal_id bigint NOT NULL,
    CONSTRAINT deals_dealdoubt_number_check CHECK ((number >= 0))
);
ALTER TABLE public.deals_dealdoubt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deals_dealdoubt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deals_dealmissing (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    deal_id bigint NOT NULL,
    feedback_id bigint NOT NULL,
    CONSTRAINT deals_dealmissing_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.deals_dealmissing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deals_dealmissing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deals_dealreason (
    id bigint NOT NULL,
    said character varying(500) NOT NULL,
    said_by character varying(10) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    deal_id bigint NOT NULL,
    reason_id bigint,
    recorded_by_id bigint,
    by_program boolean NOT NULL,
    CONSTRAINT deal_reason_says_something CHECK (((NOT (reason_id IS NULL)) OR (NOT ((said)::text = ''::text))))
);
ALTER TABLE public.deals_dealreason ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deals_dealreason_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deals_reasonmeaning (
    id bigint NOT NULL,
    source character varying(40) NOT NULL,
    said character varying(120) NOT NULL,
    decided_at timestamp with time zone,
    noted_at timestamp with time zone NOT NULL,
    competitor_id bigint,
    decided_by_id bigint,
    reason_id bigint,
    CONSTRAINT reason_meaning_has_words CHECK ((NOT ((said)::text = ''::text)))
);
ALTER TABLE public.deals_reasonmeaning ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deals_reasonmeaning_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deals_stagemeaning (
    id bigint NOT NULL,
    source character varying(40) NOT NULL,
    pipeline character varying(100) NOT NULL,
    stage character varying(100) NOT NULL,
    name character varying(100) NOT NULL,
    outcome character varying(16) NOT NULL,
    decided_at timestamp with time zone,
    noted_at timestamp with time zone NOT NULL,
    decided_by_id bigint,
    CONSTRAINT stage_meaning_has_stage CHECK ((NOT ((stage)::text = ''::text)))
);
ALTER TABLE public.deals_stagemeaning ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deals_stagemeaning_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_board (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    slug character varying(80) NOT NULL,
    audience character varying(9) NOT NULL,
    "position" smallint NOT NULL,
    version integer NOT NULL,
    segment_id bigint,
    CONSTRAINT decide_board_position_check CHECK (("position" >= 0)),
    CONSTRAINT decide_board_version_check CHECK ((version >= 0))
);
ALTER TABLE public.decide_board ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_board_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_bulkedit (
    id bigint NOT NULL,
    change character varying(16) NOT NULL,
    before jsonb NOT NULL,
    after character varying(40) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    made_by_id bigint
);
ALTER TABLE public.decide_bulkedit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_bulkedit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_comment (
    id bigint NOT NULL,
    words text NOT NULL,
    language character varying(10) NOT NULL,
    said_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    feedback_id bigint,
    idea_id bigint NOT NULL,
    reply_to_id bigint,
    staff_id bigint,
    CONSTRAINT comment_has_words_once CHECK ((((feedback_id IS NULL) OR (words = ''::text)) AND (1 = (
CASE
    WHEN (feedback_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (words = ''::text) THEN 1
    ELSE 0
END)))),
    CONSTRAINT comment_replies_to_another CHECK ((NOT ((id = reply_to_id) AND (reply_to_id IS NOT NULL))))
);
ALTER TABLE public.decide_comment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_decision (
    id bigint NOT NULL,
    outcome character varying(16) NOT NULL,
    reason text NOT NULL,
    public_reason text NOT NULL,
    revisit_on date,
    decided_at timestamp with time zone NOT NULL,
    decided_by_id bigint,
    idea_id bigint NOT NULL,
    CONSTRAINT decision_has_reason CHECK ((NOT (reason = ''::text)))
);
ALTER TABLE public.decide_decision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_decisiontranslation (
    id bigint NOT NULL,
    language character varying(10) NOT NULL,
    public_reason text NOT NULL,
    decision_id bigint NOT NULL,
    version integer NOT NULL,
    CONSTRAINT decide_decisiontranslation_version_check CHECK ((version >= 0)),
    CONSTRAINT decision_translation_has_words CHECK ((NOT (public_reason = ''::text)))
);
ALTER TABLE public.decide_decisiontranslation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_decisiontranslation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_evidence (
    id bigint NOT NULL,
    importance smallint,
    importance_set_by character varying(8) NOT NULL,
    grade character varying(1) NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    reaffirmed_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    withdrawn_reason text NOT NULL,
    company_id bigint,
    contact_id bigint,
    idea_id bigint NOT NULL,
    needed_by date,
    lost_deal_minor bigint NOT NULL,
    open_deal_minor bigint NOT NULL,
    CONSTRAINT decide_evidence_importance_check CHECK ((importance >= 0)),
    CONSTRAINT evidence_of_one CHECK (((company_id IS NULL) OR (contact_id IS NULL)))
);
ALTER TABLE public.decide_evidence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_evidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_evidenceitem (
    id bigint NOT NULL,
    linked_at timestamp with time zone NOT NULL,
    evidence_id bigint NOT NULL,
    feedback_id bigint,
    linked_by_id bigint,
    idea_id bigint NOT NULL,
    vote_id bigint,
    CONSTRAINT item_is_feedback_or_vote CHECK ((((feedback_id IS NULL) OR (vote_id IS NULL)) AND (1 = (
CASE
    WHEN (feedback_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (vote_id IS NULL) THEN 1
    ELSE 0
END))))
);
ALTER TABLE public.decide_evidenceitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_evidenceitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_evidenceturn (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    reason text NOT NULL,
    said_by character varying(8) NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    evidence_id bigint NOT NULL,
    staff_id bigint
);
ALTER TABLE public.decide_evidenceturn ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_evidenceturn_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_follower (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    stopped_at timestamp with time zone,
    contact_id bigint NOT NULL,
    idea_id bigint NOT NULL
);
ALTER TABLE public.decide_follower ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_follower_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_idea (
    id bigint NOT NULL,
    title character varying(200) NOT NULL,
    problem text NOT NULL,
    workaround text NOT NULL,
    public_text text NOT NULL,
    internal_text text NOT NULL,
    status character varying(16) NOT NULL,
    language character varying(10) NOT NULL,
    is_public boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    status_changed_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    vote_count integer NOT NULL,
    feedback_count integer NOT NULL,
    contact_count integer NOT NULL,
    company_count integer NOT NULL,
    mrr_minor bigint NOT NULL,
    area_id bigint,
    owner_id bigint,
    merged_into_id bigint,
    comment_count integer NOT NULL,
    board_id bigint,
    largest_minor bigint NOT NULL,
    lost_minor bigint NOT NULL,
    need_count integer NOT NULL,
    risk_minor bigint NOT NULL,
    weighed_count integer NOT NULL,
    loudest_id bigint,
    public_quote_id bigint,
    expansion_minor bigint NOT NULL,
    lost_deals_minor bigint NOT NULL,
    pipeline_minor bigint NOT NULL,
    pull integer NOT NULL,
    pull_count integer NOT NULL,
    worth_minor bigint GENERATED ALWAYS AS ((round((((mrr_minor)::double precision * power((3.0)::double precision, ((pull)::double precision / ((pull_count)::double precision + (2.0)::double precision)))))::numeric(1000,15), 0))::bigint) STORED,
    CONSTRAINT decide_idea_comment_count_check CHECK ((comment_count >= 0)),
    CONSTRAINT decide_idea_company_count_check CHECK ((company_count >= 0)),
    CONSTRAINT decide_idea_contact_count_check CHECK ((contact_count >= 0)),
    CONSTRAINT decide_idea_feedback_count_check CHECK ((feedback_count >= 0)),
    CONSTRAINT decide_idea_need_count_check CHECK ((need_count >= 0)),
    CONSTRAINT decide_idea_pull_count_check CHECK ((pull_count >= 0)),
    CONSTRAINT decide_idea_version_check CHECK ((version >= 0)),
    CONSTRAINT decide_idea_vote_count_check CHECK ((vote_count >= 0)),
    CONSTRAINT decide_idea_weighed_count_check CHECK ((weighed_count >= 0)),
    CONSTRAINT idea_has_title CHECK ((NOT ((title)::text = ''::text))),
    CONSTRAINT idea_not_merged_into_itself CHECK ((NOT ((merged_into_id = id) AND (merged_into_id IS NOT NULL))))
);
ALTER TABLE public.decide_idea ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_idea_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_ideamerge (
    id bigint NOT NULL,
    moved jsonb NOT NULL,
    merged_at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    merged_by_id bigint,
    source_id bigint NOT NULL,
    target_id bigint NOT NULL,
    undone_by_id bigint
);
ALTER TABLE public.decide_ideamerge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_ideamerge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_ideamonth (
    id bigint NOT NULL,
    month date NOT NULL,
    pieces integer NOT NULL,
    idea_id bigint NOT NULL,
    CONSTRAINT decide_ideamonth_pieces_check CHECK ((pieces >= 0))
);
ALTER TABLE public.decide_ideamonth ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_ideamonth_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_idearank (
    id bigint NOT NULL,
    taken_on date NOT NULL,
    place integer NOT NULL,
    idea_id bigint NOT NULL,
    CONSTRAINT decide_idearank_place_check CHECK ((place >= 0))
);
ALTER TABLE public.decide_idearank ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_idearank_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_ideatranslation (
    id bigint NOT NULL,
    language character varying(10) NOT NULL,
    title character varying(200) NOT NULL,
    public_text text NOT NULL,
    workaround text NOT NULL,
    version integer NOT NULL,
    idea_id bigint NOT NULL,
    CONSTRAINT decide_ideatranslation_version_check CHECK ((version >= 0)),
    CONSTRAINT translation_has_title CHECK ((NOT ((title)::text = ''::text)))
);
ALTER TABLE public.decide_ideatranslation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_ideatranslation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_importedidea (
    id bigint NOT NULL,
    origin character varying(60) NOT NULL,
    origin_key character varying(200) NOT NULL,
    url character varying(2000) NOT NULL,
    votes_there integer NOT NULL,
    unattributed_count integer NOT NULL,
    idea_id bigint NOT NULL,
    path character varying(500) NOT NULL,
    CONSTRAINT decide_importedidea_unattributed_count_check CHECK ((unattributed_count >= 0)),
    CONSTRAINT decide_importedidea_votes_there_check CHECK ((votes_there >= 0))
);
ALTER TABLE public.decide_importedidea ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_importedidea_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_segmentidea (
    id bigint NOT NULL,
    companies integer NOT NULL,
    people integer NOT NULL,
    votes integer NOT NULL,
    money bigint NOT NULL,
    risk bigint NOT NULL,
    lost bigint NOT NULL,
    largest bigint NOT NULL,
    before integer,
    by_month integer[] NOT NULL,
    idea_id bigint NOT NULL,
    loudest_id bigint,
    ranking_id bigint NOT NULL,
    expansion bigint NOT NULL,
    lost_deals bigint NOT NULL,
    pipeline bigint NOT NULL,
    worth bigint NOT NULL,
    CONSTRAINT decide_segmentidea_before_check CHECK ((before >= 0)),
    CONSTRAINT decide_segmentidea_companies_check CHECK ((companies >= 0)),
    CONSTRAINT decide_segmentidea_people_check CHECK ((people >= 0)),
    CONSTRAINT decide_segmentidea_votes_check CHECK ((votes >= 0))
);
ALTER TABLE public.decide_segmentidea ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_segmentidea_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_segmentranking (
    id bigint NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    money bigint NOT NULL,
    segment_id bigint NOT NULL
);
ALTER TABLE public.decide_segmentranking ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_segmentranking_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.decide_vote (
    id bigint NOT NULL,
    voted_at timestamp with time zone NOT NULL,
    contact_id bigint NOT NULL,
    idea_id bigint NOT NULL
);
ALTER TABLE public.decide_vote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.decide_vote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deliver_release (
    id bigint NOT NULL,
    title character varying(200) NOT NULL,
    version_name character varying(40) NOT NULL,
    notes text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    version integer NOT NULL,
    made_by_id bigint,
    product_id bigint,
    event character varying(200) NOT NULL,
    CONSTRAINT deliver_release_version_check CHECK ((version >= 0)),
    CONSTRAINT release_has_title CHECK ((NOT ((title)::text = ''::text)))
);
ALTER TABLE public.deliver_release ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deliver_release_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deliver_releasedidea (
    id bigint NOT NULL,
    idea_id bigint NOT NULL,
    release_id bigint NOT NULL
);
ALTER TABLE public.deliver_releasedidea ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deliver_releasedidea_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deliver_releasethanks (
    id bigint NOT NULL,
    release_id bigint NOT NULL,
    survey_id bigint NOT NULL
);
ALTER TABLE public.deliver_releasethanks ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deliver_releasethanks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deliver_releasetranslation (
    id bigint NOT NULL,
    language character varying(10) NOT NULL,
    title character varying(200) NOT NULL,
    notes text NOT NULL,
    release_id bigint NOT NULL,
    version integer NOT NULL,
    CONSTRAINT deliver_releasetranslation_version_check CHECK ((version >= 0)),
    CONSTRAINT release_translation_has_notes CHECK ((NOT (notes = ''::text)))
);
ALTER TABLE public.deliver_releasetranslation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deliver_releasetranslation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deliver_subscriber (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    stopped_at timestamp with time zone,
    contact_id bigint NOT NULL
);
ALTER TABLE public.deliver_subscriber ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deliver_subscriber_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.demand_asked (
    id bigint NOT NULL,
    token character varying(60) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    contact_id bigint NOT NULL,
    mail_id bigint,
    round_id bigint NOT NULL
);
ALTER TABLE public.demand_asked ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demand_asked_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.demand_estimate (
    id bigint NOT NULL,
    name character varying(40) NOT NULL,
    low double precision NOT NULL,
    likely double precision NOT NULL,
    high double precision NOT NULL,
    made_at timestamp with time zone NOT NULL,
    idea_id bigint NOT NULL,
    made_by_id bigint,
    CONSTRAINT estimate_in_order CHECK (((low <= likely) AND (likely <= high)))
);
ALTER TABLE public.demand_estimate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demand_estimate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.demand_formula (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    number smallint NOT NULL,
    kind character varying(4) NOT NULL,
    name character varying(80) NOT NULL,
    text character varying(400) NOT NULL,
    inputs jsonb NOT NULL,
    effort character varying(40) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_id bigint,
    CONSTRAINT demand_formula_number_check CHECK ((number >= 0)),
    CONSTRAINT formula_has_text CHECK ((NOT ((text)::text = ''::text)))
);
ALTER TABLE public.demand_formula ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demand_formula_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.demand_halflife (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    days smallint NOT NULL,
    version integer NOT NULL,
    CONSTRAINT demand_halflife_days_check CHECK ((days >= 0)),
    CONSTRAINT demand_halflife_version_check CHECK ((version >= 0)),
    CONSTRAINT half_life_of_a_day CHECK ((days >= 1))
);
ALTER TABLE public.demand_halflife ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demand_halflife_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.demand_needquestion (
    id bigint NOT NULL,
    yes character varying(80)[] NOT NULL,
    idea_id bigint NOT NULL,
    question_id bigint NOT NULL
);
ALTER TABLE public.demand_needquestion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demand_needquestion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.demand_round (
    id bigint NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    begun_by_id bigint
);
ALTER TABLE public.demand_round ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demand_round_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.demand_round_ideas (
    id bigint NOT NULL,
    round_id bigint NOT NULL,
    idea_id bigint NOT NULL
);
ALTER TABLE public.demand_round_ideas ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demand_round_ideas_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.demand_score (
    id bigint NOT NULL,
    inputs jsonb NOT NULL,
    likely double precision NOT NULL,
    low double precision NOT NULL,
    high double precision NOT NULL,
    place integer NOT NULL,
    place_best integer NOT NULL,
    place_worst integer NOT NULL,
    chance double precision NOT NULL,
    idea_id bigint NOT NULL,
    scoring_id bigint NOT NULL,
    CONSTRAINT demand_score_place_best_check CHECK ((place_best >= 0)),
    CONSTRAINT demand_score_place_check CHECK ((place >= 0)),
    CONSTRAINT demand_score_place_worst_check CHECK ((place_worst >= 0))
);
ALTER TABLE public.demand_score ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demand_score_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.demand_scoring (
    id bigint NOT NULL,
    seed bigint NOT NULL,
    draws integer NOT NULL,
    places integer,
    capacity double precision,
    made_at timestamp with time zone NOT NULL,
    formula_id bigint NOT NULL,
    made_by_id bigint,
    CONSTRAINT demand_scoring_draws_check CHECK ((draws >= 0)),
    CONSTRAINT demand_scoring_places_check CHECK ((places >= 0))
);
ALTER TABLE public.demand_scoring ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demand_scoring_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.demand_stillneeded (
    id bigint NOT NULL,
    answer character varying(5) NOT NULL,
    reason text NOT NULL,
    answered_at timestamp with time zone,
    asked_id bigint NOT NULL,
    evidence_id bigint,
    idea_id bigint NOT NULL,
    CONSTRAINT answered_some_time CHECK ((((answer)::text = ''::text) OR (NOT (answered_at IS NULL))))
);
ALTER TABLE public.demand_stillneeded ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demand_stillneeded_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.departures_cancellation (
    id bigint NOT NULL,
    key_sha256 character varying(64) NOT NULL,
    seed bigint NOT NULL,
    return_url character varying(2000) NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    comment text NOT NULL,
    missing character varying(300) NOT NULL,
    idea_id bigint,
    offered character varying(9) NOT NULL,
    outcome character varying(6) NOT NULL,
    decided_at timestamp with time zone,
    company_id bigint NOT NULL,
    competitor_id bigint,
    contact_id bigint,
    invited_by_id bigint,
    reason_id bigint,
    departure_id bigint,
    CONSTRAINT cancellation_decided_when CHECK ((((decided_at IS NULL) AND ((outcome)::text = ''::text)) OR ((NOT ((outcome)::text = ''::text)) AND (decided_at IS NOT NULL))))
);
ALTER TABLE public.departures_cancellation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.departures_cancellation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.departures_cancellationpage (
    id bigint NOT NULL,
    return_origins character varying(255)[] NOT NULL,
    version integer NOT NULL,
    CONSTRAINT cancellation_page_once CHECK ((id = 1)),
    CONSTRAINT departures_cancellationpage_version_check CHECK ((version >= 0))
);
ALTER TABLE public.departures_cancellationpage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.departures_cancellationpage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.departures_departure (
    id bigint NOT NULL,
    left_on date NOT NULL,
    reason_from character varying(7) NOT NULL,
    reason_said character varying(200) NOT NULL,
    mrr_minor bigint,
    could_have text NOT NULL,
    reported_by character varying(8) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    stage_before character varying(10) NOT NULL,
    source character varying(40) NOT NULL,
    external_id character varying(200) NOT NULL,
    returned_on date,
    returned_mrr_minor bigint,
    return_from character varying(12) NOT NULL,
    helped text NOT NULL,
    version integer NOT NULL,
    company_id bigint NOT NULL,
    competitor_id bigint,
    contact_id bigint,
    feedback_id bigint,
    followed_by_id bigint,
    reason_id bigint,
    recorded_by_id bigint,
    helped_answer_id bigint,
    helped_idea_id bigint,
    CONSTRAINT departure_before_return CHECK (((returned_on IS NULL) OR (returned_on >= left_on))),
    CONSTRAINT departure_money_not_negative CHECK (((mrr_minor IS NULL) OR (mrr_minor >= 0))),
    CONSTRAINT departures_departure_version_check CHECK ((version >= 0))
);
ALTER TABLE public.departures_departure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.departures_departure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.departures_offer (
    id bigint NOT NULL,
    kind character varying(9) NOT NULL,
    texts jsonb NOT NULL,
    url character varying(500) NOT NULL,
    version integer NOT NULL,
    reason_id bigint NOT NULL,
    CONSTRAINT departures_offer_version_check CHECK ((version >= 0))
);
ALTER TABLE public.departures_offer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.departures_offer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.departures_saidreason (
    id bigint NOT NULL,
    source character varying(40) NOT NULL,
    said character varying(200) NOT NULL,
    first_said_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    competitor_id bigint,
    decided_by_id bigint,
    reason_id bigint,
    CONSTRAINT said_reason_has_words CHECK ((NOT ((said)::text = ''::text)))
);
ALTER TABLE public.departures_saidreason ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.departures_saidreason_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.departures_unstarted (
    id bigint NOT NULL,
    paid_from date NOT NULL,
    help_until date NOT NULL,
    found_at timestamp with time zone NOT NULL,
    begun_at timestamp with time zone,
    ended_at timestamp with time zone,
    company_id bigint NOT NULL
);
ALTER TABLE public.departures_unstarted ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.departures_unstarted_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.desk_autoreply (
    id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    conversation_id bigint NOT NULL,
    message_id bigint
);
ALTER TABLE public.desk_autoreply ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_autoreply_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.desk_escalation (
    id bigint NOT NULL,
    waiting_since timestamp with time zone NOT NULL,
    step smallint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    conversation_id bigint NOT NULL,
    CONSTRAINT desk_escalation_step_check CHECK ((step >= 0))
);
ALTER TABLE public.desk_escalation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_escalation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.desk_macro (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    use_count integer NOT NULL,
    last_used_at timestamp with time zone,
    version integer NOT NULL,
    does jsonb NOT NULL,
    made_by_id bigint,
    owner_id bigint,
    team_id bigint,
    CONSTRAINT desk_macro_use_count_check CHECK ((use_count >= 0)),
    CONSTRAINT desk_macro_version_check CHECK ((version >= 0))
);
ALTER TABLE public.desk_macro ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_macro_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.desk_savedreply (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    use_count integer NOT NULL,
    last_used_at timestamp with time zone,
    version integer NOT NULL,
    made_by_id bigint,
    owner_id bigint,
    team_id bigint,
    CONSTRAINT desk_savedreply_use_count_check CHECK ((use_count >= 0)),
    CONSTRAINT desk_savedreply_version_check CHECK ((version >= 0))
);
ALTER TABLE public.desk_savedreply ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_savedreply_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.desk_savedreplytext (
    id bigint NOT NULL,
    language character varying(10) NOT NULL,
    words text NOT NULL,
    reply_id bigint NOT NULL
);
ALTER TABLE public.desk_savedreplytext ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_savedreplytext_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.desk_teamdealing (
    id bigint NOT NULL,
    deals_since timestamp with time zone,
    most_open smallint NOT NULL,
    team_id bigint NOT NULL,
    CONSTRAINT desk_teamdealing_most_open_check CHECK ((most_open >= 0))
);
ALTER TABLE public.desk_teamdealing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_teamdealing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.desk_turn (
    id bigint NOT NULL,
    dealt_at timestamp with time zone NOT NULL,
    staff_id bigint NOT NULL,
    team_id bigint NOT NULL
);
ALTER TABLE public.desk_turn ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_turn_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.discourse_forum (
    id bigint NOT NULL,
    url character varying(260) NOT NULL,
    path character varying(40) NOT NULL,
    key_sealed text NOT NULL,
    username character varying(100) NOT NULL,
    webhook_secret_sealed text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone,
    read_until bigint,
    problem text NOT NULL,
    made_by_id bigint
);
ALTER TABLE public.discourse_forum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.discourse_forum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.discourse_forumarrival (
    id bigint NOT NULL,
    event_id character varying(80) NOT NULL,
    event character varying(60) NOT NULL,
    body bytea NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    state character varying(8) NOT NULL,
    forum_id bigint NOT NULL
);
ALTER TABLE public.discourse_forumarrival ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.discourse_forumarrival_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.discourse_post (
    id bigint NOT NULL,
    number bigint NOT NULL,
    version integer NOT NULL,
    deleted_at timestamp with time zone,
    feedback_id bigint NOT NULL,
    topic_id bigint NOT NULL,
    CONSTRAINT discourse_post_version_check CHECK ((version >= 0))
);
ALTER TABLE public.discourse_post ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.discourse_post_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.discourse_topic (
    id bigint NOT NULL,
    number bigint NOT NULL,
    title character varying(300) NOT NULL,
    solved_at timestamp with time zone,
    forum_id bigint NOT NULL,
    read_at timestamp with time zone
);
ALTER TABLE public.discourse_topic ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.discourse_topic_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.discourse_topicanswer (
    id bigint NOT NULL,
    occasion character varying(16) NOT NULL,
    words text NOT NULL,
    state character varying(7) NOT NULL,
    problem text NOT NULL,
    post_number bigint,
    made_at timestamp with time zone NOT NULL,
    idea_id bigint NOT NULL,
    posted_by_id bigint,
    topic_id bigint NOT NULL
);
ALTER TABLE public.discourse_topicanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.discourse_topicanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.foundation_fact (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    actor_type character varying(10) NOT NULL,
    actor_id bigint,
    subject_type character varying(40) NOT NULL,
    subject_id bigint NOT NULL,
    company_id bigint,
    contact_id bigint,
    details jsonb NOT NULL
);
ALTER TABLE public.foundation_fact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.foundation_fact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.foundation_outgoingmail (
    id bigint NOT NULL,
    key character varying(120) NOT NULL,
    message_id character varying(500) NOT NULL,
    state character varying(10) NOT NULL,
    to_name character varying(200) NOT NULL,
    to_address character varying(320) NOT NULL,
    subject character varying(300) NOT NULL,
    body text NOT NULL,
    in_reply_to character varying(998) NOT NULL,
    "references" text NOT NULL,
    headers jsonb NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    tries integer NOT NULL,
    error text NOT NULL,
    failure character varying(8) NOT NULL,
    footer text NOT NULL,
    language character varying(10) NOT NULL,
    opened_at timestamp with time zone,
    pixel character varying(400) NOT NULL,
    bounces jsonb NOT NULL,
    by_machine boolean NOT NULL,
    cc jsonb NOT NULL,
    delayed_at timestamp with time zone,
    files jsonb NOT NULL,
    html text NOT NULL,
    more_to jsonb NOT NULL,
    provider_id character varying(300) NOT NULL,
    reply_to character varying(320) NOT NULL,
    via character varying(60) NOT NULL,
    waiting_for jsonb NOT NULL,
    CONSTRAINT foundation_outgoingmail_tries_check CHECK ((tries >= 0))
);
ALTER TABLE public.foundation_outgoingmail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.foundation_outgoingmail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.foundation_reactionfailure (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    reaction character varying(120) NOT NULL,
    fact_id bigint,
    tries integer NOT NULL,
    error text NOT NULL,
    failed_at timestamp with time zone NOT NULL,
    CONSTRAINT foundation_reactionfailure_tries_check CHECK ((tries >= 0))
);
ALTER TABLE public.foundation_reactionfailure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.foundation_reactionfailure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.foundation_tally (
    key character varying(120) NOT NULL,
    count integer NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT foundation_tally_count_check CHECK ((count >= 0))
);
CREATE TABLE public.github_arrival (
    id bigint NOT NULL,
    delivery character varying(80) NOT NULL,
    event character varying(60) NOT NULL,
    action character varying(60) NOT NULL,
    body bytea NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    state character varying(8) NOT NULL,
    connection_id bigint NOT NULL
);
ALTER TABLE public.github_arrival ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.github_arrival_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.github_connection (
    id bigint NOT NULL,
    url character varying(260) NOT NULL,
    path character varying(40) NOT NULL,
    kind character varying(5) NOT NULL,
    secret_sealed text NOT NULL,
    app_id character varying(40) NOT NULL,
    installation_id character varying(40) NOT NULL,
    webhook_secret_sealed text NOT NULL,
    login character varying(100) NOT NULL,
    notes character varying(6) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone,
    problem text NOT NULL,
    made_by_id bigint,
    refused_at timestamp with time zone
);
ALTER TABLE public.github_connection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.github_connection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.github_issue (
    id bigint NOT NULL,
    etag character varying(200) NOT NULL,
    comment_id bigint,
    comment_words text NOT NULL,
    silenced_at timestamp with time zone,
    item_id bigint NOT NULL,
    repository_id bigint NOT NULL
);
ALTER TABLE public.github_issue ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.github_issue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.github_news (
    id bigint NOT NULL,
    key character varying(80) NOT NULL,
    author character varying(100) NOT NULL,
    words text NOT NULL,
    heard_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    item_id bigint NOT NULL
);
ALTER TABLE public.github_news ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.github_news_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.github_repository (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    is_private boolean NOT NULL,
    tells character varying(7) NOT NULL,
    added_at timestamp with time zone NOT NULL,
    read_until timestamp with time zone,
    etag character varying(200) NOT NULL,
    problem text NOT NULL,
    connection_id bigint NOT NULL
);
ALTER TABLE public.github_repository ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.github_repository_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.goals_checkin (
    id bigint NOT NULL,
    value double precision,
    low double precision,
    high double precision,
    cases integer,
    confidence character varying(9) NOT NULL,
    words text NOT NULL,
    at timestamp with time zone NOT NULL,
    week date,
    by_id bigint,
    key_result_id bigint NOT NULL,
    CONSTRAINT check_in_said_or_noted CHECK (((((confidence)::text = ''::text) AND (week IS NOT NULL)) OR ((NOT ((confidence)::text = ''::text)) AND (week IS NULL)))),
    CONSTRAINT goals_checkin_cases_check CHECK ((cases >= 0))
);
ALTER TABLE public.goals_checkin ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.goals_checkin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.goals_digestchoice (
    id bigint NOT NULL,
    rhythm character varying(7) NOT NULL,
    done_until date,
    staff_id bigint NOT NULL
);
ALTER TABLE public.goals_digestchoice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.goals_digestchoice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.goals_keyresult (
    id bigint NOT NULL,
    title character varying(200) NOT NULL,
    figure character varying(40) NOT NULL,
    scope jsonb NOT NULL,
    unit character varying(30) NOT NULL,
    begins_at double precision NOT NULL,
    aims_at double precision NOT NULL,
    "position" smallint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    objective_id bigint NOT NULL,
    CONSTRAINT goals_keyresult_position_check CHECK (("position" >= 0)),
    CONSTRAINT goals_keyresult_version_check CHECK ((version >= 0)),
    CONSTRAINT key_result_goes_somewhere CHECK ((NOT (begins_at = aims_at))),
    CONSTRAINT key_result_has_title CHECK ((NOT ((title)::text = ''::text)))
);
ALTER TABLE public.goals_keyresult ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.goals_keyresult_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.goals_keyresultdecision (
    id bigint NOT NULL,
    bound_at timestamp with time zone NOT NULL,
    decision_id bigint NOT NULL,
    key_result_id bigint NOT NULL
);
ALTER TABLE public.goals_keyresultdecision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.goals_keyresultdecision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.goals_keyresultidea (
    id bigint NOT NULL,
    idea_id bigint NOT NULL,
    key_result_id bigint NOT NULL
);
ALTER TABLE public.goals_keyresultidea ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.goals_keyresultidea_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.goals_objective (
    id bigint NOT NULL,
    title character varying(200) NOT NULL,
    why text NOT NULL,
    begins_on date NOT NULL,
    last_on date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    grade numeric(3,2),
    learnt text NOT NULL,
    version integer NOT NULL,
    area_id bigint,
    closed_by_id bigint,
    made_by_id bigint,
    owner_id bigint,
    team_id bigint,
    CONSTRAINT goals_objective_version_check CHECK ((version >= 0)),
    CONSTRAINT objective_ends_after_it_begins CHECK ((begins_on <= last_on)),
    CONSTRAINT objective_graded_when_closed CHECK ((((closed_at IS NULL) AND (grade IS NULL)) OR ((closed_at IS NOT NULL) AND (grade >= (0)::numeric) AND (grade <= (1)::numeric)))),
    CONSTRAINT objective_has_title CHECK ((NOT ((title)::text = ''::text)))
);
ALTER TABLE public.goals_objective ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.goals_objective_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.interviews_companion (
    id bigint NOT NULL,
    staff_id bigint NOT NULL,
    interview_id bigint NOT NULL,
    answer character varying(9) NOT NULL,
    answer_sequence integer NOT NULL,
    answer_words text NOT NULL,
    answered_at timestamp with time zone,
    CONSTRAINT interviews_companion_answer_sequence_check CHECK ((answer_sequence >= 0))
);
ALTER TABLE public.interviews_companion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.interviews_companion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.interviews_guest (
    id bigint NOT NULL,
    told_sequence integer,
    contact_id bigint NOT NULL,
    interview_id bigint NOT NULL,
    answer character varying(9) NOT NULL,
    answer_sequence integer NOT NULL,
    answer_words text NOT NULL,
    answered_at timestamp with time zone,
    CONSTRAINT interviews_guest_answer_sequence_check CHECK ((answer_sequence >= 0)),
    CONSTRAINT interviews_guest_told_sequence_check CHECK ((told_sequence >= 0))
);
ALTER TABLE public.interviews_guest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.interviews_guest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.interviews_guide (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    questions text NOT NULL,
    retired_at timestamp with time zone,
    version integer NOT NULL,
    made_by_id bigint,
    CONSTRAINT interviews_guide_version_check CHECK ((version >= 0))
);
ALTER TABLE public.interviews_guide ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.interviews_guide_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.interviews_interview (
    id bigint NOT NULL,
    kind character varying(9) NOT NULL,
    state character varying(9) NOT NULL,
    title character varying(200) NOT NULL,
    planned_at timestamp with time zone NOT NULL,
    minutes smallint NOT NULL,
    place character varying(500) NOT NULL,
    notes text NOT NULL,
    invites boolean NOT NULL,
    uid character varying(80) NOT NULL,
    sequence integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    company_id bigint NOT NULL,
    guide_id bigint,
    host_id bigint,
    made_by_id bigint,
    CONSTRAINT interview_has_minutes CHECK ((minutes >= 1)),
    CONSTRAINT interviews_interview_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT interviews_interview_sequence_check CHECK ((sequence >= 0)),
    CONSTRAINT interviews_interview_version_check CHECK ((version >= 0))
);
ALTER TABLE public.interviews_interview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.interviews_interview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.interviews_interviewquote (
    id bigint NOT NULL,
    marked_at timestamp with time zone NOT NULL,
    feedback_id bigint NOT NULL,
    interview_id bigint NOT NULL,
    marked_by_id bigint
);
ALTER TABLE public.interviews_interviewquote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.interviews_interviewquote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.interviews_nextstep (
    id bigint NOT NULL,
    interview_id bigint NOT NULL,
    task_id bigint NOT NULL
);
ALTER TABLE public.interviews_nextstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.interviews_nextstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.learn_benchmark (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    kind character varying(13) NOT NULL,
    low smallint NOT NULL,
    high smallint NOT NULL,
    middle smallint,
    source character varying(200) NOT NULL,
    said_on date NOT NULL,
    evidence character varying(11) NOT NULL,
    version integer NOT NULL,
    CONSTRAINT benchmark_middle_inside CHECK (((middle IS NULL) OR ((middle >= low) AND (middle <= high)))),
    CONSTRAINT benchmark_on_its_scale CHECK (((high <= 100) AND (low >= '-100'::integer) AND (low <= high))),
    CONSTRAINT learn_benchmark_version_check CHECK ((version >= 0))
);
ALTER TABLE public.learn_benchmark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.learn_benchmark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.learn_snapshot (
    id bigint NOT NULL,
    key character varying(120) NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    "values" jsonb NOT NULL
);
ALTER TABLE public.learn_snapshot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.learn_snapshot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.learn_target (
    id bigint NOT NULL,
    figure character varying(40) NOT NULL,
    value double precision,
    version integer NOT NULL,
    CONSTRAINT learn_target_version_check CHECK ((version >= 0)),
    CONSTRAINT target_not_negative CHECK (((value IS NULL) OR (value >= (0.0)::double precision)))
);
ALTER TABLE public.learn_target ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.learn_target_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.listen_feedback (
    id bigint NOT NULL,
    words text NOT NULL,
    source character varying(12) NOT NULL,
    voice character varying(8) NOT NULL,
    quotable character varying(7) NOT NULL,
    language character varying(10) NOT NULL,
    heard_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    origin character varying(60) NOT NULL,
    origin_key character varying(200) NOT NULL,
    url character varying(2000) NOT NULL,
    version character varying(60) NOT NULL,
    attributes jsonb NOT NULL,
    filed_at timestamp with time zone,
    published_at timestamp with time zone,
    area_id bigint,
    category_id bigint,
    company_id bigint,
    contact_id bigint,
    filed_by_id bigint,
    logged_by_id bigint,
    assigned_note character varying(500) NOT NULL,
    assignee_id bigint,
    same_as_id bigint,
    set_aside_at timestamp with time zone,
    set_aside_by_id bigint,
    set_aside_note character varying(500) NOT NULL,
    set_aside_reason character varying(10) NOT NULL,
    split_at timestamp with time zone,
    split_from_id bigint,
    hidden_at timestamp with time zone,
    CONSTRAINT feedback_has_words CHECK ((NOT (words = ''::text)))
);
ALTER TABLE public.listen_feedback ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.listen_feedback_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.listen_feedbackpicture (
    id bigint NOT NULL,
    once character varying(64) NOT NULL,
    digest character varying(64) NOT NULL,
    file character varying(200) NOT NULL,
    media_type character varying(20) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    byte_count integer NOT NULL,
    shows character varying(300) NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    feedback_id bigint,
    suspect_id bigint,
    CONSTRAINT listen_feedbackpicture_byte_count_check CHECK ((byte_count >= 0)),
    CONSTRAINT listen_feedbackpicture_height_check CHECK ((height >= 0)),
    CONSTRAINT listen_feedbackpicture_width_check CHECK ((width >= 0))
);
ALTER TABLE public.listen_feedbackpicture ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.listen_feedbackpicture_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.listen_import (
    id bigint NOT NULL,
    kind character varying(13) NOT NULL,
    origin character varying(60) NOT NULL,
    file_name character varying(255) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    new_count integer NOT NULL,
    updated_count integer NOT NULL,
    unchanged_count integer NOT NULL,
    refused_count integer NOT NULL,
    by_id bigint,
    columns jsonb NOT NULL,
    file character varying(100) NOT NULL,
    notes jsonb NOT NULL,
    options jsonb NOT NULL,
    problem text NOT NULL,
    row_count integer NOT NULL,
    rows_expected integer,
    state character varying(8) NOT NULL,
    trial jsonb NOT NULL,
    undone_count integer NOT NULL,
    CONSTRAINT listen_import_new_count_check CHECK ((new_count >= 0)),
    CONSTRAINT listen_import_refused_count_check CHECK ((refused_count >= 0)),
    CONSTRAINT listen_import_row_count_check CHECK ((row_count >= 0)),
    CONSTRAINT listen_import_rows_expected_check CHECK ((rows_expected >= 0)),
    CONSTRAINT listen_import_unchanged_count_check CHECK ((unchanged_count >= 0)),
    CONSTRAINT listen_import_undone_count_check CHECK ((undone_count >= 0)),
    CONSTRAINT listen_import_updated_count_check CHECK ((updated_count >= 0))
);
ALTER TABLE public.listen_import ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.listen_import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.listen_importedrow (
    id bigint NOT NULL,
    kind character varying(60) NOT NULL,
    object_id bigint NOT NULL,
    before jsonb,
    fingerprint character varying(32) NOT NULL,
    kept character varying(7) NOT NULL,
    run_id bigint NOT NULL
);
ALTER TABLE public.listen_importedrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.listen_importedrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.listen_importhabit (
    id bigint NOT NULL,
    kind character varying(13) NOT NULL,
    origin character varying(60) NOT NULL,
    options jsonb NOT NULL
);
ALTER TABLE public.listen_importhabit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.listen_importhabit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.listen_refusedrow (
    id bigint NOT NULL,
    number bigint NOT NULL,
    reason text NOT NULL,
    cells jsonb NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT listen_refusedrow_number_check CHECK ((number >= 0))
);
ALTER TABLE public.listen_refusedrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.listen_refusedrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.listen_suspect (
    id bigint NOT NULL,
    words text NOT NULL,
    quotable character varying(7) NOT NULL,
    origin character varying(60) NOT NULL,
    origin_key character varying(200) NOT NULL,
    idea_id bigint,
    reason character varying(8) NOT NULL,
    held_at timestamp with time zone NOT NULL,
    let_in_at timestamp with time zone,
    contact_id bigint,
    feedback_id bigint,
    CONSTRAINT suspect_has_words CHECK ((NOT (words = ''::text)))
);
ALTER TABLE public.listen_suspect ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.listen_suspect_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.listen_triagebatch (
    id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    "order" jsonb NOT NULL,
    narrowed jsonb NOT NULL,
    note character varying(500) NOT NULL,
    total integer NOT NULL,
    done_count integer NOT NULL,
    refused_count integer NOT NULL,
    finished_at timestamp with time zone,
    undone_at timestamp with time zone,
    made_by_id bigint NOT NULL,
    CONSTRAINT listen_triagebatch_done_count_check CHECK ((done_count >= 0)),
    CONSTRAINT listen_triagebatch_refused_count_check CHECK ((refused_count >= 0)),
    CONSTRAINT listen_triagebatch_total_check CHECK ((total >= 0))
);
ALTER TABLE public.listen_triagebatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.listen_triagebatch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.listen_triagestep (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    made jsonb NOT NULL,
    undone_at timestamp with time zone,
    batch_id bigint,
    made_by_id bigint NOT NULL
);
ALTER TABLE public.listen_triagestep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.listen_triagestep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mail_in_handoverkey (
    id bigint NOT NULL,
    secret_sealed text NOT NULL,
    old_secret_sealed text NOT NULL,
    old_secret_until timestamp with time zone,
    made_at timestamp with time zone NOT NULL
);
ALTER TABLE public.mail_in_handoverkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mail_in_handoverkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mailboxes_incomingmail (
    id bigint NOT NULL,
    received_at timestamp with time zone NOT NULL,
    came_by character varying(7) NOT NULL,
    origin_key character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    byte_count integer NOT NULL,
    message_id character varying(998) NOT NULL,
    subject character varying(300) NOT NULL,
    sender character varying(320) NOT NULL,
    envelope_from character varying(320) NOT NULL,
    envelope_to character varying(320)[] NOT NULL,
    state character varying(11) NOT NULL,
    problem text NOT NULL,
    tries integer NOT NULL,
    repeats_id bigint,
    mailbox_id bigint,
    cause character varying(10) NOT NULL,
    CONSTRAINT mailboxes_incomingmail_byte_count_check CHECK ((byte_count >= 0)),
    CONSTRAINT mailboxes_incomingmail_tries_check CHECK ((tries >= 0))
);
ALTER TABLE public.mailboxes_incomingmail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mailboxes_incomingmail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mailboxes_mailbox (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    address character varying(254) NOT NULL,
    from_name character varying(120) NOT NULL,
    language character varying(10) NOT NULL,
    signature text NOT NULL,
    auto_replies_since timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    version integer NOT NULL,
    intake character varying(6) NOT NULL,
    imap_host character varying(253) NOT NULL,
    imap_port integer NOT NULL,
    imap_tls character varying(8) NOT NULL,
    imap_user character varying(254) NOT NULL,
    imap_folder character varying(200) NOT NULL,
    sign_in character varying(9) NOT NULL,
    secret_sealed text NOT NULL,
    access_sealed text NOT NULL,
    access_until timestamp with time zone,
    smtp_url_sealed text NOT NULL,
    dkim_selector character varying(63) NOT NULL,
    dkim_key_sealed text NOT NULL,
    uid_validity bigint,
    last_uid bigint NOT NULL,
    last_fetched_at timestamp with time zone,
    last_error text NOT NULL,
    failing_since timestamp with time zone,
    failed_tries integer NOT NULL,
    next_try_at timestamp with time zone,
    default_area_id bigint,
    team_id bigint,
    aliases character varying(254)[] NOT NULL,
    imap_since date,
    sending_error text NOT NULL,
    sending_failing_since timestamp with time zone,
    smtp_access_sealed text NOT NULL,
    smtp_access_until timestamp with time zone,
    smtp_secret_sealed text NOT NULL,
    smtp_sign_in character varying(9) NOT NULL,
    broke_at_uid bigint NOT NULL,
    broke_times integer NOT NULL,
    to_fetch integer NOT NULL,
    CONSTRAINT mailboxes_mailbox_broke_times_check CHECK ((broke_times >= 0)),
    CONSTRAINT mailboxes_mailbox_failed_tries_check CHECK ((failed_tries >= 0)),
    CONSTRAINT mailboxes_mailbox_imap_port_check CHECK ((imap_port >= 0)),
    CONSTRAINT mailboxes_mailbox_to_fetch_check CHECK ((to_fetch >= 0)),
    CONSTRAINT mailboxes_mailbox_version_check CHECK ((version >= 0))
);
ALTER TABLE public.mailboxes_mailbox ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mailboxes_mailbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mailboxes_rawmail (
    mail_id bigint NOT NULL,
    data bytea NOT NULL
);
CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.playbooks_playbook (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    begins_on character varying(60) NOT NULL,
    wants_segment boolean NOT NULL,
    switched_on_at timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    made_by_id bigint,
    segment_id bigint,
    tier_id bigint,
    conditions jsonb NOT NULL,
    CONSTRAINT playbooks_playbook_version_check CHECK ((version >= 0))
);
ALTER TABLE public.playbooks_playbook ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.playbooks_playbook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.playbooks_playbookrun (
    id bigint NOT NULL,
    fact_id bigint NOT NULL,
    state character varying(7) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    company_id bigint NOT NULL,
    playbook_id bigint NOT NULL,
    stopped_by_id bigint
);
ALTER TABLE public.playbooks_playbookrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.playbooks_playbookrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.playbooks_playbookstep (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    title character varying(160) NOT NULL,
    after_days smallint NOT NULL,
    who character varying(5) NOT NULL,
    role character varying(10) NOT NULL,
    playbook_id bigint NOT NULL,
    CONSTRAINT playbooks_playbookstep_after_days_check CHECK ((after_days >= 0)),
    CONSTRAINT playbooks_playbookstep_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.playbooks_playbookstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.playbooks_playbookstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.playbooks_runstep (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    run_id bigint NOT NULL,
    task_id bigint NOT NULL,
    CONSTRAINT playbooks_runstep_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.playbooks_runstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.playbooks_runstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);
CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;
CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;
CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);
CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;
CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reports_point (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    "position" smallint NOT NULL,
    proposal jsonb NOT NULL,
    words text NOT NULL,
    due_on date,
    version integer NOT NULL,
    owner_id bigint,
    report_id bigint NOT NULL,
    CONSTRAINT point_of_three CHECK ((("position" >= 1) AND ("position" <= 3))),
    CONSTRAINT reports_point_position_check CHECK (("position" >= 0)),
    CONSTRAINT reports_point_version_check CHECK ((version >= 0))
);
ALTER TABLE public.reports_point ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_point_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reports_reader (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    staff_id bigint NOT NULL
);
ALTER TABLE public.reports_reader ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_reader_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reports_report (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    begins_on date NOT NULL,
    last_on date NOT NULL,
    currency character varying(3) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    opened_at timestamp with time zone,
    link_number integer NOT NULL,
    version integer NOT NULL,
    corrects_id bigint,
    made_by_id bigint,
    published_by_id bigint,
    CONSTRAINT report_ends_after_it_begins CHECK ((begins_on <= last_on)),
    CONSTRAINT report_opened_once_published CHECK (((opened_at IS NULL) OR (NOT (published_at IS NULL)))),
    CONSTRAINT reports_report_link_number_check CHECK ((link_number >= 0)),
    CONSTRAINT reports_report_version_check CHECK ((version >= 0))
);
ALTER TABLE public.reports_report ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_report_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reports_section (
    id bigint NOT NULL,
    key character varying(20) NOT NULL,
    data jsonb NOT NULL,
    made_from character varying(64) NOT NULL,
    commentary text NOT NULL,
    public_text text NOT NULL,
    edited_at timestamp with time zone,
    version integer NOT NULL,
    edited_by_id bigint,
    report_id bigint NOT NULL,
    CONSTRAINT reports_section_version_check CHECK ((version >= 0))
);
ALTER TABLE public.reports_section ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_section_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reports_verbatim (
    id bigint NOT NULL,
    words text NOT NULL,
    language character varying(10) NOT NULL,
    name character varying(200) NOT NULL,
    company character varying(200) NOT NULL,
    trade character varying(200) NOT NULL,
    feedback_id bigint NOT NULL,
    report_id bigint NOT NULL
);
ALTER TABLE public.reports_verbatim ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_verbatim_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_attendee (
    id bigint NOT NULL,
    department character varying(12) NOT NULL,
    handed_in_at timestamp with time zone,
    came_at timestamp with time zone,
    reminded_at timestamp with time zone,
    staff_id bigint NOT NULL,
    review_id bigint NOT NULL,
    answer character varying(9) NOT NULL,
    answer_sequence integer NOT NULL,
    answer_words text NOT NULL,
    answered_at timestamp with time zone,
    CONSTRAINT reviews_attendee_answer_sequence_check CHECK ((answer_sequence >= 0))
);
ALTER TABLE public.reviews_attendee ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_attendee_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_check (
    id bigint NOT NULL,
    days smallint NOT NULL,
    found jsonb NOT NULL,
    amount numeric(12,1),
    judgement character varying(7) NOT NULL,
    words text NOT NULL,
    judged_at timestamp with time zone,
    checked_at timestamp with time zone NOT NULL,
    judged_by_id bigint,
    expectation_id bigint NOT NULL,
    CONSTRAINT check_after_30_or_90_days CHECK ((days = ANY (ARRAY[30, 90]))),
    CONSTRAINT reviews_check_days_check CHECK ((days >= 0))
);
ALTER TABLE public.reviews_check ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_check_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_criterion (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    question character varying(120) NOT NULL,
    low character varying(40) NOT NULL,
    high character varying(40) NOT NULL,
    kind character varying(5) NOT NULL,
    departments jsonb NOT NULL,
    "position" smallint NOT NULL,
    retired_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT criterion_has_question CHECK ((NOT ((question)::text = ''::text))),
    CONSTRAINT reviews_criterion_position_check CHECK (("position" >= 0)),
    CONSTRAINT reviews_criterion_version_check CHECK ((version >= 0))
);
ALTER TABLE public.reviews_criterion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_criterion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_cycle (
    id bigint NOT NULL,
    days smallint NOT NULL,
    minutes smallint NOT NULL,
    rating_hours smallint NOT NULL,
    quorum smallint NOT NULL,
    capacity_weeks smallint NOT NULL,
    version integer NOT NULL,
    plans_next boolean NOT NULL,
    CONSTRAINT review_cycle_in_reason CHECK (((days >= 1) AND (minutes >= 5) AND (quorum >= 1))),
    CONSTRAINT reviews_cycle_capacity_weeks_check CHECK ((capacity_weeks >= 0)),
    CONSTRAINT reviews_cycle_days_check CHECK ((days >= 0)),
    CONSTRAINT reviews_cycle_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT reviews_cycle_quorum_check CHECK ((quorum >= 0)),
    CONSTRAINT reviews_cycle_rating_hours_check CHECK ((rating_hours >= 0)),
    CONSTRAINT reviews_cycle_version_check CHECK ((version >= 0))
);
ALTER TABLE public.reviews_cycle ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_cycle_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_expectation (
    id bigint NOT NULL,
    measure character varying(9) NOT NULL,
    words character varying(200) NOT NULL,
    event character varying(200) NOT NULL,
    amount numeric(12,1) NOT NULL,
    by_day date NOT NULL,
    shipped_on date,
    took_weeks numeric(5,1),
    idea_id bigint NOT NULL,
    owner_id bigint,
    verdict_id bigint NOT NULL
);
ALTER TABLE public.reviews_expectation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_expectation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_rating (
    id bigint NOT NULL,
    criterion character varying(40) NOT NULL,
    value smallint,
    low_weeks numeric(5,1),
    likely_weeks numeric(5,1),
    high_weeks numeric(5,1),
    rated_at timestamp with time zone NOT NULL,
    attendee_id bigint NOT NULL,
    item_id bigint NOT NULL,
    CONSTRAINT rating_is_one_to_five_or_weeks CHECK ((((likely_weeks IS NULL) AND ((value >= 1) AND (value <= 5))) OR ((likely_weeks <= high_weeks) AND (low_weeks > (0)::numeric) AND (low_weeks <= likely_weeks) AND (value IS NULL)))),
    CONSTRAINT reviews_rating_value_check CHECK ((value >= 0))
);
ALTER TABLE public.reviews_rating ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_rating_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_review (
    id bigint NOT NULL,
    number integer NOT NULL,
    state character varying(10) NOT NULL,
    meets_at timestamp with time zone NOT NULL,
    minutes smallint NOT NULL,
    rate_until timestamp with time zone NOT NULL,
    quorum smallint NOT NULL,
    capacity_weeks numeric(6,1) NOT NULL,
    taken_weeks numeric(6,1) NOT NULL,
    capacity_until date,
    criteria jsonb NOT NULL,
    frozen_at timestamp with time zone,
    frozen_sha256 character varying(64) NOT NULL,
    revealed_at timestamp with time zone,
    held_at timestamp with time zone,
    notes text NOT NULL,
    planned_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    planned_by_id bigint,
    room jsonb NOT NULL,
    calendar_sequence integer NOT NULL,
    CONSTRAINT review_rated_only_frozen CHECK ((((state)::text = ANY (ARRAY[('gathering'::character varying)::text, ('called_off'::character varying)::text])) OR (frozen_at IS NOT NULL))),
    CONSTRAINT reviews_review_calendar_sequence_check CHECK ((calendar_sequence >= 0)),
    CONSTRAINT reviews_review_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT reviews_review_number_check CHECK ((number >= 0)),
    CONSTRAINT reviews_review_quorum_check CHECK ((quorum >= 0)),
    CONSTRAINT reviews_review_version_check CHECK ((version >= 0))
);
ALTER TABLE public.reviews_review ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_review_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_reviewitem (
    id bigint NOT NULL,
    why jsonb NOT NULL,
    "position" smallint NOT NULL,
    snapshot jsonb NOT NULL,
    snapshot_sha256 character varying(64) NOT NULL,
    remark text NOT NULL,
    talk_until timestamp with time zone,
    added_at timestamp with time zone NOT NULL,
    added_by_id bigint,
    idea_id bigint NOT NULL,
    review_id bigint NOT NULL,
    CONSTRAINT reviews_reviewitem_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.reviews_reviewitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_reviewitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_verdict (
    id bigint NOT NULL,
    outcome character varying(13) NOT NULL,
    reason text NOT NULL,
    public_reason text NOT NULL,
    defer_until date,
    question text NOT NULL,
    override_reason text NOT NULL,
    dissent text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    decided_by_id bigint,
    decision_id bigint,
    item_id bigint NOT NULL,
    owner_id bigint,
    found text NOT NULL,
    CONSTRAINT verdict_asks_a_question CHECK (((NOT ((outcome)::text = 'need_evidence'::text)) OR (NOT (question = ''::text)))),
    CONSTRAINT verdict_deferred_until CHECK (((NOT ((outcome)::text = 'defer'::text)) OR (defer_until IS NOT NULL))),
    CONSTRAINT verdict_has_reason CHECK ((NOT (reason = ''::text)))
);
ALTER TABLE public.reviews_verdict ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_verdict_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.satisfaction_asking (
    id bigint NOT NULL,
    asks_since timestamp with time zone,
    percent smallint NOT NULL,
    every_days smallint NOT NULL,
    after_hours smallint NOT NULL,
    version integer NOT NULL,
    CONSTRAINT asks_a_share CHECK (((percent >= 1) AND (percent <= 100))),
    CONSTRAINT one_way_of_asking CHECK ((id = 1)),
    CONSTRAINT satisfaction_asking_after_hours_check CHECK ((after_hours >= 0)),
    CONSTRAINT satisfaction_asking_every_days_check CHECK ((every_days >= 0)),
    CONSTRAINT satisfaction_asking_percent_check CHECK ((percent >= 0)),
    CONSTRAINT satisfaction_asking_version_check CHECK ((version >= 0))
);
ALTER TABLE public.satisfaction_asking ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.satisfaction_asking_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.satisfaction_rating (
    id bigint NOT NULL,
    ask_at timestamp with time zone NOT NULL,
    asked_at timestamp with time zone,
    score smallint,
    comment text NOT NULL,
    language character varying(10) NOT NULL,
    rated_at timestamp with time zone,
    contact_id bigint,
    conversation_id bigint NOT NULL,
    feedback_id bigint,
    mail_id bigint,
    staff_id bigint,
    team_id bigint,
    CONSTRAINT satisfaction_rating_score_check CHECK ((score >= 0))
);
ALTER TABLE public.satisfaction_rating ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.satisfaction_rating_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.socialaccount_socialaccount (
    id integer NOT NULL,
    provider character varying(200) NOT NULL,
    uid character varying(191) NOT NULL,
    last_login timestamp with time zone NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    extra_data jsonb NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.socialaccount_socialaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.socialaccount_socialapp (
    id integer NOT NULL,
    provider character varying(30) NOT NULL,
    name character varying(40) NOT NULL,
    client_id character varying(191) NOT NULL,
    secret character varying(191) NOT NULL,
    key character varying(191) NOT NULL,
    provider_id character varying(200) NOT NULL,
    settings jsonb NOT NULL
);
ALTER TABLE public.socialaccount_socialapp ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialapp_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.socialaccount_socialtoken (
    id integer NOT NULL,
    token text NOT NULL,
    token_secret text NOT NULL,
    expires_at timestamp with time zone,
    account_id integer NOT NULL,
    app_id integer
);
ALTER TABLE public.socialaccount_socialtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.sources_deadletter (
    id bigint NOT NULL,
    protocol character varying(20) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    body bytea NOT NULL,
    body_sha256 character varying(64) NOT NULL,
    is_cut boolean NOT NULL,
    replayed_at timestamp with time zone,
    discarded_at timestamp with time zone,
    source_id bigint
);
ALTER TABLE public.sources_deadletter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_deadletter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.sources_source (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(7) NOT NULL,
    key character varying(60) NOT NULL,
    key_sha256 character varying(64) NOT NULL,
    key_hint character varying(12) NOT NULL,
    origins character varying(255)[] NOT NULL,
    per_minute integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    paused_at timestamp with time zone,
    revoked_at timestamp with time zone,
    last_seen_at timestamp with time zone,
    version integer NOT NULL,
    made_by_id bigint,
    product_id bigint,
    CONSTRAINT secret_key_is_not_kept CHECK ((((kind)::text = 'browser'::text) OR ((key)::text = ''::text))),
    CONSTRAINT sources_source_per_minute_check CHECK ((per_minute >= 0)),
    CONSTRAINT sources_source_version_check CHECK ((version >= 0))
);
ALTER TABLE public.sources_source ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_display (
    id bigint NOT NULL,
    device character varying(320) NOT NULL,
    channel character varying(8) NOT NULL,
    stratum character varying(80) NOT NULL,
    key character varying(120) NOT NULL,
    state character varying(9) NOT NULL,
    shown_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    company_id bigint,
    contact_id bigint,
    survey_id bigint NOT NULL,
    wave_id bigint,
    session character varying(64) NOT NULL
);
ALTER TABLE public.surveys_display ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_display_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_fatiguerules (
    id bigint NOT NULL,
    contact_days smallint NOT NULL,
    nps_days smallint NOT NULL,
    company_days smallint NOT NULL,
    company_most smallint NOT NULL,
    global_hours smallint NOT NULL,
    first_days smallint NOT NULL,
    stop_after smallint NOT NULL,
    urgent_hours smallint NOT NULL,
    holidays jsonb NOT NULL,
    stopped_until timestamp with time zone,
    changed_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT one_set_of_fatigue_rules CHECK ((id = 1)),
    CONSTRAINT surveys_fatiguerules_company_days_check CHECK ((company_days >= 0)),
    CONSTRAINT surveys_fatiguerules_company_most_check CHECK ((company_most >= 0)),
    CONSTRAINT surveys_fatiguerules_contact_days_check CHECK ((contact_days >= 0)),
    CONSTRAINT surveys_fatiguerules_first_days_check CHECK ((first_days >= 0)),
    CONSTRAINT surveys_fatiguerules_global_hours_check CHECK ((global_hours >= 0)),
    CONSTRAINT surveys_fatiguerules_nps_days_check CHECK ((nps_days >= 0)),
    CONSTRAINT surveys_fatiguerules_stop_after_check CHECK ((stop_after >= 0)),
    CONSTRAINT surveys_fatiguerules_urgent_hours_check CHECK ((urgent_hours >= 0)),
    CONSTRAINT surveys_fatiguerules_version_check CHECK ((version >= 0))
);
ALTER TABLE public.surveys_fatiguerules ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_fatiguerules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_gatecount (
    id bigint NOT NULL,
    day date NOT NULL,
    gate character varying(20) NOT NULL,
    count bigint NOT NULL,
    survey_id bigint NOT NULL,
    CONSTRAINT surveys_gatecount_count_check CHECK ((count >= 0))
);
ALTER TABLE public.surveys_gatecount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_gatecount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_incentive (
    id bigint NOT NULL,
    kind character varying(6) NOT NULL,
    texts jsonb NOT NULL,
    winners smallint NOT NULL,
    seed bigint,
    drawn_at timestamp with time zone,
    drawn_among integer,
    version integer NOT NULL,
    survey_id bigint NOT NULL,
    CONSTRAINT surveys_incentive_drawn_among_check CHECK ((drawn_among >= 0)),
    CONSTRAINT surveys_incentive_version_check CHECK ((version >= 0)),
    CONSTRAINT surveys_incentive_winners_check CHECK ((winners >= 0))
);
ALTER TABLE public.surveys_incentive ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_incentive_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_invitation (
    id bigint NOT NULL,
    channel character varying(8) NOT NULL,
    stratum character varying(80) NOT NULL,
    "position" integer NOT NULL,
    token character varying(40) NOT NULL,
    state character varying(8) NOT NULL,
    skipped_because character varying(20) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    reminded_at timestamp with time zone,
    answered_at timestamp with time zone,
    company_id bigint,
    contact_id bigint NOT NULL,
    mail_id bigint,
    reminder_id bigint,
    survey_id bigint NOT NULL,
    wave_id bigint,
    attributes jsonb NOT NULL,
    send_at timestamp with time zone,
    traits character varying(80)[] NOT NULL,
    CONSTRAINT surveys_invitation_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.surveys_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_pairvote (
    id bigint NOT NULL,
    "left" character varying(80) NOT NULL,
    "right" character varying(80) NOT NULL,
    chosen character varying(7) NOT NULL,
    voted_at timestamp with time zone NOT NULL,
    response_id bigint NOT NULL,
    survey_id bigint NOT NULL,
    CONSTRAINT pair_of_two CHECK ((NOT (("left")::text = ("right")::text)))
);
ALTER TABLE public.surveys_pairvote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_pairvote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_question (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    "position" smallint NOT NULL,
    kind character varying(8) NOT NULL,
    texts jsonb NOT NULL,
    options jsonb NOT NULL,
    is_required boolean NOT NULL,
    is_shuffled boolean NOT NULL,
    branches jsonb NOT NULL,
    retired_at timestamp with time zone,
    survey_id bigint NOT NULL,
    CONSTRAINT surveys_question_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.surveys_question ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_question_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_quiet (
    id bigint NOT NULL,
    device character varying(320) NOT NULL,
    reason character varying(5) NOT NULL,
    until timestamp with time zone,
    since timestamp with time zone NOT NULL,
    by_id bigint,
    company_id bigint,
    contact_id bigint
);
ALTER TABLE public.surveys_quiet ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_quiet_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_response (
    id bigint NOT NULL,
    device character varying(320) NOT NULL,
    stratum character varying(80) NOT NULL,
    channel character varying(8) NOT NULL,
    language character varying(10) NOT NULL,
    submission_key character varying(120) NOT NULL,
    score smallint,
    is_complete boolean NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    completed_at timestamp with time zone,
    attributes jsonb NOT NULL,
    company_id bigint,
    contact_id bigint,
    display_id bigint,
    feedback_id bigint,
    survey_id bigint NOT NULL,
    wave_id bigint
);
ALTER TABLE public.surveys_response ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_response_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_responseitem (
    id bigint NOT NULL,
    number smallint,
    options character varying(80)[] NOT NULL,
    words text NOT NULL,
    feedback_id bigint,
    question_id bigint NOT NULL,
    response_id bigint NOT NULL
);
ALTER TABLE public.surveys_responseitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_responseitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_reward (
    id bigint NOT NULL,
    code character varying(200) NOT NULL,
    name character varying(200) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    given_at timestamp with time zone,
    contact_id bigint,
    incentive_id bigint NOT NULL,
    response_id bigint
);
ALTER TABLE public.surveys_reward ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_reward_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_stratum (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    label character varying(80) NOT NULL,
    rule jsonb NOT NULL,
    target integer NOT NULL,
    reached integer NOT NULL,
    survey_id bigint NOT NULL,
    CONSTRAINT surveys_stratum_position_check CHECK (("position" >= 0)),
    CONSTRAINT surveys_stratum_reached_check CHECK ((reached >= 0)),
    CONSTRAINT surveys_stratum_target_check CHECK ((target >= 0))
);
ALTER TABLE public.surveys_stratum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_stratum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_survey (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    kind character varying(8) NOT NULL,
    state character varying(8) NOT NULL,
    channels character varying(8)[] NOT NULL,
    languages character varying(10)[] NOT NULL,
    texts jsonb NOT NULL,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    audience character varying(8) NOT NULL,
    rule jsonb,
    trigger jsonb NOT NULL,
    percent smallint NOT NULL,
    salt character varying(40) NOT NULL,
    per_day integer,
    stop_at integer,
    stop_at_margin smallint,
    priority smallint NOT NULL,
    schedule character varying(14) NOT NULL,
    every_days smallint,
    is_transactional boolean NOT NULL,
    link_token character varying(40) NOT NULL,
    shown_count integer NOT NULL,
    started_count integer NOT NULL,
    completed_count integer NOT NULL,
    dismissed_count integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    paused_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_because character varying(8) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    made_by_id bigint,
    segment_id bigint,
    link_for character varying(7) NOT NULL,
    CONSTRAINT survey_asks_a_share CHECK (((percent >= 1) AND (percent <= 100))),
    CONSTRAINT survey_has_name CHECK ((NOT ((name)::text = ''::text))),
    CONSTRAINT surveys_survey_completed_count_check CHECK ((completed_count >= 0)),
    CONSTRAINT surveys_survey_dismissed_count_check CHECK ((dismissed_count >= 0)),
    CONSTRAINT surveys_survey_every_days_check CHECK ((every_days >= 0)),
    CONSTRAINT surveys_survey_per_day_check CHECK ((per_day >= 0)),
    CONSTRAINT surveys_survey_percent_check CHECK ((percent >= 0)),
    CONSTRAINT surveys_survey_shown_count_check CHECK ((shown_count >= 0)),
    CONSTRAINT surveys_survey_started_count_check CHECK ((started_count >= 0)),
    CONSTRAINT surveys_survey_stop_at_check CHECK ((stop_at >= 0)),
    CONSTRAINT surveys_survey_stop_at_margin_check CHECK ((stop_at_margin >= 0)),
    CONSTRAINT surveys_survey_version_check CHECK ((version >= 0))
);
ALTER TABLE public.surveys_survey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_survey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.surveys_wave (
    id bigint NOT NULL,
    number smallint NOT NULL,
    state character varying(7) NOT NULL,
    seed bigint NOT NULL,
    by character varying(10)[] NOT NULL,
    size integer NOT NULL,
    base jsonb NOT NULL,
    per_hour integer NOT NULL,
    remind_after_days smallint,
    begins_at timestamp with time zone NOT NULL,
    drawn_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    drawn_by_id bigint,
    survey_id bigint NOT NULL,
    margins jsonb NOT NULL,
    CONSTRAINT surveys_wave_number_check CHECK ((number >= 0)),
    CONSTRAINT surveys_wave_per_hour_check CHECK ((per_hour >= 0)),
    CONSTRAINT surveys_wave_remind_after_days_check CHECK ((remind_after_days >= 0)),
    CONSTRAINT surveys_wave_size_check CHECK ((size >= 0))
);
ALTER TABLE public.surveys_wave ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.surveys_wave_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.trends_companyvolume (
    id bigint NOT NULL,
    day date NOT NULL,
    area_id bigint NOT NULL,
    category_id bigint NOT NULL,
    count integer NOT NULL,
    confirmed_count integer NOT NULL,
    brought_count integer NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT trends_companyvolume_brought_count_check CHECK ((brought_count >= 0)),
    CONSTRAINT trends_companyvolume_confirmed_count_check CHECK ((confirmed_count >= 0)),
    CONSTRAINT trends_companyvolume_count_check CHECK ((count >= 0))
);
ALTER TABLE public.trends_companyvolume ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trends_companyvolume_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.trends_daytotal (
    id bigint NOT NULL,
    day date NOT NULL,
    count integer NOT NULL,
    CONSTRAINT trends_daytotal_count_check CHECK ((count >= 0))
);
ALTER TABLE public.trends_daytotal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trends_daytotal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.trends_dayvolume (
    id bigint NOT NULL,
    day date NOT NULL,
    area_id bigint NOT NULL,
    category_id bigint NOT NULL,
    count integer NOT NULL,
    confirmed_count integer NOT NULL,
    brought_count integer NOT NULL,
    CONSTRAINT trends_dayvolume_brought_count_check CHECK ((brought_count >= 0)),
    CONSTRAINT trends_dayvolume_confirmed_count_check CHECK ((confirmed_count >= 0)),
    CONSTRAINT trends_dayvolume_count_check CHECK ((count >= 0))
);
ALTER TABLE public.trends_dayvolume ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trends_dayvolume_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.trends_hourvolume (
    id bigint NOT NULL,
    day date NOT NULL,
    hour smallint NOT NULL,
    count integer NOT NULL,
    CONSTRAINT trends_hourvolume_count_check CHECK ((count >= 0)),
    CONSTRAINT trends_hourvolume_hour_check CHECK ((hour >= 0))
);
ALTER TABLE public.trends_hourvolume ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trends_hourvolume_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.trends_spike (
    id bigint NOT NULL,
    subject character varying(70) NOT NULL,
    area_id bigint,
    category_id bigint,
    tier_id bigint,
    state character varying(8) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    grew_at timestamp with time zone,
    ended_at timestamp with time zone,
    count integer NOT NULL,
    highest_count integer NOT NULL,
    grown_from integer NOT NULL,
    company_count integer NOT NULL,
    expected double precision NOT NULL,
    expected_low integer NOT NULL,
    expected_high integer NOT NULL,
    chance double precision NOT NULL,
    mrr_minor bigint NOT NULL,
    told_at timestamp with time zone,
    muted_at timestamp with time zone,
    quiet_until timestamp with time zone,
    examples jsonb NOT NULL,
    CONSTRAINT trends_spike_company_count_check CHECK ((company_count >= 0)),
    CONSTRAINT trends_spike_count_check CHECK ((count >= 0)),
    CONSTRAINT trends_spike_expected_high_check CHECK ((expected_high >= 0)),
    CONSTRAINT trends_spike_expected_low_check CHECK ((expected_low >= 0)),
    CONSTRAINT trends_spike_grown_from_check CHECK ((grown_from >= 0)),
    CONSTRAINT trends_spike_highest_count_check CHECK ((highest_count >= 0))
);
ALTER TABLE public.trends_spike ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trends_spike_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.trends_staleday (
    id bigint NOT NULL,
    day date NOT NULL
);
ALTER TABLE public.trends_staleday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trends_staleday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.trends_watch (
    id bigint NOT NULL,
    alerts_a_week double precision NOT NULL,
    version integer NOT NULL,
    CONSTRAINT trends_watch_version_check CHECK ((version >= 0)),
    CONSTRAINT watch_alerts_in_reason CHECK (((alerts_a_week > (0.0)::double precision) AND (alerts_a_week <= (7.0)::double precision)))
);
ALTER TABLE public.trends_watch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trends_watch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.understand_searchdocument (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    object_id bigint NOT NULL,
    language character varying(10) NOT NULL,
    content_hash character varying(32) NOT NULL,
    vector tsvector NOT NULL
);
ALTER TABLE public.understand_searchdocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.understand_searchdocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_arrived (
    id bigint NOT NULL,
    source_id bigint NOT NULL,
    protocol character varying(20) NOT NULL,
    message_id character varying(100) NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(200) NOT NULL,
    user_id character varying(320) NOT NULL,
    anonymous_id character varying(320) NOT NULL,
    previous_id character varying(320) NOT NULL,
    group_id character varying(100) NOT NULL,
    said_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    properties text NOT NULL,
    traits text NOT NULL,
    context text NOT NULL,
    is_trusted boolean NOT NULL,
    batch bigint
);
ALTER TABLE public.usage_arrived ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_arrived_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_batch (
    id bigint NOT NULL,
    claimed_at timestamp with time zone NOT NULL,
    moved_at timestamp with time zone,
    messages integer NOT NULL,
    repeated integer NOT NULL,
    CONSTRAINT usage_batch_messages_check CHECK ((messages >= 0)),
    CONSTRAINT usage_batch_repeated_check CHECK ((repeated >= 0))
);
ALTER TABLE public.usage_batch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_companyseen (
    id bigint NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    company_id bigint NOT NULL
);
ALTER TABLE public.usage_companyseen ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_companyseen_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_contactseen (
    id bigint NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    contact_id bigint NOT NULL
);
ALTER TABLE public.usage_contactseen ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_contactseen_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_dailyuse (
    id bigint NOT NULL,
    day date NOT NULL,
    known_as character varying(332) NOT NULL,
    count integer NOT NULL,
    company_id bigint,
    contact_id bigint,
    event_id bigint NOT NULL,
    CONSTRAINT usage_dailyuse_count_check CHECK ((count >= 0))
);
ALTER TABLE public.usage_dailyuse ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_dailyuse_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_deletion (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    before timestamp with time zone,
    count bigint NOT NULL,
    deleted_at timestamp with time zone NOT NULL,
    contact_id bigint
);
ALTER TABLE public.usage_deletion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_deletion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_devicetraits (
    id bigint NOT NULL,
    device character varying(320) NOT NULL,
    traits jsonb NOT NULL,
    said_at timestamp with time zone NOT NULL
);
ALTER TABLE public.usage_devicetraits ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_devicetraits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_eventname (
    id bigint NOT NULL,
    kind character varying(6) NOT NULL,
    name character varying(200) NOT NULL,
    is_ignored boolean NOT NULL,
    count bigint NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    area_id bigint
);
ALTER TABLE public.usage_eventname ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_eventname_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_keptfor (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    days integer NOT NULL,
    version integer NOT NULL,
    CONSTRAINT usage_keptfor_days_check CHECK ((days >= 0)),
    CONSTRAINT usage_keptfor_version_check CHECK ((version >= 0))
);
ALTER TABLE public.usage_keptfor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_keptfor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_owederasure (
    id bigint NOT NULL,
    subject jsonb NOT NULL,
    owed_at timestamp with time zone NOT NULL,
    contact_id bigint NOT NULL
);
ALTER TABLE public.usage_owederasure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_owederasure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_ownpattern (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    pattern character varying(200) NOT NULL,
    made_at timestamp with time zone NOT NULL
);
ALTER TABLE public.usage_ownpattern ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_ownpattern_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_recentevent (
    id bigint NOT NULL,
    said_at timestamp with time zone NOT NULL,
    company_id bigint,
    contact_id bigint,
    event_id bigint NOT NULL
);
ALTER TABLE public.usage_recentevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_recentevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_redaction (
    id bigint NOT NULL,
    switched_off character varying(20)[] NOT NULL,
    version integer NOT NULL,
    CONSTRAINT one_redaction CHECK ((id = 1)),
    CONSTRAINT usage_redaction_version_check CHECK ((version >= 0))
);
ALTER TABLE public.usage_redaction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_redaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usage_seenmessage (
    id bigint NOT NULL,
    source_id bigint NOT NULL,
    message_id character varying(100) NOT NULL,
    seen_on date NOT NULL
);
ALTER TABLE public.usage_seenmessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_seenmessage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhooks_attempt (
    id bigint NOT NULL,
    tried_at timestamp with time zone NOT NULL,
    status smallint,
    milliseconds integer NOT NULL,
    excerpt text NOT NULL,
    delivery_id bigint NOT NULL,
    CONSTRAINT webhooks_attempt_milliseconds_check CHECK ((milliseconds >= 0)),
    CONSTRAINT webhooks_attempt_status_check CHECK ((status >= 0))
);
ALTER TABLE public.webhooks_attempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhooks_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhooks_delivery (
    id bigint NOT NULL,
    message_id character varying(60) NOT NULL,
    type character varying(60) NOT NULL,
    fact_id bigint,
    body text NOT NULL,
    state character varying(9) NOT NULL,
    tries smallint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    endpoint_id bigint NOT NULL,
    CONSTRAINT webhooks_delivery_tries_check CHECK ((tries >= 0))
);
ALTER TABLE public.webhooks_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhooks_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhooks_endpoint (
    id bigint NOT NULL,
    url character varying(2000) NOT NULL,
    fact_names character varying(60)[] NOT NULL,
    secret_sealed text NOT NULL,
    old_secret_sealed text NOT NULL,
    old_secret_until timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    failing_since timestamp with time zone,
    switched_off_at timestamp with time zone,
    made_by_id bigint,
    slow_since timestamp with time zone
);
ALTER TABLE public.webhooks_endpoint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhooks_endpoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.work_items_spikelink (
    id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    item_id bigint NOT NULL,
    made_by_id bigint,
    spike_id bigint NOT NULL
);
ALTER TABLE public.work_items_spikelink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.work_items_spikelink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.work_items_wanteditem (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    tracker character varying(20) NOT NULL,
    place character varying(300) NOT NULL,
    title character varying(250) NOT NULL,
    body text NOT NULL,
    state character varying(7) NOT NULL,
    tries smallint NOT NULL,
    problem text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    conversation_id bigint,
    idea_id bigint,
    made_by_id bigint,
    item_id bigint,
    quotes jsonb NOT NULL,
    spike_id bigint,
    CONSTRAINT wanted_item_for_one CHECK ((((conversation_id IS NULL) AND (idea_id IS NOT NULL) AND (spike_id IS NULL)) OR ((conversation_id IS NOT NULL) AND (idea_id IS NULL) AND (spike_id IS NULL)) OR ((conversation_id IS NULL) AND (idea_id IS NULL) AND (spike_id IS NOT NULL)))),
    CONSTRAINT work_items_wanteditem_tries_check CHECK ((tries >= 0))
);
ALTER TABLE public.work_items_wanteditem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.work_items_wanteditem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.work_items_workitem (
    id bigint NOT NULL,
    tracker character varying(20) NOT NULL,
    site character varying(260) NOT NULL,
    repository character varying(200) NOT NULL,
    number bigint NOT NULL,
    url character varying(500) NOT NULL,
    title character varying(300) NOT NULL,
    is_private boolean NOT NULL,
    state character varying(6) NOT NULL,
    outcome character varying(9) NOT NULL,
    changed_at timestamp with time zone,
    closed_at timestamp with time zone,
    read_at timestamp with time zone,
    broken_at timestamp with time zone,
    broken_reason character varying(6) NOT NULL,
    moved_to character varying(500) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    duplicate_of_id bigint,
    made_by_id bigint,
    CONSTRAINT work_item_not_its_own_duplicate CHECK ((NOT ((duplicate_of_id = id) AND (duplicate_of_id IS NOT NULL)))),
    CONSTRAINT work_items_workitem_number_check CHECK ((number >= 0))
);
ALTER TABLE public.work_items_workitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.work_items_workitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.work_items_workitemlink (
    id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    idea_id bigint NOT NULL,
    item_id bigint NOT NULL,
    made_by_id bigint
);
ALTER TABLE public.work_items_workitemlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.work_items_workitemlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_apitoken (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    token_sha256 character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    last_used_on date,
    revoked_at timestamp with time zone,
    made_by_id bigint,
    expires_at timestamp with time zone,
    scopes character varying(40)[] NOT NULL
);
ALTER TABLE public.workspace_apitoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_apitoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_area (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    parent_id bigint,
    product_id bigint NOT NULL,
    team_id bigint,
    version integer NOT NULL,
    CONSTRAINT workspace_area_version_check CHECK ((version >= 0))
);
ALTER TABLE public.workspace_area ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_area_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_category (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    "position" smallint NOT NULL,
    version integer NOT NULL,
    CONSTRAINT workspace_category_position_check CHECK (("position" >= 0)),
    CONSTRAINT workspace_category_version_check CHECK ((version >= 0))
);
ALTER TABLE public.workspace_category ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_category_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_competitor (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    website character varying(300) NOT NULL,
    note text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    CONSTRAINT competitor_has_name CHECK ((NOT ((name)::text = ''::text))),
    CONSTRAINT workspace_competitor_version_check CHECK ((version >= 0))
);
ALTER TABLE public.workspace_competitor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_competitor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_competitorspelling (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    competitor_id bigint NOT NULL
);
ALTER TABLE public.workspace_competitorspelling ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_competitorspelling_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_handedon (
    id bigint NOT NULL,
    moved jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    given_back_at timestamp with time zone,
    giver_id bigint NOT NULL,
    made_by_id bigint,
    taker_id bigint NOT NULL
);
ALTER TABLE public.workspace_handedon ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_handedon_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_invitation (
    id bigint NOT NULL,
    email character varying(254) NOT NULL,
    role character varying(10) NOT NULL,
    token_sha256 character varying(64) NOT NULL,
    invited_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    accepted_by_id bigint,
    invited_by_id bigint,
    accepted_at timestamp with time zone
);
ALTER TABLE public.workspace_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_keptanswer (
    id bigint NOT NULL,
    key_sha256 character varying(64) NOT NULL,
    request_sha256 character varying(64) NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body text NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    token_id bigint NOT NULL,
    CONSTRAINT workspace_keptanswer_status_check CHECK ((status >= 0))
);
ALTER TABLE public.workspace_keptanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_keptanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_notification (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    mailed_at timestamp with time zone,
    fact_id bigint NOT NULL,
    staff_id bigint NOT NULL
);
ALTER TABLE public.workspace_notification ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_notificationchoice (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    mail character varying(7) NOT NULL,
    staff_id bigint NOT NULL
);
ALTER TABLE public.workspace_notificationchoice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_notificationchoice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_product (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    version integer NOT NULL,
    CONSTRAINT workspace_product_version_check CHECK ((version >= 0))
);
ALTER TABLE public.workspace_product ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_product_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_reason (
    id bigint NOT NULL,
    kind character varying(9) NOT NULL,
    key character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    asks character varying(10) NOT NULL,
    "position" smallint NOT NULL,
    retired_at timestamp with time zone,
    version integer NOT NULL,
    parent_id bigint,
    CONSTRAINT reason_has_name CHECK ((NOT ((name)::text = ''::text))),
    CONSTRAINT reason_not_below_itself CHECK ((NOT ((parent_id = id) AND (parent_id IS NOT NULL)))),
    CONSTRAINT workspace_reason_position_check CHECK (("position" >= 0)),
    CONSTRAINT workspace_reason_version_check CHECK ((version >= 0))
);
ALTER TABLE public.workspace_reason ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_reason_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_savedview (
    id bigint NOT NULL,
    place character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    query character varying(2000) NOT NULL,
    is_shared boolean NOT NULL,
    is_default boolean NOT NULL,
    owner_id bigint NOT NULL,
    CONSTRAINT saved_view_has_name CHECK ((NOT ((name)::text = ''::text)))
);
ALTER TABLE public.workspace_savedview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_savedview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_setupstep (
    id bigint NOT NULL,
    key character varying(20) NOT NULL,
    outcome character varying(7) NOT NULL,
    noted_at timestamp with time zone NOT NULL,
    noted_by_id bigint
);
ALTER TABLE public.workspace_setupstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_setupstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_staff (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    email character varying(254) NOT NULL,
    name character varying(100) NOT NULL,
    role character varying(10) NOT NULL,
    department character varying(12) NOT NULL,
    language character varying(10) NOT NULL,
    time_zone character varying(50) NOT NULL,
    theme character varying(6) NOT NULL,
    is_active boolean NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    away_since timestamp with time zone,
    inbox_keys jsonb NOT NULL,
    CONSTRAINT staff_email_lower_case CHECK (((email)::text = lower((email)::text))),
    CONSTRAINT workspace_staff_version_check CHECK ((version >= 0))
);
ALTER TABLE public.workspace_staff ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_staff_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_staff_teams (
    id bigint NOT NULL,
    staff_id bigint NOT NULL,
    team_id bigint NOT NULL
);
ALTER TABLE public.workspace_staff_teams ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_staff_teams_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_task (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    title character varying(200) NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id bigint,
    due_on date,
    made_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    dropped_at timestamp with time zone,
    assignee_id bigint,
    done_by_id bigint,
    made_by_id bigint
);
ALTER TABLE public.workspace_task ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_team (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    version integer NOT NULL,
    CONSTRAINT workspace_team_version_check CHECK ((version >= 0))
);
ALTER TABLE public.workspace_team ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_team_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_tier (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    touch character varying(4) NOT NULL,
    answer_within_hours smallint,
    call_every_days smallint,
    "position" smallint NOT NULL,
    version integer NOT NULL,
    first_answer_minutes integer,
    next_answer_minutes integer,
    CONSTRAINT workspace_tier_answer_within_hours_check CHECK ((answer_within_hours >= 0)),
    CONSTRAINT workspace_tier_call_every_days_check CHECK ((call_every_days >= 0)),
    CONSTRAINT workspace_tier_first_answer_minutes_check CHECK ((first_answer_minutes >= 0)),
    CONSTRAINT workspace_tier_next_answer_minutes_check CHECK ((next_answer_minutes >= 0)),
    CONSTRAINT workspace_tier_position_check CHECK (("position" >= 0)),
    CONSTRAINT workspace_tier_version_check CHECK ((version >= 0))
);
ALTER TABLE public.workspace_tier ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_tier_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workspace_vendor (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    set_up_at timestamp with time zone,
    set_up_sha256 character varying(64) NOT NULL,
    set_up_until timestamp with time zone,
    version integer NOT NULL,
    accent character varying(7) NOT NULL,
    answer_within_hours integer,
    business_hours jsonb NOT NULL,
    counts character varying(10) NOT NULL,
    currency character varying(3) NOT NULL,
    hold_minutes integer,
    holidays jsonb NOT NULL,
    language character varying(10) NOT NULL,
    languages jsonb NOT NULL,
    logo character varying(100) NOT NULL,
    mail_from_address character varying(254) NOT NULL,
    mail_from_name character varying(80) NOT NULL,
    most_links smallint NOT NULL,
    notes_opened_mail boolean NOT NULL,
    portal_host character varying(253) NOT NULL,
    time_zone character varying(64) NOT NULL,
    trusted_after smallint,
    voices character varying(5) NOT NULL,
    first_answer_minutes integer,
    next_answer_minutes integer,
    CONSTRAINT one_vendor CHECK ((id = 1)),
    CONSTRAINT workspace_vendor_answer_within_hours_check CHECK ((answer_within_hours >= 0)),
    CONSTRAINT workspace_vendor_first_answer_minutes_check CHECK ((first_answer_minutes >= 0)),
    CONSTRAINT workspace_vendor_hold_minutes_check CHECK ((hold_minutes >= 0)),
    CONSTRAINT workspace_vendor_most_links_check CHECK ((most_links >= 0)),
    CONSTRAINT workspace_vendor_next_answer_minutes_check CHECK ((next_answer_minutes >= 0)),
    CONSTRAINT workspace_vendor_trusted_after_check CHECK ((trusted_after >= 0)),
    CONSTRAINT workspace_vendor_version_check CHECK ((version >= 0))
);
ALTER TABLE public.workspace_vendor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workspace_vendor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);








































































































































INSERT INTO public.learn_benchmark (id, name, kind, low, high, middle, source, said_on, evidence, version) VALUES (1, 'B2B SaaS', 'relational', 20, 62, 38, 'gtmstack.app', '2026-01-01', 'second_hand', 1);
INSERT INTO public.learn_benchmark (id, name, kind, low, high, middle, source, said_on, evidence, version) VALUES (2, 'SaaS, small customers', 'relational', 25, 65, 42, 'gtmstack.app', '2026-01-01', 'second_hand', 1);
INSERT INTO public.learn_benchmark (id, name, kind, low, high, middle, source, said_on, evidence, version) VALUES (3, 'SaaS, mid-size customers', 'relational', 18, 58, 35, 'gtmstack.app', '2026-01-01', 'second_hand', 1);
INSERT INTO public.learn_benchmark (id, name, kind, low, high, middle, source, said_on, evidence, version) VALUES (4, 'SaaS, enterprise customers', 'relational', 15, 55, 32, 'gtmstack.app', '2026-01-01', 'second_hand', 1);
INSERT INTO public.learn_benchmark (id, name, kind, low, high, middle, source, said_on, evidence, version) VALUES (5, 'B2B SaaS, about the whole', 'relational', 15, 58, 35, 'gtmstack.app', '2026-01-01', 'second_hand', 1);
INSERT INTO public.learn_benchmark (id, name, kind, low, high, middle, source, said_on, evidence, version) VALUES (6, 'B2B SaaS, after one event', 'transactional', 30, 72, 50, 'gtmstack.app', '2026-01-01', 'second_hand', 1);
INSERT INTO public.learn_benchmark (id, name, kind, low, high, middle, source, said_on, evidence, version) VALUES (7, 'SaaS', 'relational', 31, 41, NULL, 'churnward.com, citing Retently, Userpilot, CustomerGauge and Survicate', '2026-01-01', 'second_hand', 1);
INSERT INTO public.learn_benchmark (id, name, kind, low, high, middle, source, said_on, evidence, version) VALUES (8, 'B2B SaaS, average', 'relational', 36, 36, 36, 'churnward.com, citing Retently and others', '2026-01-01', 'second_hand', 1);
INSERT INTO public.learn_benchmark (id, name, kind, low, high, middle, source, said_on, evidence, version) VALUES (9, 'B2B software and SaaS, average', 'relational', 40, 40, 40, 'Retently 2022, quoted', '2022-01-01', 'second_hand', 1);
INSERT INTO public.learn_benchmark (id, name, kind, low, high, middle, source, said_on, evidence, version) VALUES (10, 'Software, median', 'relational', 30, 30, 30, 'stareply.com', '2026-01-01', 'second_hand', 1);
INSERT INTO public.learn_benchmark (id, name, kind, low, high, middle, source, said_on, evidence, version) VALUES (11, 'IT service providers, US and Canada, average', 'relational', 44, 44, 44, 'ClearlyRated 2022, quoted', '2022-01-01', 'second_hand', 1);












































































































SELECT pg_catalog.setval('public.learn_benchmark_id_seq', 11, true);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analyses_analysis
    ADD CONSTRAINT analyses_analysis_deal_id_key UNIQUE (deal_id);
ALTER TABLE ONLY public.analyses_analysis
    ADD CONSTRAINT analyses_analysis_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analyses_analysisstep
    ADD CONSTRAINT analyses_analysisstep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analyses_lossrule
    ADD CONSTRAINT analyses_lossrule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analyses_analysisstep
    ADD CONSTRAINT analysis_step_once UNIQUE (analysis_id, step);
ALTER TABLE ONLY public.answer_answer
    ADD CONSTRAINT answer_answer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.answer_ideaoptout
    ADD CONSTRAINT answer_ideaoptout_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.answer_wording
    ADD CONSTRAINT answer_wording_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_articleimage
    ADD CONSTRAINT article_image_once UNIQUE (article_id, digest);
ALTER TABLE ONLY public.articles_articlerating
    ADD CONSTRAINT article_rated_once UNIQUE (article_id, contact_id);
ALTER TABLE ONLY public.articles_articleredirect
    ADD CONSTRAINT article_redirect_once UNIQUE (language, slug);
ALTER TABLE ONLY public.articles_articletext
    ADD CONSTRAINT article_text_once UNIQUE (article_id, language);
ALTER TABLE ONLY public.articles_articleversion
    ADD CONSTRAINT article_version_once UNIQUE (article_id, language, number);
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_articleimage
    ADD CONSTRAINT articles_articleimage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_articlerating
    ADD CONSTRAINT articles_articlerating_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_articleredirect
    ADD CONSTRAINT articles_articleredirect_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_articletext
    ADD CONSTRAINT articles_articletext_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_articleversion
    ADD CONSTRAINT articles_articleversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_showing
    ADD CONSTRAINT articles_showing_key_key UNIQUE (key);
ALTER TABLE ONLY public.articles_showing
    ADD CONSTRAINT articles_showing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_shownsuggestion
    ADD CONSTRAINT articles_shownsuggestion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_wishsource
    ADD CONSTRAINT articles_wishsource_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_writingwish
    ADD CONSTRAINT articles_writingwish_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.demand_stillneeded
    ADD CONSTRAINT asked_of_idea_once UNIQUE (asked_id, idea_id);
ALTER TABLE ONLY public.demand_asked
    ADD CONSTRAINT asked_once_a_round UNIQUE (round_id, contact_id);
ALTER TABLE ONLY public.reviews_attendee
    ADD CONSTRAINT attendee_once UNIQUE (review_id, staff_id);
ALTER TABLE ONLY public.customers_attribute
    ADD CONSTRAINT attribute_key_once UNIQUE (of, key);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automations_automationversion
    ADD CONSTRAINT automation_version_once UNIQUE (automation_id, version);
ALTER TABLE ONLY public.automations_automation
    ADD CONSTRAINT automations_automation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automations_automationversion
    ADD CONSTRAINT automations_automationversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automations_consequence
    ADD CONSTRAINT automations_consequence_fact_id_key UNIQUE (fact_id);
ALTER TABLE ONLY public.automations_consequence
    ADD CONSTRAINT automations_consequence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automations_firing
    ADD CONSTRAINT automations_firing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.interviews_companion
    ADD CONSTRAINT companion_once UNIQUE (interview_id, staff_id);
ALTER TABLE ONLY public.trends_companyvolume
    ADD CONSTRAINT company_volume_once UNIQUE (day, area_id, category_id, company_id);
ALTER TABLE ONLY public.conversations_attachment
    ADD CONSTRAINT conversations_attachment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conversation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_conversationmerge
    ADD CONSTRAINT conversations_conversationmerge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_draftfile
    ADD CONSTRAINT conversations_draftfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_follower
    ADD CONSTRAINT conversations_follower_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mention_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_participant
    ADD CONSTRAINT conversations_participant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_passage
    ADD CONSTRAINT conversations_passage_feedback_id_key UNIQUE (feedback_id);
ALTER TABLE ONLY public.conversations_passage
    ADD CONSTRAINT conversations_passage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_productwait
    ADD CONSTRAINT conversations_productwait_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_readmark
    ADD CONSTRAINT conversations_readmark_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_surroundings
    ADD CONSTRAINT conversations_surroundings_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY public.conversations_surroundings
    ADD CONSTRAINT conversations_surroundings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_tag
    ADD CONSTRAINT conversations_tag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.crm_crmarrival
    ADD CONSTRAINT crm_arrival_once UNIQUE (connection_id, key);
ALTER TABLE ONLY public.crm_crmarrival
    ADD CONSTRAINT crm_crmarrival_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.crm_crmconnection
    ADD CONSTRAINT crm_crmconnection_path_key UNIQUE (path);
ALTER TABLE ONLY public.crm_crmconnection
    ADD CONSTRAINT crm_crmconnection_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.crm_crmconnection
    ADD CONSTRAINT crm_crmconnection_source_key UNIQUE (source);
ALTER TABLE ONLY public.crm_crmreading
    ADD CONSTRAINT crm_crmreading_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.crm_crmreading
    ADD CONSTRAINT crm_reading_once UNIQUE (connection_id, external_id);
ALTER TABLE ONLY public.customers_attribute
    ADD CONSTRAINT customers_attribute_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_company
    ADD CONSTRAINT customers_company_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_companyalias
    ADD CONSTRAINT customers_companyalias_external_id_key UNIQUE (external_id);
ALTER TABLE ONLY public.customers_companyalias
    ADD CONSTRAINT customers_companyalias_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_consent
    ADD CONSTRAINT customers_consent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_contact
    ADD CONSTRAINT customers_contact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_contactidentity
    ADD CONSTRAINT customers_contactidentity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_emailcode
    ADD CONSTRAINT customers_emailcode_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_erasedaddress
    ADD CONSTRAINT customers_erasedaddress_address_hash_key UNIQUE (address_hash);
ALTER TABLE ONLY public.customers_erasedaddress
    ADD CONSTRAINT customers_erasedaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_exchangerate
    ADD CONSTRAINT customers_exchangerate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_identitykey
    ADD CONSTRAINT customers_identitykey_key_id_key UNIQUE (key_id);
ALTER TABLE ONLY public.customers_identitykey
    ADD CONSTRAINT customers_identitykey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_membership
    ADD CONSTRAINT customers_membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_merge
    ADD CONSTRAINT customers_merge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_segment
    ADD CONSTRAINT customers_segment_name_key UNIQUE (name);
ALTER TABLE ONLY public.customers_segment
    ADD CONSTRAINT customers_segment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_segmentmember
    ADD CONSTRAINT customers_segmentmember_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_subscription
    ADD CONSTRAINT customers_subscription_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_suppression
    ADD CONSTRAINT customers_suppression_email_key UNIQUE (email);
ALTER TABLE ONLY public.customers_suppression
    ADD CONSTRAINT customers_suppression_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trends_dayvolume
    ADD CONSTRAINT day_volume_once UNIQUE (day, area_id, category_id);
ALTER TABLE ONLY public.sources_deadletter
    ADD CONSTRAINT dead_letter_once UNIQUE NULLS NOT DISTINCT (source_id, body_sha256);
ALTER TABLE ONLY public.deals_dealdoubt
    ADD CONSTRAINT deal_doubted_once UNIQUE (deal_id, kind);
ALTER TABLE ONLY public.deals_dealmissing
    ADD CONSTRAINT deal_missing_once UNIQUE (deal_id, "position");
ALTER TABLE ONLY public.deals_deal
    ADD CONSTRAINT deals_deal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deals_dealdoubt
    ADD CONSTRAINT deals_dealdoubt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deals_dealmissing
    ADD CONSTRAINT deals_dealmissing_feedback_id_key UNIQUE (feedback_id);
ALTER TABLE ONLY public.deals_dealmissing
    ADD CONSTRAINT deals_dealmissing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deals_dealreason
    ADD CONSTRAINT deals_dealreason_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deals_reasonmeaning
    ADD CONSTRAINT deals_reasonmeaning_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deals_stagemeaning
    ADD CONSTRAINT deals_stagemeaning_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_board
    ADD CONSTRAINT decide_board_name_key UNIQUE (name);
ALTER TABLE ONLY public.decide_board
    ADD CONSTRAINT decide_board_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_board
    ADD CONSTRAINT decide_board_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.decide_bulkedit
    ADD CONSTRAINT decide_bulkedit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_comment
    ADD CONSTRAINT decide_comment_feedback_id_key UNIQUE (feedback_id);
ALTER TABLE ONLY public.decide_comment
    ADD CONSTRAINT decide_comment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_decision
    ADD CONSTRAINT decide_decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_decisiontranslation
    ADD CONSTRAINT decide_decisiontranslation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_evidence
    ADD CONSTRAINT decide_evidence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_evidenceitem
    ADD CONSTRAINT decide_evidenceitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_evidenceitem
    ADD CONSTRAINT decide_evidenceitem_vote_id_key UNIQUE (vote_id);
ALTER TABLE ONLY public.decide_evidenceturn
    ADD CONSTRAINT decide_evidenceturn_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_follower
    ADD CONSTRAINT decide_follower_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_idea
    ADD CONSTRAINT decide_idea_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_ideamerge
    ADD CONSTRAINT decide_ideamerge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_ideamonth
    ADD CONSTRAINT decide_ideamonth_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_idearank
    ADD CONSTRAINT decide_idearank_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_ideatranslation
    ADD CONSTRAINT decide_ideatranslation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_importedidea
    ADD CONSTRAINT decide_importedidea_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_segmentidea
    ADD CONSTRAINT decide_segmentidea_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_segmentranking
    ADD CONSTRAINT decide_segmentranking_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_segmentranking
    ADD CONSTRAINT decide_segmentranking_segment_id_key UNIQUE (segment_id);
ALTER TABLE ONLY public.decide_vote
    ADD CONSTRAINT decide_vote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decide_decisiontranslation
    ADD CONSTRAINT decision_translated_once UNIQUE (decision_id, language);
ALTER TABLE ONLY public.deliver_release
    ADD CONSTRAINT deliver_release_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deliver_releasedidea
    ADD CONSTRAINT deliver_releasedidea_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deliver_releasethanks
    ADD CONSTRAINT deliver_releasethanks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deliver_releasetranslation
    ADD CONSTRAINT deliver_releasetranslation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deliver_subscriber
    ADD CONSTRAINT deliver_subscriber_contact_id_key UNIQUE (contact_id);
ALTER TABLE ONLY public.deliver_subscriber
    ADD CONSTRAINT deliver_subscriber_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.demand_asked
    ADD CONSTRAINT demand_asked_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.demand_asked
    ADD CONSTRAINT demand_asked_token_key UNIQUE (token);
ALTER TABLE ONLY public.demand_estimate
    ADD CONSTRAINT demand_estimate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.demand_formula
    ADD CONSTRAINT demand_formula_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.demand_halflife
    ADD CONSTRAINT demand_halflife_kind_key UNIQUE (kind);
ALTER TABLE ONLY public.demand_halflife
    ADD CONSTRAINT demand_halflife_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.demand_needquestion
    ADD CONSTRAINT demand_needquestion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.demand_needquestion
    ADD CONSTRAINT demand_needquestion_question_id_key UNIQUE (question_id);
ALTER TABLE ONLY public.demand_round_ideas
    ADD CONSTRAINT demand_round_ideas_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.demand_round_ideas
    ADD CONSTRAINT demand_round_ideas_round_id_idea_id_bc45bdc1_uniq UNIQUE (round_id, idea_id);
ALTER TABLE ONLY public.demand_round
    ADD CONSTRAINT demand_round_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.demand_score
    ADD CONSTRAINT demand_score_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.demand_scoring
    ADD CONSTRAINT demand_scoring_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.demand_stillneeded
    ADD CONSTRAINT demand_stillneeded_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.departures_departure
    ADD CONSTRAINT departure_open_once EXCLUDE USING gist (int8range(company_id, company_id, '[]'::text) WITH &&) WHERE (((followed_by_id IS NULL) AND (returned_on IS NULL))) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_cancellation
    ADD CONSTRAINT departures_cancellation_key_sha256_key UNIQUE (key_sha256);
ALTER TABLE ONLY public.departures_cancellation
    ADD CONSTRAINT departures_cancellation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.departures_cancellationpage
    ADD CONSTRAINT departures_cancellationpage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.departures_departure
    ADD CONSTRAINT departures_departure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.departures_offer
    ADD CONSTRAINT departures_offer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.departures_offer
    ADD CONSTRAINT departures_offer_reason_id_key UNIQUE (reason_id);
ALTER TABLE ONLY public.departures_saidreason
    ADD CONSTRAINT departures_saidreason_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.departures_unstarted
    ADD CONSTRAINT departures_unstarted_company_id_key UNIQUE (company_id);
ALTER TABLE ONLY public.departures_unstarted
    ADD CONSTRAINT departures_unstarted_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_autoreply
    ADD CONSTRAINT desk_autoreply_conversation_id_key UNIQUE (conversation_id);
ALTER TABLE ONLY public.desk_autoreply
    ADD CONSTRAINT desk_autoreply_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_escalation
    ADD CONSTRAINT desk_escalation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_macro
    ADD CONSTRAINT desk_macro_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_savedreply
    ADD CONSTRAINT desk_savedreply_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_savedreplytext
    ADD CONSTRAINT desk_savedreplytext_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_teamdealing
    ADD CONSTRAINT desk_teamdealing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_teamdealing
    ADD CONSTRAINT desk_teamdealing_team_id_key UNIQUE (team_id);
ALTER TABLE ONLY public.desk_turn
    ADD CONSTRAINT desk_turn_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.discourse_forum
    ADD CONSTRAINT discourse_forum_path_key UNIQUE (path);
ALTER TABLE ONLY public.discourse_forum
    ADD CONSTRAINT discourse_forum_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.discourse_forum
    ADD CONSTRAINT discourse_forum_url_key UNIQUE (url);
ALTER TABLE ONLY public.discourse_forumarrival
    ADD CONSTRAINT discourse_forumarrival_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.discourse_post
    ADD CONSTRAINT discourse_post_feedback_id_key UNIQUE (feedback_id);
ALTER TABLE ONLY public.discourse_post
    ADD CONSTRAINT discourse_post_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.discourse_topic
    ADD CONSTRAINT discourse_topic_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.discourse_topicanswer
    ADD CONSTRAINT discourse_topicanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.conversations_draftfile
    ADD CONSTRAINT draft_file_once UNIQUE (draft_id, name, digest);
ALTER TABLE ONLY public.desk_escalation
    ADD CONSTRAINT escalated_once UNIQUE (conversation_id, waiting_since, step);
ALTER TABLE ONLY public.demand_estimate
    ADD CONSTRAINT estimated_once UNIQUE (idea_id, name);
ALTER TABLE ONLY public.usage_eventname
    ADD CONSTRAINT event_name_once UNIQUE (kind, name);
ALTER TABLE ONLY public.reviews_check
    ADD CONSTRAINT expectation_checked_once UNIQUE (expectation_id, days);
ALTER TABLE ONLY public.automations_firing
    ADD CONSTRAINT fired_once UNIQUE (automation_id, fact_id);
ALTER TABLE ONLY public.decide_follower
    ADD CONSTRAINT follower_once UNIQUE (idea_id, contact_id);
ALTER TABLE ONLY public.conversations_follower
    ADD CONSTRAINT follows_once UNIQUE (conversation_id, staff_id);
ALTER TABLE ONLY public.demand_formula
    ADD CONSTRAINT formula_version_once UNIQUE (key, number);
ALTER TABLE ONLY public.discourse_forumarrival
    ADD CONSTRAINT forum_arrival_once UNIQUE (forum_id, event_id);
ALTER TABLE ONLY public.discourse_post
    ADD CONSTRAINT forum_post_once UNIQUE (topic_id, number);
ALTER TABLE ONLY public.discourse_topic
    ADD CONSTRAINT forum_topic_once UNIQUE (forum_id, number);
ALTER TABLE ONLY public.foundation_fact
    ADD CONSTRAINT foundation_fact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.foundation_outgoingmail
    ADD CONSTRAINT foundation_outgoingmail_key_key UNIQUE (key);
ALTER TABLE ONLY public.foundation_outgoingmail
    ADD CONSTRAINT foundation_outgoingmail_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY public.foundation_outgoingmail
    ADD CONSTRAINT foundation_outgoingmail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.foundation_reactionfailure
    ADD CONSTRAINT foundation_reactionfailure_job_id_key UNIQUE (job_id);
ALTER TABLE ONLY public.foundation_reactionfailure
    ADD CONSTRAINT foundation_reactionfailure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.foundation_tally
    ADD CONSTRAINT foundation_tally_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.surveys_gatecount
    ADD CONSTRAINT gate_count_once UNIQUE (survey_id, day, gate);
ALTER TABLE ONLY public.github_arrival
    ADD CONSTRAINT github_arrival_once UNIQUE (connection_id, delivery);
ALTER TABLE ONLY public.github_arrival
    ADD CONSTRAINT github_arrival_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.github_connection
    ADD CONSTRAINT github_connection_path_key UNIQUE (path);
ALTER TABLE ONLY public.github_connection
    ADD CONSTRAINT github_connection_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.github_issue
    ADD CONSTRAINT github_issue_item_id_key UNIQUE (item_id);
ALTER TABLE ONLY public.github_issue
    ADD CONSTRAINT github_issue_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.github_news
    ADD CONSTRAINT github_news_once UNIQUE (item_id, key);
ALTER TABLE ONLY public.github_news
    ADD CONSTRAINT github_news_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.github_connection
    ADD CONSTRAINT github_once UNIQUE (url);
ALTER TABLE ONLY public.github_repository
    ADD CONSTRAINT github_repository_once UNIQUE (connection_id, name);
ALTER TABLE ONLY public.github_repository
    ADD CONSTRAINT github_repository_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.goals_checkin
    ADD CONSTRAINT goals_checkin_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.goals_digestchoice
    ADD CONSTRAINT goals_digestchoice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.goals_digestchoice
    ADD CONSTRAINT goals_digestchoice_staff_id_key UNIQUE (staff_id);
ALTER TABLE ONLY public.goals_keyresult
    ADD CONSTRAINT goals_keyresult_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.goals_keyresultdecision
    ADD CONSTRAINT goals_keyresultdecision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.goals_keyresultidea
    ADD CONSTRAINT goals_keyresultidea_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.goals_objective
    ADD CONSTRAINT goals_objective_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.interviews_guest
    ADD CONSTRAINT guest_once UNIQUE (interview_id, contact_id);
ALTER TABLE ONLY public.trends_hourvolume
    ADD CONSTRAINT hour_volume_once UNIQUE (day, hour);
ALTER TABLE ONLY public.decide_ideamonth
    ADD CONSTRAINT idea_month_once UNIQUE (idea_id, month);
ALTER TABLE ONLY public.answer_ideaoptout
    ADD CONSTRAINT idea_opt_out_once UNIQUE (contact_id, idea_id);
ALTER TABLE ONLY public.decide_idearank
    ADD CONSTRAINT idea_rank_once_a_day UNIQUE (taken_on, idea_id);
ALTER TABLE ONLY public.customers_contactidentity
    ADD CONSTRAINT identity_once UNIQUE (kind, value);
ALTER TABLE ONLY public.listen_importhabit
    ADD CONSTRAINT import_habit_once UNIQUE (kind, origin);
ALTER TABLE ONLY public.decide_importedidea
    ADD CONSTRAINT imported_idea_once UNIQUE (origin, origin_key);
ALTER TABLE ONLY public.mailboxes_incomingmail
    ADD CONSTRAINT incoming_once_by_each_way UNIQUE (came_by, origin_key);
ALTER TABLE ONLY public.interviews_companion
    ADD CONSTRAINT interviews_companion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.interviews_guest
    ADD CONSTRAINT interviews_guest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.interviews_guide
    ADD CONSTRAINT interviews_guide_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.interviews_interview
    ADD CONSTRAINT interviews_interview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.interviews_interview
    ADD CONSTRAINT interviews_interview_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.interviews_interviewquote
    ADD CONSTRAINT interviews_interviewquote_feedback_id_key UNIQUE (feedback_id);
ALTER TABLE ONLY public.interviews_interviewquote
    ADD CONSTRAINT interviews_interviewquote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.interviews_nextstep
    ADD CONSTRAINT interviews_nextstep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.interviews_nextstep
    ADD CONSTRAINT interviews_nextstep_task_id_key UNIQUE (task_id);
ALTER TABLE ONLY public.workspace_keptanswer
    ADD CONSTRAINT kept_answer_once UNIQUE (token_id, key_sha256);
ALTER TABLE ONLY public.goals_keyresultdecision
    ADD CONSTRAINT key_result_decision_once UNIQUE (key_result_id, decision_id);
ALTER TABLE ONLY public.goals_keyresultidea
    ADD CONSTRAINT key_result_idea_once UNIQUE (key_result_id, idea_id);
ALTER TABLE ONLY public.learn_benchmark
    ADD CONSTRAINT learn_benchmark_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learn_snapshot
    ADD CONSTRAINT learn_snapshot_key_key UNIQUE (key);
ALTER TABLE ONLY public.learn_snapshot
    ADD CONSTRAINT learn_snapshot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learn_target
    ADD CONSTRAINT learn_target_figure_key UNIQUE (figure);
ALTER TABLE ONLY public.learn_target
    ADD CONSTRAINT learn_target_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listen_feedback
    ADD CONSTRAINT listen_feedback_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listen_feedbackpicture
    ADD CONSTRAINT listen_feedbackpicture_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listen_import
    ADD CONSTRAINT listen_import_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listen_importedrow
    ADD CONSTRAINT listen_importedrow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listen_importhabit
    ADD CONSTRAINT listen_importhabit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listen_refusedrow
    ADD CONSTRAINT listen_refusedrow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listen_suspect
    ADD CONSTRAINT listen_suspect_feedback_id_key UNIQUE (feedback_id);
ALTER TABLE ONLY public.listen_suspect
    ADD CONSTRAINT listen_suspect_origin_key_key UNIQUE (origin_key);
ALTER TABLE ONLY public.listen_suspect
    ADD CONSTRAINT listen_suspect_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listen_triagebatch
    ADD CONSTRAINT listen_triagebatch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listen_triagestep
    ADD CONSTRAINT listen_triagestep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mail_in_handoverkey
    ADD CONSTRAINT mail_in_handoverkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mailboxes_incomingmail
    ADD CONSTRAINT mailboxes_incomingmail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mailboxes_mailbox
    ADD CONSTRAINT mailboxes_mailbox_address_key UNIQUE (address);
ALTER TABLE ONLY public.mailboxes_mailbox
    ADD CONSTRAINT mailboxes_mailbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mailboxes_rawmail
    ADD CONSTRAINT mailboxes_rawmail_pkey PRIMARY KEY (mail_id);
ALTER TABLE ONLY public.customers_membership
    ADD CONSTRAINT membership_once UNIQUE (contact_id, company_id);
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT mentioned_once UNIQUE (message_id, staff_id);
ALTER TABLE ONLY public.usage_seenmessage
    ADD CONSTRAINT message_seen_once UNIQUE (source_id, message_id);
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_notificationchoice
    ADD CONSTRAINT notification_choice_once UNIQUE (staff_id, kind);
ALTER TABLE ONLY public.workspace_notification
    ADD CONSTRAINT notified_once UNIQUE (staff_id, fact_id);
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT one_draft_each UNIQUE (conversation_id, staff_id, kind);
ALTER TABLE ONLY public.surveys_pairvote
    ADD CONSTRAINT pair_voted_once UNIQUE (response_id, "left", "right");
ALTER TABLE ONLY public.conversations_passage
    ADD CONSTRAINT passage_once UNIQUE (message_id, begin, "end");
ALTER TABLE ONLY public.listen_feedbackpicture
    ADD CONSTRAINT picture_once UNIQUE (once, digest);
ALTER TABLE ONLY public.playbooks_playbookrun
    ADD CONSTRAINT playbook_once_an_occasion UNIQUE (playbook_id, company_id, fact_id);
ALTER TABLE ONLY public.playbooks_playbookstep
    ADD CONSTRAINT playbook_step_place_once UNIQUE (playbook_id, "position");
ALTER TABLE ONLY public.playbooks_playbook
    ADD CONSTRAINT playbooks_playbook_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.playbooks_playbookrun
    ADD CONSTRAINT playbooks_playbookrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.playbooks_playbookstep
    ADD CONSTRAINT playbooks_playbookstep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.playbooks_runstep
    ADD CONSTRAINT playbooks_runstep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.playbooks_runstep
    ADD CONSTRAINT playbooks_runstep_task_id_key UNIQUE (task_id);
ALTER TABLE ONLY public.reports_point
    ADD CONSTRAINT point_once UNIQUE (report_id, kind, "position");
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_responseitem
    ADD CONSTRAINT question_answered_once UNIQUE (response_id, question_id);
ALTER TABLE ONLY public.surveys_question
    ADD CONSTRAINT question_key_once UNIQUE (survey_id, key);
ALTER TABLE ONLY public.customers_exchangerate
    ADD CONSTRAINT rate_once_a_day UNIQUE ("into", currency, "on");
ALTER TABLE ONLY public.reviews_rating
    ADD CONSTRAINT rated_once UNIQUE (item_id, attendee_id, criterion);
ALTER TABLE ONLY public.conversations_readmark
    ADD CONSTRAINT read_mark_once UNIQUE (staff_id, conversation_id);
ALTER TABLE ONLY public.workspace_reason
    ADD CONSTRAINT reason_key_once UNIQUE (kind, key);
ALTER TABLE ONLY public.deliver_releasethanks
    ADD CONSTRAINT release_thanks_once UNIQUE (release_id, survey_id);
ALTER TABLE ONLY public.deliver_releasetranslation
    ADD CONSTRAINT release_translated_once UNIQUE (release_id, language);
ALTER TABLE ONLY public.deliver_releasedidea
    ADD CONSTRAINT released_idea_once UNIQUE (release_id, idea_id);
ALTER TABLE ONLY public.reports_point
    ADD CONSTRAINT reports_point_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reports_reader
    ADD CONSTRAINT reports_reader_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reports_reader
    ADD CONSTRAINT reports_reader_staff_id_key UNIQUE (staff_id);
ALTER TABLE ONLY public.reports_report
    ADD CONSTRAINT reports_report_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reports_section
    ADD CONSTRAINT reports_section_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reports_verbatim
    ADD CONSTRAINT reports_verbatim_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT review_item_once UNIQUE (review_id, idea_id);
ALTER TABLE ONLY public.reviews_attendee
    ADD CONSTRAINT reviews_attendee_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_check
    ADD CONSTRAINT reviews_check_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_criterion
    ADD CONSTRAINT reviews_criterion_key_key UNIQUE (key);
ALTER TABLE ONLY public.reviews_criterion
    ADD CONSTRAINT reviews_criterion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_cycle
    ADD CONSTRAINT reviews_cycle_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_expectation
    ADD CONSTRAINT reviews_expectation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_expectation
    ADD CONSTRAINT reviews_expectation_verdict_id_key UNIQUE (verdict_id);
ALTER TABLE ONLY public.reviews_rating
    ADD CONSTRAINT reviews_rating_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_review
    ADD CONSTRAINT reviews_review_number_key UNIQUE (number);
ALTER TABLE ONLY public.reviews_review
    ADD CONSTRAINT reviews_review_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_verdict
    ADD CONSTRAINT reviews_verdict_item_id_key UNIQUE (item_id);
ALTER TABLE ONLY public.reviews_verdict
    ADD CONSTRAINT reviews_verdict_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.playbooks_runstep
    ADD CONSTRAINT run_step_once UNIQUE (run_id, "position");
ALTER TABLE ONLY public.satisfaction_asking
    ADD CONSTRAINT satisfaction_asking_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.satisfaction_rating
    ADD CONSTRAINT satisfaction_rating_conversation_id_key UNIQUE (conversation_id);
ALTER TABLE ONLY public.satisfaction_rating
    ADD CONSTRAINT satisfaction_rating_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_savedreplytext
    ADD CONSTRAINT saved_reply_in_language_once UNIQUE (reply_id, language);
ALTER TABLE ONLY public.workspace_savedview
    ADD CONSTRAINT saved_view_name_once UNIQUE (owner_id, place, name);
ALTER TABLE ONLY public.demand_score
    ADD CONSTRAINT scored_once UNIQUE (scoring_id, idea_id);
ALTER TABLE ONLY public.understand_searchdocument
    ADD CONSTRAINT search_document_once UNIQUE (kind, object_id);
ALTER TABLE ONLY public.reports_section
    ADD CONSTRAINT section_once UNIQUE (report_id, key);
ALTER TABLE ONLY public.customers_segmentmember
    ADD CONSTRAINT segment_member_once UNIQUE (segment_id, company_id);
ALTER TABLE ONLY public.decide_segmentidea
    ADD CONSTRAINT segment_ranks_once UNIQUE (ranking_id, idea_id);
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_provider_uid_fc810c6e_uniq UNIQUE (provider, uid);
ALTER TABLE ONLY public.socialaccount_socialapp
    ADD CONSTRAINT socialaccount_socialapp_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_app_id_account_id_fca4e0ac_uniq UNIQUE (app_id, account_id);
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sources_deadletter
    ADD CONSTRAINT sources_deadletter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sources_source
    ADD CONSTRAINT sources_source_key_sha256_key UNIQUE (key_sha256);
ALTER TABLE ONLY public.sources_source
    ADD CONSTRAINT sources_source_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deals_stagemeaning
    ADD CONSTRAINT stage_meaning_once UNIQUE (source, pipeline, stage);
ALTER TABLE ONLY public.surveys_stratum
    ADD CONSTRAINT stratum_once UNIQUE (survey_id, label);
ALTER TABLE ONLY public.articles_shownsuggestion
    ADD CONSTRAINT suggested_once UNIQUE (showing_id, subject_type, subject_id);
ALTER TABLE ONLY public.surveys_display
    ADD CONSTRAINT surveys_display_key_key UNIQUE (key);
ALTER TABLE ONLY public.surveys_display
    ADD CONSTRAINT surveys_display_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_fatiguerules
    ADD CONSTRAINT surveys_fatiguerules_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_gatecount
    ADD CONSTRAINT surveys_gatecount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_incentive
    ADD CONSTRAINT surveys_incentive_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_incentive
    ADD CONSTRAINT surveys_incentive_survey_id_key UNIQUE (survey_id);
ALTER TABLE ONLY public.surveys_invitation
    ADD CONSTRAINT surveys_invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_invitation
    ADD CONSTRAINT surveys_invitation_token_key UNIQUE (token);
ALTER TABLE ONLY public.surveys_pairvote
    ADD CONSTRAINT surveys_pairvote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_question
    ADD CONSTRAINT surveys_question_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_quiet
    ADD CONSTRAINT surveys_quiet_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_response
    ADD CONSTRAINT surveys_response_display_id_key UNIQUE (display_id);
ALTER TABLE ONLY public.surveys_response
    ADD CONSTRAINT surveys_response_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_response
    ADD CONSTRAINT surveys_response_submission_key_key UNIQUE (submission_key);
ALTER TABLE ONLY public.surveys_responseitem
    ADD CONSTRAINT surveys_responseitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_reward
    ADD CONSTRAINT surveys_reward_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_reward
    ADD CONSTRAINT surveys_reward_response_id_key UNIQUE (response_id);
ALTER TABLE ONLY public.surveys_stratum
    ADD CONSTRAINT surveys_stratum_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_survey
    ADD CONSTRAINT surveys_survey_link_token_key UNIQUE (link_token);
ALTER TABLE ONLY public.surveys_survey
    ADD CONSTRAINT surveys_survey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys_wave
    ADD CONSTRAINT surveys_wave_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_tag
    ADD CONSTRAINT tagged_once UNIQUE (conversation_id, area_id, category_id);
ALTER TABLE ONLY public.discourse_topicanswer
    ADD CONSTRAINT topic_told_once UNIQUE (topic_id, idea_id, occasion);
ALTER TABLE ONLY public.decide_ideatranslation
    ADD CONSTRAINT translation_once UNIQUE (idea_id, language);
ALTER TABLE ONLY public.trends_companyvolume
    ADD CONSTRAINT trends_companyvolume_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trends_daytotal
    ADD CONSTRAINT trends_daytotal_day_key UNIQUE (day);
ALTER TABLE ONLY public.trends_daytotal
    ADD CONSTRAINT trends_daytotal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trends_dayvolume
    ADD CONSTRAINT trends_dayvolume_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trends_hourvolume
    ADD CONSTRAINT trends_hourvolume_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trends_spike
    ADD CONSTRAINT trends_spike_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trends_staleday
    ADD CONSTRAINT trends_staleday_day_key UNIQUE (day);
ALTER TABLE ONLY public.trends_staleday
    ADD CONSTRAINT trends_staleday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trends_watch
    ADD CONSTRAINT trends_watch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_turn
    ADD CONSTRAINT turn_once UNIQUE (team_id, staff_id);
ALTER TABLE ONLY public.understand_searchdocument
    ADD CONSTRAINT understand_searchdocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_arrived
    ADD CONSTRAINT usage_arrived_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_batch
    ADD CONSTRAINT usage_batch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_companyseen
    ADD CONSTRAINT usage_companyseen_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_contactseen
    ADD CONSTRAINT usage_contactseen_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_dailyuse
    ADD CONSTRAINT usage_dailyuse_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_deletion
    ADD CONSTRAINT usage_deletion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_devicetraits
    ADD CONSTRAINT usage_devicetraits_device_key UNIQUE (device);
ALTER TABLE ONLY public.usage_devicetraits
    ADD CONSTRAINT usage_devicetraits_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_eventname
    ADD CONSTRAINT usage_eventname_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_keptfor
    ADD CONSTRAINT usage_keptfor_kind_key UNIQUE (kind);
ALTER TABLE ONLY public.usage_keptfor
    ADD CONSTRAINT usage_keptfor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_owederasure
    ADD CONSTRAINT usage_owederasure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_ownpattern
    ADD CONSTRAINT usage_ownpattern_pattern_key UNIQUE (pattern);
ALTER TABLE ONLY public.usage_ownpattern
    ADD CONSTRAINT usage_ownpattern_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_recentevent
    ADD CONSTRAINT usage_recentevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_redaction
    ADD CONSTRAINT usage_redaction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usage_seenmessage
    ADD CONSTRAINT usage_seenmessage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reports_verbatim
    ADD CONSTRAINT verbatim_once UNIQUE (report_id, feedback_id);
ALTER TABLE ONLY public.decide_vote
    ADD CONSTRAINT vote_once UNIQUE (idea_id, contact_id);
ALTER TABLE ONLY public.conversations_productwait
    ADD CONSTRAINT waits_once UNIQUE (conversation_id, subject_type, subject_id);
ALTER TABLE ONLY public.surveys_wave
    ADD CONSTRAINT wave_number_once UNIQUE (survey_id, number);
ALTER TABLE ONLY public.webhooks_attempt
    ADD CONSTRAINT webhooks_attempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhooks_delivery
    ADD CONSTRAINT webhooks_delivery_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY public.webhooks_delivery
    ADD CONSTRAINT webhooks_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhooks_endpoint
    ADD CONSTRAINT webhooks_endpoint_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_wishsource
    ADD CONSTRAINT wish_source_once UNIQUE (wish_id, subject_type, subject_id);
ALTER TABLE ONLY public.work_items_workitemlink
    ADD CONSTRAINT work_item_linked_to_idea_once UNIQUE (item_id, idea_id);
ALTER TABLE ONLY public.work_items_spikelink
    ADD CONSTRAINT work_item_linked_to_spike_once UNIQUE (item_id, spike_id);
ALTER TABLE ONLY public.work_items_workitem
    ADD CONSTRAINT work_item_once UNIQUE (tracker, site, repository, number);
ALTER TABLE ONLY public.work_items_spikelink
    ADD CONSTRAINT work_items_spikelink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_items_wanteditem
    ADD CONSTRAINT work_items_wanteditem_key_key UNIQUE (key);
ALTER TABLE ONLY public.work_items_wanteditem
    ADD CONSTRAINT work_items_wanteditem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_items_workitem
    ADD CONSTRAINT work_items_workitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_items_workitemlink
    ADD CONSTRAINT work_items_workitemlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_apitoken
    ADD CONSTRAINT workspace_apitoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_apitoken
    ADD CONSTRAINT workspace_apitoken_token_sha256_key UNIQUE (token_sha256);
ALTER TABLE ONLY public.workspace_area
    ADD CONSTRAINT workspace_area_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_category
    ADD CONSTRAINT workspace_category_key_key UNIQUE (key);
ALTER TABLE ONLY public.workspace_category
    ADD CONSTRAINT workspace_category_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_competitor
    ADD CONSTRAINT workspace_competitor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_competitorspelling
    ADD CONSTRAINT workspace_competitorspelling_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_handedon
    ADD CONSTRAINT workspace_handedon_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_invitation
    ADD CONSTRAINT workspace_invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_invitation
    ADD CONSTRAINT workspace_invitation_token_sha256_key UNIQUE (token_sha256);
ALTER TABLE ONLY public.workspace_keptanswer
    ADD CONSTRAINT workspace_keptanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_notification
    ADD CONSTRAINT workspace_notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_notificationchoice
    ADD CONSTRAINT workspace_notificationchoice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_product
    ADD CONSTRAINT workspace_product_name_key UNIQUE (name);
ALTER TABLE ONLY public.workspace_product
    ADD CONSTRAINT workspace_product_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_reason
    ADD CONSTRAINT workspace_reason_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_savedview
    ADD CONSTRAINT workspace_savedview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_setupstep
    ADD CONSTRAINT workspace_setupstep_key_key UNIQUE (key);
ALTER TABLE ONLY public.workspace_setupstep
    ADD CONSTRAINT workspace_setupstep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_staff
    ADD CONSTRAINT workspace_staff_email_key UNIQUE (email);
ALTER TABLE ONLY public.workspace_staff
    ADD CONSTRAINT workspace_staff_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_staff_teams
    ADD CONSTRAINT workspace_staff_teams_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_staff_teams
    ADD CONSTRAINT workspace_staff_teams_staff_id_team_id_215db048_uniq UNIQUE (staff_id, team_id);
ALTER TABLE ONLY public.workspace_task
    ADD CONSTRAINT workspace_task_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_team
    ADD CONSTRAINT workspace_team_name_key UNIQUE (name);
ALTER TABLE ONLY public.workspace_team
    ADD CONSTRAINT workspace_team_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_tier
    ADD CONSTRAINT workspace_tier_name_key UNIQUE (name);
ALTER TABLE ONLY public.workspace_tier
    ADD CONSTRAINT workspace_tier_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspace_vendor
    ADD CONSTRAINT workspace_vendor_pkey PRIMARY KEY (id);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX analyses_analysis_ended_by_id_77c8a540 ON public.analyses_analysis USING btree (ended_by_id);
CREATE INDEX analyses_analysis_feedback_id_e8dcf9c8 ON public.analyses_analysis USING btree (feedback_id);
CREATE INDEX analyses_analysis_idea_id_f7fdf3d0 ON public.analyses_analysis USING btree (idea_id);
CREATE INDEX analyses_analysis_task_id_476927ac ON public.analyses_analysis USING btree (task_id);
CREATE INDEX analyses_analysisstep_analysis_id_851625d0 ON public.analyses_analysisstep USING btree (analysis_id);
CREATE INDEX analyses_analysisstep_done_by_id_d757c0fd ON public.analyses_analysisstep USING btree (done_by_id);
CREATE INDEX analysis_open ON public.analyses_analysis USING btree (opened_at) WHERE ((state)::text = 'open'::text);
CREATE INDEX answer_answer_contact_id_d238417f ON public.answer_answer USING btree (contact_id);
CREATE INDEX answer_answer_decision_id_13081a14 ON public.answer_answer USING btree (decision_id);
CREATE INDEX answer_answer_edited_by_id_9c31bc60 ON public.answer_answer USING btree (edited_by_id);
CREATE INDEX answer_answer_feedback_id_128690e8 ON public.answer_answer USING btree (feedback_id);
CREATE INDEX answer_answer_idea_id_7d689f6c ON public.answer_answer USING btree (idea_id);
CREATE INDEX answer_answer_mail_id_60e338c5 ON public.answer_answer USING btree (mail_id);
CREATE INDEX answer_answer_quote_id_2198511f ON public.answer_answer USING btree (quote_id);
CREATE INDEX answer_answer_release_id_c781699f ON public.answer_answer USING btree (release_id);
CREATE INDEX answer_answer_told_by_id_7f1906b3 ON public.answer_answer USING btree (told_by_id);
CREATE INDEX answer_held ON public.answer_answer USING btree (hold_until) WHERE ((state)::text = 'held'::text);
CREATE INDEX answer_ideaoptout_contact_id_9f33cddc ON public.answer_ideaoptout USING btree (contact_id);
CREATE INDEX answer_ideaoptout_idea_id_767c9255 ON public.answer_ideaoptout USING btree (idea_id);
CREATE INDEX answer_of_contact ON public.answer_answer USING btree (contact_id, state);
CREATE INDEX answer_of_idea ON public.answer_answer USING btree (idea_id, state);
CREATE INDEX answer_of_release ON public.answer_answer USING btree (release_id, state);
CREATE INDEX answer_outstanding ON public.answer_answer USING btree (waiting_since, id) WHERE ((state)::text = ANY (ARRAY[('owed'::character varying)::text, ('held'::character varying)::text, ('queued'::character varying)::text, ('failed'::character varying)::text, ('bounced'::character varying)::text]));
CREATE INDEX answer_solved ON public.answer_answer USING btree (solved_at) WHERE (NOT (solved_at IS NULL));
CREATE INDEX answer_to_ask_again ON public.answer_answer USING btree (told_at) WHERE ((asked_again_at IS NULL) AND ((solved)::text = ''::text) AND ((state)::text = 'sent'::text));
CREATE INDEX answer_wording_edited_by_id_1ff10c0f ON public.answer_wording USING btree (edited_by_id);
CREATE INDEX answer_wording_idea_id_a63ac7d0 ON public.answer_wording USING btree (idea_id);
CREATE INDEX answer_words ON public.answer_answer USING gin (to_tsvector('simple'::regconfig, ((COALESCE(translate(regexp_replace((subject_line)::text, '([぀-ヿ㐀-䶿一-鿿가-힯฀-๿𠀀-𯨟])'::text, ' \1 '::text, 'g'::text), 'ёЁ'::text, 'еЕ'::text), ''::text) || ' '::text) || COALESCE(translate(regexp_replace(words, '([぀-ヿ㐀-䶿一-鿿가-힯฀-๿𠀀-𯨟])'::text, ' \1 '::text, 'g'::text), 'ёЁ'::text, 'еЕ'::text), ''::text))));
CREATE UNIQUE INDEX area_name_once ON public.workspace_area USING btree (product_id, lower((name)::text));
CREATE INDEX arrived_of_batch ON public.usage_arrived USING btree (batch, id) WHERE (NOT (batch IS NULL));
CREATE UNIQUE INDEX article_address_once ON public.articles_articletext USING btree (language, slug) WHERE (NOT ((slug)::text = ''::text));
CREATE INDEX article_in_order ON public.articles_article USING btree (state, section, "position", id);
CREATE UNIQUE INDEX article_rated_once_by_browser ON public.articles_articlerating USING btree (article_id, visitor) WHERE (NOT ((visitor)::text = ''::text));
CREATE INDEX articles_article_area_id_e73a28ad ON public.articles_article USING btree (area_id);
CREATE INDEX articles_article_owner_id_9cf33c2d ON public.articles_article USING btree (owner_id);
CREATE INDEX articles_article_segment_id_a7fd7e62 ON public.articles_article USING btree (segment_id);
CREATE INDEX articles_articleimage_article_id_b2a67e90 ON public.articles_articleimage USING btree (article_id);
CREATE INDEX articles_articleimage_kept_by_id_d2ff456f ON public.articles_articleimage USING btree (kept_by_id);
CREATE INDEX articles_articlerating_article_id_b451b4f6 ON public.articles_articlerating USING btree (article_id);
CREATE INDEX articles_articlerating_contact_id_3ba8b577 ON public.articles_articlerating USING btree (contact_id);
CREATE INDEX articles_articlerating_feedback_id_160f5844 ON public.articles_articlerating USING btree (feedback_id);
CREATE INDEX articles_articleredirect_article_id_a1475f3b ON public.articles_articleredirect USING btree (article_id);
CREATE INDEX articles_articletext_article_id_067eaf9c ON public.articles_articletext USING btree (article_id);
CREATE INDEX articles_articletext_draft_slug_3c9b4866 ON public.articles_articletext USING btree (draft_slug);
CREATE INDEX articles_articletext_draft_slug_3c9b4866_like ON public.articles_articletext USING btree (draft_slug varchar_pattern_ops);
CREATE INDEX articles_articletext_slug_8113ec27 ON public.articles_articletext USING btree (slug);
CREATE INDEX articles_articletext_slug_8113ec27_like ON public.articles_articletext USING btree (slug varchar_pattern_ops);
CREATE INDEX articles_articletext_updated_by_id_826e8c27 ON public.articles_articletext USING btree (updated_by_id);
CREATE INDEX articles_articleversion_article_id_71cb0f13 ON public.articles_articleversion USING btree (article_id);
CREATE INDEX articles_articleversion_published_by_id_4608ac92 ON public.articles_articleversion USING btree (published_by_id);
CREATE INDEX articles_showing_key_5b9b9771_like ON public.articles_showing USING btree (key varchar_pattern_ops);
CREATE INDEX articles_shownsuggestion_showing_id_6c849c14 ON public.articles_shownsuggestion USING btree (showing_id);
CREATE INDEX articles_wishsource_added_by_id_1c19cb46 ON public.articles_wishsource USING btree (added_by_id);
CREATE INDEX articles_wishsource_wish_id_b4dac5a3 ON public.articles_wishsource USING btree (wish_id);
CREATE INDEX articles_writingwish_area_id_91087fa4 ON public.articles_writingwish USING btree (area_id);
CREATE INDEX articles_writingwish_article_id_251d733f ON public.articles_writingwish USING btree (article_id);
CREATE INDEX articles_writingwish_made_by_id_d640c1b2 ON public.articles_writingwish USING btree (made_by_id);
CREATE INDEX asked_lately ON public.demand_asked USING btree (contact_id, asked_at DESC);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX automation_at_work ON public.automations_automation USING btree ("when") WHERE (NOT (switched_on_at IS NULL));
CREATE INDEX automations_automation_made_by_id_0993828a ON public.automations_automation USING btree (made_by_id);
CREATE INDEX automations_automationversion_automation_id_1d5ce1b5 ON public.automations_automationversion USING btree (automation_id);
CREATE INDEX automations_automationversion_saved_by_id_b0203cd6 ON public.automations_automationversion USING btree (saved_by_id);
CREATE INDEX automations_consequence_firing_id_7f00bb8a ON public.automations_consequence USING btree (firing_id);
CREATE INDEX automations_firing_automation_id_f2db699a ON public.automations_firing USING btree (automation_id);
CREATE INDEX automations_firing_conversation_id_040dcd23 ON public.automations_firing USING btree (conversation_id);
CREATE INDEX batch_to_move ON public.usage_batch USING btree (id) WHERE (moved_at IS NULL);
CREATE INDEX benchmark_of_kind ON public.learn_benchmark USING btree (kind, said_on DESC, id);
CREATE INDEX cancellation_of_company ON public.departures_cancellation USING btree (company_id, begun_at DESC);
CREATE INDEX check_in_latest ON public.goals_checkin USING btree (key_result_id, at DESC, id DESC);
CREATE UNIQUE INDEX check_in_noted_once_a_week ON public.goals_checkin USING btree (key_result_id, week) WHERE (week IS NOT NULL);
CREATE INDEX comment_newest ON public.decide_comment USING btree (idea_id, said_at DESC, id DESC);
CREATE INDEX comment_replies ON public.decide_comment USING btree (reply_to_id, said_at);
CREATE INDEX comment_words ON public.decide_comment USING gin (to_tsvector('simple'::regconfig, COALESCE(translate(regexp_replace(words, '([぀-ヿ㐀-䶿一-鿿가-힯฀-๿𠀀-𯨟])'::text, ' \1 '::text, 'g'::text), 'ёЁ'::text, 'еЕ'::text), ''::text)));
CREATE INDEX company_domain ON public.customers_company USING btree (lower((domain)::text)) WHERE (NOT ((domain)::text = ''::text));
CREATE UNIQUE INDEX company_external_id_once ON public.customers_company USING btree (external_id) WHERE (NOT ((external_id)::text = ''::text));
CREATE INDEX company_name ON public.customers_company USING btree (lower((name)::text));
CREATE INDEX company_paying_most ON public.customers_company USING btree (mrr_minor DESC, id DESC);
CREATE INDEX company_renews ON public.customers_company USING btree (renews_on) WHERE (NOT (renews_on IS NULL));
CREATE INDEX company_seen_at ON public.usage_companyseen USING btree (seen_at);
CREATE INDEX company_tags ON public.customers_company USING gin (tags);
CREATE INDEX company_volume_of ON public.trends_companyvolume USING btree (company_id, day);
CREATE UNIQUE INDEX competitor_name_once ON public.workspace_competitor USING btree (lower((name)::text));
CREATE UNIQUE INDEX competitor_spelling_once ON public.workspace_competitorspelling USING btree (lower((name)::text));
CREATE UNIQUE INDEX consent_standing_once ON public.customers_consent USING btree (contact_id, purpose) WHERE (withdrawn_at IS NULL);
CREATE INDEX contact_seen_at ON public.usage_contactseen USING btree (seen_at);
CREATE INDEX conversation_arrival ON public.conversations_conversation USING btree (started_at DESC, id DESC);
CREATE INDEX conversation_assigned ON public.conversations_conversation USING btree (assignee_id, last_message_at DESC, id DESC) WHERE (((aside_reason)::text = ''::text) AND (merged_into_id IS NULL) AND ((state)::text = 'open'::text));
CREATE INDEX conversation_by_state ON public.conversations_conversation USING btree (state, last_message_at DESC, id DESC) WHERE (((aside_reason)::text = ''::text) AND (merged_into_id IS NULL));
CREATE INDEX conversation_by_wait ON public.conversations_conversation USING btree (waits_for, last_message_at DESC, id DESC) WHERE (((aside_reason)::text = ''::text) AND (merged_into_id IS NULL) AND (NOT ((state)::text = 'closed'::text)));
CREATE UNIQUE INDEX conversation_came_once ON public.conversations_conversation USING btree (origin, origin_key) WHERE (NOT ((origin_key)::text = ''::text));
CREATE INDEX conversation_due ON public.conversations_conversation USING btree (answer_due_at) WHERE (((aside_reason)::text = ''::text) AND (merged_into_id IS NULL) AND ((state)::text = 'open'::text) AND ((waits_for)::text = 'us'::text));
CREATE UNIQUE INDEX conversation_merged_once ON public.conversations_conversationmerge USING btree (gone_id) WHERE (undone_at IS NULL);
CREATE INDEX conversation_newest ON public.conversations_conversation USING btree (last_message_at DESC, id DESC) WHERE (merged_into_id IS NULL);
CREATE INDEX conversation_newest_aside ON public.conversations_conversation USING btree (last_message_at DESC, id DESC) WHERE ((merged_into_id IS NULL) AND (NOT ((aside_reason)::text = ''::text)));
CREATE INDEX conversation_news ON public.conversations_conversation USING btree (news_at, id) WHERE (((aside_reason)::text = ''::text) AND (merged_into_id IS NULL) AND (NOT (news_at IS NULL)));
CREATE INDEX conversation_of_company ON public.conversations_conversation USING btree (company_id, last_message_at DESC);
CREATE INDEX conversation_of_contact ON public.conversations_conversation USING btree (requester_id, last_message_at DESC);
CREATE INDEX conversation_of_team ON public.conversations_conversation USING btree (team_id, last_message_at DESC, id DESC) WHERE (((aside_reason)::text = ''::text) AND (merged_into_id IS NULL) AND ((state)::text = 'open'::text));
CREATE INDEX conversation_subject ON public.conversations_conversation USING gin (to_tsvector('simple'::regconfig, COALESCE(translate(regexp_replace((subject)::text, '([぀-ヿ㐀-䶿一-鿿가-힯฀-๿𠀀-𯨟])'::text, ' \1 '::text, 'g'::text), 'ёЁ'::text, 'еЕ'::text), ''::text)));
CREATE INDEX conversation_unfiled ON public.conversations_conversation USING btree (last_message_at DESC, id DESC) WHERE (((aside_reason)::text = ''::text) AND (merged_into_id IS NULL) AND awaits_filing);
CREATE INDEX conversation_waits_for_us ON public.conversations_conversation USING btree (waiting_since, id) WHERE (((aside_reason)::text = ''::text) AND (merged_into_id IS NULL) AND ((state)::text = 'open'::text) AND ((waits_for)::text = 'us'::text));
CREATE INDEX conversation_wakes ON public.conversations_conversation USING btree (snoozed_until) WHERE (((state)::text = 'snoozed'::text) AND (NOT (snoozed_until IS NULL)));
CREATE INDEX conversations_attachment_message_id_9179b1e8 ON public.conversations_attachment USING btree (message_id);
CREATE INDEX conversations_conversation_assignee_id_e845f644 ON public.conversations_conversation USING btree (assignee_id);
CREATE INDEX conversations_conversation_closed_by_id_aee47584 ON public.conversations_conversation USING btree (closed_by_id);
CREATE INDEX conversations_conversation_company_id_122724fe ON public.conversations_conversation USING btree (company_id);
CREATE INDEX conversations_conversation_mailbox_id_7fb25662 ON public.conversations_conversation USING btree (mailbox_id);
CREATE INDEX conversations_conversation_merged_into_id_18d56788 ON public.conversations_conversation USING btree (merged_into_id);
CREATE INDEX conversations_conversation_requester_id_80ef2661 ON public.conversations_conversation USING btree (requester_id);
CREATE INDEX conversations_conversation_split_from_id_3765db16 ON public.conversations_conversation USING btree (split_from_id);
CREATE INDEX conversations_conversation_team_id_c9f144f2 ON public.conversations_conversation USING btree (team_id);
CREATE INDEX conversations_conversationmerge_gone_id_9f12a828 ON public.conversations_conversationmerge USING btree (gone_id);
CREATE INDEX conversations_conversationmerge_kept_id_e27ccc05 ON public.conversations_conversationmerge USING btree (kept_id);
CREATE INDEX conversations_conversationmerge_made_by_id_58f21994 ON public.conversations_conversationmerge USING btree (made_by_id);
CREATE INDEX conversations_draft_conversation_id_8be0ce8b ON public.conversations_draft USING btree (conversation_id);
CREATE INDEX conversations_draft_seen_message_id_e87b4a47 ON public.conversations_draft USING btree (seen_message_id);
CREATE INDEX conversations_draft_staff_id_5c76ead8 ON public.conversations_draft USING btree (staff_id);
CREATE INDEX conversations_draftfile_draft_id_1becdbc8 ON public.conversations_draftfile USING btree (draft_id);
CREATE INDEX conversations_follower_conversation_id_8e4ada09 ON public.conversations_follower USING btree (conversation_id);
CREATE INDEX conversations_follower_staff_id_b9ab1cb1 ON public.conversations_follower USING btree (staff_id);
CREATE INDEX conversations_mention_conversation_id_aa3de93d ON public.conversations_mention USING btree (conversation_id);
CREATE INDEX conversations_mention_message_id_092f4b14 ON public.conversations_mention USING btree (message_id);
CREATE INDEX conversations_mention_staff_id_5df75834 ON public.conversations_mention USING btree (staff_id);
CREATE INDEX conversations_message_contact_id_1bec6b21 ON public.conversations_message USING btree (contact_id);
CREATE INDEX conversations_message_conversation_id_f1a2d5e9 ON public.conversations_message USING btree (conversation_id);
CREATE INDEX conversations_message_incoming_id_e4d67c2d ON public.conversations_message USING btree (incoming_id);
CREATE INDEX conversations_message_mail_id_1624991e ON public.conversations_message USING btree (mail_id);
CREATE INDEX conversations_message_staff_id_c9633be3 ON public.conversations_message USING btree (staff_id);
CREATE INDEX conversations_participant_contact_id_bc83e05f ON public.conversations_participant USING btree (contact_id);
CREATE INDEX conversations_participant_conversation_id_69e50799 ON public.conversations_participant USING btree (conversation_id);
CREATE INDEX conversations_participant_seen_message_id_3deb465b ON public.conversations_participant USING btree (seen_message_id);
CREATE INDEX conversations_passage_message_id_453626b1 ON public.conversations_passage USING btree (message_id);
CREATE INDEX conversations_productwait_conversation_id_f6492adc ON public.conversations_productwait USING btree (conversation_id);
CREATE INDEX conversations_readmark_conversation_id_05bbc5e7 ON public.conversations_readmark USING btree (conversation_id);
CREATE INDEX conversations_readmark_message_id_5e0c70b8 ON public.conversations_readmark USING btree (message_id);
CREATE INDEX conversations_readmark_staff_id_d25ee370 ON public.conversations_readmark USING btree (staff_id);
CREATE INDEX conversations_tag_area_id_74ffa53b ON public.conversations_tag USING btree (area_id);
CREATE INDEX conversations_tag_category_id_876eb73b ON public.conversations_tag USING btree (category_id);
CREATE INDEX conversations_tag_confirmed_by_id_08f5de63 ON public.conversations_tag USING btree (confirmed_by_id);
CREATE INDEX conversations_tag_conversation_id_c416528c ON public.conversations_tag USING btree (conversation_id);
CREATE INDEX crm_crmarrival_connection_id_15e936d5 ON public.crm_crmarrival USING btree (connection_id);
CREATE INDEX crm_crmconnection_made_by_id_7dbde047 ON public.crm_crmconnection USING btree (made_by_id);
CREATE INDEX crm_crmconnection_path_4ae4f6a7_like ON public.crm_crmconnection USING btree (path varchar_pattern_ops);
CREATE INDEX crm_crmconnection_source_e6e1c346_like ON public.crm_crmconnection USING btree (source varchar_pattern_ops);
CREATE INDEX crm_crmreading_connection_id_759060d2 ON public.crm_crmreading USING btree (connection_id);
CREATE INDEX crm_reading_by_state ON public.crm_crmreading USING btree (connection_id, state);
CREATE INDEX crm_reading_due ON public.crm_crmreading USING btree (due_at) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX customers_company_merged_into_id_2ba219f5 ON public.customers_company USING btree (merged_into_id);
CREATE INDEX customers_company_owner_id_0e4df49e ON public.customers_company USING btree (owner_id);
CREATE INDEX customers_company_tier_id_0eb0d006 ON public.customers_company USING btree (tier_id);
CREATE INDEX customers_companyalias_company_id_363310a9 ON public.customers_companyalias USING btree (company_id);
CREATE INDEX customers_companyalias_external_id_b6fd6aaf_like ON public.customers_companyalias USING btree (external_id varchar_pattern_ops);
CREATE INDEX customers_consent_contact_id_37be4d89 ON public.customers_consent USING btree (contact_id);
CREATE INDEX customers_consent_noted_by_id_5f43e76f ON public.customers_consent USING btree (noted_by_id);
CREATE INDEX customers_contact_merged_into_id_eba454dd ON public.customers_contact USING btree (merged_into_id);
CREATE INDEX customers_contactidentity_contact_id_e648984e ON public.customers_contactidentity USING btree (contact_id);
CREATE INDEX customers_erasedaddress_address_hash_f6107f6e_like ON public.customers_erasedaddress USING btree (address_hash varchar_pattern_ops);
CREATE INDEX customers_identitykey_key_id_2f3b218e_like ON public.customers_identitykey USING btree (key_id varchar_pattern_ops);
CREATE INDEX customers_identitykey_made_by_id_e9d64fa2 ON public.customers_identitykey USING btree (made_by_id);
CREATE INDEX customers_membership_company_id_227fe86d ON public.customers_membership USING btree (company_id);
CREATE INDEX customers_membership_contact_id_5e199f03 ON public.customers_membership USING btree (contact_id);
CREATE INDEX customers_merge_made_by_id_6679b47c ON public.customers_merge USING btree (made_by_id);
CREATE INDEX customers_merge_undone_by_id_6cedfb9e ON public.customers_merge USING btree (undone_by_id);
CREATE INDEX customers_segment_made_by_id_016f2da6 ON public.customers_segment USING btree (made_by_id);
CREATE INDEX customers_segment_name_0614080e_like ON public.customers_segment USING btree (name varchar_pattern_ops);
CREATE INDEX customers_segmentmember_company_id_ae56f457 ON public.customers_segmentmember USING btree (company_id);
CREATE INDEX customers_segmentmember_segment_id_fba850d6 ON public.customers_segmentmember USING btree (segment_id);
CREATE INDEX customers_subscription_company_id_21eebd47 ON public.customers_subscription USING btree (company_id);
CREATE INDEX customers_subscription_product_id_2ea503ec ON public.customers_subscription USING btree (product_id);
CREATE INDEX customers_suppression_email_4ef7404c_like ON public.customers_suppression USING btree (email varchar_pattern_ops);
CREATE INDEX day_volume_of_tag ON public.trends_dayvolume USING btree (area_id, category_id, day);
CREATE INDEX dead_letter_age ON public.sources_deadletter USING btree (received_at);
CREATE INDEX dead_letter_waiting ON public.sources_deadletter USING btree (received_at DESC, id DESC) WHERE ((discarded_at IS NULL) AND (replayed_at IS NULL));
CREATE INDEX deal_against ON public.deals_deal USING btree (competitor_id, day DESC);
CREATE INDEX deal_by_external_id ON public.deals_deal USING btree (external_id) WHERE (NOT ((external_id)::text = ''::text));
CREATE INDEX deal_by_outcome ON public.deals_deal USING btree (outcome, day DESC, id DESC);
CREATE UNIQUE INDEX deal_heard_once ON public.deals_deal USING btree (source, external_id) WHERE (NOT ((external_id)::text = ''::text));
CREATE INDEX deal_in_stage ON public.deals_deal USING btree (source, pipeline_said, stage_said);
CREATE INDEX deal_newest ON public.deals_deal USING btree (day DESC, id DESC);
CREATE INDEX deal_of_company ON public.deals_deal USING btree (company_id, day DESC);
CREATE UNIQUE INDEX deal_reason_given_once ON public.deals_dealreason USING btree (deal_id, reason_id, said_by) WHERE ((NOT (recorded_by_id IS NULL)) OR by_program);
CREATE UNIQUE INDEX deal_reason_heard_once ON public.deals_dealreason USING btree (deal_id, said, said_by) WHERE ((NOT by_program) AND (recorded_by_id IS NULL));
CREATE INDEX deal_unplaced ON public.deals_deal USING btree (day DESC, id DESC) WHERE (company_id IS NULL);
CREATE INDEX deal_withdrawn ON public.deals_deal USING btree (day DESC, id DESC) WHERE (NOT (withdrawn_at IS NULL));
CREATE INDEX deal_words ON public.deals_deal USING gin (to_tsvector('simple'::regconfig, ((COALESCE(translate(translate(regexp_replace((title)::text, '([぀-ヿ㐀-䶿一-鿿가-힯฀-๿𠀀-𯨟])'::text, ' \1 '::text, 'g'::text), 'ёЁ'::text, 'еЕ'::text), '-/._@:+&=<>~#'::text, '             '::text), ''::text) || ' '::text) || COALESCE(translate(translate(regexp_replace((company_said)::text, '([぀-ヿ㐀-䶿一-鿿가-힯฀-๿𠀀-𯨟])'::text, ' \1 '::text, 'g'::text), 'ёЁ'::text, 'еЕ'::text), '-/._@:+&=<>~#'::text, '             '::text), ''::text))));
CREATE INDEX deals_deal_company_id_f235c9bd ON public.deals_deal USING btree (company_id);
CREATE INDEX deals_deal_competitor_id_0cc1a800 ON public.deals_deal USING btree (competitor_id);
CREATE INDEX deals_deal_contact_id_d0943413 ON public.deals_deal USING btree (contact_id);
CREATE INDEX deals_deal_owner_id_2f09ac61 ON public.deals_deal USING btree (owner_id);
CREATE INDEX deals_deal_source_a929ee36 ON public.deals_deal USING btree (source);
CREATE INDEX deals_deal_source_a929ee36_like ON public.deals_deal USING btree (source varchar_pattern_ops);
CREATE INDEX deals_dealdoubt_deal_id_362fa8b6 ON public.deals_dealdoubt USING btree (deal_id);
CREATE INDEX deals_dealmissing_deal_id_65c71a56 ON public.deals_dealmissing USING btree (deal_id);
CREATE INDEX deals_dealreason_deal_id_ad1dcbce ON public.deals_dealreason USING btree (deal_id);
CREATE INDEX deals_dealreason_reason_id_154df04d ON public.deals_dealreason USING btree (reason_id);
CREATE INDEX deals_dealreason_recorded_by_id_f6c0b658 ON public.deals_dealreason USING btree (recorded_by_id);
CREATE INDEX deals_reasonmeaning_competitor_id_a4fdc8b6 ON public.deals_reasonmeaning USING btree (competitor_id);
CREATE INDEX deals_reasonmeaning_decided_by_id_c848fe11 ON public.deals_reasonmeaning USING btree (decided_by_id);
CREATE INDEX deals_reasonmeaning_reason_id_1c7a82bb ON public.deals_reasonmeaning USING btree (reason_id);
CREATE INDEX deals_reasonmeaning_source_8e1f64cd ON public.deals_reasonmeaning USING btree (source);
CREATE INDEX deals_reasonmeaning_source_8e1f64cd_like ON public.deals_reasonmeaning USING btree (source varchar_pattern_ops);
CREATE INDEX deals_stagemeaning_decided_by_id_9ba26dc6 ON public.deals_stagemeaning USING btree (decided_by_id);
CREATE INDEX deals_stagemeaning_source_33c32458 ON public.deals_stagemeaning USING btree (source);
CREATE INDEX deals_stagemeaning_source_33c32458_like ON public.deals_stagemeaning USING btree (source varchar_pattern_ops);
CREATE INDEX decide_board_name_31ff01e7_like ON public.decide_board USING btree (name varchar_pattern_ops);
CREATE INDEX decide_board_segment_id_b662af3c ON public.decide_board USING btree (segment_id);
CREATE INDEX decide_board_slug_4a79f8b7_like ON public.decide_board USING btree (slug varchar_pattern_ops);
CREATE INDEX decide_bulkedit_made_by_id_76d9993f ON public.decide_bulkedit USING btree (made_by_id);
CREATE INDEX decide_comment_idea_id_1918bfee ON public.decide_comment USING btree (idea_id);
CREATE INDEX decide_comment_reply_to_id_cfc5ed63 ON public.decide_comment USING btree (reply_to_id);
CREATE INDEX decide_comment_staff_id_71604480 ON public.decide_comment USING btree (staff_id);
CREATE INDEX decide_decision_decided_by_id_71743c1b ON public.decide_decision USING btree (decided_by_id);
CREATE INDEX decide_decision_idea_id_d7193c80 ON public.decide_decision USING btree (idea_id);
CREATE INDEX decide_decisiontranslation_decision_id_040db507 ON public.decide_decisiontranslation USING btree (decision_id);
CREATE INDEX decide_evidence_company_id_126e75cb ON public.decide_evidence USING btree (company_id);
CREATE INDEX decide_evidence_contact_id_ae5cdf6c ON public.decide_evidence USING btree (contact_id);
CREATE INDEX decide_evidence_idea_id_0b022cf4 ON public.decide_evidence USING btree (idea_id);
CREATE INDEX decide_evidenceitem_evidence_id_93df5a99 ON public.decide_evidenceitem USING btree (evidence_id);
CREATE INDEX decide_evidenceitem_feedback_id_b1261635 ON public.decide_evidenceitem USING btree (feedback_id);
CREATE INDEX decide_evidenceitem_idea_id_18ed170a ON public.decide_evidenceitem USING btree (idea_id);
CREATE INDEX decide_evidenceitem_linked_by_id_4e9c6bac ON public.decide_evidenceitem USING btree (linked_by_id);
CREATE INDEX decide_evidenceturn_evidence_id_fac20fbd ON public.decide_evidenceturn USING btree (evidence_id);
CREATE INDEX decide_evidenceturn_staff_id_cf621282 ON public.decide_evidenceturn USING btree (staff_id);
CREATE INDEX decide_follower_contact_id_241e62ed ON public.decide_follower USING btree (contact_id);
CREATE INDEX decide_follower_idea_id_83503385 ON public.decide_follower USING btree (idea_id);
CREATE INDEX decide_idea_area_id_0778d7f5 ON public.decide_idea USING btree (area_id);
CREATE INDEX decide_idea_board_id_2c6681c8 ON public.decide_idea USING btree (board_id);
CREATE INDEX decide_idea_loudest_id_aeb82cd8 ON public.decide_idea USING btree (loudest_id);
CREATE INDEX decide_idea_merged_into_id_6d43c0a0 ON public.decide_idea USING btree (merged_into_id);
CREATE INDEX decide_idea_owner_id_302dd0c3 ON public.decide_idea USING btree (owner_id);
CREATE INDEX decide_idea_public_quote_id_bf13c070 ON public.decide_idea USING btree (public_quote_id);
CREATE INDEX decide_ideamerge_merged_by_id_00bca41e ON public.decide_ideamerge USING btree (merged_by_id);
CREATE INDEX decide_ideamerge_source_id_e45ca453 ON public.decide_ideamerge USING btree (source_id);
CREATE INDEX decide_ideamerge_target_id_706cf052 ON public.decide_ideamerge USING btree (target_id);
CREATE INDEX decide_ideamerge_undone_by_id_b6155d96 ON public.decide_ideamerge USING btree (undone_by_id);
CREATE INDEX decide_ideamonth_idea_id_ce25baa5 ON public.decide_ideamonth USING btree (idea_id);
CREATE INDEX decide_idearank_idea_id_0a830410 ON public.decide_idearank USING btree (idea_id);
CREATE INDEX decide_ideatranslation_idea_id_6ea364ed ON public.decide_ideatranslation USING btree (idea_id);
CREATE INDEX decide_importedidea_idea_id_91c6995e ON public.decide_importedidea USING btree (idea_id);
CREATE INDEX decide_segmentidea_idea_id_8abb47fc ON public.decide_segmentidea USING btree (idea_id);
CREATE INDEX decide_segmentidea_loudest_id_7fe9e95f ON public.decide_segmentidea USING btree (loudest_id);
CREATE INDEX decide_segmentidea_ranking_id_15bb5b70 ON public.decide_segmentidea USING btree (ranking_id);
CREATE INDEX decide_vote_contact_id_1b78ed16 ON public.decide_vote USING btree (contact_id);
CREATE INDEX decide_vote_idea_id_3c2d7b3a ON public.decide_vote USING btree (idea_id);
CREATE INDEX decision_newest ON public.decide_decision USING btree (idea_id, decided_at DESC);
CREATE INDEX deletion_newest ON public.usage_deletion USING btree (deleted_at DESC, id DESC);
CREATE INDEX deliver_release_made_by_id_8dbf2cff ON public.deliver_release USING btree (made_by_id);
CREATE INDEX deliver_release_product_id_baa5b972 ON public.deliver_release USING btree (product_id);
CREATE INDEX deliver_releasedidea_idea_id_18236d48 ON public.deliver_releasedidea USING btree (idea_id);
CREATE INDEX deliver_releasedidea_release_id_fd063df0 ON public.deliver_releasedidea USING btree (release_id);
CREATE INDEX deliver_releasethanks_release_id_bae6fa67 ON public.deliver_releasethanks USING btree (release_id);
CREATE INDEX deliver_releasethanks_survey_id_e679f3b3 ON public.deliver_releasethanks USING btree (survey_id);
CREATE INDEX deliver_releasetranslation_release_id_75d422fd ON public.deliver_releasetranslation USING btree (release_id);
CREATE INDEX delivery_age ON public.webhooks_delivery USING btree (made_at);
CREATE INDEX delivery_newest ON public.webhooks_delivery USING btree (endpoint_id, id DESC);
CREATE INDEX demand_asked_contact_id_cef314da ON public.demand_asked USING btree (contact_id);
CREATE INDEX demand_asked_mail_id_2e8cc4ef ON public.demand_asked USING btree (mail_id);
CREATE INDEX demand_asked_round_id_b09f5dc4 ON public.demand_asked USING btree (round_id);
CREATE INDEX demand_asked_token_90d89526_like ON public.demand_asked USING btree (token varchar_pattern_ops);
CREATE INDEX demand_estimate_idea_id_7f6350fd ON public.demand_estimate USING btree (idea_id);
CREATE INDEX demand_estimate_made_by_id_25ca90a5 ON public.demand_estimate USING btree (made_by_id);
CREATE INDEX demand_formula_key_81c75759 ON public.demand_formula USING btree (key);
CREATE INDEX demand_formula_key_81c75759_like ON public.demand_formula USING btree (key varchar_pattern_ops);
CREATE INDEX demand_formula_made_by_id_38378a8b ON public.demand_formula USING btree (made_by_id);
CREATE INDEX demand_halflife_kind_d0f7b244_like ON public.demand_halflife USING btree (kind varchar_pattern_ops);
CREATE INDEX demand_needquestion_idea_id_8405a59b ON public.demand_needquestion USING btree (idea_id);
CREATE INDEX demand_round_begun_by_id_aefcb60a ON public.demand_round USING btree (begun_by_id);
CREATE INDEX demand_round_ideas_idea_id_d44b2990 ON public.demand_round_ideas USING btree (idea_id);
CREATE INDEX demand_round_ideas_round_id_90901e9c ON public.demand_round_ideas USING btree (round_id);
CREATE INDEX demand_score_idea_id_1deda45e ON public.demand_score USING btree (idea_id);
CREATE INDEX demand_score_scoring_id_51627127 ON public.demand_score USING btree (scoring_id);
CREATE INDEX demand_scoring_formula_id_072b5441 ON public.demand_scoring USING btree (formula_id);
CREATE INDEX demand_scoring_made_by_id_7e2b1f21 ON public.demand_scoring USING btree (made_by_id);
CREATE INDEX demand_stillneeded_asked_id_ba627d8f ON public.demand_stillneeded USING btree (asked_id);
CREATE INDEX demand_stillneeded_evidence_id_a90f633f ON public.demand_stillneeded USING btree (evidence_id);
CREATE INDEX demand_stillneeded_idea_id_2fbe9230 ON public.demand_stillneeded USING btree (idea_id);
CREATE UNIQUE INDEX departure_heard_once ON public.departures_departure USING btree (source, external_id) WHERE (NOT ((external_id)::text = ''::text));
CREATE INDEX departure_helped_by_idea ON public.departures_departure USING btree (helped_idea_id) WHERE (NOT (helped_idea_id IS NULL));
CREATE INDEX departure_newest ON public.departures_departure USING btree (left_on DESC, id DESC);
CREATE INDEX departure_of_company ON public.departures_departure USING btree (company_id, left_on DESC);
CREATE INDEX departure_said ON public.departures_departure USING btree (source, reason_said) WHERE (NOT ((reason_said)::text = ''::text));
CREATE INDEX departures_cancellation_company_id_39ff2297 ON public.departures_cancellation USING btree (company_id);
CREATE INDEX departures_cancellation_competitor_id_f70a3b10 ON public.departures_cancellation USING btree (competitor_id);
CREATE INDEX departures_cancellation_contact_id_eab39154 ON public.departures_cancellation USING btree (contact_id);
CREATE INDEX departures_cancellation_departure_id_a5aff2f3 ON public.departures_cancellation USING btree (departure_id);
CREATE INDEX departures_cancellation_invited_by_id_3aad310f ON public.departures_cancellation USING btree (invited_by_id);
CREATE INDEX departures_cancellation_key_sha256_7fe9c652_like ON public.departures_cancellation USING btree (key_sha256 varchar_pattern_ops);
CREATE INDEX departures_cancellation_reason_id_b7a54984 ON public.departures_cancellation USING btree (reason_id);
CREATE INDEX departures_departure_company_id_a3a1ae74 ON public.departures_departure USING btree (company_id);
CREATE INDEX departures_departure_competitor_id_96daeca0 ON public.departures_departure USING btree (competitor_id);
CREATE INDEX departures_departure_contact_id_cfb5ef97 ON public.departures_departure USING btree (contact_id);
CREATE INDEX departures_departure_feedback_id_e3bbbf1d ON public.departures_departure USING btree (feedback_id);
CREATE INDEX departures_departure_followed_by_id_3788598d ON public.departures_departure USING btree (followed_by_id);
CREATE INDEX departures_departure_reason_id_fb8afcca ON public.departures_departure USING btree (reason_id);
CREATE INDEX departures_departure_recorded_by_id_8f195ff0 ON public.departures_departure USING btree (recorded_by_id);
CREATE INDEX departures_departure_source_9bf69552 ON public.departures_departure USING btree (source);
CREATE INDEX departures_departure_source_9bf69552_like ON public.departures_departure USING btree (source varchar_pattern_ops);
CREATE INDEX departures_saidreason_competitor_id_cc3efda9 ON public.departures_saidreason USING btree (competitor_id);
CREATE INDEX departures_saidreason_decided_by_id_467f7a7b ON public.departures_saidreason USING btree (decided_by_id);
CREATE INDEX departures_saidreason_reason_id_38c88959 ON public.departures_saidreason USING btree (reason_id);
CREATE INDEX departures_saidreason_source_b7ea29d0 ON public.departures_saidreason USING btree (source);
CREATE INDEX departures_saidreason_source_b7ea29d0_like ON public.departures_saidreason USING btree (source varchar_pattern_ops);
CREATE INDEX desk_autoreply_message_id_a9dd22c8 ON public.desk_autoreply USING btree (message_id);
CREATE INDEX desk_escalation_conversation_id_785831f8 ON public.desk_escalation USING btree (conversation_id);
CREATE INDEX desk_macro_made_by_id_eaaf5a93 ON public.desk_macro USING btree (made_by_id);
CREATE INDEX desk_macro_owner_id_00199bdb ON public.desk_macro USING btree (owner_id);
CREATE INDEX desk_macro_team_id_4012368f ON public.desk_macro USING btree (team_id);
CREATE INDEX desk_savedreply_made_by_id_4f5f3b99 ON public.desk_savedreply USING btree (made_by_id);
CREATE INDEX desk_savedreply_owner_id_d5ac9b00 ON public.desk_savedreply USING btree (owner_id);
CREATE INDEX desk_savedreply_team_id_6bea8daa ON public.desk_savedreply USING btree (team_id);
CREATE INDEX desk_savedreplytext_reply_id_9977acf5 ON public.desk_savedreplytext USING btree (reply_id);
CREATE INDEX desk_turn_staff_id_3d8562f3 ON public.desk_turn USING btree (staff_id);
CREATE INDEX desk_turn_team_id_351e4df6 ON public.desk_turn USING btree (team_id);
CREATE INDEX device_traits_said_at ON public.usage_devicetraits USING btree (said_at);
CREATE INDEX discourse_forum_made_by_id_3e7293ba ON public.discourse_forum USING btree (made_by_id);
CREATE INDEX discourse_forum_path_f2828bd4_like ON public.discourse_forum USING btree (path varchar_pattern_ops);
CREATE INDEX discourse_forum_url_ef53a07a_like ON public.discourse_forum USING btree (url varchar_pattern_ops);
CREATE INDEX discourse_forumarrival_forum_id_0a388ff4 ON public.discourse_forumarrival USING btree (forum_id);
CREATE INDEX discourse_post_topic_id_f7ca9ab2 ON public.discourse_post USING btree (topic_id);
CREATE INDEX discourse_topic_forum_id_26a05506 ON public.discourse_topic USING btree (forum_id);
CREATE INDEX discourse_topicanswer_idea_id_a05c4887 ON public.discourse_topicanswer USING btree (idea_id);
CREATE INDEX discourse_topicanswer_posted_by_id_5436d38c ON public.discourse_topicanswer USING btree (posted_by_id);
CREATE INDEX discourse_topicanswer_topic_id_95f433f3 ON public.discourse_topicanswer USING btree (topic_id);
CREATE INDEX display_of_company ON public.surveys_display USING btree (company_id, shown_at DESC) WHERE (NOT (company_id IS NULL));
CREATE INDEX display_of_contact ON public.surveys_display USING btree (contact_id, shown_at DESC) WHERE (NOT (contact_id IS NULL));
CREATE INDEX display_of_device ON public.surveys_display USING btree (device, shown_at DESC) WHERE (NOT ((device)::text = ''::text));
CREATE INDEX display_of_survey ON public.surveys_display USING btree (survey_id, shown_at DESC, id DESC);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX email_code_newest ON public.customers_emailcode USING btree (email, sent_at DESC);
CREATE INDEX event_name_newest ON public.usage_eventname USING btree (last_seen_at DESC, id DESC);
CREATE UNIQUE INDEX evidence_company_once ON public.decide_evidence USING btree (idea_id, company_id) WHERE (NOT (company_id IS NULL));
CREATE UNIQUE INDEX evidence_contact_once ON public.decide_evidence USING btree (idea_id, contact_id) WHERE (NOT (contact_id IS NULL));
CREATE INDEX evidence_of_company ON public.decide_evidence USING btree (company_id, idea_id);
CREATE UNIQUE INDEX evidence_unplaced_once ON public.decide_evidence USING btree (idea_id) WHERE ((company_id IS NULL) AND (contact_id IS NULL));
CREATE INDEX evidence_withdrawn ON public.decide_evidence USING btree (idea_id) WHERE (NOT (withdrawn_at IS NULL));
CREATE INDEX fact_company ON public.foundation_fact USING btree (company_id, happened_at);
CREATE INDEX fact_contact ON public.foundation_fact USING btree (contact_id, happened_at);
CREATE INDEX fact_name ON public.foundation_fact USING btree (name, happened_at);
CREATE INDEX fact_subject ON public.foundation_fact USING btree (subject_type, subject_id, happened_at);
CREATE INDEX feedback_assigned ON public.listen_feedback USING btree (assignee_id, heard_at, id) WHERE ((filed_at IS NULL) AND (same_as_id IS NULL) AND (set_aside_at IS NULL) AND (split_at IS NULL));
CREATE INDEX feedback_counted ON public.listen_feedback USING btree (id) INCLUDE (heard_at) WHERE ((same_as_id IS NULL) AND (split_at IS NULL) AND (NOT ((set_aside_reason)::text = 'spam'::text)));
CREATE INDEX feedback_filed ON public.listen_feedback USING btree (filed_at) WHERE (NOT (filed_at IS NULL));
CREATE UNIQUE INDEX feedback_heard_once ON public.listen_feedback USING btree (source, origin, origin_key) WHERE (NOT ((origin_key)::text = ''::text));
CREATE INDEX feedback_in_area ON public.listen_feedback USING btree (area_id, heard_at DESC);
CREATE UNIQUE INDEX feedback_linked_once ON public.decide_evidenceitem USING btree (idea_id, feedback_id) WHERE (NOT (feedback_id IS NULL));
CREATE INDEX feedback_newest ON public.listen_feedback USING btree (heard_at DESC, id DESC);
CREATE INDEX feedback_of_company ON public.listen_feedback USING btree (company_id, heard_at DESC);
CREATE INDEX feedback_of_contact ON public.listen_feedback USING btree (contact_id, heard_at DESC);
CREATE INDEX feedback_set_aside ON public.listen_feedback USING btree (set_aside_at DESC, id DESC) WHERE (NOT (set_aside_at IS NULL));
CREATE INDEX feedback_unread_posts ON public.listen_feedback USING btree (heard_at DESC, id DESC) WHERE ((hidden_at IS NULL) AND (published_at IS NULL) AND ((source)::text = 'portal'::text) AND ((voice)::text = 'own'::text));
CREATE INDEX feedback_waiting ON public.listen_feedback USING btree (heard_at, id) WHERE ((filed_at IS NULL) AND (same_as_id IS NULL) AND (set_aside_at IS NULL) AND (split_at IS NULL));
CREATE INDEX firing_in_conversation ON public.automations_firing USING btree (conversation_id, automation_id, happened_at DESC);
CREATE INDEX firing_newest ON public.automations_firing USING btree (automation_id, happened_at DESC);
CREATE INDEX follower_of_contact ON public.decide_follower USING btree (contact_id, since DESC);
CREATE INDEX foundation_outgoingmail_key_dad53c3a_like ON public.foundation_outgoingmail USING btree (key varchar_pattern_ops);
CREATE INDEX foundation_outgoingmail_message_id_7c177eae_like ON public.foundation_outgoingmail USING btree (message_id varchar_pattern_ops);
CREATE INDEX foundation_tally_key_92050f54_like ON public.foundation_tally USING btree (key varchar_pattern_ops);
CREATE INDEX github_arrival_connection_id_08888a92 ON public.github_arrival USING btree (connection_id);
CREATE INDEX github_connection_made_by_id_863e5e3e ON public.github_connection USING btree (made_by_id);
CREATE INDEX github_connection_path_e6a0b1de_like ON public.github_connection USING btree (path varchar_pattern_ops);
CREATE INDEX github_issue_repository_id_4336591b ON public.github_issue USING btree (repository_id);
CREATE INDEX github_news_item_id_248e93a4 ON public.github_news USING btree (item_id);
CREATE INDEX github_news_untold ON public.github_news USING btree (heard_at) WHERE (told_at IS NULL);
CREATE INDEX github_repository_connection_id_b6f2681a ON public.github_repository USING btree (connection_id);
CREATE INDEX goals_checkin_by_id_05462c47 ON public.goals_checkin USING btree (by_id);
CREATE INDEX goals_checkin_key_result_id_8e5e0daa ON public.goals_checkin USING btree (key_result_id);
CREATE INDEX goals_keyresult_figure_200b75fb ON public.goals_keyresult USING btree (figure);
CREATE INDEX goals_keyresult_figure_200b75fb_like ON public.goals_keyresult USING btree (figure varchar_pattern_ops);
CREATE INDEX goals_keyresult_objective_id_ab9b845c ON public.goals_keyresult USING btree (objective_id);
CREATE INDEX goals_keyresultdecision_decision_id_4c6ab4c5 ON public.goals_keyresultdecision USING btree (decision_id);
CREATE INDEX goals_keyresultdecision_key_result_id_8bbab57e ON public.goals_keyresultdecision USING btree (key_result_id);
CREATE INDEX goals_keyresultidea_idea_id_ac6c0be2 ON public.goals_keyresultidea USING btree (idea_id);
CREATE INDEX goals_keyresultidea_key_result_id_1eb530e4 ON public.goals_keyresultidea USING btree (key_result_id);
CREATE INDEX goals_objective_area_id_4b561f66 ON public.goals_objective USING btree (area_id);
CREATE INDEX goals_objective_closed_by_id_73c7c4ae ON public.goals_objective USING btree (closed_by_id);
CREATE INDEX goals_objective_made_by_id_9e6a057c ON public.goals_objective USING btree (made_by_id);
CREATE INDEX goals_objective_owner_id_6eb74641 ON public.goals_objective USING btree (owner_id);
CREATE INDEX goals_objective_team_id_91c8657e ON public.goals_objective USING btree (team_id);
CREATE UNIQUE INDEX guide_name_once ON public.interviews_guide USING btree (lower((name)::text)) WHERE (retired_at IS NULL);
CREATE INDEX handed_on_standing ON public.workspace_handedon USING btree (giver_id) WHERE (given_back_at IS NULL);
CREATE UNIQUE INDEX idea_merged_once ON public.decide_ideamerge USING btree (source_id) WHERE (undone_at IS NULL);
CREATE INDEX idea_moving ON public.decide_idea USING btree (status_changed_at DESC, id DESC) WHERE is_public;
CREATE INDEX idea_newest ON public.decide_idea USING btree (created_at DESC, id DESC) WHERE is_public;
CREATE INDEX idea_paying_most ON public.decide_idea USING btree (mrr_minor DESC, company_count DESC, id DESC) WHERE (merged_into_id IS NULL);
CREATE INDEX idea_public_in_area ON public.decide_idea USING btree (area_id) INCLUDE (status, board_id) WHERE (is_public AND (merged_into_id IS NULL));
CREATE INDEX idea_rank_in_order ON public.decide_idearank USING btree (taken_on, place);
CREATE INDEX idea_status ON public.decide_idea USING btree (status, worth_minor DESC);
CREATE INDEX idea_wanted_most ON public.decide_idea USING btree (vote_count DESC, company_count DESC, id DESC) WHERE is_public;
CREATE INDEX idea_worth_most ON public.decide_idea USING btree (worth_minor DESC, company_count DESC, id DESC) WHERE (merged_into_id IS NULL);
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);
CREATE INDEX import_newest ON public.listen_import USING btree (started_at DESC);
CREATE INDEX imported_idea_path ON public.decide_importedidea USING btree (path) WHERE (NOT ((path)::text = ''::text));
CREATE INDEX imported_row_newest ON public.listen_importedrow USING btree (run_id, id DESC);
CREATE INDEX incoming_fingerprint ON public.mailboxes_incomingmail USING btree (mailbox_id, fingerprint);
CREATE INDEX incoming_newest ON public.mailboxes_incomingmail USING btree (received_at DESC, id DESC);
CREATE INDEX incoming_quarantined ON public.mailboxes_incomingmail USING btree (received_at DESC, id DESC) WHERE ((state)::text = 'quarantined'::text);
CREATE INDEX incoming_with_cause ON public.mailboxes_incomingmail USING btree (received_at) WHERE (NOT ((cause)::text = ''::text));
CREATE INDEX interview_by_state ON public.interviews_interview USING btree (state, planned_at, id);
CREATE INDEX interview_of_company ON public.interviews_interview USING btree (company_id, state, planned_at DESC);
CREATE INDEX interview_of_host ON public.interviews_interview USING btree (host_id, planned_at) WHERE ((state)::text = 'planned'::text);
CREATE INDEX interview_words ON public.interviews_interview USING gin (to_tsvector('simple'::regconfig, ((COALESCE(translate(regexp_replace((title)::text, '([぀-ヿ㐀-䶿一-鿿가-힯฀-๿𠀀-𯨟])'::text, ' \1 '::text, 'g'::text), 'ёЁ'::text, 'еЕ'::text), ''::text) || ' '::text) || COALESCE(translate(regexp_replace(notes, '([぀-ヿ㐀-䶿一-鿿가-힯฀-๿𠀀-𯨟])'::text, ' \1 '::text, 'g'::text), 'ёЁ'::text, 'еЕ'::text), ''::text))));
CREATE INDEX interviews_companion_interview_id_ca8231fb ON public.interviews_companion USING btree (interview_id);
CREATE INDEX interviews_companion_staff_id_3ab70c9f ON public.interviews_companion USING btree (staff_id);
CREATE INDEX interviews_guest_contact_id_4784499b ON public.interviews_guest USING btree (contact_id);
CREATE INDEX interviews_guest_interview_id_240cc774 ON public.interviews_guest USING btree (interview_id);
CREATE INDEX interviews_guide_made_by_id_7a414b57 ON public.interviews_guide USING btree (made_by_id);
CREATE INDEX interviews_interview_company_id_9ed4c2e8 ON public.interviews_interview USING btree (company_id);
CREATE INDEX interviews_interview_guide_id_a79eae46 ON public.interviews_interview USING btree (guide_id);
CREATE INDEX interviews_interview_host_id_ac386948 ON public.interviews_interview USING btree (host_id);
CREATE INDEX interviews_interview_made_by_id_244b8d52 ON public.interviews_interview USING btree (made_by_id);
CREATE INDEX interviews_interview_uid_2db0df2d_like ON public.interviews_interview USING btree (uid varchar_pattern_ops);
CREATE INDEX interviews_interviewquote_interview_id_0afb4d0e ON public.interviews_interviewquote USING btree (interview_id);
CREATE INDEX interviews_interviewquote_marked_by_id_43efe5f9 ON public.interviews_interviewquote USING btree (marked_by_id);
CREATE INDEX interviews_nextstep_interview_id_6ec589ad ON public.interviews_nextstep USING btree (interview_id);
CREATE INDEX invitation_due ON public.surveys_invitation USING btree (send_at, id) WHERE (((state)::text = 'planned'::text) AND (wave_id IS NULL));
CREATE INDEX invitation_in_wave ON public.surveys_invitation USING btree (wave_id, state, "position");
CREATE INDEX invitation_of_contact ON public.surveys_invitation USING btree (contact_id, made_at DESC);
CREATE UNIQUE INDEX invited_once_a_wave ON public.surveys_invitation USING btree (wave_id, contact_id) WHERE (NOT (wave_id IS NULL));
CREATE UNIQUE INDEX invited_once_at_a_time ON public.workspace_invitation USING btree (email) WHERE ((accepted_at IS NULL) AND (withdrawn_at IS NULL));
CREATE INDEX item_of_feedback ON public.decide_evidenceitem USING btree (feedback_id);
CREATE INDEX item_of_question ON public.surveys_responseitem USING btree (question_id, number);
CREATE INDEX kept_answer_age ON public.workspace_keptanswer USING btree (kept_at);
CREATE INDEX key_result_in_order ON public.goals_keyresult USING btree (objective_id, "position", id);
CREATE INDEX learn_snapshot_key_9db9b81a_like ON public.learn_snapshot USING btree (key varchar_pattern_ops);
CREATE INDEX learn_target_figure_4f759c23_like ON public.learn_target USING btree (figure varchar_pattern_ops);
CREATE INDEX listen_feedback_area_id_a40deae8 ON public.listen_feedback USING btree (area_id);
CREATE INDEX listen_feedback_assignee_id_3b00ac37 ON public.listen_feedback USING btree (assignee_id);
CREATE INDEX listen_feedback_category_id_2ec542e2 ON public.listen_feedback USING btree (category_id);
CREATE INDEX listen_feedback_company_id_31d7c674 ON public.listen_feedback USING btree (company_id);
CREATE INDEX listen_feedback_contact_id_c6d97db2 ON public.listen_feedback USING btree (contact_id);
CREATE INDEX listen_feedback_filed_by_id_dd439b6c ON public.listen_feedback USING btree (filed_by_id);
CREATE INDEX listen_feedback_logged_by_id_1d37a1ba ON public.listen_feedback USING btree (logged_by_id);
CREATE INDEX listen_feedback_same_as_id_0c2246d2 ON public.listen_feedback USING btree (same_as_id);
CREATE INDEX listen_feedback_set_aside_by_id_46ede0c6 ON public.listen_feedback USING btree (set_aside_by_id);
CREATE INDEX listen_feedback_split_from_id_fb1963bb ON public.listen_feedback USING btree (split_from_id);
CREATE INDEX listen_feedbackpicture_feedback_id_95ad882d ON public.listen_feedbackpicture USING btree (feedback_id);
CREATE INDEX listen_feedbackpicture_suspect_id_79e81f95 ON public.listen_feedbackpicture USING btree (suspect_id);
CREATE INDEX listen_import_by_id_2fb22126 ON public.listen_import USING btree (by_id);
CREATE INDEX listen_importedrow_run_id_b2202ca5 ON public.listen_importedrow USING btree (run_id);
CREATE INDEX listen_refusedrow_run_id_c785d56f ON public.listen_refusedrow USING btree (run_id);
CREATE INDEX listen_suspect_contact_id_eb634d08 ON public.listen_suspect USING btree (contact_id);
CREATE INDEX listen_suspect_origin_key_0c3e9363_like ON public.listen_suspect USING btree (origin_key varchar_pattern_ops);
CREATE INDEX listen_triagebatch_made_by_id_a8aff995 ON public.listen_triagebatch USING btree (made_by_id);
CREATE INDEX listen_triagestep_batch_id_6f75edf8 ON public.listen_triagestep USING btree (batch_id);
CREATE INDEX listen_triagestep_made_by_id_ce6e8282 ON public.listen_triagestep USING btree (made_by_id);
CREATE INDEX mail_newest ON public.foundation_outgoingmail USING btree (queued_at DESC, id DESC);
CREATE INDEX mail_state ON public.foundation_outgoingmail USING btree (state, queued_at);
CREATE INDEX mailboxes_incomingmail_mailbox_id_3248dca2 ON public.mailboxes_incomingmail USING btree (mailbox_id);
CREATE INDEX mailboxes_incomingmail_repeats_id_fa70e307 ON public.mailboxes_incomingmail USING btree (repeats_id);
CREATE INDEX mailboxes_mailbox_address_78dd1f9f_like ON public.mailboxes_mailbox USING btree (address varchar_pattern_ops);
CREATE INDEX mailboxes_mailbox_default_area_id_ca6b5c2a ON public.mailboxes_mailbox USING btree (default_area_id);
CREATE INDEX mailboxes_mailbox_team_id_cb4577f5 ON public.mailboxes_mailbox USING btree (team_id);
CREATE INDEX mention_of_staff ON public.conversations_mention USING btree (staff_id, made_at DESC);
CREATE INDEX mention_unseen ON public.conversations_mention USING btree (staff_id, made_at DESC) WHERE (seen_at IS NULL);
CREATE INDEX merge_newest ON public.customers_merge USING btree (made_at DESC, id DESC);
CREATE INDEX merge_of_target ON public.decide_ideamerge USING btree (target_id, merged_at DESC);
CREATE UNIQUE INDEX merged_into_one ON public.customers_merge USING btree (kind, gone_id) WHERE (undone_at IS NULL);
CREATE INDEX merges_into ON public.customers_merge USING btree (kind, kept_id);
CREATE INDEX message_by_message_id ON public.conversations_message USING btree (message_id) WHERE (NOT ((message_id)::text = ''::text));
CREATE UNIQUE INDEX message_came_once ON public.conversations_message USING btree (origin, origin_key) WHERE (NOT ((origin_key)::text = ''::text));
CREATE INDEX message_in_order ON public.conversations_message USING btree (conversation_id, recorded_at, id);
CREATE INDEX message_of_contact ON public.conversations_message USING btree (contact_id, said_at DESC);
CREATE INDEX message_of_mail ON public.conversations_message USING btree (mail_id) WHERE (NOT (mail_id IS NULL));
CREATE INDEX message_of_staff ON public.conversations_message USING btree (staff_id, said_at DESC) WHERE (NOT (staff_id IS NULL));
CREATE INDEX message_seen_on ON public.usage_seenmessage USING btree (seen_on);
CREATE INDEX message_to_send ON public.conversations_message USING btree (send_at) WHERE ((state)::text = 'scheduled'::text);
CREATE INDEX message_words ON public.conversations_message USING gin (to_tsvector('simple'::regconfig, COALESCE(translate(regexp_replace(words, '([぀-ヿ㐀-䶿一-鿿가-힯฀-๿𠀀-𯨟])'::text, ' \1 '::text, 'g'::text), 'ёЁ'::text, 'еЕ'::text), ''::text)));
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX notification_newest ON public.workspace_notification USING btree (staff_id, id DESC);
CREATE INDEX notification_unmailed ON public.workspace_notification USING btree (staff_id) WHERE (mailed_at IS NULL);
CREATE INDEX notification_unread ON public.workspace_notification USING btree (staff_id) WHERE (read_at IS NULL);
CREATE INDEX objective_latest ON public.goals_objective USING btree (last_on DESC, begins_on DESC, id);
CREATE UNIQUE INDEX one_default_view ON public.workspace_savedview USING btree (owner_id, place) WHERE is_default;
CREATE UNIQUE INDEX one_personal_link ON public.surveys_invitation USING btree (survey_id, contact_id) WHERE ((answered_at IS NULL) AND (wave_id IS NULL));
CREATE UNIQUE INDEX one_primary_membership ON public.customers_membership USING btree (contact_id) WHERE is_primary;
CREATE UNIQUE INDEX one_requester ON public.conversations_participant USING btree (conversation_id) WHERE ((role)::text = 'requester'::text);
CREATE INDEX pair_votes_of_survey ON public.surveys_pairvote USING btree (survey_id, "left", "right");
CREATE INDEX picture_of_nothing_yet ON public.listen_feedbackpicture USING btree (kept_at) WHERE ((feedback_id IS NULL) AND (suspect_id IS NULL));
CREATE INDEX playbook_begins_on ON public.playbooks_playbook USING btree (begins_on) WHERE (NOT (switched_on_at IS NULL));
CREATE UNIQUE INDEX playbook_name_once ON public.playbooks_playbook USING btree (lower((name)::text));
CREATE INDEX playbook_runs ON public.playbooks_playbookrun USING btree (playbook_id, began_at DESC, id DESC);
CREATE UNIQUE INDEX playbook_runs_once ON public.playbooks_playbookrun USING btree (playbook_id, company_id) WHERE ((state)::text = 'running'::text);
CREATE INDEX playbooks_playbook_made_by_id_7e54e2a9 ON public.playbooks_playbook USING btree (made_by_id);
CREATE INDEX playbooks_playbook_segment_id_5b0eb5b4 ON public.playbooks_playbook USING btree (segment_id);
CREATE INDEX playbooks_playbook_tier_id_3b58804c ON public.playbooks_playbook USING btree (tier_id);
CREATE INDEX playbooks_playbookrun_company_id_613b5028 ON public.playbooks_playbookrun USING btree (company_id);
CREATE INDEX playbooks_playbookrun_playbook_id_99512cf5 ON public.playbooks_playbookrun USING btree (playbook_id);
CREATE INDEX playbooks_playbookrun_stopped_by_id_b438d37a ON public.playbooks_playbookrun USING btree (stopped_by_id);
CREATE INDEX playbooks_playbookstep_playbook_id_62ff5ac3 ON public.playbooks_playbookstep USING btree (playbook_id);
CREATE INDEX playbooks_runstep_run_id_1738aa5c ON public.playbooks_runstep USING btree (run_id);
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);
CREATE UNIQUE INDEX quiet_company_once ON public.surveys_quiet USING btree (company_id) WHERE (NOT (company_id IS NULL));
CREATE UNIQUE INDEX quiet_contact_once ON public.surveys_quiet USING btree (contact_id) WHERE (NOT (contact_id IS NULL));
CREATE UNIQUE INDEX quiet_device_once ON public.surveys_quiet USING btree (device) WHERE (NOT ((device)::text = ''::text));
CREATE INDEX rate_newest_first ON public.customers_exchangerate USING btree ("on" DESC, currency, id);
CREATE INDEX rating_newest ON public.satisfaction_rating USING btree (rated_at DESC, id DESC) WHERE (NOT (score IS NULL));
CREATE INDEX rating_of_contact ON public.satisfaction_rating USING btree (contact_id, ask_at DESC);
CREATE INDEX rating_to_ask ON public.satisfaction_rating USING btree (ask_at) WHERE (asked_at IS NULL);
CREATE INDEX reaction_failed_at ON public.foundation_reactionfailure USING btree (failed_at DESC);
CREATE UNIQUE INDEX reason_meaning_once ON public.deals_reasonmeaning USING btree (source, lower((said)::text));
CREATE INDEX recent_of_company ON public.usage_recentevent USING btree (company_id, said_at DESC, id DESC);
CREATE INDEX recent_of_contact ON public.usage_recentevent USING btree (contact_id, said_at DESC);
CREATE INDEX recent_said_at ON public.usage_recentevent USING btree (said_at);
CREATE INDEX refused_row_order ON public.listen_refusedrow USING btree (run_id, id);
CREATE INDEX release_newest ON public.deliver_release USING btree (published_at DESC, id DESC);
CREATE UNIQUE INDEX report_drafted_once ON public.reports_report USING btree (kind, begins_on, last_on) WHERE (published_at IS NULL);
CREATE INDEX report_newest ON public.reports_report USING btree (begins_on DESC, id DESC);
CREATE INDEX reports_point_owner_id_ed9a96a6 ON public.reports_point USING btree (owner_id);
CREATE INDEX reports_point_report_id_8b845ab4 ON public.reports_point USING btree (report_id);
CREATE INDEX reports_report_corrects_id_de568ad0 ON public.reports_report USING btree (corrects_id);
CREATE INDEX reports_report_made_by_id_03bbe55b ON public.reports_report USING btree (made_by_id);
CREATE INDEX reports_report_published_by_id_311aeafa ON public.reports_report USING btree (published_by_id);
CREATE INDEX reports_section_edited_by_id_aa3d7cd7 ON public.reports_section USING btree (edited_by_id);
CREATE INDEX reports_section_key_46a3241b ON public.reports_section USING btree (key);
CREATE INDEX reports_section_key_46a3241b_like ON public.reports_section USING btree (key varchar_pattern_ops);
CREATE INDEX reports_section_report_id_baa90b8e ON public.reports_section USING btree (report_id);
CREATE INDEX reports_verbatim_feedback_id_88bf6e19 ON public.reports_verbatim USING btree (feedback_id);
CREATE INDEX reports_verbatim_report_id_223e3dcd ON public.reports_verbatim USING btree (report_id);
CREATE INDEX response_of_company ON public.surveys_response USING btree (company_id, answered_at DESC) WHERE (NOT (company_id IS NULL));
CREATE INDEX response_of_contact ON public.surveys_response USING btree (contact_id, answered_at DESC) WHERE (NOT (contact_id IS NULL));
CREATE INDEX response_of_device ON public.surveys_response USING btree (device) WHERE (NOT ((device)::text = ''::text));
CREATE INDEX response_of_survey ON public.surveys_response USING btree (survey_id, answered_at DESC, id DESC);
CREATE INDEX response_scored ON public.surveys_response USING btree (survey_id, score) WHERE (NOT (score IS NULL));
CREATE INDEX review_item_of_idea ON public.reviews_reviewitem USING btree (idea_id, id DESC);
CREATE INDEX review_newest ON public.reviews_review USING btree (meets_at DESC, id DESC);
CREATE INDEX reviews_attendee_review_id_37a056bf ON public.reviews_attendee USING btree (review_id);
CREATE INDEX reviews_attendee_staff_id_9b29aaf1 ON public.reviews_attendee USING btree (staff_id);
CREATE INDEX reviews_check_expectation_id_dee01055 ON public.reviews_check USING btree (expectation_id);
CREATE INDEX reviews_check_judged_by_id_f49e0188 ON public.reviews_check USING btree (judged_by_id);
CREATE INDEX reviews_criterion_key_a819d493_like ON public.reviews_criterion USING btree (key varchar_pattern_ops);
CREATE INDEX reviews_expectation_idea_id_e12e45c4 ON public.reviews_expectation USING btree (idea_id);
CREATE INDEX reviews_expectation_owner_id_b9a7b163 ON public.reviews_expectation USING btree (owner_id);
CREATE INDEX reviews_rating_attendee_id_e2192a8f ON public.reviews_rating USING btree (attendee_id);
CREATE INDEX reviews_rating_criterion_51906585 ON public.reviews_rating USING btree (criterion);
CREATE INDEX reviews_rating_criterion_51906585_like ON public.reviews_rating USING btree (criterion varchar_pattern_ops);
CREATE INDEX reviews_rating_item_id_ac9f13d3 ON public.reviews_rating USING btree (item_id);
CREATE INDEX reviews_review_planned_by_id_40987a01 ON public.reviews_review USING btree (planned_by_id);
CREATE INDEX reviews_reviewitem_added_by_id_62641955 ON public.reviews_reviewitem USING btree (added_by_id);
CREATE INDEX reviews_reviewitem_idea_id_689cd637 ON public.reviews_reviewitem USING btree (idea_id);
CREATE INDEX reviews_reviewitem_review_id_e3ed2353 ON public.reviews_reviewitem USING btree (review_id);
CREATE INDEX reviews_verdict_decided_by_id_e414dc01 ON public.reviews_verdict USING btree (decided_by_id);
CREATE INDEX reviews_verdict_decision_id_5148ac1c ON public.reviews_verdict USING btree (decision_id);
CREATE INDEX reviews_verdict_owner_id_31edbd57 ON public.reviews_verdict USING btree (owner_id);
CREATE UNIQUE INDEX reward_code_once ON public.surveys_reward USING btree (incentive_id, code) WHERE (NOT ((code)::text = ''::text));
CREATE INDEX reward_free ON public.surveys_reward USING btree (incentive_id, id) WHERE (given_at IS NULL);
CREATE INDEX round_newest ON public.demand_round USING btree (begun_at DESC);
CREATE UNIQUE INDEX said_reason_once ON public.departures_saidreason USING btree (source, lower((said)::text));
CREATE INDEX satisfaction_rating_contact_id_908fa6a0 ON public.satisfaction_rating USING btree (contact_id);
CREATE INDEX satisfaction_rating_feedback_id_d64aa681 ON public.satisfaction_rating USING btree (feedback_id);
CREATE INDEX satisfaction_rating_mail_id_67627cee ON public.satisfaction_rating USING btree (mail_id);
CREATE INDEX satisfaction_rating_staff_id_b3d24a74 ON public.satisfaction_rating USING btree (staff_id);
CREATE INDEX satisfaction_rating_team_id_314ddbaf ON public.satisfaction_rating USING btree (team_id);
CREATE INDEX score_of_idea ON public.demand_score USING btree (idea_id, id DESC);
CREATE INDEX scoring_newest ON public.demand_scoring USING btree (made_at DESC);
CREATE INDEX search_document_others ON public.understand_searchdocument USING gin (vector) WHERE (NOT ((kind)::text = 'feedback'::text));
CREATE INDEX search_document_vector ON public.understand_searchdocument USING gin (vector);
CREATE INDEX segment_worth_most ON public.decide_segmentidea USING btree (ranking_id, worth DESC, companies DESC, idea_id DESC);
CREATE INDEX showing_began ON public.articles_showing USING btree (began_at);
CREATE INDEX socialaccount_socialaccount_user_id_8146e70c ON public.socialaccount_socialaccount USING btree (user_id);
CREATE INDEX socialaccount_socialtoken_account_id_951f210e ON public.socialaccount_socialtoken USING btree (account_id);
CREATE INDEX socialaccount_socialtoken_app_id_636a42d7 ON public.socialaccount_socialtoken USING btree (app_id);
CREATE INDEX sources_deadletter_source_id_26766caf ON public.sources_deadletter USING btree (source_id);
CREATE INDEX sources_source_key_sha256_9923466c_like ON public.sources_source USING btree (key_sha256 varchar_pattern_ops);
CREATE INDEX sources_source_made_by_id_2f1bd84f ON public.sources_source USING btree (made_by_id);
CREATE INDEX sources_source_product_id_80c1026d ON public.sources_source USING btree (product_id);
CREATE INDEX spike_newest ON public.trends_spike USING btree (began_at DESC, id DESC);
CREATE INDEX spike_of_subject ON public.trends_spike USING btree (subject, began_at DESC);
CREATE UNIQUE INDEX spike_open_once ON public.trends_spike USING btree (subject) WHERE (NOT ((state)::text = 'closed'::text));
CREATE INDEX still_needed_of_idea ON public.demand_stillneeded USING btree (idea_id, answer);
CREATE UNIQUE INDEX subscription_external_id_once ON public.customers_subscription USING btree (external_id) WHERE (NOT ((external_id)::text = ''::text));
CREATE UNIQUE INDEX suggested_one_at_a_time ON public.conversations_tag USING btree (conversation_id) WHERE (confirmed_at IS NULL);
CREATE INDEX suggestions_chosen ON public.articles_shownsuggestion USING btree (subject_id) WHERE (chosen_at IS NOT NULL);
CREATE INDEX suggestions_of ON public.articles_shownsuggestion USING btree (subject_type, subject_id);
CREATE INDEX survey_in_state ON public.surveys_survey USING btree (state, made_at DESC, id DESC);
CREATE INDEX survey_running ON public.surveys_survey USING btree (id) INCLUDE (version, changed_at) WHERE ((state)::text = 'running'::text);
CREATE INDEX surveys_display_company_id_4c07cdc8 ON public.surveys_display USING btree (company_id);
CREATE INDEX surveys_display_contact_id_073c31c4 ON public.surveys_display USING btree (contact_id);
CREATE INDEX surveys_display_key_412f173c_like ON public.surveys_display USING btree (key varchar_pattern_ops);
CREATE INDEX surveys_display_survey_id_930dd590 ON public.surveys_display USING btree (survey_id);
CREATE INDEX surveys_display_wave_id_7f2a7b9c ON public.surveys_display USING btree (wave_id);
CREATE INDEX surveys_gatecount_survey_id_f5c2a1c0 ON public.surveys_gatecount USING btree (survey_id);
CREATE INDEX surveys_invitation_company_id_3726fb14 ON public.surveys_invitation USING btree (company_id);
CREATE INDEX surveys_invitation_contact_id_d710f6eb ON public.surveys_invitation USING btree (contact_id);
CREATE INDEX surveys_invitation_mail_id_628f937a ON public.surveys_invitation USING btree (mail_id);
CREATE INDEX surveys_invitation_reminder_id_7477683b ON public.surveys_invitation USING btree (reminder_id);
CREATE INDEX surveys_invitation_survey_id_d0534764 ON public.surveys_invitation USING btree (survey_id);
CREATE INDEX surveys_invitation_token_7de787e2_like ON public.surveys_invitation USING btree (token varchar_pattern_ops);
CREATE INDEX surveys_invitation_wave_id_56d8896d ON public.surveys_invitation USING btree (wave_id);
CREATE INDEX surveys_pairvote_response_id_716185c5 ON public.surveys_pairvote USING btree (response_id);
CREATE INDEX surveys_pairvote_survey_id_2eeda192 ON public.surveys_pairvote USING btree (survey_id);
CREATE INDEX surveys_question_key_72c4d5f6 ON public.surveys_question USING btree (key);
CREATE INDEX surveys_question_key_72c4d5f6_like ON public.surveys_question USING btree (key varchar_pattern_ops);
CREATE INDEX surveys_question_survey_id_0f30caa3 ON public.surveys_question USING btree (survey_id);
CREATE INDEX surveys_quiet_by_id_caf3d44c ON public.surveys_quiet USING btree (by_id);
CREATE INDEX surveys_quiet_company_id_0b7b6b70 ON public.surveys_quiet USING btree (company_id);
CREATE INDEX surveys_quiet_contact_id_5a8eff2a ON public.surveys_quiet USING btree (contact_id);
CREATE INDEX surveys_response_company_id_f29c54db ON public.surveys_response USING btree (company_id);
CREATE INDEX surveys_response_contact_id_8cb1010f ON public.surveys_response USING btree (contact_id);
CREATE INDEX surveys_response_feedback_id_42f0d9bf ON public.surveys_response USING btree (feedback_id);
CREATE INDEX surveys_response_submission_key_dc033d8e_like ON public.surveys_response USING btree (submission_key varchar_pattern_ops);
CREATE INDEX surveys_response_survey_id_907701cf ON public.surveys_response USING btree (survey_id);
CREATE INDEX surveys_response_wave_id_61ed6b61 ON public.surveys_response USING btree (wave_id);
CREATE INDEX surveys_responseitem_feedback_id_1a856862 ON public.surveys_responseitem USING btree (feedback_id);
CREATE INDEX surveys_responseitem_question_id_e374747a ON public.surveys_responseitem USING btree (question_id);
CREATE INDEX surveys_responseitem_response_id_1087f751 ON public.surveys_responseitem USING btree (response_id);
CREATE INDEX surveys_reward_contact_id_6fe6d6cb ON public.surveys_reward USING btree (contact_id);
CREATE INDEX surveys_reward_incentive_id_44bdae06 ON public.surveys_reward USING btree (incentive_id);
CREATE INDEX surveys_stratum_survey_id_de32845e ON public.surveys_stratum USING btree (survey_id);
CREATE INDEX surveys_survey_link_token_2f8dbdad_like ON public.surveys_survey USING btree (link_token varchar_pattern_ops);
CREATE INDEX surveys_survey_made_by_id_10a51689 ON public.surveys_survey USING btree (made_by_id);
CREATE INDEX surveys_survey_segment_id_a3411d1b ON public.surveys_survey USING btree (segment_id);
CREATE INDEX surveys_wave_drawn_by_id_9b797da3 ON public.surveys_wave USING btree (drawn_by_id);
CREATE INDEX surveys_wave_survey_id_8739e5ef ON public.surveys_wave USING btree (survey_id);
CREATE INDEX suspect_newest ON public.listen_suspect USING btree (held_at DESC, id DESC) WHERE (let_in_at IS NULL);
CREATE INDEX tag_by_arrival ON public.conversations_tag USING btree (arrived_at, area_id, category_id);
CREATE INDEX tag_of_pair ON public.conversations_tag USING btree (area_id, category_id, arrived_at DESC);
CREATE INDEX takes_part ON public.conversations_participant USING btree (contact_id);
CREATE INDEX takes_part_from ON public.conversations_participant USING btree (address) WHERE (NOT ((address)::text = ''::text));
CREATE UNIQUE INDEX takes_part_once ON public.conversations_participant USING btree (conversation_id, address) WHERE (NOT ((address)::text = ''::text));
CREATE INDEX tally_over ON public.foundation_tally USING btree (ends_at);
CREATE INDEX task_open ON public.workspace_task USING btree (assignee_id, due_on, id) WHERE ((done_at IS NULL) AND (dropped_at IS NULL));
CREATE UNIQUE INDEX task_open_once ON public.workspace_task USING btree (kind, subject_type, subject_id) WHERE ((done_at IS NULL) AND (dropped_at IS NULL) AND (subject_id IS NOT NULL));
CREATE UNIQUE INDEX told_once_about_feedback ON public.answer_answer USING btree (contact_id, feedback_id, occasion) WHERE (NOT (feedback_id IS NULL));
CREATE UNIQUE INDEX told_once_about_idea ON public.answer_answer USING btree (contact_id, idea_id, occasion, round) WHERE (NOT (idea_id IS NULL));
CREATE INDEX triage_batch_of ON public.listen_triagebatch USING btree (made_by_id, made_at DESC);
CREATE INDEX triage_step_age ON public.listen_triagestep USING btree (made_at);
CREATE INDEX triage_step_of ON public.listen_triagestep USING btree (made_by_id, made_at DESC, id DESC) WHERE (undone_at IS NULL);
CREATE INDEX turn_newest ON public.decide_evidenceturn USING btree (evidence_id, happened_at DESC);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY (ARRAY[('totp'::character varying)::text, ('recovery_codes'::character varying)::text]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX unstarted_waiting ON public.departures_unstarted USING btree (help_until, id) WHERE ((begun_at IS NULL) AND (ended_at IS NULL));
CREATE INDEX usage_companyseen_company_id_e461d580 ON public.usage_companyseen USING btree (company_id);
CREATE INDEX usage_contactseen_contact_id_2636d7d3 ON public.usage_contactseen USING btree (contact_id);
CREATE INDEX usage_dailyuse_company_id_bf335a8a ON public.usage_dailyuse USING btree (company_id);
CREATE INDEX usage_dailyuse_contact_id_d62fe8c3 ON public.usage_dailyuse USING btree (contact_id);
CREATE INDEX usage_dailyuse_event_id_c18794ec ON public.usage_dailyuse USING btree (event_id);
CREATE INDEX usage_deletion_contact_id_2690c1fb ON public.usage_deletion USING btree (contact_id);
CREATE INDEX usage_devicetraits_device_44de8321_like ON public.usage_devicetraits USING btree (device varchar_pattern_ops);
CREATE INDEX usage_eventname_area_id_1a003d5d ON public.usage_eventname USING btree (area_id);
CREATE INDEX usage_keptfor_kind_ce034d9d_like ON public.usage_keptfor USING btree (kind varchar_pattern_ops);
CREATE INDEX usage_owederasure_contact_id_1d7043cf ON public.usage_owederasure USING btree (contact_id);
CREATE INDEX usage_ownpattern_pattern_36afe8cf_like ON public.usage_ownpattern USING btree (pattern varchar_pattern_ops);
CREATE INDEX usage_recentevent_company_id_1aee0f96 ON public.usage_recentevent USING btree (company_id);
CREATE INDEX usage_recentevent_contact_id_3376a295 ON public.usage_recentevent USING btree (contact_id);
CREATE INDEX usage_recentevent_event_id_bafd2178 ON public.usage_recentevent USING btree (event_id);
CREATE INDEX use_of_company ON public.usage_dailyuse USING btree (company_id, event_id, day);
CREATE INDEX use_of_contact ON public.usage_dailyuse USING btree (contact_id, event_id, day);
CREATE INDEX use_of_event ON public.usage_dailyuse USING btree (event_id, day);
CREATE INDEX use_of_unknown ON public.usage_dailyuse USING btree (known_as, day) WHERE (NOT ((known_as)::text = ''::text));
CREATE INDEX use_to_count_on ON public.usage_dailyuse USING btree (day, event_id, COALESCE(company_id, (0)::bigint), COALESCE(contact_id, (0)::bigint), known_as);
CREATE INDEX verdict_deferred ON public.reviews_verdict USING btree (defer_until) WHERE ((outcome)::text = 'defer'::text);
CREATE INDEX waits_for_subject ON public.conversations_productwait USING btree (subject_type, subject_id) WHERE (ended_at IS NULL);
CREATE INDEX wave_to_send ON public.surveys_wave USING btree (begins_at) WHERE ((state)::text = ANY (ARRAY[('drawn'::character varying)::text, ('sending'::character varying)::text]));
CREATE INDEX webhooks_attempt_delivery_id_bb1708b1 ON public.webhooks_attempt USING btree (delivery_id);
CREATE INDEX webhooks_delivery_endpoint_id_6cbee67d ON public.webhooks_delivery USING btree (endpoint_id);
CREATE INDEX webhooks_delivery_message_id_a0da0826_like ON public.webhooks_delivery USING btree (message_id varchar_pattern_ops);
CREATE INDEX webhooks_endpoint_made_by_id_6614e4c6 ON public.webhooks_endpoint USING btree (made_by_id);
CREATE UNIQUE INDEX wording_of_idea_once ON public.answer_wording USING btree (occasion, language, source, idea_id) WHERE (NOT (idea_id IS NULL));
CREATE UNIQUE INDEX wording_once ON public.answer_wording USING btree (occasion, language, source) WHERE (idea_id IS NULL);
CREATE INDEX work_item_read ON public.work_items_workitem USING btree (tracker, read_at);
CREATE INDEX work_items_spikelink_item_id_3765fb3f ON public.work_items_spikelink USING btree (item_id);
CREATE INDEX work_items_spikelink_made_by_id_9adbbce3 ON public.work_items_spikelink USING btree (made_by_id);
CREATE INDEX work_items_spikelink_spike_id_193ca6d6 ON public.work_items_spikelink USING btree (spike_id);
CREATE INDEX work_items_wanteditem_conversation_id_d0de7ecb ON public.work_items_wanteditem USING btree (conversation_id);
CREATE INDEX work_items_wanteditem_idea_id_f2cb3e37 ON public.work_items_wanteditem USING btree (idea_id);
CREATE INDEX work_items_wanteditem_item_id_85ad8717 ON public.work_items_wanteditem USING btree (item_id);
CREATE INDEX work_items_wanteditem_key_805a6ca4_like ON public.work_items_wanteditem USING btree (key varchar_pattern_ops);
CREATE INDEX work_items_wanteditem_made_by_id_b39c3d2f ON public.work_items_wanteditem USING btree (made_by_id);
CREATE INDEX work_items_wanteditem_spike_id_fa9cc142 ON public.work_items_wanteditem USING btree (spike_id);
CREATE INDEX work_items_wanteditem_tracker_228318df ON public.work_items_wanteditem USING btree (tracker);
CREATE INDEX work_items_wanteditem_tracker_228318df_like ON public.work_items_wanteditem USING btree (tracker varchar_pattern_ops);
CREATE INDEX work_items_workitem_duplicate_of_id_96cafe13 ON public.work_items_workitem USING btree (duplicate_of_id);
CREATE INDEX work_items_workitem_made_by_id_2590bb60 ON public.work_items_workitem USING btree (made_by_id);
CREATE INDEX work_items_workitem_tracker_c0fef453 ON public.work_items_workitem USING btree (tracker);
CREATE INDEX work_items_workitem_tracker_c0fef453_like ON public.work_items_workitem USING btree (tracker varchar_pattern_ops);
CREATE INDEX work_items_workitemlink_idea_id_183ec1fc ON public.work_items_workitemlink USING btree (idea_id);
CREATE INDEX work_items_workitemlink_item_id_ccc46d8d ON public.work_items_workitemlink USING btree (item_id);
CREATE INDEX work_items_workitemlink_made_by_id_dc3939ea ON public.work_items_workitemlink USING btree (made_by_id);
CREATE INDEX workspace_apitoken_made_by_id_c2fd7cfd ON public.workspace_apitoken USING btree (made_by_id);
CREATE INDEX workspace_apitoken_token_sha256_a595ea96_like ON public.workspace_apitoken USING btree (token_sha256 varchar_pattern_ops);
CREATE INDEX workspace_area_parent_id_7a0dbf8d ON public.workspace_area USING btree (parent_id);
CREATE INDEX workspace_area_product_id_0041b10f ON public.workspace_area USING btree (product_id);
CREATE INDEX workspace_area_team_id_ad2efcdf ON public.workspace_area USING btree (team_id);
CREATE INDEX workspace_category_key_a9787a1a_like ON public.workspace_category USING btree (key varchar_pattern_ops);
CREATE INDEX workspace_competitorspelling_competitor_id_242b2eb4 ON public.workspace_competitorspelling USING btree (competitor_id);
CREATE INDEX workspace_handedon_giver_id_b3528aac ON public.workspace_handedon USING btree (giver_id);
CREATE INDEX workspace_handedon_made_by_id_89bc01b4 ON public.workspace_handedon USING btree (made_by_id);
CREATE INDEX workspace_handedon_taker_id_c59f9502 ON public.workspace_handedon USING btree (taker_id);
CREATE INDEX workspace_invitation_accepted_by_id_83892fde ON public.workspace_invitation USING btree (accepted_by_id);
CREATE INDEX workspace_invitation_invited_by_id_bcec306f ON public.workspace_invitation USING btree (invited_by_id);
CREATE INDEX workspace_invitation_token_sha256_25fe5e46_like ON public.workspace_invitation USING btree (token_sha256 varchar_pattern_ops);
CREATE INDEX workspace_keptanswer_token_id_52851f1c ON public.workspace_keptanswer USING btree (token_id);
CREATE INDEX workspace_notification_fact_id_600f4f33 ON public.workspace_notification USING btree (fact_id);
CREATE INDEX workspace_notification_staff_id_53ef2875 ON public.workspace_notification USING btree (staff_id);
CREATE INDEX workspace_notificationchoice_staff_id_d21568b1 ON public.workspace_notificationchoice USING btree (staff_id);
CREATE INDEX workspace_product_name_11417a70_like ON public.workspace_product USING btree (name varchar_pattern_ops);
CREATE INDEX workspace_reason_key_356428a9 ON public.workspace_reason USING btree (key);
CREATE INDEX workspace_reason_key_356428a9_like ON public.workspace_reason USING btree (key varchar_pattern_ops);
CREATE INDEX workspace_reason_parent_id_70747083 ON public.workspace_reason USING btree (parent_id);
CREATE INDEX workspace_savedview_owner_id_56889017 ON public.workspace_savedview USING btree (owner_id);
CREATE INDEX workspace_savedview_place_f1dbd60f ON public.workspace_savedview USING btree (place);
CREATE INDEX workspace_savedview_place_f1dbd60f_like ON public.workspace_savedview USING btree (place varchar_pattern_ops);
CREATE INDEX workspace_setupstep_key_09eefd89_like ON public.workspace_setupstep USING btree (key varchar_pattern_ops);
CREATE INDEX workspace_setupstep_noted_by_id_bf1fffb8 ON public.workspace_setupstep USING btree (noted_by_id);
CREATE INDEX workspace_staff_email_f790308d_like ON public.workspace_staff USING btree (email varchar_pattern_ops);
CREATE INDEX workspace_staff_teams_staff_id_1bcf4e41 ON public.workspace_staff_teams USING btree (staff_id);
CREATE INDEX workspace_staff_teams_team_id_fe52b4c9 ON public.workspace_staff_teams USING btree (team_id);
CREATE INDEX workspace_task_assignee_id_0659b5f0 ON public.workspace_task USING btree (assignee_id);
CREATE INDEX workspace_task_done_by_id_498c669a ON public.workspace_task USING btree (done_by_id);
CREATE INDEX workspace_task_kind_937d92af ON public.workspace_task USING btree (kind);
CREATE INDEX workspace_task_kind_937d92af_like ON public.workspace_task USING btree (kind varchar_pattern_ops);
CREATE INDEX workspace_task_made_by_id_d5051b72 ON public.workspace_task USING btree (made_by_id);
CREATE INDEX workspace_team_name_f64871e2_like ON public.workspace_team USING btree (name varchar_pattern_ops);
CREATE INDEX workspace_tier_name_13aec699_like ON public.workspace_tier USING btree (name varchar_pattern_ops);
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

ALTER TABLE public.procrastinate_jobs DISABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1;
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_workspace_staff_id FOREIGN KEY (user_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analyses_analysis
    ADD CONSTRAINT analyses_analysis_deal_id_f754cbac_fk_deals_deal_id FOREIGN KEY (deal_id) REFERENCES public.deals_deal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analyses_analysis
    ADD CONSTRAINT analyses_analysis_ended_by_id_77c8a540_fk_workspace_staff_id FOREIGN KEY (ended_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analyses_analysis
    ADD CONSTRAINT analyses_analysis_feedback_id_e8dcf9c8_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analyses_analysis
    ADD CONSTRAINT analyses_analysis_idea_id_f7fdf3d0_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analyses_analysis
    ADD CONSTRAINT analyses_analysis_task_id_476927ac_fk_workspace_task_id FOREIGN KEY (task_id) REFERENCES public.workspace_task(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analyses_analysisstep
    ADD CONSTRAINT analyses_analysisste_analysis_id_851625d0_fk_analyses_ FOREIGN KEY (analysis_id) REFERENCES public.analyses_analysis(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analyses_analysisstep
    ADD CONSTRAINT analyses_analysisstep_done_by_id_d757c0fd_fk_workspace_staff_id FOREIGN KEY (done_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_answer
    ADD CONSTRAINT answer_answer_contact_id_d238417f_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_answer
    ADD CONSTRAINT answer_answer_decision_id_13081a14_fk_decide_decision_id FOREIGN KEY (decision_id) REFERENCES public.decide_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_answer
    ADD CONSTRAINT answer_answer_edited_by_id_9c31bc60_fk_workspace_staff_id FOREIGN KEY (edited_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_answer
    ADD CONSTRAINT answer_answer_feedback_id_128690e8_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_answer
    ADD CONSTRAINT answer_answer_idea_id_7d689f6c_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_answer
    ADD CONSTRAINT answer_answer_mail_id_60e338c5_fk_foundation_outgoingmail_id FOREIGN KEY (mail_id) REFERENCES public.foundation_outgoingmail(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_answer
    ADD CONSTRAINT answer_answer_quote_id_2198511f_fk_listen_feedback_id FOREIGN KEY (quote_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_answer
    ADD CONSTRAINT answer_answer_release_id_c781699f_fk_deliver_release_id FOREIGN KEY (release_id) REFERENCES public.deliver_release(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_answer
    ADD CONSTRAINT answer_answer_told_by_id_7f1906b3_fk_workspace_staff_id FOREIGN KEY (told_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_ideaoptout
    ADD CONSTRAINT answer_ideaoptout_contact_id_9f33cddc_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_ideaoptout
    ADD CONSTRAINT answer_ideaoptout_idea_id_767c9255_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_wording
    ADD CONSTRAINT answer_wording_edited_by_id_1ff10c0f_fk_workspace_staff_id FOREIGN KEY (edited_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.answer_wording
    ADD CONSTRAINT answer_wording_idea_id_a63ac7d0_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_area_id_e73a28ad_fk_workspace_area_id FOREIGN KEY (area_id) REFERENCES public.workspace_area(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_owner_id_9cf33c2d_fk_workspace_staff_id FOREIGN KEY (owner_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_segment_id_a7fd7e62_fk_customers_segment_id FOREIGN KEY (segment_id) REFERENCES public.customers_segment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_articleimage
    ADD CONSTRAINT articles_articleimag_article_id_b2a67e90_fk_articles_ FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_articleimage
    ADD CONSTRAINT articles_articleimage_kept_by_id_d2ff456f_fk_workspace_staff_id FOREIGN KEY (kept_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_articlerating
    ADD CONSTRAINT articles_articlerati_article_id_b451b4f6_fk_articles_ FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_articlerating
    ADD CONSTRAINT articles_articlerati_contact_id_3ba8b577_fk_customers FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_articlerating
    ADD CONSTRAINT articles_articlerati_feedback_id_160f5844_fk_listen_fe FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_articleredirect
    ADD CONSTRAINT articles_articleredi_article_id_a1475f3b_fk_articles_ FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_articletext
    ADD CONSTRAINT articles_articletext_article_id_067eaf9c_fk_articles_article_id FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_articletext
    ADD CONSTRAINT articles_articletext_updated_by_id_826e8c27_fk_workspace FOREIGN KEY (updated_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_articleversion
    ADD CONSTRAINT articles_articlevers_article_id_71cb0f13_fk_articles_ FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_articleversion
    ADD CONSTRAINT articles_articlevers_published_by_id_4608ac92_fk_workspace FOREIGN KEY (published_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_shownsuggestion
    ADD CONSTRAINT articles_shownsugges_showing_id_6c849c14_fk_articles_ FOREIGN KEY (showing_id) REFERENCES public.articles_showing(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_wishsource
    ADD CONSTRAINT articles_wishsource_added_by_id_1c19cb46_fk_workspace_staff_id FOREIGN KEY (added_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_wishsource
    ADD CONSTRAINT articles_wishsource_wish_id_b4dac5a3_fk_articles_writingwish_id FOREIGN KEY (wish_id) REFERENCES public.articles_writingwish(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_writingwish
    ADD CONSTRAINT articles_writingwish_area_id_91087fa4_fk_workspace_area_id FOREIGN KEY (area_id) REFERENCES public.workspace_area(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_writingwish
    ADD CONSTRAINT articles_writingwish_article_id_251d733f_fk_articles_article_id FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_writingwish
    ADD CONSTRAINT articles_writingwish_made_by_id_d640c1b2_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_automationversion
    ADD CONSTRAINT automations_automati_automation_id_1d5ce1b5_fk_automatio FOREIGN KEY (automation_id) REFERENCES public.automations_automation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_automation
    ADD CONSTRAINT automations_automati_made_by_id_0993828a_fk_workspace FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_automationversion
    ADD CONSTRAINT automations_automati_saved_by_id_b0203cd6_fk_workspace FOREIGN KEY (saved_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_consequence
    ADD CONSTRAINT automations_conseque_firing_id_7f00bb8a_fk_automatio FOREIGN KEY (firing_id) REFERENCES public.automations_firing(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_firing
    ADD CONSTRAINT automations_firing_automation_id_f2db699a_fk_automatio FOREIGN KEY (automation_id) REFERENCES public.automations_automation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_firing
    ADD CONSTRAINT automations_firing_conversation_id_040dcd23_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_attachment
    ADD CONSTRAINT conversations_attach_message_id_9179b1e8_fk_conversat FOREIGN KEY (message_id) REFERENCES public.conversations_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_assignee_id_e845f644_fk_workspace FOREIGN KEY (assignee_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_closed_by_id_aee47584_fk_workspace FOREIGN KEY (closed_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_company_id_122724fe_fk_customers FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversationmerge
    ADD CONSTRAINT conversations_conver_gone_id_9f12a828_fk_conversat FOREIGN KEY (gone_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversationmerge
    ADD CONSTRAINT conversations_conver_kept_id_e27ccc05_fk_conversat FOREIGN KEY (kept_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversationmerge
    ADD CONSTRAINT conversations_conver_made_by_id_58f21994_fk_workspace FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_mailbox_id_7fb25662_fk_mailboxes FOREIGN KEY (mailbox_id) REFERENCES public.mailboxes_mailbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_merged_into_id_18d56788_fk_conversat FOREIGN KEY (merged_into_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_requester_id_80ef2661_fk_customers FOREIGN KEY (requester_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_split_from_id_3765db16_fk_conversat FOREIGN KEY (split_from_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_team_id_c9f144f2_fk_workspace FOREIGN KEY (team_id) REFERENCES public.workspace_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_conversation_id_8be0ce8b_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_seen_message_id_e87b4a47_fk_conversat FOREIGN KEY (seen_message_id) REFERENCES public.conversations_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_staff_id_5c76ead8_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_draftfile
    ADD CONSTRAINT conversations_draftf_draft_id_1becdbc8_fk_conversat FOREIGN KEY (draft_id) REFERENCES public.conversations_draft(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_follower
    ADD CONSTRAINT conversations_follow_conversation_id_8e4ada09_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_follower
    ADD CONSTRAINT conversations_follower_staff_id_b9ab1cb1_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mentio_conversation_id_aa3de93d_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mentio_message_id_092f4b14_fk_conversat FOREIGN KEY (message_id) REFERENCES public.conversations_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mention_staff_id_5df75834_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_messag_contact_id_1bec6b21_fk_customers FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_messag_conversation_id_f1a2d5e9_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_messag_incoming_id_e4d67c2d_fk_mailboxes FOREIGN KEY (incoming_id) REFERENCES public.mailboxes_incomingmail(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_messag_mail_id_1624991e_fk_foundatio FOREIGN KEY (mail_id) REFERENCES public.foundation_outgoingmail(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_message_staff_id_c9633be3_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_participant
    ADD CONSTRAINT conversations_partic_contact_id_bc83e05f_fk_customers FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_participant
    ADD CONSTRAINT conversations_partic_conversation_id_69e50799_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_participant
    ADD CONSTRAINT conversations_partic_seen_message_id_3deb465b_fk_conversat FOREIGN KEY (seen_message_id) REFERENCES public.conversations_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_passage
    ADD CONSTRAINT conversations_passag_feedback_id_49b7a21a_fk_listen_fe FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_passage
    ADD CONSTRAINT conversations_passag_message_id_453626b1_fk_conversat FOREIGN KEY (message_id) REFERENCES public.conversations_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_productwait
    ADD CONSTRAINT conversations_produc_conversation_id_f6492adc_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_readmark
    ADD CONSTRAINT conversations_readma_conversation_id_05bbc5e7_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_readmark
    ADD CONSTRAINT conversations_readma_message_id_5e0c70b8_fk_conversat FOREIGN KEY (message_id) REFERENCES public.conversations_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_readmark
    ADD CONSTRAINT conversations_readmark_staff_id_d25ee370_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_surroundings
    ADD CONSTRAINT conversations_surrou_message_id_93fee0ef_fk_conversat FOREIGN KEY (message_id) REFERENCES public.conversations_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_tag
    ADD CONSTRAINT conversations_tag_area_id_74ffa53b_fk_workspace_area_id FOREIGN KEY (area_id) REFERENCES public.workspace_area(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_tag
    ADD CONSTRAINT conversations_tag_category_id_876eb73b_fk_workspace_category_id FOREIGN KEY (category_id) REFERENCES public.workspace_category(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_tag
    ADD CONSTRAINT conversations_tag_confirmed_by_id_08f5de63_fk_workspace FOREIGN KEY (confirmed_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_tag
    ADD CONSTRAINT conversations_tag_conversation_id_c416528c_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.crm_crmarrival
    ADD CONSTRAINT crm_crmarrival_connection_id_15e936d5_fk_crm_crmconnection_id FOREIGN KEY (connection_id) REFERENCES public.crm_crmconnection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.crm_crmconnection
    ADD CONSTRAINT crm_crmconnection_made_by_id_7dbde047_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.crm_crmreading
    ADD CONSTRAINT crm_crmreading_connection_id_759060d2_fk_crm_crmconnection_id FOREIGN KEY (connection_id) REFERENCES public.crm_crmconnection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_company
    ADD CONSTRAINT customers_company_merged_into_id_2ba219f5_fk_customers FOREIGN KEY (merged_into_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_company
    ADD CONSTRAINT customers_company_owner_id_0e4df49e_fk_workspace_staff_id FOREIGN KEY (owner_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_company
    ADD CONSTRAINT customers_company_tier_id_0eb0d006_fk_workspace_tier_id FOREIGN KEY (tier_id) REFERENCES public.workspace_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_companyalias
    ADD CONSTRAINT customers_companyali_company_id_363310a9_fk_customers FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_consent
    ADD CONSTRAINT customers_consent_contact_id_37be4d89_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_consent
    ADD CONSTRAINT customers_consent_noted_by_id_5f43e76f_fk_workspace_staff_id FOREIGN KEY (noted_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_contact
    ADD CONSTRAINT customers_contact_merged_into_id_eba454dd_fk_customers FOREIGN KEY (merged_into_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_contactidentity
    ADD CONSTRAINT customers_contactide_contact_id_e648984e_fk_customers FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_identitykey
    ADD CONSTRAINT customers_identitykey_made_by_id_e9d64fa2_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_membership
    ADD CONSTRAINT customers_membership_company_id_227fe86d_fk_customers FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_membership
    ADD CONSTRAINT customers_membership_contact_id_5e199f03_fk_customers FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_merge
    ADD CONSTRAINT customers_merge_made_by_id_6679b47c_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_merge
    ADD CONSTRAINT customers_merge_undone_by_id_6cedfb9e_fk_workspace_staff_id FOREIGN KEY (undone_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_segment
    ADD CONSTRAINT customers_segment_made_by_id_016f2da6_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_segmentmember
    ADD CONSTRAINT customers_segmentmem_company_id_ae56f457_fk_customers FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_segmentmember
    ADD CONSTRAINT customers_segmentmem_segment_id_fba850d6_fk_customers FOREIGN KEY (segment_id) REFERENCES public.customers_segment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_subscription
    ADD CONSTRAINT customers_subscripti_company_id_21eebd47_fk_customers FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_subscription
    ADD CONSTRAINT customers_subscripti_product_id_2ea503ec_fk_workspace FOREIGN KEY (product_id) REFERENCES public.workspace_product(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_deal
    ADD CONSTRAINT deals_deal_company_id_f235c9bd_fk_customers_company_id FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_deal
    ADD CONSTRAINT deals_deal_competitor_id_0cc1a800_fk_workspace_competitor_id FOREIGN KEY (competitor_id) REFERENCES public.workspace_competitor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_deal
    ADD CONSTRAINT deals_deal_contact_id_d0943413_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_deal
    ADD CONSTRAINT deals_deal_owner_id_2f09ac61_fk_workspace_staff_id FOREIGN KEY (owner_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_dealdoubt
    ADD CONSTRAINT deals_dealdoubt_deal_id_362fa8b6_fk_deals_deal_id FOREIGN KEY (deal_id) REFERENCES public.deals_deal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_dealmissing
    ADD CONSTRAINT deals_dealmissing_deal_id_65c71a56_fk_deals_deal_id FOREIGN KEY (deal_id) REFERENCES public.deals_deal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_dealmissing
    ADD CONSTRAINT deals_dealmissing_feedback_id_650dcbf6_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_dealreason
    ADD CONSTRAINT deals_dealreason_deal_id_ad1dcbce_fk_deals_deal_id FOREIGN KEY (deal_id) REFERENCES public.deals_deal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_dealreason
    ADD CONSTRAINT deals_dealreason_reason_id_154df04d_fk_workspace_reason_id FOREIGN KEY (reason_id) REFERENCES public.workspace_reason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_dealreason
    ADD CONSTRAINT deals_dealreason_recorded_by_id_f6c0b658_fk_workspace_staff_id FOREIGN KEY (recorded_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_reasonmeaning
    ADD CONSTRAINT deals_reasonmeaning_competitor_id_a4fdc8b6_fk_workspace FOREIGN KEY (competitor_id) REFERENCES public.workspace_competitor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_reasonmeaning
    ADD CONSTRAINT deals_reasonmeaning_decided_by_id_c848fe11_fk_workspace FOREIGN KEY (decided_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_reasonmeaning
    ADD CONSTRAINT deals_reasonmeaning_reason_id_1c7a82bb_fk_workspace_reason_id FOREIGN KEY (reason_id) REFERENCES public.workspace_reason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deals_stagemeaning
    ADD CONSTRAINT deals_stagemeaning_decided_by_id_9ba26dc6_fk_workspace_staff_id FOREIGN KEY (decided_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_board
    ADD CONSTRAINT decide_board_segment_id_b662af3c_fk_customers_segment_id FOREIGN KEY (segment_id) REFERENCES public.customers_segment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_bulkedit
    ADD CONSTRAINT decide_bulkedit_made_by_id_76d9993f_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_comment
    ADD CONSTRAINT decide_comment_feedback_id_1c9f1b10_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_comment
    ADD CONSTRAINT decide_comment_idea_id_1918bfee_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_comment
    ADD CONSTRAINT decide_comment_reply_to_id_cfc5ed63_fk_decide_comment_id FOREIGN KEY (reply_to_id) REFERENCES public.decide_comment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_comment
    ADD CONSTRAINT decide_comment_staff_id_71604480_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_decision
    ADD CONSTRAINT decide_decision_decided_by_id_71743c1b_fk_workspace_staff_id FOREIGN KEY (decided_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_decision
    ADD CONSTRAINT decide_decision_idea_id_d7193c80_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_decisiontranslation
    ADD CONSTRAINT decide_decisiontrans_decision_id_040db507_fk_decide_de FOREIGN KEY (decision_id) REFERENCES public.decide_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_evidence
    ADD CONSTRAINT decide_evidence_company_id_126e75cb_fk_customers_company_id FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_evidence
    ADD CONSTRAINT decide_evidence_contact_id_ae5cdf6c_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_evidence
    ADD CONSTRAINT decide_evidence_idea_id_0b022cf4_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_evidenceitem
    ADD CONSTRAINT decide_evidenceitem_evidence_id_93df5a99_fk_decide_evidence_id FOREIGN KEY (evidence_id) REFERENCES public.decide_evidence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_evidenceitem
    ADD CONSTRAINT decide_evidenceitem_feedback_id_b1261635_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_evidenceitem
    ADD CONSTRAINT decide_evidenceitem_idea_id_18ed170a_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_evidenceitem
    ADD CONSTRAINT decide_evidenceitem_linked_by_id_4e9c6bac_fk_workspace_staff_id FOREIGN KEY (linked_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_evidenceitem
    ADD CONSTRAINT decide_evidenceitem_vote_id_684f3852_fk_decide_vote_id FOREIGN KEY (vote_id) REFERENCES public.decide_vote(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_evidenceturn
    ADD CONSTRAINT decide_evidenceturn_evidence_id_fac20fbd_fk_decide_evidence_id FOREIGN KEY (evidence_id) REFERENCES public.decide_evidence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_evidenceturn
    ADD CONSTRAINT decide_evidenceturn_staff_id_cf621282_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_follower
    ADD CONSTRAINT decide_follower_contact_id_241e62ed_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_follower
    ADD CONSTRAINT decide_follower_idea_id_83503385_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_idea
    ADD CONSTRAINT decide_idea_area_id_0778d7f5_fk_workspace_area_id FOREIGN KEY (area_id) REFERENCES public.workspace_area(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_idea
    ADD CONSTRAINT decide_idea_board_id_2c6681c8_fk_decide_board_id FOREIGN KEY (board_id) REFERENCES public.decide_board(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_idea
    ADD CONSTRAINT decide_idea_loudest_id_aeb82cd8_fk_listen_feedback_id FOREIGN KEY (loudest_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_idea
    ADD CONSTRAINT decide_idea_merged_into_id_6d43c0a0_fk_decide_idea_id FOREIGN KEY (merged_into_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_idea
    ADD CONSTRAINT decide_idea_owner_id_302dd0c3_fk_workspace_staff_id FOREIGN KEY (owner_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_idea
    ADD CONSTRAINT decide_idea_public_quote_id_bf13c070_fk_listen_feedback_id FOREIGN KEY (public_quote_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_ideamerge
    ADD CONSTRAINT decide_ideamerge_merged_by_id_00bca41e_fk_workspace_staff_id FOREIGN KEY (merged_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_ideamerge
    ADD CONSTRAINT decide_ideamerge_source_id_e45ca453_fk_decide_idea_id FOREIGN KEY (source_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_ideamerge
    ADD CONSTRAINT decide_ideamerge_target_id_706cf052_fk_decide_idea_id FOREIGN KEY (target_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_ideamerge
    ADD CONSTRAINT decide_ideamerge_undone_by_id_b6155d96_fk_workspace_staff_id FOREIGN KEY (undone_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_ideamonth
    ADD CONSTRAINT decide_ideamonth_idea_id_ce25baa5_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_idearank
    ADD CONSTRAINT decide_idearank_idea_id_0a830410_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_ideatranslation
    ADD CONSTRAINT decide_ideatranslation_idea_id_6ea364ed_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_importedidea
    ADD CONSTRAINT decide_importedidea_idea_id_91c6995e_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_segmentidea
    ADD CONSTRAINT decide_segmentidea_idea_id_8abb47fc_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_segmentidea
    ADD CONSTRAINT decide_segmentidea_loudest_id_7fe9e95f_fk_listen_feedback_id FOREIGN KEY (loudest_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_segmentidea
    ADD CONSTRAINT decide_segmentidea_ranking_id_15bb5b70_fk_decide_se FOREIGN KEY (ranking_id) REFERENCES public.decide_segmentranking(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_segmentranking
    ADD CONSTRAINT decide_segmentrankin_segment_id_6ba71342_fk_customers FOREIGN KEY (segment_id) REFERENCES public.customers_segment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_vote
    ADD CONSTRAINT decide_vote_contact_id_1b78ed16_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.decide_vote
    ADD CONSTRAINT decide_vote_idea_id_3c2d7b3a_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deliver_release
    ADD CONSTRAINT deliver_release_made_by_id_8dbf2cff_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deliver_release
    ADD CONSTRAINT deliver_release_product_id_baa5b972_fk_workspace_product_id FOREIGN KEY (product_id) REFERENCES public.workspace_product(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deliver_releasedidea
    ADD CONSTRAINT deliver_releasedidea_idea_id_18236d48_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deliver_releasedidea
    ADD CONSTRAINT deliver_releasedidea_release_id_fd063df0_fk_deliver_release_id FOREIGN KEY (release_id) REFERENCES public.deliver_release(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deliver_releasethanks
    ADD CONSTRAINT deliver_releasethanks_release_id_bae6fa67_fk_deliver_release_id FOREIGN KEY (release_id) REFERENCES public.deliver_release(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deliver_releasethanks
    ADD CONSTRAINT deliver_releasethanks_survey_id_e679f3b3_fk_surveys_survey_id FOREIGN KEY (survey_id) REFERENCES public.surveys_survey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deliver_releasetranslation
    ADD CONSTRAINT deliver_releasetrans_release_id_75d422fd_fk_deliver_r FOREIGN KEY (release_id) REFERENCES public.deliver_release(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.deliver_subscriber
    ADD CONSTRAINT deliver_subscriber_contact_id_7c44d6c3_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_asked
    ADD CONSTRAINT demand_asked_contact_id_cef314da_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_asked
    ADD CONSTRAINT demand_asked_mail_id_2e8cc4ef_fk_foundation_outgoingmail_id FOREIGN KEY (mail_id) REFERENCES public.foundation_outgoingmail(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_asked
    ADD CONSTRAINT demand_asked_round_id_b09f5dc4_fk_demand_round_id FOREIGN KEY (round_id) REFERENCES public.demand_round(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_estimate
    ADD CONSTRAINT demand_estimate_idea_id_7f6350fd_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_estimate
    ADD CONSTRAINT demand_estimate_made_by_id_25ca90a5_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_formula
    ADD CONSTRAINT demand_formula_made_by_id_38378a8b_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_needquestion
    ADD CONSTRAINT demand_needquestion_idea_id_8405a59b_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_needquestion
    ADD CONSTRAINT demand_needquestion_question_id_23fb6599_fk_surveys_question_id FOREIGN KEY (question_id) REFERENCES public.surveys_question(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_round
    ADD CONSTRAINT demand_round_begun_by_id_aefcb60a_fk_workspace_staff_id FOREIGN KEY (begun_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_round_ideas
    ADD CONSTRAINT demand_round_ideas_idea_id_d44b2990_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_round_ideas
    ADD CONSTRAINT demand_round_ideas_round_id_90901e9c_fk_demand_round_id FOREIGN KEY (round_id) REFERENCES public.demand_round(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_score
    ADD CONSTRAINT demand_score_idea_id_1deda45e_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_score
    ADD CONSTRAINT demand_score_scoring_id_51627127_fk_demand_scoring_id FOREIGN KEY (scoring_id) REFERENCES public.demand_scoring(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_scoring
    ADD CONSTRAINT demand_scoring_formula_id_072b5441_fk_demand_formula_id FOREIGN KEY (formula_id) REFERENCES public.demand_formula(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_scoring
    ADD CONSTRAINT demand_scoring_made_by_id_7e2b1f21_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_stillneeded
    ADD CONSTRAINT demand_stillneeded_asked_id_ba627d8f_fk_demand_asked_id FOREIGN KEY (asked_id) REFERENCES public.demand_asked(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_stillneeded
    ADD CONSTRAINT demand_stillneeded_evidence_id_a90f633f_fk_decide_evidence_id FOREIGN KEY (evidence_id) REFERENCES public.decide_evidence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.demand_stillneeded
    ADD CONSTRAINT demand_stillneeded_idea_id_2fbe9230_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_cancellation
    ADD CONSTRAINT departures_cancellat_company_id_39ff2297_fk_customers FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_cancellation
    ADD CONSTRAINT departures_cancellat_competitor_id_f70a3b10_fk_workspace FOREIGN KEY (competitor_id) REFERENCES public.workspace_competitor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_cancellation
    ADD CONSTRAINT departures_cancellat_contact_id_eab39154_fk_customers FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_cancellation
    ADD CONSTRAINT departures_cancellat_departure_id_a5aff2f3_fk_departure FOREIGN KEY (departure_id) REFERENCES public.departures_departure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_cancellation
    ADD CONSTRAINT departures_cancellat_invited_by_id_3aad310f_fk_workspace FOREIGN KEY (invited_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_cancellation
    ADD CONSTRAINT departures_cancellat_reason_id_b7a54984_fk_workspace FOREIGN KEY (reason_id) REFERENCES public.workspace_reason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_departure
    ADD CONSTRAINT departures_departure_company_id_a3a1ae74_fk_customers FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_departure
    ADD CONSTRAINT departures_departure_competitor_id_96daeca0_fk_workspace FOREIGN KEY (competitor_id) REFERENCES public.workspace_competitor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_departure
    ADD CONSTRAINT departures_departure_contact_id_cfb5ef97_fk_customers FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_departure
    ADD CONSTRAINT departures_departure_feedback_id_e3bbbf1d_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_departure
    ADD CONSTRAINT departures_departure_followed_by_id_3788598d_fk_departure FOREIGN KEY (followed_by_id) REFERENCES public.departures_departure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_departure
    ADD CONSTRAINT departures_departure_reason_id_fb8afcca_fk_workspace_reason_id FOREIGN KEY (reason_id) REFERENCES public.workspace_reason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_departure
    ADD CONSTRAINT departures_departure_recorded_by_id_8f195ff0_fk_workspace FOREIGN KEY (recorded_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_offer
    ADD CONSTRAINT departures_offer_reason_id_ecb56b63_fk_workspace_reason_id FOREIGN KEY (reason_id) REFERENCES public.workspace_reason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_saidreason
    ADD CONSTRAINT departures_saidreaso_competitor_id_cc3efda9_fk_workspace FOREIGN KEY (competitor_id) REFERENCES public.workspace_competitor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_saidreason
    ADD CONSTRAINT departures_saidreaso_decided_by_id_467f7a7b_fk_workspace FOREIGN KEY (decided_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_saidreason
    ADD CONSTRAINT departures_saidreason_reason_id_38c88959_fk_workspace_reason_id FOREIGN KEY (reason_id) REFERENCES public.workspace_reason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.departures_unstarted
    ADD CONSTRAINT departures_unstarted_company_id_5fb8f27e_fk_customers FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_autoreply
    ADD CONSTRAINT desk_autoreply_conversation_id_2a7264b9_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_autoreply
    ADD CONSTRAINT desk_autoreply_message_id_a9dd22c8_fk_conversations_message_id FOREIGN KEY (message_id) REFERENCES public.conversations_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_escalation
    ADD CONSTRAINT desk_escalation_conversation_id_785831f8_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_macro
    ADD CONSTRAINT desk_macro_made_by_id_eaaf5a93_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_macro
    ADD CONSTRAINT desk_macro_owner_id_00199bdb_fk_workspace_staff_id FOREIGN KEY (owner_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_macro
    ADD CONSTRAINT desk_macro_team_id_4012368f_fk_workspace_team_id FOREIGN KEY (team_id) REFERENCES public.workspace_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_savedreply
    ADD CONSTRAINT desk_savedreply_made_by_id_4f5f3b99_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_savedreply
    ADD CONSTRAINT desk_savedreply_owner_id_d5ac9b00_fk_workspace_staff_id FOREIGN KEY (owner_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_savedreply
    ADD CONSTRAINT desk_savedreply_team_id_6bea8daa_fk_workspace_team_id FOREIGN KEY (team_id) REFERENCES public.workspace_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_savedreplytext
    ADD CONSTRAINT desk_savedreplytext_reply_id_9977acf5_fk_desk_savedreply_id FOREIGN KEY (reply_id) REFERENCES public.desk_savedreply(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_teamdealing
    ADD CONSTRAINT desk_teamdealing_team_id_aea78f02_fk_workspace_team_id FOREIGN KEY (team_id) REFERENCES public.workspace_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_turn
    ADD CONSTRAINT desk_turn_staff_id_3d8562f3_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_turn
    ADD CONSTRAINT desk_turn_team_id_351e4df6_fk_workspace_team_id FOREIGN KEY (team_id) REFERENCES public.workspace_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.discourse_forum
    ADD CONSTRAINT discourse_forum_made_by_id_3e7293ba_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.discourse_forumarrival
    ADD CONSTRAINT discourse_forumarrival_forum_id_0a388ff4_fk_discourse_forum_id FOREIGN KEY (forum_id) REFERENCES public.discourse_forum(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.discourse_post
    ADD CONSTRAINT discourse_post_feedback_id_ed5371c3_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.discourse_post
    ADD CONSTRAINT discourse_post_topic_id_f7ca9ab2_fk_discourse_topic_id FOREIGN KEY (topic_id) REFERENCES public.discourse_topic(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.discourse_topic
    ADD CONSTRAINT discourse_topic_forum_id_26a05506_fk_discourse_forum_id FOREIGN KEY (forum_id) REFERENCES public.discourse_forum(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.discourse_topicanswer
    ADD CONSTRAINT discourse_topicanswe_posted_by_id_5436d38c_fk_workspace FOREIGN KEY (posted_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.discourse_topicanswer
    ADD CONSTRAINT discourse_topicanswer_idea_id_a05c4887_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.discourse_topicanswer
    ADD CONSTRAINT discourse_topicanswer_topic_id_95f433f3_fk_discourse_topic_id FOREIGN KEY (topic_id) REFERENCES public.discourse_topic(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.github_arrival
    ADD CONSTRAINT github_arrival_connection_id_08888a92_fk_github_connection_id FOREIGN KEY (connection_id) REFERENCES public.github_connection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.github_connection
    ADD CONSTRAINT github_connection_made_by_id_863e5e3e_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.github_issue
    ADD CONSTRAINT github_issue_item_id_7155b8e0_fk_work_items_workitem_id FOREIGN KEY (item_id) REFERENCES public.work_items_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.github_issue
    ADD CONSTRAINT github_issue_repository_id_4336591b_fk_github_repository_id FOREIGN KEY (repository_id) REFERENCES public.github_repository(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.github_news
    ADD CONSTRAINT github_news_item_id_248e93a4_fk_work_items_workitem_id FOREIGN KEY (item_id) REFERENCES public.work_items_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.github_repository
    ADD CONSTRAINT github_repository_connection_id_b6f2681a_fk_github_co FOREIGN KEY (connection_id) REFERENCES public.github_connection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_checkin
    ADD CONSTRAINT goals_checkin_by_id_05462c47_fk_workspace_staff_id FOREIGN KEY (by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_checkin
    ADD CONSTRAINT goals_checkin_key_result_id_8e5e0daa_fk_goals_keyresult_id FOREIGN KEY (key_result_id) REFERENCES public.goals_keyresult(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_digestchoice
    ADD CONSTRAINT goals_digestchoice_staff_id_6266321c_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_keyresult
    ADD CONSTRAINT goals_keyresult_objective_id_ab9b845c_fk_goals_objective_id FOREIGN KEY (objective_id) REFERENCES public.goals_objective(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_keyresultdecision
    ADD CONSTRAINT goals_keyresultdecis_decision_id_4c6ab4c5_fk_decide_de FOREIGN KEY (decision_id) REFERENCES public.decide_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_keyresultdecision
    ADD CONSTRAINT goals_keyresultdecis_key_result_id_8bbab57e_fk_goals_key FOREIGN KEY (key_result_id) REFERENCES public.goals_keyresult(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_keyresultidea
    ADD CONSTRAINT goals_keyresultidea_idea_id_ac6c0be2_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_keyresultidea
    ADD CONSTRAINT goals_keyresultidea_key_result_id_1eb530e4_fk_goals_key FOREIGN KEY (key_result_id) REFERENCES public.goals_keyresult(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_objective
    ADD CONSTRAINT goals_objective_area_id_4b561f66_fk_workspace_area_id FOREIGN KEY (area_id) REFERENCES public.workspace_area(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_objective
    ADD CONSTRAINT goals_objective_closed_by_id_73c7c4ae_fk_workspace_staff_id FOREIGN KEY (closed_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_objective
    ADD CONSTRAINT goals_objective_made_by_id_9e6a057c_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_objective
    ADD CONSTRAINT goals_objective_owner_id_6eb74641_fk_workspace_staff_id FOREIGN KEY (owner_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.goals_objective
    ADD CONSTRAINT goals_objective_team_id_91c8657e_fk_workspace_team_id FOREIGN KEY (team_id) REFERENCES public.workspace_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_companion
    ADD CONSTRAINT interviews_companion_interview_id_ca8231fb_fk_interview FOREIGN KEY (interview_id) REFERENCES public.interviews_interview(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_companion
    ADD CONSTRAINT interviews_companion_staff_id_3ab70c9f_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_guest
    ADD CONSTRAINT interviews_guest_contact_id_4784499b_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_guest
    ADD CONSTRAINT interviews_guest_interview_id_240cc774_fk_interview FOREIGN KEY (interview_id) REFERENCES public.interviews_interview(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_guide
    ADD CONSTRAINT interviews_guide_made_by_id_7a414b57_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_interview
    ADD CONSTRAINT interviews_interview_company_id_9ed4c2e8_fk_customers FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_interviewquote
    ADD CONSTRAINT interviews_interview_feedback_id_3b5a88dc_fk_listen_fe FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_interview
    ADD CONSTRAINT interviews_interview_guide_id_a79eae46_fk_interviews_guide_id FOREIGN KEY (guide_id) REFERENCES public.interviews_guide(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_interview
    ADD CONSTRAINT interviews_interview_host_id_ac386948_fk_workspace_staff_id FOREIGN KEY (host_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_interviewquote
    ADD CONSTRAINT interviews_interview_interview_id_0afb4d0e_fk_interview FOREIGN KEY (interview_id) REFERENCES public.interviews_interview(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_interview
    ADD CONSTRAINT interviews_interview_made_by_id_244b8d52_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_interviewquote
    ADD CONSTRAINT interviews_interview_marked_by_id_43efe5f9_fk_workspace FOREIGN KEY (marked_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_nextstep
    ADD CONSTRAINT interviews_nextstep_interview_id_6ec589ad_fk_interview FOREIGN KEY (interview_id) REFERENCES public.interviews_interview(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.interviews_nextstep
    ADD CONSTRAINT interviews_nextstep_task_id_05110a03_fk_workspace_task_id FOREIGN KEY (task_id) REFERENCES public.workspace_task(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedback
    ADD CONSTRAINT listen_feedback_area_id_a40deae8_fk_workspace_area_id FOREIGN KEY (area_id) REFERENCES public.workspace_area(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedback
    ADD CONSTRAINT listen_feedback_assignee_id_3b00ac37_fk_workspace_staff_id FOREIGN KEY (assignee_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedback
    ADD CONSTRAINT listen_feedback_category_id_2ec542e2_fk_workspace_category_id FOREIGN KEY (category_id) REFERENCES public.workspace_category(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedback
    ADD CONSTRAINT listen_feedback_company_id_31d7c674_fk_customers_company_id FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedback
    ADD CONSTRAINT listen_feedback_contact_id_c6d97db2_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedback
    ADD CONSTRAINT listen_feedback_filed_by_id_dd439b6c_fk_workspace_staff_id FOREIGN KEY (filed_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedback
    ADD CONSTRAINT listen_feedback_logged_by_id_1d37a1ba_fk_workspace_staff_id FOREIGN KEY (logged_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedback
    ADD CONSTRAINT listen_feedback_same_as_id_0c2246d2_fk_listen_feedback_id FOREIGN KEY (same_as_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedback
    ADD CONSTRAINT listen_feedback_set_aside_by_id_46ede0c6_fk_workspace_staff_id FOREIGN KEY (set_aside_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedback
    ADD CONSTRAINT listen_feedback_split_from_id_fb1963bb_fk_listen_feedback_id FOREIGN KEY (split_from_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedbackpicture
    ADD CONSTRAINT listen_feedbackpictu_feedback_id_95ad882d_fk_listen_fe FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_feedbackpicture
    ADD CONSTRAINT listen_feedbackpicture_suspect_id_79e81f95_fk_listen_suspect_id FOREIGN KEY (suspect_id) REFERENCES public.listen_suspect(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_import
    ADD CONSTRAINT listen_import_by_id_2fb22126_fk_workspace_staff_id FOREIGN KEY (by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_importedrow
    ADD CONSTRAINT listen_importedrow_run_id_b2202ca5_fk_listen_import_id FOREIGN KEY (run_id) REFERENCES public.listen_import(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_refusedrow
    ADD CONSTRAINT listen_refusedrow_run_id_c785d56f_fk_listen_import_id FOREIGN KEY (run_id) REFERENCES public.listen_import(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_suspect
    ADD CONSTRAINT listen_suspect_contact_id_eb634d08_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_suspect
    ADD CONSTRAINT listen_suspect_feedback_id_d40f9a25_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_triagebatch
    ADD CONSTRAINT listen_triagebatch_made_by_id_a8aff995_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_triagestep
    ADD CONSTRAINT listen_triagestep_batch_id_6f75edf8_fk_listen_triagebatch_id FOREIGN KEY (batch_id) REFERENCES public.listen_triagebatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listen_triagestep
    ADD CONSTRAINT listen_triagestep_made_by_id_ce6e8282_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mailboxes_incomingmail
    ADD CONSTRAINT mailboxes_incomingma_mailbox_id_3248dca2_fk_mailboxes FOREIGN KEY (mailbox_id) REFERENCES public.mailboxes_mailbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mailboxes_incomingmail
    ADD CONSTRAINT mailboxes_incomingma_repeats_id_fa70e307_fk_mailboxes FOREIGN KEY (repeats_id) REFERENCES public.mailboxes_incomingmail(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mailboxes_mailbox
    ADD CONSTRAINT mailboxes_mailbox_default_area_id_ca6b5c2a_fk_workspace_area_id FOREIGN KEY (default_area_id) REFERENCES public.workspace_area(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mailboxes_mailbox
    ADD CONSTRAINT mailboxes_mailbox_team_id_cb4577f5_fk_workspace_team_id FOREIGN KEY (team_id) REFERENCES public.workspace_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mailboxes_rawmail
    ADD CONSTRAINT mailboxes_rawmail_mail_id_1bb840b5_fk_mailboxes_incomingmail_id FOREIGN KEY (mail_id) REFERENCES public.mailboxes_incomingmail(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_workspace_staff_id FOREIGN KEY (user_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.playbooks_playbook
    ADD CONSTRAINT playbooks_playbook_made_by_id_7e54e2a9_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.playbooks_playbook
    ADD CONSTRAINT playbooks_playbook_segment_id_5b0eb5b4_fk_customers_segment_id FOREIGN KEY (segment_id) REFERENCES public.customers_segment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.playbooks_playbook
    ADD CONSTRAINT playbooks_playbook_tier_id_3b58804c_fk_workspace_tier_id FOREIGN KEY (tier_id) REFERENCES public.workspace_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.playbooks_playbookrun
    ADD CONSTRAINT playbooks_playbookru_company_id_613b5028_fk_customers FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.playbooks_playbookrun
    ADD CONSTRAINT playbooks_playbookru_playbook_id_99512cf5_fk_playbooks FOREIGN KEY (playbook_id) REFERENCES public.playbooks_playbook(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.playbooks_playbookrun
    ADD CONSTRAINT playbooks_playbookru_stopped_by_id_b438d37a_fk_workspace FOREIGN KEY (stopped_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.playbooks_playbookstep
    ADD CONSTRAINT playbooks_playbookst_playbook_id_62ff5ac3_fk_playbooks FOREIGN KEY (playbook_id) REFERENCES public.playbooks_playbook(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.playbooks_runstep
    ADD CONSTRAINT playbooks_runstep_run_id_1738aa5c_fk_playbooks_playbookrun_id FOREIGN KEY (run_id) REFERENCES public.playbooks_playbookrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.playbooks_runstep
    ADD CONSTRAINT playbooks_runstep_task_id_9f596b61_fk_workspace_task_id FOREIGN KEY (task_id) REFERENCES public.workspace_task(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);
ALTER TABLE ONLY public.reports_point
    ADD CONSTRAINT reports_point_owner_id_ed9a96a6_fk_workspace_staff_id FOREIGN KEY (owner_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reports_point
    ADD CONSTRAINT reports_point_report_id_8b845ab4_fk_reports_report_id FOREIGN KEY (report_id) REFERENCES public.reports_report(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reports_reader
    ADD CONSTRAINT reports_reader_staff_id_6bf2bd85_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reports_report
    ADD CONSTRAINT reports_report_corrects_id_de568ad0_fk_reports_report_id FOREIGN KEY (corrects_id) REFERENCES public.reports_report(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reports_report
    ADD CONSTRAINT reports_report_made_by_id_03bbe55b_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reports_report
    ADD CONSTRAINT reports_report_published_by_id_311aeafa_fk_workspace_staff_id FOREIGN KEY (published_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reports_section
    ADD CONSTRAINT reports_section_edited_by_id_aa3d7cd7_fk_workspace_staff_id FOREIGN KEY (edited_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reports_section
    ADD CONSTRAINT reports_section_report_id_baa90b8e_fk_reports_report_id FOREIGN KEY (report_id) REFERENCES public.reports_report(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reports_verbatim
    ADD CONSTRAINT reports_verbatim_feedback_id_88bf6e19_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reports_verbatim
    ADD CONSTRAINT reports_verbatim_report_id_223e3dcd_fk_reports_report_id FOREIGN KEY (report_id) REFERENCES public.reports_report(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_attendee
    ADD CONSTRAINT reviews_attendee_review_id_37a056bf_fk_reviews_review_id FOREIGN KEY (review_id) REFERENCES public.reviews_review(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_attendee
    ADD CONSTRAINT reviews_attendee_staff_id_9b29aaf1_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_check
    ADD CONSTRAINT reviews_check_expectation_id_dee01055_fk_reviews_expectation_id FOREIGN KEY (expectation_id) REFERENCES public.reviews_expectation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_check
    ADD CONSTRAINT reviews_check_judged_by_id_f49e0188_fk_workspace_staff_id FOREIGN KEY (judged_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_expectation
    ADD CONSTRAINT reviews_expectation_idea_id_e12e45c4_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_expectation
    ADD CONSTRAINT reviews_expectation_owner_id_b9a7b163_fk_workspace_staff_id FOREIGN KEY (owner_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_expectation
    ADD CONSTRAINT reviews_expectation_verdict_id_5b710678_fk_reviews_verdict_id FOREIGN KEY (verdict_id) REFERENCES public.reviews_verdict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_rating
    ADD CONSTRAINT reviews_rating_attendee_id_e2192a8f_fk_reviews_attendee_id FOREIGN KEY (attendee_id) REFERENCES public.reviews_attendee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_rating
    ADD CONSTRAINT reviews_rating_item_id_ac9f13d3_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_review
    ADD CONSTRAINT reviews_review_planned_by_id_40987a01_fk_workspace_staff_id FOREIGN KEY (planned_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_added_by_id_62641955_fk_workspace_staff_id FOREIGN KEY (added_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_idea_id_689cd637_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_review_id_e3ed2353_fk_reviews_review_id FOREIGN KEY (review_id) REFERENCES public.reviews_review(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_verdict
    ADD CONSTRAINT reviews_verdict_decided_by_id_e414dc01_fk_workspace_staff_id FOREIGN KEY (decided_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_verdict
    ADD CONSTRAINT reviews_verdict_decision_id_5148ac1c_fk_decide_decision_id FOREIGN KEY (decision_id) REFERENCES public.decide_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_verdict
    ADD CONSTRAINT reviews_verdict_item_id_a857f035_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_verdict
    ADD CONSTRAINT reviews_verdict_owner_id_31edbd57_fk_workspace_staff_id FOREIGN KEY (owner_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.satisfaction_rating
    ADD CONSTRAINT satisfaction_rating_contact_id_908fa6a0_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.satisfaction_rating
    ADD CONSTRAINT satisfaction_rating_conversation_id_8fabc4bb_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.satisfaction_rating
    ADD CONSTRAINT satisfaction_rating_feedback_id_d64aa681_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.satisfaction_rating
    ADD CONSTRAINT satisfaction_rating_mail_id_67627cee_fk_foundatio FOREIGN KEY (mail_id) REFERENCES public.foundation_outgoingmail(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.satisfaction_rating
    ADD CONSTRAINT satisfaction_rating_staff_id_b3d24a74_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.satisfaction_rating
    ADD CONSTRAINT satisfaction_rating_team_id_314ddbaf_fk_workspace_team_id FOREIGN KEY (team_id) REFERENCES public.workspace_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_account_id_951f210e_fk_socialacc FOREIGN KEY (account_id) REFERENCES public.socialaccount_socialaccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_app_id_636a42d7_fk_socialacc FOREIGN KEY (app_id) REFERENCES public.socialaccount_socialapp(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_social_user_id_8146e70c_fk_workspace FOREIGN KEY (user_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sources_deadletter
    ADD CONSTRAINT sources_deadletter_source_id_26766caf_fk_sources_source_id FOREIGN KEY (source_id) REFERENCES public.sources_source(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sources_source
    ADD CONSTRAINT sources_source_made_by_id_2f1bd84f_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sources_source
    ADD CONSTRAINT sources_source_product_id_80c1026d_fk_workspace_product_id FOREIGN KEY (product_id) REFERENCES public.workspace_product(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_display
    ADD CONSTRAINT surveys_display_company_id_4c07cdc8_fk_customers_company_id FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_display
    ADD CONSTRAINT surveys_display_contact_id_073c31c4_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_display
    ADD CONSTRAINT surveys_display_survey_id_930dd590_fk_surveys_survey_id FOREIGN KEY (survey_id) REFERENCES public.surveys_survey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_display
    ADD CONSTRAINT surveys_display_wave_id_7f2a7b9c_fk_surveys_wave_id FOREIGN KEY (wave_id) REFERENCES public.surveys_wave(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_gatecount
    ADD CONSTRAINT surveys_gatecount_survey_id_f5c2a1c0_fk_surveys_survey_id FOREIGN KEY (survey_id) REFERENCES public.surveys_survey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_incentive
    ADD CONSTRAINT surveys_incentive_survey_id_9570c8fc_fk_surveys_survey_id FOREIGN KEY (survey_id) REFERENCES public.surveys_survey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_invitation
    ADD CONSTRAINT surveys_invitation_company_id_3726fb14_fk_customers_company_id FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_invitation
    ADD CONSTRAINT surveys_invitation_contact_id_d710f6eb_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_invitation
    ADD CONSTRAINT surveys_invitation_mail_id_628f937a_fk_foundatio FOREIGN KEY (mail_id) REFERENCES public.foundation_outgoingmail(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_invitation
    ADD CONSTRAINT surveys_invitation_reminder_id_7477683b_fk_foundatio FOREIGN KEY (reminder_id) REFERENCES public.foundation_outgoingmail(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_invitation
    ADD CONSTRAINT surveys_invitation_survey_id_d0534764_fk_surveys_survey_id FOREIGN KEY (survey_id) REFERENCES public.surveys_survey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_invitation
    ADD CONSTRAINT surveys_invitation_wave_id_56d8896d_fk_surveys_wave_id FOREIGN KEY (wave_id) REFERENCES public.surveys_wave(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_pairvote
    ADD CONSTRAINT surveys_pairvote_response_id_716185c5_fk_surveys_response_id FOREIGN KEY (response_id) REFERENCES public.surveys_response(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_pairvote
    ADD CONSTRAINT surveys_pairvote_survey_id_2eeda192_fk_surveys_survey_id FOREIGN KEY (survey_id) REFERENCES public.surveys_survey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_question
    ADD CONSTRAINT surveys_question_survey_id_0f30caa3_fk_surveys_survey_id FOREIGN KEY (survey_id) REFERENCES public.surveys_survey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_quiet
    ADD CONSTRAINT surveys_quiet_by_id_caf3d44c_fk_workspace_staff_id FOREIGN KEY (by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_quiet
    ADD CONSTRAINT surveys_quiet_company_id_0b7b6b70_fk_customers_company_id FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_quiet
    ADD CONSTRAINT surveys_quiet_contact_id_5a8eff2a_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_response
    ADD CONSTRAINT surveys_response_company_id_f29c54db_fk_customers_company_id FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_response
    ADD CONSTRAINT surveys_response_contact_id_8cb1010f_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_response
    ADD CONSTRAINT surveys_response_display_id_eec6e277_fk_surveys_display_id FOREIGN KEY (display_id) REFERENCES public.surveys_display(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_response
    ADD CONSTRAINT surveys_response_feedback_id_42f0d9bf_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_response
    ADD CONSTRAINT surveys_response_survey_id_907701cf_fk_surveys_survey_id FOREIGN KEY (survey_id) REFERENCES public.surveys_survey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_response
    ADD CONSTRAINT surveys_response_wave_id_61ed6b61_fk_surveys_wave_id FOREIGN KEY (wave_id) REFERENCES public.surveys_wave(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_responseitem
    ADD CONSTRAINT surveys_responseitem_feedback_id_1a856862_fk_listen_feedback_id FOREIGN KEY (feedback_id) REFERENCES public.listen_feedback(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_responseitem
    ADD CONSTRAINT surveys_responseitem_question_id_e374747a_fk_surveys_q FOREIGN KEY (question_id) REFERENCES public.surveys_question(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_responseitem
    ADD CONSTRAINT surveys_responseitem_response_id_1087f751_fk_surveys_r FOREIGN KEY (response_id) REFERENCES public.surveys_response(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_reward
    ADD CONSTRAINT surveys_reward_contact_id_6fe6d6cb_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_reward
    ADD CONSTRAINT surveys_reward_incentive_id_44bdae06_fk_surveys_incentive_id FOREIGN KEY (incentive_id) REFERENCES public.surveys_incentive(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_reward
    ADD CONSTRAINT surveys_reward_response_id_8e127058_fk_surveys_response_id FOREIGN KEY (response_id) REFERENCES public.surveys_response(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_stratum
    ADD CONSTRAINT surveys_stratum_survey_id_de32845e_fk_surveys_survey_id FOREIGN KEY (survey_id) REFERENCES public.surveys_survey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_survey
    ADD CONSTRAINT surveys_survey_made_by_id_10a51689_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_survey
    ADD CONSTRAINT surveys_survey_segment_id_a3411d1b_fk_customers_segment_id FOREIGN KEY (segment_id) REFERENCES public.customers_segment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_wave
    ADD CONSTRAINT surveys_wave_drawn_by_id_9b797da3_fk_workspace_staff_id FOREIGN KEY (drawn_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.surveys_wave
    ADD CONSTRAINT surveys_wave_survey_id_8739e5ef_fk_surveys_survey_id FOREIGN KEY (survey_id) REFERENCES public.surveys_survey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usage_companyseen
    ADD CONSTRAINT usage_companyseen_company_id_e461d580_fk_customers_company_id FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usage_contactseen
    ADD CONSTRAINT usage_contactseen_contact_id_2636d7d3_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usage_dailyuse
    ADD CONSTRAINT usage_dailyuse_company_id_bf335a8a_fk_customers_company_id FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usage_dailyuse
    ADD CONSTRAINT usage_dailyuse_contact_id_d62fe8c3_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usage_dailyuse
    ADD CONSTRAINT usage_dailyuse_event_id_c18794ec_fk_usage_eventname_id FOREIGN KEY (event_id) REFERENCES public.usage_eventname(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usage_deletion
    ADD CONSTRAINT usage_deletion_contact_id_2690c1fb_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usage_eventname
    ADD CONSTRAINT usage_eventname_area_id_1a003d5d_fk_workspace_area_id FOREIGN KEY (area_id) REFERENCES public.workspace_area(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usage_owederasure
    ADD CONSTRAINT usage_owederasure_contact_id_1d7043cf_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usage_recentevent
    ADD CONSTRAINT usage_recentevent_company_id_1aee0f96_fk_customers_company_id FOREIGN KEY (company_id) REFERENCES public.customers_company(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usage_recentevent
    ADD CONSTRAINT usage_recentevent_contact_id_3376a295_fk_customers_contact_id FOREIGN KEY (contact_id) REFERENCES public.customers_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usage_recentevent
    ADD CONSTRAINT usage_recentevent_event_id_bafd2178_fk_usage_eventname_id FOREIGN KEY (event_id) REFERENCES public.usage_eventname(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webhooks_attempt
    ADD CONSTRAINT webhooks_attempt_delivery_id_bb1708b1_fk_webhooks_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.webhooks_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webhooks_delivery
    ADD CONSTRAINT webhooks_delivery_endpoint_id_6cbee67d_fk_webhooks_endpoint_id FOREIGN KEY (endpoint_id) REFERENCES public.webhooks_endpoint(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webhooks_endpoint
    ADD CONSTRAINT webhooks_endpoint_made_by_id_6614e4c6_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_spikelink
    ADD CONSTRAINT work_items_spikelink_item_id_3765fb3f_fk_work_items_workitem_id FOREIGN KEY (item_id) REFERENCES public.work_items_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_spikelink
    ADD CONSTRAINT work_items_spikelink_made_by_id_9adbbce3_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_spikelink
    ADD CONSTRAINT work_items_spikelink_spike_id_193ca6d6_fk_trends_spike_id FOREIGN KEY (spike_id) REFERENCES public.trends_spike(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_wanteditem
    ADD CONSTRAINT work_items_wantedite_conversation_id_d0de7ecb_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_wanteditem
    ADD CONSTRAINT work_items_wantedite_item_id_85ad8717_fk_work_item FOREIGN KEY (item_id) REFERENCES public.work_items_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_wanteditem
    ADD CONSTRAINT work_items_wanteditem_idea_id_f2cb3e37_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_wanteditem
    ADD CONSTRAINT work_items_wanteditem_made_by_id_b39c3d2f_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_wanteditem
    ADD CONSTRAINT work_items_wanteditem_spike_id_fa9cc142_fk_trends_spike_id FOREIGN KEY (spike_id) REFERENCES public.trends_spike(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_workitem
    ADD CONSTRAINT work_items_workitem_duplicate_of_id_96cafe13_fk_work_item FOREIGN KEY (duplicate_of_id) REFERENCES public.work_items_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_workitem
    ADD CONSTRAINT work_items_workitem_made_by_id_2590bb60_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_workitemlink
    ADD CONSTRAINT work_items_workiteml_item_id_ccc46d8d_fk_work_item FOREIGN KEY (item_id) REFERENCES public.work_items_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_workitemlink
    ADD CONSTRAINT work_items_workiteml_made_by_id_dc3939ea_fk_workspace FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_items_workitemlink
    ADD CONSTRAINT work_items_workitemlink_idea_id_183ec1fc_fk_decide_idea_id FOREIGN KEY (idea_id) REFERENCES public.decide_idea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_apitoken
    ADD CONSTRAINT workspace_apitoken_made_by_id_c2fd7cfd_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_area
    ADD CONSTRAINT workspace_area_parent_id_7a0dbf8d_fk_workspace_area_id FOREIGN KEY (parent_id) REFERENCES public.workspace_area(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_area
    ADD CONSTRAINT workspace_area_product_id_0041b10f_fk_workspace_product_id FOREIGN KEY (product_id) REFERENCES public.workspace_product(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_area
    ADD CONSTRAINT workspace_area_team_id_ad2efcdf_fk_workspace_team_id FOREIGN KEY (team_id) REFERENCES public.workspace_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_competitorspelling
    ADD CONSTRAINT workspace_competitor_competitor_id_242b2eb4_fk_workspace FOREIGN KEY (competitor_id) REFERENCES public.workspace_competitor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_handedon
    ADD CONSTRAINT workspace_handedon_giver_id_b3528aac_fk_workspace_staff_id FOREIGN KEY (giver_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_handedon
    ADD CONSTRAINT workspace_handedon_made_by_id_89bc01b4_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_handedon
    ADD CONSTRAINT workspace_handedon_taker_id_c59f9502_fk_workspace_staff_id FOREIGN KEY (taker_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_invitation
    ADD CONSTRAINT workspace_invitation_accepted_by_id_83892fde_fk_workspace FOREIGN KEY (accepted_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_invitation
    ADD CONSTRAINT workspace_invitation_invited_by_id_bcec306f_fk_workspace FOREIGN KEY (invited_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_keptanswer
    ADD CONSTRAINT workspace_keptanswer_token_id_52851f1c_fk_workspace_apitoken_id FOREIGN KEY (token_id) REFERENCES public.workspace_apitoken(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_notificationchoice
    ADD CONSTRAINT workspace_notificati_staff_id_d21568b1_fk_workspace FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_notification
    ADD CONSTRAINT workspace_notification_fact_id_600f4f33_fk_foundation_fact_id FOREIGN KEY (fact_id) REFERENCES public.foundation_fact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_notification
    ADD CONSTRAINT workspace_notification_staff_id_53ef2875_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_reason
    ADD CONSTRAINT workspace_reason_parent_id_70747083_fk_workspace_reason_id FOREIGN KEY (parent_id) REFERENCES public.workspace_reason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_savedview
    ADD CONSTRAINT workspace_savedview_owner_id_56889017_fk_workspace_staff_id FOREIGN KEY (owner_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_setupstep
    ADD CONSTRAINT workspace_setupstep_noted_by_id_bf1fffb8_fk_workspace_staff_id FOREIGN KEY (noted_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_staff_teams
    ADD CONSTRAINT workspace_staff_teams_staff_id_1bcf4e41_fk_workspace_staff_id FOREIGN KEY (staff_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_staff_teams
    ADD CONSTRAINT workspace_staff_teams_team_id_fe52b4c9_fk_workspace_team_id FOREIGN KEY (team_id) REFERENCES public.workspace_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_task
    ADD CONSTRAINT workspace_task_assignee_id_0659b5f0_fk_workspace_staff_id FOREIGN KEY (assignee_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_task
    ADD CONSTRAINT workspace_task_done_by_id_498c669a_fk_workspace_staff_id FOREIGN KEY (done_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workspace_task
    ADD CONSTRAINT workspace_task_made_by_id_d5051b72_fk_workspace_staff_id FOREIGN KEY (made_by_id) REFERENCES public.workspace_staff(id) DEFERRABLE INITIALLY DEFERRED;
