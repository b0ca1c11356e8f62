// The stage breakpoint: a staircase, of which each step is judged alone and at its end. Percentiles of the whole run
// would hardly notice the last, bad seconds.

import { steady, warmUp } from './arrivals.js';
import { budget, times } from './budgets.js';

const STEPS = 10;
// Share of the time before the first step.
const BEFORE = 1 / 6;

const stepRate = (step, rate) => Math.max(1, Math.round((step * rate) / STEPS));

const numbers = Array.from({ length: STEPS }, (_, i) => i + 1);
const name = (step) => `step-${step}`;

// Seconds of one step, and when it begins.
const lasting = (seconds) => (seconds * (1 - BEFORE)) / STEPS;
const begin = (step, seconds) => seconds * BEFORE + (step - 1) * lasting(seconds);

export function staircase(rate, seconds) {
  // Requests that take longer are beyond their budget. Few users are made before: some thousand idle ones would slow k6
  // so much that its own limit were found.
  const most = { patience: 0.3, made: 0.1, end: '1s' };
  const steps = numbers.map((step) => [
    name(step),
    steady(stepRate(step, rate), lasting(seconds), { ...most, start: begin(step, seconds) }),
  ]);
  return { ...warmUp(stepRate(1, rate), seconds * BEFORE), ...Object.fromEntries(steps) };
}

export function stepBudgets(rate, seconds) {
  return numbers.flatMap((step) => {
    const scenario = name(step);
    // When the step is over: before, a handful of requests would decide.
    const stops = { step, stops: true, after: `${Math.ceil(begin(step + 1, seconds) + 1)}s` };
    const due = stepRate(step, rate) * lasting(seconds);
    return [
      budget(`iterations{scenario:${scenario}}`, `count>=${Math.floor(0.95 * due)}`, 'the rate was reached', stops),
      budget(`failed{scenario:${scenario}}`, 'rate<0.001', 'an overloaded system may shed, but not fail', stops),
      budget(`shed{scenario:${scenario}}`, 'rate<0.01', 'a rate of which a part is shed is not held', stops),
      budget(times('predict', scenario), 'p(95)<250', 'that of the load, but one pause is not the end', stops),
    ];
  });
}

// The last step before the first that broke a budget.
export function rateReached(thresholds, rate) {
  const broken = thresholds.filter((each) => !each.passed).map((each) => each.step);
  const held = broken.length ? Math.min(...broken) - 1 : STEPS;
  return held ? stepRate(held, rate) : 0;
}
