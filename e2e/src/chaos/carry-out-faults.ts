import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, faultWords } from './fault-plan.ts';
import type { Part } from './part.ts';
import type { Link, LinkState } from './proxy.ts';

/** Carries out a plan, each fault at its time, and resolves when the last has ended. An abort ends all of them at once. */
export async function carryOutFaults(
  plan: readonly Fault[],
  { parts, links }: { readonly parts: readonly Part[]; readonly links: readonly Link[] },
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const pause = (milliseconds: number) =>
    delay(Math.max(0, milliseconds), undefined, { signal }).catch(() => undefined);

  async function carryOut(fault: Fault): Promise<void> {
    await pause(fault.at - (performance.now() - began));
    if (signal.aborted) return;
    log(`fault: ${faultWords(fault).trim()}`);
    switch (fault.kind) {
      case 'kill':
        partOf(fault).kill();
        return;
      case 'pause': {
        const part = partOf(fault);
        if (!part.pause()) log(`${part.name} was away already`);
        await pause(fault.for);
        part.resume();
        break;
      }
      case 'cut':
        linkOf(fault).cut();
        return;
      case 'refuse':
      case 'delay':
      case 'black-hole':
      case 'half-open': {
        const link = linkOf(fault);
        await link.be(troubled[fault.kind]);
        await pause(fault.for);
        await link.be({ kind: 'open' });
        break;
      }
      default:
        fault satisfies never;
    }
    log(`over:  ${fault.kind} ${fault.target}`);
  }

  const partOf = ({ target }: Fault) => named(parts, target);
  const linkOf = ({ target }: Fault) => named(links, target);
  await Promise.all(plan.map(carryOut));
}

const troubled: Readonly<Record<'refuse' | 'delay' | 'black-hole' | 'half-open', LinkState>> = {
  refuse: { kind: 'refuse' },
  delay: { kind: 'delay', leastMs: 5, mostMs: 300 },
  'black-hole': { kind: 'black-hole' },
  'half-open': { kind: 'half-open' },
};

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((each) => each.name === name);
  if (!found) throw new Error(`the plan names ${name}, which this cluster does not have`);
  return found;
}
