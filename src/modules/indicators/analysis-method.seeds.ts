import { stampOf } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { AnalysisMethod } from './analysis.entity.ts';
import { firstMethod } from './analysis-method.rules.ts';

/** Ours: version 1 of the method, proposed by us. Once there it is left alone: a change is a new version. */
export async function seedAnalysisMethod(ctx: Ctx): Promise<void> {
  if (await ctx.em.findOne(AnalysisMethod, { version: 1 })) return;
  ctx.em.create(AnalysisMethod, {
    version: 1,
    validFrom: '2020-01-01',
    parameters: firstMethod,
    note: {
      ky: 'Биринчи методика, сунуш катары. Жылып туруучу майрамдар киргизилген эмес: аларды жаңы версия менен кошуңуз.',
      ru: 'Первая методика, как предложение. Переходящие праздники не внесены: добавьте их новой версией.',
      en: 'The first method, as a proposal. Movable holidays are not entered: add them with a new version.',
    },
    createdAt: ctx.now,
    createdBy: stampOf(ctx.actor, ctx.actingAs),
  });
}
