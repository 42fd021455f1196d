import type { VolumeSourceSettings } from '../../src/modules/ingestion/connector.ts';
import type { Violation } from '../../src/shared/errors.ts';
import { isXmlName } from './strict-xml.ts';
import { problemOfPart } from './xroad-id.ts';

/** All that is wrong with a source's X-Road address; paths begin at the settings. */
export function problemsOfAddress({ providerId, serviceCode }: VolumeSourceSettings): Violation[] {
  const parts = [
    ...providerId.map((part, index) => ({ path: ['providerId', String(index)], part })),
    { path: ['serviceCode'], part: serviceCode },
  ];
  const unusable = parts.filter(({ part }) => problemOfPart(part)).map(({ path }) => unusablePart(path));
  return providerId.length === 4 ? unusable : [incompleteId, ...unusable];
}

/** The same for a SOAP service, whose code names elements of XML. */
export function problemsOfSoapAddress(source: VolumeSourceSettings): Violation[] {
  const problems = problemsOfAddress(source);
  const isNamed = isXmlName(source.serviceCode) || problems.some(({ path }) => path?.[0] === 'serviceCode');
  return isNamed ? problems : [...problems, notAnXmlName];
}

const notAnXmlName: Violation = {
  code: 'BAD_USER_INPUT',
  path: ['serviceCode'],
  message: {
    ky: 'SOAP кызматынын коду XML элементинин аты боло алышы керек.',
    ru: 'Код службы SOAP должен годиться в имена элемента XML.',
    en: "A SOAP service's code must be a name that an XML element can have.",
  },
  hint: {
    ky: 'Код тамгадан башталат, анда боштук, «/» жана «:» жок; версиясы өзүнчө жөнөтүлөт. Мисалы: getServiceVolumes.',
    ru: 'Код начинается с буквы, в нём нет пробелов, «/» и «:»; версия передаётся отдельно. Например: getServiceVolumes.',
    en: 'It begins with a letter and has no spaces, "/" or ":"; the version is sent apart. Such as getServiceVolumes.',
  },
};

const incompleteId: Violation = {
  code: 'BAD_USER_INPUT',
  path: ['providerId'],
  message: {
    ky: 'Маалымат берүүчүнүн идентификатору төрт бөлүктөн турат.',
    ru: 'Идентификатор поставщика состоит из четырёх частей.',
    en: "The provider's identifier has four parts.",
  },
  hint: {
    ky: 'Инстанцияны, мүчөнүн классын, мүчөнүн кодун жана чакан системаны бериңиз.',
    ru: 'Укажите инстанцию, класс участника, код участника и подсистему.',
    en: 'Give the instance, the member class, the member code and the subsystem.',
  },
};

function unusablePart(path: string[]): Violation {
  return {
    code: 'BAD_USER_INPUT',
    path,
    message: {
      ky: 'Идентификатордун бул бөлүгү X-Road аркылуу жөнөтүлбөйт.',
      ru: 'Эту часть идентификатора нельзя передать через X-Road.',
      en: 'This part of the identifier cannot travel through X-Road.',
    },
    hint: {
      ky: 'Бөлүк бош болбойт, 255 белгиден ашпайт, башкаруучу белгилери жок, «.» же «..» эмес.',
      ru: 'Часть не пуста, не длиннее 255 знаков, без управляющих символов и не «.» или «..».',
      en: 'A part is not empty, has at most 255 characters, no control characters, and is neither "." nor "..".',
    },
  };
}
