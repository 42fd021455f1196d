import { createHash } from 'node:crypto';
import { wordsOf } from './document-words.ts';
import type { LaidOutBlock, LaidOutDocument, LaidOutTable } from './layout.ts';

const style = `
svg text{font-family:"Noto Sans",Arial,"Liberation Sans",Roboto,sans-serif}figure .wide{padding:0 1.5rem}
body{font:16px/1.5 "Noto Sans",system-ui,"Segoe UI",Roboto,Arial,sans-serif;color:#1f2933;background:#fff;max-width:60rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
h1,h2,h3,h4{line-height:1.25}caption,figcaption{font-weight:bold;text-align:left;padding:.5rem 0}
nav ul{list-style:none;padding:0}.level-2{padding-left:1.5rem}.level-3{padding-left:3rem}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
.wide{overflow-x:auto;margin:1rem 0}table{border-collapse:collapse;width:100%;overflow-wrap:normal}
th,td{max-width:32rem;overflow-wrap:break-word;padding:.35rem .5rem;border-bottom:1px solid #b8c0c8;text-align:left;vertical-align:top}thead th{background:#e8ecf0}
th.number,td.number{text-align:right;font-variant-numeric:tabular-nums}tbody th{font-weight:normal}
figure{margin:1.5rem 0}svg{overflow:visible;min-width:35rem;max-width:100%;height:auto}.note{font-size:.875rem;color:#52606d;margin:.25rem 0}
.callout{border-left:4px solid #12436d;padding:.5rem 1rem;margin:1rem 0}.warning{border-color:#b3261e}
.draft{font-weight:bold;border:2px solid #b3261e;padding:.5rem 1rem}
.watermark{position:fixed;z-index:-1;top:40%;left:5%;right:5%;text-align:center;font-size:min(6rem,15vw);white-space:nowrap;font-weight:bold;color:#eceff2;transform:rotate(-35deg)}
@media print{.skip,nav{display:none}thead{display:table-header-group}tr,svg{break-inside:avoid}h2,h3,h4,caption{break-after:avoid}.page-break{break-before:page}.wide{overflow:visible}}
`;
const styleHash = createHash('sha256').update(style).digest('base64');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const safe = (text: string) => text.replaceAll(/[&<>"']/gu, (letter) => entities[letter] ?? '');
const said = (text: string) => safe(text).replaceAll('\n', '<br>');

/** A laid-out document as one page that loads nothing, runs nothing and refuses to: charts are inline, its one style is named by hash. */
export function htmlOf(document: LaidOutDocument): string {
  const words = wordsOf(document.language);
  const headings = document.blocks.filter((block) => block.kind === 'heading');
  return `<!doctype html>
<html lang="${document.language.toLowerCase()}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${safe(document.title)}</title><style>${style}</style></head><body>
<a class="skip" href="#main">${words.skipToContent}</a>
${document.watermark ? `<div class="watermark" aria-hidden="true">${document.watermark.word}</div><p class="draft">${document.watermark.notice}</p>` : ''}
<header><h1>${said(document.title)}</h1>${document.subtitle ? `<p>${said(document.subtitle)}</p>` : ''}
${document.facts.map(({ label, value }) => `<p><b>${safe(label)}:</b> ${said(value)}</p>`).join('\n')}</header>
${document.contents ? `<nav aria-labelledby="contents"><h2 id="contents">${document.contents}</h2><ul>${headings.map(({ key, level, text }) => `<li class="level-${level}"><a href="#${key}">${said(text)}</a></li>`).join('')}</ul></nav>` : ''}
<main id="main">
${document.blocks.map(blockOf).join('\n')}
</main></body></html>
`;
}

function blockOf(block: LaidOutBlock): string {
  if (block.kind === 'heading') return `<h${block.level + 1} id="${block.key}">${said(block.text)}</h${block.level + 1}>`;
  if (block.kind === 'paragraph') return `<p>${said(block.text)}</p>`;
  if (block.kind === 'pageBreak') return '<div class="page-break"></div>';
  if (block.kind === 'table') return tableOf(block);
  if (block.kind === 'callout') {
    return `<aside class="callout${block.isWarning ? ' warning' : ''}"><p><b>${said(block.title)}</b></p><p>${said(block.text)}</p></aside>`;
  }
  if (block.kind === 'list') {
    const tag = block.isOrdered ? 'ol' : 'ul';
    return `<${tag}>${block.items.map((item) => `<li>${said(item)}</li>`).join('')}</${tag}>`;
  }
  const pictures = block.pictures.map(
    ({ svg, caption, alternative }) =>
      `<figure><figcaption>${said(caption)}</figcaption><div class="wide" role="region" tabindex="0" aria-label="${safe(caption)}">${svg.replace('<svg ', `<svg role="img" aria-label="${safe(alternative)}" `)}</div></figure>`,
  );
  return pictures.join('\n');
}

function tableOf({ caption, columns, rows, notes }: LaidOutTable): string {
  const kind = (index: number) => (columns[index]?.isNumber ? ' class="number"' : '');
  const head = columns.map(({ title }, index) => `<th scope="col"${kind(index)}>${said(title)}</th>`).join('');
  const cell = (text: string, index: number) =>
    index === 0 ? `<th scope="row"${kind(index)}>${said(text)}</th>` : `<td${kind(index)}>${said(text)}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  return `<div class="wide" role="region" tabindex="0" aria-label="${safe(caption)}"><table><caption>${said(caption)}</caption><thead><tr>${head}</tr></thead><tbody>
${body}
</tbody></table></div>${notes.map((note) => `<p class="note">${said(note)}</p>`).join('')}`;
}
