/** A box by its middle; sizes in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** To the right first, then as near to it as there is room. */
const directions = Array.from({ length: 16 }, (_, index) => (Math.ceil(index / 2) * (index % 2 === 0 ? 1 : -1) * Math.PI) / 8);
const rings = Array.from({ length: 16 }, (_, index) => 14 * index);

/**
 * Places a label of each point beside it, or farther off where it is crowded: over no other label, no point and no obstacle, and within the
 * area. Answers the labels' middles, in the points' order; a label that has no free place stands where it would stand alone.
 */
export function placeLabels(
  points: readonly Box[],
  labels: readonly Pick<Box, 'width' | 'height'>[],
  area: Box,
  obstacles: readonly Box[],
): Box[] {
  const placed: Box[] = [];
  for (const [index, point] of points.entries()) {
    const size = labels[index] ?? { width: 0, height: 0 };
    const places = rings.flatMap((ring) => directions.map((direction) => beside(point, size, direction, ring)));
    const isFree = (place: Box) => isWithin(place, area) && ![...placed, ...points, ...obstacles].some((other) => overlap(place, other));
    const place = places.find(isFree) ?? places[0];
    if (place) placed.push(place);
  }
  return placed;
}

function beside(point: Box, { width, height }: Pick<Box, 'width' | 'height'>, direction: number, ring: number): Box {
  const gap = 2 + ring;
  return {
    x: point.x + Math.cos(direction) * (point.width / 2 + width / 2 + gap),
    y: point.y + Math.sin(direction) * (point.height / 2 + height / 2 + gap),
    width,
    height,
  };
}

function overlap(one: Box, other: Box): boolean {
  return (
    2 * Math.abs(one.x - other.x) < one.width + other.width - tolerance &&
    2 * Math.abs(one.y - other.y) < one.height + other.height - tolerance
  );
}

// Boxes that touch do not overlap, whatever is lost in the last digits.
const tolerance = 0.001;

function isWithin(one: Box, area: Box): boolean {
  return 2 * Math.abs(one.x - area.x) <= area.width - one.width && 2 * Math.abs(one.y - area.y) <= area.height - one.height;
}
