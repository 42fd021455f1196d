import { defineEntity, p } from '@mikro-orm/postgresql';
import { day, id, instant, ref, text, versioned } from '../../kit/entity.ts';
import type { FormKind, FormVersionState } from './form.rules.ts';
import type { Question } from './question.rules.ts';

const FormSchema = defineEntity({
  name: 'Form',
  properties: {
    id: id(),
    kind: p.string().$type<FormKind>().unique(),
    title: text(),
  },
});

/** R10: a form of the regulation's appendices; what it asks is in its versions. */
export class Form extends FormSchema.class {}
FormSchema.setClass(Form);

const FormVersionSchema = defineEntity({
  name: 'FormVersion',
  properties: {
    ...versioned(),
    formId: () => ref(Form),
    /** Among the versions of the form; of a variant, that of its base. */
    number: p.integer(),
    /** The version that a provider's variant was made from; null = a version of the form itself. */
    baseId: () => ref(FormVersion).nullable(),
    /** As it was decided; where it stands on a day is `formVersionStateOn`. */
    state: p.string().$type<FormVersionState>(),
    questions: p.json().$type<Question[]>(),
    publishedAt: instant().nullable(),
    graceUntil: day().nullable(),
    isSample: p.boolean(),
  },
  checks: [
    { name: 'form_version_published', expression: `(state = 'DRAFT') = (published_at is null)` },
    { name: 'form_version_grace', expression: `(state = 'CLOSING') = (grace_until is not null)` },
  ],
  indexes: [
    { properties: ['baseId'] },
    {
      // Variants stand beside the form's own versions, which follow one another.
      name: 'form_version_number',
      expression: 'create unique index "form_version_number" on "form_version" (form_id, number) where base_id is null',
    },
    {
      name: 'form_version_own_draft',
      expression: `create unique index "form_version_own_draft" on "form_version" (form_id) where state = 'DRAFT' and base_id is null`,
    },
    {
      // Deferred: the version before closes in the same transaction.
      name: 'form_version_own_published',
      expression:
        'alter table "form_version" add constraint "form_version_own_published" exclude using gist (form_id with =) ' +
        `where (state = 'PUBLISHED' and base_id is null) deferrable initially deferred`,
    },
  ],
  triggers: [
    {
      // Answers keep their version: what was published is neither changed nor deleted, whoever asks the database to.
      name: 'form_version_immutable',
      timing: 'before',
      events: ['update'],
      forEach: 'row',
      expression:
        'create trigger form_version_immutable before update on form_version for each row ' +
        `when (old.state <> 'DRAFT' and (new.state = 'DRAFT' or (old.form_id, old.base_id, old.number, old.questions, old.published_at) ` +
        'is distinct from (new.form_id, new.base_id, new.number, new.questions, new.published_at))) execute function hub_append_only()',
    },
    {
      name: 'form_version_kept',
      timing: 'before',
      events: ['delete'],
      forEach: 'row',
      expression:
        'create trigger form_version_kept before delete on form_version for each row ' +
        `when (old.state <> 'DRAFT') execute function hub_append_only()`,
    },
  ],
});

/** R10: what a form asks from its publication until the next; answers keep the version that they were given on. */
export class FormVersion extends FormVersionSchema.class {}
FormVersionSchema.setClass(FormVersion);
