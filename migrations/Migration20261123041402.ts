import { Migration } from '@mikro-orm/migrations';

export class Migration20261123041402 extends Migration {

  override name = 'Migration20261123041402';

  override up(): void | Promise<void> {
    this.addSql(`alter table "api_key" add "created_by_id" uuid null;`);
    // Of keys from before, what the log has: who made them.
    this.addSql(`update "api_key" k set "created_by_id" = u."id" from "audit_entry" e join "hub_user" u on u."id"::text = e."actor" ->> 'id' where e."subject_type" = 'ApiKey' and e."subject_id" = k."id" and e."action" = 'createApiKey';`);
    this.addSql(`alter table "api_key" add constraint "api_key_created_by_id_foreign" foreign key ("created_by_id") references "hub_user" ("id") on delete restrict;`);
    this.addSql(`create index "api_key_created_by_id_index" on "api_key" ("created_by_id");`);
  }

}
