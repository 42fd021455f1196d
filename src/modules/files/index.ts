/**
 * Long work that people can follow, files in and out, documents, exports, and receipts. Contents lie in PostgreSQL, so that any hub can serve them.
 * Whose: an upload and an export are whose who started them; a job is its municipality's, that of an export as the export is; a file is for
 * whoever may see what it belongs to; a receipt is its holder's.
 * Ours: the regulation asks for filings by a deadline (R12); that they arrive over bad lines and can be proved is ours.
 */
import { defineModule } from '../../kit/module.ts';
import { ReportDocumentResolver } from './document.resolver.ts';
import { Export } from './export.entity.ts';
import { purgeExportsJob } from './export.jobs.ts';
import { ExportResolver } from './export.resolver.ts';
import { ContentChunk, StoredFile } from './file.entity.ts';
import { FileResolver } from './file.resolver.ts';
import { Job } from './job.entity.ts';
import { JobResolver } from './job.resolver.ts';
import { Receipt } from './receipt.entity.ts';
import { ReceiptCheckResolver, ReceiptResolver } from './receipt.resolver.ts';
import { Upload } from './upload.entity.ts';
import { purgeUploadsJob } from './upload.jobs.ts';
import { UploadResolver } from './upload.resolver.ts';

export const files = defineModule({
  name: 'files',
  entities: [Job, StoredFile, ContentChunk, Upload, Receipt, Export],
  resolvers: [JobResolver, FileResolver, UploadResolver, ReceiptResolver, ReceiptCheckResolver, ExportResolver, ReportDocumentResolver],
  jobs: [purgeUploadsJob, purgeExportsJob],
});
