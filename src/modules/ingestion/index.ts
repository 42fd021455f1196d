/**
 * Counts of deliveries pulled from other systems through X-Road: sources, runs, append-only observations, quarantine.
 * Whose: ADMIN keeps the sources, ANALYST decides what is quarantined; a municipality's staff see its own observations.
 * Requirements: R12 (volumes stand beside what is reported), R-III.2.2 (demand); how counts are taken in is ours.
 * The composition root adds `pullVolumesJob` and `sourceSettingsResolver`, which need the connectors.
 */
import { defineModule } from '../../kit/module.ts';
import { inTransaction } from '../../kit/transaction.ts';
import {
  IngestionRun,
  QuarantinedRecord,
  SourceAnswer,
  StagedVolume,
  VolumeObservation,
  VolumeSource,
  VolumeSourceMunicipality,
} from './ingestion.entity.ts';
import { MunicipalityObservationsResolver, ServiceOfferVolumesResolver, VolumeObservationResolver } from './observation.resolver.ts';
import { QuarantinedRecordResolver } from './quarantine.resolver.ts';
import { tellOfFailingSources } from './source-alarm.service.ts';
import { connectorFailing } from './volume-source.notices.ts';
import { IngestionRunResolver, SourceFaultResolver, VolumeSourceResolver } from './volume-source.resolver.ts';
import { queueDuePulls } from './volume-source.service.ts';

export const ingestion = defineModule({
  name: 'ingestion',
  entities: [VolumeSource, VolumeSourceMunicipality, IngestionRun, SourceAnswer, StagedVolume, VolumeObservation, QuarantinedRecord],
  resolvers: [
    VolumeSourceResolver,
    IngestionRunResolver,
    SourceFaultResolver,
    VolumeObservationResolver,
    QuarantinedRecordResolver,
    MunicipalityObservationsResolver,
    ServiceOfferVolumesResolver,
  ],
  notices: [connectorFailing],
  ticks: [
    { name: 'queue-due-pulls', everySeconds: 30, run: (ctx) => inTransaction(ctx, queueDuePulls) },
    { name: 'tell-of-failing-sources', everySeconds: 300, run: (ctx) => inTransaction(ctx, tellOfFailingSources) },
  ],
});
