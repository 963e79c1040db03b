/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { toLanguageName } from '../catalog.ts';
import { shorten } from '../summary.ts';
import type { TopicDetail } from '../topic-detail.ts';

/** Units of the drawing: a bar and its gap a day. */
const [STEP, BAR, HEIGHT] = [8, 6, 40];
const SHOWN_CARRIERS = 12;
const SHOWN_IDLE = 40;

/** What stands under a topic's heading. */
export const toTopicAbout = (detail: TopicDetail) => <TopicAbout detail={detail} />;

/** A topic's last 30 days: a bar a day, the terms that carried most, and those that found nothing. */
const TopicAbout = ({ detail }: { readonly detail: TopicDetail }) => {
  const total = detail.days.reduce((sum, { items }) => sum + items, 0);
  return (
    <details class="activity">
      <summary>
        {total} {total === 1 ? 'item' : 'items'} in {detail.days.length} days
      </summary>
      <Volume detail={detail} />
      {detail.carriers.length > 0 && (
        <p>
          Carried most by{' '}
          {detail.carriers.slice(0, SHOWN_CARRIERS).map(({ term, language, items }, index) => (
            <>
              {index > 0 && ', '}
              <code lang={language === 'und' ? undefined : language}>{shorten(term, 60)}</code> in {items}
            </>
          ))}
        </p>
      )}
      {detail.idle.length > 0 && (
        <p>
          {detail.idle.length} terms found nothing:{' '}
          {detail.idle.slice(0, SHOWN_IDLE).map(({ term, language }, index) => (
            <>
              {index > 0 && ', '}
              <code lang={language} title={toLanguageName(language)}>
                {shorten(term, 60)}
              </code>
            </>
          ))}
          {detail.idle.length > SHOWN_IDLE && ` and ${detail.idle.length - SHOWN_IDLE} more`}
        </p>
      )}
    </details>
  );
};

const Volume = ({ detail: { days } }: { readonly detail: TopicDetail }) => {
  const most = Math.max(1, ...days.map(({ items }) => items));
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  return (
    <figure class="volume">
      <svg
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
        role="img"
        aria-label={`Items a day from ${first} to ${last}, at most ${most}`}
      >
        {days.map(({ day, items }, index) => {
          const height = Math.max(items === 0 ? 0.5 : 2, (HEIGHT * items) / most);
          return (
            <rect x={index * STEP} y={HEIGHT - height} width={BAR} height={height}>
              <title>
                {day}: {items}
              </title>
            </rect>
          );
        })}
      </svg>
      <figcaption>
        {first} to {last}, at most {most} a day
      </figcaption>
    </figure>
  );
};
