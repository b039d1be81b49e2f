import { expect, it } from 'vitest';
import { scanBarText } from '../../src/cli/scan-bar.ts';

const SCAN = { phase: 'reading', root: '/m', found: 40, read: 10, toRead: 20, failed: 0 } as const;

it('a running scan is a bar of what is found, read and failed', () => {
  expect(scanBarText({ ...SCAN, phase: 'walking', toRead: null })).toBe('Looking for music: 40 found');
  expect(scanBarText(SCAN)).toBe('████████████░░░░░░░░░░░░ 10 of 20 read, 40 found');
  expect(scanBarText({ ...SCAN, read: 20, failed: 2 })).toBe(
    '████████████████████████ 20 of 20 read, 40 found, 2 failed',
  );
  expect(scanBarText({ ...SCAN, read: 0, toRead: 0 })).toBe('████████████████████████ 0 of 0 read, 40 found');
});
