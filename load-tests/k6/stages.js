// The stages: how much of the journey for how long, and the budgets that decide. `rate` (iterations/s) and `seconds`
// are defaults, which run.py's options replace; run.py reads the names and the lines `about` for its help.

import {
  begun, budget, forwardOnly, inferSoon, ingestSoon, noneDropped, noneFailed, noneShed, predictSoon, times,
} from './budgets.js';
import { climb, steady, warmUp } from './arrivals.js';
import { PATIENCE } from './end-to-end.js';
import { staircase, stepBudgets } from './breakpoint.js';
import { RATE, SECONDS, STAGE } from './settings.js';

const STAGES = {
  smoke: {
    about: 'is it there, and are its answers right?',
    rate: 1,
    seconds: 10,
    arrivals: (rate, seconds) => ({ steady: steady(rate, seconds) }),
    // No times: the first requests of a fresh process are slow, and a handful has no percentiles.
    budgets: () => [noneFailed(), noneShed(), noneDropped, forwardOnly],
  },

  load: {
    about: 'does it hold what a busy day brings?',
    rate: 100, // 8.6 million predictions a day
    seconds: 60,
    arrivals: (rate, seconds) => ({
      ...warmUp(rate, seconds / 6),
      steady: steady(rate, (5 / 6) * seconds, { start: seconds / 6 }),
    }),
    budgets: () => [noneFailed(), noneShed(), forwardOnly, ...predictSoon(), inferSoon, ingestSoon()],
  },

  stress: {
    about: 'what does three times the load do? From there up to it, where it may shed',
    rate: 100, // that of load; its height is 3 x
    seconds: 60,
    arrivals: (rate, seconds) => ({
      ...warmUp(rate, seconds / 6),
      climb: climb(rate, 3 * rate, seconds / 3, { start: seconds / 6 }),
      height: steady(3 * rate, seconds / 2, { start: seconds / 2 }),
    }),
    budgets: () => [
      noneFailed(), // shed is not failed
      budget('shed', 'rate<0.5', 'half of three times the load is still more than the load'),
      budget(times('predict'), 'p(99)<1000', 'what is taken is answered soon: that is what shedding is for'),
      budget(times('ingest'), 'p(99)<3000', 'three times the budget of the load'),
    ],
  },

  spike: {
    about: 'does a sudden 10 x the rate leave anything behind?',
    rate: 25, // the spike is then 250/s
    seconds: 60,
    arrivals: (rate, seconds) => ({
      ...warmUp(rate, 0.25 * seconds),
      spike: steady(10 * rate, 0.15 * seconds, { start: 0.25 * seconds }),
      settling: steady(rate, 0.1 * seconds, { start: 0.4 * seconds }),
      recovered: steady(rate, 0.5 * seconds, { start: 0.5 * seconds }),
    }),
    budgets: () => [noneFailed(), noneShed('recovered'), ...predictSoon('recovered'), ingestSoon('recovered')],
  },

  soak: {
    about: 'does it stay as it was for half an hour, or as long as you say?',
    rate: 50,
    seconds: 1800,
    arrivals: (rate, seconds) => ({
      ...warmUp(rate, seconds / 6),
      early: steady(rate, seconds / 3, { start: seconds / 6 }),
      late: steady(rate, seconds / 2, { start: seconds / 2 }),
    }),
    // The late half has a budget of its own: what leaks or grows shows there, and would drown in the whole.
    budgets: () => [noneFailed(), noneShed(), ...predictSoon(), ...predictSoon('late'), inferSoon, ingestSoon('late')],
  },

  breakpoint: {
    about: 'up to which rate are the budgets held? Ten steps up to the rate; stops at the first that is too much',
    rate: 1000,
    seconds: 120,
    arrivals: staircase,
    budgets: stepBudgets,
    // Three times the load: less would contradict the stage stress.
    floor: (rate) => Math.min(300, rate),
  },

  update: {
    about: 'does anybody notice that you change the system meanwhile?',
    rate: 200,
    seconds: 60,
    // A replica that stops or starts may make a request wait, but 3 s at the most.
    arrivals: (rate, seconds) => ({ steady: steady(rate, seconds, { patience: 3 }) }),
    // No times: processes that start take the processors. And versions may go back while old and new replicas answer.
    budgets: (rate, seconds) => [
      noneFailed(),
      noneShed(),
      noneDropped,
      budget(
        'http_reqs',
        `count>=${Math.floor((rate * seconds * 10000) / 12000)}`,
        'at the defaults 10,000: one failure among them would be 0.01 %',
      ),
    ],
  },

  'end-to-end': {
    about: 'how long from POST /ingest to the row?',
    rate: 2, // low: this is about the way of one document, not about how many fit
    seconds: 60,
    arrivals: (rate, seconds) => ({
      documents: steady(rate, seconds, { patience: PATIENCE, end: `${PATIENCE + 12}s`, run: 'endToEnd' }),
    }),
    budgets: () => [
      noneFailed(),
      noneShed(),
      budget('stored', 'rate==1', 'a 202 is never false: what was accepted becomes a row'),
      budget('ingest_to_row_seconds', 'p(95)<2', 'who looks for what was just sent finds it'),
      budget('ingest_to_row_seconds', 'max<10', 'longer means that the listener stood still, as when it is rebalanced'),
    ],
  },
};

if (!(STAGE in STAGES)) {
  throw new Error(`no stage '${STAGE}': there are ${Object.keys(STAGES).join(', ')}`);
}

const chosen = STAGES[STAGE];
export const about = chosen.about;
export const rate = RATE || chosen.rate;
export const seconds = SECONDS || chosen.seconds;
export const scenarios = chosen.arrivals(rate, seconds);
export const floor = chosen.floor ? chosen.floor(rate) : undefined;

// Iterations that are due, by the arrivals themselves.
const due = Object.values(scenarios).reduce((sum, each) => sum + iterations(each), 0);
export const budgets = [...chosen.budgets(rate, seconds), ...(floor ? [] : [begun(due)])];

function iterations({ rate: perSecond, duration, startRate, stages }) {
  if (!stages) {
    return (perSecond * parseInt(duration)) / 1000;
  }
  const targets = [startRate, ...stages.map((each) => each.target)];
  return stages.reduce(
    (sum, each, i) => sum + (((targets[i] + targets[i + 1]) / 2) * parseInt(each.duration)) / 1000, 0,
  );
}
