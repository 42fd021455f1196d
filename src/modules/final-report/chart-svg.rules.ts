/** One drawing of a chart. */
interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** R-III.3: the parts of a chart as one SVG, one below the other. */
export function pictureOf(parts: readonly Drawing[]): string {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only.svg;
  const width = Math.max(0, ...parts.map((part) => part.width));
  let top = 0;
  const placed = parts.map(({ svg, height }) => {
    const part = svg.replace('<svg ', `<svg y="${top}" `);
    top += height;
    return part;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}">${placed.join('')}</svg>`;
}
