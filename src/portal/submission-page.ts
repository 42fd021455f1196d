import { page } from './page.ts';

/** A submission (R12): what is missing and what to do, the unit's remarks, the receipts; a part that is whole is handed in here. */
export const submissionPage = page({
  title: { ky: 'Анкеталарды жана отчетту өткөрүү', ru: 'Представление анкет и отчёта' },
  needsPerson: true,
  operations: {
    submission: `query ($id: ID!) { submission(id: $id) { id version state revision isLate findings firstSubmittedAt cycle { year } municipality { id name } volumeReport { id }
  parts { part state isNil missingCount acceptedAt missing { message hint path } warnings { message hint path } obligations { dueAt } }
  remarks { path text revision isResolved at }
  revisions { number submittedAt parts acceptedParts receipt { number sha256 isLate file { url name } } }
  availableActions { mutation isAllowed refusal { code message hint } } } }`,
    submit: 'mutation ($input: SubmitSubmissionInput!) { submitSubmission(input: $input) { submission { id } } }',
  },
  script: `
const list = (parts) => parts.map((part) => partWords[part]).join(', ');
const isAwaited = ({ state, obligations }) => ['DRAFT', 'RETURNED'].includes(state) && obligations.length > 0;
const partOf = ({ part, state, isNil, missing, missingCount, warnings, acceptedAt, obligations }) =>
  el('section', { class: 'card' },
    el('h3', {}, partWords[part], ' ', badge(...stateWords[state]), ' ', isNil && badge(t('нөлдүк отчет', 'нулевой отчёт'))),
    acceptedAt && el('p', { class: 'quiet' }, t('Кабыл алынган: ', 'Принято: '), moment(acceptedAt)),
    missingCount > 0
      ? [el('p', {}, t('Жетишпейт: ', 'Не хватает: ') + number(missingCount)), problems(missing.slice(0, 5)), missing.length > 5 && el('details', {}, el('summary', {}, t('Калгандары', 'Остальное')), problems(missing.slice(5))), missingCount > missing.length && el('p', { class: 'quiet' }, t('Биринчи 100 көрсөтүлдү.', 'Показаны первые 100.'))]
      : obligations.length === 0 ? el('p', {}, t('Тизме боюнча эч нерсе талап кылынбайт.', 'По Перечню ничего не требуется.'))
      : state === 'RETURNED' ? el('p', {}, t('Жогорудагы эскертүүлөрдү оңдоп, кайра өткөрүңүз.', 'Устраните замечания выше и представьте снова.')) : state === 'DRAFT' && el('p', {}, t('Баары бар: өткөрсө болот.', 'Всё на месте: можно представить.')),
    warnings.length > 0 && el('details', {}, el('summary', {}, t('Бөлүм сурашы мүмкүн: ', 'О чём может спросить подразделение: ') + warnings.length), problems(warnings)));
const remarkOf = ({ path, text, revision, isResolved, at }) =>
  el('li', {}, el('strong', {}, place(path)), ' ', badge(isResolved ? t('кайра өткөрүлдү', 'представлено повторно') : t('оңдоо керек', 'исправьте'), isResolved ? '' : 'bad'), el('div', {}, text), el('small', {}, t('редакция ', 'редакция ') + revision + ' · ', dayOf(at)));
const revisionOf = ({ number: revision, submittedAt, parts, acceptedParts, receipt }) =>
  el('li', { class: 'card' },
    facts([t('Редакция', 'Редакция'), revision], [t('Өткөрүлгөн', 'Представлено'), [moment(submittedAt), ' ', receipt.isLate && badge(t('мөөнөттөн кийин', 'после срока'), 'wait')]], [t('Бөлүктөр', 'Части'), list(parts)],
      acceptedParts.length > 0 && [t('Кабыл алынган', 'Принято'), list(acceptedParts)],
      [t('Дүмүрчөк', 'Квитанция'), [receipt.number, ' · ', el('a', { href: receipt.file.url }, t('жүктөп алуу', 'скачать')), ' · ', el('a', { href: '/receipts#' + receipt.number + '/' + receipt.sha256 }, t('текшерүү', 'проверить'))]],
      ['SHA-256', el('code', {}, receipt.sha256)]));
const submitButton = ({ id, version, parts, availableActions }) => {
  const isOwn = availableActions.some(({ mutation, isAllowed, refusal }) => mutation === 'submitSubmission' && (isAllowed || refusal.code !== 'FORBIDDEN'));
  const whole = parts.filter((part) => isAwaited(part) && part.missingCount === 0).map(({ part }) => part);
  if (!isOwn || !whole.length) return undefined;
  const question = t('Өткөрүлсүнбү: ', 'Представить: ') + list(whole) + '? ' + t('Андан кийин бөлүм жооп бергенче өзгөртүү мүмкүн эмес.', 'После этого изменить нельзя, пока подразделение не ответит.');
  const done = t('Өткөрүлдү. Дүмүрчөк төмөндө, ал катта да жөнөтүлөт.', 'Представлено. Квитанция ниже, она придёт и письмом.');
  const button = el('button', { type: 'button', click: () => act(button, question, 'submit', { id, expectedVersion: version, parts: whole }, done) }, t('Өткөрүү: ', 'Представить: ') + list(whole));
  return el('p', {}, button);
};
const content = async () => {
  const submission = found((await ask('submission', { id: idAtEnd() })).submission);
  const { cycle, municipality, volumeReport, state, isLate, findings, parts, remarks, revisions, availableActions } = submission;
  const dueAt = parts.flatMap(({ obligations }) => obligations)[0]?.dueAt;
  return [
    el('p', { class: 'lead' }, municipality.name + ', ' + cycle.year),
    facts([t('Абалы', 'Состояние'), [badge(...stateWords[state]), ' ', isLate && badge(t('кечигип өткөрүлдү', 'представлено с опозданием'), 'wait')]], dueAt && [t('Мөөнөтү', 'Срок'), [dayOf(dueAt), t(', күндүн аягына чейин', ', до конца дня')]],
      [t('Корутундулар', 'Выводы'), findings ?? el('span', { class: 'absent' }, t('али жазыла элек', 'ещё не написаны'))]),
    remarks.length > 0 && [el('h2', {}, t('Эскертүүлөр', 'Замечания')), el('ul', {}, remarks.map(remarkOf))],
    el('h2', {}, t('Бөлүктөр', 'Части')), parts.map(partOf),
    volumeReport && el('p', {}, el('a', { href: '/volume-reports/' + municipality.id + '/' + cycle.year }, t('Отчеттун саптары булактардагы сандар менен', 'Строки отчёта рядом с данными источников'))),
    nextSteps(availableActions, { submitSubmission: submitButton(submission) }),
    revisions.length > 0 && [el('h2', {}, t('Өткөрүлгөн редакциялар', 'Представленные редакции')), el('ol', { class: 'bare' }, revisions.toReversed().map(revisionOf))],
  ];
};
`,
});
