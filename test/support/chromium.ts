/** Debian's chromium, which .ci/run installs; without one the tests in it are shown as skipped. */
export const CHROMIUM = '/usr/bin/chromium';

/** Headless, and silent: nothing of its own asks the network. */
export const CHROMIUM_ARGUMENTS: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
