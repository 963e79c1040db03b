/**
 * The pages' script, sent as it is: keys, and what came since the last visit. It keeps two things in the browser, when
 * lists were last opened and whether keys are off, and sends nothing. Every page is whole without it.
 */
export const SCRIPT = `'use strict';
(() => {
  const one = (selector) => document.querySelector(selector);
  // A browser may refuse its storage: then nothing is remembered.
  const recall = (name) => { try { return localStorage.getItem('topicwire:' + name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem('topicwire:' + name, value); } catch {} };

  // An hour without a list ends a visit; what was first seen after it is new in the next one.
  const HOUR_MS = 3600000;
  const markNew = (list) => {
    const now = Number(list.dataset.now);
    const opened = Number(recall('opened'));
    if (opened > 0 && now - opened > HOUR_MS) keep('before', opened);
    keep('opened', Math.max(now, opened));
    const before = Number(recall('before'));
    if (before === 0) return;
    const fresh = [...list.querySelectorAll('article')].filter((item) => Number(item.dataset.firstSeen) > before);
    for (const item of fresh) {
      const mark = document.createElement('span');
      mark.className = 'new';
      mark.textContent = 'New';
      item.querySelector('.meta').append(mark);
    }
    const count = document.createElement('p');
    count.className = 'count';
    count.setAttribute('role', 'status');
    list.prepend(count);
    const all = fresh.length === list.querySelectorAll('article').length && one('a[rel~=next]') !== null;
    if (fresh.length > 0) count.textContent = fresh.length + (all ? ' or more' : '') + ' new since your last visit';
  };

  const ITEMS = '.entries h3 a, .states h2 a, main a[rel~=next]';
  const move = (step) => {
    const turn = one(step > 0 ? '.neighbours a[rel=next]' : '.neighbours a[rel=prev]');
    if (turn !== null) return turn.click();
    const items = [...document.querySelectorAll(ITEMS)];
    if (items.length === 0) return;
    const at = items.findIndex((item) => item.closest('li, p').contains(document.activeElement));
    const next = items[at === -1 ? (step > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + step, 0), items.length - 1)];
    next.focus({ preventScroll: true });
    next.closest('li, p').scrollIntoView({ block: 'nearest' });
  };
  const open = () => {
    const item = document.activeElement.closest('.entries li, .states li');
    const link = item === null ? one('.item a[rel~=external]') : item.querySelector('h3 a, h2 a');
    if (link !== null) link.click();
  };
  const dialog = one('#keys');
  const box = one('#search input');
  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    o: open,
    '/': () => box.select(),
    '?': () => dialog.showModal(),
  };

  // Until the next frame a closed dialog still has the focus.
  const isTyping = (element) =>
    element.closest('input, select, textarea, [contenteditable]') !== null && !dialog.contains(element);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.target === box) box.blur();
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (dialog.open || recall('keys') === 'off' || isTyping(event.target) || !Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  const button = one('#keys-button');
  button.hidden = false;
  button.addEventListener('click', () => dialog.showModal());
  const isOn = one('#keys-on');
  isOn.checked = recall('keys') !== 'off';
  isOn.addEventListener('change', () => keep('keys', isOn.checked ? 'on' : 'off'));
  const list = one('#items');
  if (list !== null) markNew(list);
})();
`;
