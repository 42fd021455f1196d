import { Migration } from '@mikro-orm/migrations';

export class Migration20261123052341 extends Migration {

  override name = 'Migration20261123052341';

  override up(): void | Promise<void> {
    this.addSql(`alter table "response_batch" add "accepted_at" timestamptz null;`);
    this.addSql(`alter table "response_batch" add constraint "response_batch_accepted" check (accepted_at is null or state = 'STORED');`);
    this.addSql(`alter table "submission_revision_line" add "explanation" text null;`);
    // Of batches from before: when the first revision was accepted that holds them. What was withdrawn since is withdrawn.
    this.addSql(`update "response_batch" b set "accepted_at" = x."accepted_at" from (select rb."batch_id", min(rp."accepted_at") as "accepted_at" from "submission_revision_batch" rb join "submission_revision_part" rp on rp."revision_id" = rb."revision_id" and rp."part" = 'QUESTIONNAIRES' where rp."accepted_at" is not null group by rb."batch_id") x where x."batch_id" = b."id" and b."state" = 'STORED';`);
    // Batches of surveys that were closed before closing locked them.
    this.addSql(`update "response_batch" b set "locked_at" = s."closed_at" from "survey_batch" x join "survey" s on s."id" = x."survey_id" where x."batch_id" = b."id" and b."state" = 'STORED' and b."locked_at" is null and s."closed_at" is not null;`);
  }

}
