// How iterations arrive: always by the clock, whether answered or not (an open model). A closed loop of users would
// wait for a slow server, and so hide that it is slow.

const seconds = (number) => `${Math.round(1000 * number)}ms`;

// Iterations that may be under way; beyond it k6 drops one, and counts it. `patience`: seconds each may take. All
// users, of some 0.6 MB each, are made before, since k6 drops an iteration for each that it makes later; `made` says
// for how many seconds otherwise.
const users = (rate, patience, made = patience) => {
  const most = (seconds) => Math.max(10, Math.ceil(rate * seconds));
  return { preAllocatedVUs: most(made), maxVUs: most(patience) };
};

// `end`: longer than a request may take, so that none is cut off.
const USUAL = { start: 0, patience: 1, end: '12s', run: 'journey' };

export function steady(rate, length, given = {}) {
  const { start, patience, made, end, run } = { ...USUAL, ...given };
  return {
    executor: 'constant-arrival-rate',
    exec: run,
    rate,
    timeUnit: '1s',
    startTime: seconds(start),
    duration: seconds(length),
    gracefulStop: end,
    ...users(rate, patience, made),
  };
}

// Evenly up to `rate`.
export const climb = (from, rate, length, { start } = USUAL) => ({
  executor: 'ramping-arrival-rate',
  exec: USUAL.run,
  startRate: from,
  timeUnit: '1s',
  startTime: seconds(start),
  stages: [{ target: rate, duration: seconds(length) }],
  gracefulStop: USUAL.end,
  ...users(rate, USUAL.patience),
});

// A process that was just started compiles itself while it answers, and a stage must give the same an hour later. So
// its requests are judged like all, but their times are counted apart.
export const WARM_UP = 'warm-up';
export const warmUp = (rate, length) => ({ [WARM_UP]: climb(1, rate, length) });
