import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A file of an archive, read when its turn comes. */
export interface ZipEntry {
  name: string;
  content: () => AsyncIterable<Uint8Array>;
}

/** Bytes of an archive, its entries one after the other, none held whole. Breaks off with the error of an entry. */
export async function* zipBytes(entries: readonly ZipEntry[], at: Date): AsyncGenerator<Buffer, void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const open = new Set<Readable>();
  const fail = (error: Error): void => void output.destroy(error);
  zip.on('error', fail);
  for (const { name, content } of entries) {
    zip.addReadStreamLazy(name, { mtime: at, mode: 0o100644, compressionLevel: 6 }, (give) => {
      const source = Readable.from(content(), { objectMode: false });
      open.add(source.once('error', fail).once('close', () => open.delete(source)));
      give(undefined, source);
    });
  }
  zip.end();
  try {
    for await (const piece of output) yield piece as Buffer;
  } finally {
    for (const source of open) source.destroy();
  }
}
