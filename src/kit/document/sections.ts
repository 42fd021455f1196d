import type { LaidOutBlock } from './layout.ts';

/** Pages of one direction. */
export interface Section {
  readonly isAcross: boolean;
  readonly blocks: readonly LaidOutBlock[];
}

/** Wide tables stand on pages laid across, together with the headings right before them. Pages that turn need no page break beside. */
export function sectionsOf(blocks: readonly LaidOutBlock[]): Section[] {
  const sections: { isAcross: boolean; blocks: LaidOutBlock[] }[] = [];
  blocks.forEach((block, index) => {
    const isAcross = leadsToWideTable(blocks, index);
    const section = sections.at(-1);
    if (section?.isAcross === isAcross) section.blocks.push(block);
    else sections.push({ isAcross, blocks: [block] });
  });
  return sections.map(({ isAcross, blocks: own }, index) => ({
    isAcross,
    blocks: own.slice(
      index > 0 && own[0]?.kind === 'pageBreak' ? 1 : 0,
      index < sections.length - 1 && own.at(-1)?.kind === 'pageBreak' ? -1 : undefined,
    ),
  }));
}

function leadsToWideTable(blocks: readonly LaidOutBlock[], from: number): boolean {
  const next = blocks.slice(from).find(({ kind }) => kind !== 'heading');
  return next?.kind === 'table' && next.isWide;
}
