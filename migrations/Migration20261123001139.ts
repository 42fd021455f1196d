import { Migration } from '@mikro-orm/migrations';

export class Migration20261123001139 extends Migration {

  override name = 'Migration20261123001139';

  override up(): void | Promise<void> {
    this.addSql(`create table "service_month" ("id" uuid not null, "run_id" uuid not null, "service_id" uuid not null, "month" date not null, "delivered" bigint null, "municipalities" int not null, "preliminary" int not null, "sources" text[] not null, primary key ("id"));`);
    this.addSql(`alter table "service_month" add constraint "service_month_run_id_service_id_month_unique" unique ("run_id", "service_id", "month");`);

    this.addSql(`create table "plan_document" ("id" uuid not null, "language" varchar(255) not null, "format" varchar(255) not null, "job_id" uuid not null, "file_id" uuid null, "is_watermarked" boolean not null, "plan_id" uuid not null, primary key ("id"));`);
    this.addSql(`alter table "plan_document" add constraint "plan_document_plan_id_language_format_unique" unique ("plan_id", "language", "format");`);

    // Of jobs from before, what is known: whether they began.
    this.addSql(`alter table "hub_job" add "beginnings" bigint null;`);
    this.addSql(`update "hub_job" set "beginnings" = case when "started_at" is null then 0 else 1 end;`);
    this.addSql(`alter table "hub_job" alter column "beginnings" set not null;`);

    this.addSql(`drop trigger if exists "analysis_run_immutable" on "analysis_run";`);
    this.addSql(`drop function if exists "analysis_run_analysis_run_immutable_fn"();`);
    this.addSql(`alter table "analysis_run" add "sources" text[] not null default '{QUESTIONNAIRES,SURVEYS}';`);
    this.addSql(`alter table "analysis_run" add constraint "analysis_run_sources" check (sources = array['QUESTIONNAIRES', 'SURVEYS'] or kind = 'QUARTERLY' and cardinality(sources) = 1 and sources <@ array['QUESTIONNAIRES', 'SURVEYS']);`);
    this.addSql(`create trigger analysis_run_immutable before update on analysis_run for each row when (old.state <> 'RUNNING' and (old.cycle_id, old.list_id, old.kind, old.quarter, old.sources, old.state, old.method_id, old.pinned_revisions, old.pinned_responses, old.input_sha256, old.result_sha256) is distinct from (new.cycle_id, new.list_id, new.kind, new.quarter, new.sources, new.state, new.method_id, new.pinned_revisions, new.pinned_responses, new.input_sha256, new.result_sha256)) execute function hub_append_only();`);

    this.addSql(`alter table "service_month" add constraint "service_month_run_id_foreign" foreign key ("run_id") references "analysis_run" ("id") on delete restrict deferrable initially deferred;`);
    this.addSql(`alter table "service_month" add constraint "service_month_service_id_foreign" foreign key ("service_id") references "municipal_service" ("id") on delete restrict;`);
    this.addSql(`alter table "service_month" add constraint "service_month_delivered" check ((delivered is null) = (municipalities = 0));`);
    this.addSql(`create trigger service_month_append_only before update or delete or truncate on service_month for each statement execute function hub_append_only();`);

    this.addSql(`alter table "plan_document" add constraint "plan_document_job_id_foreign" foreign key ("job_id") references "hub_job" ("id") on delete restrict;`);
    this.addSql(`alter table "plan_document" add constraint "plan_document_file_id_foreign" foreign key ("file_id") references "file" ("id") on delete restrict;`);
    this.addSql(`alter table "plan_document" add constraint "plan_document_plan_id_foreign" foreign key ("plan_id") references "inspection_plan" ("id") on delete restrict;`);
    this.addSql(`alter table "plan_document" add constraint "plan_document_format" check (format in ('PDF', 'DOCX', 'HTML'));`);
  }

}
