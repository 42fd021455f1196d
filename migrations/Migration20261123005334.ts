import { Migration } from '@mikro-orm/migrations';

export class Migration20261123005334 extends Migration {

  override name = 'Migration20261123005334';

  override up(): void | Promise<void> {
    this.addSql(`alter table "content_chunk" add "is_compressed" boolean not null default false;`);
  }

}
