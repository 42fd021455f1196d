import { prelude } from './prelude.ts';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261122162725 extends Migration {

  override name = 'Migration20261122162725';

  override up(): void | Promise<void> {
    for (const statement of prelude) this.addSql(statement);

    this.addSql(`create table "administrative_unit" ("id" uuid not null, "code" varchar(255) not null, "level" varchar(255) not null, "name" jsonb not null, "is_name_verified" boolean not null, "parent_id" uuid null, "region_id" uuid null, "valid_from" date null, "valid_to" date null, "source" text null, "search_text" text generated always as (hub_fold(coalesce(name ->> 'ky', '') || ' ' || coalesce(name ->> 'ru', ''))) stored not null, primary key ("id"));`);
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

    this.addSql(`create table "hub_lease" ("id" uuid not null, "worker_ids" text[] not null, "expires_at" timestamptz not null, primary key ("id"));`);

    this.addSql(`create table "idempotency_key" ("id" uuid not null, "actor_key" varchar(255) not null, "operation" varchar(255) not null, "key" uuid not null, "input_hash" varchar(255) not null, "answer" jsonb null, "created_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "idempotency_key_created_at_index" on "idempotency_key" ("created_at");`);
    this.addSql(`alter table "idempotency_key" add constraint "idempotency_key_actor_key_operation_key_unique" unique ("actor_key", "operation", "key");`);

    this.addSql(`create table "municipality" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "unit_id" uuid not null, "region_id" uuid not null, "soate" varchar(255) not null, "name" jsonb not null, "official_email" varchar(255) null, "population_count" int null, "population_year" int null, "population_source" text null, "xroad_member_ids" text[] not null, "is_confirmed" boolean not null, "valid_from" date null, "valid_to" date null, "search_text" text generated always as (hub_fold(coalesce(name ->> 'ky', '') || ' ' || coalesce(name ->> 'ru', ''))) stored not null, primary key ("id"));`);
    this.addSql(`create index "municipality_region_id_index" on "municipality" ("region_id");`);
    this.addSql(`create index "municipality_soate_index" on "municipality" ("soate");`);
    this.addSql(`create index municipality_name on municipality ((name ->> 'ky') collate "ky-x-icu", id);`);
    this.addSql(`alter table municipality add constraint municipality_soate_period exclude using gist (soate with =, daterange(valid_from, valid_to, '[)') with &&);`);

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

    this.addSql(`create table "rate_limit" ("key" varchar(255) not null, "points" int not null default 0, "expire" bigint null, primary key ("key"));`);

    this.addSql(`create table "schedule" ("name" varchar(255) not null, "cron" varchar(255) not null, "next_due_at" timestamptz not null, "last_slot_at" timestamptz null, "is_enabled" boolean not null, primary key ("name"));`);

    this.addSql(`create table "service_provider" ("id" uuid not null, "version" int not null default 1, "updated_at" timestamptz not null, "updated_by" jsonb not null, "kind" varchar(255) not null, "name" jsonb not null, "municipality_id" uuid not null, "valid_from" date null, "valid_to" date null, primary key ("id"));`);
    this.addSql(`create index "service_provider_municipality_id_index" on "service_provider" ("municipality_id");`);

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

    this.addSql(`alter table "municipality" add constraint "municipality_unit_id_foreign" foreign key ("unit_id") references "administrative_unit" ("id") on delete restrict;`);
    this.addSql(`alter table "municipality" add constraint "municipality_region_id_foreign" foreign key ("region_id") references "administrative_unit" ("id") on delete restrict;`);

    this.addSql(`alter table "contact" add constraint "contact_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "api_key" add constraint "api_key_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "delivery_attempt" add constraint "delivery_attempt_notice_id_foreign" foreign key ("notice_id") references "notice" ("id") on delete restrict;`);

    this.addSql(`alter table "service_provider" add constraint "service_provider_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "succession_member" add constraint "succession_member_succession_id_foreign" foreign key ("succession_id") references "succession" ("id") on delete restrict;`);
    this.addSql(`alter table "succession_member" add constraint "succession_member_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);

    this.addSql(`alter table "hub_user" add constraint "hub_user_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete restrict;`);
  }

}
