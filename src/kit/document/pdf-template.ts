import { fontFamily } from './font.ts';
import { secondFamily } from './pdf-letters.ts';

/**
 * How a laid-out document looks on A4, in typst. It is the only typst source there is: everything that people wrote arrives as
 * JSON in `sys.inputs`, and is text.
 */
export const pdfTemplate = String.raw`
#let it = json(bytes(sys.inputs.document))
#let said(value) = value.split("\n").map(text).join(linebreak())
#set document(title: it.title, author: it.author, date: datetime(year: it.day.at(0), month: it.day.at(1), day: it.day.at(2)))
#set text(font: ("${fontFamily}", "${secondFamily}"), fallback: false, lang: it.lang, size: 10pt, fill: rgb("#1f2933"), hyphenate: false)
#set page(
  paper: "a4",
  margin: (x: 2cm, top: 2cm, bottom: 2.2cm),
  background: if it.watermark != none { rotate(-52deg, text(size: 96pt, weight: "bold", fill: rgb("#eceff2"), it.watermark.word)) },
  footer: context align(center, text(size: 8pt, fill: rgb("#52606d"),
    it.page.replace("{{page}}", str(counter(page).get().first())).replace("{{pages}}", str(counter(page).final().first())))),
)
#set par(leading: 0.62em, spacing: 1em)
#set heading(numbering: none)
#show heading: set text(hyphenate: false)
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 2): set text(size: 12.5pt)
#show heading.where(level: 3): set text(size: 11pt)
#show heading: set block(above: 1.5em, below: 0.8em, sticky: true)
#set figure.caption(position: top)
#show figure.caption: c => align(left, block(sticky: true, text(weight: "bold", size: 9.5pt, c.body)))
#show figure: set block(above: 1.6em)
#set figure(numbering: none, supplement: none, outlined: false)
#show figure.where(kind: table): set block(breakable: true)
#set table(stroke: (x, y) => (bottom: 0.4pt + rgb("#b8c0c8")), inset: (x: 4pt, y: 3.5pt), fill: (x, y) => if y == 0 and it.watermark == none { rgb("#e8ecf0") })
#show title: set text(size: 20pt)
#title(it.heading)
#if it.subtitle != "" { block(text(size: 13pt, said(it.subtitle))) }
#if it.watermark != none { block(text(weight: "bold", it.watermark.notice)) }
#for fact in it.facts [
  #block(spacing: 0.6em)[#text(weight: "bold", said(fact.label + ":")) #said(fact.value)]
]
#if it.contents != none { outline(title: it.contents, depth: 2) }
#let placeTable(b) = {
  let notes = b.notes.map(note => block(spacing: 0.5em, text(size: 8.5pt, fill: rgb("#52606d"), said(note)))).join()
  // On a page of their own the notes would belong to nothing: they stand in a row that a column of no width holds to the last one.
  let isHeld = notes != none and b.rows.len() > 0 and b.keptTogether.last()
  let spanned(index, row) = if isHeld and index + 1 == row.len() { 2 } else { 1 }
  let cells(row, kept: true) = row.enumerate().map(((index, c)) => table.cell(colspan: spanned(index, row), breakable: not kept, c))
  let title(column) = text(size: b.textSize * 1pt, weight: "bold", said(column.title))
  let rows = b.rows.map(row => row.map(c => text(size: b.textSize * 1pt, said(c))))
  let shown = rows.zip(b.keptTogether).map(((row, kept)) => cells(row, kept: kept))
  if isHeld {
    let holder = table.cell(rowspan: 2, breakable: false, inset: 0pt, stroke: none, [])
    let beneath = table.cell(colspan: b.columns.len(), breakable: false, inset: (x: 0pt, top: 6pt), stroke: none, align: left, notes)
    shown = shown.slice(0, -1) + ((..rows.last().map(c => table.cell(breakable: false, c)), holder, beneath),)
  }
  figure(kind: table, caption: said(b.caption), table(
    columns: b.columns.map(c => c.share * 1fr) + if isHeld { (0pt,) },
    align: b.columns.map(c => if c.isNumber { right } else { left }) + if isHeld { (left,) },
    table.header(..cells(b.columns.map(title))),
    ..shown.flatten(),
  ))
  if not isHeld { notes }
}
#let place(b) = {
  if b.kind == "heading" { heading(level: b.level, said(b.text)) }
  else if b.kind == "paragraph" { par(said(b.text)) }
  else if b.kind == "list" { if b.isOrdered { enum(..b.items.map(said)) } else { list(..b.items.map(said)) } }
  else if b.kind == "table" { placeTable(b) }
  else if b.kind == "figure" {
    for p in b.pictures { figure(kind: image, caption: said(p.caption), image(bytes(p.svg), format: "svg", width: 100%, alt: p.alternative)) }
  }
  else if b.kind == "callout" {
    block(width: 100%, inset: 10pt, breakable: true, stroke: (left: 3pt + if b.isWarning { rgb("#b3261e") } else { rgb("#12436d") }),
      [#block(sticky: true, text(weight: "bold", said(b.title))) #said(b.text)])
  }
  else if b.kind == "pageBreak" { pagebreak(weak: true) }
}
#for section in it.sections {
  if section.isAcross { page(flipped: true, section.blocks.map(place).join()) } else { section.blocks.map(place).join() }
}
`;
