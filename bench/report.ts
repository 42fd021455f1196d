import { readdirSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { DocumentBlock, DocumentModel } from '../src/kit/document/document.rules.ts';
import { renderDocument } from '../src/kit/document/render.ts';

// A final report at its largest: 60 charts, and 45 tables that name each of 264 municipalities. `npx tsx bench/report.ts`
const municipalities = Array.from({ length: 264 }, (_, index) => `Торогелди Балтагуловский айылный аймак № ${index + 1}`);
const regions = ['Баткенская', 'Джалал-Абадская', 'Иссык-Кульская', 'Нарынская', 'Ошская', 'Таласская', 'Чуйская', 'Бишкек', 'Ош'];
const source = { n: 12_040, text: 'анкеты удовлетворённости, сбор 2026 года' };

const chart = (index: number): DocumentBlock => ({
  kind: 'chart',
  source,
  chart: {
    kind: 'bar',
    orientation: 'flat',
    arrangement: 'grouped',
    title: `Удовлетворённость услугой ${index + 1}`,
    unit: '%',
    categoryTitle: 'Область',
    categories: regions,
    series: ['2025', '2026'].map((name) => ({ name, points: regions.map((_, at) => ({ value: (index * 7 + at * 11) % 100, n: 120 })) })),
  },
});

const table = (index: number): DocumentBlock => ({
  kind: 'table',
  caption: `Показатель ${index + 1} по муниципалитетам`,
  columns: [
    { title: 'Муниципалитет', weight: 3 },
    ...['2025', '2026', 'Норма', 'Отклонение'].map((title) => ({ title, align: 'end' as const })),
  ],
  rows: municipalities.map((name, at) => [
    name,
    { value: at + index },
    { value: at * 1.5 },
    { value: 90 },
    { value: null, gap: 'не собрано' },
  ]),
  source,
});

const model: DocumentModel = {
  language: 'RU',
  title: 'Итоговый отчёт',
  isWatermarked: true,
  author: 'Уполномоченный орган',
  date: '2026-11-15',
  hasContents: true,
  blocks: [
    { kind: 'heading', level: 1, text: 'Графики', isNumbered: true },
    ...Array.from({ length: 60 }, (_, index) => chart(index)),
    { kind: 'heading', level: 1, text: 'Таблицы', isNumbered: true },
    ...Array.from({ length: 45 }, (_, index) => table(index)),
  ],
};

/** The most memory that a child of this process has had so far, in MB; Linux only. */
function peakOfChildren(): number {
  const ours = readdirSync('/proc').filter((entry) => /^\d+$/u.test(entry));
  const peaks = ours.map((pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const isChild = Number(/^PPid:\s+(\d+)/mu.exec(status)?.[1]) === process.pid;
      return isChild ? Number(/^VmHWM:\s+(\d+)/mu.exec(status)?.[1] ?? 0) / 1024 : 0;
    } catch {
      return 0;
    }
  });
  return Math.round(Math.max(0, ...peaks));
}

for (const format of ['PDF', 'DOCX', 'HTML'] as const) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, peakOfChildren())), 250);
  const start = performance.now();
  const document = await renderDocument(model, format);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  clearInterval(watch);
  delay.disable();
  const waited = (delay.max / 1e6).toFixed(0);
  process.stdout.write(
    `${format}: ${seconds} s, ${(document.length / 1e6).toFixed(1)} MB, child at most ${peak} MB, event loop of the hub held for at most ${waited} ms\n`,
  );
}
