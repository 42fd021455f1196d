import { line, type Person, until } from './stage.ts';

interface Made {
  job: { state: string; failure: { message: string } | null };
  file: object | null;
}

const renders = { finalReport: 'renderFinalReport', inspectionPlan: 'renderInspectionPlan' } as const;

/** Has documents of a year's report or plan made in both languages, and answers their files once they are there. */
export async function documentsOf(
  who: Person,
  thing: keyof typeof renders,
  { id, year, formats }: { id: string; year: number; formats: readonly string[] },
): Promise<{ name: string; url: string }[]> {
  await who.act(renders[thing], { id, languages: ['KY', 'RU'], formats }, '{ documents { format } }');
  const made = 'documents { language format isWatermarked file { name url bytes } job { state failure { message } } }';
  const { documents } = await until('the documents', async () => {
    const { [thing]: seen } = await who.ask(`{ ${thing}(year: ${year}) { ${made} } }`);
    return allMade(seen.documents) ? seen : undefined;
  });
  for (const { language, format, file } of documents) line(`${language} ${format}: ${file.name}, ${Math.round(file.bytes / 1024)} KB`);
  return documents.map(({ file }: { file: { name: string; url: string } }) => file);
}

/** Whether files that are made in the background are all there; the demo ends where one could not be made. */
export function allMade(works: readonly Made[]): boolean {
  const failed = works.find(({ job }) => job.state === 'FAILED');
  if (failed) throw new Error(`A file could not be made: ${failed.job.failure?.message}`);
  return works.length > 0 && works.every(({ file }) => file !== null);
}
