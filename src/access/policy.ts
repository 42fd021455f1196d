import { type Actor, hasRole, type Role } from './actor.ts';

/**
 * Who may call what: one row per query and mutation, and per field that not every reader of its type may see. Denied by default:
 * what has no row is refused, and a test fails. `own` = only on records of the caller's municipality, which the use case checks.
 * Row scope (drafts, other municipalities) is not here but in the statements, see `scopeOf`.
 */
export interface Grant {
  readonly roles: readonly Role[];
  readonly own?: readonly Role[];
}

const everyone: Grant = { roles: ['PUBLIC'] };
const ministry: Grant = { roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY'] };
const ministryAndOwn: Grant = { roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY'], own: ['PROVIDER'] };

/** By kind of export, see `ExportDefinition.roles`. */
const exporters: Grant = { roles: ministryAndOwn.roles, own: ['PROVIDER', 'INTERAGENCY_BODY'] };

export const policy = {
  // kit
  'Query.serverTime': everyone,

  // organizations
  'Query.administrativeUnit': everyone,
  'Query.administrativeUnits': everyone,
  'Query.municipality': everyone,
  'Query.municipalities': everyone,
  'Query.serviceProvider': everyone,
  'Query.authorities': everyone,
  'Mutation.updateMunicipality': { roles: ['ADMIN'] },
  'Mutation.recordSuccession': { roles: ['ADMIN'] },
  'Mutation.addContact': { roles: ['ADMIN'], own: ['PROVIDER'] },
  'Mutation.updateContact': { roles: ['ADMIN'], own: ['PROVIDER'] },
  'Mutation.removeContact': { roles: ['ADMIN'], own: ['PROVIDER'] },
  'Mutation.addUnitContact': { roles: ['ADMIN'] },
  'Mutation.removeUnitContact': { roles: ['ADMIN'] },
  'Mutation.confirmContact': everyone,
  'Mutation.createServiceProvider': { roles: ['ADMIN'], own: ['PROVIDER'] },
  'Mutation.updateServiceProvider': { roles: ['ADMIN'], own: ['PROVIDER'] },

  // users
  'Query.viewer': everyone,
  'Query.users': { roles: ['ADMIN'] },
  'Query.apiKeys': { roles: ['ADMIN'] },
  'Query.headDelegations': ministry,
  'Mutation.delegateHead': { roles: ['ADMIN'] },
  'Mutation.endHeadDelegation': { roles: ['ADMIN'] },
  'Mutation.createUser': { roles: ['ADMIN'] },
  'Mutation.updateUser': { roles: ['ADMIN'] },
  'Mutation.deactivateUser': { roles: ['ADMIN'] },
  'Mutation.createApiKey': { roles: ['ADMIN'] },
  'Mutation.revokeApiKey': { roles: ['ADMIN'] },

  // audit
  'Query.auditHead': { roles: ['ADMIN', 'HEAD'] },
  'Query.auditEntries': { roles: ['ADMIN', 'HEAD'], own: ['PROVIDER'] },

  // files
  'Query.job': exporters,
  'Query.export': exporters,
  'Query.receiptCheck': everyone,
  'Mutation.createUpload': { roles: ['ANALYST', 'ADMIN', 'PROVIDER'] },
  'Mutation.cancelJob': { roles: [], own: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY', 'PROVIDER', 'INTERAGENCY_BODY'] },
  'Mutation.startExport': exporters,

  // notifications
  'Query.notice': ministryAndOwn,
  'Query.notices': ministryAndOwn,
  'Query.addressProblems': { roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY'] },
  'Query.noticePreview': ministryAndOwn,
  'Query.noticeSchedules': ministryAndOwn,
  'Mutation.updateNoticeSchedule': { roles: ['ADMIN'] },
  'Mutation.resendNotice': { roles: ['ANALYST', 'ADMIN'] },

  // service-registry
  'Query.municipalService': everyone,
  'Query.municipalServices': everyone,
  'Query.refusedServices': { roles: ['ANALYST', 'HEAD', 'ADMIN'] },
  'Query.lifeSituations': everyone,
  'Query.standardTemplate': everyone,
  'Query.serviceStandard': everyone,
  'Query.serviceStandards': everyone,
  'Query.serviceOffer': everyone,
  'Query.serviceOffers': everyone,
  'Query.normGaps': everyone,
  'Mutation.createMunicipalService': { roles: ['ANALYST'], own: ['PROVIDER'] },
  'Mutation.updateMunicipalService': { roles: ['ANALYST'], own: ['PROVIDER'] },
  'Mutation.closeMunicipalService': { roles: ['ANALYST'], own: ['PROVIDER'] },
  'Mutation.draftServiceStandard': { roles: ['ANALYST'], own: ['PROVIDER'] },
  'Mutation.updateServiceStandard': { roles: ['ANALYST'], own: ['PROVIDER'] },
  'Mutation.recordStandardApproval': { roles: ['ANALYST'], own: ['PROVIDER'] },
  'Mutation.withdrawServiceStandard': { roles: ['ANALYST'], own: ['PROVIDER'] },
  'Mutation.saveServiceOffer': { roles: [], own: ['PROVIDER'] },
  'Mutation.confirmServiceOffers': { roles: [], own: ['PROVIDER'] },

  // monitoring-cycle
  'Query.monitoringCycle': everyone,
  'Query.monitoringCycles': everyone,
  'Query.monitoringList': everyone,
  'Mutation.openMonitoringCycle': { roles: ['ANALYST'] },
  'Mutation.changeCycleDeadline': { roles: ['ANALYST'] },
  'Mutation.updateMonitoringList': { roles: ['ANALYST'] },
  'Mutation.submitMonitoringList': { roles: ['ANALYST'] },
  'Mutation.approveMonitoringList': { roles: ['HEAD'] },
  'Mutation.returnMonitoringList': { roles: ['HEAD'] },
  'Mutation.notifyMonitoringList': { roles: ['ANALYST'] },
  'Mutation.amendMonitoringList': { roles: ['ANALYST'] },
  'Mutation.recordNoticeGiven': { roles: ['ANALYST'] },
  'Mutation.acknowledgeMonitoringList': { roles: [], own: ['PROVIDER'] },

  // forms
  'Query.form': everyone,
  'Query.formVersion': everyone,
  'Mutation.draftFormVersion': { roles: ['ANALYST'] },
  'Mutation.updateFormVersion': { roles: ['ANALYST'] },
  'Mutation.publishFormVersion': { roles: ['ANALYST'] },

  // questionnaires
  'Query.responseBatch': ministryAndOwn,
  'Query.responseBatches': ministryAndOwn,
  'Query.responses': ministryAndOwn,
  'Mutation.fileQuestionnaires': { roles: [], own: ['PROVIDER'] },
  'Mutation.withdrawResponseBatch': { roles: [], own: ['PROVIDER', 'ANALYST'] },
  'Query.questionnaireVariant': ministryAndOwn,
  'Query.questionnaireVariants': ministryAndOwn,
  'Mutation.proposeQuestionnaireVariant': { roles: [], own: ['PROVIDER'] },
  'Mutation.consentToQuestionnaireVariant': { roles: ['ANALYST'] },
  'Mutation.refuseQuestionnaireVariant': { roles: ['ANALYST'] },
  'Mutation.withdrawQuestionnaireVariant': { roles: [], own: ['PROVIDER'] },
  'MonitoringCycle.responseTotal': ministryAndOwn,

  // surveys
  'Query.survey': everyone,
  'Query.surveys': everyone,
  'Survey.responseCount': ministry,
  'Survey.unstatedCount': ministry,
  'Survey.coverage': ministry,
  'Survey.warnings': ministry,
  'Survey.batches': ministry,
  'Mutation.createSurvey': { roles: ['ANALYST'] },
  'Mutation.recordSurveyResponses': { roles: ['ANALYST'] },
  'Mutation.closeSurvey': { roles: ['ANALYST'] },

  // ingestion
  'Query.volumeSource': { roles: ['ANALYST', 'HEAD', 'ADMIN'] },
  'Query.volumeSources': { roles: ['ANALYST', 'HEAD', 'ADMIN'] },
  'Query.ingestionRun': { roles: ['ANALYST', 'HEAD', 'ADMIN'] },
  'ServiceOffer.monthlyVolumes': ministryAndOwn,
  'Query.volumeObservations': ministryAndOwn,
  'Query.quarantinedRecords': { roles: ['ANALYST', 'HEAD', 'ADMIN'] },
  'Mutation.saveVolumeSource': { roles: ['ADMIN'] },
  'Mutation.startPull': { roles: ['ANALYST', 'ADMIN'] },
  'Mutation.pauseSource': { roles: ['ADMIN'] },
  'Mutation.resumeSource': { roles: ['ADMIN'] },
  'Mutation.acceptQuarantinedRecord': { roles: ['ANALYST'] },
  'Mutation.rejectQuarantinedRecord': { roles: ['ANALYST'] },

  // volume-reports
  'Query.volumeReport': ministryAndOwn,
  'Query.discrepancies': ministryAndOwn,
  'Mutation.saveVolumeReport': { roles: [], own: ['PROVIDER'] },
  'Mutation.takeObservedVolumes': { roles: [], own: ['PROVIDER'] },

  // submissions
  'Query.submission': ministryAndOwn,
  'Query.submissions': ministryAndOwn,
  'Mutation.updateSubmission': { roles: [], own: ['PROVIDER'] },
  'Mutation.submitSubmission': { roles: [], own: ['PROVIDER'] },
  'Mutation.returnSubmission': { roles: ['ANALYST'] },
  'Mutation.acceptSubmission': { roles: ['ANALYST'] },

  // obligations
  'Query.upcomingDeadlines': { roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY'], own: ['PROVIDER'] },
  'Query.obligation': ministryAndOwn,
  'Query.myObligations': ministryAndOwn,
  'Query.whoHasNotFiled': { roles: ['ANALYST', 'HEAD'] },
  'MonitoringCycle.obligations': ministryAndOwn,
  'MonitoringCycle.filingProgress': { roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY'] },
  'Mutation.requestDeferral': { roles: [], own: ['PROVIDER'] },
  'Mutation.grantDeferral': { roles: ['HEAD'] },
  'Mutation.refuseDeferral': { roles: ['HEAD'] },

  // complaints
  'Query.complaint': ministryAndOwn,
  'Query.complaints': ministryAndOwn,
  'Query.complaintRecords': ministryAndOwn,
  'Query.problemCategories': everyone,
  'Mutation.registerComplaint': { roles: [], own: ['PROVIDER'] },
  'Mutation.examineComplaint': { roles: [], own: ['PROVIDER'] },
  'Mutation.confirmNoComplaints': { roles: [], own: ['PROVIDER'] },
  'Mutation.saveProblemCategory': { roles: ['ANALYST'] },
  'Mutation.tagResponse': { roles: ['ANALYST'] },

  // exchange-clients
  'Query.exchangeClients': { roles: ['ADMIN'] },
  'Mutation.saveExchangeClient': { roles: ['ADMIN'] },

  // indicators
  'Query.analysisMethods': everyone,
  'Query.analysisRun': everyone,
  'Query.analysisRuns': everyone,
  'Query.dynamics': everyone,
  'Mutation.startAnalysisRun': { roles: ['ANALYST'] },
  'Mutation.createAnalysisMethod': { roles: ['ANALYST'] },

  // ranking
  'Query.ranking': everyone,

  // final-report
  'Query.finalReport': everyone,
  'FinalReport.handOverReceipt': { roles: [...ministry.roles, 'INTERAGENCY_BODY'] },
  'Mutation.draftFinalReport': { roles: ['ANALYST'] },
  'Mutation.updateFinalReport': { roles: ['ANALYST'] },
  'Mutation.prepareFinalReport': { roles: ['ANALYST'] },
  'Mutation.handOverFinalReport': { roles: ['ANALYST'] },
  'Mutation.confirmFinalReportReceipt': { roles: ['INTERAGENCY_BODY'] },
  'Mutation.recordCollegiumConsideration': { roles: ['COLLEGIUM_SECRETARY'] },
  'Mutation.publishFinalReport': { roles: ['ANALYST'] },
  // quarterly-results
  'Query.quarterlyResult': everyone,
  'Query.correctiveMeasures': everyone,
  'Mutation.draftQuarterlyResult': { roles: ['ANALYST'] },
  'Mutation.updateQuarterlyResult': { roles: ['ANALYST'] },
  'Mutation.issueQuarterlyResult': { roles: ['ANALYST'] },
  'Mutation.publishQuarterlyResult': { roles: ['ANALYST'] },
  'Mutation.planCorrectiveMeasure': { roles: ['ANALYST'] },
  'Mutation.completeCorrectiveMeasure': { roles: ['ANALYST'] },
  'Mutation.cancelCorrectiveMeasure': { roles: ['ANALYST'] },

  // inspection-plan
  'Query.inspectionPlan': ministry,
  'Mutation.draftInspectionPlan': { roles: ['ANALYST'] },
  'Mutation.pickInspections': { roles: ['ANALYST'] },
  'Mutation.submitInspectionPlan': { roles: ['ANALYST'] },
  'Mutation.consentToInspectionPlan': { roles: ['HEAD'] },
  'Mutation.returnInspectionPlan': { roles: ['HEAD'] },
  'Mutation.renderInspectionPlan': { roles: ['ANALYST'] },
  'Mutation.renderFinalReport': { roles: ['ANALYST'] },
} as const satisfies Record<string, Grant>;

const table: Readonly<Record<string, Grant>> = policy;

/** The row of `Query.x`, `Mutation.x` or `Type.field`; undefined = none, which for an operation means denied. */
export function grantOf(coordinate: string): Grant | undefined {
  return table[coordinate];
}

/** The roles that may do it at all, on their own records or on any. */
export function rolesOf(grant: Grant): readonly Role[] {
  return [...grant.roles, ...(grant.own ?? [])];
}

/** Whether an actor may do it at all; whether the record is its own is the use case's to check. */
export function may(actor: Actor, coordinate: string): boolean {
  const grant = grantOf(coordinate);
  if (!grant) return false;
  return grant.roles.includes('PUBLIC') || hasRole(actor, 'SYSTEM') || hasRole(actor, ...rolesOf(grant));
}

/** The access line of a description, made from the table so that it cannot lie. Public things have none. */
export function accessLine(grant: Grant): string | undefined {
  if (grant.roles.includes('PUBLIC')) return undefined;
  const names = [...grant.roles, ...(grant.own ?? []).map((role) => `${role} (own)`)];
  return `Access: ${names.toSorted().join(', ')}.`;
}
