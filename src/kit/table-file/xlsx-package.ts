import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { HubError } from '../../shared/errors.ts';
import { encryptedXlsx, macrosInXlsx, notXlsx, tableLimits, tooLargeUnpacked } from './table-file.rules.ts';
import type { TableSource } from './table-source.ts';

/** A ZIP is read from its end and in places; this one lies wherever the source does. */
class SourceReader extends RandomAccessReader {
  constructor(private readonly source: TableSource) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.source.read(start, end));
  }
}

/** A workbook's parts by name. Nothing is unpacked until it is read, and never more than its limit. */
export class XlsxPackage {
  private constructor(
    private readonly zip: ZipFile,
    private readonly parts: ReadonlyMap<string, Entry>,
  ) {}

  /** Opens a workbook. Refuses what is none, is encrypted, holds macros, or has too many parts. */
  static async open(source: TableSource): Promise<XlsxPackage> {
    await refuseOtherContainers(source);
    try {
      const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.bytes, { autoClose: false });
      if (zip.entryCount > tableLimits.zipEntries) throw tooLargeUnpacked();
      const parts = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        if (entry.isEncrypted()) throw encryptedXlsx();
        if (/vbaProject|\.bin$/i.test(entry.fileName) && /vba|macro/i.test(entry.fileName)) throw macrosInXlsx();
        parts.set(entry.fileName.toLowerCase(), entry);
      }
      return new XlsxPackage(zip, parts);
    } catch (error) {
      throw asRefusal(error);
    }
  }

  has(name: string): boolean {
    return this.parts.has(name.toLowerCase());
  }

  /** The text of a part as it is unpacked, whatever size it says that it has. Refuses more bytes than `limit`. */
  async *read(name: string, limit: number): AsyncGenerator<string, void> {
    const entry = this.parts.get(name.toLowerCase());
    if (!entry) throw notXlsx();
    if (entry.uncompressedSize > limit) throw tooLargeUnpacked();
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let bytes = 0;
    try {
      for await (const piece of (await this.zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        bytes += piece.length;
        if (bytes > limit) throw tooLargeUnpacked();
        yield decoder.decode(piece, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      throw asRefusal(error);
    }
  }
}

const zipStart = Buffer.from('PK\u0003\u0004');
/** Of a compound file: what a workbook with a password is, and one of the time before XLSX. */
const compoundStart = Buffer.from('d0cf11e0a1b11ae1', 'hex');

async function refuseOtherContainers(source: TableSource): Promise<void> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source.read(0, compoundStart.length)) pieces.push(piece);
  const start = Buffer.concat(pieces);
  if (start.equals(compoundStart)) throw encryptedXlsx();
  if (!start.subarray(0, zipStart.length).equals(zipStart)) throw notXlsx();
}

/** What the unpacking throws says that the file is damaged; a fault of the database is none of the file's. */
function asRefusal(error: unknown): unknown {
  const isOfFile = error instanceof TypeError || (error instanceof Error && (isOfZip(error) || error.constructor === Error));
  return error instanceof HubError || !isOfFile ? error : notXlsx();
}

function isOfZip(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}
