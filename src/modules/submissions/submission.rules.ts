/** R12: what a municipality hands in. */
export const obligationParts = ['QUESTIONNAIRES', 'VOLUME_REPORT'] as const;
export type ObligationPart = (typeof obligationParts)[number];

/** R12: the states of a submission and of each of its parts. */
export const submissionStates = ['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED'] as const;
export type SubmissionState = (typeof submissionStates)[number];
