import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** The middle of some numbers; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Milliseconds of processor time (user and system) that `work` took in this process. */
export async function cpuMs(work: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000;
}

/** The floor: a fixed piece of plain work (hash 32 MB, build and sort 200,000 strings) in CPU milliseconds. */
export function floorMs(): Promise<number> {
  return cpuMs(() => {
    const hash = createHash('sha256');
    const block = new Uint8Array(1 << 20);
    for (let i = 0; i < 32; i++) hash.update(block.fill(i));
    const words = Array.from({ length: 200_000 }, (_, i) => `${(i * 2_654_435_761) % 4_294_967_296}-${i}`);
    words.sort();
    if (hash.digest('hex').length + words.length < 64) throw new Error('unreachable');
  });
}

/** Sets the kernel's peak of this process's resident memory back to what it is now (Linux only). */
export function resetPeakMemory(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

/** Peak resident memory of this process in MB since its start or the last reset (Linux only). */
export function peakMemoryMb(): number {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

/** Resident memory in MB of a process and all its descendants now (Linux only); 0 for one that has ended. */
export function treeMemoryMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return Math.round(children.reduce((sum, child) => sum + treeMemoryMb(Number(child)), own));
  } catch {
    return 0; // it ended while we looked
  }
}
