import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { sure } from '../serve/catalog.ts';
import { listPages, openTab, type Site } from './site.ts';

const LOOKS = [390, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const FIND_VIOLATIONS = `axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'], preload: false }).then(
  ({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 160) + ' ' + failureSummary)))`;
/** Where a page's scripts are off, its timers are too, by which axe takes its turns. */
const TURNS = `window.setTimeout = (run, ms = 0) => { if (ms < 100) Promise.resolve().then(run); return 0; };`;

const MODES = ['with', 'without'] as const;

/** What axe says of every page in every look. */
export function testAccessibility(site: () => Site): void {
  const opened: { tabs?: Readonly<Record<(typeof MODES)[number], Page>> } = {};
  const complaints: string[] = [];
  beforeAll(async () => {
    opened.tabs = {
      with: await openTab(site(), { javaScriptEnabled: true }, complaints),
      without: await openTab(site(), { javaScriptEnabled: false }, complaints),
    };
  });

  const open = async (path: string, mode: (typeof MODES)[number]): Promise<Page> => {
    const page = sure(opened.tabs)[mode];
    await page.goto(site().server.url + path);
    if (mode === 'without') await page.evaluate(TURNS);
    await page.evaluate(axe.source);
    return page;
  };
  const findViolations = async (page: Page) =>
    z.array(z.string()).parse(await page.evaluate(FIND_VIOLATIONS));
  /** What is wrong in a page in each of its looks. */
  const inspect = async (path: string, mode: (typeof MODES)[number]): Promise<readonly string[]> => {
    const page = await open(path, mode);
    const found: string[] = [];
    for (const { width, colorScheme } of LOOKS) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      const violations = await findViolations(page);
      found.push(...violations.map((each) => `${width} ${colorScheme}, ${mode} JavaScript: ${each}`));
    }
    return found;
  };

  it('have nothing that axe finds fault with at 390 and 1280, light and dark, with JavaScript and without', async () => {
    for (const [kind, path] of listPages(site())) {
      const found = await Promise.all(MODES.map((mode) => inspect(path, mode)));
      expect(found.flat(), kind).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });

  it.each(MODES)('are told of a fault by axe, %s JavaScript', async (mode) => {
    const page = await open('/', mode);
    await page.evaluate(`document.documentElement.removeAttribute('lang');
      Object.assign(document.querySelector('.summary').style, { color: '#ccc', background: '#fff' });`);
    const found = (await findViolations(page)).map((each) => each.split(':')[0]);
    expect(found).toEqual(expect.arrayContaining(['html-has-lang', 'color-contrast']));
  });

  it('have no fault in the list of keys', async () => {
    const page = await open('/', 'with');
    await page.keyboard.press('?');
    expect(await page.locator('#keys').isVisible()).toBe(true);
    expect(await findViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
}
