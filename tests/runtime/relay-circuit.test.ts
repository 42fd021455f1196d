import { expect, it } from 'vitest';
import { relayCircuit } from '../../src/runtime/relay-circuit.ts';

function circuitAt(start: number) {
  let now = start;
  return { circuit: relayCircuit(() => now), pass: (ms: number) => void (now += ms) };
}

const fail = (circuit: ReturnType<typeof relayCircuit>, times: number): void => {
  for (let time = 0; time < times; time += 1) circuit.note(false);
};

it('a relay is tried on after four tries without an answer, and left alone after the fifth', () => {
  const { circuit } = circuitAt(1_000);
  fail(circuit, 4);
  expect(circuit.pausedUntil()).toBeUndefined();
  fail(circuit, 1);
  expect(circuit.pausedUntil()).toEqual(new Date(31_000));
});

it('any answer, a refusal too, begins the count anew', () => {
  const { circuit } = circuitAt(0);
  fail(circuit, 4);
  circuit.note(true);
  fail(circuit, 4);
  expect(circuit.pausedUntil()).toBeUndefined();
});

it('after a pause one more try without an answer begins the next; an answer ends it', () => {
  const { circuit, pass } = circuitAt(0);
  fail(circuit, 5);
  pass(29_999);
  expect(circuit.pausedUntil()).toBeDefined();
  pass(1);
  expect(circuit.pausedUntil()).toBeUndefined();
  fail(circuit, 1);
  expect(circuit.pausedUntil()).toEqual(new Date(60_000));
  circuit.note(true);
  expect(circuit.pausedUntil()).toBeUndefined();
});
