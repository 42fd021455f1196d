/** Codes of the API in the reader's language, for the scripts of all pages. The terms are those of the regulation. */
export const words = `
const roleWords = {
  PROVIDER: t('муниципалитет', 'муниципалитет'), ANALYST: t('жооптуу аткаруучу', 'ответственный исполнитель'), HEAD: t('жетекчи', 'руководитель'),
  ADMIN: t('администратор', 'администратор'), COLLEGIUM_SECRETARY: t('коллегиянын катчысы', 'секретарь коллегии'),
  INTERAGENCY_BODY: t('ведомстволор аралык орган', 'межведомственный орган'), AGENCY_SYSTEM: t('мекеменин тутуму', 'система ведомства'),
};
const partWords = { QUESTIONNAIRES: t('анкеталар', 'анкеты'), VOLUME_REPORT: t('сандык көрсөткүчтөр отчету', 'отчёт о количественных показателях') };
const stateWords = {
  DRAFT: [t('долбоор, али өткөрүлө элек', 'черновик, ещё не представлено'), 'wait'], SUBMITTED: [t('өткөрүлдү, текшерилүүдө', 'представлено, проверяется'), ''],
  RETURNED: [t('эскертүүлөр менен кайтарылды', 'возвращено с замечаниями'), 'bad'], ACCEPTED: [t('кабыл алынды', 'принято'), 'good'],
};
const deadlineWords = {
  LIST_NOTIFIED: t('Тизмени аткаруучуларга билдирүү', 'Доведение Перечня до исполнителей'), QUARTERLY_RESULT: t('Квартал сайынкы жыйынтыкты чыгаруу', 'Подведение ежеквартальных итогов'),
  SUBMISSION: t('Анкеталарды жана отчетту өткөрүү', 'Представление анкет и отчёта'), FINAL_REPORT: t('Жыйынтыктоочу докладды даярдоо', 'Подготовка итогового доклада'),
  REPORT_HANDED_OVER: t('Жыйынтыктоочу докладды өткөрүп берүү', 'Передача итогового доклада'), INSPECTION_PLAN: t('Текшерүү планын түзүү', 'Составление плана проверок'),
};
const quarterWords = { Q1: t('1-квартал', '1-й квартал'), Q2: t('2-квартал', '2-й квартал'), Q3: t('3-квартал', '3-й квартал'), Q4: t('4-квартал', '4-й квартал') };
const channelWords = { IN_PERSON: t('жеке келип', 'лично'), ELECTRONIC: t('электрондук', 'электронно') };
const placeWords = { ...quarterWords, ...channelWords, questionnaires: t('анкеталар', 'анкеты'), questions: t('анкетанын суроолору', 'вопросы анкеты'), volumeReport: t('отчет', 'отчёт'), lines: t('отчеттун саптары', 'строки отчёта'), findings: t('корутундулар', 'выводы') };
const actionWords = {
  updateSubmission: t('Корутундуларды жазуу', 'Записать выводы'), submitSubmission: t('Өткөрүү', 'Представить'),
  returnSubmission: t('Эскертүүлөр менен кайтаруу', 'Вернуть с замечаниями'), acceptSubmission: t('Кабыл алуу', 'Принять'),
  consentToQuestionnaireVariant: t('Макулдук берүү', 'Согласовать'), refuseQuestionnaireVariant: t('Баш тартуу', 'Отказать'), withdrawQuestionnaireVariant: t('Кайра алуу', 'Отозвать'),
  startPull: t('Азыр маалымат алуу', 'Получить данные сейчас'), pauseSource: t('Токтотуп туруу', 'Приостановить'), resumeSource: t('Улантуу', 'Возобновить'),
  saveVolumeSource: t('Жөндөөлөрдү өзгөртүү', 'Изменить настройки'), acknowledgeMonitoringList: t('Тизме менен таанышууну ырастоо', 'Подтвердить ознакомление с Перечнем'),
};
`;
