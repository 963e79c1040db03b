import type { News } from './news.ts';

/** A day of news in four languages, as a reader would find it; all invented. */
export const FRONT_PAGE: readonly News[] = [
  {
    title: 'Dəniz limanında yeni konteyner terminalı istifadəyə verilib',
    publisher: 'xezer-xeber',
    feeds: ['xezer-az'],
    language: 'az',
    at: '2026-03-10T11:42:00Z',
    url: 'https://xezer-xeber.example/iqtisadiyyat/konteyner-terminali',
    summary:
      '<p>Terminalın illik ötürmə gücü 150 min konteynerdir. Açılış mərasimində liman rəhbərliyi və nəqliyyat sahəsinin nümayəndələri iştirak ediblər.</p>',
    text: [
      'Dəniz limanında yeni konteyner terminalı istifadəyə verilib. Terminalın illik ötürmə gücü 150 min konteynerdir və onu gələcəkdə iki dəfə artırmaq mümkün olacaq.',
      'Liman rəhbərliyinin məlumatına görə, yüklərin boşaldılması üçün dörd yeni kran quraşdırılıb. Dəmir yolu xətti birbaşa körpüyə qədər uzadılıb ki, konteynerlər gəmidən qatara bir saatdan az müddətə köçürülsün.',
      'Layihə üzərində iş üç il çəkib. Növbəti mərhələdə anbarların sahəsi genişləndiriləcək, avtomobil yolu isə dördzolaqlı olacaq.',
    ].join('\n\n'),
    authors: ['İqtisadiyyat şöbəsi'],
    categories: ['İqtisadiyyat', 'Nəqliyyat'],
    tags: {
      transport: [
        ['limanında', 'liman~'],
        ['konteyner', 'konteyner~'],
        ['Dəmir yolu', 'dəmir yolu~'],
      ],
      economy: [
        ['limanında', 'liman~'],
        ['konteyner', 'konteyner~'],
        ['Dəmir yolu', 'dəmir yolu~'],
      ],
    },
  },
  {
    title: 'Україна та Польща домовилися про спільне виробництво ракет для протиповітряної оборони',
    publisher: 'dnipro-visnyk',
    feeds: ['dnipro'],
    language: 'uk',
    at: '2026-03-10T10:15:00Z',
    url: 'https://dnipro-visnyk.example/news/spilne-vyrobnytstvo',
    summary:
      'Міністри оборони двох країн підписали угоду, за якою перші ракети зійдуть з конвеєра вже наступної весни. Завод збудують неподалік кордону.',
    text: [
      'Україна та Польща домовилися про спільне виробництво ракет для протиповітряної оборони. Угоду підписали міністри оборони двох країн після дводенних переговорів у Любліні.',
      'За словами учасників переговорів, перші ракети мають зійти з конвеєра наступної весни. Завод збудують неподалік кордону, а складові частини вироблятимуть підприємства обох країн.',
      '«Ми говоримо не про закупівлю, а про власну спроможність, яка залишиться з нами на десятиліття», — сказав під час пресконференції керівник української делегації.',
      'Угода передбачає також навчання двохсот інженерів і створення спільного випробувального полігону. Фінансування розподілять порівну, а третину замовлень першого року вже оплачено.',
      'У НАТО привітали домовленість і нагадали, що потреба в засобах протиповітряної оборони серед союзників зростає швидше, ніж можливості виробників.',
    ].join('\n\n'),
    authors: ['Олена Ковтун'],
    categories: ['Політика'],
    tags: {
      defence: [
        ['протиповітряної оборони', 'протиповітряна~ оборона~'],
        ['ракет', 'ракета~'],
        ['міністри оборони', 'міністр~ оборони'],
      ],
      politics: [
        ['протиповітряної оборони', 'протиповітряна~ оборона~'],
        ['ракет', 'ракета~'],
        ['міністри оборони', 'міністр~ оборони'],
      ],
      diplomacy: [
        ['Угоду підписали', 'угода~ підписати~'],
        ['дводенних переговорів', 'переговори~'],
      ],
      'place:UA': [['Україна', 'Україна']],
      'place:PL': [['Польща', 'Польща']],
      'org:nato': [['НАТО', 'НАТО!']],
    },
  },
  {
    title: 'Грузовые поезда пойдут по новому мосту с первого апреля',
    publisher: 'xezer-xeber',
    feeds: ['xezer-ru'],
    language: 'ru',
    at: '2026-03-10T09:05:30Z',
    url: 'https://xezer-xeber.example/ru/most',
    summary: 'Мост сократит путь до границы на сорок километров. Пассажирское движение откроют осенью.',
    text: 'Грузовые поезда пойдут по новому мосту с первого апреля, сообщили в дирекции железной дороги.\n\nМост сократит путь до границы на сорок километров. Пассажирское движение откроют осенью, когда закончится реконструкция двух станций.',
    tags: {
      transport: [
        ['поезда', 'поезд~'],
        ['железной дороги', 'железная~ дорога~'],
      ],
    },
  },
  {
    title: 'Harbour towns ask for a slower ferry timetable: "nobody catches the 6:10", they say & mean it',
    publisher: 'harbour-post',
    feeds: ['harbour'],
    language: 'en',
    at: '2026-03-10T07:30:00Z',
    url: 'https://harbour-post.example/2026/03/ferry',
    summary:
      'Councils along the strait want two early sailings merged into one. The operator says fuel alone would pay for the change by summer.',
    failure: 'no-article',
    tags: { transport: [['ferry', 'ferry~']] },
  },
  {
    title: 'Zavod işçiləri üçün yeni peşə kursları 🎓 açılır',
    publisher: 'xezer-xeber',
    feeds: ['xezer-az'],
    language: 'az',
    at: '2026-03-09T18:20:00Z',
    url: 'https://xezer-xeber.example/cemiyyet/kurslar',
    summary: 'Kurslara yazılmaq istəyənlər aprelin 5-dək müraciət edə bilərlər.',
    state: 'pending',
  },
  {
    title: 'Scientists map the floor of the strait and find a river that runs under the sea',
    publisher: 'harbour-post',
    feeds: ['harbour'],
    language: 'en',
    at: '2026-03-09T14:00:00Z',
    url: 'https://harbour-post.example/2026/03/river-under-the-sea',
    summary:
      'A survey ship spent two winters on the work. The channel is as wide as a city and still moves sand.',
    text: 'Scientists have mapped the floor of the strait and found a river that runs under the sea.\n\nA survey ship spent two winters on the work. The channel is as wide as a city and still moves sand, the researchers write.',
    tags: {
      science: [
        ['Scientists', 'scientist~'],
        ['survey ship', 'survey ship'],
        ['researchers', 'researcher~'],
      ],
    },
  },
  {
    title: 'Чому весняна повінь цього року прийшла на два тижні раніше',
    publisher: 'dnipro-visnyk',
    feeds: ['dnipro'],
    language: 'uk',
    at: '2026-03-09T08:45:00Z',
    url: 'https://dnipro-visnyk.example/news/povin',
    summary: 'Гідрологи пояснюють, що сніг у верхів’ях розтанув за чотири доби.',
    text: 'Гідрологи пояснюють, що сніг у верхів’ях розтанув за чотири доби, а ґрунт не встиг увібрати воду.',
    tags: { environment: [['повінь', 'повінь~']], weather: [['повінь', 'повінь~']] },
  },
];
