import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { NOW } from '../serve/news.ts';
import { listPages, openTab, type Site } from './site.ts';

const HOUR_MS = 3_600_000;

/** What can be reached on a page, each with a number of its own. */
const NUMBER_CONTROLS = `(() => {
  const controls = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
    .filter((element) => element.checkVisibility() && element.closest('dialog') === null);
  controls.forEach((element, number) => { element.dataset.number = number; });
  return controls.length;
})()`;
/** The control that has the focus, whether it shows it, and whether it is in sight. */
const LOOK_AT_FOCUS = `(() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { top, bottom, left, right } = element.getBoundingClientRect();
  return {
    number: Number(element.dataset.number ?? -1),
    html: element.outerHTML.slice(0, 100),
    visible: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 &&
      bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
  };
})()`;
/** The paths of the items that are marked as new. */
const MARKED = `[...document.querySelectorAll('article:has(.new) h3 a')].map((link) => link.getAttribute('href'))`;
const FOCUS = z.object({ number: z.number(), html: z.string(), visible: z.boolean() });

/** What can be done by keyboard alone, and what the script keeps. */
export function testKeyboard(site: () => Site): void {
  /** Does something on a page of its own context; nothing may complain. */
  const visit = async (path: string, scripts: 'with' | 'without', check: (page: Page) => Promise<void>) => {
    const complaints: string[] = [];
    const page = await openTab(site(), { javaScriptEnabled: scripts === 'with' }, complaints);
    await page.goto(site().server.url + path);
    await check(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  };
  const type = async (page: Page, ...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const pathOf = (page: Page): string => page.url().slice(site().server.url.length);
  const textOfFocus = (page: Page) => page.evaluate('document.activeElement.textContent.trim()');

  /** Every control must be reached and shown. */
  const tabThrough = async (page: Page, kind: string): Promise<void> => {
    const count = Number(await page.evaluate(NUMBER_CONTROLS));
    const reached = new Set<number>();
    for (let at = 0; at < count; at += 1) {
      await page.keyboard.press('Tab');
      const focus = FOCUS.parse(await page.evaluate(LOOK_AT_FOCUS));
      if (!focus.visible) throw new Error(`${kind}: no focus to be seen on ${focus.html}`);
      reached.add(focus.number);
    }
    expect(reached.size, kind).toBe(count);
  };

  it('reach every control by Tab and show where it is, with JavaScript and without', async () => {
    const complaints: string[] = [];
    const tabThroughAll = async (javaScriptEnabled: boolean): Promise<void> => {
      const page = await openTab(site(), { javaScriptEnabled }, complaints);
      for (const [kind, path] of listPages(site())) {
        await page.goto(site().server.url + path);
        await tabThrough(page, kind);
      }
      await page.context().close();
    };
    await Promise.all([tabThroughAll(true), tabThroughAll(false)]);
    expect(complaints).toEqual([]);
  });

  it.each(['with', 'without'] as const)(
    'search, narrow, open and come back by Tab and Enter, %s JavaScript',
    async (scripts) => {
      await visit('/', scripts, async (page) => {
        await type(page, 'Tab', 'Enter', 'Tab');
        expect(await textOfFocus(page)).toBe('Atom');
        await page.locator('input[name=q]').focus();
        await page.keyboard.type('поезда');
        await type(page, 'Enter');
        await page.waitForURL(/q=/);
        expect(await page.locator('article').count()).toBe(1);
        await page.locator('summary').focus();
        await type(page, 'Enter', 'Tab', 'Tab', 'R', 'Tab', 'Tab', 'Tab', 'Enter');
        await page.waitForURL(/language=ru/);
        expect(pathOf(page)).not.toContain('topic');
        await page.locator('h3 a').focus();
        await type(page, 'Enter');
        await page.waitForURL(/items/);
        expect(await page.locator('.text').count()).toBe(1);
        await page.goBack();
        await page.waitForURL(/language=ru/);
        await page.getByLabel('Ask without: with “поезда”').focus();
        await type(page, 'Enter');
        await page.waitForURL(/\?language=ru$/);
      });
    },
  );

  it('move from item to item by j and k, and open by o', async () => {
    await visit('/', 'with', async (page) => {
      const titles = await page.locator('h3').allTextContents();
      await type(page, 'j', 'j', 'j', 'k');
      expect(await textOfFocus(page)).toBe(titles[1]);
      expect(FOCUS.parse(await page.evaluate(LOOK_AT_FOCUS)).visible).toBe(true);
      await type(page, ...Array.from({ length: 9 }, () => 'j'));
      expect(await textOfFocus(page)).toBe(titles.at(-1));
      expect(FOCUS.parse(await page.evaluate(LOOK_AT_FOCUS)).visible).toBe(true);
      await type(page, 'Tab', 'k', 'o');
      await page.waitForURL(/items/);
      expect(await page.locator('h1').textContent()).toBe(titles.at(-2));
    });
    const { ids } = site();
    await visit(`/items/${ids[2]}`, 'with', async (page) => {
      await type(page, 'j');
      await page.waitForURL(`**/items/${ids[3]}`);
      await type(page, 'k');
      await page.waitForURL(`**/items/${ids[2]}`);
    });
  });

  it('come to the search box by / and leave it by Esc, and type there what are keys elsewhere', async () => {
    await visit('/topics/transport', 'with', async (page) => {
      await type(page, '/', 'j', '?', '/');
      expect(await page.locator('input[name=q]').inputValue()).toBe('j?/');
      await type(page, 'Escape', 'j');
      expect(await textOfFocus(page)).toBe(await page.locator('h3').first().textContent());
      await type(page, 'Control+k', 'Alt+k');
      expect(pathOf(page)).toBe('/topics/transport');
    });
  });

  it('show the keys by ?, and turn them off for good', async () => {
    await visit('/', 'with', async (page) => {
      await type(page, '?');
      expect(await page.locator('#keys').isVisible()).toBe(true);
      await type(page, 'j', 'Escape');
      await page.locator('#keys').waitFor({ state: 'hidden' });
      await type(page, '?');
      await page.locator('#keys').waitFor();
      await page.locator('#keys-on').focus();
      await type(page, 'Space', 'Tab', 'Enter');
      await page.locator('#keys').waitFor({ state: 'hidden' });
      await type(page, 'j', '/');
      expect(await textOfFocus(page)).not.toBe(await page.locator('h3').first().textContent());
      await page.reload();
      await type(page, 'j', '?');
      expect(await page.locator('#keys').isVisible()).toBe(false);
      await page.locator('#keys-button').focus();
      await type(page, 'Enter');
      expect(await page.locator('#keys-on').isChecked()).toBe(false);
      await page.locator('#keys-on').focus();
      await type(page, 'Space', 'Escape');
      await page.locator('#keys').waitFor({ state: 'hidden' });
      await type(page, 'j');
      expect(await textOfFocus(page)).toBe(await page.locator('h3').first().textContent());
    });
  });

  it('mark what came since the last visit, and tell nobody when that was', async () => {
    const { db, clock, ids } = site();
    const after = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR_MS);
    await visit('/', 'with', async (page) => {
      const sent: string[] = [];
      page.on('request', (request) =>
        sent.push(
          `${request.method()} ${new URL(request.url()).pathname} ${JSON.stringify(request.headers())}`,
        ),
      );
      const marks = async () => {
        await page.reload();
        const marked = await page.evaluate(MARKED);
        return [marked, (await page.locator('.count').allTextContents()).join()];
      };
      expect(await marks()).toEqual([[], '']);
      clock.now = after(5);
      await sql`update items set first_seen_at = ${after(4)} where id in (${ids[0]}, ${ids[5]})`.execute(db);
      const fresh = [[`/items/${ids[0]}`, `/items/${ids[5]}`], '2 new since your last visit'];
      expect(await marks()).toEqual(fresh);
      clock.now = after(5.5);
      expect(await marks()).toEqual(fresh);
      clock.now = after(8);
      expect(await marks()).toEqual([[], '']);
      clock.now = NOW;
      expect(sent.length).toBeGreaterThan(4);
      expect(
        sent.filter(
          (request) =>
            !/^GET \/(?:|style\.css|script\.js|icon\.svg) /.test(request) ||
            /"(?:cookie|referer)":"[^"]/i.test(request),
        ),
      ).toEqual([]);
    });
  });
}
