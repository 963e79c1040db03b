import {
  type Feed,
  type Language,
  type Publisher,
  parseFeedId,
  parsePublisherId,
  parseTopicId,
  type TopicLabel,
} from '../../src/model.ts';
import type { Catalog } from '../../src/serve/catalog.ts';

/** A value a test is sure of. */
export function sure<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('a value of the test is missing');
  return value;
}

const TOPICS: readonly (readonly [string, string | undefined, string, string, string, string])[] = [
  [
    'agriculture',
    'economy',
    'Agriculture',
    'Kənd təsərrüfatı',
    'Сільське господарство',
    'Сельское хозяйство',
  ],
  ['banking', 'economy', 'Banking', 'Banklar', 'Банки', 'Банки'],
  ['conflict', undefined, 'Conflict', 'Münaqişə', 'Конфлікти', 'Конфликты'],
  ['culture', undefined, 'Culture', 'Mədəniyyət', 'Культура', 'Культура'],
  ['defence', 'politics', 'Defence', 'Müdafiə', 'Оборона', 'Оборона'],
  ['diplomacy', 'politics', 'Diplomacy', 'Diplomatiya', 'Дипломатія', 'Дипломатия'],
  ['economy', undefined, 'Economy', 'İqtisadiyyat', 'Економіка', 'Экономика'],
  ['elections', 'politics', 'Elections', 'Seçkilər', 'Вибори', 'Выборы'],
  ['energy', 'economy', 'Energy', 'Energetika', 'Енергетика', 'Энергетика'],
  ['environment', undefined, 'Environment', 'Ətraf mühit', 'Довкілля', 'Экология'],
  ['health', undefined, 'Health', 'Səhiyyə', 'Здоров’я', 'Здоровье'],
  ['politics', undefined, 'Politics', 'Siyasət', 'Політика', 'Политика'],
  ['science', undefined, 'Science', 'Elm', 'Наука', 'Наука'],
  ['sport', undefined, 'Sport', 'İdman', 'Спорт', 'Спорт'],
  ['technology', 'science', 'Technology', 'Texnologiya', 'Технології', 'Технологии'],
  ['transport', 'economy', 'Transport', 'Nəqliyyat', 'Транспорт', 'Транспорт'],
  ['weather', undefined, 'Weather', 'Hava', 'Погода', 'Погода'],
];

const toTopic = ([id, parent, en, az, uk, ru]: (typeof TOPICS)[number]): TopicLabel => ({
  id: sure(parseTopicId(id)),
  parent: parent === undefined ? undefined : sure(parseTopicId(parent)),
  iptc: id === 'politics' ? 'medtop:11000000' : undefined,
  label: { en, az, uk, ru },
});

const toPublisher = (id: string, name: string, domain: string): Publisher => ({
  id: sure(parsePublisherId(id)),
  name,
  domains: [domain],
  aliases: [],
});

const toFeed = (id: string, publisher: string, url: string, language: Language): Feed => ({
  id: sure(parseFeedId(id)),
  url,
  publisher: sure(parsePublisherId(publisher)),
  language,
  zone: 'UTC',
  read: 'page',
});

/** The applied config the serving tests run with; every name in it is invented. */
export const CATALOG: Catalog = {
  topics: TOPICS.map(toTopic),
  publishers: [
    toPublisher('xezer-xeber', 'Xəzər Xəbər', 'xezer-xeber.example'),
    toPublisher('dnipro-visnyk', 'Дніпро Вісник', 'dnipro-visnyk.example'),
    toPublisher('harbour-post', 'Harbour & Post', 'harbour-post.example'),
  ],
  feeds: [
    toFeed('xezer-az', 'xezer-xeber', 'https://xezer-xeber.example/rss?lang=az&full=1', 'az'),
    toFeed('xezer-ru', 'xezer-xeber', 'https://xezer-xeber.example/rss?lang=ru', 'ru'),
    toFeed('dnipro', 'dnipro-visnyk', 'https://dnipro-visnyk.example/feed.xml', 'uk'),
    toFeed('harbour', 'harbour-post', 'https://harbour-post.example/feed.xml', 'en'),
  ],
  searches: [
    {
      id: 'black-sea',
      title: 'Black Sea & <ports>',
      query: 'topic=transport,energy&language=-ru',
      public: true,
    },
    { id: 'air-defence', title: 'Протиповітряна оборона', query: 'q=ракет&language=uk', public: true },
    { id: 'own', title: 'For ourselves', query: 'topic=energy', public: false },
  ],
  organisations: new Map([['org:nato', { en: 'NATO', uk: 'НАТО', ru: 'НАТО', az: 'NATO' }]]),
};
