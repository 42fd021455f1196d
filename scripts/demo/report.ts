import { allMade, documentsOf } from './documents.ts';
import { chapter, idOf, line, type Person, type Stage, until } from './stage.ts';

interface Authors {
  year: number;
  runId: string;
  analyst: Person;
  agency: Person;
  secretary: Person;
}

const fields = '{ finalReport { id version state isPreparedLate isHandedOverLate } }';

const narratives: Readonly<Record<string, { ky: string; ru: string }>> = {
  INTRODUCTION: {
    ky: 'Мониторинг үч муниципалитеттин маалыматына таянат; калгандары маалымат өткөргөн жок.',
    ru: 'Мониторинг опирается на данные трёх муниципалитетов; остальные данных не представили.',
  },
  CONCLUSIONS: {
    ky: 'Маалымкатты берүү мөөнөтүн көзөмөлгө алуу керек.\n\nЖыйынтыктар текшерүүлөр планына негиз болот.',
    ru: 'Сроки выдачи справок требуют контроля.\n\nРезультаты лягут в основу плана проверок.',
  },
};

/** R-III.2 to R-III.5: the final report, from the draft to everybody's eyes. Answers the folder of its documents. */
export async function showReport(stage: Stage, { year, runId, analyst, agency, secretary }: Authors): Promise<string> {
  chapter('The final report: by 15 November, handed over by 20 November');
  stage.clock.moveTo(`${year}-11-10T09:00:00+06:00`);
  let { finalReport } = await analyst.act('draftFinalReport', { year, runId }, fields);
  const step = async (who: Person, mutation: string, input: Record<string, unknown> = {}) =>
    ({ finalReport } = await who.act(mutation, { ...idOf(finalReport), ...input }, fields));
  for (const [sectionCode, narrative] of Object.entries(narratives)) await step(analyst, 'updateFinalReport', { sectionCode, narrative });
  const { finalReport: draft } = await analyst.ask(
    `{ finalReport(year: ${year}) { contents { requirement isMet missing } charts { code } } }`,
  );
  for (const { requirement, isMet, missing } of draft.contents)
    line(`${requirement} ${isMet ? 'is there' : 'is not there'}. ${missing ?? ''}`);
  await step(analyst, 'prepareFinalReport');
  line(`${finalReport.state} with ${draft.charts.length} charts, late: ${finalReport.isPreparedLate ? 'yes' : 'no'}`);

  const { appendices } = await until('the data appendices', async () => {
    const { finalReport: report } = await analyst.ask(
      `{ finalReport(year: ${year}) { appendices { cut rows suppressedCells manifestSha256 file { name url } job { state failure { message } } } } }`,
    );
    return allMade(report.appendices) ? report : undefined;
  });
  for (const { cut, rows, suppressedCells, manifestSha256 } of appendices)
    line(`Annexed: the ${cut} database, ${rows} answers, ${suppressedCells} with the region only, SHA-256 ${manifestSha256.slice(0, 12)}…`);

  const documents = await documentsOf(analyst, 'finalReport', { id: finalReport.id, year, formats: ['PDF', 'DOCX', 'HTML'] });
  const databases = appendices.map(({ file }: { file: { name: string; url: string } }) => file);
  const folder = await stage.keepFiles('report', [...documents, ...databases]);

  stage.clock.moveTo(`${year}-11-17T10:00:00+06:00`);
  const { finalReport: unseen } = await agency.ask(`{ finalReport(year: ${year}) { id } }`);
  await step(analyst, 'handOverFinalReport', { handedOverOn: `${year}-11-17`, receipt: 'Вх. № SAMPLE-17' });
  const { finalReport: seen } = await agency.ask(`{ finalReport(year: ${year}) { id state } }`);
  line(`The inter-agency body: ${unseen === null ? 'saw nothing before' : 'saw it before'}, sees it now: ${seen.state}`);
  await agency.act('confirmFinalReportReceipt', { id: finalReport.id }, '{ finalReport { receiptConfirmedAt } }');
  line(`It confirms the receipt. Handed over late: ${finalReport.isHandedOverLate ? 'yes' : 'no'}`);

  stage.clock.moveTo(`${year}-11-23T10:00:00+06:00`);
  const latest = async () => void ({ finalReport } = await analyst.ask(`{ finalReport(year: ${year}) { id version state } }`));
  await latest();
  const consideration = { consideredOn: `${year}-11-22`, minutesNumber: 'SAMPLE-3', decision: 'Принять к сведению.' };
  await step(secretary, 'recordCollegiumConsideration', consideration);
  await step(analyst, 'publishFinalReport');
  line(`The collegium considered it (minutes ${consideration.minutesNumber}: ${consideration.decision}); it is published`);
  return folder;
}
