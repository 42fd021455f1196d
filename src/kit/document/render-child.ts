import { docxOf } from './docx.ts';
import { htmlOf } from './html.ts';
import { layOut } from './layout.ts';
import { pdfOf } from './pdf.ts';
import type { RenderAnswer, RenderTask } from './render.ts';

// The process that `renderDocument` starts: takes one model, answers with one document, ends.
process.once('message', (task: RenderTask) => {
  void rendered(task).then((answer) => process.send?.(answer, () => process.disconnect()));
});

async function rendered({ model, format }: RenderTask): Promise<RenderAnswer> {
  try {
    const laidOut = layOut(model);
    if (format === 'HTML') return { document: Buffer.from(htmlOf(laidOut)) };
    return { document: format === 'PDF' ? pdfOf(laidOut) : await docxOf(laidOut) };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
