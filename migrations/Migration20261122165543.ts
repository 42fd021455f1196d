import { prelude } from './prelude.ts';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261122165543 extends Migration {

  override name = 'Migration20261122165543';

  override up(): void | Promise<void> {
    for (const statement of prelude) this.addSql(statement);

    this.addSql(`create table "administrative_unit" ("id" uuid not null, "code" varchar(255) not null, "level" varchar(255) not null, "name" jsonb not null, "is_name_verified" boolean not null, "parent_id" uuid null, "region_id" uuid null, "valid_from" date null, "valid_to" date null, "source" text null, "search_text" text generated always as (hub_fold(coalesce(name ->> 'ky', '') || ' ' || coalesce(name ->> 'ru', ''))) stored null, primary key ("id"));`);
    this.addSql(`create index "administrative_unit_parent_id_index" on "administrative_unit" ("parent_id");`);
    this.addSql(`create index "administrative_unit_code_index" on "administrative_unit" ("code");`);
    this.addSql(`create index administrative_unit_name on administrative_unit ((name ->> 'ky') collate "ky-x-icu", id);`);
    this.addSql(`alter table administrative_unit add constraint administrative_unit_code_period exclude using gist (code with =, daterange(valid_from, valid_to, '[)') with &&);`);

    this.addSql(`create table "audit_entry" ("id" uuid not null, "at" timestamptz not null, "actor" jsonb not null, "action" varchar(255) not null, "subject_type" varchar(255) not null, "subject_id" uuid null, "municipality_id" uuid null, "before" jsonb null, "after" jsonb null, "reason" text null, "request_id" varchar(255) not null, "xroad_id" varchar(255) null, "mac" varchar(255) not null, primary key ("id"));`);
    this.addSql(`create index "audit_entry_subject_type_subject_id_index" on "audit_entry" ("subject_type", "subject_id");`);
    this.addSql(`create index "audit_entry_municipality_id_index" on "audit_entry" ("municipality_id");`);
    this.addSql(`create trigger audit_entry_append_only before update or delete or truncate on audit_entry for each statement execute function hub_append_only();`);

    this.addSql(`create table "audit_seal" ("sequence" bigint not null, "entry_id" uuid not null, "previous_hash" varchar(255) not null, "hash" varchar(255) not null, "sealed_at" timestamptz not null, primary key ("sequence"));`);
    this.addSql(`alter table "audit_seal" add constraint "audit_seal_entry_id_unique" unique ("entry_id");`);
    this.addSql(`create trigger audit_seal_append_only before update or delete or truncate on audit_seal for each statement execute function hub_append_only();`);

    this.addSql(`create table "authority" ("id" uuid not null, "kind" varchar(255) not null, "name" jsonb not null, "valid_from" date null, "valid_to" date null, primary key ("id"));`);

    this.addSql(`create table "delegated_state_service" ("id" uuid not null, "register_code" varchar(255) null, "name" jsonb not null, "url" text null, primary key ("id"));`);
    this.addSql(`alter table "delegated_state_service" add constraint "delegated_state_service_register_code_unique" unique ("register_code");`);

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

    this.addSql(`create table "contact" ("id" uuid not null, "municipality_id" uuid not null, "name" varchar(255) not null, "position" varchar(255) null, "email" varchar(255) not null, "language" varchar(255) not null, "state" varchar(255) not null, "verified_at" timestamptz null, "last_bounce" text null, "token_hash" varchar(255) null, primary key ("id"));`);
    this.addSql(`create index "contact_municipality_id_index" on "contact" ("municipality_id");`);
    this.addSql(`alter table "contact" add constraint "contact_municipality_id_email_unique" unique ("municipality_id", "email");`);

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

    this.addSql(`create table "rate_limit" ("key" varchar(255) not null, "points" int not null default 0, "expire" bigint null, primary key ("key"));`);

    this.addSql(`create table "refused_service" ("id" uuid not null, "proposed_code" varchar(255) not null, "proposed_name" jsonb not null, "proposed_by" jsonb not null, "municipality_id" uuid null, "at" timestamptz not null, "violation" jsonb not null, "attempt_key" varchar(255) not null, "is_sample" boolean not null, primary key ("id"));`);
    this.addSql(`alter table "refused_service" add constraint "refused_service_attempt_key_unique" unique ("attempt_key");`);

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

    this.addSql(`create table "monitoring_object_service" ("id" uuid not null, "object_id" uuid not null, "service_id" uuid not null, "position" int not null, primary key ("id"));`);
    this.addSql(`create index "monitoring_object_service_service_id_index" on "monitoring_object_service" ("service_id");`);
    this.addSql(`alter table "monitoring_object_service" add constraint "monitoring_object_service_object_id_service_id_unique" unique ("object_id", "service_id");`);
    this.addSql(`alter table "monitoring_object_service" add constraint "monitoring_object_service_object_id_position_unique" unique ("object_id", "position");`);

    this.addSql(`create table "service_provider" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "kind" varchar(255) not null, "name" jsonb not null, "municipality_id" uuid not null, "valid_from" date null, "valid_to" date null, primary key ("id"));`);
    this.addSql(`create index "service_provider_municipality_id_index" on "service_provider" ("municipality_id");`);

    this.addSql(`create table "service_offer" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "provider_id" uuid not null, "municipality_id" uuid not null, "service_id" uuid not null, "electronic_level" varchar(255) null, "electronic_url" text null, "electronic_checked_on" date null, "regulation" jsonb null, "information_channels" jsonb not null, "confirmed_at" timestamptz null, "confirmed_for_year" int null, "valid_from" date not null, "valid_to" date null, primary key ("id"));`);
    this.addSql(`create index "service_offer_service_id_index" on "service_offer" ("service_id");`);
    this.addSql(`create index "service_offer_municipality_id_service_id_index" on "service_offer" ("municipality_id", "service_id");`);
    this.addSql(`alter table "service_offer" add constraint "service_offer_provider_id_service_id_unique" unique ("provider_id", "service_id");`);
    this.addSql(`alter table "service_offer" add constraint "service_offer_period" check (valid_to is null or valid_to > valid_from);`);

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

    this.addSql(`create table "succession" ("id" uuid not null, "kind" varchar(255) not null, "on_date" date not null, "act" jsonb not null, primary key ("id"));`);

    this.addSql(`create table "succession_member" ("id" uuid not null, "succession_id" uuid not null, "municipality_id" uuid not null, "side" varchar(255) not null, primary key ("id"));`);
    this.addSql(`create index "succession_member_municipality_id_index" on "succession_member" ("municipality_id");`);
    this.addSql(`alter table "succession_member" add constraint "succession_member_succession_id_municipality_id_side_unique" unique ("succession_id", "municipality_id", "side");`);

    this.addSql(`create table "hub_user" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "subject" varchar(255) not null, "name" varchar(255) not null, "email" varchar(255) not null, "roles" text[] not null, "municipality_id" uuid null, "is_active" boolean not null, "last_seen_at" timestamptz null, primary key ("id"));`);
    this.addSql(`alter table "hub_user" add constraint "hub_user_subject_unique" unique ("subject");`);

    this.addSql(`create table "workflow_transition" ("id" uuid not null, "subject_type" varchar(255) not null, "subject_id" uuid not null, "action" varchar(255) not null, "from_state" varchar(255) null, "to_state" varchar(255) not null, "at" timestamptz not null, "by" jsonb not null, "reason" text null, primary key ("id"));`);
    this.addSql(`create index "workflow_transition_subject_type_subject_id_id_index" on "workflow_transition" ("subject_type", "subject_id", "id");`);

    this.addSql(`alter table "administrative_unit" add constraint "administrative_unit_parent_id_foreign" foreign key ("parent_id") references "administrative_unit" ("id") on delete restrict;`);
    this.addSql(`alter table "administrative_unit" add constraint "administrative_unit_region_id_foreign" foreign key ("region_id") references "administrative_unit" ("id") on delete restrict;`);

    this.addSql(`alter table "cycle_deadline" add constraint "cycle_deadline_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);

    this.addSql(`alter table "monitoring_list" add constraint "monitoring_list_cycle_id_foreign" foreign key ("cycle_id") references "monitoring_cycle" ("id") on delete restrict;`);

    this.addSql(`alter table "monitoring_object" add constraint "monitoring_object_list_id_foreign" foreign key ("list_id") references "monitoring_list" ("id") on delete restrict;`);

    this.addSql(`alter table "municipality" add constraint "municipality_unit_id_foreign" foreign key ("unit_id") references "administrative_unit" ("id") on delete restrict;`);
    this.addSql(`alter table "municipality" add constraint "municipality_region_id_foreign" foreign key ("region_id") references "administrative_unit" ("id") on delete restrict;`);

    this.addSql(`alter table "monitoring_object_municipality" add constraint "monitoring_object_municipality_object_id_foreign" foreign key ("object_id") references "monitoring_object" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "monitoring_object_municipality" add constraint "monitoring_object_municipality_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "list_acknowledgement" add constraint "list_acknowledgement_list_id_foreign" foreign key ("list_id") references "monitoring_list" ("id") on delete restrict;`);
    this.addSql(`alter table "list_acknowledgement" add constraint "list_acknowledgement_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "contact" add constraint "contact_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "api_key" add constraint "api_key_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "delivery_attempt" add constraint "delivery_attempt_notice_id_foreign" foreign key ("notice_id") references "notice" ("id") on delete restrict;`);

    this.addSql(`alter table "notice_given" add constraint "notice_given_list_id_foreign" foreign key ("list_id") references "monitoring_list" ("id") on delete restrict;`);
    this.addSql(`alter table "notice_given" add constraint "notice_given_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "refused_service" add constraint "refused_service_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "municipal_service" add constraint "municipal_service_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "municipal_service" add constraint "municipal_service_life_situation_id_foreign" foreign key ("life_situation_id") references "life_situation" ("id") on delete restrict;`);
    this.addSql(`alter table "municipal_service" add constraint "municipal_service_group_id_foreign" foreign key ("group_id") references "service_group" ("id") on delete restrict;`);
    this.addSql(`alter table "municipal_service" add constraint "municipal_service_delegated_state_service_id_foreign" foreign key ("delegated_state_service_id") references "delegated_state_service" ("id") on delete restrict;`);

    this.addSql(`alter table "monitoring_object_service" add constraint "monitoring_object_service_object_id_foreign" foreign key ("object_id") references "monitoring_object" ("id") on delete restrict;`);
    this.addSql(`alter table "monitoring_object_service" add constraint "monitoring_object_service_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);

    this.addSql(`alter table "service_provider" add constraint "service_provider_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "service_offer" add constraint "service_offer_provider_id_foreign" foreign key ("provider_id") references "service_provider" ("id") on delete restrict;`);
    this.addSql(`alter table "service_offer" add constraint "service_offer_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "service_offer" add constraint "service_offer_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);

    this.addSql(`alter table "service_standard" add constraint "service_standard_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);
    this.addSql(`alter table "service_standard" add constraint "service_standard_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
    this.addSql(`alter table "service_standard" add constraint "service_standard_template_id_foreign" foreign key ("template_id") references "standard_template" ("id") on delete restrict;`);

    this.addSql(`alter table "standard_approval" add constraint "standard_approval_standard_id_foreign" foreign key ("standard_id") references "service_standard" ("id") on delete restrict;`);

    this.addSql(`alter table "norm" add constraint "norm_standard_id_foreign" foreign key ("standard_id") references "service_standard" ("id") on delete restrict;`);

    this.addSql(`alter table "succession_member" add constraint "succession_member_succession_id_foreign" foreign key ("succession_id") references "succession" ("id") on delete restrict;`);
    this.addSql(`alter table "succession_member" add constraint "succession_member_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "hub_user" add constraint "hub_user_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
  }

}
