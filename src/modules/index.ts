import type { Module } from '../kit/module.ts';
import { audit } from './audit/index.ts';
import { complaints } from './complaints/index.ts';
import { exchangeClients } from './exchange-clients/index.ts';
import { files } from './files/index.ts';
import { finalReport } from './final-report/index.ts';
import { forms } from './forms/index.ts';
import { indicators } from './indicators/index.ts';
import { ingestion } from './ingestion/index.ts';
import { inspectionPlan } from './inspection-plan/index.ts';
import { monitoringCycle } from './monitoring-cycle/index.ts';
import { notifications } from './notifications/index.ts';
import { obligations } from './obligations/index.ts';
import { organizations } from './organizations/index.ts';
import { quarterlyResults } from './quarterly-results/index.ts';
import { questionnaires } from './questionnaires/index.ts';
import { ranking } from './ranking/index.ts';
import { serviceRegistry } from './service-registry/index.ts';
import { submissions } from './submissions/index.ts';
import { surveys } from './surveys/index.ts';
import { users } from './users/index.ts';
import { volumeReports } from './volume-reports/index.ts';

/** Every feature, in the order of who may know whom: a module refers only to those before it. Nothing else is loaded. */
export const modules: readonly Module[] = [
  organizations,
  users,
  audit,
  files,
  notifications,
  serviceRegistry,
  monitoringCycle,
  ingestion,
  forms,
  questionnaires,
  surveys,
  volumeReports,
  submissions,
  obligations,
  complaints,
  exchangeClients,
  indicators,
  ranking,
  quarterlyResults,
  finalReport,
  inspectionPlan,
];
