import type { VolumeRecord } from '../../src/modules/ingestion/connector.ts';

/** RFC 9457, without its type. */
export interface Problem {
  status: number;
  title: string;
  detail?: string;
}

interface Snapshot {
  id: string;
  asOf: string;
  watermark: string;
  rows: readonly VolumeRecord[];
}

/** A provider's system that keeps the contract `service-volumes` 1.0.0: snapshots, cursors, a list of changes. */
export class VolumeStore {
  private rows: readonly VolumeRecord[] = [];
  private changed: { sequence: number; row: VolumeRecord }[] = [];
  private sequence = 0;
  private oldestSequence = 0;
  private snapshotCount = 0;
  private readonly snapshots = new Map<string, Snapshot>();

  constructor(private readonly largestPage: number) {}

  /** States these rows from now on; new rows and higher revisions are changes. */
  replace(rows: readonly VolumeRecord[]): void {
    const before = new Map(this.rows.map((row) => [keyOf(row), row.revision]));
    for (const row of rows) {
      if (row.revision <= (before.get(keyOf(row)) ?? 0)) continue;
      this.sequence += 1;
      this.changed.push({ sequence: this.sequence, row });
    }
    this.rows = [...rows];
  }

  /** What is stated now. */
  stated(): readonly VolumeRecord[] {
    return this.rows;
  }

  expireSnapshots(): void {
    this.snapshots.clear();
  }

  forgetChanges(): void {
    this.sequence += 1;
    this.oldestSequence = this.sequence;
  }

  list(query: URLSearchParams): object | Problem {
    const from = query.get('periodFrom');
    const to = query.get('periodTo');
    if (!from || !to) return { status: 400, title: 'periodFrom and periodTo are required' };
    return this.page(query, () => this.rows.filter((row) => row.periodFrom >= from && row.periodTo <= to));
  }

  changes(query: URLSearchParams): object | Problem {
    const since = /^w-(\d{6})$/.exec(query.get('since') ?? '')?.[1];
    if (since === undefined) return { status: 400, title: 'since is not a watermark' };
    if (Number(since) < this.oldestSequence) return { status: 410, title: 'watermark too old' };
    return this.page(query, () => this.changesSince(Number(since)));
  }

  /** The latest state of each row that changed. */
  private changesSince(since: number): VolumeRecord[] {
    const latest = new Map<string, VolumeRecord>();
    for (const { sequence, row } of this.changed) if (sequence > since) latest.set(keyOf(row), row);
    return [...latest.values()];
  }

  private page(query: URLSearchParams, select: () => VolumeRecord[]): object | Problem {
    const position = positionOf(query.get('cursor'));
    const snapshot = position ? this.snapshots.get(position.snapshotId) : this.newSnapshot(select());
    if (!snapshot) return { status: 409, title: 'snapshot expired' };
    const start = position?.start ?? 0;
    const end = start + Math.min(Number(query.get('pageSize') ?? 500), this.largestPage);
    return {
      snapshotId: snapshot.id,
      asOf: snapshot.asOf,
      complete: true,
      totalItems: snapshot.rows.length,
      nextCursor: end < snapshot.rows.length ? cursorOf(snapshot.id, end) : null,
      watermark: snapshot.watermark,
      items: snapshot.rows.slice(start, end),
    };
  }

  private newSnapshot(rows: VolumeRecord[]): Snapshot {
    this.snapshotCount += 1;
    const watermark = `w-${String(this.sequence).padStart(6, '0')}`;
    const snapshot = { id: `${watermark}/${this.snapshotCount}`, asOf: new Date().toISOString(), watermark, rows };
    this.snapshots.set(snapshot.id, snapshot);
    return snapshot;
  }
}

function keyOf({ soate, serviceCode, periodFrom, periodTo, channel }: VolumeRecord): string {
  return [soate, serviceCode, periodFrom, periodTo, channel].join('|');
}

function cursorOf(snapshotId: string, start: number): string {
  return Buffer.from(JSON.stringify({ snapshotId, start })).toString('base64');
}

/** Undefined without a cursor; a cursor that this store never gave leads to a snapshot that it does not have. */
function positionOf(cursor: string | null): { snapshotId: string; start: number } | undefined {
  if (cursor === null) return undefined;
  try {
    return JSON.parse(Buffer.from(cursor, 'base64').toString()) as { snapshotId: string; start: number };
  } catch {
    return { snapshotId: '', start: 0 };
  }
}
