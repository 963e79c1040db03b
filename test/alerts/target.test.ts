import { describe, expect, it } from 'vitest';
import { type AlertTarget, toTarget, toTargetName } from '../../src/alerts/target.ts';

const ENV = { HOOK: 'https://hooks.example/s3cret', PART: 's3cret', WORD: 'none', EMPTY: '' };
const toUrl = (url: string): AlertTarget | undefined => toTarget({ url, command: [] }, ENV);

/** A reference as the settings spell it. */
const ref = (name: string): string => `\${${name}}`;

describe('the receiver of alerts', () => {
  it.each<[string, AlertTarget]>([
    ['http://10.0.0.7/alert', { kind: 'url', url: 'http://10.0.0.7/alert' }],
    [
      `https://hooks.example/${ref('PART')}?a=${ref('PART')}`,
      { kind: 'url', url: 'https://hooks.example/s3cret?a=s3cret' },
    ],
    [ref('HOOK'), { kind: 'url', url: 'https://hooks.example/s3cret' }],
    [
      `https://hooks.example/${ref('EMPTY')}`,
      { kind: 'unusable', detail: 'the environment variable EMPTY is not set' },
    ],
    [ref('WORD'), { kind: 'unusable', detail: 'with its variables it is no http or https URL' }],
  ])('of %s', (url, target) => {
    expect(toUrl(url)).toEqual(target);
  });

  it('is a program with its arguments', () => {
    expect(toTarget({ url: undefined, command: ['mail', '-s', 'a b'] }, ENV)).toEqual({
      ...{ kind: 'command', program: 'mail', args: ['-s', 'a b'] },
    });
  });

  it('is nobody unless named', () => {
    expect(toTarget({ url: undefined, command: [] }, ENV)).toBeUndefined();
  });

  it.each<[AlertTarget, string]>([
    [
      { kind: 'url', url: 'https://me:hunter2@hooks.example:8443/T0/s3cret?key=s3cret' },
      'hooks.example:8443',
    ],
    [{ kind: 'command', program: 'notify', args: ['--token', 's3cret'] }, 'notify'],
    [{ kind: 'unusable', detail: 's3cret' }, 'alerts.url'],
  ])('has no secret in its name', (target, name) => {
    expect(toTargetName(target)).toBe(name);
  });
});
