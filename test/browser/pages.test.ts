import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Listening, listen } from '../../src/serve/server.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { buildTestApp } from '../serve/app.ts';
import { sure } from '../serve/catalog.ts';
import { FRONT_PAGE } from '../serve/front-page.ts';
import { saveNews } from '../serve/news.ts';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from '../support/chromium.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };
const LOOKS = [PHONE, DESK].flatMap((viewport) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ viewport, colorScheme })),
);

/** Leaf elements that stick out of the page to the right or left, and pairs of blocks that lie on each other. */
const FIND_FAULTS = `(() => {
  const width = document.documentElement.clientWidth;
  const shown = (element) => element.checkVisibility() && !element.closest('.skip');
  const faults = [];
  if (document.documentElement.scrollWidth > width) faults.push('the page scrolls sideways');
  for (const element of document.querySelectorAll('body *')) {
    const box = element.getBoundingClientRect();
    if (shown(element) && (box.right > width + 1 || box.left < -1)) faults.push('sticks out: ' + element.outerHTML.slice(0, 80));
  }
  const blocks = [...document.querySelectorAll('h1, h2, h3, p, dt, dd, pre, nav a, input, button, .tags li')].filter(shown);
  const boxes = blocks.map((block) => ({ block, rects: [...block.getClientRects()] }));
  for (const [index, a] of boxes.entries()) for (const b of boxes.slice(index + 1)) {
    if (a.block.contains(b.block) || b.block.contains(a.block)) continue;
    const over = a.rects.some((x) => b.rects.some((y) =>
      Math.min(x.right, y.right) - Math.max(x.left, y.left) > 1 && Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top) > 3));
    if (over) faults.push('overlap: ' + a.block.outerHTML.slice(0, 60) + ' and ' + b.block.outerHTML.slice(0, 60));
  }
  return faults;
})()`;

/** Characters of each line of the text but each paragraph's last. */
const MEASURE_LINES = `(() => {
  const lengths = [];
  for (const paragraph of document.querySelectorAll('.text p')) {
    const lines = new Map();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      for (let index = 0; index < node.length; index += 1) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        const line = Math.round(range.getBoundingClientRect().bottom / 10);
        lines.set(line, (lines.get(line) ?? 0) + 1);
      }
    }
    lengths.push(...[...lines.values()].slice(0, -1));
  }
  return lengths;
})()`;

const BOX = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

describe.skipIf(!existsSync(CHROMIUM))(`the pages in ${CHROMIUM}`, () => {
  const opened: { browser?: Browser; database?: OpenDatabase; server?: Listening; ids?: readonly number[] } =
    {};

  beforeAll(async () => {
    opened.database = await openDatabase({ kind: 'memory' });
    await migrate(opened.database.db);
    opened.ids = await saveNews(opened.database.db, FRONT_PAGE);
    const { app } = buildTestApp(opened.database.db);
    opened.server = await listen({ app, host: '127.0.0.1', port: 0 });
    opened.browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_ARGUMENTS] });
  });
  afterAll(async () => {
    await opened.browser?.close();
    await opened.server?.close();
    await opened.database?.close();
  });

  /** Opens the paths one after the other; nothing on them may be blocked, missing or complain. */
  const visit = async (
    paths: readonly string[],
    look: (typeof LOOKS)[number],
    check: (page: Page, path: string) => Promise<void>,
  ) => {
    const page = await sure(opened.browser).newPage(look);
    const complaints: string[] = [];
    // That an error page's own status is one is what it is for.
    page.on('console', (message) => {
      if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 400 && !response.request().isNavigationRequest())
        complaints.push(response.url());
    });
    for (const path of paths) {
      await page.goto(sure(opened.server).url + path);
      await check(page, path);
      expect(complaints, path).toEqual([]);
    }
    await page.close();
  };
  const boxOf = async (page: Page, selector: string) =>
    BOX.parse(await page.locator(selector).first().boundingBox());

  it.each(LOOKS)(
    'lays nothing over anything and out of the page: $viewport.width $colorScheme',
    async (look) => {
      const items = sure(opened.ids).map((id) => `/items/${id}`);
      const lists = ['/', '/?q=ferry', '/topics/transport', '/feeds', '/docs', '/nothing', '/?limit=0'];
      await visit([...lists, ...items], look, async (page, path) => {
        expect(await page.evaluate(FIND_FAULTS), path).toEqual([]);
      });
    },
  );

  it('sets text on a desk at 45 to 80 characters a line', async () => {
    await visit([`/items/${opened.ids?.[1]}`], { viewport: DESK, colorScheme: 'light' }, async (page) => {
      const lengths = z
        .array(z.number())
        .min(5)
        .parse(await page.evaluate(MEASURE_LINES));
      expect(Math.min(...lengths)).toBeGreaterThanOrEqual(45);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(80);
    });
  });

  it.each([
    ['phone', PHONE],
    ['desk', DESK],
  ])('shows tags, why and the head of the text on a %s without scrolling', async (_name, viewport) => {
    await visit([`/items/${opened.ids?.[1]}`], { viewport, colorScheme: 'light' }, async (page) => {
      const [why, text, words] = [
        await boxOf(page, '.why'),
        await boxOf(page, '.text p'),
        await boxOf(page, '.why dd'),
      ];
      expect(why.y).toBeLessThanOrEqual(text.y + 1);
      expect(words.y + words.height).toBeLessThan(viewport.height);
      expect(text.y).toBeLessThan(viewport.height);
    });
  });

  it('has another ground in the dark than in the light', async () => {
    const grounds: unknown[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await visit(['/'], { viewport: DESK, colorScheme }, async (page) => {
        grounds.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
      });
    }
    expect(grounds).toEqual(['rgb(252, 251, 249)', 'rgb(22, 21, 19)']);
  });
});
