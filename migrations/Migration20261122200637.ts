import { prelude } from './prelude.ts';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261122200637 extends Migration {

  override name = 'Migration20261122200637';

  override up(): void | Promise<void> {
    for (const statement of prelude) this.addSql(statement);

    this.addSql(`create table "administrative_unit" ("id" uuid not null, "code" varchar(255) not null, "level" varchar(255) not null, "name" jsonb not null, "is_name_verified" boolean not null, "parent_id" uuid null, "region_id" uuid null, "valid_from" date null, "valid_to" date null, "source" text null, "search_text" text generated always as (hub_fold(coalesce(name ->> 'ky', '') || ' ' || coalesce(name ->> 'ru', ''))) stored null, primary key ("id"));`);
    this.addSql(`create index "administrative_unit_parent_id_index" on "administrative_unit" ("parent_id");`);
    this.addSql(`create index "administrative_unit_code_index" on "administrative_unit" ("code");`);
    this.addSql(`create index administrative_unit_name on administrative_unit ((name ->> 'ky') collate "ky-x-icu", id);`);
    this.addSql(`alter table administrative_unit add constraint administrative_unit_code_period exclude using gist (code with =, daterange(valid_from, valid_to, '[)') with &&);`);

    this.addSql(`create table "analysis_method" ("id" uuid not null, "version" int not null, "valid_from" date not null, "parameters" jsonb not null, "note" jsonb not null, "created_at" timestamptz not null, "created_by" jsonb not null, primary key ("id"));`);
    this.addSql(`alter table "analysis_method" add constraint "analysis_method_version_unique" unique ("version");`);
    this.addSql(`create trigger analysis_method_append_only before update or delete or truncate on analysis_method for each statement execute function hub_append_only();`);

    this.addSql(`create table "audit_entry" ("id" uuid not null, "at" timestamptz not null, "actor" jsonb not null, "action" varchar(255) not null, "subject_type" varchar(255) not null, "subject_id" uuid null, "municipality_id" uuid null, "before" jsonb null, "after" jsonb null, "reason" text null, "request_id" varchar(255) not null, "xroad_id" varchar(255) null, "mac" varchar(255) not null, primary key ("id"));`);
    this.addSql(`create index "audit_entry_subject_type_subject_id_index" on "audit_entry" ("subject_type", "subject_id");`);
    this.addSql(`create index "audit_entry_municipality_id_index" on "audit_entry" ("municipality_id");`);
    this.addSql(`create trigger audit_entry_append_only before update or delete or truncate on audit_entry for each statement execute function hub_append_only();`);

    this.addSql(`create table "audit_seal" ("sequence" bigint not null, "entry_id" uuid not null, "previous_hash" varchar(255) not null, "hash" varchar(255) not null, "sealed_at" timestamptz not null, primary key ("sequence"));`);
    this.addSql(`alter table "audit_seal" add constraint "audit_seal_entry_id_unique" unique ("entry_id");`);
    this.addSql(`create trigger audit_seal_append_only before update or delete or truncate on audit_seal for each statement execute function hub_append_only();`);

    this.addSql(`create table "authority" ("id" uuid not null, "kind" varchar(255) not null, "name" jsonb not null, "valid_from" date null, "valid_to" date null, primary key ("id"));`);

    this.addSql(`create table "change" ("seq" bigserial primary key, "xid" xid8 not null, "lineage" varchar(255) not null, "at" timestamptz not null, "type" varchar(255) not null, "subject_id" uuid not null, "version" int null, "key" jsonb not null, "kind" varchar(255) not null);`);
    this.addSql(`create index "change_at_index" on "change" ("at");`);
    this.addSql(`create index "change_lineage_xid_seq_index" on "change" ("lineage", "xid", "seq");`);

    this.addSql(`create table "change_horizon" ("lineage" varchar(255) not null, "xid" xid8 not null, "seq" bigint not null, primary key ("lineage"));`);

    this.addSql(`create table "content_chunk" ("content_id" uuid not null, "ordinal" int not null, "bytes" bytea not null, primary key ("content_id", "ordinal"));`);

    this.addSql(`create table "delegated_state_service" ("id" uuid not null, "register_code" varchar(255) null, "name" jsonb not null, "url" text null, primary key ("id"));`);
    this.addSql(`alter table "delegated_state_service" add constraint "delegated_state_service_register_code_unique" unique ("register_code");`);

    this.addSql(`create table "exchange_client" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "client_id" varchar(255) not null, "name" varchar(255) not null, "role" varchar(255) not null, "scopes" text[] not null, "valid_from" date not null, "valid_to" date null, "is_active" boolean not null, primary key ("id"));`);
    this.addSql(`alter table "exchange_client" add constraint "exchange_client_client_id_unique" unique ("client_id");`);

    this.addSql(`create table "form" ("id" uuid not null, "kind" varchar(255) not null, "title" jsonb not null, primary key ("id"));`);
    this.addSql(`alter table "form" add constraint "form_kind_unique" unique ("kind");`);

    this.addSql(`create table "form_version" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "form_id" uuid not null, "number" int not null, "base_id" uuid null, "state" varchar(255) not null, "questions" jsonb not null, "published_at" timestamptz null, "grace_until" date null, "is_sample" boolean not null, primary key ("id"));`);
    this.addSql(`create index "form_version_base_id_index" on "form_version" ("base_id");`);
    this.addSql(`create unique index "form_version_number" on "form_version" (form_id, number) where base_id is null;`);
    this.addSql(`create unique index "form_version_own_draft" on "form_version" (form_id) where state = 'DRAFT' and base_id is null;`);
    this.addSql(`alter table "form_version" add constraint "form_version_own_published" exclude using gist (form_id with =) where (state = 'PUBLISHED' and base_id is null) deferrable initially deferred;`);
    this.addSql(`alter table "form_version" add constraint "form_version_published" check ((state = 'DRAFT') = (published_at is null));`);
    this.addSql(`alter table "form_version" add constraint "form_version_grace" check ((state = 'CLOSING') = (grace_until is not null));`);
    this.addSql(`create trigger form_version_immutable before update on form_version for each row when (old.state <> 'DRAFT' and (new.state = 'DRAFT' or (old.form_id, old.base_id, old.number, old.questions, old.published_at) is distinct from (new.form_id, new.base_id, new.number, new.questions, new.published_at))) execute function hub_append_only();`);
    this.addSql(`create trigger form_version_kept before delete on form_version for each row when (old.state <> 'DRAFT') execute function hub_append_only();`);

    this.addSql(`create table "hub_lease" ("id" uuid not null, "worker_ids" text[] not null, "expires_at" timestamptz not null, primary key ("id"));`);

    this.addSql(`create table "idempotency_key" ("id" uuid not null, "actor_key" varchar(255) not null, "operation" varchar(255) not null, "key" uuid not null, "input_hash" varchar(255) not null, "answer" jsonb null, "created_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "idempotency_key_created_at_index" on "idempotency_key" ("created_at");`);
    this.addSql(`alter table "idempotency_key" add constraint "idempotency_key_actor_key_operation_key_unique" unique ("actor_key", "operation", "key");`);

    this.addSql(`create table "life_situation" ("id" uuid not null, "code" varchar(255) not null, "name" jsonb not null, "is_sample" boolean not null, primary key ("id"));`);
    this.addSql(`alter table "life_situation" add constraint "life_situation_code_unique" unique ("code");`);

    this.addSql(`create table "monitoring_cycle" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "year" int not null, "notice_year" int not null, "template_version" int not null, primary key ("id"));`);
    this.addSql(`alter table "monitoring_cycle" add constraint "monitoring_cycle_year_unique" unique ("year");`);
    this.addSql(`alter table "monitoring_cycle" add constraint "monitoring_cycle_notice_year" check (notice_year in (year, year - 1));`);

    this.addSql(`create table "cycle_deadline" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "cycle_id" uuid not null, "kind" varchar(255) not null, "quarter" varchar(255) null, "due_on" date not null, "is_inclusive" boolean not null, "requirement" varchar(255) not null, "responsible_role" varchar(255) not null, "met_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create unique index "cycle_deadline_once" on "cycle_deadline" (cycle_id, kind, quarter) nulls not distinct;`);
    this.addSql(`create index "cycle_deadline_due_on_index" on "cycle_deadline" ("due_on");`);
    this.addSql(`alter table "cycle_deadline" add constraint "cycle_deadline_quarter" check ((kind = 'QUARTERLY_RESULT') = (quarter is not null));`);

    this.addSql(`create table "monitoring_list" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "cycle_id" uuid not null, "amendment" int not null, "amendment_reason" text null, "state" varchar(255) not null, "prepared_by" jsonb not null, "preparer_keys" text[] not null, "edits" int not null, "approved_by" jsonb null, "approved_at" timestamptz null, "approval_act_number" varchar(255) null, "notified_at" timestamptz null, "remarks" text null, primary key ("id"));`);
    this.addSql(`create unique index "monitoring_list_one_draft" on "monitoring_list" (cycle_id) where state in ('DRAFT', 'SUBMITTED', 'RETURNED');`);
    this.addSql(`alter table "monitoring_list" add constraint "monitoring_list_cycle_id_amendment_unique" unique ("cycle_id", "amendment");`);
    this.addSql(`alter table "monitoring_list" add constraint "monitoring_list_approval" check ((state in ('APPROVED', 'NOTIFIED')) = (approved_at is not null and approved_by is not null));`);

    this.addSql(`create table "monitoring_object" ("id" uuid not null, "list_id" uuid not null, "kind" varchar(255) not null, "code" varchar(255) not null, "name" jsonb not null, "expected_responses" int null, "position" int not null, primary key ("id"));`);
    this.addSql(`alter table "monitoring_object" add constraint "monitoring_object_list_id_code_unique" unique ("list_id", "code");`);
    this.addSql(`alter table "monitoring_object" add constraint "monitoring_object_expected_responses" check (expected_responses >= 1);`);

    this.addSql(`create table "municipality" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "unit_id" uuid not null, "region_id" uuid not null, "soate" varchar(255) not null, "name" jsonb not null, "official_email" varchar(255) null, "population_count" int null, "population_year" int null, "population_source" text null, "xroad_member_ids" text[] not null, "is_confirmed" boolean not null, "valid_from" date null, "valid_to" date null, "search_text" text generated always as (hub_fold(coalesce(name ->> 'ky', '') || ' ' || coalesce(name ->> 'ru', ''))) stored null, primary key ("id"));`);
    this.addSql(`create index "municipality_region_id_index" on "municipality" ("region_id");`);
    this.addSql(`create index "municipality_soate_index" on "municipality" ("soate");`);
    this.addSql(`create index municipality_name on municipality ((name ->> 'ky') collate "ky-x-icu", id);`);
    this.addSql(`alter table municipality add constraint municipality_soate_period exclude using gist (soate with =, daterange(valid_from, valid_to, '[)') with &&);`);

    this.addSql(`create table "monitoring_object_municipality" ("id" uuid not null, "object_id" uuid not null, "municipality_id" uuid not null, primary key ("id"));`);
    this.addSql(`create index "monitoring_object_municipality_municipality_id_index" on "monitoring_object_municipality" ("municipality_id");`);
    this.addSql(`alter table "monitoring_object_municipality" add constraint "monitoring_object_municipality_object_id_municipality_id_unique" unique ("object_id", "municipality_id");`);

    this.addSql(`create table "list_acknowledgement" ("id" uuid not null, "list_id" uuid not null, "municipality_id" uuid not null, "acknowledged_at" timestamptz not null, "acknowledged_by" jsonb not null, primary key ("id"));`);
    this.addSql(`alter table "list_acknowledgement" add constraint "list_acknowledgement_list_id_municipality_id_unique" unique ("list_id", "municipality_id");`);

    this.addSql(`create table "hub_job" ("id" uuid not null, "kind" varchar(255) not null, "state" varchar(255) not null, "done" bigint not null, "total" bigint null, "queued_at" timestamptz not null, "started_at" timestamptz null, "finished_at" timestamptz null, "failure" jsonb null, "actor_key" varchar(255) not null, "municipality_id" uuid null, primary key ("id"));`);
    this.addSql(`alter table "hub_job" add constraint "hub_job_state" check (state in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'));`);
    this.addSql(`alter table "hub_job" add constraint "hub_job_over" check ((finished_at is not null) = (state in ('SUCCEEDED', 'FAILED', 'CANCELLED')));`);

    this.addSql(`create table "analysis_run" ("id" uuid not null, "cycle_id" uuid not null, "list_id" uuid not null, "kind" varchar(255) not null, "quarter" varchar(255) null, "state" varchar(255) not null, "method_id" uuid not null, "reference_day" date not null, "pinned_revisions" bigint not null, "pinned_responses" bigint not null, "input_sha256" varchar(255) null, "result_sha256" varchar(255) null, "job_id" uuid not null, "started_at" timestamptz not null, "started_by" jsonb not null, "finished_at" timestamptz null, "issued_at" timestamptz null, "published_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "analysis_run_cycle_id_kind_started_at_index" on "analysis_run" ("cycle_id", "kind", "started_at");`);
    this.addSql(`create unique index "analysis_run_under_way" on "analysis_run" (cycle_id, kind, quarter) nulls not distinct where state = 'RUNNING';`);
    this.addSql(`alter table "analysis_run" add constraint "analysis_run_kind" check (kind in ('ANNUAL', 'QUARTERLY'));`);
    this.addSql(`alter table "analysis_run" add constraint "analysis_run_quarter" check ((kind = 'QUARTERLY') = (quarter is not null));`);
    this.addSql(`alter table "analysis_run" add constraint "analysis_run_state" check (state in ('RUNNING', 'COMPLETED', 'FAILED'));`);
    this.addSql(`alter table "analysis_run" add constraint "analysis_run_finished" check ((state = 'RUNNING') = (finished_at is null));`);
    this.addSql(`alter table "analysis_run" add constraint "analysis_run_hashes" check ((state = 'COMPLETED') = (input_sha256 is not null and result_sha256 is not null));`);
    this.addSql(`alter table "analysis_run" add constraint "analysis_run_issued" check (issued_at is null or state = 'COMPLETED');`);
    this.addSql(`alter table "analysis_run" add constraint "analysis_run_published" check (published_at is null or issued_at is not null);`);
    this.addSql(`create trigger analysis_run_immutable before update on analysis_run for each row when (old.state <> 'RUNNING' and (old.cycle_id, old.list_id, old.kind, old.quarter, old.state, old.method_id, old.pinned_revisions, old.pinned_responses, old.input_sha256, old.result_sha256) is distinct from (new.cycle_id, new.list_id, new.kind, new.quarter, new.state, new.method_id, new.pinned_revisions, new.pinned_responses, new.input_sha256, new.result_sha256)) execute function hub_append_only();`);
    this.addSql(`create trigger analysis_run_kept before delete on analysis_run for each row execute function hub_append_only();`);

    this.addSql(`create table "final_report" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "cycle_id" uuid not null, "revision" int not null, "state" varchar(255) not null, "run_id" uuid not null, "narratives" jsonb not null, "edits" int not null, "prepared_at" timestamptz null, "prepared_by" jsonb null, "handed_over_at" timestamptz null, "hand_over_receipt" varchar(255) null, "receipt_confirmed_at" timestamptz null, "receipt_confirmed_by" jsonb null, "consideration" jsonb null, "published_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create unique index "final_report_one_draft" on "final_report" (cycle_id) where state = 'DRAFT';`);
    this.addSql(`alter table "final_report" add constraint "final_report_cycle_id_revision_unique" unique ("cycle_id", "revision");`);
    this.addSql(`alter table "final_report" add constraint "final_report_state" check (state in ('DRAFT', 'PREPARED', 'HANDED_OVER'));`);
    this.addSql(`alter table "final_report" add constraint "final_report_prepared" check ((state = 'DRAFT') = (prepared_at is null) and (prepared_at is null) = (prepared_by is null));`);
    this.addSql(`alter table "final_report" add constraint "final_report_handed_over" check ((state = 'HANDED_OVER') = (handed_over_at is not null) and (handed_over_at is null) = (hand_over_receipt is null));`);
    this.addSql(`alter table "final_report" add constraint "final_report_receipt" check (receipt_confirmed_at is null or state = 'HANDED_OVER');`);
    this.addSql(`alter table "final_report" add constraint "final_report_published" check (published_at is null or state = 'HANDED_OVER');`);

    this.addSql(`create table "inspection_plan" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "cycle_id" uuid not null, "report_id" uuid not null, "state" varchar(255) not null, "prepared_by" jsonb not null, "preparer_keys" text[] not null, "edits" int not null, "submitted_at" timestamptz null, "consented_by" jsonb null, "consented_at" timestamptz null, "remarks" text null, primary key ("id"));`);
    this.addSql(`alter table "inspection_plan" add constraint "inspection_plan_cycle_id_unique" unique ("cycle_id");`);
    this.addSql(`create index "inspection_plan_report_id_index" on "inspection_plan" ("report_id");`);
    this.addSql(`alter table "inspection_plan" add constraint "inspection_plan_state" check (state in ('DRAFT', 'SUBMITTED', 'RETURNED', 'CONSENTED'));`);
    this.addSql(`alter table "inspection_plan" add constraint "inspection_plan_consent" check ((state = 'CONSENTED') = (consented_at is not null) and (consented_at is null) = (consented_by is null));`);

    this.addSql(`create table "indicator_result" ("id" uuid not null, "run_id" uuid not null, "indicator" varchar(255) not null, "object_id" uuid not null, "level" varchar(255) not null, "municipality_id" uuid null, "region_id" uuid null, "state" varchar(255) not null, "share" double precision null, "n" bigint not null, "threshold" double precision null, "lower" double precision null, "upper" double precision null, "confidence" double precision null, "details" jsonb not null, primary key ("id"));`);
    this.addSql(`create unique index "indicator_result_once" on "indicator_result" (run_id, object_id, level, municipality_id, region_id, indicator) nulls not distinct;`);
    this.addSql(`create index "indicator_result_run_id_id_index" on "indicator_result" ("run_id", "id");`);
    this.addSql(`create index "indicator_result_run_id_municipality_id_index" on "indicator_result" ("run_id", "municipality_id");`);
    this.addSql(`alter table "indicator_result" add constraint "indicator_result_indicator" check (indicator in ('PROCEDURE', 'TIME', 'COST', 'ELECTRONIC_FORM', 'ADMINISTRATIVE_REGULATION', 'INFORMATION', 'SATISFACTION', 'COMPLAINTS'));`);
    this.addSql(`alter table "indicator_result" add constraint "indicator_result_state" check (state in ('ACHIEVED', 'NOT_ACHIEVED', 'INCONCLUSIVE', 'NO_NORM', 'NO_DATA', 'TOO_FEW', 'NOT_APPLICABLE'));`);
    this.addSql(`alter table "indicator_result" add constraint "indicator_result_level" check (level in ('MUNICIPALITY', 'REGION', 'COUNTRY') and (level = 'MUNICIPALITY') = (municipality_id is not null) and (level = 'COUNTRY') = (region_id is null));`);
    this.addSql(`alter table "indicator_result" add constraint "indicator_result_share" check (share is null or state in ('ACHIEVED', 'NOT_ACHIEVED', 'INCONCLUSIVE'));`);
    this.addSql(`alter table "indicator_result" add constraint "indicator_result_interval" check ((lower is null) = (upper is null) and (lower is null) = (confidence is null));`);
    this.addSql(`create trigger indicator_result_append_only before update or delete or truncate on indicator_result for each statement execute function hub_append_only();`);

    this.addSql(`create table "contact" ("id" uuid not null, "municipality_id" uuid null, "unit_id" uuid null, "name" varchar(255) not null, "position" varchar(255) null, "email" varchar(255) not null, "language" varchar(255) not null, "state" varchar(255) not null, "verified_at" timestamptz null, "last_bounce" text null, "token_hash" varchar(255) null, primary key ("id"));`);
    this.addSql(`create index "contact_municipality_id_index" on "contact" ("municipality_id");`);
    this.addSql(`create unique index contact_address on contact (municipality_id, lower(email));`);
    this.addSql(`create unique index contact_unit_address on contact (unit_id, lower(email));`);
    this.addSql(`alter table "contact" add constraint "contact_of_one" check (num_nonnulls(municipality_id, unit_id) = 1);`);

    this.addSql(`create table "api_key" ("id" uuid not null, "label" varchar(255) not null, "role" varchar(255) not null, "municipality_id" uuid null, "secret_hash" varchar(255) not null, "created_at" timestamptz not null, "expires_at" timestamptz not null, "revoked_at" timestamptz null, "revoked_reason" text null, "last_used_at" timestamptz null, primary key ("id"));`);
    this.addSql(`alter table "api_key" add constraint "api_key_secret_hash_unique" unique ("secret_hash");`);

    this.addSql(`create table "notice" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "kind" varchar(255) not null, "delivery_key" varchar(255) not null, "state" varchar(255) not null, "municipality_id" uuid null, "subject_id" uuid null, "recipient" varchar(255) not null, "recipient_name" varchar(255) null, "language" varchar(255) null, "subject" text not null, "payload" jsonb not null, "message_id" varchar(255) not null, "due_at" timestamptz not null, "sent_at" timestamptz null, "acknowledged_at" timestamptz null, "next_attempt_at" timestamptz null, "skipped_reason" text null, primary key ("id"));`);
    this.addSql(`alter table "notice" add constraint "notice_delivery_key_unique" unique ("delivery_key");`);
    this.addSql(`create index "notice_municipality_id_index" on "notice" ("municipality_id");`);
    this.addSql(`create index "notice_subject_id_index" on "notice" ("subject_id");`);
    this.addSql(`alter table "notice" add constraint "notice_message_id_unique" unique ("message_id");`);
    this.addSql(`create index "notice_due_at_id_index" on "notice" ("due_at", "id");`);

    this.addSql(`create table "delivery_attempt" ("id" uuid not null, "notice_id" uuid not null, "at" timestamptz not null, "outcome" varchar(255) not null, "smtp_code" int null, "smtp_answer" text null, "next_attempt_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "delivery_attempt_notice_id_index" on "delivery_attempt" ("notice_id");`);

    this.addSql(`create table "notice_given" ("id" uuid not null, "list_id" uuid not null, "municipality_id" uuid not null, "means" text not null, "given_on" date not null, "reference" text not null, "recorded_at" timestamptz not null, "recorded_by" jsonb not null, primary key ("id"));`);
    this.addSql(`create index "notice_given_list_id_municipality_id_index" on "notice_given" ("list_id", "municipality_id");`);

    this.addSql(`create table "notice_schedule" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "kind" varchar(255) not null, "offset_days" int[] not null, "quiet_from" varchar(255) not null, "quiet_to" varchar(255) not null, "is_enabled" boolean not null, primary key ("id"));`);
    this.addSql(`alter table "notice_schedule" add constraint "notice_schedule_kind_unique" unique ("kind");`);

    this.addSql(`create table "problem_category" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "code" varchar(255) not null, "name" jsonb not null, "parent_id" uuid null, "position" int not null, "indicator" varchar(255) null, "is_sample" boolean not null, primary key ("id"));`);
    this.addSql(`alter table "problem_category" add constraint "problem_category_code_unique" unique ("code");`);
    this.addSql(`create index "problem_category_parent_id_index" on "problem_category" ("parent_id");`);

    this.addSql(`create table "quarterly_result" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "cycle_id" uuid not null, "quarter" varchar(255) not null, "run_id" uuid not null, "state" varchar(255) not null, "summary" jsonb null, "issued_at" timestamptz null, "published_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "quarterly_result_run_id_index" on "quarterly_result" ("run_id");`);
    this.addSql(`alter table "quarterly_result" add constraint "quarterly_result_cycle_id_quarter_unique" unique ("cycle_id", "quarter");`);
    this.addSql(`alter table "quarterly_result" add constraint "quarterly_result_state" check (state in ('DRAFT', 'ISSUED'));`);
    this.addSql(`alter table "quarterly_result" add constraint "quarterly_result_issued" check ((state = 'ISSUED') = (issued_at is not null));`);
    this.addSql(`alter table "quarterly_result" add constraint "quarterly_result_summary" check (issued_at is null or summary is not null);`);
    this.addSql(`alter table "quarterly_result" add constraint "quarterly_result_published" check (published_at is null or issued_at is not null);`);

    this.addSql(`create table "corrective_measure" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "quarterly_result_id" uuid not null, "finding_id" uuid null, "what" text not null, "responsible" varchar(255) not null, "municipality_id" uuid null, "planned_on" date not null, "due_on" date not null, "state" varchar(255) not null, "done_on" date null, "done_at" timestamptz null, "note" text null, primary key ("id"));`);
    this.addSql(`create index "corrective_measure_quarterly_result_id_index" on "corrective_measure" ("quarterly_result_id");`);
    this.addSql(`create index "corrective_measure_finding_id_index" on "corrective_measure" ("finding_id");`);
    this.addSql(`create index "corrective_measure_municipality_id_index" on "corrective_measure" ("municipality_id");`);
    this.addSql(`create index "corrective_measure_due_on_index" on "corrective_measure" ("due_on");`);
    this.addSql(`alter table "corrective_measure" add constraint "corrective_measure_state" check (state in ('PLANNED', 'DONE', 'CANCELLED'));`);
    this.addSql(`alter table "corrective_measure" add constraint "corrective_measure_done" check ((state = 'DONE') = (done_on is not null) and (done_on is null) = (done_at is null) and due_on >= planned_on and done_on >= planned_on);`);

    this.addSql(`create table "rate_limit" ("key" varchar(255) not null, "points" int not null default 0, "expire" bigint null, primary key ("key"));`);

    this.addSql(`create table "refused_service" ("id" uuid not null, "proposed_code" varchar(255) not null, "proposed_name" jsonb not null, "proposed_by" jsonb not null, "municipality_id" uuid null, "at" timestamptz not null, "violation" jsonb not null, "attempt_key" varchar(255) not null, "is_sample" boolean not null, primary key ("id"));`);
    this.addSql(`alter table "refused_service" add constraint "refused_service_attempt_key_unique" unique ("attempt_key");`);

    this.addSql(`create table "relay_lane" ("name" varchar(255) not null, "free_at" timestamptz not null, primary key ("name"));`);

    this.addSql(`create table "reminder_run" ("notice" varchar(255) not null, "day" date not null, "ran_at" timestamptz not null, primary key ("notice", "day"));`);

    this.addSql(`create table "schedule" ("name" varchar(255) not null, "cron" varchar(255) not null, "next_due_at" timestamptz not null, "last_slot_at" timestamptz null, "is_enabled" boolean not null, primary key ("name"));`);

    this.addSql(`create table "service_group" ("id" uuid not null, "code" varchar(255) not null, "name" jsonb not null, "is_sample" boolean not null, primary key ("id"));`);
    this.addSql(`alter table "service_group" add constraint "service_group_code_unique" unique ("code");`);

    this.addSql(`create table "municipal_service" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "code" varchar(255) not null, "tier" varchar(255) not null, "municipality_id" uuid null, "name" jsonb not null, "description" jsonb null, "fee_kind" varchar(255) not null, "provision" varchar(255) not null, "count_unit" varchar(255) not null, "life_situation_id" uuid null, "group_id" uuid null, "legal_basis" jsonb not null, "delegated_state_service_id" uuid null, "status" varchar(255) not null, "valid_from" date null, "valid_to" date null, "is_sample" boolean not null, "search_text" text generated always as (hub_fold(coalesce(name ->> 'ky', '') || ' ' || coalesce(name ->> 'ru', ''))) stored null, primary key ("id"));`);
    this.addSql(`alter table "municipal_service" add constraint "municipal_service_code_unique" unique ("code");`);
    this.addSql(`create index "municipal_service_municipality_id_index" on "municipal_service" ("municipality_id");`);
    this.addSql(`alter table "municipal_service" add constraint "municipal_service_delegated_state_service_id_unique" unique ("delegated_state_service_id");`);
    this.addSql(`create index "municipal_service_in_kyrgyz" on "municipal_service" ((name ->> 'ky') collate "ky-x-icu", id);`);
    this.addSql(`alter table "municipal_service" add constraint "municipal_service_period" check (valid_to is null or valid_to > valid_from);`);
    this.addSql(`alter table "municipal_service" add constraint "municipal_service_tier" check (case tier when 'BASIC' then municipality_id is null else municipality_id is not null or is_sample end);`);
    this.addSql(`alter table "municipal_service" add constraint "municipal_service_closed" check ((status = 'CLOSED') = (valid_to is not null));`);

    this.addSql(`create table "service_demand" ("id" uuid not null, "run_id" uuid not null, "service_id" uuid not null, "municipality_id" uuid not null, "delivered" bigint null, "figures" int not null, "not_offered" int not null, "missing" int not null, "responses" bigint not null, primary key ("id"));`);
    this.addSql(`alter table "service_demand" add constraint "service_demand_run_id_service_id_municipality_id_unique" unique ("run_id", "service_id", "municipality_id");`);
    this.addSql(`create trigger service_demand_append_only before update or delete or truncate on service_demand for each statement execute function hub_append_only();`);

    this.addSql(`create table "problem_mention" ("id" uuid not null, "run_id" uuid not null, "service_id" uuid not null, "municipality_id" uuid not null, "category_id" uuid null, "mentions" bigint not null, primary key ("id"));`);
    this.addSql(`create unique index "problem_mention_once" on "problem_mention" (run_id, service_id, municipality_id, category_id) nulls not distinct;`);
    this.addSql(`create trigger problem_mention_append_only before update or delete or truncate on problem_mention for each statement execute function hub_append_only();`);

    this.addSql(`create table "monitoring_object_service" ("id" uuid not null, "object_id" uuid not null, "service_id" uuid not null, "position" int not null, primary key ("id"));`);
    this.addSql(`create index "monitoring_object_service_service_id_index" on "monitoring_object_service" ("service_id");`);
    this.addSql(`alter table "monitoring_object_service" add constraint "monitoring_object_service_object_id_service_id_unique" unique ("object_id", "service_id");`);
    this.addSql(`alter table "monitoring_object_service" add constraint "monitoring_object_service_object_id_position_unique" unique ("object_id", "position");`);

    this.addSql(`create table "complaint" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "municipality_id" uuid not null, "service_id" uuid not null, "received_on" date not null, "channel" varchar(255) null, "text" text null, "state" varchar(255) not null, "registered_at" timestamptz not null, "registered_by" jsonb not null, "finding" varchar(255) null, "finding_reason" text null, "remedy" text null, "examined_at" timestamptz null, "examined_by" jsonb null, primary key ("id"));`);
    this.addSql(`create index "complaint_service_id_index" on "complaint" ("service_id");`);
    this.addSql(`create index "complaint_municipality_id_received_on_id_index" on "complaint" ("municipality_id", "received_on", "id");`);
    this.addSql(`create index "complaint_received_on_id_index" on "complaint" ("received_on", "id");`);
    this.addSql(`alter table "complaint" add constraint "complaint_examined" check (case state when 'EXAMINED' then finding is not null and finding_reason is not null and examined_at is not null
        else finding is null and finding_reason is null and examined_at is null end);`);
    this.addSql(`alter table "complaint" add constraint "complaint_remedy" check (finding is distinct from 'JUSTIFIED' or remedy is not null);`);

    this.addSql(`create table "complaint_nil_return" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "municipality_id" uuid not null, "year" int not null, "quarter" varchar(255) not null, "confirmed_at" timestamptz not null, "confirmed_by" jsonb not null, "voided_by_id" uuid null, primary key ("id"));`);
    this.addSql(`alter table "complaint_nil_return" add constraint "complaint_nil_return_municipality_id_year_quarter_unique" unique ("municipality_id", "year", "quarter");`);

    this.addSql(`create table "service_provider" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "kind" varchar(255) not null, "name" jsonb not null, "municipality_id" uuid not null, "valid_from" date null, "valid_to" date null, primary key ("id"));`);
    this.addSql(`create index "service_provider_municipality_id_index" on "service_provider" ("municipality_id");`);

    this.addSql(`create table "service_offer" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "provider_id" uuid not null, "municipality_id" uuid not null, "service_id" uuid not null, "electronic_level" varchar(255) null, "electronic_url" text null, "electronic_checked_on" date null, "regulation" jsonb null, "information_channels" jsonb not null, "confirmed_at" timestamptz null, "confirmed_for_year" int null, "valid_from" date not null, "valid_to" date null, primary key ("id"));`);
    this.addSql(`create index "service_offer_service_id_index" on "service_offer" ("service_id");`);
    this.addSql(`create index "service_offer_municipality_id_service_id_index" on "service_offer" ("municipality_id", "service_id");`);
    this.addSql(`alter table "service_offer" add constraint "service_offer_provider_id_service_id_unique" unique ("provider_id", "service_id");`);
    this.addSql(`alter table "service_offer" add constraint "service_offer_period" check (valid_to is null or valid_to > valid_from);`);

    this.addSql(`create table "questionnaire_variant" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "provider_id" uuid not null, "municipality_id" uuid not null, "form_version_id" uuid not null, "state" varchar(255) not null, "reason" text not null, "proposed_at" timestamptz not null, "decision_reason" text null, "decided_by" jsonb null, "decided_at" timestamptz null, primary key ("id"));`);
    this.addSql(`alter table "questionnaire_variant" add constraint "questionnaire_variant_form_version_id_unique" unique ("form_version_id");`);
    this.addSql(`create index "questionnaire_variant_municipality_id_proposed_at_index" on "questionnaire_variant" ("municipality_id", "proposed_at");`);
    this.addSql(`create index "questionnaire_variant_proposed_at_index" on "questionnaire_variant" ("proposed_at");`);
    this.addSql(`alter table "questionnaire_variant" add constraint "questionnaire_variant_state" check (state in ('PROPOSED', 'CONSENTED', 'REFUSED', 'WITHDRAWN'));`);
    this.addSql(`alter table "questionnaire_variant" add constraint "questionnaire_variant_decided" check (state not in ('CONSENTED', 'REFUSED') or (decided_at is not null and decided_by is not null));`);
    this.addSql(`alter table "questionnaire_variant" add constraint "questionnaire_variant_refused" check (state <> 'REFUSED' or decision_reason is not null);`);

    this.addSql(`create table "questionnaire_variant_service" ("id" uuid not null, "variant_id" uuid not null, "service_id" uuid not null, primary key ("id"));`);
    this.addSql(`create index "questionnaire_variant_service_service_id_index" on "questionnaire_variant_service" ("service_id");`);
    this.addSql(`alter table "questionnaire_variant_service" add constraint "questionnaire_variant_service_variant_id_service_id_unique" unique ("variant_id", "service_id");`);

    this.addSql(`create table "staged_responses" ("job_id" uuid not null, "ordinal" int not null, "responses" text not null, primary key ("job_id", "ordinal"));`);

    this.addSql(`create table "standard_template" ("id" uuid not null, "code" varchar(255) not null, "revision" int not null, "act" jsonb null, "items" jsonb not null, "norm_kinds" jsonb not null, "valid_from" date null, "valid_to" date null, "is_sample" boolean not null, primary key ("id"));`);
    this.addSql(`alter table standard_template add constraint standard_template_code_period exclude using gist (code with =, daterange(valid_from, valid_to, '[)') with &&);`);
    this.addSql(`alter table "standard_template" add constraint "standard_template_code_revision_unique" unique ("code", "revision");`);

    this.addSql(`create table "service_standard" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "service_id" uuid not null, "municipality_id" uuid null, "redaction" int not null, "template_id" uuid not null, "status" varchar(255) not null, "items" jsonb not null, "edits" int not null default 0, "valid_from" date null, "valid_to" date null, "withdrawn_by" jsonb null, "is_sample" boolean not null, primary key ("id"));`);
    this.addSql(`create index "service_standard_municipality_id_index" on "service_standard" ("municipality_id");`);
    this.addSql(`create unique index "service_standard_redaction" on "service_standard" (service_id, municipality_id, redaction) nulls not distinct;`);
    this.addSql(`alter table "service_standard" add constraint "service_standard_one_in_force" exclude using gist (service_id with =, coalesce(municipality_id, '00000000-0000-0000-0000-000000000000'::uuid) with =, daterange(valid_from, valid_to) with &&) where (status <> 'DRAFT') deferrable initially deferred;`);
    this.addSql(`alter table "service_standard" add constraint "service_standard_period" check (valid_to is null or valid_to >= valid_from);`);
    this.addSql(`alter table "service_standard" add constraint "service_standard_dated" check ((status = 'DRAFT') = (valid_from is null));`);
    this.addSql(`alter table "service_standard" add constraint "service_standard_withdrawn" check (status <> 'WITHDRAWN' or (valid_to is not null and withdrawn_by is not null));`);

    this.addSql(`create table "standard_approval" ("id" uuid not null, "standard_id" uuid not null, "body" varchar(255) not null, "act" jsonb not null, "recorded_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "standard_approval" add constraint "standard_approval_standard_id_body_unique" unique ("standard_id", "body");`);

    this.addSql(`create table "norm" ("id" uuid not null, "standard_id" uuid not null, "kind" varchar(255) not null, "amount" numeric not null, "unit" varchar(255) not null, "basis" jsonb null, "act" jsonb null, primary key ("id"));`);
    this.addSql(`create unique index "norm_kind_basis" on "norm" (standard_id, kind, (basis ->> 'ky')) nulls not distinct;`);
    this.addSql(`alter table "norm" add constraint "norm_not_negative" check (amount >= 0);`);

    this.addSql(`create table "file" ("id" uuid not null, "name" varchar(255) not null, "media_type" varchar(255) not null, "bytes" bigint not null, "sha256" varchar(64) not null, "content_id" uuid not null, "is_public" boolean not null, "created_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "file" add constraint "file_content_id_unique" unique ("content_id");`);
    this.addSql(`create index file_public on file (sha256) where is_public;`);

    this.addSql(`create table "report_document" ("id" uuid not null, "report_id" uuid not null, "language" varchar(255) not null, "format" varchar(255) not null, "job_id" uuid not null, "file_id" uuid null, "is_watermarked" boolean not null, primary key ("id"));`);
    this.addSql(`alter table "report_document" add constraint "report_document_report_id_language_format_unique" unique ("report_id", "language", "format");`);
    this.addSql(`alter table "report_document" add constraint "report_document_format" check (format in ('PDF', 'DOCX', 'HTML'));`);

    this.addSql(`create table "receipt" ("id" uuid not null, "sequence" bigserial, "number" varchar(255) not null, "received_at" timestamptz not null, "sha256" varchar(64) not null, "is_late" boolean not null, "municipality_id" uuid null, "subject_type" varchar(255) not null, "subject_id" uuid not null, "file_id" uuid not null, primary key ("id"));`);
    this.addSql(`alter table "receipt" add constraint "receipt_sequence_unique" unique ("sequence");`);
    this.addSql(`alter table "receipt" add constraint "receipt_number_unique" unique ("number");`);
    this.addSql(`create index "receipt_subject_type_subject_id_index" on "receipt" ("subject_type", "subject_id");`);
    this.addSql(`create trigger receipt_append_only before update or delete or truncate on receipt for each statement execute function hub_append_only();`);

    this.addSql(`create table "response_batch" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "municipality_id" uuid null, "cycle_id" uuid not null, "form_version_id" uuid not null, "batch_key" varchar(255) not null, "state" varchar(255) not null, "is_dry_run" boolean not null, "accepted" bigint not null, "violations" jsonb not null, "violation_count" bigint not null, "filed_at" timestamptz not null, "filed_by" jsonb not null, "receipt_id" uuid null, "job_id" uuid null, "source_file_id" uuid null, "violations_file_id" uuid null, "locked_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "response_batch_cycle_id_municipality_id_filed_at_index" on "response_batch" ("cycle_id", "municipality_id", "filed_at");`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_municipality_id_batch_key_unique" unique ("municipality_id", "batch_key");`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_state" check (state in ('CHECKING', 'DRY_RUN_PASSED', 'REJECTED', 'STORED', 'WITHDRAWN'));`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_receipt" check ((state in ('STORED', 'WITHDRAWN')) = (receipt_id is not null));`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_rejected" check ((state = 'REJECTED') = (violation_count > 0));`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_checking" check (state <> 'CHECKING' or (job_id is not null and source_file_id is not null));`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_locked" check (locked_at is null or state = 'STORED');`);

    this.addSql(`create table "response" ("id" uuid not null, "batch_id" uuid not null, "municipality_id" uuid not null, "cycle_id" uuid not null, "form_version_id" uuid not null, "service_id" uuid not null, "offer_id" uuid null, "applied_on" date null, "served_on" date null, "answers" jsonb not null, "channel" varchar(255) null, "respondent_kind" varchar(255) null, "procedure_followed" varchar(255) null, "time_spent" numeric null, "time_expected" numeric null, "cost_paid" numeric null, "cost_expected" numeric null, "waiting_time" numeric null, "visits" numeric null, "used_electronic" varchar(255) null, "satisfaction_quality" smallint null, "satisfaction_availability" smallint null, "complained" boolean null, primary key ("id"));`);
    this.addSql(`create index "response_batch_id_index" on "response" ("batch_id");`);
    this.addSql(`create index "response_service_id_index" on "response" ("service_id");`);
    this.addSql(`create index "response_municipality_id_id_index" on "response" ("municipality_id", "id");`);
    this.addSql(`create index "response_cycle_id_municipality_id_service_id_index" on "response" ("cycle_id", "municipality_id", "service_id");`);
    this.addSql(`alter table "response" add constraint "response_days" check (served_on >= applied_on);`);

    this.addSql(`create table "response_problem" ("id" uuid not null, "response_id" uuid not null, "category_id" uuid not null, "tagged_at" timestamptz not null, "tagged_by" jsonb not null, primary key ("id"));`);
    this.addSql(`create index "response_problem_category_id_index" on "response_problem" ("category_id");`);
    this.addSql(`alter table "response_problem" add constraint "response_problem_response_id_category_id_unique" unique ("response_id", "category_id");`);

    this.addSql(`create table "analysis_run_batch" ("id" uuid not null, "run_id" uuid not null, "batch_id" uuid not null, "source" varchar(255) not null, primary key ("id"));`);
    this.addSql(`create index "analysis_run_batch_batch_id_index" on "analysis_run_batch" ("batch_id");`);
    this.addSql(`alter table "analysis_run_batch" add constraint "analysis_run_batch_run_id_batch_id_unique" unique ("run_id", "batch_id");`);
    this.addSql(`alter table "analysis_run_batch" add constraint "analysis_run_batch_source" check (source in ('QUESTIONNAIRES', 'SURVEYS'));`);
    this.addSql(`create trigger analysis_run_batch_append_only before update or delete or truncate on analysis_run_batch for each statement execute function hub_append_only();`);

    this.addSql(`create table "measure_evidence" ("id" uuid not null, "measure_id" uuid not null, "file_id" uuid not null, "position" int not null, primary key ("id"));`);
    this.addSql(`alter table "measure_evidence" add constraint "measure_evidence_measure_id_position_unique" unique ("measure_id", "position");`);

    this.addSql(`create table "export" ("id" uuid not null, "kind" varchar(255) not null, "format" varchar(255) not null, "cut" varchar(255) not null, "year" int null, "municipality_id" uuid null, "subject_id" uuid null, "language" varchar(255) not null, "actor" jsonb not null, "actor_key" varchar(255) not null, "job_id" uuid not null, "file_id" uuid null, "rows" bigint null, "created_at" timestamptz not null, "expires_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "export" add constraint "export_job_id_unique" unique ("job_id");`);
    this.addSql(`create index export_expiry on export (expires_at) where file_id is not null;`);
    this.addSql(`alter table "export" add constraint "export_cut" check (cut in ('FULL', 'DEIDENTIFIED'));`);

    this.addSql(`create table "data_appendix" ("id" uuid not null, "report_id" uuid not null, "cut" varchar(255) not null, "job_id" uuid not null, "file_id" uuid null, "rows" bigint null, "withheld" bigint null, primary key ("id"));`);
    this.addSql(`alter table "data_appendix" add constraint "data_appendix_report_id_cut_unique" unique ("report_id", "cut");`);
    this.addSql(`alter table "data_appendix" add constraint "data_appendix_cut" check (cut in ('FULL', 'DEIDENTIFIED'));`);
    this.addSql(`alter table "data_appendix" add constraint "data_appendix_made" check ((file_id is null) = (rows is null) and (rows is null) = (withheld is null));`);

    this.addSql(`create table "chart_picture" ("id" uuid not null, "report_id" uuid not null, "code" varchar(255) not null, "language" varchar(255) not null, "file_id" uuid not null, "is_draft" boolean not null, primary key ("id"));`);
    this.addSql(`alter table "chart_picture" add constraint "chart_picture_report_id_code_language_unique" unique ("report_id", "code", "language");`);

    this.addSql(`create table "submission" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "municipality_id" uuid not null, "cycle_id" uuid not null, "findings" text null, "revision" int not null, "first_submitted_at" timestamptz null, "edits" int not null, primary key ("id"));`);
    this.addSql(`create index "submission_cycle_id_index" on "submission" ("cycle_id");`);
    this.addSql(`alter table "submission" add constraint "submission_municipality_id_cycle_id_unique" unique ("municipality_id", "cycle_id");`);

    this.addSql(`create table "obligation" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "cycle_id" uuid not null, "municipality_id" uuid not null, "submission_id" uuid not null, "object_code" varchar(255) not null, "object_id" uuid not null, "part" varchar(255) not null, "inherited_from_id" uuid null, "began_at" timestamptz not null, "ended_at" timestamptz null, "end_reason" varchar(255) null, "edits" int not null, primary key ("id"));`);
    this.addSql(`create index "obligation_municipality_id_index" on "obligation" ("municipality_id");`);
    this.addSql(`create index "obligation_submission_id_index" on "obligation" ("submission_id");`);
    this.addSql(`create index "obligation_object_id_index" on "obligation" ("object_id");`);
    this.addSql(`create index "obligation_inherited_from_id_index" on "obligation" ("inherited_from_id");`);
    this.addSql(`create unique index "obligation_once" on "obligation" (cycle_id, municipality_id, object_code, part, inherited_from_id) nulls not distinct;`);
    this.addSql(`alter table "obligation" add constraint "obligation_part" check (part in ('QUESTIONNAIRES', 'VOLUME_REPORT'));`);
    this.addSql(`alter table "obligation" add constraint "obligation_end" check ((ended_at is null) = (end_reason is null) and end_reason in ('REMOVED', 'SUCCEEDED'));`);

    this.addSql(`create table "obligation_deferral" ("id" uuid not null, "obligation_id" uuid not null, "municipality_id" uuid not null, "state" varchar(255) not null, "requested_until" date not null, "reason" text not null, "requested_at" timestamptz not null, "requested_by" jsonb not null, "granted_until" date null, "decided_at" timestamptz null, "decided_by" jsonb null, "decision_reason" text null, primary key ("id"));`);
    this.addSql(`create index "obligation_deferral_obligation_id_index" on "obligation_deferral" ("obligation_id");`);
    this.addSql(`create unique index "obligation_deferral_one_request" on "obligation_deferral" (obligation_id) where state = 'REQUESTED';`);
    this.addSql(`alter table "obligation_deferral" add constraint "obligation_deferral_granted" check ((state = 'GRANTED') = (granted_until is not null));`);
    this.addSql(`alter table "obligation_deferral" add constraint "obligation_deferral_decided" check ((state = 'REQUESTED') = (decided_at is null));`);

    this.addSql(`create table "inspection_candidate" ("id" uuid not null, "plan_id" uuid not null, "rule" varchar(255) not null, "finding_id" uuid null, "obligation_id" uuid null, "object_id" uuid not null, "municipality_id" uuid not null, "facts" jsonb not null, "is_picked" boolean not null, "quarter" varchar(255) null, "note" text null, primary key ("id"));`);
    this.addSql(`create index "inspection_candidate_finding_id_index" on "inspection_candidate" ("finding_id");`);
    this.addSql(`create index "inspection_candidate_obligation_id_index" on "inspection_candidate" ("obligation_id");`);
    this.addSql(`create index "inspection_candidate_object_id_index" on "inspection_candidate" ("object_id");`);
    this.addSql(`create index "inspection_candidate_municipality_id_index" on "inspection_candidate" ("municipality_id");`);
    this.addSql(`alter table "inspection_candidate" add constraint "inspection_candidate_plan_id_rule_object_id_munic_8813c_unique" unique ("plan_id", "rule", "object_id", "municipality_id");`);
    this.addSql(`alter table "inspection_candidate" add constraint "inspection_candidate_rule" check (rule in ('LOW_RANK', 'BIG_DEVIATION', 'JUSTIFIED_COMPLAINTS', 'NOTHING_FILED'));`);
    this.addSql(`alter table "inspection_candidate" add constraint "inspection_candidate_finding" check ((finding_id is null) <> (obligation_id is null));`);
    this.addSql(`alter table "inspection_candidate" add constraint "inspection_candidate_pick" check (is_picked = (quarter is not null) and (is_picked or note is null));`);

    this.addSql(`create table "submission_part" ("id" uuid not null, "submission_id" uuid not null, "part" varchar(255) not null, "state" varchar(255) not null, "is_nil" boolean not null, "first_submitted_at" timestamptz null, "accepted_at" timestamptz null, "accepted_by" jsonb null, primary key ("id"));`);
    this.addSql(`alter table "submission_part" add constraint "submission_part_submission_id_part_unique" unique ("submission_id", "part");`);
    this.addSql(`alter table "submission_part" add constraint "submission_part_part" check (part in ('QUESTIONNAIRES', 'VOLUME_REPORT'));`);
    this.addSql(`alter table "submission_part" add constraint "submission_part_state" check (state in ('DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED'));`);
    this.addSql(`alter table "submission_part" add constraint "submission_part_accepted" check ((state = 'ACCEPTED') = (accepted_at is not null));`);

    this.addSql(`create table "submission_remark" ("id" uuid not null, "submission_id" uuid not null, "municipality_id" uuid not null, "part" varchar(255) not null, "revision" int not null, "path" text[] not null, "text" text not null, "at" timestamptz not null, "by" jsonb not null, "resolved_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "submission_remark_submission_id_index" on "submission_remark" ("submission_id");`);
    this.addSql(`alter table "submission_remark" add constraint "submission_remark_part" check (part in ('QUESTIONNAIRES', 'VOLUME_REPORT'));`);

    this.addSql(`create table "submission_revision" ("id" uuid not null, "submission_id" uuid not null, "municipality_id" uuid not null, "cycle_id" uuid not null, "number" int not null, "submitted_at" timestamptz not null, "submitted_by" jsonb not null, "findings" text null, "receipt_id" uuid not null, primary key ("id"));`);
    this.addSql(`create index "submission_revision_municipality_id_index" on "submission_revision" ("municipality_id");`);
    this.addSql(`create index "submission_revision_cycle_id_index" on "submission_revision" ("cycle_id");`);
    this.addSql(`alter table "submission_revision" add constraint "submission_revision_submission_id_number_unique" unique ("submission_id", "number");`);

    this.addSql(`create table "analysis_run_revision" ("id" uuid not null, "run_id" uuid not null, "revision_id" uuid not null, "part" varchar(255) not null, "municipality_id" uuid not null, primary key ("id"));`);
    this.addSql(`alter table "analysis_run_revision" add constraint "analysis_run_revision_run_id_municipality_id_part_unique" unique ("run_id", "municipality_id", "part");`);
    this.addSql(`alter table "analysis_run_revision" add constraint "analysis_run_revision_part" check (part in ('QUESTIONNAIRES', 'VOLUME_REPORT'));`);
    this.addSql(`create trigger analysis_run_revision_append_only before update or delete or truncate on analysis_run_revision for each statement execute function hub_append_only();`);

    this.addSql(`create table "submission_revision_batch" ("id" uuid not null, "revision_id" uuid not null, "batch_id" uuid not null, primary key ("id"));`);
    this.addSql(`create index "submission_revision_batch_batch_id_index" on "submission_revision_batch" ("batch_id");`);
    this.addSql(`alter table "submission_revision_batch" add constraint "submission_revision_batch_revision_id_batch_id_unique" unique ("revision_id", "batch_id");`);

    this.addSql(`create table "submission_revision_line" ("id" uuid not null, "revision_id" uuid not null, "service_id" uuid not null, "offer_id" uuid null, "quarter" varchar(255) not null, "channel" varchar(255) not null, "delivered_state" varchar(255) not null, "delivered_value" bigint null, "delivered_reason" text null, "delivered_source" varchar(255) null, "paid_total" numeric(18,2) null, primary key ("id"));`);
    this.addSql(`create index "submission_revision_line_service_id_index" on "submission_revision_line" ("service_id");`);
    this.addSql(`alter table "submission_revision_line" add constraint "submission_revision_line_revision_id_service_id_q_1c414_unique" unique ("revision_id", "service_id", "quarter", "channel");`);
    this.addSql(`alter table "submission_revision_line" add constraint "submission_revision_line_value" check ((delivered_state = 'VALUE') = (delivered_value is not null));`);

    this.addSql(`create table "submission_revision_obligation" ("id" uuid not null, "revision_id" uuid not null, "obligation_id" uuid not null, "responses" int null, "number" int not null, "submitted_at" timestamptz not null, "accepted_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "submission_revision_obligation_obligation_id_index" on "submission_revision_obligation" ("obligation_id");`);
    this.addSql(`alter table "submission_revision_obligation" add constraint "submission_revision_obligation_revision_id_obligation_id_unique" unique ("revision_id", "obligation_id");`);

    this.addSql(`create table "submission_revision_part" ("id" uuid not null, "revision_id" uuid not null, "part" varchar(255) not null, "is_nil" boolean not null, "accepted_at" timestamptz null, primary key ("id"));`);
    this.addSql(`alter table "submission_revision_part" add constraint "submission_revision_part_revision_id_part_unique" unique ("revision_id", "part");`);

    this.addSql(`create table "succession" ("id" uuid not null, "kind" varchar(255) not null, "on_date" date not null, "act" jsonb not null, primary key ("id"));`);

    this.addSql(`create table "succession_member" ("id" uuid not null, "succession_id" uuid not null, "municipality_id" uuid not null, "side" varchar(255) not null, primary key ("id"));`);
    this.addSql(`create index "succession_member_municipality_id_index" on "succession_member" ("municipality_id");`);
    this.addSql(`alter table "succession_member" add constraint "succession_member_succession_id_municipality_id_side_unique" unique ("succession_id", "municipality_id", "side");`);

    this.addSql(`create table "survey" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "cycle_id" uuid not null, "quarter" varchar(255) not null, "form_version_id" uuid not null, "title" varchar(255) not null, "open_from" date not null, "open_to" date not null, "closed_at" timestamptz null, "closed_by" jsonb null, primary key ("id"));`);
    this.addSql(`create index "survey_cycle_id_quarter_index" on "survey" ("cycle_id", "quarter");`);
    this.addSql(`create index "survey_open_from_index" on "survey" ("open_from");`);
    this.addSql(`alter table "survey" add constraint "survey_quarter" check (quarter in ('Q1', 'Q2', 'Q3', 'Q4'));`);
    this.addSql(`alter table "survey" add constraint "survey_days" check (open_to >= open_from);`);
    this.addSql(`alter table "survey" add constraint "survey_closed" check ((closed_at is null) = (closed_by is null));`);

    this.addSql(`create table "survey_batch" ("id" uuid not null, "survey_id" uuid not null, "batch_id" uuid not null, "batch_key" varchar(255) not null, primary key ("id"));`);
    this.addSql(`alter table "survey_batch" add constraint "survey_batch_batch_id_unique" unique ("batch_id");`);
    this.addSql(`alter table "survey_batch" add constraint "survey_batch_survey_id_batch_key_unique" unique ("survey_id", "batch_key");`);

    this.addSql(`create table "survey_target" ("id" uuid not null, "survey_id" uuid not null, "region_id" uuid not null, "respondent_kind" varchar(255) not null, "target" bigint not null, primary key ("id"));`);
    this.addSql(`alter table "survey_target" add constraint "survey_target_survey_id_region_id_respondent_kind_unique" unique ("survey_id", "region_id", "respondent_kind");`);
    this.addSql(`alter table "survey_target" add constraint "survey_target_kind" check (respondent_kind in ('PERSON', 'ORGANISATION', 'COMMUNITY'));`);
    this.addSql(`alter table "survey_target" add constraint "survey_target_target" check (target >= 0);`);

    this.addSql(`create table "tick_slot" ("name" varchar(255) not null, "slot" varchar(255) not null, primary key ("name"));`);

    this.addSql(`create table "upload" ("id" uuid not null, "file_name" varchar(255) not null, "media_type" varchar(255) not null, "bytes" bigint not null, "sha256" varchar(64) not null, "actor_key" varchar(255) not null, "created_at" timestamptz not null, "begun_at" timestamptz null, "received_bytes" bigint not null, "writer_id" uuid null, "received_at" timestamptz null, "used_at" timestamptz null, "discarded_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "upload_actor_key_index" on "upload" ("actor_key");`);
    this.addSql(`alter table "upload" add constraint "upload_bytes" check (bytes >= 1 and bytes <= 67108864);`);
    this.addSql(`alter table "upload" add constraint "upload_received" check (received_bytes >= 0 and received_bytes <= bytes and (received_at is null or received_bytes = bytes));`);

    this.addSql(`create table "hub_user" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "subject" varchar(255) not null, "name" varchar(255) not null, "email" varchar(255) not null, "roles" text[] not null, "municipality_id" uuid null, "is_active" boolean not null, "last_seen_at" timestamptz null, primary key ("id"));`);
    this.addSql(`alter table "hub_user" add constraint "hub_user_subject_unique" unique ("subject");`);

    this.addSql(`create table "head_delegation" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "head_id" uuid not null, "delegate_id" uuid not null, "valid_from" date not null, "valid_to" date not null, "act" jsonb not null, "reason" text not null, "ended_at" timestamptz null, "ended_reason" text null, primary key ("id"));`);
    this.addSql(`create index "head_delegation_head_id_index" on "head_delegation" ("head_id");`);
    this.addSql(`create index "head_delegation_delegate_id_index" on "head_delegation" ("delegate_id");`);
    this.addSql(`create index "head_delegation_valid_from_index" on "head_delegation" ("valid_from");`);
    this.addSql(`alter table head_delegation add constraint head_delegation_one_head exclude using gist (head_id with =, daterange(valid_from, valid_to, '[)') with &&) where (ended_at is null);`);
    this.addSql(`alter table head_delegation add constraint head_delegation_one_delegate exclude using gist (delegate_id with =, daterange(valid_from, valid_to, '[)') with &&) where (ended_at is null);`);
    this.addSql(`alter table "head_delegation" add constraint "head_delegation_days" check (valid_to > valid_from);`);
    this.addSql(`alter table "head_delegation" add constraint "head_delegation_people" check (head_id <> delegate_id);`);
    this.addSql(`alter table "head_delegation" add constraint "head_delegation_ended" check ((ended_at is null) = (ended_reason is null));`);

    this.addSql(`create table "volume_report" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "municipality_id" uuid not null, "cycle_id" uuid not null, "year" int not null, "edits" int not null, "locked_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "volume_report_cycle_id_index" on "volume_report" ("cycle_id");`);
    this.addSql(`alter table "volume_report" add constraint "volume_report_municipality_id_cycle_id_unique" unique ("municipality_id", "cycle_id");`);

    this.addSql(`create table "volume_line" ("id" uuid not null, "report_id" uuid not null, "municipality_id" uuid not null, "service_id" uuid not null, "offer_id" uuid null, "quarter" varchar(255) not null, "channel" varchar(255) not null, "delivered_state" varchar(255) not null, "delivered_value" bigint null, "delivered_reason" text null, "delivered_source" varchar(255) null, "delivered_reference" text null, "delivered_at" timestamptz null, "delivered_by" jsonb null, "paid_total" numeric(18,2) null, "paid_at" timestamptz null, "paid_by" jsonb null, "explanation" text null, primary key ("id"));`);
    this.addSql(`create index "volume_line_municipality_id_index" on "volume_line" ("municipality_id");`);
    this.addSql(`create index "volume_line_service_id_index" on "volume_line" ("service_id");`);
    this.addSql(`create index "volume_line_offer_id_index" on "volume_line" ("offer_id");`);
    this.addSql(`alter table "volume_line" add constraint "volume_line_report_id_service_id_quarter_channel_unique" unique ("report_id", "service_id", "quarter", "channel");`);
    this.addSql(`alter table "volume_line" add constraint "volume_line_quarter" check (quarter in ('Q1', 'Q2', 'Q3'));`);
    this.addSql(`alter table "volume_line" add constraint "volume_line_value" check ((delivered_state = 'VALUE') = (delivered_value is not null));`);
    this.addSql(`alter table "volume_line" add constraint "volume_line_count" check (delivered_value between 0 and 9007199254740991);`);
    this.addSql(`alter table "volume_line" add constraint "volume_line_reason" check ((delivered_state = 'NOT_OFFERED') = (delivered_reason is not null));`);
    this.addSql(`alter table "volume_line" add constraint "volume_line_provenance" check ((delivered_source is null) = (delivered_at is null) and (delivered_source is not null or delivered_state = 'MISSING'));`);
    this.addSql(`alter table "volume_line" add constraint "volume_line_paid" check ((paid_total is null) = (paid_at is null) and (paid_total is null or (delivered_state = 'VALUE' and paid_total >= 0)));`);

    this.addSql(`create table "volume_source" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "code" varchar(255) not null, "name" varchar(255) not null, "adapter" varchar(255) not null, "provider_id" text[] not null, "service_code" varchar(255) not null, "mapping" jsonb null, "schedule" varchar(255) not null, "paused_at" timestamptz null, "paused_reason" text null, "next_slot_at" timestamptz null, "last_slot_at" timestamptz null, "last_good_pull_at" timestamptz null, "last_full_pull_at" timestamptz null, "watermark" text null, "fault" jsonb null, "breaker" varchar(255) not null, "grants_seen" text[] not null, "grants_seen_at" timestamptz null, primary key ("id"));`);
    this.addSql(`alter table "volume_source" add constraint "volume_source_code_unique" unique ("code");`);
    this.addSql(`create index "volume_source_next_slot_at_index" on "volume_source" ("next_slot_at");`);

    this.addSql(`create table "ingestion_run" ("id" uuid not null, "source_id" uuid not null, "mode" varchar(255) not null, "period_from" date null, "period_to" date null, "slot" varchar(255) not null, "state" varchar(255) not null, "requested_by" jsonb not null, "attempts" int not null, "attempt_id" uuid null, "fetched" int not null, "expected" int null, "stored" int not null, "unchanged" int not null, "quarantined" int not null, "withdrawn" int not null, "snapshot_id" varchar(255) null, "as_of" timestamptz null, "fault" jsonb null, "queued_at" timestamptz not null, "started_at" timestamptz null, "finished_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "ingestion_run_source_id_queued_at_id_index" on "ingestion_run" ("source_id", "queued_at", "id");`);
    this.addSql(`create unique index "ingestion_run_once" on "ingestion_run" (source_id, mode, period_from, period_to, slot) nulls not distinct;`);
    this.addSql(`alter table "ingestion_run" add constraint "ingestion_run_period" check ((mode = 'FULL') = (period_from is not null and period_to is not null));`);

    this.addSql(`create table "source_answer" ("id" uuid not null, "run_id" uuid not null, "page" int not null, "xroad_id" varchar(255) not null, "xroad_request_id" text null, "request_hash" text null, "body_sha256" varchar(255) not null, "snapshot_id" varchar(255) not null, "as_of" timestamptz not null, "is_complete" boolean not null, primary key ("id"));`);
    this.addSql(`alter table "source_answer" add constraint "source_answer_run_id_page_unique" unique ("run_id", "page");`);

    this.addSql(`create table "volume_observation" ("id" uuid not null, "source_id" uuid not null, "run_id" uuid not null, "answer_id" uuid not null, "municipality_id" uuid not null, "service_id" uuid not null, "period_from" date not null, "period_to" date not null, "channel" varchar(255) not null, "delivered" bigint not null, "stated" varchar(255) not null, "revision" int not null, "status" varchar(255) not null, "recorded_at" timestamptz not null, "correction_reason" text null, "absent_since_run_id" uuid null, primary key ("id"));`);
    this.addSql(`create index "volume_observation_run_id_index" on "volume_observation" ("run_id");`);
    this.addSql(`create unique index "volume_observation_one_head" on "volume_observation" (source_id, municipality_id, service_id, period_from, channel) where (status <> 'SUPERSEDED');`);
    this.addSql(`create index "volume_observation_current" on "volume_observation" (municipality_id, service_id, period_from) where (status = 'CURRENT');`);
    this.addSql(`create index "volume_observation_period_from_id_index" on "volume_observation" ("period_from", "id");`);
    this.addSql(`create index "volume_observation_municipality_id_period_from_id_index" on "volume_observation" ("municipality_id", "period_from", "id");`);
    this.addSql(`alter table "volume_observation" add constraint "volume_observation_said_once" unique ("source_id", "municipality_id", "service_id", "period_from", "channel", "revision", "delivered", "stated");`);
    this.addSql(`alter table "volume_observation" add constraint "volume_observation_month" check (period_from = date_trunc('month', period_from) and period_to = period_from + interval '1 month');`);
    this.addSql(`alter table "volume_observation" add constraint "volume_observation_count" check (delivered between 0 and 1000000000);`);
    this.addSql(`alter table "volume_observation" add constraint "volume_observation_absent" check (absent_since_run_id is null or status <> 'CURRENT');`);
    this.addSql(`alter table "volume_observation" add constraint "volume_observation_taken_back" check (stated <> 'WITHDRAWN' or status <> 'CURRENT');`);

    this.addSql(`create table "staged_volume" ("id" uuid not null, "run_id" uuid not null, "answer_id" uuid not null, "soate" varchar(255) not null, "service_code" varchar(255) not null, "period_from" date not null, "period_to" date not null, "channel" varchar(255) not null, "delivered" bigint not null, "status" varchar(255) not null, "revision" int not null, "recorded_at" timestamptz not null, "correction_reason" text null, primary key ("id"));`);
    this.addSql(`create index "staged_volume_answer_id_index" on "staged_volume" ("answer_id");`);
    this.addSql(`alter table "staged_volume" add constraint "staged_volume_run_id_period_from_soate_service_co_bb906_unique" unique ("run_id", "period_from", "soate", "service_code", "channel");`);

    this.addSql(`create table "quarantined_record" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "source_id" uuid not null, "run_id" uuid not null, "answer_id" uuid null, "state" varchar(255) not null, "violation" jsonb not null, "raw" jsonb not null, "fingerprint" varchar(255) not null, "quarantined_at" timestamptz not null, "decided_by" jsonb null, "decided_at" timestamptz null, "reason" text null, primary key ("id"));`);
    this.addSql(`create index "quarantined_record_run_id_index" on "quarantined_record" ("run_id");`);
    this.addSql(`alter table "quarantined_record" add constraint "quarantined_record_fingerprint_unique" unique ("fingerprint");`);
    this.addSql(`create index "quarantined_record_state_id_index" on "quarantined_record" ("state", "id");`);
    this.addSql(`alter table "quarantined_record" add constraint "quarantined_record_decided" check ((state = 'WAITING') = (decided_at is null) and (state = 'WAITING') = (reason is null));`);

    this.addSql(`create table "volume_source_municipality" ("id" uuid not null, "source_id" uuid not null, "municipality_id" uuid not null, primary key ("id"));`);
    this.addSql(`create index "volume_source_municipality_municipality_id_index" on "volume_source_municipality" ("municipality_id");`);
    this.addSql(`alter table "volume_source_municipality" add constraint "volume_source_municipality_source_id_municipality_id_unique" unique ("source_id", "municipality_id");`);

    this.addSql(`create table "workflow_transition" ("id" uuid not null, "subject_type" varchar(255) not null, "subject_id" uuid not null, "action" varchar(255) not null, "from_state" varchar(255) null, "to_state" varchar(255) not null, "at" timestamptz not null, "by" jsonb not null, "reason" text null, primary key ("id"));`);
    this.addSql(`create index "workflow_transition_subject_type_subject_id_id_index" on "workflow_transition" ("subject_type", "subject_id", "id");`);

    this.addSql(`alter table "administrative_unit" add constraint "administrative_unit_parent_id_foreign" foreign key ("parent_id") references "administrative_unit" ("id") on delete restrict;`);
    this.addSql(`alter table "administrative_unit" add constraint "administrative_unit_region_id_foreign" foreign key ("region_id") references "administrative_unit" ("id") on delete restrict;`);

    this.addSql(`alter table "form_version" add constraint "form_version_form_id_foreign" foreign key ("form_id") references "form" ("id") on delete restrict;`);
    this.addSql(`alter table "form_version" add constraint "form_version_base_id_foreign" foreign key ("base_id") references "form_version" ("id") on delete restrict;`);

    this.addSql(`alter table "cycle_deadline" add constraint "cycle_deadline_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);

    this.addSql(`alter table "monitoring_list" add constraint "monitoring_list_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);

    this.addSql(`alter table "monitoring_object" add constraint "monitoring_object_list_id_foreign" foreign key ("list_id") references "monitoring_list" ("id") on delete restrict;`);

    this.addSql(`alter table "municipality" add constraint "municipality_unit_id_foreign" foreign key ("unit_id") references "administrative_unit" ("id") on delete restrict;`);
    this.addSql(`alter table "municipality" add constraint "municipality_region_id_foreign" foreign key ("region_id") references "administrative_unit" ("id") on delete restrict;`);

    this.addSql(`alter table "monitoring_object_municipality" add constraint "monitoring_object_municipality_object_id_foreign" foreign key ("object_id") references "monitoring_object" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "monitoring_object_municipality" add constraint "monitoring_object_municipality_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "list_acknowledgement" add constraint "list_acknowledgement_list_id_foreign" foreign key ("list_id") references "monitoring_list" ("id") on delete restrict;`);
    this.addSql(`alter table "list_acknowledgement" add constraint "list_acknowledgement_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "hub_job" add constraint "hub_job_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "analysis_run" add constraint "analysis_run_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);
    this.addSql(`alter table "analysis_run" add constraint "analysis_run_list_id_foreign" foreign key ("list_id") references "monitoring_list" ("id") on delete restrict;`);
    this.addSql(`alter table "analysis_run" add constraint "analysis_run_method_id_foreign" foreign key ("method_id") references "analysis_method" ("id") on delete restrict;`);
    this.addSql(`alter table "analysis_run" add constraint "analysis_run_job_id_foreign" foreign key ("job_id") references "hub_job" ("id") on delete restrict;`);

    this.addSql(`alter table "final_report" add constraint "final_report_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);
    this.addSql(`alter table "final_report" add constraint "final_report_run_id_foreign" foreign key ("run_id") references "analysis_run" ("id") on delete restrict;`);

    this.addSql(`alter table "inspection_plan" add constraint "inspection_plan_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);
    this.addSql(`alter table "inspection_plan" add constraint "inspection_plan_report_id_foreign" foreign key ("report_id") references "final_report" ("id") on delete restrict;`);

    this.addSql(`alter table "indicator_result" add constraint "indicator_result_run_id_foreign" foreign key ("run_id") references "analysis_run" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "indicator_result" add constraint "indicator_result_object_id_foreign" foreign key ("object_id") references "monitoring_object" ("id") on delete restrict;`);
    this.addSql(`alter table "indicator_result" add constraint "indicator_result_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "indicator_result" add constraint "indicator_result_region_id_foreign" foreign key ("region_id") references "administrative_unit" ("id") on delete restrict;`);

    this.addSql(`alter table "contact" add constraint "contact_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "contact" add constraint "contact_unit_id_foreign" foreign key ("unit_id") references "administrative_unit" ("id") on delete restrict;`);

    this.addSql(`alter table "api_key" add constraint "api_key_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "delivery_attempt" add constraint "delivery_attempt_notice_id_foreign" foreign key ("notice_id") references "notice" ("id") on delete restrict;`);

    this.addSql(`alter table "notice_given" add constraint "notice_given_list_id_foreign" foreign key ("list_id") references "monitoring_list" ("id") on delete restrict;`);
    this.addSql(`alter table "notice_given" add constraint "notice_given_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "problem_category" add constraint "problem_category_parent_id_foreign" foreign key ("parent_id") references "problem_category" ("id") on delete restrict;`);

    this.addSql(`alter table "quarterly_result" add constraint "quarterly_result_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);
    this.addSql(`alter table "quarterly_result" add constraint "quarterly_result_run_id_foreign" foreign key ("run_id") references "analysis_run" ("id") on delete restrict;`);

    this.addSql(`alter table "corrective_measure" add constraint "corrective_measure_quarterly_result_id_foreign" foreign key ("quarterly_result_id") references "quarterly_result" ("id") on delete restrict;`);
    this.addSql(`alter table "corrective_measure" add constraint "corrective_measure_finding_id_foreign" foreign key ("finding_id") references "indicator_result" ("id") on delete restrict;`);
    this.addSql(`alter table "corrective_measure" add constraint "corrective_measure_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "refused_service" add constraint "refused_service_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "municipal_service" add constraint "municipal_service_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "municipal_service" add constraint "municipal_service_life_situation_id_foreign" foreign key ("life_situation_id") references "life_situation" ("id") on delete restrict;`);
    this.addSql(`alter table "municipal_service" add constraint "municipal_service_group_id_foreign" foreign key ("group_id") references "service_group" ("id") on delete restrict;`);
    this.addSql(`alter table "municipal_service" add constraint "municipal_service_delegated_state_service_id_foreign" foreign key ("delegated_state_service_id") references "delegated_state_service" ("id") on delete restrict;`);

    this.addSql(`alter table "service_demand" add constraint "service_demand_run_id_foreign" foreign key ("run_id") references "analysis_run" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "service_demand" add constraint "service_demand_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);
    this.addSql(`alter table "service_demand" add constraint "service_demand_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "problem_mention" add constraint "problem_mention_run_id_foreign" foreign key ("run_id") references "analysis_run" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "problem_mention" add constraint "problem_mention_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);
    this.addSql(`alter table "problem_mention" add constraint "problem_mention_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "problem_mention" add constraint "problem_mention_category_id_foreign" foreign key ("category_id") references "problem_category" ("id") on delete restrict;`);

    this.addSql(`alter table "monitoring_object_service" add constraint "monitoring_object_service_object_id_foreign" foreign key ("object_id") references "monitoring_object" ("id") on delete restrict;`);
    this.addSql(`alter table "monitoring_object_service" add constraint "monitoring_object_service_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);

    this.addSql(`alter table "complaint" add constraint "complaint_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "complaint" add constraint "complaint_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);

    this.addSql(`alter table "complaint_nil_return" add constraint "complaint_nil_return_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "complaint_nil_return" add constraint "complaint_nil_return_voided_by_id_foreign" foreign key ("voided_by_id") references "complaint" ("id") on delete restrict;`);

    this.addSql(`alter table "service_provider" add constraint "service_provider_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "service_offer" add constraint "service_offer_provider_id_foreign" foreign key ("provider_id") references "service_provider" ("id") on delete restrict;`);
    this.addSql(`alter table "service_offer" add constraint "service_offer_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "service_offer" add constraint "service_offer_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);

    this.addSql(`alter table "questionnaire_variant" add constraint "questionnaire_variant_provider_id_foreign" foreign key ("provider_id") references "service_provider" ("id") on delete restrict;`);
    this.addSql(`alter table "questionnaire_variant" add constraint "questionnaire_variant_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "questionnaire_variant" add constraint "questionnaire_variant_form_version_id_foreign" foreign key ("form_version_id") references "form_version" ("id") on delete restrict;`);

    this.addSql(`alter table "questionnaire_variant_service" add constraint "questionnaire_variant_service_variant_id_foreign" foreign key ("variant_id") references "questionnaire_variant" ("id") on delete restrict;`);
    this.addSql(`alter table "questionnaire_variant_service" add constraint "questionnaire_variant_service_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);

    this.addSql(`alter table "service_standard" add constraint "service_standard_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);
    this.addSql(`alter table "service_standard" add constraint "service_standard_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "service_standard" add constraint "service_standard_template_id_foreign" foreign key ("template_id") references "standard_template" ("id") on delete restrict;`);

    this.addSql(`alter table "standard_approval" add constraint "standard_approval_standard_id_foreign" foreign key ("standard_id") references "service_standard" ("id") on delete restrict;`);

    this.addSql(`alter table "norm" add constraint "norm_standard_id_foreign" foreign key ("standard_id") references "service_standard" ("id") on delete restrict;`);

    this.addSql(`alter table "report_document" add constraint "report_document_report_id_foreign" foreign key ("report_id") references "final_report" ("id") on delete restrict;`);
    this.addSql(`alter table "report_document" add constraint "report_document_job_id_foreign" foreign key ("job_id") references "hub_job" ("id") on delete restrict;`);
    this.addSql(`alter table "report_document" add constraint "report_document_file_id_foreign" foreign key ("file_id") references "file" ("id") on delete restrict;`);

    this.addSql(`alter table "receipt" add constraint "receipt_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "receipt" add constraint "receipt_file_id_foreign" foreign key ("file_id") references "file" ("id") on delete restrict;`);

    this.addSql(`alter table "response_batch" add constraint "response_batch_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_form_version_id_foreign" foreign key ("form_version_id") references "form_version" ("id") on delete restrict;`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_receipt_id_foreign" foreign key ("receipt_id") references "receipt" ("id") on delete restrict;`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_job_id_foreign" foreign key ("job_id") references "hub_job" ("id") on delete restrict;`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_source_file_id_foreign" foreign key ("source_file_id") references "file" ("id") on delete restrict;`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_violations_file_id_foreign" foreign key ("violations_file_id") references "file" ("id") on delete restrict;`);

    this.addSql(`alter table "response" add constraint "response_batch_id_foreign" foreign key ("batch_id") references "response_batch" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "response" add constraint "response_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "response" add constraint "response_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);
    this.addSql(`alter table "response" add constraint "response_form_version_id_foreign" foreign key ("form_version_id") references "form_version" ("id") on delete restrict;`);
    this.addSql(`alter table "response" add constraint "response_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);
    this.addSql(`alter table "response" add constraint "response_offer_id_foreign" foreign key ("offer_id") references "service_offer" ("id") on delete restrict;`);

    this.addSql(`alter table "response_problem" add constraint "response_problem_response_id_foreign" foreign key ("response_id") references "response" ("id") on delete restrict;`);
    this.addSql(`alter table "response_problem" add constraint "response_problem_category_id_foreign" foreign key ("category_id") references "problem_category" ("id") on delete restrict;`);

    this.addSql(`alter table "analysis_run_batch" add constraint "analysis_run_batch_run_id_foreign" foreign key ("run_id") references "analysis_run" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "analysis_run_batch" add constraint "analysis_run_batch_batch_id_foreign" foreign key ("batch_id") references "response_batch" ("id") on delete restrict;`);

    this.addSql(`alter table "measure_evidence" add constraint "measure_evidence_measure_id_foreign" foreign key ("measure_id") references "corrective_measure" ("id") on delete restrict;`);
    this.addSql(`alter table "measure_evidence" add constraint "measure_evidence_file_id_foreign" foreign key ("file_id") references "file" ("id") on delete restrict;`);

    this.addSql(`alter table "export" add constraint "export_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "export" add constraint "export_job_id_foreign" foreign key ("job_id") references "hub_job" ("id") on delete restrict;`);
    this.addSql(`alter table "export" add constraint "export_file_id_foreign" foreign key ("file_id") references "file" ("id") on delete restrict;`);

    this.addSql(`alter table "data_appendix" add constraint "data_appendix_report_id_foreign" foreign key ("report_id") references "final_report" ("id") on delete restrict;`);
    this.addSql(`alter table "data_appendix" add constraint "data_appendix_job_id_foreign" foreign key ("job_id") references "hub_job" ("id") on delete restrict;`);
    this.addSql(`alter table "data_appendix" add constraint "data_appendix_file_id_foreign" foreign key ("file_id") references "file" ("id") on delete restrict;`);

    this.addSql(`alter table "chart_picture" add constraint "chart_picture_report_id_foreign" foreign key ("report_id") references "final_report" ("id") on delete restrict;`);
    this.addSql(`alter table "chart_picture" add constraint "chart_picture_file_id_foreign" foreign key ("file_id") references "file" ("id") on delete restrict;`);

    this.addSql(`alter table "submission" add constraint "submission_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "submission" add constraint "submission_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);

    this.addSql(`alter table "obligation" add constraint "obligation_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);
    this.addSql(`alter table "obligation" add constraint "obligation_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "obligation" add constraint "obligation_submission_id_foreign" foreign key ("submission_id") references "submission" ("id") on delete restrict;`);
    this.addSql(`alter table "obligation" add constraint "obligation_object_id_foreign" foreign key ("object_id") references "monitoring_object" ("id") on delete restrict;`);
    this.addSql(`alter table "obligation" add constraint "obligation_inherited_from_id_foreign" foreign key ("inherited_from_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "obligation_deferral" add constraint "obligation_deferral_obligation_id_foreign" foreign key ("obligation_id") references "obligation" ("id") on delete restrict;`);
    this.addSql(`alter table "obligation_deferral" add constraint "obligation_deferral_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "inspection_candidate" add constraint "inspection_candidate_plan_id_foreign" foreign key ("plan_id") references "inspection_plan" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "inspection_candidate" add constraint "inspection_candidate_finding_id_foreign" foreign key ("finding_id") references "indicator_result" ("id") on delete restrict;`);
    this.addSql(`alter table "inspection_candidate" add constraint "inspection_candidate_obligation_id_foreign" foreign key ("obligation_id") references "obligation" ("id") on delete restrict;`);
    this.addSql(`alter table "inspection_candidate" add constraint "inspection_candidate_object_id_foreign" foreign key ("object_id") references "monitoring_object" ("id") on delete restrict;`);
    this.addSql(`alter table "inspection_candidate" add constraint "inspection_candidate_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "submission_part" add constraint "submission_part_submission_id_foreign" foreign key ("submission_id") references "submission" ("id") on delete restrict;`);

    this.addSql(`alter table "submission_remark" add constraint "submission_remark_submission_id_foreign" foreign key ("submission_id") references "submission" ("id") on delete restrict;`);
    this.addSql(`alter table "submission_remark" add constraint "submission_remark_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "submission_revision" add constraint "submission_revision_submission_id_foreign" foreign key ("submission_id") references "submission" ("id") on delete restrict;`);
    this.addSql(`alter table "submission_revision" add constraint "submission_revision_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "submission_revision" add constraint "submission_revision_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);
    this.addSql(`alter table "submission_revision" add constraint "submission_revision_receipt_id_foreign" foreign key ("receipt_id") references "receipt" ("id") on delete restrict;`);

    this.addSql(`alter table "analysis_run_revision" add constraint "analysis_run_revision_run_id_foreign" foreign key ("run_id") references "analysis_run" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "analysis_run_revision" add constraint "analysis_run_revision_revision_id_foreign" foreign key ("revision_id") references "submission_revision" ("id") on delete restrict;`);
    this.addSql(`alter table "analysis_run_revision" add constraint "analysis_run_revision_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "submission_revision_batch" add constraint "submission_revision_batch_revision_id_foreign" foreign key ("revision_id") references "submission_revision" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "submission_revision_batch" add constraint "submission_revision_batch_batch_id_foreign" foreign key ("batch_id") references "response_batch" ("id") on delete restrict;`);

    this.addSql(`alter table "submission_revision_line" add constraint "submission_revision_line_revision_id_foreign" foreign key ("revision_id") references "submission_revision" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "submission_revision_line" add constraint "submission_revision_line_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);
    this.addSql(`alter table "submission_revision_line" add constraint "submission_revision_line_offer_id_foreign" foreign key ("offer_id") references "service_offer" ("id") on delete restrict;`);

    this.addSql(`alter table "submission_revision_obligation" add constraint "submission_revision_obligation_revision_id_foreign" foreign key ("revision_id") references "submission_revision" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "submission_revision_obligation" add constraint "submission_revision_obligation_obligation_id_foreign" foreign key ("obligation_id") references "obligation" ("id") on delete restrict;`);

    this.addSql(`alter table "submission_revision_part" add constraint "submission_revision_part_revision_id_foreign" foreign key ("revision_id") references "submission_revision" ("id") on delete restrict;`);

    this.addSql(`alter table "succession_member" add constraint "succession_member_succession_id_foreign" foreign key ("succession_id") references "succession" ("id") on delete restrict;`);
    this.addSql(`alter table "succession_member" add constraint "succession_member_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "survey" add constraint "survey_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);
    this.addSql(`alter table "survey" add constraint "survey_form_version_id_foreign" foreign key ("form_version_id") references "form_version" ("id") on delete restrict;`);

    this.addSql(`alter table "survey_batch" add constraint "survey_batch_survey_id_foreign" foreign key ("survey_id") references "survey" ("id") on delete restrict;`);
    this.addSql(`alter table "survey_batch" add constraint "survey_batch_batch_id_foreign" foreign key ("batch_id") references "response_batch" ("id") on delete restrict;`);

    this.addSql(`alter table "survey_target" add constraint "survey_target_survey_id_foreign" foreign key ("survey_id") references "survey" ("id") on delete restrict;`);
    this.addSql(`alter table "survey_target" add constraint "survey_target_region_id_foreign" foreign key ("region_id") references "administrative_unit" ("id") on delete restrict;`);

    this.addSql(`alter table "hub_user" add constraint "hub_user_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "head_delegation" add constraint "head_delegation_head_id_foreign" foreign key ("head_id") references "hub_user" ("id") on delete restrict;`);
    this.addSql(`alter table "head_delegation" add constraint "head_delegation_delegate_id_foreign" foreign key ("delegate_id") references "hub_user" ("id") on delete restrict;`);

    this.addSql(`alter table "volume_report" add constraint "volume_report_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "volume_report" add constraint "volume_report_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);

    this.addSql(`alter table "volume_line" add constraint "volume_line_report_id_foreign" foreign key ("report_id") references "volume_report" ("id") on delete restrict;`);
    this.addSql(`alter table "volume_line" add constraint "volume_line_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "volume_line" add constraint "volume_line_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);
    this.addSql(`alter table "volume_line" add constraint "volume_line_offer_id_foreign" foreign key ("offer_id") references "service_offer" ("id") on delete restrict;`);

    this.addSql(`alter table "ingestion_run" add constraint "ingestion_run_source_id_foreign" foreign key ("source_id") references "volume_source" ("id") on delete restrict;`);

    this.addSql(`alter table "source_answer" add constraint "source_answer_run_id_foreign" foreign key ("run_id") references "ingestion_run" ("id") on delete restrict;`);

    this.addSql(`alter table "volume_observation" add constraint "volume_observation_source_id_foreign" foreign key ("source_id") references "volume_source" ("id") on delete restrict;`);
    this.addSql(`alter table "volume_observation" add constraint "volume_observation_run_id_foreign" foreign key ("run_id") references "ingestion_run" ("id") on delete restrict;`);
    this.addSql(`alter table "volume_observation" add constraint "volume_observation_answer_id_foreign" foreign key ("answer_id") references "source_answer" ("id") on delete restrict;`);
    this.addSql(`alter table "volume_observation" add constraint "volume_observation_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "volume_observation" add constraint "volume_observation_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);
    this.addSql(`alter table "volume_observation" add constraint "volume_observation_absent_since_run_id_foreign" foreign key ("absent_since_run_id") references "ingestion_run" ("id") on delete restrict;`);

    this.addSql(`alter table "staged_volume" add constraint "staged_volume_run_id_foreign" foreign key ("run_id") references "ingestion_run" ("id") on delete restrict;`);
    this.addSql(`alter table "staged_volume" add constraint "staged_volume_answer_id_foreign" foreign key ("answer_id") references "source_answer" ("id") on delete restrict;`);

    this.addSql(`alter table "quarantined_record" add constraint "quarantined_record_source_id_foreign" foreign key ("source_id") references "volume_source" ("id") on delete restrict;`);
    this.addSql(`alter table "quarantined_record" add constraint "quarantined_record_run_id_foreign" foreign key ("run_id") references "ingestion_run" ("id") on delete restrict;`);
    this.addSql(`alter table "quarantined_record" add constraint "quarantined_record_answer_id_foreign" foreign key ("answer_id") references "source_answer" ("id") on delete restrict;`);

    this.addSql(`alter table "volume_source_municipality" add constraint "volume_source_municipality_source_id_foreign" foreign key ("source_id") references "volume_source" ("id") on delete restrict;`);
    this.addSql(`alter table "volume_source_municipality" add constraint "volume_source_municipality_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
  }

}
