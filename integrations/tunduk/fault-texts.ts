import type { FaultClass } from '../../src/modules/ingestion/connector.ts';
import type { LocalizedText } from '../../src/shared/localized-text.ts';

interface FaultText {
  message: LocalizedText;
  /** What an administrator can do. */
  hint: LocalizedText;
}

const maintenance: FaultText = {
  message: {
    ky: 'Коопсуздук сервери тейлөө режиминде.',
    ru: 'Сервер безопасности в режиме обслуживания.',
    en: 'The security server is in maintenance mode.',
  },
  hint: {
    ky: 'Эч нерсе кылуунун кереги жок: кийинки мезгилде кайра окулат.',
    ru: 'Ничего делать не нужно: чтение повторится в следующий срок.',
    en: 'Nothing to do: the next slot reads again.',
  },
};

/** Words for the errors that an administrator meets most, by the last part of the normalised code. */
const textByCode = new Map<string, FaultText>(
  Object.entries({
    accessdenied: {
      message: {
        ky: 'Маалымат берүүчү хабга бул кызматты окууга уруксат берген эмес.',
        ru: 'Поставщик данных не дал хабу права читать эту службу.',
        en: 'The data provider has not granted the hub the right to read this service.',
      },
      hint: {
        ky: 'Маалымат берүүчүдөн хабдын чакан системасына service-volumes кызматынын GET жолдоруна укук берүүнү сураныз.',
        ru: 'Попросите поставщика дать подсистеме хаба право на GET-пути службы в его сервере безопасности.',
        en: "Ask the provider to grant the hub's subsystem the service's GET paths in its security server.",
      },
    },
    unknownservice: {
      message: {
        ky: 'Маалымат берүүчүдө мындай кызмат катталган эмес.',
        ru: 'У поставщика данных такая служба не зарегистрирована.',
        en: 'The data provider has no such service registered.',
      },
      hint: {
        ky: 'Булактын жөндөөлөрүндөгү кызмат кодун (чоң-кичине тамгалары менен) текшериңиз.',
        ru: 'Проверьте код службы в настройках источника, включая регистр букв.',
        en: "Check the service code in the source's settings, upper and lower case included.",
      },
    },
    unknownmember: {
      message: {
        ky: 'Коопсуздук сервери мындай мүчөнү же чакан системаны билбейт.',
        ru: 'Сервер безопасности не знает такого участника или подсистему.',
        en: 'The security server does not know this member or subsystem.',
      },
      hint: {
        ky: 'Инстанцияны, классты, мүчөнүн кодун жана чакан системаны текшериңиз; жаңы каттоо бир нече саатта таралат.',
        ru: 'Проверьте инстанцию, класс, код участника и подсистему; новая регистрация расходится несколько часов.',
        en: 'Check instance, class, member code and subsystem; a new registration takes some hours to spread.',
      },
    },
    invalidclientidentifier: {
      message: {
        ky: 'Коопсуздук сервери хабдын идентификаторун кабыл албайт.',
        ru: 'Сервер безопасности не принимает идентификатор хаба.',
        en: "The security server does not accept the hub's client identifier.",
      },
      hint: {
        ky: 'Жөндөөлөрдөгү X-Road кардар идентификаторун коопсуздук серверинде катталганы менен салыштырыңыз.',
        ru: 'Сверьте идентификатор клиента X-Road в настройках с зарегистрированным на сервере безопасности.',
        en: 'Compare the X-Road client identifier in the settings with the one registered on the security server.',
      },
    },
    sslauthenticationfailed: {
      message: {
        ky: 'TLS сертификаты менен ырастоо өтпөй калды.',
        ru: 'Проверка по сертификату TLS не прошла.',
        en: 'Authentication by TLS certificate failed.',
      },
      hint: {
        ky: 'Хабдын кардар сертификаты коопсуздук серверине жүктөлгөнүн жана туташуу түрүн текшериңиз.',
        ru: 'Проверьте, что клиентский сертификат хаба загружен на сервер безопасности, и тип подключения подсистемы.',
        en: "Check that the hub's client certificate is uploaded to the security server, and the subsystem's connection type.",
      },
    },
    maintenancemode: maintenance,
    servicedisabled: {
      message: {
        ky: 'Маалымат берүүчү кызматты убактылуу өчүргөн.',
        ru: 'Поставщик данных временно отключил службу.',
        en: 'The data provider has switched the service off for now.',
      },
      hint: {
        ky: 'Билдирүүнү окуңуз; узакка созулса, маалымат берүүчү менен байланышыңыз.',
        ru: 'Прочтите объявление; если это надолго, свяжитесь с поставщиком.',
        en: 'Read the notice; if it lasts, contact the provider.',
      },
    },
    globalconfoutdated: {
      message: {
        ky: 'Коопсуздук серверинин глобалдык конфигурациясы эскирген.',
        ru: 'Глобальная конфигурация сервера безопасности устарела.',
        en: "The security server's global configuration is out of date.",
      },
      hint: {
        ky: 'Серверди башкаруучуга айтыңыз: ал борбордук серверден конфигурацияны жүктөй албай жатат.',
        ru: 'Сообщите администратору сервера: он не может загрузить конфигурацию с центрального сервера.',
        en: "Tell the server's administrator: it cannot fetch the configuration from the central server.",
      },
    },
    circuitopen: {
      message: {
        ky: 'Катары менен болгон каталардан кийин чакыруулар убактылуу токтотулду.',
        ru: 'После ряда сбоев вызовы временно приостановлены.',
        en: 'Calls are paused after repeated failures.',
      },
      hint: {
        ky: 'Хаб өзү кайра аракет кылат; акыркы катанын коду чоо-жайында көрсөтүлгөн.',
        ru: 'Хаб попробует сам; код последнего сбоя указан в подробностях.',
        en: 'The hub tries again by itself; the last failure is named in the detail.',
      },
    },
    answertimeout: {
      message: {
        ky: 'Жооп белгиленген убакытта келген жок.',
        ru: 'Ответ не пришёл за отведённое время.',
        en: 'No complete answer came in the time allowed.',
      },
      hint: {
        ky: 'Кайталанса, маалымат берүүчүдөн анын тутумунун ылдамдыгын, өзүңүздөн коопсуздук серверин текшертиңиз.',
        ru: 'Если повторяется, проверьте систему поставщика и сервер безопасности.',
        en: "If it repeats, have the provider's system and the security server checked.",
      },
    },
    servercertificatenottrusted: {
      message: {
        ky: 'Коопсуздук серверинин сертификаты бекитилген сертификатка туура келбейт.',
        ru: 'Сертификат сервера безопасности не совпадает с закреплённым.',
        en: "The security server's certificate is not the pinned one.",
      },
      hint: {
        ky: 'Сертификат алмаштырылганын серверди башкаруучудан башка жол менен ырастап, анан гана жаңысын бекитиңиз.',
        ru: 'Узнайте у администратора сервера другим путём, заменён ли сертификат, и только потом закрепите новый.',
        en: "Ask the server's administrator, by another way, whether the certificate was replaced; only then pin the new one.",
      },
    },
    tlshandshakefailed: {
      message: {
        ky: 'Коопсуздук сервери менен TLS туташуусу түзүлгөн жок.',
        ru: 'Соединение TLS с сервером безопасности не установлено.',
        en: 'No TLS connection could be made with the security server.',
      },
      hint: {
        ky: 'Даректи, портту жана хабдын кардар сертификаты менен ачкычын текшериңиз.',
        ru: 'Проверьте адрес, порт, клиентский сертификат и ключ хаба.',
        en: "Check the address, the port, and the hub's client certificate and key.",
      },
    },
    redirected: {
      message: {
        ky: 'Булак башка дарекке багыттады; хаб багыттоолорду аткарбайт.',
        ru: 'Источник ответил перенаправлением; хаб по ним не переходит.',
        en: 'The source answered with a redirect; the hub follows none.',
      },
      hint: {
        ky: 'Маалымат берүүчүдөн кызматтын негизги дарегин коопсуздук серверинде оңдоону сураныз.',
        ru: 'Попросите поставщика исправить базовый адрес службы на его сервере безопасности.',
        en: "Ask the provider to correct the service's base address in its security server.",
      },
    },
    echomismatch: {
      message: {
        ky: 'Жооп хабдын суроосуна тиешелүү эмес.',
        ru: 'Ответ не относится к запросу хаба.',
        en: "The answer does not belong to the hub's request.",
      },
      hint: {
        ky: 'Хаб менен коопсуздук серверинин ортосунда прокси же кэш барбы, текшериңиз; сакталган эч нерсе жок.',
        ru: 'Проверьте, нет ли прокси или кэша между хабом и сервером безопасности; ничего не сохранено.',
        en: 'Check for a proxy or cache between the hub and the security server; nothing was stored.',
      },
    },
    snapshotexpired: {
      message: {
        ky: 'Окулуп жаткан маалыматтын көчүрмөсү булакта эскирди.',
        ru: 'Снимок данных, который читался, у источника устарел.',
        en: 'The snapshot being read has expired at the source.',
      },
      hint: {
        ky: 'Эч нерсе кылуунун кереги жок: окуу башынан башталат.',
        ru: 'Ничего делать не нужно: чтение начнётся сначала.',
        en: 'Nothing to do: reading begins again.',
      },
    },
    watermarktooold: {
      message: {
        ky: 'Акыркы окуудан бери өтө көп убакыт өттү: булак өзгөрүүлөрдүн тизмесин бере албайт.',
        ru: 'Со времени последнего чтения прошло слишком много: источник не может дать список изменений.',
        en: 'Too long since the last reading: the source cannot list the changes.',
      },
      hint: {
        ky: 'Толук окуу керек; хаб аны өзү баштайт же StartPull менен баштаңыз.',
        ru: 'Нужно полное чтение; хаб начнёт его сам, или начните его вручную.',
        en: 'A full pull is needed; the hub starts it, or start one by hand.',
      },
    },
    badsettings: {
      message: {
        ky: 'Булактын жөндөөлөрү жараксыз.',
        ru: 'Настройки источника непригодны.',
        en: "The source's settings cannot be used.",
      },
      hint: {
        ky: 'Маалымат берүүчүнүн идентификаторун жана кызмат кодун оңдоңуз.',
        ru: 'Исправьте идентификатор поставщика и код службы.',
        en: "Correct the provider's identifier and the service code.",
      },
    },
  }),
);

/** Words for everything else, by what may be done about it. */
const textByClass: Readonly<Record<FaultClass, FaultText>> = {
  TRANSIENT: {
    message: {
      ky: 'Булак менен байланыш убактылуу үзүлдү.',
      ru: 'Связь с источником временно прервана.',
      en: 'The source cannot be reached for the moment.',
    },
    hint: {
      ky: 'Хаб кийинки мезгилде кайра окуйт; бир күндөн ашса, тармакты жана коопсуздук серверин текшериңиз.',
      ru: 'Хаб повторит в следующий срок; если дольше суток, проверьте сеть и сервер безопасности.',
      en: 'The hub reads again in the next slot; if it lasts over a day, check the network and the security server.',
    },
  },
  OPERATOR: {
    message: {
      ky: 'Коопсуздук сервери бузук абалда.',
      ru: 'Сервер безопасности неисправен.',
      en: 'A security server is not healthy.',
    },
    hint: {
      ky: 'Ката кодун жана чоо-жайын коопсуздук серверинин башкаруучусуна бериңиз.',
      ru: 'Передайте код и подробности администратору сервера безопасности.',
      en: "Give the code and the detail to the security server's administrator.",
    },
  },
  PLANNED: maintenance,
  PERMANENT: {
    message: {
      ky: 'Булак суроону четке какты; жөндөө өзгөрмөйүнчө кайталоо пайдасыз.',
      ru: 'Источник отклонил запрос; пока настройки не изменят, повторять бесполезно.',
      en: 'The source refused the request; repeating is useless until settings change.',
    },
    hint: {
      ky: 'Булактын жөндөөлөрүн жана берилген укуктарды текшериңиз, анан окууну кол менен баштаңыз.',
      ru: 'Проверьте настройки источника и выданные права, затем начните чтение вручную.',
      en: "Check the source's settings and the rights granted, then start a pull by hand.",
    },
  },
  DATA: {
    message: {
      ky: 'Булактын жообу келишимге туура келбейт; андан эч нерсе сакталган жок.',
      ru: 'Ответ источника не соответствует договорённому виду; из него ничего не сохранено.',
      en: "The source's answer does not keep to the contract; nothing of it was stored.",
    },
    hint: {
      ky: 'Чоо-жайын жана X-Road-Id белгисин маалымат берүүчүгө жөнөтүңүз.',
      ru: 'Отправьте подробности и X-Road-Id поставщику данных.',
      en: 'Send the detail and the X-Road-Id to the data provider.',
    },
  },
  SECURITY: {
    message: {
      ky: 'Жооптун аныктыгы ырасталган жок.',
      ru: 'Подлинность ответа не подтверждена.',
      en: 'The answer could not be proven genuine.',
    },
    hint: {
      ky: 'Маалыматтык коопсуздук кызматына жана коопсуздук серверинин башкаруучусуна дароо билдириңиз.',
      ru: 'Сразу сообщите службе информационной безопасности и администратору сервера безопасности.',
      en: "Tell information security and the security server's administrator at once.",
    },
  },
  UNKNOWN: {
    message: {
      ky: 'Булак белгисиз ката менен жооп берди.',
      ru: 'Источник ответил неизвестной ошибкой.',
      en: 'The source answered with an unknown error.',
    },
    hint: {
      ky: 'Хаб кийинки мезгилде кайра окуйт; кайталанса, ката кодун маалымат берүүчүгө бериңиз.',
      ru: 'Хаб повторит в следующий срок; если повторяется, передайте код поставщику.',
      en: 'The hub reads again in the next slot; if it repeats, give the code to the provider.',
    },
  },
};

/** What to tell people about a fault, in three languages. */
export function faultTextOf(normalisedCode: string, faultClass: FaultClass): FaultText {
  const lastPart = normalisedCode.slice(normalisedCode.lastIndexOf('.') + 1);
  return textByCode.get(lastPart) ?? textByClass[faultClass];
}
