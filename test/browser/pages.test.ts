import { existsSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sure } from '../serve/catalog.ts';
import { CHROMIUM } from '../support/chromium.ts';
import { testAccessibility } from './accessible.ts';
import { testKeyboard } from './keyboard.ts';
import { listPages, openSite, openTab, type Site } from './site.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };
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

/** Opens what is folded, folds what is open. */
const TURN = `document.querySelectorAll('details').forEach((details) => { details.open = !details.open; })`;
const BOX = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

describe.skipIf(!existsSync(CHROMIUM))(`the pages in ${CHROMIUM}`, () => {
  const opened: { site?: Site } = {};
  const site = (): Site => sure(opened.site);
  beforeAll(async () => {
    opened.site = await openSite();
  });
  afterAll(() => opened.site?.close());
  testAccessibility(site);
  testKeyboard(site);

  /** Opens the paths one after the other; nothing on them may be blocked, missing or complain. */
  const visit = async (
    paths: readonly string[],
    look: BrowserContextOptions,
    check: (page: Page, path: string) => Promise<void>,
  ) => {
    const complaints: string[] = [];
    const page = await openTab(site(), look, complaints);
    for (const path of paths) {
      await page.goto(site().server.url + path);
      await check(page, path);
      expect(complaints, path).toEqual([]);
    }
    await page.context().close();
  };
  const boxOf = async (page: Page, selector: string) =>
    BOX.parse(await page.locator(selector).first().boundingBox());

  it('lays nothing over anything and out of the page at 390 and 1280, folded and unfolded', async () => {
    const paths = [...listPages(site()).map(([, path]) => path), ...site().ids.map((id) => `/items/${id}`)];
    await visit([...new Set(paths)], { viewport: DESK }, async (page, path) => {
      for (const viewport of [DESK, PHONE]) {
        await page.setViewportSize(viewport);
        expect(await page.evaluate(FIND_FAULTS), path).toEqual([]);
        await page.evaluate(TURN);
        expect(await page.evaluate(FIND_FAULTS), path).toEqual([]);
      }
    });
  });

  it('sets text on a desk at 45 to 80 characters a line', async () => {
    await visit([`/items/${site().ids[1]}`], { viewport: DESK, colorScheme: 'light' }, async (page) => {
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
    await visit([`/items/${site().ids[1]}`], { viewport, colorScheme: 'light' }, async (page) => {
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
